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
package sc.fiji.nnunet.predict;

import java.util.Arrays;

import sc.fiji.nnunet.dataset.Labels;

/**
 * Turns a network's outputs into label values and probabilities.
 * <p>
 * Classes: the highest logit wins, the first of equal ones. Regions: each region whose
 * sigmoid is above one half is painted, later over earlier (recipe-nnunet.md 2.4).
 * </p>
 */
public final class Decision {

	private final Labels labels;

	/** @param labels the classes or regions that the network's outputs stand for */
	public Decision(final Labels labels) {
		this.labels = labels;
	}

	/**
	 * The label values of a plane.
	 *
	 * @param logits outputs × voxels; outputs beyond those of the labels are ignored
	 * @param result receives a label per voxel
	 */
	public void labels(final float[][] logits, final short[] result) {
		labels(logits, result, 0, result.length);
	}

	/** The same for some of the voxels. */
	void labels(final float[][] logits, final short[] result, final int from, final int to) {
		decide(logits, result, from, to, 0);
	}

	/**
	 * The label values of a plane of probabilities.
	 *
	 * @param probabilities outputs × voxels
	 * @param result receives a label per voxel
	 */
	public void labelsOfProbabilities(final float[][] probabilities, final short[] result) {
		decide(probabilities, result, 0, result.length, 0.5f);
	}

	private void decide(final float[][] values, final short[] result, final int from, final int to,
		final float threshold)
	{
		Arrays.fill(result, from, to, (short) 0);
		final int outputs = labels.outputs();
		if (labels.regions().isEmpty()) {
			final float[] best = Arrays.copyOfRange(values[0], from, to);
			for (int output = 1; output < outputs; output++) {
				final float[] plane = values[output];
				for (int i = from; i < to; i++)
					if (plane[i] > best[i - from]) {
						best[i - from] = plane[i];
						result[i] = (short) output;
					}
			}
			return;
		}
		for (int output = 0; output < outputs; output++) {
			final short paint = (short) labels.regions().get(output).paint();
			for (int i = from; i < to; i++)
				if (values[output][i] > threshold) result[i] = paint;
		}
	}

	/** Turns a plane of logits (outputs × voxels) into probabilities in place: softmax, or sigmoids for regions. */
	public void probabilities(final float[][] logits) {
		final int outputs = labels.outputs();
		final int voxels = logits[0].length;
		if (!labels.regions().isEmpty()) {
			for (int output = 0; output < outputs; output++)
				for (int i = 0; i < voxels; i++)
					logits[output][i] = (float) (1 / (1 + Math.exp(-logits[output][i])));
			return;
		}
		for (int i = 0; i < voxels; i++) {
			float highest = Float.NEGATIVE_INFINITY;
			for (int output = 0; output < outputs; output++)
				highest = Math.max(highest, logits[output][i]);
			float sum = 0;
			for (int output = 0; output < outputs; output++)
				sum += logits[output][i] = (float) Math.exp(logits[output][i] - highest);
			for (int output = 0; output < outputs; output++)
				logits[output][i] /= sum;
		}
	}
}
