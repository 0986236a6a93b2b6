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

import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * How much memory a network needs, from its shape alone.
 * <p>
 * In training every convolution keeps its result and its activation until the way back,
 * and weights have a gradient and two moments. In prediction only the
 * skip connections and the layer at work are held. Measured resident memory lies within a quarter of it
 * (docs/engine.md).
 * </p>
 */
public final class MemoryEstimate {

	private static final long BYTES_PER_VALUE = Float.BYTES;
	/** What the library, the graph and the workspaces of the convolutions take. */
	private static final long BASE = 450L << 20;

	private MemoryEstimate() {}

	/**
	 * The bytes that an engine needs beside the JVM's heap.
	 *
	 * @param patch (z,) y, x
	 * @param samples the number of samples in a batch
	 * @param training whether a training step is run, or predictions only
	 */
	public static long bytes(final NetworkSpec spec, final int[] patch, final int samples, final boolean training) {
		final long weights = parameters(spec) * BYTES_PER_VALUE;
		final long values = training ? trainingValues(spec, patch) : predictionValues(spec, patch);
		return BASE + weights * (training ? 5 : 1) + values * samples * BYTES_PER_VALUE;
	}

	/** The largest number of samples whose training step fits, 0 if not even one does. */
	public static int largestBatch(final NetworkSpec spec, final int[] patch, final long bytes) {
		final long one = bytes(spec, patch, 1, true);
		final long two = bytes(spec, patch, 2, true);
		return one > bytes ? 0 : (int) Math.min(1 << 20, 1 + (bytes - one) / (two - one));
	}

	/** What is held at the end of the forward pass, and the gradients at the finest level. */
	private static long trainingValues(final NetworkSpec spec, final int[] patch) {
		long values = 0;
		for (int stage = 0; stage < spec.stages(); stage++) {
			final long map = voxels(spec, patch, stage) * spec.features().get(stage);
			final long perBlock = spec.residual() ? 5 : 2;
			values += map * perBlock * spec.encoderBlocks().get(stage);
			if (stage < spec.stages() - 1) values += map * (2L * spec.decoderBlocks().get(stage) + 3);
		}
		final long finest = voxels(spec, patch, 0);
		return values + finest * (6L * spec.features().get(0) + 8L * spec.outputs() + spec.inputChannels());
	}

	private static long predictionValues(final NetworkSpec spec, final int[] patch) {
		long skips = 0;
		for (int stage = 0; stage < spec.stages(); stage++)
			skips += voxels(spec, patch, stage) * spec.features().get(stage);
		final long finest = voxels(spec, patch, 0);
		return skips + finest * (5L * spec.features().get(0) + 2L * spec.outputs() + spec.inputChannels());
	}

	private static long voxels(final NetworkSpec spec, final int[] patch, final int stage) {
		long voxels = 1;
		for (int axis = 0; axis < patch.length; axis++) {
			int size = patch[axis];
			for (int i = 1; i <= stage; i++)
				size = -Math.floorDiv(-size, spec.strides().get(i).get(axis));
			voxels *= size;
		}
		return voxels;
	}

	/** The number of weights, without biases and norms. */
	private static long parameters(final NetworkSpec spec) {
		long count = 0;
		for (int stage = 0; stage < spec.stages(); stage++) {
			final long features = spec.features().get(stage);
			final long before = stage == 0 ? spec.inputChannels() : spec.features().get(stage - 1);
			final long kernel = volume(spec.kernels().get(stage));
			final long convolutions = (spec.residual() ? 2L : 1L) * spec.encoderBlocks().get(stage);
			count += kernel * features * (before + (convolutions - 1) * features);
			if (stage == spec.stages() - 1) continue;
			final long below = spec.features().get(stage + 1);
			final List<Integer> decoder = spec.kernels().get(spec.decoderKernels() == NetworkSpec.DecoderKernels.BELOW
				? stage + 1 : stage);
			count += volume(spec.strides().get(stage + 1)) * features * below;
			count += volume(decoder) * features * features * (spec.decoderBlocks().get(stage) + 1L);
		}
		return count;
	}

	private static long volume(final List<Integer> size) {
		long volume = 1;
		for (final int n : size)
			volume *= n;
		return volume;
	}

	/** What does not fit and what would, in a sentence or two for people. */
	public static String explain(final NetworkSpec spec, final int[] patch, final int samples, final boolean training,
		final long available)
	{
		final List<String> sizes = new ArrayList<>();
		for (final int n : patch)
			sizes.add(Integer.toString(n));
		final StringBuilder text = new StringBuilder(String.format(
			"%s with %d sample%s of %s and %s features needs about %.1f GB of memory, and there are about %.1f GB.", training
				? "A training step" : "A prediction", samples, samples == 1 ? "" : "s", String.join(" × ", sizes), spec
					.features(), bytes(spec, patch, samples, training) / 1e9, available / 1e9));
		final int fitting = training ? largestBatch(spec, patch, available) : 0;
		if (training && fitting > 0 && fitting < samples) text.append(" Set the batch size to " + fitting + ".");
		else text.append(" Choose a smaller patch or fewer features, or close other programs.");
		return text.toString();
	}
}
