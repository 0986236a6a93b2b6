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
package sc.fiji.nnunet.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * The recipes' lists of augmentations, in the order in which they are applied.
 */
public final class Augmentations {

	/** How much training samples are varied. */
	public enum Strength {
			/** Not at all. */
			NONE,
			/** Mirror images only. */
			FLIPS,
			/** Mirror images (in 2D right angles too), small turns and scalings, brightness and contrast: for short trainings. */
			LIGHT,
			/** What the recipe says. */
			FULL
	}

	private Augmentations() {
		// only functions
	}

	/**
	 * The augmentations of a recipe.
	 *
	 * @param recipe {@code nvidia} or {@code nnunet}; any other is an error
	 * @param is2d whether the samples are slices
	 * @param patchZyx patch size; 1, y, x in 2D
	 * @param masked for each channel whether it was normalised within a mask; use the same for {@link #sources}
	 * @param strength how much
	 * @param mirrored whether mirror images, and right-angle turns, are among them
	 */
	public static List<Augmentation> of(final String recipe, final boolean is2d, final int[] patchZyx,
		final boolean[] masked, final Strength strength, final boolean mirrored)
	{
		final List<Augmentation> list = new ArrayList<>();
		if (strength == Strength.FULL) list.addAll(isNnUNet(recipe) ? nnUNet(is2d, patchZyx) : nvidia(is2d));
		if (strength == Strength.LIGHT) list.addAll(light(is2d, patchZyx));
		if (strength == Strength.FLIPS) list.add(flips(is2d));
		if (!mirrored) list.removeIf(one -> one instanceof Flip || one instanceof Transpose);
		if (isNnUNet(recipe) && anyOf(masked)) list.add(new RezeroMask(masked));
		return List.copyOf(list);
	}

	/** The cases as a recipe's augmentations need them: with their mask, if recipe nnunet normalised any channel within one. */
	public static List<PatchSource> sources(final String recipe, final List<? extends PatchSource> cases,
		final boolean[] masked)
	{
		if (!isNnUNet(recipe) || !anyOf(masked)) return List.copyOf(cases);
		final List<PatchSource> sources = new ArrayList<>();
		for (final PatchSource source : cases)
			sources.add(new MaskedSource(source));
		return sources;
	}

	/** NVIDIA's (recipe-nvidia.md 3.3 and 3.4). */
	public static List<Augmentation> nvidia(final boolean is2d) {
		return List.of(new Zoom(0.15, 0.7, !is2d), flips(is2d), new GaussianNoise(0.15, 0.3), GaussianBlur.uniform(0.15,
			0.5, 1.5), new BrightnessContrast(0.15, new double[] { 0.7, 1.3 }, new double[] { 0.65, 1.5 }));
	}

	/** nnU-Net v2's rows 0 to 9 (recipe-nnunet.md 3). */
	public static List<Augmentation> nnUNet(final boolean is2d, final int... patchZyx) {
		final boolean depth = !is2d && !SpatialTransform.isFlat(patchZyx);
		final List<Augmentation> list = new ArrayList<>();
		list.add(SpatialTransform.nnUNet(is2d, patchZyx));
		list.add(new GaussianNoise(0.1, 0.1));
		list.add(GaussianBlur.perChannel(0.2, 0.5, 0.5, 1));
		list.add(new Brightness(0.15, 0.75, 1.25));
		list.add(new Contrast(0.15, 0.75, 1.25));
		list.add(new LowResolution(0.25, 0.5, 0.5, depth));
		list.add(new Gamma(0.1, true, 0.7, 1.5));
		list.add(new Gamma(0.3, false, 0.7, 1.5));
		list.add(flips(is2d));
		return List.copyOf(list);
	}

	/** Our choice for budgets in which a network sees few samples: what changes shape and looks least. */
	private static List<Augmentation> light(final boolean is2d, final int[] patchZyx) {
		final boolean planar = is2d || SpatialTransform.isFlat(patchZyx);
		final List<Augmentation> list = new ArrayList<>();
		list.add(new SpatialTransform(0.2, 15, 0.2, 0.85, 1.2, planar));
		list.add(flips(is2d));
		if (is2d) list.add(new Transpose());
		list.add(new BrightnessContrast(0.15, new double[] { 0.85, 1.15 }, new double[] { 0.8, 1.25 }));
		return list;
	}

	private static Augmentation flips(final boolean is2d) {
		return new Flip(!is2d, true, true);
	}

	private static boolean isNnUNet(final String recipe) {
		if ("nnunet".equals(recipe)) return true;
		if ("nvidia".equals(recipe)) return false;
		throw new IllegalArgumentException("there are augmentations for the recipes nvidia and nnunet, not for '" + recipe +
			"'");
	}

	private static boolean anyOf(final boolean... flags) {
		for (final boolean flag : flags)
			if (flag) return true;
		return false;
	}
}
