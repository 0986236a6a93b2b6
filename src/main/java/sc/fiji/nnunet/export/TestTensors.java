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
package sc.fiji.nnunet.export;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;

/**
 * An image and the probabilities that a model gives for it, by which other programs test that they compute the same.
 * The image is made up, so that it shows nobody's data; the channels of a cascade hold labels that are made up, too.
 *
 * @param size (z,) y, x
 * @param image channels × voxels, as it would be read from a file with the model's spacing; normalised where the package
 *          cannot state how
 * @param probabilities outputs × voxels
 */
record TestTensors(int[] size, float[] image, float[] probabilities) {

	private static final int BLOBS = 12;

	/** An image as large as the patch, rounded up to what the network accepts. */
	static TestTensors of(final TrainedModel model, final Engine engine) {
		final Plan plan = model.plan();
		final int[] stride = model.network().totalStride();
		final int[] size = new int[stride.length];
		for (int axis = 0; axis < size.length; axis++)
			size[axis] = -Math.floorDiv(-plan.patch().get(axis), stride[axis]) * stride[axis];
		final int voxels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
		final int channels = model.network().inputChannels();
		final float[] image = new float[channels * voxels];
		final float[] normal = new float[image.length];
		final boolean[] labelled = new boolean[voxels];
		final boolean stated = Preprocessing.isStated(plan);
		for (int channel = 0; channel < channels; channel++) {
			final float[] one = pattern(size, channel);
			if (channel < plan.normalization().size()) {
				final Normalization rule = plan.normalization().get(channel);
				for (int i = 0; i < voxels; i++)
					one[i] = raw(rule, one[i]);
				if (stated) System.arraycopy(one, 0, image, channel * voxels, voxels);
				normalize(rule, plan.recipe().stdFloor(), one);
			}
			else label(one, labelled);
			// NB: programs test that the steps that are stated lead to the test output
			if (!stated) System.arraycopy(one, 0, image, channel * voxels, voxels);
			for (int i = 0; i < voxels; i++)
				normal[i * channels + channel] = one[i];
		}
		return new TestTensors(size, image, probabilities(model, engine, normal, size));
	}

	/** Bright and dark blobs in noise; mean near 0 and standard deviation near 1. */
	private static float[] pattern(final int[] size, final int channel) {
		final Random random = new Random(channel + 1L);
		final float[][] blobs = new float[BLOBS][size.length + 2];
		for (final float[] blob : blobs)
			for (int i = 0; i < blob.length; i++)
				blob[i] = random.nextFloat();
		final int voxels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
		final float[] pattern = new float[voxels];
		for (int i = 0; i < voxels; i++) {
			double value = 0.3 * random.nextGaussian();
			for (final float[] blob : blobs) {
				double distance = 0;
				int rest = i;
				for (int axis = size.length - 1; axis >= 0; axis--) {
					final double d = (double) (rest % size[axis]) / size[axis] - blob[axis];
					distance += d * d;
					rest /= size[axis];
				}
				final double width = 0.05 + 0.15 * blob[size.length];
				value += (blob[size.length + 1] < 0.4 ? -2 : 2) * Math.exp(-distance / (2 * width * width));
			}
			pattern[i] = (float) value;
		}
		return pattern;
	}

	/** A plausible intensity before the normalisation. */
	private static float raw(final Normalization rule, final float value) {
		return switch (rule.scheme()) {
			case CT -> (float) (rule.mean() + rule.std() * value);
			case RGB_0_1 -> Math.max(0, Math.min(255, Math.round(128 + 40 * value)));
			case NONE -> value;
			default -> 200 + 40 * value;
		};
	}

	/** Turns a pattern into a label of a previous stage, 1 in its bright blobs, else 0; a voxel has at most one label. */
	private static void label(final float[] pattern, final boolean[] labelled) {
		for (int i = 0; i < pattern.length; i++) {
			final boolean here = pattern[i] > 1 && !labelled[i];
			labelled[i] |= here;
			pattern[i] = here ? 1 : 0;
		}
	}

	private static void normalize(final Normalization rule, final double floor, final float[] values) {
		double sum = 0;
		double squares = 0;
		double least = Double.POSITIVE_INFINITY;
		double most = Double.NEGATIVE_INFINITY;
		for (final float value : values) {
			sum += value;
			squares += (double) value * value;
			least = Math.min(least, value);
			most = Math.max(most, value);
		}
		final double mean = sum / values.length;
		final double std = Math.max(floor, Math.sqrt(Math.max(0, squares / values.length - mean * mean)));
		for (int i = 0; i < values.length; i++)
			values[i] = (float) switch (rule.scheme()) {
				case CT -> (Math.min(rule.clipMax(), Math.max(rule.clipMin(), values[i])) - rule.mean()) / rule.std();
				case Z_SCORE -> (values[i] - mean) / std;
				case RESCALE_0_1 -> (values[i] - least) / Math.max(1e-8, most - least);
				case RGB_0_1 -> values[i] / 255.0;
				case NONE -> values[i];
			};
	}

	/** Outputs × voxels. */
	private static float[] probabilities(final TrainedModel model, final Engine engine, final float[] image,
		final int[] size)
	{
		final NetworkSpec spec = model.network();
		final int outputs = spec.outputs();
		final int voxels = image.length / spec.inputChannels();
		final double[] logits = new double[voxels * outputs];
		final float[] one = new float[logits.length];
		try (Network network = engine.network(spec, 0)) {
			for (final Map<String, float[]> fold : model.folds()) {
				network.assign(fold);
				network.predict(image, 1, size, one);
				for (int i = 0; i < logits.length; i++)
					logits[i] += one[i] / model.folds().size();
			}
		}
		final float[] result = new float[logits.length];
		for (int voxel = 0; voxel < voxels; voxel++) {
			double sum = 0;
			double most = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < outputs; c++)
				most = Math.max(most, logits[voxel * outputs + c]);
			for (int c = 0; c < outputs; c++)
				sum += Math.exp(logits[voxel * outputs + c] - most);
			for (int c = 0; c < outputs; c++) {
				final double logit = logits[voxel * outputs + c];
				result[c * voxels + voxel] = (float) (model.isSoftmax() ? Math.exp(logit - most) / sum : 1 / (1 +
					Math.exp(
					-logit)));
			}
		}
		return result;
	}
}
