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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.CaseFiles;
import sc.fiji.nnunet.evaluate.ConfusionCounts;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.evaluate.Target;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.predict.PostProcessing.Rule;
import sc.fiji.nnunet.progress.Awaited;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * Finds the post-processing that improves predictions whose references are known (recipe-nnunet.md 1.10).
 * <ol>
 * <li>Keep only the largest part (connected component) of all foreground: taken if the mean foreground Dice strictly
 * rises and no class' mean Dice falls.</li>
 * <li>If there are several classes or regions, for each in order keep only its largest part: taken if its mean Dice
 * strictly rises, on top of what was taken before.</li>
 * </ol>
 */
final class PostProcessingFinder {

	/** Memory per voxel: reference, prediction, and what a rule leaves of it. */
	private static final int BYTES_PER_VOXEL = 3 * Short.BYTES;

	private final List<CaseFiles.Pair> pairs;
	private final Labels labels;
	private final List<Target> targets;
	private final ExecutorService executor;
	private final Progress progress;
	private final MemoryBudget memory;
	private int pass;

	PostProcessingFinder(final List<CaseFiles.Pair> pairs, final Labels labels, final ExecutorService executor,
		final Progress progress)
	{
		this(pairs, labels, executor, progress, new MemoryBudget(Runtime.getRuntime().maxMemory()));
	}

	/** @param memory what the cases share that are looked at together */
	PostProcessingFinder(final List<CaseFiles.Pair> pairs, final Labels labels, final ExecutorService executor,
		final Progress progress, final MemoryBudget memory)
	{
		this.memory = memory;
		this.pairs = List.copyOf(pairs);
		this.labels = labels;
		targets = Target.of(labels.counted()); // NB: rules name classes
		this.executor = executor;
		this.progress = progress;
	}

	PostProcessing find() throws IOException {
		if (labels.instances()) return PostProcessing.of().withReasons(List.of(
			"Post-processing was not sought: its rules are for classes, not for objects that are numbered."));
		final List<String> reasons = new ArrayList<>();
		PostProcessing current = PostProcessing.of();
		final PostProcessing whole = current.with(Rule.foreground());
		final double[][] means = means(List.of(current, whole));
		if (takeForeground(means[0], means[1], reasons)) current = whole;
		for (final List<Target> group : groups())
			current = tryGroup(current, group, reasons);
		return current.withReasons(reasons);
	}

	/** Targets whose rules are independent are tried in one pass: all classes at once, but regions one by one. */
	private List<List<Target>> groups() {
		if (targets.size() < 2) return List.of();
		return labels.regions().isEmpty() ? List.of(targets) : targets.stream().map(List::of).toList();
	}

	private boolean takeForeground(final double[] before, final double[] after, final List<String> reasons) {
		final double old = mean(before);
		final double now = mean(after);
		String verdict = now > old ? "taken" : "not taken, since the mean does not rise";
		for (int t = 0; t < targets.size() && now > old; t++)
			if (after[t] < before[t]) verdict = "not taken, since " + targets.get(t).name() + " falls " + change(before[t],
				after[t]);
		reasons.add("Only the largest part of all foreground: mean Dice " + change(old, now) + "; " + verdict + ".");
		return verdict.equals("taken");
	}

	private PostProcessing tryGroup(final PostProcessing current, final List<Target> group, final List<String> reasons)
		throws IOException
	{
		final List<PostProcessing> candidates = new ArrayList<>(List.of(current));
		for (final Target target : group)
			candidates.add(current.with(rule(target)));
		final double[][] means = means(candidates);
		PostProcessing taken = current;
		for (int g = 0; g < group.size(); g++) {
			final int t = targets.indexOf(group.get(g));
			final boolean rises = means[g + 1][t] > means[0][t];
			reasons.add("Only the largest part of " + group.get(g).name() + ": its Dice " + change(means[0][t], means[g +
				1][t]) + "; " + (rises ? "taken." : "not taken, since it does not rise."));
			if (rises) taken = taken.with(rule(group.get(g)));
		}
		return taken;
	}

	private static Rule rule(final Target target) {
		return new Rule(target.name(), target.labels());
	}

	/** For each candidate and target the mean Dice over the cases in which it is defined. */
	private double[][] means(final List<PostProcessing> candidates) throws IOException {
		final List<Future<double[][]>> futures = new ArrayList<>();
		final double[][] sums = new double[candidates.size()][targets.size()];
		final int[][] counts = new int[candidates.size()][targets.size()];
		try {
			for (final CaseFiles.Pair pair : pairs)
				futures.add(executor.submit(() -> dice(pair, candidates)));
			for (int i = 0; i < futures.size(); i++) {
				progress.update((pass + (double) i / futures.size()) / (1 + groups().size()), "trying post-processing on " +
					pairs.get(i).name());
				add(Awaited.get(futures.get(i)), sums, counts);
			}
			pass++;
		}
		finally {
			futures.forEach(future -> future.cancel(false));
		}
		for (int c = 0; c < sums.length; c++)
			for (int t = 0; t < targets.size(); t++)
				sums[c][t] /= counts[c][t];
		return sums;
	}

	private double[][] dice(final CaseFiles.Pair pair, final List<PostProcessing> candidates) throws IOException {
		return memory.within(ImageFile.values(pair.reference()) * BYTES_PER_VOXEL, progress, () -> measured(pair,
			candidates));
	}

	private double[][] measured(final CaseFiles.Pair pair, final List<PostProcessing> candidates) throws IOException {
		final LabelMap prediction = labels.toClasses(ImageFile.readLabels(pair.prediction()));
		final LabelMap reference = labels.toClasses(ImageFile.readLabels(pair.reference(), prediction.geometry(), (file,
			warning) -> {
			// the comparison has told it
		}));
		final double[][] dice = new double[candidates.size()][targets.size()];
		for (int c = 0; c < candidates.size(); c++) {
			final LabelMap cleaned = prediction.copy(null);
			candidates.get(c).apply(cleaned);
			final ConfusionCounts counts = ConfusionCounts.of(reference, cleaned, labels.ignore());
			for (int t = 0; t < targets.size(); t++)
				dice[c][t] = counts.overlap(targets.get(t).members()).dice(EmptyRule.NAN);
		}
		return dice;
	}

	private static void add(final double[][] dice, final double[][] sums, final int[][] counts) {
		for (int c = 0; c < sums.length; c++)
			for (int t = 0; t < sums[c].length; t++) {
				if (Double.isNaN(dice[c][t])) continue;
				sums[c][t] += dice[c][t];
				counts[c][t]++;
			}
	}

	/** The mean over the targets that are defined. */
	private static double mean(final double[] dice) {
		return java.util.Arrays.stream(dice).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
	}

	private static String change(final double before, final double after) {
		return String.format(Locale.ROOT, "%.5f to %.5f", before, after);
	}
}
