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
import java.util.Objects;

import com.google.gson.annotations.JsonAdapter;

/**
 * The complete shape of a U-Net: two networks built from equal specs have the same weights by name and size.
 * <p>
 * Kernels and strides are per stage, finest first, in the order z, y, x (or y, x in
 * 2D); the stride of a stage is applied at its entry, so that of stage 0 is all ones.
 * </p>
 *
 * @param dimensions 2 or 3
 * @param inputChannels channels of the input image
 * @param outputs channels of the output: classes with background, or regions
 * @param shape the stages
 * @param blocks what each stage is made of
 * @param deepSupervision the number of extra heads on coarser decoder stages, from the second finest on
 */
@JsonAdapter(NetworkSpecJson.class)
public record NetworkSpec(int dimensions, int inputChannels, int outputs, Shape shape, Blocks blocks,
	int deepSupervision)
{

	/**
	 * The stages of a U-Net, finest first.
	 *
	 * @param features feature maps per stage
	 * @param kernels kernel size per stage
	 * @param strides stride per stage
	 * @param encoderBlocks convolutions (or residual blocks) per encoder stage
	 * @param decoderBlocks convolutions per decoder stage, one entry fewer than stages
	 */
	public record Shape(List<Integer> features, List<List<Integer>> kernels, List<List<Integer>> strides,
		List<Integer> encoderBlocks, List<Integer> decoderBlocks)
	{

		public Shape {
			features = List.copyOf(features);
			kernels = kernels.stream().map(List::copyOf).toList();
			strides = strides.stream().map(List::copyOf).toList();
			encoderBlocks = List.copyOf(encoderBlocks);
			decoderBlocks = List.copyOf(decoderBlocks);
			if (kernels.size() != features.size() || strides.size() != features.size() || encoderBlocks
				.size() != features.size() || decoderBlocks.size() != features.size() - 1)
				throw new IllegalArgumentException("a U-Net of " + features.size() +
					" stages needs as many kernels, strides and encoder blocks, and one decoder block entry fewer");
		}
	}

	/**
	 * What the stages are made of.
	 *
	 * @param norm normalisation after each convolution
	 * @param normEpsilon what is added to the variance
	 * @param convolutionBias whether convolutions in front of a norm have a bias (nnU-Net v2: yes; NVIDIA: no)
	 * @param symmetricPadding whether a strided convolution pads both sides alike (PyTorch) or as TensorFlow's SAME
	 * @param residual whether encoder stages are made of residual blocks
	 * @param decoderKernels which stage's kernel a decoder stage uses
	 * @param negativeSlope slope of the leaky ReLU below zero
	 */
	public record Blocks(Norm norm, double normEpsilon, boolean convolutionBias, boolean symmetricPadding,
		boolean residual, DecoderKernels decoderKernels, double negativeSlope)
	{
	}

	/** Normalisation layers. */
	public enum Norm {
			INSTANCE, BATCH, GROUP, NONE
	}

	/** Which kernel the decoder stage that ends at encoder stage i uses. */
	public enum DecoderKernels {
			/** That of stage i + 1, as NVIDIA's nnU-Net does (recipe-nvidia.md Q32). */
			BELOW,
			/** That of stage i, as nnU-Net v2 does. */
			SKIP
	}

	public NetworkSpec {
		Objects.requireNonNull(shape, "shape");
		Objects.requireNonNull(blocks, "blocks");
	}

	/** Feature maps per stage. */
	public List<Integer> features() {
		return shape.features;
	}

	/** Kernel size per stage. */
	public List<List<Integer>> kernels() {
		return shape.kernels;
	}

	/** Stride per stage. */
	public List<List<Integer>> strides() {
		return shape.strides;
	}

	/** Convolutions (or residual blocks) per encoder stage. */
	public List<Integer> encoderBlocks() {
		return shape.encoderBlocks;
	}

	/** Convolutions per decoder stage. */
	public List<Integer> decoderBlocks() {
		return shape.decoderBlocks;
	}

	/** Normalisation after each convolution. */
	public Norm norm() {
		return blocks.norm;
	}

	/** The number of stages, the bottleneck included. */
	public int stages() {
		return shape.features.size();
	}

	/** The product of all strides per axis: inputs must be multiples of it. */
	public int[] totalStride() {
		final int[] total = new int[dimensions];
		for (int axis = 0; axis < dimensions; axis++) {
			total[axis] = 1;
			for (final List<Integer> stride : shape.strides)
				total[axis] *= stride.get(axis);
		}
		return total;
	}

	/** The same network with other feature widths. */
	public NetworkSpec withFeatures(final List<Integer> widths) {
		return new NetworkSpec(dimensions, inputChannels, outputs, new Shape(widths, shape.kernels, shape.strides,
			shape.encoderBlocks, shape.decoderBlocks), blocks, deepSupervision);
	}

	/** The same network with that width on the finest stage and the others in proportion. */
	public NetworkSpec scaledTo(final int finest) {
		if (finest == features().get(0)) return this;
		final double ratio = (double) finest / features().get(0);
		return withFeatures(features().stream().map(width -> (int) Math.max(1, Math.round(width * ratio))).toList());
	}

	/** The same network without the coarsest stages; two stages are always left. */
	public NetworkSpec withoutStages(final int count) {
		final int left = Math.max(Math.min(2, stages()), stages() - count);
		return new NetworkSpec(dimensions, inputChannels, outputs, new Shape(features().subList(0, left), shape.kernels
			.subList(0, left), shape.strides.subList(0, left), shape.encoderBlocks.subList(0, left), shape.decoderBlocks
				.subList(0, left - 1)), blocks, Math.max(0, Math.min(deepSupervision, left - 2)));
	}

	/** The same network with another number of extra heads. */
	public NetworkSpec withDeepSupervision(final int heads) {
		return new NetworkSpec(dimensions, inputChannels, outputs, shape, blocks, heads);
	}

	/** The same network with another normalisation layer. */
	public NetworkSpec withNorm(final Norm layer) {
		return withNorm(layer, layer == Norm.INSTANCE ? blocks.normEpsilon : 1e-3);
	}

	/** The same network with another normalisation layer. */
	public NetworkSpec withNorm(final Norm layer, final double epsilon) {
		return withBlocks(new Blocks(layer, epsilon, blocks.convolutionBias, blocks.symmetricPadding, blocks.residual,
			blocks.decoderKernels, blocks.negativeSlope));
	}

	/** The same network with another slope of the leaky ReLU below zero. */
	public NetworkSpec withNegativeSlope(final double slope) {
		return withBlocks(new Blocks(blocks.norm, blocks.normEpsilon, blocks.convolutionBias, blocks.symmetricPadding,
			blocks.residual, blocks.decoderKernels, slope));
	}

	private NetworkSpec withBlocks(final Blocks other) {
		return new NetworkSpec(dimensions, inputChannels, outputs, shape, other, deepSupervision);
	}

	/**
	 * NB: the groups are left out: checkpoints hold this text for comparison, and older ones were written without groups.
	 */
	@Override
	public String toString() {
		return "NetworkSpec[dimensions=" + dimensions + ", inputChannels=" + inputChannels + ", outputs=" + outputs +
			", " + inside(shape) + ", " + inside(blocks) + ", deepSupervision=" + deepSupervision + "]";
	}

	private static String inside(final Record group) {
		final String text = group.toString();
		return text.substring(text.indexOf('[') + 1, text.length() - 1);
	}
}
