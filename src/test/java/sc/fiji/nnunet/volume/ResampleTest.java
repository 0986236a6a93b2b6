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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class ResampleTest {

	private static final double[] ONE = { 1, 1, 1 };

	/** An image resized along all axes with one kernel. */
	private static float[] plain(final Volume image, final int[] size, final Kernel kernel) {
		return Golden.flat(Resample.image(image, size, ONE, ResampleRule.NNUNET.with(kernel), null));
	}

	@Test
	void oneDimensionMatchesNvidiasFixtures() {
		// recipe-nvidia.md A.5; before clipping, so the line gets a neighbour of a wide range that prevents clipping
		final float[] line = { 0, 1, 4, 9, 16 };
		assertLine(line, Kernel.CATMULL_ROM, -0.06189, 0.26062, 1.12891, 2.84766, 5.34766, 8.62891, 13.31433, 16.43323);
		assertLine(line, Kernel.B_SPLINE, -0.03504, 0.22775, 1.13024, 2.89042, 5.22846, 8.56504, 13.408, 16.48799);
		assertLine(line, Kernel.LINEAR, 0, 0.4375, 1.1875, 3.0625, 5.5625, 8.6875, 12.9375, 16);
		assertLine(new float[] { 1, 2, 3, 4, 5 }, Kernel.NEAREST, 1, 1, 2, 3, 3, 4, 5, 5);
		assertLine(new float[] { 1, 2, 3, 4, 5 }, Kernel.NEAREST, 1, 3, 5);
		assertLine(new float[] { 1, 2 }, Kernel.NEAREST, 1, 1, 1, 2, 2, 2);
		for (int o = 0; o < 8; o++)
			assertEquals(new int[] { 0, 0, 1, 2, 2, 3, 4, 4 }[o], Taps.nearest(o, 5, 8));
	}

	private static void assertLine(final float[] line, final Kernel kernel, final double... expected) {
		final float[] result = new float[expected.length];
		final AxisResize axis = new AxisResize(line.length, expected.length, kernel);
		final double[] buffer = new double[axis.bufferSize(1)];
		axis.loadLine(buffer, 1, 0, line, 0);
		axis.prepare(buffer, 1);
		axis.storeLine(buffer, 1, 0, result, 0, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], result[i], 2e-5, kernel + " at " + i);
	}

	@Test
	void cubicResultsAreClippedToTheInput() {
		final Volume image = volume(new int[] { 1, 1, 5 }, 0, 1, 4, 9, 16);
		for (final Kernel kernel : new Kernel[] { Kernel.CATMULL_ROM, Kernel.B_SPLINE }) {
			final float[] result = plain(image, new int[] { 1, 1, 8 }, kernel);
			assertEquals(0, result[0]);
			assertEquals(16, result[7]);
		}
	}

	@Test
	void splinesMatchSciPy() throws IOException {
		final JsonArray rows = Golden.index("resample").getAsJsonArray();
		int compared = 0;
		for (final JsonElement element : rows) {
			final JsonObject row = element.getAsJsonObject();
			if (row.has("recipe")) continue;
			final Golden expected = Golden.read("resample", row.get("out").getAsString());
			final Volume image = Golden.read("resample", row.get("in").getAsString()).volume(ONE);
			final Kernel kernel = row.get("order").getAsInt() == 3 ? Kernel.B_SPLINE : Kernel.LINEAR;
			// NB: SciPy did not clip, our code always does
			final float[] range = Normalize.range(image, 0);
			final float[] result = plain(image, expected.shape(), kernel);
			for (int i = 0; i < result.length; i++)
				assertEquals(Math.max(range[0], Math.min(range[1], expected.values()[i])), result[i], row.get("tolerance")
					.getAsDouble());
			compared++;
		}
		assertEquals(8, compared);
	}

	@Test
	void theNnunetRuleMatchesNnunet() throws IOException {
		int compared = 0;
		for (final JsonElement element : Golden.index("resample").getAsJsonArray()) {
			final JsonObject row = element.getAsJsonObject();
			if (!row.has("recipe")) continue;
			final double[] from = numbers(row.get("spacing"));
			final double[] to = numbers(row.get("new_spacing"));
			final Golden expected = Golden.read("resample", row.get("out").getAsString());
			final Volume image = Golden.read("resample", row.get("in").getAsString()).volume(from);
			assertArrayEquals(expected.values(), Golden.flat(Resample.image(image, expected.shape(), to,
				ResampleRule.NNUNET, null)), (float) row.get("tolerance").getAsDouble());
			final LabelMap labels = Golden.read("resample", row.get("label_in").getAsString()).labels(from);
			final short[] result = Golden.flat(Resample.labels(labels, expected.shape(), to, ResampleRule.NNUNET, null));
			final float[] wanted = Golden.read("resample", row.get("label_out").getAsString()).values();
			final float[] tie = Golden.read("resample", row.get("label_tie").getAsString().split(" ")[0]).values();
			for (int i = 0; i < result.length; i++)
				if (tie[i] == 0) assertEquals(wanted[i], result[i], row.get("in") + " voxel " + i);
			compared++;
		}
		assertEquals(3, compared);
	}

	@Test
	void anisotropyRulesDifferAtTheLimit() {
		// recipe-nvidia.md 2.5: >= 3, z always; recipe-nnunet.md 2.2: > 3, the coarsest axis, none if two tie
		final double[] three = { 3, 1, 1 };
		assertEquals(0, ResampleRule.NVIDIA.separateAxis(three, ONE));
		assertEquals(-1, ResampleRule.NNUNET.separateAxis(three, ONE));
		assertEquals(-1, ResampleRule.NVIDIA.separateAxis(new double[] { 2.99, 1, 1 }, ONE));
		assertEquals(0, ResampleRule.NVIDIA.separateAxis(ONE, new double[] { 1, 1, 3 }));
		assertEquals(2, ResampleRule.NNUNET.separateAxis(ONE, new double[] { 1, 1, 3.1 }));
		assertEquals(1, ResampleRule.NNUNET.separateAxis(new double[] { 1, 4, 1 }, new double[] { 4, 1, 1 }));
		assertEquals(-1, ResampleRule.NNUNET.separateAxis(new double[] { 4, 4, 1 }, ONE));
	}

	@Test
	void aThickAxisOtherThanZIsTreatedAsZWouldBe() {
		final Volume image = random(new int[] { 9, 4, 11 }, new double[] { 1, 5, 1 }, 3);
		final int[] order = { 1, 0, 2 };
		final Volume turned = image.turn(order).copy(null);
		final float[] expected = Golden.flat(Resample.image(turned, new int[] { 7, 12, 14 }, new double[] {
			3, .75, .8 }, ResampleRule.NNUNET, null).turn(order));
		assertArrayEquals(expected, Golden.flat(Resample.image(image, new int[] { 12, 7, 14 }, new double[] { .75, 3, .8 },
			ResampleRule.NNUNET, null)));
	}

	@Test
	void nvidiaUsesCatmullRomIfTheWidthIsUnchanged() {
		// recipe-nvidia.md 2.6
		final Volume image = random(new int[] { 6, 7, 5 }, ONE, 4);
		final int[] size = { 9, 10, 5 };
		final double[] spacing = { .7, .7, 1 };
		final float[] nvidia = Golden.flat(Resample.image(image, size, spacing, ResampleRule.NVIDIA, null));
		assertArrayEquals(plain(image, size, Kernel.CATMULL_ROM), nvidia);
		final float[] spline = Golden.flat(Resample.image(image, size, spacing, ResampleRule.NNUNET, null));
		assertArrayEquals(plain(image, size, Kernel.B_SPLINE), spline);
		assertTrue(distance(nvidia, spline) > 0.01);
	}

	@Test
	void separableEqualsTheDirectSum() {
		final int[] from = { 5, 6, 7 };
		final Volume image = random(from, ONE, 5);
		for (final int[] to : new int[][] { { 8, 9, 10 }, { 3, 4, 5 }, { 8, 4, 7 }, { 5, 6, 13 }, { 2, 6, 7 }, { 1, 1,
			1 } })
			for (final Kernel kernel : Kernel.values()) {
				if (kernel == Kernel.B_SPLINE) continue;
				final float[] fast = plain(image, to, kernel);
				final float[] range = Normalize.range(image, 0);
				int at = 0;
				for (int z = 0; z < to[0]; z++)
					for (int y = 0; y < to[1]; y++)
						for (int x = 0; x < to[2]; x++) {
							final double direct = Math.max(range[0], Math.min(range[1], direct(image, from, to, kernel, z, y, x)));
							assertEquals(direct, fast[at++], 1e-5, kernel + " " + z + " " + y + " " + x);
						}
			}
	}

	private static double direct(final Volume image, final int[] from, final int[] to, final Kernel kernel, final int z,
		final int y, final int x)
	{
		final int[] at = { z, y, x };
		final double[][] weights = new double[3][4];
		final int[] first = new int[3];
		for (int d = 0; d < 3; d++) {
			final double source = (at[d] + 0.5) * from[d] / to[d] - 0.5;
			first[d] = (int) Math.floor(source) - 1;
			kernel.weights(source - Math.floor(source), weights[d], 0);
		}
		double sum = 0;
		for (int i = 0; i < 64; i++) {
			final int[] voxel = new int[3];
			final int[] tap = { i / 16, i / 4 % 4, i % 4 };
			double weight = 1;
			for (int d = 0; d < 3; d++) {
				voxel[d] = Math.max(0, Math.min(from[d] - 1, first[d] + tap[d]));
				weight *= weights[d][tap[d]];
			}
			sum += weight * image.plane(0, voxel[0])[voxel[1] * from[2] + voxel[2]];
		}
		return sum;
	}

	@Test
	void labelsEqualTheDirectRule() {
		final Random random = new Random(6);
		for (int trial = 0; trial < 20; trial++) {
			final int[] from = { 2 + random.nextInt(6), 2 + random.nextInt(6), 2 + random.nextInt(6) };
			final int[] to = { 1 + random.nextInt(11), 1 + random.nextInt(11), 1 + random.nextInt(11) };
			final LabelMap labels = new LabelMap(Geometry.ofZyx(from, ONE));
			for (int z = 0; z < from[0]; z++)
				for (int i = 0; i < from[1] * from[2]; i++)
					labels.plane(z)[i] = (short) (random.nextInt(3) * (random.nextBoolean() ? 1 : 0));
			final short[] half = Golden.flat(Resample.labels(labels, to, ONE, ResampleRule.NVIDIA, null));
			final short[] most = Golden.flat(Resample.labels(labels, to, ONE, ResampleRule.NNUNET, null));
			int at = 0;
			for (int z = 0; z < to[0]; z++)
				for (int y = 0; y < to[1]; y++)
					for (int x = 0; x < to[2]; x++, at++) {
						final double[] shares = new double[3];
						for (int label = 0; label < 3; label++)
							shares[label] = direct(mask(labels, label), from, to, Kernel.LINEAR, z, y, x);
						assertLabel(shares, half[at], most[at]);
					}
		}
	}

	private static void assertLabel(final double[] shares, final int half, final int most) {
		int wantedHalf = 0;
		int wantedMost = 0;
		for (int label = 1; label < 3; label++) {
			if (Math.abs(shares[label] - 0.5) < 1e-9) return;
			if (shares[label] >= 0.5) wantedHalf = label;
			if (shares[label] > shares[wantedMost]) wantedMost = label;
		}
		assertEquals(wantedHalf, half);
		for (int label = 0; label < 3; label++)
			if (label != wantedMost && Math.abs(shares[label] - shares[wantedMost]) < 1e-9) return;
		assertEquals(wantedMost, most);
	}

	private static Volume mask(final LabelMap labels, final int label) {
		final Volume mask = new Volume(labels.geometry(), 1);
		for (int z = 0; z < labels.size()[0]; z++)
			for (int i = 0; i < labels.plane(z).length; i++)
				mask.plane(0, z)[i] = labels.plane(z)[i] == label ? 1 : 0;
		return mask;
	}

	@Test
	void laterLabelsOverwriteEarlierOnes() {
		// a voxel that is half 1 and half 2 becomes 2; one that is half 0 and half 2 as well (recipe-nvidia.md 2.5)
		final LabelMap labels = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, 4 }, ONE));
		System.arraycopy(new short[] { 1, 2, 0, 2 }, 0, labels.plane(0), 0, 4);
		assertArrayEquals(new short[] { 2, 2 }, Golden.flat(Resample.labels(labels, new int[] { 1, 1, 2 }, new double[] { 1,
			1, 2 }, ResampleRule.NVIDIA, null)));
	}

	@Test
	void nnunetTakesTheLargestShareEvenBelowOneHalf() {
		// each of the four voxels has a quarter of the single new one
		assertArrayEquals(new short[] { 3 }, single(ResampleRule.NNUNET, 1, 2, 3, 3));
		assertArrayEquals(new short[] { 4 }, single(ResampleRule.NNUNET, 1, 2, 3, 4));
		assertArrayEquals(new short[] { 0 }, single(ResampleRule.NVIDIA, 1, 2, 3, 4));
	}

	private static short[] single(final ResampleRule rule, final int... four) {
		final LabelMap labels = new LabelMap(Geometry.ofZyx(new int[] { 1, 2, 2 }, ONE));
		for (int i = 0; i < 4; i++)
			labels.plane(0)[i] = (short) four[i];
		return Golden.flat(Resample.labels(labels, new int[] { 1, 1, 1 }, new double[] { 1, 2, 2 }, rule, null));
	}

	@Test
	void threadsDoNotChangeTheResult() {
		final ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			final Volume image = random(new int[] { 13, 70, 90 }, new double[] { 2, 1, 1 }, 7);
			final int[] size = { 20, 81, 77 };
			final double[] spacing = { 1.3, .86, 1.17 };
			assertArrayEquals(Golden.flat(Resample.image(image, size, spacing, ResampleRule.NVIDIA, null)), Golden.flat(
				Resample.image(image, size, spacing, ResampleRule.NVIDIA, executor)));
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void takingThePlanesGivesTheSame() {
		final int[][] sizes = { { 9, 9, 9 }, { 5, 8, 9 }, { 7, 12, 9 }, { 4, 4, 4 }, { 12, 8, 6 }, { 7, 8, 6 }, { 7, 8,
			9 } };
		for (final int[] size : sizes)
			for (final double thickness : new double[] { 1, 4 }) {
				final double[] spacing = { thickness, 1, 1 };
				final Volume whole = random(new int[] { 9, 10, 11 }, spacing, 8);
				final Box box = new Box(new int[] { 1, 2, 2 }, new int[] { 8, 10, 11 });
				final Volume part = whole.crop(box);
				final float[] expected = Golden.flat(Resample.image(part, size, spacing, ResampleRule.NVIDIA, null));
				final float[] before = Golden.flat(part);
				assertArrayEquals(expected, Golden.flat(Resample.image(part, size, spacing, ResampleRule.NVIDIA, null)));
				assertArrayEquals(before, Golden.flat(part), "the image stays");
				final Volume taken = whole.take(box);
				assertArrayEquals(before, Golden.flat(taken));
				assertEquals(part.geometry(), taken.geometry());
				assertArrayEquals(expected, Golden.flat(Resample.take(taken, size, spacing, ResampleRule.NVIDIA, null)));
				assertEquals(0, whole.plane(0, 4).length, "the memory is given back");
			}
		final LabelMap labels = new LabelMap(Geometry.ofZyx(new int[] { 3, 4, 5 }, ONE));
		labels.plane(1)[2 * 5 + 3] = 7;
		final LabelMap taken = labels.take(new Box(new int[] { 1, 1, 2 }, new int[] { 3, 4, 5 }));
		assertArrayEquals(new short[] { 0, 0, 0, 0, 7, 0, 0, 0, 0 }, taken.plane(0));
	}

	/** Voxels of a result are changed in place, those of the image must not be. */
	@Test
	void eachPlaneHasAnArrayOfItsOwn() {
		for (final int[] size : new int[][] { { 8, 7, 7 }, { 7, 7, 5 }, { 8, 5, 5 }, { 2, 7, 7 }, { 2, 5, 5 } })
			for (final double thickness : new double[] { 1, 5 }) {
				final Volume image = random(new int[] { 2, 5, 5 }, new double[] { thickness, 1, 1 }, 9);
				final double[] spacing = { 2 * thickness / size[0], 5.0 / size[1], 5.0 / size[2] };
				final Volume result = Resample.image(image, size, spacing, ResampleRule.NVIDIA, null);
				final Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
				for (int z = 0; z < 2; z++)
					arrays.add(image.plane(0, z));
				for (int z = 0; z < size[0]; z++)
					arrays.add(result.plane(0, z));
				assertEquals(2 + size[0], arrays.size(), Arrays.toString(size) + " " + thickness);
			}
	}

	private static double distance(final float[] a, final float[] b) {
		double worst = 0;
		for (int i = 0; i < a.length; i++)
			worst = Math.max(worst, Math.abs(a[i] - b[i]));
		return worst;
	}

	private static double[] numbers(final JsonElement list) {
		final double[] numbers = new double[list.getAsJsonArray().size()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = list.getAsJsonArray().get(i).getAsDouble();
		return numbers;
	}

	private static Volume volume(final int[] size, final float... voxels) {
		final Volume volume = new Volume(Geometry.ofZyx(size, ONE), 1);
		System.arraycopy(voxels, 0, volume.plane(0, 0), 0, voxels.length);
		return volume;
	}

	static Volume random(final int[] size, final double[] spacing, final long seed) {
		final Random random = new Random(seed);
		final Volume volume = new Volume(Geometry.ofZyx(size, spacing), 1);
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				volume.plane(0, z)[i] = (float) random.nextGaussian();
		return volume;
	}
}
