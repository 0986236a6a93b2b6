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
package sc.fiji.nnunet.preprocess;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Architecture;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Everything that a user can say about preprocessing and planning. Make one with {@link #builder()}:
 *
 * <pre>
 * PreprocessOptions.builder().dataset(folder).output(out).dim(3).build()
 * </pre>
 *
 * @param dataset the dataset's folder, such as RAW/Task04_Hippocampus
 * @param output the folder in which {@code <dataset>/} is written
 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade; auto: 2d if all images are single slices, else 3d
 * @param recipe nvidia or nnunet
 * @param mode training, val (all training cases without labels) or test
 * @param force whether what is there already is thrown away
 * @param jobs cases at a time; 0 = as many as there are processors
 * @param negativeIsBackground whether negative label values become background instead of being an error
 * @param folds the number of folds in {@code splits.json}
 * @param float16 whether images are stored in half precision: half the size on disk, about three digits
 * @param spacing target spacing in millimetres, z, y, x; empty = the recipe's
 * @param patch patch size, z, y, x or y, x; empty = the recipe's
 * @param batchSize samples per step; 0 = the recipe's
 * @param normalization zscore, ct, nonorm, rescale_to_0_1 or rgb_to_0_1 for all channels; empty = the recipe's
 * @param memoryTarget gigabytes of device memory that nnU-Net's planner aims at; 0 = the architecture's own
 * @param architecture plain, resenc_m, resenc_l or resenc_xl
 */
public record PreprocessOptions(Path dataset, Path output, String configuration, String recipe, String mode,
	boolean force, int jobs, boolean negativeIsBackground, int folds, boolean float16, List<Double> spacing, List<Integer> patch, int batchSize,
	String normalization, double memoryTarget, String architecture)
{

	/** Configurations, the first is the default. */
	public static final List<String> CONFIGURATIONS = List.of("auto", "3d", "2d", "3d_lowres", "3d_cascade");

	/** Modes, the first is the default. */
	public static final List<String> MODES = List.of("training", "val", "test");

	private static final List<String> NORMALIZATIONS = List.of("", "zscore", "ct", "nonorm", "rescale_to_0_1",
		"rgb_to_0_1");

	public PreprocessOptions {
		spacing = List.copyOf(spacing);
		patch = List.copyOf(patch);
	}

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** The choices that concern the plan. */
	public PlanChoices choices() {
		return new PlanChoices(spacing, patch, batchSize, normalization.isEmpty() ? null : normalization, memoryTarget,
			architecture);
	}

	/**
	 * The same options with the configuration that auto stands for.
	 *
	 * @param dataset whose images are looked at until one has depth; those that cannot be read are for the check to name
	 */
	PreprocessOptions decided(final Dataset dataset) {
		if (!configuration.equals("auto")) return this;
		return new PreprocessOptions(this.dataset, output, isFlat(dataset) ? "2d" : "3d", recipe, mode, force, jobs,
			negativeIsBackground, folds, float16, spacing, patch, batchSize, normalization, memoryTarget, architecture);
	}

	private static boolean isFlat(final Dataset dataset) {
		final List<Case> cases = dataset.training().isEmpty() ? dataset.test() : dataset.training();
		for (final Case one : cases)
			try {
				if (ImageFile.geometry(one.images().get(0)).size()[2] > 1) return false;
			}
			catch (final ProblemException e) {
				continue; // NB: named with all others by the check of the cases, which comes next
			}
		return !cases.isEmpty();
	}

	/** The number of network dimensions. */
	public int dim() {
		return "2d".equals(configuration) ? 2 : 3;
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final List<Problem> problems = new ArrayList<>();
		if (dataset == null) problems.add(new Problem("dataset", "is missing.",
			"Give a dataset's folder, such as RAW/Task04_Hippocampus."));
		else if (!Files.isDirectory(dataset)) problems.add(Problem.of(dataset, "is not a folder.",
			"Give a dataset's folder, such as RAW/Task04_Hippocampus."));
		if (output == null) problems.add(new Problem("output", "is missing.", "Give the folder to write to."));
		else if (Files.exists(output) && !Files.isDirectory(output)) problems.add(Problem.of(output, "is not a folder.",
			"Give a folder to write to."));
		oneOf(problems, "configuration", configuration, CONFIGURATIONS);
		oneOf(problems, "recipe", recipe, Recipe.ALL.stream().map(Recipe::name).toList());
		oneOf(problems, "mode", mode, MODES);
		oneOf(problems, "normalization", normalization, NORMALIZATIONS);
		oneOf(problems, "architecture", architecture, Architecture.ALL.stream().map(Architecture::name).toList());
		if (jobs < 0) problems.add(new Problem("jobs", "is " + jobs + ".", "Give a number of cases, or 0."));
		if (folds < 2) problems.add(new Problem("nfolds", "is " + folds + ".", "Give at least 2 folds."));
		if (!spacing.isEmpty() && (spacing.size() != 3 || spacing.stream().anyMatch(s -> !(s > 0) || s.isInfinite())))
			problems.add(new Problem("spacing", "is " + spacing + ".", "Give three positive numbers: z, y, x in millimetres."));
		if (!patch.isEmpty() && (patch.size() != dim() || patch.stream().anyMatch(n -> n < 1))) problems.add(new Problem(
			"patch", "is " + patch + ".", "Give " + (dim() == 3 ? "three positive whole numbers: z, y, x."
				: "two positive whole numbers: y, x.")));
		if (batchSize < 0) problems.add(new Problem("batchsize", "is " + batchSize + ".",
			"Give a positive number, or 0 for the recipe's."));
		if (memoryTarget < 0 || Double.isNaN(memoryTarget)) problems.add(new Problem("memorytarget", "is " +
			memoryTarget + ".", "Give gigabytes, or 0 for the recipe's."));
		return problems;
	}

	private static void oneOf(final List<Problem> problems, final String name, final String value,
		final List<String> choices)
	{
		if (!choices.contains(value)) problems.add(new Problem(name, "is '" + value + "'.", "Give one of " + String.join(
			", ", choices.stream().filter(choice -> !choice.isEmpty()).toList()) + "."));
	}

	/** Collects what the user wants; every field starts with its default. */
	public static final class Builder {

		private Path dataset;
		private Path output;
		private String configuration = CONFIGURATIONS.get(0);
		private String recipe = Recipe.ALL.get(0).name();
		private String mode = MODES.get(0);
		private boolean force;
		private int jobs;
		private boolean negativeIsBackground;
		private int folds = 5;
		private boolean float16;
		private List<Double> spacing = List.of();
		private List<Integer> patch = List.of();
		private int batchSize;
		private String normalization = "";
		private double memoryTarget;
		private String architecture = Architecture.ALL.get(0).name();

		private Builder() {
			// made by builder()
		}

		public Builder dataset(final Path folder) {
			dataset = folder;
			return this;
		}

		public Builder output(final Path folder) {
			output = folder;
			return this;
		}

		/** Chooses the configuration 3d or 2d. */
		public Builder dim(final int dimensions) {
			configuration = dimensions + "d";
			return this;
		}

		public Builder configuration(final String name) {
			configuration = name;
			return this;
		}

		public Builder recipe(final String name) {
			recipe = name;
			return this;
		}

		public Builder mode(final String name) {
			mode = name;
			return this;
		}

		public Builder force(final boolean startOver) {
			force = startOver;
			return this;
		}

		public Builder jobs(final int casesAtATime) {
			jobs = casesAtATime;
			return this;
		}

		public Builder negativeIsBackground(final boolean clamp) {
			negativeIsBackground = clamp;
			return this;
		}

		public Builder folds(final int number) {
			folds = number;
			return this;
		}

		public Builder float16(final boolean halfPrecision) {
			float16 = halfPrecision;
			return this;
		}

		public Builder spacing(final List<Double> zyx) {
			spacing = zyx;
			return this;
		}

		public Builder patch(final List<Integer> size) {
			patch = size;
			return this;
		}

		public Builder batchSize(final int samples) {
			batchSize = samples;
			return this;
		}

		public Builder normalization(final String scheme) {
			normalization = scheme;
			return this;
		}

		public Builder memoryTarget(final double gigabytes) {
			memoryTarget = gigabytes;
			return this;
		}

		public Builder architecture(final String name) {
			architecture = name;
			return this;
		}

		public PreprocessOptions build() {
			return new PreprocessOptions(dataset, output, configuration, recipe, mode, force, jobs, negativeIsBackground, folds, float16,
				spacing, patch, batchSize, normalization, memoryTarget, architecture);
		}
	}
}
