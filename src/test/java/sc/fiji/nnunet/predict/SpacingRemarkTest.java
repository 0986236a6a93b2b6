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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LengthUnit;

/** What users are told of images whose voxels have another size than those of a model. */
class SpacingRemarkTest {

	private static final double PIXEL = 3.25e-4;

	@Test
	void slicesOfRecipeNvidiaAreNotResampledAndTheRemarkSaysSo() {
		final Plan plan = plan(ToyNetwork.plan("nvidia", 2, 1, 6, 6), Recipe.NVIDIA, PIXEL);
		assertNull(SpacingRemark.of(slice(1.8 * PIXEL, LengthUnit.MICROMETRE), plan));
		final String coarse = SpacingRemark.of(slice(2 * PIXEL, LengthUnit.MICROMETRE), plan);
		assertTrue(coarse.startsWith("The image's voxels measure 0.65 µm along y, those of the model's images 0.325 µm. " +
			"This network does not resample images: objects look smaller to it"), coarse);
		assertFalse(coarse.contains("will be resampled"), coarse);
		final String fine = SpacingRemark.of(slice(0.5 * PIXEL, LengthUnit.MICROMETRE), plan);
		assertTrue(fine.contains("objects look larger to it"), fine);
	}

	@Test
	void anImageWithoutStatedSizeIsNotSaidToHaveOne() {
		final Plan plan = plan(ToyNetwork.plan("nvidia", 2, 1, 6, 6), Recipe.NVIDIA, PIXEL);
		final String text = SpacingRemark.of(slice(1, LengthUnit.PIXEL), plan);
		assertTrue(text.startsWith("The image states no size of its voxels, so that one counts as 1 mm along y; those of " +
			"the model's images measure 0.325 µm. This network does not resample images: objects may look larger or smaller"),
			text);
		final String resampled = SpacingRemark.of(slice(1, LengthUnit.PIXEL), plan(plan, Recipe.NNUNET, PIXEL));
		final String number = SpacingRemark.of(slice(0.65, LengthUnit.PIXEL), plan);
		assertTrue(number.startsWith("The image's voxels measure 0.65 mm along y"), "a number without a unit: " + number);
		assertTrue(resampled.contains("State it (in Fiji, Image > Properties...); the image will be resampled"), resampled);
	}

	/** The images of a model with voxels of size 1 may have been without any, as PNG is. */
	@Test
	void aModelOfImagesWithoutStatedSizeIsNotSaidToHaveLearnedMillimetres() {
		final Plan plan = ToyNetwork.plan("nvidia", 2, 1, 6, 6);
		assertNull(SpacingRemark.of(slice(1, LengthUnit.PIXEL), plan));
		final String text = SpacingRemark.of(slice(PIXEL, LengthUnit.MICROMETRE), plan);
		assertTrue(text.contains("those of the model's images 1000 µm, or had no stated size. This network does not " +
			"resample images: objects may look larger or smaller"), text);
	}

	@Test
	void whatIsResampledIsToldFromAFactorOfTenOn() {
		final Plan plan = plan(ToyNetwork.plan("nvidia", 2, 1, 6, 6), Recipe.NNUNET, PIXEL);
		assertNull(SpacingRemark.of(slice(9 * PIXEL, LengthUnit.MICROMETRE), plan));
		assertEquals("The image's voxels measure 3.9 µm along y, those of the model's images 0.325 µm. If the unit of the " +
			"image is wrong, correct it (in Fiji, Image > Properties...); the image will be resampled to the model's voxels.",
			SpacingRemark.of(slice(12 * PIXEL, LengthUnit.MICROMETRE), plan));
		final Plan volumes = plan(ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6), Recipe.NVIDIA, PIXEL);
		assertNull(SpacingRemark.of(Geometry.of(new long[] { 8, 8, 8 }, 3 * PIXEL, 3 * PIXEL, 3 * PIXEL), volumes));
	}

	private static Geometry slice(final double pixel, final LengthUnit unit) {
		return Geometry.of(new long[] { 8, 8, 1 }, pixel, pixel, 1).shownIn(unit);
	}

	private static Plan plan(final Plan plan, final Recipe recipe, final double spacing) {
		return new Plan(plan.format(), plan.dataset(), recipe, plan.configuration(), plan.channels(), plan.labels(), plan
			.transpose(), List.of(spacing, spacing, spacing), plan.medianShape(), plan.patch(), plan.batchSize(), plan
				.network(), plan.normalization(), plan.batchDice(), plan.previous(), plan.reasons());
	}
}
