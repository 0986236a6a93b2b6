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
package sc.fiji.nnunet.crossval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * The options of a cross-validation. Create them with {@link #builder()}:
 *
 * <pre>
 * CrossvalidateOptions.builder().data(output.resolve("Task04_Hippocampus")).configurations(List.of("3d")).build()
 * </pre>
 *
 * @param data the dataset's output folder, which contains {@code plan_<configuration>.json}
 * @param configurations 2d, 3d, 3d_lowres or 3d_cascade; empty = all that have a plan, a cascade only together with its
 *          previous stage
 * @param folds the number of folds
 * @param ensembles whether pairs of configurations are tried too
 * @param worst the number of worst cases that the report shows as pictures
 * @param allCases whether a network is finally trained on all cases, with as many steps as the folds took
 * @param tolerance of the surface Dice in millimetres
 * @param share which folds this process trains if several share them
 * @param unread problems with the share, which is null here
 */
public record CrossvalidateOptions(Path data, List<String> configurations, int folds, boolean ensembles, int worst,
	boolean allCases, double tolerance, Share share, List<Problem> unread)
{

	static final String CASCADE = "3d_cascade";

	static final String PREVIOUS = "3d_lowres";

	public CrossvalidateOptions {
		configurations = Checks.texts(configurations);
		unread = Checks.copy(unread);
	}

	/** The same options for one process that does all. */
	CrossvalidateOptions alone() {
		return new CrossvalidateOptions(data, configurations, folds, ensembles, worst, allCases, tolerance, Share.ALL, unread);
	}

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** The configurations to compare: those that are named, else those that have a plan. */
	public List<String> compared() {
		if (!configurations.isEmpty()) return configurations;
		return Plan.CONFIGURATIONS.stream().filter(name -> Files.exists(PlanFile.of(data, name))).filter(name -> !name
			.equals(CASCADE) || Files.exists(PlanFile.of(data, PREVIOUS))).toList();
	}

	/** The configurations whose folds are needed: those that are compared, and before a cascade its previous stage. */
	List<String> trained() {
		final List<String> trained = new ArrayList<>(compared());
		if (!trained.remove(CASCADE)) return trained;
		if (!trained.contains(PREVIOUS)) trained.add(PREVIOUS);
		trained.add(CASCADE);
		return trained;
	}

	/** All problems of these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		checks.folder("data", data, "Give the folder that preprocessing wrote, such as OUT/Task04_Hippocampus.");
		if (checks.problems().isEmpty()) checks.that(!compared().isEmpty(), "data", data + " holds no plan.",
			"Run preprocess for this dataset first, or correct the folder.");
		final boolean planned = checks.problems().isEmpty();
		if (planned && compared().contains(CASCADE)) checks.that(Files.exists(PlanFile.of(data, PREVIOUS)), PlanFile.of(data,
			PREVIOUS).toString(), "does not exist, but " + CASCADE + " continues from it.", "Run preprocess for configuration " +
				PREVIOUS + ", or leave " + CASCADE + " out.");
		for (final String name : configurations) {
			Plan.check(checks, "configurations", name);
			if (!planned || name == null || !Plan.CONFIGURATIONS.contains(name)) continue;
			final Path plan = PlanFile.of(data, name);
			checks.that(Files.exists(plan), plan.toString(), "does not exist.", "Run preprocess for configuration " +
				name + ", or leave it out; known are " + String.join(", ", Plan.CONFIGURATIONS) + ".");
		}
		checks.that(new HashSet<>(configurations).size() == configurations.size(), "configurations", "contains duplicates: "
			+ String.join(", ", configurations) + ".", "Name each once.");
		checks.atLeast("nfolds", folds, 2, "Give at least 2 folds.");
		checks.atLeast("worst", worst, 0, "Give 0 or more.");
		checks.atLeast("tolerance", tolerance, 0, "Give a distance in millimetres that is not negative.");
		return checks.problems();
	}

	/**
	 * All problems of these options and of the trainings; empty if they can be used.
	 *
	 * @param training how folds are trained
	 */
	public List<Problem> validate(final TrainOptions training) {
		final Checks checks = new Checks(validate());
		if (!checks.problems().isEmpty()) return checks.problems();
		checks.all(training.forFold(compared().get(0), 0).validate());
		// NB: each machine would claim a fold of its own, and wait for the others in it
		final String workers = training.team().workers();
		checks.that(!share.several() || workers == null || workers.isBlank(), "share",
			"divides the folds among processes, but the machines of workers train each fold together.",
			"Leave out share or workers. With share, gpus trains each fold on several GPUs of one machine.");
		return checks.problems();
	}

	/** A builder of {@link CrossvalidateOptions}; every field starts with its default. */
	public static final class Builder {

		private Path data;
		private List<String> configurations = List.of();
		private int folds = Splits.USUAL_FOLDS;
		private boolean ensembles = true;
		private int worst = 5;
		private boolean allCases;
		private double tolerance = 1;
		private String share = "";

		private Builder() {
			// NB: by CrossvalidateOptions.builder()
		}

		/** See {@link CrossvalidateOptions#data()}; no default. */
		public Builder data(final Path value) {
			data = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#configurations()}; default empty. */
		public Builder configurations(final List<String> value) {
			configurations = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#folds()}; default 5. */
		public Builder folds(final int value) {
			folds = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#ensembles()}; default true. */
		public Builder ensembles(final boolean value) {
			ensembles = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#worst()}; default 5. */
		public Builder worst(final int value) {
			worst = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#allCases()}; default false. */
		public Builder allCases(final boolean value) {
			allCases = value;
			return this;
		}

		/** See {@link CrossvalidateOptions#tolerance()}; default 1. */
		public Builder tolerance(final double value) {
			tolerance = value;
			return this;
		}

		/** Empty: all folds; claims: those that no other process has; 2/4: the second of four shares. */
		public Builder share(final String value) {
			share = value;
			return this;
		}

		/** Builds the options, which are checked by {@link CrossvalidateOptions#validate()} only. */
		public CrossvalidateOptions build() {
			final Checks words = new Checks();
			return new CrossvalidateOptions(data, configurations, folds, ensembles, worst, allCases, tolerance, Share.of(words,
				share), words.problems());
		}
	}
}
