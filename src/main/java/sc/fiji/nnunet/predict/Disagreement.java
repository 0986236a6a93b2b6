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

/**
 * How much several networks differ in a voxel: the mean over the networks of the largest
 * difference that any output's probability has to the networks' mean probability. It is 0
 * where all agree and stays below 1.
 */
final class Disagreement {

	private Disagreement() {
		// static methods only
	}

	/**
	 * Averages logits and puts the disagreement behind them.
	 *
	 * @param logits networks × voxels × outputs
	 * @param softmax whether outputs are mutually exclusive; otherwise each is a sigmoid of its own
	 * @param result receives voxels × (outputs + 1)
	 */
	static void append(final float[][] logits, final int voxels, final int outputs, final boolean softmax,
		final float[] result)
	{
		final int networks = logits.length;
		final double[][] p = new double[networks][outputs];
		for (int v = 0; v < voxels; v++) {
			for (int n = 0; n < networks; n++)
				probabilities(logits[n], v * outputs, softmax, p[n]);
			final double[] largest = new double[networks];
			for (int o = 0; o < outputs; o++) {
				double mean = 0;
				double logit = 0;
				for (int n = 0; n < networks; n++) {
					mean += p[n][o] / networks;
					logit += logits[n][v * outputs + o];
				}
				for (int n = 0; n < networks; n++)
					largest[n] = Math.max(largest[n], Math.abs(p[n][o] - mean));
				result[v * (outputs + 1) + o] = (float) (logit / networks);
			}
			double sum = 0;
			for (final double difference : largest)
				sum += difference;
			result[v * (outputs + 1) + outputs] = (float) (sum / networks);
		}
	}

	private static void probabilities(final float[] logits, final int from, final boolean softmax, final double[] p) {
		if (!softmax) {
			for (int o = 0; o < p.length; o++)
				p[o] = 1 / (1 + Math.exp(-logits[from + o]));
			return;
		}
		double highest = Double.NEGATIVE_INFINITY;
		for (int o = 0; o < p.length; o++)
			highest = Math.max(highest, logits[from + o]);
		double sum = 0;
		for (int o = 0; o < p.length; o++)
			sum += p[o] = Math.exp(logits[from + o] - highest);
		for (int o = 0; o < p.length; o++)
			p[o] /= sum;
	}
}
