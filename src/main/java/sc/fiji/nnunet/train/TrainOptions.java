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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import sc.fiji.nnunet.problem.Problem;

/**
 * Everything that a user can say about a training. Make one with {@link #builder()}:
 *
 * <pre>
 * TrainOptions.builder().data(folder).fold(0).minutes(30).build()
 * </pre>
 * <p>
 * A value that is left out (null, 0 or "auto" as stated) is taken from the recipe of the plan
 * or from the preset. Names and meanings are those of NVIDIA's command line
 * (recipe-nvidia.md 1.2) where it has them.
 * </p>
 *
 * @param data the dataset's output folder, which holds {@code plan_<configuration>.json}
 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade
 * @param fold which fold is held out; -1 = none, train on all cases
 * @param folds the number of folds
 * @param epochs budget in epochs; 0 = not given
 * @param steps budget in steps; 0 = not given
 * @param minutes budget in minutes; 0 = not given
 * @param patience stop after so many validations without a better Dice; 0 = never
 * @param stepsPerEpoch steps per epoch; 0 = from the number of cases
 * @param preset a named set of choices: recipe (none) or cpu
 * @param batchSize samples per step; 0 = the plan's
 * @param features feature maps of the finest stage; 0 = the plan's widths
 * @param optimizer auto, adam, sgd or radam
 * @param learningRate initial rate; 0 = the recipe's
 * @param momentum for sgd
 * @param scheduler auto, none, poly, cosine or cosine_annealing
 * @param weightDecay factor of the L2 term; negative = the recipe's
 * @param lookahead whether slow weights follow
 * @param norm auto, instance, batch, group or none
 * @param deepSupervision auto, true or false
 * @param amp auto, fp32, bf16 or fp16
 * @param xla whether XLA compiles the graph (GPUs)
 * @param oversampling share of patches that are placed around foreground
 * @param mirroring auto, true or false: mirror images (in 2D of a short training right-angle turns too)
 * @param seed seed of every random draw
 * @param skipEval no validation during the first so many epochs
 * @param overlap overlap of sliding windows in validation
 * @param blend gaussian or constant
 * @param tta whether validation averages over flips
 * @param checkpoints last_and_best, last_only or none
 * @param finalValidation whether the fold is predicted in original space at the end
 * @param force whether an existing training is thrown away instead of resumed
 * @param pretrained a fold folder whose weights are the start (heads excepted), or null
 * @param device auto, cpu, gpu or gpu:N
 * @param threads CPU threads; 0 = all
 * @param logName name of the JSON-lines log in the fold's folder; empty: no log, and no curves, which are drawn from it
 * @param endLearningRate for poly: the rate at the end; negative = the recipe's
 * @param firstCycle for cosine_annealing: steps of the first cycle
 * @param peakDecay for cosine_annealing: what the peak of each restart is multiplied by
 * @param lossBatchReduction auto, true or false: whether Dice sums over the batch
 * @param lossIncludeBackground auto, true or false: whether the background takes part in Dice
 * @param negativeSlope slope of the leaky ReLU below zero; negative = as planned
 * @param volumes for 2D and recipe nvidia: cases per batch (NVIDIA's nvol)
 */
public record TrainOptions(Path data, String configuration, int fold, int folds, int epochs, long steps,
	double minutes, int patience, int stepsPerEpoch, String preset, int batchSize, int features, String optimizer,
	double learningRate, double momentum, String scheduler, double weightDecay, boolean lookahead, String norm,
	String deepSupervision, String amp, boolean xla, double oversampling, String mirroring, long seed, int skipEval, double overlap,
	String blend, boolean tta, String checkpoints, boolean finalValidation, boolean force, Path pretrained, String device,
	int threads, String logName, double endLearningRate, long firstCycle, double peakDecay, String lossBatchReduction,
	String lossIncludeBackground, double negativeSlope, int volumes)
{

	/** Presets, the first is the default. */
	public static final List<String> PRESETS = List.of("recipe", "cpu");

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** The folder that this training writes: {@code <data>/results_<configuration>/fold_<k>}. */
	public Path foldFolder() {
		return data.resolve("results_" + configuration).resolve(fold < 0 ? "fold_all" : "fold_" + fold);
	}

	/** The same options for another configuration and fold, with the final validation that cross-validation needs. */
	public TrainOptions forFold(final String other, final int number) {
		return new TrainOptions(data, other, number, folds, epochs, steps, minutes, patience, stepsPerEpoch, preset,
			batchSize, features, optimizer, learningRate, momentum, scheduler, weightDecay, lookahead, norm, deepSupervision,
			amp, xla, oversampling, mirroring, seed, skipEval, overlap, blend, tta, checkpoints, true, force, pretrained, device, threads,
			logName, endLearningRate, firstCycle, peakDecay, lossBatchReduction, lossIncludeBackground, negativeSlope, volumes);
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final List<Problem> problems = new ArrayList<>();
		if (data == null) problems.add(new Problem("data", "is missing.",
			"Give the folder that preprocessing wrote, such as OUT/Task04_Hippocampus."));
		else if (!Files.exists(data.resolve("plan_" + configuration + ".json"))) problems.add(Problem.of(data,
			"has no plan_" + configuration + ".json.",
			"Run preprocess for this dataset first, or correct the folder or the configuration (2d, 3d, 3d_lowres, 3d_cascade)."));
		if (folds < 2) problems.add(new Problem("nfolds", "is " + folds + ".", "Give at least 2 folds."));
		if (fold >= folds || fold < -1) problems.add(new Problem("fold", "is " + fold + " of " + folds + ".",
			"Give a fold from 0 to " + (folds - 1) + ", or -1 to train on all cases."));
		if (epochs < 0 || steps < 0 || minutes < 0) problems.add(new Problem("epochs, steps, minutes",
			"must not be negative.", "Give one positive budget."));
		if ((epochs > 0 ? 1 : 0) + (steps > 0 ? 1 : 0) + (minutes > 0 ? 1 : 0) > 1) problems.add(new Problem(
			"epochs, steps, minutes", "more than one budget is given.", "Give one of them."));
		oneOf(problems, "preset", preset, PRESETS);
		oneOf(problems, "optimizer", optimizer, List.of("auto", "adam", "sgd", "radam"));
		oneOf(problems, "scheduler", scheduler, List.of("auto", "none", "poly", "cosine", "cosine_annealing"));
		oneOf(problems, "norm", norm, List.of("auto", "instance", "batch", "group", "none"));
		oneOf(problems, "deepsupervision", deepSupervision, List.of("auto", "true", "false"));
		oneOf(problems, "mirroring", mirroring, List.of("auto", "true", "false"));
		oneOf(problems, "lossbatchreduction", lossBatchReduction, List.of("auto", "true", "false"));
		oneOf(problems, "lossincludebackground", lossIncludeBackground, List.of("auto", "true", "false"));
		oneOf(problems, "amp", amp, List.of("auto", "fp32", "bf16", "fp16"));
		oneOf(problems, "blend", blend, List.of("gaussian", "constant"));
		oneOf(problems, "ckptstrategy", checkpoints, List.of("last_and_best", "last_only", "none"));
		if (!device.matches("auto|cpu|gpu(:\\d+)?")) problems.add(new Problem("device", "is '" + device + "'.",
			"Give auto, cpu, gpu or gpu:N."));
		if (overlap < 0 || overlap > 1) problems.add(new Problem("overlap", "is " + overlap + ".",
			"Give a number from 0 to 1."));
		if (oversampling < 0 || oversampling > 1) problems.add(new Problem("oversampling", "is " + oversampling + ".",
			"Give a number from 0 to 1."));
		if (learningRate < 0) problems.add(new Problem("learningrate", "is " + learningRate + ".",
			"Give a positive number, or 0 for the recipe's."));
		if (firstCycle < 1) problems.add(new Problem("cosineannealingfirstcyclesteps", "is " + firstCycle + ".",
			"Give at least one step."));
		if (!(peakDecay > 0 && peakDecay <= 1)) problems.add(new Problem("cosineannealingpeakdecay", "is " + peakDecay + ".",
			"Give a number above 0 and up to 1."));
		if (Double.isNaN(endLearningRate)) problems.add(new Problem("endlearningrate", "is " + endLearningRate + ".",
			"Give a number of at least 0, or -1 for the recipe's."));
		if (!(negativeSlope < 1)) problems.add(new Problem("negativeslope", "is " + negativeSlope + ".",
			"Give a number from 0 to below 1, or -1 for the plan's."));
		if (volumes < 1) problems.add(new Problem("nvol", "is " + volumes + ".", "Give at least one case per batch."));
		return problems;
	}

	private static void oneOf(final List<Problem> problems, final String name, final String value,
		final List<String> choices)
	{
		if (!choices.contains(value)) problems.add(new Problem(name, "is '" + value + "'.", "Give one of " + String.join(
			", ", choices) + "."));
	}

	/** Collects what the user wants; every field starts with its default. */
	public static final class Builder {

		private Path data;
		private String configuration = "3d";
		private int fold;
		private int folds = 5;
		private int epochs;
		private long steps;
		private double minutes;
		private int patience;
		private int stepsPerEpoch;
		private String preset = PRESETS.get(0);
		private int batchSize;
		private int features;
		private String optimizer = "auto";
		private double learningRate;
		private double momentum = 0.99;
		private String scheduler = "auto";
		private double weightDecay = -1;
		private boolean lookahead;
		private String norm = "auto";
		private String deepSupervision = "auto";
		private String amp = "auto";
		private boolean xla;
		private double oversampling = 0.33;
		private String mirroring = "auto";
		private long seed = 1;
		private int skipEval;
		private double overlap = 0.5;
		private String blend = "gaussian";
		private boolean tta;
		private String checkpoints = "last_and_best";
		private boolean finalValidation = true;
		private boolean force;
		private Path pretrained;
		private String device = "auto";
		private int threads;
		private String logName = "log.jsonl";
		private double endLearningRate = -1;
		private long firstCycle = 4096;
		private double peakDecay = 1;
		private String lossBatchReduction = "auto";
		private String lossIncludeBackground = "auto";
		private double negativeSlope = -1;
		private int volumes = 2;

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

		public Builder epochs(final int v) {
			epochs = v;
			return this;
		}

		public Builder steps(final long v) {
			steps = v;
			return this;
		}

		public Builder minutes(final double v) {
			minutes = v;
			return this;
		}

		public Builder patience(final int v) {
			patience = v;
			return this;
		}

		public Builder stepsPerEpoch(final int v) {
			stepsPerEpoch = v;
			return this;
		}

		public Builder preset(final String v) {
			preset = v;
			return this;
		}

		public Builder batchSize(final int v) {
			batchSize = v;
			return this;
		}

		public Builder features(final int v) {
			features = v;
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

		public Builder oversampling(final double v) {
			oversampling = v;
			return this;
		}

		public Builder mirroring(final String v) {
			mirroring = v;
			return this;
		}

		public Builder seed(final long v) {
			seed = v;
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

		public Builder force(final boolean v) {
			force = v;
			return this;
		}

		public Builder pretrained(final Path v) {
			pretrained = v;
			return this;
		}

		public Builder device(final String v) {
			device = Objects.requireNonNull(v);
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

		public Builder volumes(final int v) {
			volumes = v;
			return this;
		}

		/** The options as collected; {@link TrainOptions#validate()} tells whether they make sense. */
		public TrainOptions build() {
			return new TrainOptions(data, configuration, fold, folds, epochs, steps, minutes, patience, stepsPerEpoch,
				preset, batchSize, features, optimizer, learningRate, momentum, scheduler, weightDecay, lookahead, norm,
				deepSupervision, amp, xla, oversampling, mirroring, seed, skipEval, overlap, blend, tta, checkpoints, finalValidation, force,
				pretrained, device, threads, logName, endLearningRate, firstCycle, peakDecay, lossBatchReduction,
				lossIncludeBackground, negativeSlope, volumes);
		}
	}
}
