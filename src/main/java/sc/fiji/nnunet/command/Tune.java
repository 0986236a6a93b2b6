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
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.Preset;
import sc.fiji.nnunet.tune.TuneOptions;
import sc.fiji.nnunet.tune.TuneResult;

/** Searches for the options of a training: {@link NnUNet#tune}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Tune", headless = true,
	description = "Searches for the options with which a training of a given length learns most, by short trials on a part " +
		"of the training cases. Leaves a table, a picture and the macro line of the best.")
public class Tune extends EngineCommand {

	@Parameter(label = "Prepared dataset", style = "directory", required = false,
		description = "Folder that nnU-Net Preprocess wrote, such as OUT/Task04_Hippocampus.")
	private File data;

	@Parameter(label = "Configuration", persist = false, required = false,
		attrs = @Attr(name = Choices.OFFERS, value = Choices.CONFIGURATIONS),
		description = "The configuration to train.")
	private String configuration = "3d";

	@Parameter(label = "Find options for a training of (minutes)", persist = false, required = false, min = "0",
		description = "Length of the training for which options are sought. 0: given in steps.")
	private double minutes = 5;

	@Parameter(label = "Or of (steps)", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "The same length in steps, which then replaces the minutes.")
	private long steps;

	@Parameter(label = "Try so many sets of options", persist = false, required = false, min = "1",
		description = "Number of sets of options to try. A third of them gets three times as much time, and so on: 27 " +
			"trials take nine times the length of a training.")
	private int trials = 27;

	@Parameter(label = "Stop after (hours)", persist = false, required = false, min = "0",
		description = "Starts no further trial after so many hours. 0: no limit.")
	private double hours = 12;

	@Parameter(label = "Train like", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.PRESETS), @Attr(name = ADVANCED) },
		description = "The named set of options that is varied.")
	private String preset = Preset.CPU.name();

	@Parameter(label = "Fold", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "The fold whose training cases are divided for the search. Its held-out cases are never looked at.")
	private int fold;

	@Parameter(label = "Folds", persist = false, required = false, min = "2", attrs = @Attr(name = ADVANCED),
		description = "Number of folds.")
	private int nfolds = Splits.USUAL_FOLDS;

	@Parameter(label = "Seed", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Random seed.")
	private long seed = 1;

	@Parameter(label = "Repeat trials that are done", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Repeats trials that are done already.")
	private boolean force;

	@Parameter(type = ItemIO.OUTPUT, label = "Dice of the best")
	private double dice;

	@Parameter(type = ItemIO.OUTPUT, label = "Macro of the best")
	private String best;

	@Parameter(type = ItemIO.OUTPUT, label = "Folder of the results")
	private File result;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final TuneResult found = nn.tune(options(), progress);
			dice = found.best().dice();
			best = found.macro();
			result = found.folder().toFile();
		}
	}

	private TuneOptions options() {
		return TuneOptions.builder().data(Inputs.path(data)).configuration(configuration).fold(fold).folds(nfolds).minutes(
			minutes).steps(steps).trials(trials).hours(hours).preset(preset).seed(seed).force(force).device(device).threads(
				threads).build();
	}
}
