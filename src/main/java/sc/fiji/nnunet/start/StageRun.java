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
package sc.fiji.nnunet.start;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.imagej.NNUNet_Bridge;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Stages;

/** Runs macro lines one after the other, in a thread of its own, by the way that a macro's commands take. */
final class StageRun {

	private final List<MacroLine> lines;
	private final Progress progress;
	private final Consumer<String> ended;

	/**
	 * @param lines what to run; a line that fails ends the run
	 * @param progress told about the work, and asked whether it should end
	 * @param ended called at the end, on the run's thread, with what went wrong or an empty text
	 */
	StageRun(final List<MacroLine> lines, final Progress progress, final Consumer<String> ended) {
		this.lines = List.copyOf(lines);
		this.progress = progress;
		this.ended = ended;
	}

	/** Begins; returns at once. */
	Thread start() {
		final Thread thread = new Thread(this::run, "nnU-Net start");
		// NB: closing ImageJ ends it
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void run() {
		final Stages stages = new Stages(progress, 0, 1, lines.size());
		for (final MacroLine line : lines) {
			final String failure = failure(line, stages.next());
			if (failure.isEmpty()) continue;
			ended.accept(failure);
			return;
		}
		ended.accept("");
	}

	private String failure(final MacroLine line, final Progress own) {
		if (Recorder.record) Recorder.recordString(line + "\n");
		progress.message(line.toString());
		try {
			final String failure = NNUNet_Bridge.attempt(line, own);
			return failure.isEmpty() ? "" : line.label() + ": " + failure;
		}
		catch (final CancellationException e) {
			return "Cancelled. What is finished is kept.";
		}
	}
}
