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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.volume.Taps;

/** Tests the augmentations that move voxels. */
class GeometricTest {

	private static final int DRAWS = 4000;

	private final Fixture fixture = new Fixture();

	private static void share(final double probability, final int count) {
		assertEquals(probability, count / (double) DRAWS, 4 * Math.sqrt(probability * (1 - probability) / DRAWS));
	}

	/** A sample over a whole random case. */
	private static Sample random(final int channels, final int... size) {
		final Random random = new Random(4);
		final MemorySource source = new MemorySource("random", channels, size);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = (float) random.nextGaussian();
		for (int i = 0; i < source.labels.length; i++)
			source.labels[i] = (byte) random.nextInt(3);
		final Sample sample = new Sample(channels, size);
		sample.place(source, 0, 0, 0);
		return sample;
	}

	@Test
	void catmullRomInterpolationEqualsTheFixture() {
		// recipe-nvidia.md A.5, [0, 1, 4, 9, 16] to length 8; the row's other values must not matter
		final float[] to = new float[8];
		Taps.cubic(8, 2, 5).apply(new float[] { 99, -99, 0, 1, 4, 9, 16, 99 }, new int[] { 1, 1, 8 }, 2, to);
		assertArrayEquals(new float[] { -0.06189f, 0.26062f, 1.12891f, 2.84766f, 5.34766f, 8.62891f, 13.31433f,
			16.43323f }, to, 1e-5f);
	}

	@Test
	void nearestInterpolationEqualsTheFixture() {
		final int[] five = new int[8];
		for (int i = 0; i < 8; i++)
			five[i] = 1 + Taps.nearest(i, 5, 8);
		assertArrayEquals(new int[] { 1, 1, 2, 3, 3, 4, 5, 5 }, five);
		assertArrayEquals(new int[] { 0, 2, 4 }, new int[] { Taps.nearest(0, 5, 3), Taps.nearest(1, 5, 3), Taps.nearest(2,
			5, 3) });
	}

	@Test
	void zoomEqualsItsDefinition() {
		for (final boolean depth : new boolean[] { true, false }) {
			final Sample sample = random(2, 7, 10, 9);
			final float[][] images = { sample.image(0).clone(), sample.image(1).clone() };
			final byte[] labels = sample.labels().clone();
			new Zoom(1, 0.7, depth).zoom(sample, 0.75);
			// trunc(0.75 n) = 5, 7, 6; anchors 1, round(1.5) = 2, round(1.5) = 2
			final int[] part = { depth ? 5 : 7, 7, 6 };
			final int[] first = { depth ? 1 : 0, 2, 2 };
			for (int z = 0, i = 0; z < 7; z++)
				for (int y = 0; y < 10; y++)
					for (int x = 0; x < 9; x++, i++) {
						final int[] at = { z, y, x };
						for (int c = 0; c < 2; c++)
							assertEquals(cubic(images[c], at, part, first), sample.image(c)[i], 2e-5);
						final int[] near = new int[3];
						for (int d = 0; d < 3; d++)
							near[d] = first[d] + (int) Math.floor((at[d] + 0.5) * part[d] / new int[] { 7, 10, 9 }[d]);
						assertEquals(labels[(near[0] * 10 + near[1]) * 9 + near[2]], sample.labels()[i]);
					}
		}
	}

	/** Slow Catmull-Rom interpolation over 64 neighbours in a 7 x 10 x 9 image. */
	private static double cubic(final float[] image, final int[] at, final int[] part, final int[] first) {
		final int[] size = { 7, 10, 9 };
		double sum = 0;
		for (int k = 0; k < 64; k++) {
			final int[] tap = { k / 16 - 1, k / 4 % 4 - 1, k % 4 - 1 };
			double weight = 1;
			final int[] from = new int[3];
			for (int d = 0; d < 3; d++) {
				final double position = (at[d] + 0.5) * part[d] / size[d] - 0.5;
				final int neighbour = (int) Math.floor(position) + tap[d];
				from[d] = first[d] + Math.min(part[d] - 1, Math.max(0, neighbour));
				final double t = Math.abs(position - neighbour);
				weight *= t < 1 ? 1.5 * t * t * t - 2.5 * t * t + 1 : t < 2 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 0;
			}
			sum += weight * image[(from[0] * 10 + from[1]) * 9 + from[2]];
		}
		return sum;
	}

	@Test
	void zoomHasTheGivenProbabilityAndOneFactorForAllAxes() {
		// ramps along the axes: the slope of the ramp gives the part that was enlarged
		final int n = 40;
		final MemorySource source = new MemorySource("ramps", 3, n, n, n);
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++) {
					source.image[i++] = z;
					source.image[i++] = y;
					source.image[i++] = x;
				}
		final Sample sample = new Sample(3, n, n, n);
		final int middle = (20 * n + 20) * n + 20;
		int zoomed = 0;
		double smallest = 1;
		double largest = 0;
		final int draws = 400;
		for (int draw = 0; draw < draws; draw++) {
			sample.place(source, 0, 0, 0);
			new Zoom(0.15, 0.7, true).apply(sample, new Generator(8, draw));
			final double rise = sample.image(2)[middle + 1] - sample.image(2)[middle];
			assertEquals(rise, sample.image(1)[middle + n] - sample.image(1)[middle], 1e-4);
			assertEquals(rise, sample.image(0)[middle + n * n] - sample.image(0)[middle], 1e-4);
			assertTrue(rise <= 1 + 1e-4, "there is no zooming out");
			if (rise > 0.999) continue;
			zoomed++;
			smallest = Math.min(smallest, rise);
			largest = Math.max(largest, rise);
		}
		assertEquals(0.15, zoomed / (double) draws, 4 * Math.sqrt(0.15 * 0.85 / draws));
		assertTrue(smallest >= 0.7 - 1e-4 && smallest < 0.75, "smallest part " + smallest);
		assertTrue(largest > 0.95, "largest part " + largest);
	}

	@Test
	void flipsMirrorImageAndLabelsAlike() {
		final int[] seen = new int[8];
		for (int draw = 0; draw < DRAWS; draw++) {
			final Sample sample = random(2, 3, 4, 5);
			final float[] before = sample.image(1).clone();
			final byte[] labels = sample.labels().clone();
			new Flip(true, true, true).apply(sample, new Generator(6, draw));
			final int flips = which(before, labels, sample);
			seen[flips]++;
		}
		for (int flips = 0; flips < 8; flips++)
			share(0.125, seen[flips]);
	}

	/** Which of the eight mirror images a sample is: bit 2 for z, 1 for y, 0 for x. */
	private static int which(final float[] before, final byte[] labels, final Sample sample) {
		int found = -1;
		for (int flips = 0; flips < 8; flips++) {
			boolean same = true;
			for (int z = 0, i = 0; z < 3; z++)
				for (int y = 0; y < 4; y++)
					for (int x = 0; x < 5; x++, i++) {
						final int from = (((flips & 4) != 0 ? 2 - z : z) * 4 + ((flips & 2) != 0 ? 3 - y : y)) * 5 + ((flips &
							1) != 0 ? 4 - x : x);
						same &= sample.image(1)[i] == before[from] && sample.labels()[i] == labels[from];
					}
			if (!same) continue;
			assertEquals(-1, found, "random voxels have no symmetry");
			found = flips;
		}
		assertTrue(found >= 0, "image and labels must be one mirror image");
		return found;
	}

	@Test
	void flipsIn2dKeepTheSlices() {
		for (int draw = 0; draw < 100; draw++) {
			final Sample sample = random(2, 3, 4, 5);
			final float[] before = sample.image(1).clone();
			final byte[] labels = sample.labels().clone();
			new Flip(false, true, true).apply(sample, new Generator(6, draw));
			assertEquals(0, which(before, labels, sample) & 4);
		}
	}

	@Test
	void transposeExchangesAxesOfSquareSlices() {
		int exchanged = 0;
		for (int draw = 0; draw < DRAWS; draw++) {
			final Sample sample = random(2, 2, 3, 3);
			final float[] before = sample.image(1).clone();
			final byte[] labels = sample.labels().clone();
			new Transpose().apply(sample, new Generator(12, draw));
			final boolean done = before[1] != sample.image(1)[1];
			if (done) exchanged++;
			for (int i = 0; i < 18; i++) {
				final int from = done ? i / 9 * 9 + i % 3 * 3 + i / 3 % 3 : i;
				assertEquals(before[from], sample.image(1)[i]);
				assertEquals(labels[from], sample.labels()[i]);
			}
		}
		share(0.5, exchanged);
		final Sample oblong = random(1, 2, 3, 4);
		final float[] before = oblong.image(0).clone();
		for (int draw = 0; draw < 20; draw++) {
			new Transpose().apply(oblong, new Generator(12, draw));
			assertArrayEquals(before, oblong.image(0));
		}
	}

	@Test
	void spatialTransformEqualsSciPy() {
		for (final JsonElement element : fixture.json.getAsJsonArray("spatial")) {
			final JsonObject expected = element.getAsJsonObject();
			final Sample sample = new Sample(1, Fixture.ints(expected.get("size")));
			sample.place(fixture.source, Fixture.ints(expected.get("start")));
			new SpatialTransform(1, 30, 1, 0.7, 1.4, expected.get("planar").getAsBoolean()).transform(sample, Fixture.doubles(
				expected.get("angles")), expected.get("scale").getAsDouble());
			Fixture.same(Fixture.floats(expected.get("image")), sample.image(0), 5e-6);
			final int[] labels = Fixture.ints(expected.get("labels"));
			final float[] margin = Fixture.floats(expected.get("margin"));
			for (int i = 0; i < labels.length; i++)
				if (margin[i] > 1e-5) assertEquals(labels[i], sample.labels()[i], "label " + i);
		}
	}

	/**
	 * Compares many transformations, among them patches over every border and cases of one plane, with a slow version.
	 */
	@Test
	void transformsEqualASlowImplementation() {
		final Random random = new Random(9);
		for (int draw = 0; draw < 150; draw++) {
			final boolean planar = draw % 3 == 0;
			final int[] bounds = { draw % 7 == 0 ? 1 : 3 + random.nextInt(8), 2 + random.nextInt(9), 1 + random.nextInt(10) };
			final int[] size = { planar ? 1 + random.nextInt(4) : 5, 6, 7 };
			final MemorySource source = new MemorySource("case", 2, bounds);
			for (int i = 0; i < source.image.length; i++)
				source.image[i] = (float) random.nextGaussian();
			for (int i = 0; i < source.labels.length; i++)
				source.labels[i] = (byte) random.nextInt(3);
			final int[] start = new int[3];
			for (int d = 0; d < 3; d++)
				start[d] = random.nextInt(bounds[d] + 3) - 1 - size[d] / 2;
			final double[] angles = { random.nextDouble() * 6 - 3, planar ? 0 : random.nextDouble() - 0.5, planar ? 0 : random
				.nextDouble() - 0.5 };
			if (draw % 5 == 0) Arrays.fill(angles, 0);
			final double scale = 0.7 + 0.7 * random.nextDouble();
			final Sample sample = new Sample(2, size);
			sample.place(source, start);
			// nothing of an earlier block must remain
			for (int c = 0; c < 2; c++)
				Arrays.fill(sample.image(c), 99);
			Arrays.fill(sample.labels(), (byte) 2);
			sample.place(source, start);
			new SpatialTransform(1, 30, 1, 0.7, 1.4, planar).transform(sample, angles, scale);
			for (int i = 0; i < sample.voxels(); i++) {
				final double[] at = { i / 42, i / 7 % 6, i % 7 };
				for (int d = 0; d < 3; d++)
					at[d] -= 0.5 * (size[d] - 1);
				final double[] scaled = { planar ? at[0] : scale * at[0], scale * at[1], scale * at[2] };
				final double[] from = turn(turn(turn(scaled, 0, angles[0]), 1, angles[1]), 2, angles[2]);
				for (int d = 0; d < 3; d++)
					from[d] += start[d] + 0.5 * (size[d] - 1);
				compare(source, from, sample, i, "draw " + draw + " voxel " + i);
			}
		}
	}

	private static double[] turn(final double[] v, final int axis, final double angle) {
		final int a = axis == 0 ? 1 : 0;
		final int b = axis == 2 ? 1 : 2;
		final double[] turned = v.clone();
		turned[a] = Math.cos(angle) * v[a] - Math.sin(angle) * v[b];
		turned[b] = Math.sin(angle) * v[a] + Math.cos(angle) * v[b];
		return turned;
	}

	private static void compare(final MemorySource source, final double[] at, final Sample sample, final int i,
		final String what)
	{
		final int[] bounds = source.size();
		final double[] sums = new double[2];
		final double[] votes = new double[3];
		for (int k = 0; k < 8; k++) {
			double weight = 1;
			int index = 0;
			boolean inside = true;
			for (int d = 0; d < 3; d++) {
				final int voxel = (int) Math.floor(at[d]) + (k >> d & 1);
				weight *= 1 - Math.abs(at[d] - voxel);
				inside &= voxel >= 0 && voxel < bounds[d];
				index = index * bounds[d] + voxel;
			}
			votes[inside ? source.labels[index] : 0] += weight;
			for (int c = 0; inside && c < 2; c++)
				sums[c] += weight * source.image[2 * index + c];
		}
		for (int c = 0; c < 2; c++)
			assertEquals(sums[c], sample.image(c)[i], 1e-5, what);
		final double most = Math.max(votes[0], Math.max(votes[1], votes[2]));
		assertTrue(votes[sample.labels()[i]] > most - 1e-5, what);
	}

	@Test
	void theIdentityChangesNothing() {
		final Sample expected = random(2, 6, 7, 8);
		final Sample sample = random(2, 6, 7, 8);
		for (final boolean planar : new boolean[] { true, false }) {
			final SpatialTransform transform = new SpatialTransform(1, 30, 1, 0.7, 1.4, planar);
			sample.place(sample.source(), 0, 0, 0);
			transform.transform(sample, new double[3], 1);
			for (int c = 0; c < 2; c++)
				Fixture.same(expected.image(c), sample.image(c), 1e-5);
			assertArrayEquals(expected.labels(), sample.labels());
		}
	}

	@Test
	void aRotationByARightAngleIsExact() {
		final Sample expected = random(2, 6, 8, 8);
		final Sample sample = random(2, 6, 8, 8);
		new SpatialTransform(1, 180, 0, 1, 1, true).transform(sample, new double[] { Math.PI / 2, 0, 0 }, 1);
		for (int z = 0, i = 0; z < 6; z++)
			for (int y = 0; y < 8; y++)
				for (int x = 0; x < 8; x++, i++) {
					// y, x = (0 -1; 1 0) (y - 3.5, x - 3.5) + 3.5
					final int from = (z * 8 + 7 - x) * 8 + y;
					assertEquals(expected.image(1)[from], sample.image(1)[i], 1e-5);
					assertEquals(expected.labels()[from], sample.labels()[i]);
				}
	}

	@Test
	void rotationAndScalingAreIndependentAndReadOnlyIfDrawn() {
		int untouched = 0;
		final MemorySource source = new MemorySource("case", 1, 8, 8, 8);
		Arrays.fill(source.image, 1);
		source.image[0] = 2;
		source.image[17] = 3;
		source.image[200] = 5;
		final Sample sample = new Sample(1, 8, 8, 8);
		for (int draw = 0; draw < DRAWS; draw++) {
			sample.place(source, 0, 0, 0);
			SpatialTransform.nnUNet(false, 40, 56, 40).apply(sample, new Generator(2, draw));
			if (Arrays.equals(source.image, sample.image(0))) untouched++;
		}
		share(0.64, untouched);
	}

	@Test
	void anglesAndFactorsStayInTheirRanges() {
		// planes of a ramp along x: the slopes along x and y after the transformation give angle and factor
		final int n = 40;
		final MemorySource source = new MemorySource("ramp", 1, 3, n, n);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = i % n;
		final Sample sample = new Sample(1, 1, 6, 6);
		final double[] angle = { 0, 0 };
		final double[] factor = { 1, 1 };
		for (int draw = 0; draw < 2000; draw++) {
			sample.place(source, 1, 17, 17);
			SpatialTransform.nnUNet(true, 1, 50, 30).apply(sample, new Generator(3, draw));
			final double along = sample.image(0)[1] - sample.image(0)[0];
			final double across = sample.image(0)[6] - sample.image(0)[0];
			final double degrees = Math.toDegrees(Math.atan2(across, along));
			final double scale = Math.hypot(along, across);
			angle[0] = Math.min(angle[0], degrees);
			angle[1] = Math.max(angle[1], degrees);
			factor[0] = Math.min(factor[0], scale);
			factor[1] = Math.max(factor[1], scale);
		}
		assertArrayEquals(new double[] { -15, 15 }, angle, 0.5, "an oblong slice turns 15 degrees at most");
		assertArrayEquals(new double[] { 0.7, 1.4 }, factor, 0.02);
	}

	@Test
	void flatPatchesAreRotatedWithinTheirPlanes() {
		assertTrue(SpatialTransform.isFlat(16, 320, 320));
		assertFalse(SpatialTransform.isFlat(20, 60, 60), "3 times is not more than 3 times");
		final MemorySource source = new MemorySource("planes", 1, 4, 40, 40);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = i / 1600;
		final Sample sample = new Sample(1, 4, 16, 16);
		for (int draw = 0; draw < 50; draw++) {
			sample.place(source, 0, 12, 12);
			new SpatialTransform(1, 180, 1, 0.7, 1.4, true).apply(sample, new Generator(4, draw));
			for (int z = 0; z < 4; z++)
				assertEquals(z, sample.image(0)[z * 256 + 100], 1e-5);
		}
	}

	@Test
	void theTransformReadsBeyondThePatch() {
		final MemorySource source = new MemorySource("case", 1, 20, 20, 20);
		Arrays.fill(source.image, 1);
		final Sample sample = new Sample(1, 8, 8, 8);
		sample.place(source, 6, 6, 6);
		new SpatialTransform(1, 30, 1, 0.7, 1.4, false).transform(sample, new double[] { 0.5, 0.4, 0.3 }, 1.4);
		for (final float value : sample.image(0))
			assertEquals(1, value, 1e-5, "no corner may be cut off inside of the case");
	}

	@Test
	void voxelsOutsideOfTheMaskAreZeroAfterATransform() {
		final MemorySource source = new MemorySource("masked", 2, 1, 4, 4);
		for (int i = 0; i < 16; i++) {
			final boolean inside = i % 4 >= 2;
			source.image[2 * i] = inside ? 1 + i : 0;
			source.image[2 * i + 1] = -1;
			source.labels[i] = i == 3 ? 2 : i == 0 ? 1 : inside ? 0 : MaskedSource.OUTSIDE;
		}
		final boolean[] masked = { true, false };
		final Sample sample = new Sample(2, 1, 4, 6);
		// two columns of the patch are outside of the case
		sample.place(new MaskedSource(source), 0, 0, -2);
		assertEquals(MaskedSource.OUTSIDE, sample.labels()[0]);
		assertEquals(MaskedSource.OUTSIDE, sample.labels()[3]);
		assertEquals(1, sample.labels()[2]);
		new BrightnessContrast(1, new double[] { 1, 1 }, new double[] { 0.5, 0.5 }).apply(sample, new Generator(1));
		new RezeroMask(masked).apply(sample, new Generator(1));
		assertArrayEquals(new byte[] { 0, 0, 1, 0, 0, 2 }, Arrays.copyOf(sample.labels(), 6));
		final float[] first = Arrays.copyOf(sample.image(0), 6);
		assertArrayEquals(new float[] { 0, 0, 0.25f, 0, 1.75f, 2.25f }, first, 1e-5f);
		assertEquals(0.25f, sample.image(1)[0], 1e-5, "the other channel keeps what it has outside");
	}
}
