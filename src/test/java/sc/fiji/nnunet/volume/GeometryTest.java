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
package sc.fiji.nnunet.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GeometryTest {

	@Test
	void howFarAnAffineIsOffIsSaidInVoxels() {
		final Geometry grid = Geometry.of(new long[] { 4, 4, 4 }, 2, 1, 4);
		final double[] affine = grid.affine();
		affine[7] += 0.5;
		final Geometry moved = new Geometry(grid.size(), grid.spacing(), affine, null);
		assertEquals("Its affine puts voxels up to 0.5 voxels from where that of the image c0.nii puts them.", moved.apart(
			grid, "the image c0.nii"));
	}

	@Test
	void sizesAreShownInTheImagesOwnUnit() {
		final Geometry stack = Geometry.of(new long[] { 9, 8, 3 }, 3.25e-4, 3.25e-4, 1e-3);
		assertEquals("9 x 8 x 3 voxels of 0.325 x 0.325 x 1 µm", stack.shownIn(LengthUnit.MICROMETRE).toString());
		assertEquals("0.000325 x 0.000325 x 0.001 mm", stack.voxelSize());
		assertEquals("0.325 x 0.325 µm", Geometry.of(new long[] { 9, 8, 1 }, (float) 3.25e-4, 3.25e-4, 1).shownIn(
			LengthUnit.MICROMETRE).voxelSize(), "a slice has no third size");
		assertEquals("0.65 x 0.65 mm", Geometry.of(new long[] { 9, 8, 1 }, 0.65, 0.65, 1).shownIn(LengthUnit.PIXEL)
			.voxelSize(), "without a unit numbers count as millimetres");
		assertEquals("1 x 1 px", Geometry.of(new long[] { 9, 8, 1 }, 1, 1, 1).shownIn(LengthUnit.PIXEL).voxelSize());
		assertEquals("1000 x 2.5 mm", LengthUnit.MILLIMETRE.text(1000, 2.5));
		assertEquals("NaN x Infinity", LengthUnit.MICROMETRE.numbers(Double.NaN, Double.POSITIVE_INFINITY));
	}

	@Test
	void aReadableUnitGivesNoTinyNumbers() {
		assertEquals(LengthUnit.MILLIMETRE, LengthUnit.readable(0.05));
		assertEquals(LengthUnit.MICROMETRE, LengthUnit.readable(0.049));
		assertEquals(LengthUnit.NANOMETRE, LengthUnit.readable(4e-6));
		assertEquals(LengthUnit.MILLIMETRE, LengthUnit.readable(0));
		assertEquals(LengthUnit.MILLIMETRE, LengthUnit.readable(Double.NaN));
	}
}
