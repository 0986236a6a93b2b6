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
import java.util.Locale;
import java.util.stream.Stream;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Trains all folds and chooses the best configuration: {@link NnUNet#crossValidate}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Cross-Validate", headless = true,
	description = "Trains missing folds, compares configurations on held-out cases and determines the post-processing. " +
		"Every case is tested by a network that was not trained on it.")
public class CrossValidate extends TrainingCommand {

	@Parameter(label = "Compare the configurations", persist = false, required = false,
		description = "The configurations to compare, such as 2d,3d or 3d_lowres,3d_cascade. Empty: all that are planned.")
	private String configurations = "";

	@Parameter(label = "Try averages of two configurations", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Also tries the average of two configurations.")
	private boolean ensembles = true;

	@Parameter(label = "Finally train on all cases", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Trains the best configuration on all cases in the end, with as many steps as its folds took.")
	private boolean allcases;

	@Parameter(label = "Show so many of the worst cases", persist = false, required = false, min = "0",
		attrs = @Attr(name = ADVANCED),
		description = "Number of lowest cases that the report shows as pictures.")
	private int worst = 5;

	@Parameter(label = "Tolerance (mm)", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Tolerance of the surface Dice in millimetres.")
	private double tolerance = 1;

	@Parameter(label = "Share", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Several processes with the same data: claims, by which each trains folds that are free, or a " +
			"fixed share such as 2/4. The last one compares. Empty: all folds.")
	private String share = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice")
	private double dice = Double.NaN;

	@Parameter(type = ItemIO.OUTPUT, label = "Folder of the results")
	private File result;

	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = options().validate();
		if (!problems.isEmpty()) return problems;
		final String data = folder().toString();
		// NB: problems of the plans are found by the comparison itself
		return training().build().validate().stream().filter(problem -> !problem.where().startsWith(data)).toList();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final CrossvalidationResult done = nn.crossValidate(options(), training().build(), progress);
			if (!done.isCompared()) return;
			dice = done.summary().dice();
			result = done.folder().toFile();
			progress.message(String.format(Locale.ROOT, "Best: %s, mean %s %.4f; results in %s", String.join(" + ", done
				.best()), done.summary().scored().key(), done.summary().score(), done.folder()));
		}
	}

	private CrossvalidateOptions options() throws ProblemException {
		final List<String> compared = Stream.of(configurations.split("[,;\\s]+")).filter(name -> !name.isEmpty()).toList();
		return CrossvalidateOptions.builder().data(folder()).configurations(compared).folds(nfolds).ensembles(
			ensembles).allCases(allcases).worst(worst).tolerance(tolerance).share(share).build();
	}
}
