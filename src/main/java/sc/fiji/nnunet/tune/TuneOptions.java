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
package sc.fiji.nnunet.tune;

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * The options of a search for settings. Create them with {@link #builder()}:
 *
 * <pre>
 * TuneOptions.builder().data(folder).minutes(5).trials(27).build()
 * </pre>
 *
 * @param data the dataset's output folder, which contains {@code plan_<configuration>.json}
 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade
 * @param fold the fold whose training cases are divided for the search; its held-out cases are never looked at
 * @param folds the number of folds
 * @param minutes the length of a training for which settings are sought; 0 = as given by steps
 * @param steps the same in steps
 * @param trials the number of sets of options, the preset's included
 * @param hours the search starts no further trial after so many hours of trials; 0 = no limit
 * @param preset the named set of choices that is varied
 * @param seed of the draws and of the trainings
 * @param force whether earlier trials are repeated
 * @param hardware the hardware it runs on
 */
public record TuneOptions(Path data, String configuration, int fold, int folds, double minutes, long steps, int trials,
	double hours, String preset, long seed, boolean force, Hardware hardware)
{

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** The folder to which the search writes. */
	public Path folder() {
		return data.resolve("tuning_" + configuration);
	}

	/** All problems of these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.all(TrainOptions.builder().data(data).configuration(configuration).fold(fold).folds(folds).preset(preset)
			.minutes(minutes).steps(steps).device(hardware.device()).threads(hardware.threads()).build().validate());
		checks.that(fold >= 0, "fold", "is " + fold + ".", "Give the fold whose held-out cases are to be kept aside.");
		checks.that(minutes > 0 != steps > 0, "minutes", "is " + minutes + " and steps is " + steps + ".",
			"Give the length of a training either in minutes or in steps.");
		checks.atLeast("trials", trials, 1, "Give the number of sets of options to try, such as 27.");
		checks.atLeast("hours", hours, 0, "Give a number of hours, or 0 for no limit.");
		return checks.problems();
	}

	/** The training of a trial, which validates at its end only. */
	TrainOptions training(final Trial trial, final double share) {
		final TrainOptions.Builder builder = TrainOptions.builder().data(data).configuration(configuration).fold(fold).folds(
			folds).preset(preset).minutes(minutes * share).steps(steps == 0 ? 0 : Math.max(1, Math.round(steps * share)))
			.seed(seed).device(hardware.device()).threads(hardware.threads()).finalValidation(false).validateOnce(true)
			.checkpoints("last_only");
		trial.applyTo(builder);
		return builder.build();
	}

	/** A builder: each method sets the option of that name; every field starts with its default. */
	public static final class Builder {

		private Path data;
		private String configuration = "3d";
		private int fold;
		private int folds = Splits.USUAL_FOLDS;
		private double minutes = 5;
		private long steps;
		private int trials = 27;
		private double hours = 12;
		private String preset = "cpu";
		private long seed = 1;
		private boolean force;
		private String device = "auto";
		private int threads;

		public Builder data(final Path v) {
			data = v;
			return this;
		}

		public Builder configuration(final String v) {
			configuration = v;
			return this;
		}

		public Builder fold(final int v) {
			fold = v;
			return this;
		}

		public Builder folds(final int v) {
			folds = v;
			return this;
		}

		public Builder minutes(final double v) {
			minutes = v;
			return this;
		}

		public Builder steps(final long v) {
			steps = v;
			return this;
		}

		public Builder trials(final int v) {
			trials = v;
			return this;
		}

		public Builder hours(final double v) {
			hours = v;
			return this;
		}

		public Builder preset(final String v) {
			preset = v;
			return this;
		}

		public Builder seed(final long v) {
			seed = v;
			return this;
		}

		public Builder force(final boolean v) {
			force = v;
			return this;
		}

		public Builder device(final String v) {
			device = v;
			return this;
		}

		public Builder threads(final int v) {
			threads = v;
			return this;
		}

		/** Builds the options, which are checked by {@link TuneOptions#validate()} only; steps replace minutes. */
		public TuneOptions build() {
			return new TuneOptions(data, configuration, fold, folds, steps > 0 ? 0 : minutes, steps, trials, hours, preset, seed,
				force, new Hardware(device, threads, false));
		}
	}
}
