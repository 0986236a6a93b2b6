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
package sc.fiji.nnunet.command;

import java.io.File;
import java.io.IOException;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.DemoOptions;
import sc.fiji.nnunet.DemoResult;
import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.Progress;

/** Runs the complete workflow on the built-in sample: {@link NnUNet#demo}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Demo", headless = true,
	description = "Creates a small sample dataset, preprocesses it, trains on it, predicts and evaluates. " +
		"Writes predictions and a report with pictures to a folder.")
public class Demo extends WorkerCommand {

	@Parameter(label = "Folder for the demo", style = "directory", required = false,
		description = "Folder for all results.")
	private File output;

	@Parameter(label = "Train for (minutes)", persist = false, required = false, min = "0",
		description = "Training time in minutes.")
	private double minutes = DemoOptions.MINUTES;

	@Parameter(label = "Start over and discard an earlier demo", persist = false, required = false,
		description = "Discards an earlier demo in that folder.")
	private boolean force;

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice")
	private double dice;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private File report;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final DemoResult done = nn.demo(options(), progress);
			dice = done.summary().dice();
			report = done.report().toFile();
		}
	}

	private DemoOptions options() {
		return new DemoOptions(Inputs.path(output), minutes, force);
	}
}
