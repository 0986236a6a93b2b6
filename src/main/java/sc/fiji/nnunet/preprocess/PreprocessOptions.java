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

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Architecture;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The options of preprocessing and planning. Make one with {@link #builder()}:
 *
 * <pre>
 * PreprocessOptions.builder().dataset(folder).output(out).dim(3).build()
 * </pre>
 *
 * @param dataset the dataset's folder, such as RAW/Task04_Hippocampus
 * @param output the folder in which {@code <dataset>/} is written
 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade (3d and its cascade); auto: 2d if all images are single slices, else 3d
 * @param recipe the recipe that is followed
 * @param mode which cases are prepared; other than training cases by the plan, and so the recipe, that is there already
 * @param force whether existing results are thrown away
 * @param jobs cases at a time; 0 = as many as there are processors
 * @param negativeIsBackground whether negative label values become background instead of being an error
 * @param folds the number of folds in {@code splits.json}
 * @param float16 whether images are stored in half precision: half the size on disk, about three digits
 * @param share which cases this process prepares if several share the output folder
 * @param choices what the plan has instead of what the recipe would choose
 * @param unread problems with the builder's names of choices, which are null here
 */
public record PreprocessOptions(Path dataset, Path output, String configuration, Recipe recipe, Mode mode,
	boolean force, int jobs, boolean negativeIsBackground, int folds, boolean float16, Share share,
	PlanChoices choices, List<Problem> unread)
{

	/** Which cases are prepared. */
	public enum Mode {
			TRAINING,
			/** All training cases without their labels. */
			VAL, TEST
	}

	public PreprocessOptions {
		unread = Checks.copy(unread);
	}

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The same options with the configuration that auto stands for.
	 *
	 * @param dataset whose images are looked at until one has several slices; the check reports those that cannot be read
	 */
	PreprocessOptions decided(final Dataset dataset) {
		if (!configuration.equals("auto")) return this;
		return new PreprocessOptions(this.dataset, output, isFlat(dataset) ? "2d" : "3d", recipe, mode,
			force, jobs, negativeIsBackground, folds, float16, share, choices, unread);
	}

	private static boolean isFlat(final Dataset dataset) {
		final List<Case> cases = dataset.training().isEmpty() ? dataset.test() : dataset.training();
		for (final Case one : cases)
			try {
				if (ImageFile.geometry(one.images().get(0)).size()[2] > 1) return false;
			}
			catch (final ProblemException e) {
				continue; // NB: reported with all other problems by the check of the cases, which comes next
			}
		return !cases.isEmpty();
	}

	/** The number of network dimensions. */
	public int dim() {
		return "2d".equals(configuration) ? 2 : 3;
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		checks.folder("dataset", dataset, "Give a dataset's folder, such as RAW/Task04_Hippocampus.");
		checks.outputFolder("output", output, "Give the folder to write to.");
		if (!"auto".equals(configuration)) Plan.check(checks, "configuration", configuration);
		checks.atLeast("jobs", jobs, 0, "Give a number of cases, or 0.");
		checks.atLeast("nfolds", folds, 2, "Give at least 2 folds.");
		if (share != null) checks.that(!share.several() || !force, "share",
			"is given together with force, which would throw away what the other processes have prepared.",
			"Remove the earlier results, or leave one of them out.");
		// NB: what auto stands for, and so the number of the patch's axes, is only known from the images
		choices.check(checks, "auto".equals(configuration) && choices.patch().size() == 2 ? 2 : dim());
		return checks.problems();
	}

	/**
	 * Collects options, each of which starts with its default. A method sets the component of the same name of
	 * {@link PreprocessOptions} or {@link PlanChoices}; choices are given by name, such as "nvidia".
	 */
	public static final class Builder {

		private Path dataset;
		private Path output;
		private String configuration = "auto";
		private String recipe = Recipe.ALL.get(0).name();
		private String mode = "training";
		private boolean force;
		private int jobs;
		private boolean negativeIsBackground;
		private int folds = Splits.USUAL_FOLDS;
		private boolean float16;
		private String share = "";
		private List<Double> spacing = List.of();
		private List<Integer> patch = List.of();
		private int batchSize;
		private String normalization = "";
		private double memoryTarget;
		private String architecture = "plain";

		private Builder() {
			// made by builder()
		}

		/** The dataset's folder, such as RAW/Task04_Hippocampus. */
		public Builder dataset(final Path folder) {
			dataset = folder;
			return this;
		}

		/** The folder in which {@code <dataset>/} is written. */
		public Builder output(final Path folder) {
			output = folder;
			return this;
		}

		/** Chooses the configuration 3d or 2d. */
		public Builder dim(final int dimensions) {
			configuration = dimensions + "d";
			return this;
		}

		/** "auto", "2d", "3d", "3d_lowres" or "3d_cascade". */
		public Builder configuration(final String name) {
			configuration = name;
			return this;
		}

		/** The recipe that is followed: "nvidia" or "nnunet". */
		public Builder recipe(final String name) {
			recipe = name;
			return this;
		}

		/** Which cases are prepared: "training", "val" or "test". */
		public Builder mode(final String name) {
			mode = name;
			return this;
		}

		/** Whether existing results are thrown away. */
		public Builder force(final boolean startOver) {
			force = startOver;
			return this;
		}

		/** Cases at a time; 0 = as many as there are processors. */
		public Builder jobs(final int casesAtATime) {
			jobs = casesAtATime;
			return this;
		}

		/** Whether negative label values become background instead of being an error. */
		public Builder negativeIsBackground(final boolean clamp) {
			negativeIsBackground = clamp;
			return this;
		}

		/** The number of folds. */
		public Builder folds(final int number) {
			folds = number;
			return this;
		}

		/** Whether images are stored in half precision. */
		public Builder float16(final boolean halfPrecision) {
			float16 = halfPrecision;
			return this;
		}

		/** Empty: all cases; claims: those that no other process has; 2/4: the second of four shares. */
		public Builder share(final String casesOfThisProcess) {
			share = casesOfThisProcess;
			return this;
		}

		/** Target spacing in millimetres, z, y, x; empty = as the recipe says. */
		public Builder spacing(final List<Double> zyx) {
			spacing = zyx;
			return this;
		}

		/** Patch size, z, y, x or y, x; empty = as the recipe says. */
		public Builder patch(final List<Integer> size) {
			patch = size;
			return this;
		}

		/** Samples per step; 0 = as the recipe says. */
		public Builder batchSize(final int samples) {
			batchSize = samples;
			return this;
		}

		/** The scheme of all channels, such as "zscore"; empty = as the recipe says. */
		public Builder normalization(final String scheme) {
			normalization = scheme;
			return this;
		}

		/** Gigabytes of device memory that nnU-Net's planner aims at; 0 = as the recipe says. */
		public Builder memoryTarget(final double gigabytes) {
			memoryTarget = gigabytes;
			return this;
		}

		/** The family of networks, such as "plain". */
		public Builder architecture(final String name) {
			architecture = name;
			return this;
		}

		/** The options as collected; {@link PreprocessOptions#validate()} tells whether they make sense. */
		public PreprocessOptions build() {
			final Checks words = new Checks();
			final PlanChoices choices = new PlanChoices(Checks.decimals(spacing), Checks.integers(patch), batchSize,
				"".equals(normalization) ? null : words.choice("normalization", normalization, List.of(
					Normalization.Scheme.values()), Normalization.Scheme::word), memoryTarget,
						words.choice("architecture", architecture, Architecture.class));
			return new PreprocessOptions(dataset, output, configuration, words.choice("recipe", recipe, Recipe.ALL,
				Recipe::name), words.choice("mode", mode, Mode.class), force, jobs, negativeIsBackground, folds,
				float16, Share.of(words, share), choices, words.problems());
		}
	}
}
