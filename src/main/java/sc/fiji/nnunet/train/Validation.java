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
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.evaluate.ConfusionCounts;
import sc.fiji.nnunet.evaluate.Coverage;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.SlidingWindow;
import sc.fiji.nnunet.predict.WindowOptions;
import sc.fiji.nnunet.preprocess.PreprocessedCase;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.PreviousCase;
import sc.fiji.nnunet.progress.Awaited;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * NVIDIA's validation (recipe-nvidia.md 6.7): the held-out cases in preprocessed space, each as a whole by sliding
 * window; Dice per class and case, where a class that is absent from label and prediction counts as 1; then the mean
 * over cases.
 */
final class Validation {

	/** Receives the predictions of cases, for pictures; called from any thread. */
	interface Viewer {

		void show(String name, Volume image, LabelMap reference, LabelMap prediction) throws IOException;
	}

	private final Plan plan;
	private final PreprocessedDataset data;
	private final List<String> names;
	private final SlidingWindow window;
	private final ExecutorService executor;
	private final Together together;
	private double lastSeconds;
	private double typicalSeconds;
	private boolean measured;
	private Coverage coverage = Coverage.WHOLE;

	Validation(final ValidationOptions options, final Plan plan, final PreprocessedDataset data, final List<String> names,
		final ExecutorService executor, final Together together)
	{
		this.executor = executor;
		this.together = together;
		this.plan = plan;
		this.data = data;
		this.names = names;
		window = new SlidingWindow(plan, WindowOptions.of(plan, options.overlap(), options.blend(), options.tta()));
	}

	/**
	 * Predicts and evaluates all cases with the averaged weights, or with the weights if no averages are kept; see
	 * {@link #liveDice}.
	 */
	double[] dice(final Network network, final Progress progress, final int viewed, final Viewer viewer)
		throws IOException
	{
		if (!network.averages()) return liveDice(network, progress, viewed, viewer);
		network.exchange();
		try {
			return liveDice(network, progress, viewed, viewer);
		}
		finally {
			network.exchange();
		}
	}

	/**
	 * Predicts and evaluates all cases, each by one of the workers.
	 *
	 * @param viewed the number of cases, from the first on, that are passed to the viewer
	 * @return mean Dice per class, background first, or per region
	 */
	double[] liveDice(final Network network, final Progress progress, final int viewed, final Viewer viewer)
		throws IOException
	{
		final long start = System.nanoTime();
		final List<Integer> share = together.share(names.size());
		final AtomicInteger next = new AtomicInteger();
		final TreeMap<Integer, String> scores = new TreeMap<>();
		final double[] times = new double[share.size()];
		final int threads = Math.min(network.streams(plan.patch().stream().mapToInt(n -> n).toArray()), share.size());
		final Callable<Void> work = () -> {
			for (int i = next.getAndIncrement(); i < share.size(); i = next.getAndIncrement()) {
				progress.check();
				progress.update((double) i / share.size(), "validating case " + (share.get(i) + 1) + " of " + names.size());
				final long begin = System.nanoTime();
				final String score = Json.line(score(network, share.get(i), share.get(i) < viewed ? viewer : null,
					progress));
				synchronized (scores) {
					scores.put(share.get(i), score);
				}
				times[i] = (System.nanoTime() - begin) / 1e9;
			}
			return null;
		};
		boolean cancelled = false;
		try {
			if (!share.isEmpty()) sideBySide(threads, work);
		}
		catch (final CancelledException e) {
			cancelled = true; // NB: the others learn of it
		}
		final double[] mean = mean(together.joined(cancelled ? null : scores, names.size()).values());
		lastSeconds = together.clock((System.nanoTime() - start) / 1e9, Progress.none());
		Arrays.sort(times);
		final double typical = share.isEmpty() ? 0 : times[share.size() / 2] * share.size() / threads;
		typicalSeconds = measured ? lastSeconds : together.clock(Math.min(lastSeconds, typical), Progress.none());
		measured = true;
		return mean;
	}

	/**
	 * The result of a case.
	 *
	 * @param dice per target
	 */
	private record Score(double[] dice, Coverage coverage) {
	}

	private double[] mean(final Collection<String> all) {
		final double[] sum = new double[targets(plan.labels()).size()];
		coverage = Coverage.WHOLE;
		for (final String one : all) {
			final Score score = Json.parse(one, Score.class);
			coverage = coverage.plus(score.coverage);
			for (int target = 0; target < sum.length; target++)
				sum[target] += score.dice[target];
		}
		for (int target = 0; target < sum.length; target++)
			sum[target] /= names.size();
		return sum;
	}

	/** Predicts a case for nothing, so that what the device prepares or compiles for it takes no time of the training. */
	void rehearse(final Network network) throws IOException {
		if (!names.isEmpty()) score(network, 0, null, Progress.none());
	}

	/** The first worker's answer to a question. */
	boolean agree(final boolean own) throws IOException {
		return Boolean.parseBoolean(together.first(Boolean.toString(own)));
	}

	/** Runs the same task on several threads, one of which is the caller's, and waits for all of them. */
	private void sideBySide(final int threads, final Callable<Void> work) throws IOException {
		final List<FutureTask<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < threads; i++)
			tasks.add(new FutureTask<>(work));
		for (final FutureTask<Void> task : tasks.subList(1, threads))
			executor.execute(task);
		for (final FutureTask<Void> task : tasks)
			task.run(); // NB: runs a task that no thread of the executor has begun; does nothing for all others
		Exception failure = null;
		for (final FutureTask<Void> task : tasks)
			try {
				Awaited.get(task);
			}
			catch (final IOException | RuntimeException e) {
				// NB: the others are waited for all the same, unless the thread is interrupted
				if (!(failure instanceof CancelledException)) failure = e;
			}
		if (failure instanceof IOException e) throw e;
		if (failure instanceof RuntimeException e) throw e;
	}

	private Score score(final Network network, final int index, final Viewer viewer, final Progress progress)
		throws IOException
	{
		final String name = names.get(index);
		final PreprocessedCase prepared = data.get(name);
		final Volume image = prepared.image();
		final LabelMap reference = prepared.labels();
		final PreviousCase previous = data.previous(name);
		final LabelMap prediction = window.labels(List.of(network), image, previous == null ? null : previous.labels(),
			progress.silent());
		if (viewer != null) viewer.show(name, image, reference, prediction);
		final ConfusionCounts counts = ConfusionCounts.of(reference, prediction, plan.labels().ignore());
		final double[] dice = targets(plan.labels()).stream().mapToDouble(target -> counts.overlap(target).dice(
			EmptyRule.ONE)).toArray();
		return new Score(dice, Coverage.of(reference, prediction, plan.labels().ignore()));
	}

	/** The annotated part of the held-out cases in the latest validation. */
	Coverage coverage() {
		return coverage;
	}

	/** The seconds that the latest validation took; 0 before the first one. */
	double lastSeconds() {
		return lastSeconds;
	}

	/**
	 * The seconds of the latest validation; of the first one if each case took the median time, without what was prepared
	 * or compiled.
	 */
	double typicalSeconds() {
		return typicalSeconds;
	}

	/** The number of cases that are validated. */
	int cases() {
		return names.size();
	}

	/**
	 * The seconds that a validation will probably take.
	 *
	 * @param each seconds of a training step per sample, a third of which is the forward pass
	 */
	double expectedSeconds(final double each) throws IOException {
		double passes = 0;
		for (final String name : names) {
			final int[] size = data.get(name).size();
			passes += window.passes(size, 1) * (double) window.voxels(size);
		}
		double patch = 1;
		for (final int n : plan.patch())
			patch *= n;
		return passes / patch * each / 3;
	}

	/** The mean over foreground classes, or over all regions. */
	double foregroundMean(final double[] dice) {
		final int first = plan.labels().regions().isEmpty() ? 1 : 0;
		double sum = 0;
		for (int target = first; target < dice.length; target++)
			sum += dice[target];
		return sum / (dice.length - first);
	}

	/** The names of the entries of the Dice vector. */
	List<String> targetNames() {
		return targetNames(plan.labels());
	}

	/** The names of the measured targets: regions, or else classes including the background. */
	static List<String> targetNames(final Labels labels) {
		return labels.regions().isEmpty() ? labels.names() : labels.regions().stream().map(Labels.Region::name).toList();
	}

	private static List<int[]> targets(final Labels labels) {
		final List<int[]> targets = new ArrayList<>();
		for (final Labels.Region region : labels.regions())
			targets.add(region.labels().stream().mapToInt(Integer::intValue).toArray());
		if (targets.isEmpty()) for (int label = 0; label < labels.classes(); label++)
			targets.add(new int[] { label });
		return targets;
	}
}
