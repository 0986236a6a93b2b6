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
import java.util.Optional;

import com.google.gson.annotations.JsonAdapter;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * The rules by which a case is prepared, a network is planned and an image is predicted: plain data.
 * <p>
 * What a recipe trains with is the {@code Regime} of the same name in the package {@code train}. Files hold the name
 * of a recipe, and of one that a model of nnU-Net needs {@linkplain #with otherwise} also what is different.
 * </p>
 *
 * @param name its name in options and files
 * @param sentence short description for menus and help texts
 * @param foreground what the crop keeps
 * @param normalizeFirst whether intensities are normalised before resampling (nnU-Net v2) or after (NVIDIA)
 * @param resampling kernels and anisotropy
 * @param resample2d whether 2D configurations are resampled in the plane
 * @param truncateShape whether a new size is truncated (NVIDIA, recipe-nvidia.md Q13) or rounded half to even
 * @param markOutside whether label 0 outside of the foreground mask becomes -1
 * @param stdFloor the smallest standard deviation that a z-score divides by
 * @param padToPatch whether training cases are stored padded to the patch (2D: cut to it)
 * @param planning how spacing, axes, configurations and normalisation are chosen
 * @param blocks what the network is made of
 * @param inference how an image is predicted
 */
@JsonAdapter(RecipeJson.class)
public record Recipe(String name, String sentence, Crop.Foreground foreground, boolean normalizeFirst,
	ResampleRule resampling, boolean resample2d, boolean truncateShape, boolean markOutside, double stdFloor,
	boolean padToPatch, Planning planning, Blocks blocks, Inference inference)
{

	/**
	 * How a dataset is planned.
	 *
	 * @param tasks the datasets whose patch, spacing and intensities are prescribed instead of planned
	 * @param architectures the families of networks to choose from
	 * @param spacing how the target spacing is chosen
	 * @param thickAxisFirst whether the axis with the thickest slices becomes z
	 * @param lowres whether there is a low-resolution configuration where the patch covers little of an image
	 * @param channels how channels are normalised
	 * @param batchDice whether the Dice loss sums over the batch in every configuration
	 */
	public record Planning(List<NvidiaTask> tasks, List<Architecture> architectures, TargetSpacing spacing,
		boolean thickAxisFirst, boolean lowres, ChannelRule channels, boolean batchDice)
	{

		/** The task whose folder has exactly this name. */
		public Optional<NvidiaTask> task(final String folder) {
			return tasks.stream().filter(task -> task.folder().equals(folder)).findFirst();
		}
	}

	/**
	 * What the network is made of; see {@link NetworkSpec}.
	 *
	 * @param normEpsilon what is added to the variance
	 * @param convolutionBias whether convolutions in front of a norm have a bias
	 * @param symmetricPadding whether a strided convolution pads both sides alike
	 * @param decoderKernels which stage's kernel a decoder stage uses
	 * @param mostHeads the largest number of extra heads with deep supervision
	 */
	public record Blocks(double normEpsilon, boolean convolutionBias, boolean symmetricPadding,
		NetworkSpec.DecoderKernels decoderKernels, int mostHeads)
	{

		/**
		 * Extra heads of a network with that many stages: one per decoder stage but the finest, up to {@code mostHeads}.
		 */
		public int heads(final int stages) {
			return Math.max(0, Math.min(mostHeads, stages - 2));
		}
	}

	/**
	 * How an image is predicted.
	 *
	 * @param windows where windows start
	 * @param weights how the voxels of a window are weighted where windows overlap
	 * @param restoring when planes along a thick axis are picked instead of interpolated as a prediction is resampled to
	 *          the original grid; its kernels do not count, since logits are interpolated linearly
	 * @param mirrors the axes of the network's grid (0 = z, 1 = y, 2 = x) along which windows may be mirrored
	 * @param axes how the axes of an image are read
	 * @param roundsRestored whether logits in half precision stay so when they are resampled
	 */
	public record Inference(WindowRule windows, WindowWeights weights, ResampleRule restoring, List<Integer> mirrors,
		ImageAxes axes, boolean roundsRestored)
	{

		/** All axes: z, y, x. */
		public static final List<Integer> ALL_AXES = List.of(0, 1, 2);

		public Inference {
			mirrors = List.copyOf(mirrors);
		}
	}

	/** NVIDIA's nnU-Net: recipe-nvidia.md sections 2, 4 and 7. NVIDIA has two extra heads (4.5). */
	public static final Recipe NVIDIA = new Recipe("nvidia", "NVIDIA's nnU-Net", Crop.Foreground.POSITIVE, false,
		ResampleRule.NVIDIA, false, true, false, 1e-7, true, new Planning(NvidiaTask.ALL, List.of(Architecture.PLAIN),
			TargetSpacing.NVIDIA, false, false, ChannelRule.AS_THE_FIRST, true), new Blocks(1e-3, false, false,
				NetworkSpec.DecoderKernels.BELOW, 2), new Inference(WindowRule.NVIDIA, WindowWeights.NVIDIA_GAUSSIAN,
				ResampleRule.NVIDIA.withAnisotropy(Double.POSITIVE_INFINITY), Inference.ALL_AXES, ImageAxes.STORED, true));

	/** nnU-Net v2: recipe-nnunet.md sections 1, 2 and 5. */
	public static final Recipe NNUNET = new Recipe("nnunet", "nnU-Net v2", Crop.Foreground.NON_ZERO, true,
		ResampleRule.NNUNET, true, false, true, 1e-8, false, new Planning(List.of(), List.of(Architecture.values()),
		TargetSpacing.NNUNET,
			true, true, ChannelRule.EACH, false), new Blocks(1e-5, true, true, NetworkSpec.DecoderKernels.SKIP,
				Integer.MAX_VALUE), new Inference(WindowRule.NNUNET, WindowWeights.NNUNET_GAUSSIAN,
				ResampleRule.NNUNET, Inference.ALL_AXES, ImageAxes.STORED, true));

	/** All recipes, the default first. */
	public static final List<Recipe> ALL = List.of(NVIDIA, NNUNET);

	/**
	 * The recipe of a name; case is ignored.
	 *
	 * @throws ProblemException if there is no such recipe
	 */
	public static Recipe named(final String name) throws ProblemException {
		for (final Recipe recipe : ALL)
			if (recipe.name.equalsIgnoreCase(name)) return recipe;
		throw new ProblemException(new Problem("recipe", "is '" + name + "'.", "Give " + String.join(" or ", names()) +
			"."));
	}

	/** The same recipe with other resampling and inference, as a trained model may need. */
	public Recipe with(final ResampleRule rule, final Inference other) {
		return new Recipe(name, sentence, foreground, normalizeFirst, rule, resample2d, truncateShape, markOutside,
			stdFloor, padToPatch, planning, blocks, other);
	}

	/** The names of all recipes, the default first. */
	public static List<String> names() {
		return ALL.stream().map(Recipe::name).toList();
	}

	/**
	 * The size of a grid after resampling: recipe-nvidia.md 2.5, recipe-nnunet.md 1.4.
	 *
	 * @param size old size, z, y, x
	 * @param spacing old spacing, z, y, x
	 * @param target new spacing, z, y, x
	 */
	public int[] newSize(final int[] size, final double[] spacing, final double[] target) {
		final int[] result = new int[size.length];
		for (int d = 0; d < size.length; d++) {
			final double exact = spacing[d] / target[d] * size[d];
			result[d] = Math.max(1, truncateShape ? (int) exact : (int) Math.rint(exact));
		}
		return result;
	}

	@Override
	public String toString() {
		return name;
	}
}
