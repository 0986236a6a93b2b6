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
package sc.fiji.nnunet.engine;

import java.util.List;

/**
 * What training minimises: soft Dice plus cross-entropy.
 *
 * @param batchDice whether Dice sums over the whole batch instead of each sample
 * @param background whether class 0 takes part in Dice; ignored with regions
 * @param smooth what is added to Dice's numerator and denominator (NVIDIA: 1e-6, nnU-Net: 1e-5)
 * @param regions for each output, the label values that belong to it (sigmoid, binary cross-entropy); empty = softmax
 *          over classes
 * @param ignore label value whose voxels are ignored, or -1
 * @param deepWeights weight of the loss at each head, finest first; one entry without deep supervision
 * @param downsampleLabels whether heads on coarse stages are compared with labels at their own resolution (nnU-Net) or,
 *          if false, upsampled and compared with the full labels (NVIDIA)
 */
public record LossSpec(boolean batchDice, boolean background, double smooth, List<List<Integer>> regions, int ignore,
	List<Double> deepWeights, boolean downsampleLabels)
{

	public LossSpec {
		regions = regions.stream().map(List::copyOf).toList();
		deepWeights = List.copyOf(deepWeights);
	}

	/**
	 * NVIDIA's loss (recipe-nvidia.md section 5).
	 *
	 * @param heads 0 without deep supervision, else the number of extra heads, whose weights are 1/2, 1/4, ... over 2 -
	 *          2^-(heads + 1)
	 */
	public static LossSpec nvidia(final int heads) {
		final Double[] weights = new Double[heads + 1];
		final double normaliser = heads == 0 ? 1 : 1 / (2 - Math.pow(2, -(heads + 1)));
		for (int head = 0; head <= heads; head++)
			weights[head] = normaliser * Math.pow(0.5, head);
		return new LossSpec(true, false, 1e-6, List.of(), -1, List.of(weights), false);
	}

	/**
	 * nnU-Net v2's loss (recipe-nnunet.md 4).
	 *
	 * @param heads 0 without deep supervision, else the number of extra heads, whose weights are 1/2, 1/4, ..., that of
	 *          the coarsest 0, the sum of all 1
	 */
	public static LossSpec nnunet(final int heads) {
		final Double[] weights = new Double[heads + 1];
		double sum = 0;
		for (int head = 0; head <= heads; head++) {
			weights[head] = head > 0 && head == heads ? 0 : Math.pow(0.5, head);
			sum += weights[head];
		}
		for (int head = 0; head <= heads; head++)
			weights[head] /= sum;
		return new LossSpec(true, false, 1e-5, List.of(), -1, List.of(weights), true);
	}

	/** The same loss for other labels and with other options of Dice. */
	public LossSpec with(final boolean overBatch, final boolean ofBackground, final List<List<Integer>> outputs,
		final int ignored)
	{
		return new LossSpec(overBatch, ofBackground, smooth, outputs, ignored, deepWeights, downsampleLabels);
	}
}
