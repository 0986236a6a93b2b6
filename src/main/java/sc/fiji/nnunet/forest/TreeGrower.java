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

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows one tree: each node is split by the best of some randomly chosen features, best by Gini's impurity of the two
 * parts, until all its samples are of one class.
 */
final class TreeGrower {

	/** A leaf may need one of so many samples of the rarest class, or a few short strokes would not be told apart. */
	private static final int LEAVES = 20;

	private final BinnedSamples samples;
	private final ForestOptions options;
	private final int smallest;
	private final SplittableRandom random;
	private final double[] weights;
	private final int classes;
	private final int tried;
	private final int[] features;
	private final int[] bag;
	private final int[] spare;
	private final int[] counts;
	private final int[] node;
	private final double[] left;

	private short[] feature = new short[64];
	private float[] border = new float[64];
	private int[] next = new int[64];
	private float[] probabilities = new float[64];
	private int nodes;
	private int leaves;

	private double bestGain;
	private int bestFeature;
	private int bestBin;

	TreeGrower(final BinnedSamples samples, final ForestOptions options, final SplittableRandom random) {
		this.samples = samples;
		this.options = options;
		this.random = random;
		smallest = Math.max(1, Math.min(options.leaf(), samples.rarest() / LEAVES));
		classes = samples.classes();
		weights = samples.weights(options.balance());
		tried = (int) Math.ceil(Math.sqrt(samples.features()));
		features = new int[samples.features()];
		for (int f = 0; f < features.length; f++)
			features[f] = f;
		bag = new int[Math.min(options.bag(), samples.size())];
		for (int i = 0; i < bag.length; i++)
			bag[i] = random.nextInt(samples.size());
		spare = new int[bag.length];
		counts = new int[BinnedSamples.BINS * classes];
		node = new int[classes];
		left = new double[classes];
	}

	Tree grow() {
		nodes = 1;
		fill(0, 0, bag.length, 0);
		return new Tree(Arrays.copyOf(feature, nodes), Arrays.copyOf(border, nodes), Arrays.copyOf(next, nodes), Arrays
			.copyOf(probabilities, leaves));
	}

	/** Makes a node of the samples of a part of the bag, and all nodes below it. */
	private void fill(final int index, final int from, final int to, final int depth) {
		count(from, to);
		if (depth >= options.depth() || to - from < 2 * smallest || pure() || !split(from, to)) {
			leaf(index);
			return;
		}
		final int middle = partition(from, to);
		ensure(nodes + 2);
		feature[index] = (short) bestFeature;
		border[index] = samples.border(bestFeature, bestBin);
		next[index] = nodes;
		final int child = nodes;
		nodes += 2;
		fill(child, from, middle, depth + 1);
		fill(child + 1, middle, to, depth + 1);
	}

	private void count(final int from, final int to) {
		Arrays.fill(node, 0);
		for (int i = from; i < to; i++)
			node[samples.labels()[bag[i]]]++;
	}

	private boolean pure() {
		int present = 0;
		for (final int count : node)
			if (count > 0) present++;
		return present < 2;
	}

	private void leaf(final int index) {
		if (leaves + classes > probabilities.length) probabilities = Arrays.copyOf(probabilities, 2 * leaves + classes);
		double sum = 0;
		for (int c = 0; c < classes; c++)
			sum += weights[c] * node[c];
		for (int c = 0; c < classes; c++)
			probabilities[leaves + c] = (float) (weights[c] * node[c] / sum);
		feature[index] = -1;
		next[index] = leaves;
		leaves += classes;
	}

	private void ensure(final int size) {
		if (size <= feature.length) return;
		feature = Arrays.copyOf(feature, 2 * size);
		border = Arrays.copyOf(border, 2 * size);
		next = Arrays.copyOf(next, 2 * size);
	}

	/** Finds the best split; false if no feature that was tried divides the samples. */
	private boolean split(final int from, final int to) {
		bestFeature = -1;
		bestGain = Double.NEGATIVE_INFINITY;
		for (int k = 0, useful = 0; k < features.length && useful < tried; k++) {
			final int other = k + random.nextInt(features.length - k);
			final int chosen = features[other];
			features[other] = features[k];
			features[k] = chosen;
			if (rate(chosen, from, to)) useful++;
		}
		return bestFeature >= 0;
	}

	/** Rates all splits by one feature; false if all samples have the same value. */
	private boolean rate(final int chosen, final int from, final int to) {
		final byte[] bins = samples.bins(chosen);
		final short[] labels = samples.labels();
		int low = BinnedSamples.BINS;
		int high = -1;
		for (int i = from; i < to; i++) {
			final int bin = bins[bag[i]] & 0xff;
			counts[bin * classes + labels[bag[i]]]++;
			low = Math.min(low, bin);
			high = Math.max(high, bin);
		}
		if (low < high) scan(chosen, low, high, to - from);
		Arrays.fill(counts, low * classes, (high + 1) * classes, 0);
		return low < high;
	}

	private void scan(final int chosen, final int low, final int high, final int size) {
		Arrays.fill(left, 0);
		int before = 0;
		for (int bin = low; bin < high; bin++) {
			for (int c = 0; c < classes; c++) {
				left[c] += counts[bin * classes + c];
				before += counts[bin * classes + c];
			}
			if (before < smallest) continue;
			if (size - before < smallest) return;
			final double gain = gain();
			if (gain > bestGain) {
				bestGain = gain;
				bestFeature = chosen;
				bestBin = bin;
			}
		}
	}

	/** The purity of both parts: the sum of squared weights of the classes over their sum. */
	private double gain() {
		double sumLeft = 0;
		double sumRight = 0;
		double squaresLeft = 0;
		double squaresRight = 0;
		for (int c = 0; c < classes; c++) {
			final double one = weights[c] * left[c];
			final double other = weights[c] * (node[c] - left[c]);
			sumLeft += one;
			sumRight += other;
			squaresLeft += one * one;
			squaresRight += other * other;
		}
		return squaresLeft / sumLeft + squaresRight / sumRight;
	}

	/** Puts the samples of the first child before those of the second, in their order. */
	private int partition(final int from, final int to) {
		final byte[] bins = samples.bins(bestFeature);
		int middle = from;
		int rest = 0;
		for (int i = from; i < to; i++)
			if ((bins[bag[i]] & 0xff) <= bestBin) bag[middle++] = bag[i];
			else spare[rest++] = bag[i];
		System.arraycopy(spare, 0, bag, middle, rest);
		return middle;
	}
}
