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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;

import org.junit.jupiter.api.Test;

/** Windows, padding, crops and reordered axes. */
class WindowTest {

	private static final double[] SPACING = { 3, 2, 1 };

	@Test
	void paddingIsHalfInFrontRoundedDown() {
		// recipe-nvidia.md 2.8
		assertEquals(new Box(new int[] { -2, 0, -1 }, new int[] { 38, 60, 39 }), Box.padded(new int[] { 35, 60, 38 },
			new int[] { 40, 56, 40 }));
		// 2D: depth stays, the middle is cut out; start = (size - patch) div 2
		assertEquals(new Box(new int[] { 0, 2, -1 }, new int[] { 35, 58, 39 }), Box.slicesOf(new int[] { 35, 61, 38 },
			new int[] { 1, 56, 40 }));
	}

	@Test
	void outsideIsZero() {
		final Random random = new Random(1);
		final int[] size = { 3, 4, 5 };
		final Volume image = ResampleTest.random(size, SPACING, 1);
		final LabelMap labels = new LabelMap(image.geometry());
		for (int z = 0; z < 3; z++)
			for (int i = 0; i < 20; i++)
				labels.plane(z)[i] = (short) (1 + random.nextInt(9));
		for (int trial = 0; trial < 60; trial++) {
			final int[] start = new int[3];
			final int[] part = new int[3];
			for (int d = 0; d < 3; d++) {
				start[d] = random.nextInt(13) - 6;
				part[d] = 1 + random.nextInt(8);
			}
			final Box box = new Box(start, new int[] { start[0] + part[0], start[1] + part[1], start[2] + part[2] });
			final Volume window = image.window(box);
			final LabelMap marks = labels.window(box).copy(null);
			for (int z = 0; z < part[0]; z++)
				for (int y = 0; y < part[1]; y++)
					for (int x = 0; x < part[2]; x++) {
						final int a = z + start[0];
						final int b = y + start[1];
						final int c = x + start[2];
						final boolean inside = a >= 0 && a < 3 && b >= 0 && b < 4 && c >= 0 && c < 5;
						assertEquals(inside ? image.plane(0, a)[b * 5 + c] : 0, window.plane(0, z)[y * part[2] + x]);
						assertEquals(inside ? labels.plane(a)[b * 5 + c] : 0, marks.plane(z)[y * part[2] + x]);
					}
			// the first voxel keeps its position
			assertEquals(start[2] * 1.0, window.geometry().affine()[3], 1e-12);
			assertEquals(start[0] * 3.0, window.geometry().affine()[11], 1e-12);
		}
	}

	@Test
	void cropKeepsTheForeground() {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 4, 5, 6 }, SPACING), 2);
		image.plane(1, 2)[3 * 6 + 1] = 1;
		image.plane(0, 1)[2 * 6 + 4] = 2;
		image.plane(0, 3)[0] = -7;
		assertEquals(new Box(new int[] { 1, 2, 1 }, new int[] { 3, 4, 5 }), Crop.box(image, Crop.Foreground.POSITIVE));
		final Box all = Crop.box(image, Crop.Foreground.NON_ZERO);
		assertEquals(new Box(new int[] { 1, 0, 0 }, new int[] { 4, 4, 5 }), all);
		final Volume part = image.crop(all);
		assertEquals(-7, part.plane(0, 2)[0]);
		assertSame(image, image.crop(Box.whole(4, 5, 6)));
		assertArrayEquals(new int[3], Crop.box(new Volume(image.geometry(), 1), Crop.Foreground.NON_ZERO).end());
	}

	@Test
	void reorderingAxesCanBeUndone() {
		final Volume image = ResampleTest.random(new int[] { 2, 3, 4 }, SPACING, 2);
		for (final int[] order : new int[][] { { 0, 1, 2 }, { 1, 0, 2 }, { 2, 0, 1 }, { 2, 1, 0 }, { 1, 2, 0 } }) {
			final Volume turned = image.turn(order);
			assertArrayEquals(Transpose.apply(new int[] { 2, 3, 4 }, order), turned.size());
			assertArrayEquals(Transpose.apply(SPACING, order), turned.geometry().spacingZyx());
			final int[] at = { 1, 2, 3 };
			final int[] there = Transpose.apply(at, order);
			assertEquals(image.plane(0, 1)[2 * 4 + 3], turned.plane(0, there[0])[there[1] * turned.size()[2] + there[2]]);
			assertArrayEquals(Golden.flat(image), Golden.flat(turned.copy(null).turn(Transpose.inverse(order)).copy(null)));
		}
		assertArrayEquals(new int[] { 2, 0, 1 }, Transpose.toFront(2));
	}
}
