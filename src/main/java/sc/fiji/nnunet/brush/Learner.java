/*-
 * #%L
 * nnU-Net for Fiji: self-configuring segmentation networks, trained and applied in ImageJ.
 * %%
 * Copyright (C) 2026 Fiji developers.
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package sc.fiji.nnunet.brush;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.imagej.NNUNet_Bridge;

/** The command that learns from a project while someone paints in it, run by the way that a macro's commands take. */
final class Learner {

	private final MacroLine line;
	private final Consumer<String> ended;
	private final HostProgress progress;

	/**
	 * @param said receives what the command says
	 * @param ended called at the end, on the learner's thread, with what went wrong or an empty text
	 */
	Learner(final Path project, final Consumer<String> said, final Consumer<String> ended) {
		line = MacroLine.of("nnU-Net Learn", "project", project, "live", true);
		this.ended = ended;
		progress = new HostProgress() {

			@Override
			public void update(final double fraction, final String status) {
				said.accept(status);
			}

			@Override
			public void message(final String text) {
				said.accept(text);
			}
		};
	}

	/** Begins; returns at once. */
	void start() {
		final Thread thread = new Thread(() -> ended.accept(failure()), "nnU-Net learner");
		// NB: closing ImageJ ends it
		thread.setDaemon(true);
		thread.start();
	}

	/** Asks it to end; what is learned is kept. */
	void stop() {
		progress.cancel();
	}

	private String failure() {
		try {
			return NNUNet_Bridge.attempt(line, progress);
		}
		catch (final CancellationException e) {
			return "";
		}
	}
}
