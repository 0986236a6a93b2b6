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
package sc.fiji.nnunet.worker;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/** A command that is cancelled when it has made labels, for tests of the worker. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Halfway", headless = true,
	description = "Makes labels and is cancelled. For tests.")
public class LabelsTestCommand extends NnUNetCommand {

	/** What tells the size of the labels from that of others. */
	static final int WIDTH = 37, HEIGHT = 1093;

	@Parameter(required = false, persist = false)
	private String fail = "";

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus labels;

	@Override
	public String worker() {
		return PROCESS;
	}

	@Override
	public void execute(final Progress progress) {
		if (fail.equals("broken")) labels = new ImagePlus("half", new FloatProcessor(1, 1, new float[] { 0.5f }));
		else labels = new ImagePlus("labels", new ShortProcessor(WIDTH, HEIGHT)) {

			/** NB: the worker asks for it while it passes the labels. */
			@Override
			public int getNFrames() {
				if (fail.equals("late") && labels == this) awaitEnd(progress);
				return super.getNFrames();
			}
		};
		throw new CancelledException("Cancelled half way.");
	}

	/** Waits until Fiji is closed, after which the worker cancels whatever it does. */
	private static void awaitEnd(final Progress progress) {
		progress.message("passing the labels");
		try {
			while (!progress.cancelled())
				Thread.sleep(10);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
