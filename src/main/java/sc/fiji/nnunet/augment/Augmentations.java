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

/** Lists of augmentations, in the order in which they are applied. */
public enum Augmentations {

		/** NVIDIA's augmentations (recipe-nvidia.md 3.3 and 3.4). */
		NVIDIA {

			@Override
			List<Augmentation> all(final boolean is2d, final int[] patchZyx) {
				return List.of(new Zoom(0.15, 0.7, !is2d), flips(is2d), new GaussianNoise(0.15, 0.3), GaussianBlur.uniform(0.15,
					0.5, 1.5), new BrightnessContrast(0.15, new double[] { 0.7, 1.3 }, new double[] { 0.65, 1.5 }));
			}
		},

		/** nnU-Net v2's rows 0 to 9 (recipe-nnunet.md 3). */
		NNUNET {

			@Override
			List<Augmentation> all(final boolean is2d, final int[] patchZyx) {
				final boolean depth = !is2d && !SpatialTransform.isFlat(patchZyx);
				return List.of(SpatialTransform.nnUNet(is2d, patchZyx), new GaussianNoise(0.1, 0.1), GaussianBlur.perChannel(
					0.2, 0.5, 0.5, 1), new Brightness(0.15, 0.75, 1.25), new Contrast(0.15, 0.75, 1.25), new LowResolution(0.25,
						0.5, 0.5, depth), new Gamma(0.1, true, 0.7, 1.5), new Gamma(0.3, false, 0.7, 1.5), flips(is2d));
			}
		},

		/**
		 * NVIDIA's augmentations, in 2D with right-angle rotations beside the mirroring: our choice for budgets in which a
		 * network sees each part of the data some dozens of times (docs/measurements.md).
		 */
		MODERATE {

			@Override
			List<Augmentation> all(final boolean is2d, final int[] patchZyx) {
				final List<Augmentation> list = new ArrayList<>(NVIDIA.all(is2d, patchZyx));
				if (is2d) list.add(new Transpose());
				return list;
			}
		},

		/**
		 * Mirroring (in 2D right-angle rotations too), small rotations and scalings, brightness and contrast: our choice
		 * for budgets in which a network sees few samples, namely what changes shape and appearance least.
		 */
		LIGHT {

			@Override
			List<Augmentation> all(final boolean is2d, final int[] patchZyx) {
				final boolean planar = is2d || SpatialTransform.isFlat(patchZyx);
				final List<Augmentation> list = new ArrayList<>();
				list.add(new SpatialTransform(0.2, 15, 0.2, 0.85, 1.2, planar));
				list.add(flips(is2d));
				if (is2d) list.add(new Transpose());
				list.add(new BrightnessContrast(0.15, new double[] { 0.85, 1.15 }, new double[] { 0.8, 1.25 }));
				return list;
			}
		};

	abstract List<Augmentation> all(boolean is2d, int[] patchZyx);

	/**
	 * The augmentations of a training run.
	 *
	 * @param is2d whether the samples are slices
	 * @param patchZyx patch size; 1, y, x in 2D
	 * @param mirrored whether mirroring and right-angle rotations are among them
	 * @param zeroed for each channel, whether it is finally set to 0 again outside of the mask within which it was
	 *          normalised; use the same for {@link #sources}
	 */
	public List<Augmentation> of(final boolean is2d, final int[] patchZyx, final boolean mirrored,
		final boolean[] zeroed)
	{
		final List<Augmentation> list = new ArrayList<>(all(is2d, patchZyx));
		if (!mirrored) list.removeIf(one -> one instanceof Flip || one instanceof Transpose);
		if (anyOf(zeroed)) list.add(new RezeroMask(zeroed));
		return List.copyOf(list);
	}

	/** The same with those of a cascade's previous stage (recipe-nnunet.md 3 rows 12 and 13). */
	public static List<Augmentation> cascade(final List<Augmentation> others) {
		final List<Augmentation> list = new ArrayList<>(others);
		list.add(new ChangedShapes(0.4, 0.5, 1, 8));
		list.add(new RemovedPart(0.2, 0.5, 0.15));
		return List.copyOf(list);
	}

	/** The cases as the augmentations need them: with their mask, if any channel is finally set to 0 outside of it. */
	public static List<PatchSource> sources(final List<? extends PatchSource> cases, final boolean[] zeroed) {
		if (!anyOf(zeroed)) return List.copyOf(cases);
		final List<PatchSource> sources = new ArrayList<>();
		for (final PatchSource source : cases)
			sources.add(new MaskedSource(source));
		return sources;
	}

	private static Augmentation flips(final boolean is2d) {
		return new Flip(!is2d, true, true);
	}

	private static boolean anyOf(final boolean... flags) {
		for (final boolean flag : flags)
			if (flag) return true;
		return false;
	}
}
