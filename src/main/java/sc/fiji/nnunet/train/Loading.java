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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;

import sc.fiji.nnunet.augment.Augmentation;
import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.augment.PatchSource;
import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Creates the loaders of a training according to its recipe. */
final class Loading {

	/** Batches kept ready: one hides the loading of a batch behind a step, more also hide slow ones. */
	private static final int AHEAD = 4;

	/** Threads that load at once while steps keep all cores busy, as they do on a CPU. */
	private static final int CPU_WORKERS = 2;

	/** Threads that load at once while a GPU runs the steps: NVIDIA's number (recipe-nvidia.md 1.2). */
	private static final int GPU_WORKERS = 8;

	private Loading() {
		// static methods only
	}

	/**
	 * The batches of a training, with smaller patches at first where its settings say so.
	 *
	 * @param names the cases to train on
	 * @param firstStep the number of training steps before the first batch
	 * @param passed the share of the training's time that has passed
	 */
	static GrowingPatches patches(final TrainOptions options, final TrainSettings settings,
		final PreprocessedDataset data, final List<String> names, final long firstStep, final Engine engine,
		final ExecutorService executor, final DoubleSupplier passed, final Progress progress) throws IOException
	{
		return new GrowingPatches(settings, (one, first) -> loader(options, one, data, names, first, engine.device(),
			executor, engine.workers()), firstStep, passed, progress);
	}

	/**
	 * Looks before a training whether its batches can be made.
	 *
	 * @throws ProblemException if the volumes of a batch do not divide it, or there are more workers than blocks
	 */
	static void check(final TrainSettings settings, final Workers workers) throws ProblemException {
		final boolean runs = runs(settings);
		final int batch = settings.plan().batchSize();
		if (runs && batch % settings.volumesPerBatch() != 0) throw new ProblemException(new Problem("nvol", "is " + settings
			.volumesPerBatch() + ", which does not divide a batch of " + batch + " slices.",
			"Give a batchsize that is a multiple of nvol."));
		new Together(workers).requireShares(settings.blocks(), runs ? "nvol" : "batchsize");
	}

	/** Whether a block is a run of slices. */
	private static boolean runs(final TrainSettings settings) {
		return settings.plan().is2d() && settings.samples().sampling().runs();
	}

	/**
	 * @param settings that passed {@link #check}
	 * @param names the cases to train on
	 * @param firstStep the number of training steps before the first batch
	 * @param device the device that runs the steps
	 * @param workers divide each batch
	 */
	static BatchLoader loader(final TrainOptions options, final TrainSettings settings, final PreprocessedDataset data,
		final List<String> names, final long firstStep, final Device device, final ExecutorService executor,
		final Workers workers)
		throws IOException
	{
		final Plan plan = settings.plan();
		final Regime.Samples samples = settings.samples();
		final boolean[] zeroed = new boolean[plan.normalization().size()];
		for (int channel = 0; channel < zeroed.length; channel++)
			zeroed[channel] = samples.keepsZeros() && plan.normalization().get(channel).masked();
		final List<PatchSource> cases = new ArrayList<>();
		for (final String name : names)
			cases.add(new CaseSource(data.get(name), plan.previousLabels(), data.previous(name)));
		final List<PatchSource> sources = Augmentations.sources(cases, zeroed);
		final SamplingSpec spec = new SamplingSpec(plan.patchZyx(), plan.batchSize(), options.sampling().oversampling(), runs(
			settings) ? settings.volumesPerBatch() : 0, plan.is2d(), options.sampling().seed(), settings.stepsPerEpoch());
		final List<Augmentation> augmentations = samples.augmentations().of(plan.is2d(), plan.patchZyx(), !plan.oneSided(),
			zeroed);
		final int begin = Together.begin(spec.blocks(), workers.rank(), workers.count());
		final int end = Together.begin(spec.blocks(), workers.rank() + 1, workers.count());
		return new BatchLoader(sources, spec, samples.sampler(spec, plan.labels()), samples.sampling().order(
			spec, sources.size()), plan.previous() == null ? augmentations : Augmentations.cascade(augmentations), executor,
			workers(options.hardware().threads(), device), AHEAD, firstStep, begin, end);
	}

	/** Threads that load at once: as many as the user allows; few on a CPU if the user gives no number. */
	static int workers(final int threads, final Device device) {
		final int most = device.isGpu() ? GPU_WORKERS : CPU_WORKERS;
		if (threads == 0) return most;
		return device.isGpu() ? threads : Math.min(threads, most);
	}
}
