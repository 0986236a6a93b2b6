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
package sc.fiji.nnunet.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of an evaluation. Create them with {@link #builder()}:
 *
 * <pre>
 * EvaluateOptions.builder().predictions(folder).references(labelsTr).output(folder.resolve("summary.json")).build()
 * </pre>
 *
 * @param predictions folder of predicted label files (or NVIDIA's probabilities, {@code .npy}), or one such file
 * @param references folder of reference label files, or one such file
 * @param output where the summary goes: a {@code .json} file or a folder that gets {@code summary.json}; a table {@code
 *          .csv} of the same name is written next to it; null = nothing is written
 * @param dataset a dataset's folder, its {@code dataset.json} or a {@code plan_*.json}, which define the labels; null =
 *          the {@code dataset.json} next to the references if there is one, else the values found, each of which is a
 *          class unless they seem to number objects one by one
 * @param labels the label values to measure; empty = all, as it must be if label files number objects one by one
 * @param tolerance of the surface Dice in millimetres
 * @param emptyRule the value of overlap measures if a class is absent from both
 * @param surface whether surface distances are measured
 * @param complete whether a reference without prediction is an error instead of a warning
 * @param report whether a page {@code .html} with tables, box plots and the worst cases is written next to the summary,
 *          which needs an output
 * @param unread problems with words given to the builder, whose choices are null here
 */
public record EvaluateOptions(Path predictions, Path references, Path output, Path dataset, List<Integer> labels,
	double tolerance, EmptyRule emptyRule, boolean surface, boolean complete, boolean report, List<Problem> unread)
{

	public EvaluateOptions {
		labels = Checks.copy(labels);
		unread = Checks.copy(unread);
	}

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** All problems of these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		checks.exists("predictions", predictions, "Give the folder of predicted label files.");
		checks.exists("references", references, "Give the folder of reference label files, such as labelsTr.");
		if (predictions != null && references != null && Files.exists(predictions) && Files.exists(references)) checks
			.that(Files.isDirectory(predictions) == Files.isDirectory(references), "predictions, references",
				"one is a folder and the other a file.", "Give two folders or two files.");
		if (dataset != null) checks.exists("dataset", dataset,
			"Give a dataset's folder, its dataset.json or a plan file, or leave it out.");
		if (output != null && output.equals(summaryFile())) checks.outputFile("output", output, "Give a .json file.");
		else if (output != null) checks.outputFolder("output", output, "Give a .json file, or a folder.");
		checks.that(!report || output != null, "report", "is true, but there is no output beside which the page could be.",
			"Give output too, or leave report out.");
		checks.atLeast("tolerance", tolerance, 0, "Give a distance in millimetres that is not negative.");
		for (final Integer label : labels)
			checks.that(label != null && label > 0 && label <= Short.MAX_VALUE, "labels", "holds " + label + ".",
				"Give label values from 1 to " + Short.MAX_VALUE + ".");
		return checks.problems();
	}

	/**
	 * The folder with the {@code dataset.json} next to the references; of a single file, next to its folder or to itself.
	 *
	 * @return null if there is none
	 */
	public Path described() {
		final Path path = references.toAbsolutePath().normalize();
		final Path beside = path.getParent();
		if (beside == null) return null;
		final Path above = beside.getParent();
		if (Files.exists(beside.resolve(Datasets.FILE))) return beside;
		return above != null && !Files.isDirectory(path) && Files.exists(above.resolve(Datasets.FILE)) ? above : null;
	}

	/** The file that the summary goes to, or null. */
	public Path summaryFile() {
		if (output == null) return null;
		return output.toString().endsWith(".json") ? output : output.resolve(SummaryFile.NAME);
	}

	/** The file of the same name with another ending, such as .csv; null if nothing is written. */
	public Path beside(final String ending) {
		final Path file = summaryFile();
		if (file == null) return null;
		final String name = file.getFileName().toString();
		return file.resolveSibling(name.substring(0, name.length() - ".json".length()) + ending);
	}

	/** A builder of {@link EvaluateOptions}; every field starts with its default. */
	public static final class Builder {

		private Path predictions;
		private Path references;
		private Path output;
		private Path dataset;
		private List<Integer> labels = List.of();
		private double tolerance = 1;
		private String emptyRule = "nan";
		private boolean surface = true;
		private boolean complete;
		private boolean report;

		private Builder() {
			// NB: by EvaluateOptions.builder()
		}

		/** See {@link EvaluateOptions#predictions()}; no default. */
		public Builder predictions(final Path value) {
			predictions = value;
			return this;
		}

		/** See {@link EvaluateOptions#references()}; no default. */
		public Builder references(final Path value) {
			references = value;
			return this;
		}

		/** See {@link EvaluateOptions#output()}; default null. */
		public Builder output(final Path value) {
			output = value;
			return this;
		}

		/** See {@link EvaluateOptions#dataset()}; default null. */
		public Builder dataset(final Path value) {
			dataset = value;
			return this;
		}

		/** See {@link EvaluateOptions#labels()}; default empty. */
		public Builder labels(final List<Integer> value) {
			labels = value;
			return this;
		}

		/** See {@link EvaluateOptions#tolerance()}; default 1. */
		public Builder tolerance(final double value) {
			tolerance = value;
			return this;
		}

		/** See {@link EvaluateOptions#emptyRule()}; default nan. */
		public Builder emptyRule(final String value) {
			emptyRule = value;
			return this;
		}

		/** See {@link EvaluateOptions#surface()}; default true. */
		public Builder surface(final boolean value) {
			surface = value;
			return this;
		}

		/** See {@link EvaluateOptions#complete()}; default false. */
		public Builder complete(final boolean value) {
			complete = value;
			return this;
		}

		/** See {@link EvaluateOptions#report()}; default false. */
		public Builder report(final boolean value) {
			report = value;
			return this;
		}

		/** Builds the options, which are checked by {@link EvaluateOptions#validate()} only. */
		public EvaluateOptions build() {
			final Checks words = new Checks();
			final EmptyRule rule = EmptyRule.named(emptyRule);
			words.that(rule != null, "emptyrule", "is '" + emptyRule + "'.",
				"Give nan (such cases are left out of the mean) or one (they count as perfect).");
			return new EvaluateOptions(predictions, references, output, dataset, Checks.integers(labels), tolerance,
				rule, surface, complete, report, words.problems());
		}
	}
}
