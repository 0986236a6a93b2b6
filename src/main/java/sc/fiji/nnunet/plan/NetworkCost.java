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
package sc.fiji.nnunet.plan;

import java.util.List;

/**
 * The number of parameters and operations of a U-Net, counted from its shape.
 *
 * @param parameters trainable parameters, extra heads included
 * @param multiplyAdds multiply-adds of one forward pass over one patch
 * @param featureMaps elements of all feature maps of one patch (recipe-nnunet.md 1.7)
 */
public record NetworkCost(long parameters, double multiplyAdds, double featureMaps) {

	/** Counts the cost of a network on one patch. */
	public static NetworkCost of(final NetworkSpec network, final List<Integer> patch) {
		final Counter counter = new Counter(network, patch);
		counter.encoder();
		counter.decoder();
		final Topology topology = new Topology(network.kernels(), network.strides(), patch);
		return new NetworkCost(counter.parameters, counter.multiplyAdds, PatchPlanner.elements(topology, network.features(),
			network.encoderBlocks(), network.decoderBlocks(), network.blocks().residual(), network.outputs()));
	}

	/** Adds up the layers. */
	private static final class Counter {

		private final NetworkSpec network;
		private final double[] voxels;
		private long parameters;
		private double multiplyAdds;

		Counter(final NetworkSpec network, final List<Integer> patch) {
			this.network = network;
			voxels = new double[network.stages()];
			final int[] size = patch.stream().mapToInt(n -> n).toArray();
			for (int stage = 0; stage < voxels.length; stage++) {
				voxels[stage] = 1;
				for (int d = 0; d < size.length; d++) {
					size[d] = (size[d] + network.strides().get(stage).get(d) - 1) / network.strides().get(stage).get(d);
					voxels[stage] *= size[d];
				}
			}
		}

		void encoder() {
			int in = network.inputChannels();
			for (int stage = 0; stage < voxels.length; stage++) {
				final int out = network.features().get(stage);
				final long kernel = product(network.kernels().get(stage));
				if (network.blocks().residual() && stage == 0) {
					convolution(kernel, in, out, stage);
					in = out;
				}
				for (int block = 0; block < network.encoderBlocks().get(stage); block++) {
					convolution(kernel, in, out, stage);
					if (network.blocks().residual()) convolution(kernel, out, out, stage);
					if (network.blocks().residual() && in != out) shortcut(in, out, stage);
					in = out;
				}
			}
		}

		void decoder() {
			for (int stage = voxels.length - 2; stage >= 0; stage--) {
				final int below = network.features().get(stage + 1);
				final int width = network.features().get(stage);
				final long stride = product(network.strides().get(stage + 1));
				parameters += stride * below * width + width;
				multiplyAdds += (double) below * width * voxels[stage];
				final long kernel = product(network.kernels().get(
					network.blocks().decoderKernels() == NetworkSpec.DecoderKernels.BELOW ? stage + 1 : stage));
				int in = 2 * width;
				for (int block = 0; block < network.decoderBlocks().get(network.decoderBlocks().size() - 1 - stage); block++) {
					convolution(kernel, in, width, stage);
					in = width;
				}
				if (stage > 0 && stage <= network.deepSupervision()) convolutionWithBias(width, network.outputs(), stage);
			}
			convolutionWithBias(network.features().get(0), network.outputs(), 0);
		}

		private void convolution(final long kernel, final int in, final int out, final int stage) {
			parameters += kernel * in * out;
			if (network.norm() != NetworkSpec.Norm.NONE) parameters += 2L * out;
			if (network.blocks().convolutionBias()) parameters += out;
			multiplyAdds += (double) kernel * in * out * voxels[stage];
		}

		/** NB: the shortcut's 1x1 convolution has no bias. */
		private void shortcut(final int in, final int out, final int stage) {
			parameters += (long) in * out + 2L * out;
			multiplyAdds += (double) in * out * voxels[stage];
		}

		private void convolutionWithBias(final int in, final int out, final int stage) {
			parameters += (long) in * out + out;
			multiplyAdds += (double) in * out * voxels[stage];
		}

		private static long product(final List<Integer> numbers) {
			long product = 1;
			for (final int number : numbers)
				product *= number;
			return product;
		}
	}
}
