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
package sc.fiji.nnunet.forest;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;

/**
 * Trees of decisions, each grown on a random part of the samples, whose mean tells how probable each class is
 * (L. Breiman 2001). Immutable; the same samples and seed give the same forest on any number of threads.
 */
public final class RandomForest {

	/** Voxels that are sent through all trees together, so that their features stay in the cache. */
	private static final int TOGETHER = 256;

	private final int classes;
	private final int features;
	private final Tree[] trees;

	private RandomForest(final int classes, final int features, final Tree[] trees) {
		this.classes = classes;
		this.features = features;
		this.trees = trees;
	}

	/**
	 * Grows a forest.
	 *
	 * @param all samples of one or several slices, at least one voxel
	 * @param classes the number of classes; one that has no samples gets the probability 0
	 * @param executor whose threads may join in, or null
	 */
	public static RandomForest grow(final List<Samples> all, final int classes, final ForestOptions options,
		final ExecutorService executor, final Progress progress)
	{
		final List<Samples> painted = all.stream().filter(samples -> samples.size() > 0).toList();
		if (painted.isEmpty()) throw new IllegalArgumentException("no voxel is painted");
		final BinnedSamples binned = new BinnedSamples(painted, classes, executor, progress);
		final SplittableRandom random = new SplittableRandom(options.seed());
		final SplittableRandom[] randoms = new SplittableRandom[options.trees()];
		for (int t = 0; t < randoms.length; t++)
			randoms[t] = random.split();
		final Tree[] trees = new Tree[options.trees()];
		Chunks.run(executor, trees.length, t -> {
			progress.check();
			trees[t] = new TreeGrower(binned, options, randoms[t]).grow();
		});
		return new RandomForest(classes, binned.features(), trees);
	}

	/** The number of classes. */
	public int classes() {
		return classes;
	}

	/**
	 * The probabilities of all classes in one slice.
	 *
	 * @param executor whose threads may join in, or null
	 * @return for each class a value for each voxel, row by row
	 */
	public float[][] predict(final FeatureStack stack, final int z, final ExecutorService executor,
		final Progress progress)
	{
		final int[] size = stack.image().size();
		final float[][] probabilities = new float[classes][size[1] * size[2]];
		for (final int[] band : stack.bands()) {
			final float[][] rows = stack.rows(z, band[0], band[1], executor, progress);
			final int voxels = rows[0].length;
			Chunks.run(executor, (voxels + TOGETHER - 1) / TOGETHER, block -> {
				progress.check();
				predict(rows, block * TOGETHER, Math.min(voxels, (block + 1) * TOGETHER), probabilities,
					band[0] * size[2]);
			});
		}
		return probabilities;
	}

	private void predict(final float[][] rows, final int from, final int to, final float[][] into, final int offset) {
		final int count = to - from;
		final float[] voxels = new float[count * features];
		for (int f = 0; f < features; f++)
			for (int i = 0; i < count; i++)
				voxels[i * features + f] = rows[f][from + i];
		final float[] sums = new float[count * classes];
		for (final Tree tree : trees)
			for (int i = 0; i < count; i++) {
				final int leaf = tree.leaf(voxels, i * features);
				for (int c = 0; c < classes; c++)
					sums[i * classes + c] += tree.probabilities()[leaf + c];
			}
		for (int c = 0; c < classes; c++)
			for (int i = 0; i < count; i++)
				into[c][offset + from + i] = sums[i * classes + c] / trees.length;
	}
}
