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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;


class AugmentationsTest {

	private static final int[] SOLID = { 8, 12, 10 };
	private static final int[] FLAT = { 1, 12, 10 };
	private static final boolean[] UNMASKED = { false };

	private static List<String> names(final List<Augmentation> list) {
		return list.stream().map(a -> a.getClass().getSimpleName()).toList();
	}

	@Test
	void listsKeepTheirOrder() {
		assertEquals(List.of("Zoom", "Flip", "GaussianNoise", "GaussianBlur", "BrightnessContrast"), names(
			Augmentations.NVIDIA.of(false, SOLID, true, UNMASKED)));
		assertEquals(List.of("SpatialTransform", "GaussianNoise", "GaussianBlur", "Brightness", "Contrast", "LowResolution",
			"Gamma", "Gamma", "Flip"), names(Augmentations.NNUNET.of(true, FLAT, true, UNMASKED)));
		assertEquals(List.of("SpatialTransform", "Flip", "BrightnessContrast"), names(Augmentations.LIGHT.of(false, SOLID,
			true, UNMASKED)));
		assertEquals(List.of("SpatialTransform", "Flip", "Transpose", "BrightnessContrast"), names(Augmentations.LIGHT.of(
			true, FLAT, true, UNMASKED)));
	}

	@Test
	void withoutMirroringThereIsNoFlipOrTranspose() {
		for (final Augmentations list : Augmentations.values())
			for (final String name : names(list.of(true, FLAT, false, UNMASKED)))
				assertTrue(!name.equals("Flip") && !name.equals("Transpose"), list + ": " + name);
	}

	@Test
	void channelsThatAreZeroOutsideOfAMaskAreFinallyZeroThere() {
		final boolean[] zeroed = { false, true };
		final MemorySource source = new MemorySource("case", 2, 8, 8, 8);
		for (final Augmentations augmentations : Augmentations.values()) {
			final List<String> list = names(augmentations.of(false, SOLID, true, zeroed));
			assertEquals("RezeroMask", list.get(list.size() - 1));
			assertTrue(!names(augmentations.of(false, SOLID, true, UNMASKED)).contains("RezeroMask"));
		}
		assertEquals(MaskedSource.class, Augmentations.sources(List.of(source), zeroed).get(0).getClass());
		assertEquals(source, Augmentations.sources(List.of(source), UNMASKED).get(0));
	}

	/**
	 * Properties of every list: equal draws give equal samples; values are finite; labels are known; slices stay slices.
	 */
	@ParameterizedTest
	@CsvSource({ "NVIDIA,false", "NVIDIA,true", "NNUNET,false", "NNUNET,true", "LIGHT,false", "LIGHT,true" })
	void everyListIsSound(final Augmentations augmentations, final boolean is2d) {
		final int[] patch = is2d ? FLAT : SOLID;
		final int[] block = is2d && augmentations == Augmentations.NVIDIA ? new int[] { 6, 12, 10 } : patch;
		final List<Augmentation> list = augmentations.of(is2d, patch, true, new boolean[2]);
		final MemorySource source = MemorySource.counting(1, 2, 9, 13, 14);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] /= source.image.length;
		final Sample first = new Sample(2, block);
		final Sample second = new Sample(2, block);
		for (int draw = 0; draw < 300; draw++) {
			for (final Sample sample : List.of(first, second)) {
				sample.place(source, 1, -1, 3);
				final Generator random = new Generator(1, 0, 0, draw);
				for (final Augmentation augmentation : list)
					augmentation.apply(sample, random);
			}
			for (int c = 0; c < 2; c++) {
				assertArrayEquals(first.image(c), second.image(c), "draw " + draw);
				for (final float value : first.image(c))
					assertTrue(Float.isFinite(value));
			}
			assertArrayEquals(first.labels(), second.labels());
			for (final byte label : first.labels())
				assertTrue(label == 0 || label == 2, "label " + label);
			assertTrue(!Arrays.equals(first.image(0), first.image(1)));
		}
	}

	@Test
	void generatorsOfNeighbouringSamplesAreUnrelated() {
		final int n = 4000;
		double product = 0;
		double sum = 0;
		for (int sample = 0; sample < n; sample++) {
			final double a = new Generator(1, 0, 0, sample).uniform(-1, 1);
			product += a * new Generator(1, 0, 1, sample).uniform(-1, 1) + a * new Generator(1, 0, 0, sample + 1).uniform(-1,
				1) + a * new Generator(2, 0, 0, sample).uniform(-1, 1);
			sum += a;
		}
		assertEquals(0, sum / n, 0.04);
		assertEquals(0, product / n, 0.04);
	}
}
