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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.annotations.JsonAdapter;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;
import sc.fiji.nnunet.predict.Blend;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of a training. Create them with {@link #builder()}:
 *
 * <pre>
 * TrainOptions.builder().data(folder).fold(0).minutes(30).preset("cpu").build()
 * </pre>
 * <p>
 * A value that is left out (null, 0 or "auto" as stated) is taken from the preset, or from the recipe of the plan.
 * Names and meanings are those of NVIDIA's command line (recipe-nvidia.md 1.2) where it has them.
 * </p>
 *
 * @param data the dataset's output folder, which contains {@code plan_<configuration>.json}
 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade
 * @param fold the fold that is held out; -1 = none, train on all cases
 * @param folds the number of folds
 * @param preset a named set of choices
 * @param budget length of the training
 * @param network changes to the planned network
 * @param optimization loss, optimizer and learning rate
 * @param sampling the samples of a step
 * @param validation validation during and after training
 * @param results what training starts from and what it writes
 * @param hardware the hardware it runs on
 * @param team several processes that train together
 * @param unread problems with words given to the builder, whose choices are null here
 */
public record TrainOptions(@JsonAdapter(PathText.class) Path data, String configuration, int fold, int folds,
	Preset preset, BudgetOptions budget, NetworkOptions network, OptimizationOptions optimization,
	SamplingOptions sampling, ValidationOptions validation, ResultOptions results, Hardware hardware, TeamOptions team,
	List<Problem> unread)
{

	public TrainOptions {
		unread = List.copyOf(unread);
	}

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** The folder to which this training writes: {@code <data>/results_<configuration>/fold_<k>}, or fold_all. */
	public Path foldFolder() {
		return ResultsFolder.of(data, configuration).fold(fold);
	}

	/** The same options for another configuration and fold, with the final validation, which cross-validation needs. */
	public TrainOptions forFold(final String other, final int number) {
		return new TrainOptions(data, other, number, folds, preset, budget, network, optimization, sampling, validation
			.toTheEnd(), results, hardware, team, unread);
	}

	/** The same options on other hardware. */
	public TrainOptions on(final Hardware other) {
		return with(results, other);
	}

	/** The same options for a process that resumes what an earlier one has begun. */
	public TrainOptions resumed() {
		return with(results.resumed(), hardware);
	}

	/** The same options for a worker that writes nothing, since the first one does. */
	TrainOptions silent() {
		return with(results.silent(), hardware);
	}

	private TrainOptions with(final ResultOptions written, final Hardware used) {
		return new TrainOptions(data, configuration, fold, folds, preset, budget, network, optimization, sampling,
			validation, written, used, team, unread);
	}

	/** The same options with another length in steps, 0 = the recipe's length, and another share of the patch. */
	TrainOptions withSteps(final long steps, final double patchShare) {
		return new TrainOptions(data, configuration, fold, folds, preset, new BudgetOptions(0, steps, 0, budget.patience(),
			budget.stepsPerEpoch()), network, optimization, sampling.withPatchShare(patchShare), validation, results,
			hardware, team, unread);
	}

	/** The same options with others of loss, optimizer and rate. */
	TrainOptions with(final OptimizationOptions other) {
		return new TrainOptions(data, configuration, fold, folds, preset, budget, network, other, sampling, validation,
			results, hardware, team, unread);
	}

	/** The same options for all cases and another configuration, with steps, patches and optimizer of its folds. */
	public TrainOptions onAllCases(final String other) throws IOException {
		return forFold(other, -1).withSteps(0, sampling.patchShare()).likeFolds();
	}

	/** The same options; for all cases and without a budget, with length, patches and schedule of the folds, if any. */
	public TrainOptions likeFolds() throws IOException {
		return AllCases.likeFolds(this);
	}

	/** The hardware options with those of the preset. */
	public Hardware presetHardware() {
		final boolean compiled = hardware.xla() || preset.compiled() && hardware.device().startsWith("gpu");
		return new Hardware(hardware.device(), hardware.threads(), compiled);
	}

	/** All problems of these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		TrainingFold.check(checks, data, configuration, fold, folds);
		budget.check(checks);
		network.check(checks);
		optimization.check(checks);
		sampling.check(checks);
		validation.check(checks);
		results.check(checks);
		hardware.check(checks);
		team.check(checks);
		return checks.problems();
	}

	/**
	 * A builder: each method sets the option of that name, choices by their words; every field starts with its default.
	 */
	public static final class Builder extends SamplesBuilder<Builder> {

		private Path data;
		private String configuration = "3d";
		private int fold;
		private int folds = Splits.USUAL_FOLDS;
		private String preset = Preset.ALL.get(0).name();
		private int features, fewerStages;
		private String optimizer = Auto.WORD;
		private double learningRate;
		private double momentum = 0.99;
		private String scheduler = Auto.WORD;
		private double weightDecay = -1;
		private boolean lookahead;
		private String averaging = Auto.WORD;
		private String norm = Auto.WORD;
		private String deepSupervision = Auto.WORD;
		private String amp = Auto.WORD;
		private boolean xla;
		private int skipEval;
		private double overlap = 0.5;
		private String blend = "gaussian";
		private boolean tta;
		private String checkpoints = "last_and_best";
		private boolean finalValidation = true;
		private boolean validateOnce;
		private boolean force;
		private Path pretrained;
		private String device = Auto.WORD;
		private int threads;
		private String logName = ResultsFolder.LOG;
		private double endLearningRate = -1;
		private long firstCycle = 4096;
		private double peakDecay = 1;
		private String lossBatchReduction = Auto.WORD;
		private String lossIncludeBackground = Auto.WORD;
		private double negativeSlope = -1;
		private TeamOptions team = TeamOptions.ALONE;

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

		public Builder preset(final String v) {
			preset = v;
			return this;
		}

		public Builder features(final int v) {
			features = v;
			return this;
		}

		public Builder fewerStages(final int v) {
			fewerStages = v;
			return this;
		}

		public Builder optimizer(final String v) {
			optimizer = v;
			return this;
		}

		public Builder learningRate(final double v) {
			learningRate = v;
			return this;
		}

		public Builder momentum(final double v) {
			momentum = v;
			return this;
		}

		public Builder scheduler(final String v) {
			scheduler = v;
			return this;
		}

		public Builder weightDecay(final double v) {
			weightDecay = v;
			return this;
		}

		public Builder lookahead(final boolean v) {
			lookahead = v;
			return this;
		}

		public Builder averaging(final String v) {
			averaging = v;
			return this;
		}

		public Builder norm(final String v) {
			norm = v;
			return this;
		}

		public Builder deepSupervision(final String v) {
			deepSupervision = v;
			return this;
		}

		public Builder amp(final String v) {
			amp = v;
			return this;
		}

		public Builder xla(final boolean v) {
			xla = v;
			return this;
		}

		public Builder skipEval(final int v) {
			skipEval = v;
			return this;
		}

		public Builder overlap(final double v) {
			overlap = v;
			return this;
		}

		public Builder blend(final String v) {
			blend = v;
			return this;
		}

		public Builder tta(final boolean v) {
			tta = v;
			return this;
		}

		public Builder checkpoints(final String v) {
			checkpoints = v;
			return this;
		}

		public Builder finalValidation(final boolean v) {
			finalValidation = v;
			return this;
		}

		public Builder validateOnce(final boolean v) {
			validateOnce = v;
			return this;
		}

		public Builder force(final boolean v) {
			force = v;
			return this;
		}

		public Builder pretrained(final Path v) {
			pretrained = v;
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

		public Builder logName(final String v) {
			logName = v;
			return this;
		}

		public Builder endLearningRate(final double v) {
			endLearningRate = v;
			return this;
		}

		public Builder firstCycle(final long v) {
			firstCycle = v;
			return this;
		}

		public Builder peakDecay(final double v) {
			peakDecay = v;
			return this;
		}

		public Builder lossBatchReduction(final String v) {
			lossBatchReduction = v;
			return this;
		}

		public Builder lossIncludeBackground(final String v) {
			lossIncludeBackground = v;
			return this;
		}

		public Builder negativeSlope(final double v) {
			negativeSlope = v;
			return this;
		}

		public Builder team(final TeamOptions v) {
			team = v;
			return this;
		}

		/** Builds the options, which are checked by {@link TrainOptions#validate()} only. */
		public TrainOptions build() {
			final Checks words = new Checks();
			final NetworkOptions network = new NetworkOptions(features, fewerStages, Auto.choice(words, "norm", norm, Norm.class),
				words.choice("deepsupervision", deepSupervision, YesNo.class), negativeSlope, Auto.choice(words, "amp", amp,
					Precision.class));
			final OptimizationOptions optimization = new OptimizationOptions(Auto.choice(words, "optimizer", optimizer,
				Rule.class), learningRate, momentum, Auto.choice(words, "scheduler", scheduler, Schedule.Kind.class),
				endLearningRate, firstCycle, peakDecay, weightDecay, lookahead, words.choice("averaging", averaging,
					YesNo.class), words.choice("lossbatchreduction",
					lossBatchReduction, YesNo.class), words.choice("lossincludebackground", lossIncludeBackground, YesNo.class));
			return new TrainOptions(data, configuration, fold, folds, words.choice("preset", Preset.current(preset),
				Preset.ALL, Preset::name), budget(), network, optimization, samples(words), new ValidationOptions(skipEval,
					overlap, words.choice("blend", blend, Blend.class), tta, finalValidation, validateOnce), new ResultOptions(words
						.choice("ckptstrategy", checkpoints, Checkpoints.class), force, pretrained, logName), new Hardware(device,
							threads, xla), team, words.problems());
		}
	}
}
