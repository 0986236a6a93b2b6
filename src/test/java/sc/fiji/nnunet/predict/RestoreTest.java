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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.Labels.Region;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Taps;
import sc.fiji.nnunet.volume.Volume;

class RestoreTest {

	private static final int[] PLAIN = { 0, 1, 2 };

	private static Geometry geometry(final int... size) {
		return Geometry.ofZyx(size, new double[] { 1, 1, 1 });
	}

	private static float[][][] random(final int outputs, final int... size) {
		final Random random = new Random(3);
		final float[][][] values = new float[outputs][size[0]][size[1] * size[2]];
		for (final float[][] output : values)
			for (final float[] plane : output)
				for (int i = 0; i < plane.length; i++)
					plane[i] = (float) random.nextGaussian();
		return values;
	}

	private static void feed(final float[][][] values, final PlaneConsumer consumer) throws IOException {
		for (int z = 0; z < values[0].length; z++) {
			final float[][] plane = new float[values.length][];
			for (int o = 0; o < values.length; o++)
				plane[o] = values[o][z].clone();
			consumer.plane(z, plane);
		}
	}

	/** scipy: map_coordinates, order 1, mode nearest, of (i + 0.5) * from / to - 0.5, the slow way. */
	private static double slow(final float[][] stack, final int[] from, final int[] to, final int separate, final int z,
		final int y, final int x)
	{
		final int[] target = { z, y, x };
		final double[] source = new double[3];
		for (int d = 0; d < 3; d++) {
			source[d] = Math.max(0, Math.min(from[d] - 1, (target[d] + 0.5) * from[d] / to[d] - 0.5));
			if (d == separate) source[d] = Math.min(from[d] - 1, Math.floor(source[d] + 0.5));
		}
		double sum = 0;
		for (int corner = 0; corner < 8; corner++) {
			double weight = 1;
			final int[] at = new int[3];
			for (int d = 0; d < 3; d++) {
				final int low = (int) Math.floor(source[d]);
				final boolean upper = (corner >> d & 1) == 1;
				at[d] = Math.min(from[d] - 1, low + (upper ? 1 : 0));
				weight *= upper ? source[d] - low : 1 - source[d] + low;
			}
			sum += weight * stack[at[0]][at[1] * from[2] + at[2]];
		}
		return sum;
	}

	/** NB: large planes are decided in parts, by several threads. */
	@Test
	void largePlanesGetTheHighestOutputEverywhere() throws IOException {
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			final float[][][] values = random(3, 2, 131, 151);
			final Restore restore = new Restore(Placement.identity(geometry(2, 131, 151)), 3, executor);
			final LabelMap labels = restore.labels(Labels.of("background", "a", "b"));
			feed(values, restore);
			for (int z = 0; z < 2; z++)
				for (int i = 0; i < 131 * 151; i++) {
					final float highest = Math.max(values[0][z][i], Math.max(values[1][z][i], values[2][z][i]));
					assertEquals(highest, values[labels.plane(z)[i]][z][i], "voxel " + i);
				}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void resizingEqualsASlowImplementation() throws IOException {
		resizing(null);
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			resizing(executor);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void resizing(final ExecutorService executor) throws IOException {
		final int[][] sizes = { { 5, 6, 7 }, { 1, 1, 1 }, { 9, 4, 11 }, { 3, 12, 5 }, { 5, 13, 7 }, { 20, 6, 7 }, { 2, 2,
			2 } };
		for (final int[] from : sizes)
			for (final int[] to : sizes)
				for (int separate = -1; separate < 3; separate++) {
					final float[][][] values = random(2, from);
					final Placement placement = new Placement(geometry(to), PLAIN, Box.whole(to), from, separate);
					final Restore restore = new Restore(placement, 2, executor);
					final Volume result = restore.values(0, 2);
					feed(values, restore);
					for (int z = 0; z < to[0]; z++)
						for (int y = 0; y < to[1]; y++)
							for (int x = 0; x < to[2]; x++)
								for (int o = 0; o < 2; o++)
									assertEquals(slow(values[o], from, to, separate, z, y, x), result.plane(o, z)[y * to[2] + x],
										1e-5);
				}
	}

	/** recipe-nvidia.md A.5. */
	@Test
	void linearAndNearestVectors() {
		final float[] to = new float[8];
		Taps.of(Kernel.LINEAR, 5, 8).apply(new float[] { 0, 1, 4, 9, 16 }, new int[] { 1, 1, 5 }, 2, to);
		assertArrayEquals(new float[] { 0, 0.4375f, 1.1875f, 3.0625f, 5.5625f, 8.6875f, 12.9375f, 16 }, to, 1e-6f);
		assertArrayEquals(new float[] { 0, 0, 1, 2, 2, 3, 4, 4 }, nearest(5, 8));
		assertArrayEquals(new float[] { 0, 2, 4 }, nearest(5, 3));
		assertArrayEquals(new float[] { 0, 0, 0, 1, 1, 1 }, nearest(2, 6));
	}

	private static float[] nearest(final int in, final int out) {
		final float[] from = new float[in], to = new float[out];
		for (int i = 0; i < in; i++)
			from[i] = i;
		Taps.of(Kernel.NEAREST, in, out).apply(from, new int[] { 1, 1, in }, 2, to);
		return to;
	}

	/** recipe-nvidia.md Q8: first to the size of the box, then into the image. */
	@Test
	void theBoxIsFilledAndTheRestIsBackground() throws IOException {
		final Geometry original = geometry(6, 7, 8);
		final Box crop = new Box(new int[] { 1, 2, 3 }, new int[] { 5, 6, 7 });
		final Restore restore = new Restore(new Placement(original, PLAIN, crop, new int[] { 2, 2, 2 }, -1), 2);
		final LabelMap labels = restore.labels(Labels.of("background", "thing"));
		final float[][][] values = new float[2][2][4];
		for (final float[] plane : values[1])
			Arrays.fill(plane, 1);
		feed(values, restore);
		assertSame(original, labels.geometry());
		for (int z = 0; z < 6; z++)
			for (int y = 0; y < 7; y++)
				for (int x = 0; x < 8; x++) {
					final boolean in = z >= 1 && z < 5 && y >= 2 && y < 6 && x >= 3 && x < 7;
					assertEquals(in ? 1 : 0, labels.plane(z)[y * 8 + x]);
				}
	}

	/** All six orders of the axes: each voxel's value is its position in the original image. */
	@Test
	void axesAreTransposedBack() throws IOException {
		final int[][] orders = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
		final int[] size = { 3, 4, 5 };
		for (final int[] order : orders) {
			final int[] start = new int[3];
			final int[] end = new int[3];
			for (int d = 0; d < 3; d++) {
				start[d] = new int[] { 1, 0, 2 }[order[d]];
				end[d] = new int[] { 3, 3, 5 }[order[d]];
			}
			final Box crop = new Box(start, end);
			final int[] grid = crop.size();
			final float[][][] values = new float[2][grid[0]][grid[1] * grid[2]];
			final int[] at = new int[3];
			for (int a = 0; a < grid[0]; a++)
				for (int b = 0; b < grid[1]; b++)
					for (int c = 0; c < grid[2]; c++) {
						at[order[0]] = start[0] + a;
						at[order[1]] = start[1] + b;
						at[order[2]] = start[2] + c;
						values[1][a][b * grid[2] + c] = 100 * at[0] + 10 * at[1] + at[2];
					}
			final Restore restore = new Restore(new Placement(geometry(size), order, crop, grid, -1), 2);
			final Volume result = restore.values(1, 1);
			final LabelMap labels = restore.labels(Labels.of("background", "thing"));
			try (Probabilities probabilities = restore.probabilities(Labels.of("background", "thing"))) {
				feed(values, restore);
				final Volume p = probabilities.volume();
				for (int z = 0; z < 3; z++)
					for (int y = 0; y < 4; y++)
						for (int x = 0; x < 5; x++) {
							final boolean in = z >= 1 && y < 3 && x >= 2;
							assertEquals(in ? 100 * z + 10 * y + x : 0, result.plane(0, z)[y * 5 + x]);
							assertEquals(in ? 1 : 0, labels.plane(z)[y * 5 + x]);
							assertEquals(in ? 1 : 0, p.plane(1, z)[y * 5 + x], 1e-3);
							assertEquals(1, p.plane(0, z)[y * 5 + x] + p.plane(1, z)[y * 5 + x], 1e-6);
						}
			}
		}
	}

	@Test
	void theHighestLogitWinsAndTheFirstOfEqualOnes() {
		final short[] result = new short[4];
		new Decision(Labels.of("background", "a", "b")).labels(new float[][] { { 0, 1, 2, 5 }, { 0, 3, 2, 6 }, { 0, 3, 7,
			4 } }, result);
		assertArrayEquals(new short[] { 0, 1, 2, 1 }, result);
	}

	/** recipe-nnunet.md 2.4: sigmoid above one half, later regions over earlier. */
	@Test
	void regionsArePaintedInOrder() {
		final Labels labels = new Labels(List.of("background", "edema", "core"), List.of(new Region("whole", List.of(1, 2),
			1), new Region("core", List.of(2), 2)), -1);
		final short[] result = new short[4];
		new Decision(labels).labels(new float[][] { { -1, 1, 1, -1 }, { -1, -1, 1, 0.1f } }, result);
		assertArrayEquals(new short[] { 0, 1, 2, 2 }, result);
		new Decision(labels).labelsOfProbabilities(new float[][] { { 0.5f, 0.6f, 0.6f, 0.4f }, { 0.4f, 0.5f, 0.6f,
			0.6f } }, result);
		assertArrayEquals(new short[] { 0, 1, 2, 2 }, result);
	}

	@Test
	void probabilitiesAreSoftmaxAndBackgroundOutside() throws IOException {
		final Labels labels = Labels.of("background", "a", "b");
		final Box crop = new Box(new int[] { 0, 0, 1 }, new int[] { 1, 1, 3 });
		final Restore restore = new Restore(new Placement(geometry(2, 1, 3), PLAIN, crop, new int[] { 1, 1, 2 }, -1), 3);
		try (Probabilities probabilities = restore.probabilities(labels)) {
			feed(new float[][][] { { { 1, 100 } }, { { 2, 0 } }, { { 4, 0 } } }, restore);
			final Volume p = probabilities.volume();
			final double sum = Math.exp(1) + Math.exp(2) + Math.exp(4);
			assertEquals(Math.exp(1) / sum, p.plane(0, 0)[1], 1e-6);
			assertEquals(Math.exp(2) / sum, p.plane(1, 0)[1], 1e-6);
			assertEquals(Math.exp(4) / sum, p.plane(2, 0)[1], 1e-6);
			assertEquals(1, p.plane(0, 0)[2], 1e-6);
			assertEquals(1, p.plane(0, 0)[0]);
			assertArrayEquals(new float[] { 1, 1, 1 }, p.plane(0, 1));
			assertArrayEquals(new float[] { 0, 0, 0 }, p.plane(2, 1));
			assertArrayEquals(new short[] { 0, 2, 0 }, probabilities.labels().plane(0));
		}
	}

	/** recipe-nnunet.md 5: configurations are averaged as probabilities, not logits. */
	@Test
	void configurationsAreAveragedAsProbabilities() throws IOException {
		final Labels labels = Labels.of("background", "a");
		final Placement placement = Placement.identity(geometry(1, 1, 2));
		final Restore first = new Restore(placement, 2);
		final Restore second = new Restore(placement, 2);
		try (Probabilities one = first.probabilities(labels); Probabilities two = second.probabilities(labels)) {
			feed(new float[][][] { { { 0, 0 } }, { { 10, 0 } } }, first);
			feed(new float[][][] { { { 0.5f, 1 } }, { { 0, 0 } } }, second);
			one.blend(two, 0.5);
			final double p = 1 / (1 + Math.exp(-10));
			final double q = 1 / (1 + Math.exp(0.5));
			assertEquals((p + q) / 2, one.volume().plane(1, 0)[0], 1e-6);
			assertArrayEquals(new short[] { 1, 0 }, one.labels().plane(0));
		}
	}

	@Test
	void largeStacksLieInAFileThatIsDeleted() throws IOException {
		for (final boolean half : new boolean[] { false, true }) {
			final FloatPlanes planes = new FloatPlanes(5, 6, half, 16);
			assertNotNull(planes.file());
			// 2049 has one binary digit too many for half precision
			planes.write(4, 2, new float[] { 1, 2049, 3 }, 3);
			final float[] read = new float[6];
			planes.read(4, 0, read, 6);
			assertArrayEquals(new float[] { 0, 0, 1, half ? 2048 : 2049, 3, 0 }, read);
			planes.read(3, 0, read, 6);
			assertArrayEquals(new float[6], read);
			planes.close();
			assertTrue(Files.notExists(planes.file()));
			try (FloatPlanes small = new FloatPlanes(5, 6, half, half ? 60 : 120)) {
				assertNull(small.file());
				small.write(1, 0, new float[] { 0.5f }, 1);
				small.read(1, 0, read, 1);
				assertEquals(0.5f, read[0]);
			}
		}
	}

	/** Checked before anything is written, as a mapped file on a full disk would crash the JVM. */
	@Test
	void tooLittleSpaceOnTheDiskIsAProblem() {
		final ProblemException e = assertThrows(ProblemException.class, () -> new FloatPlanes(1 << 20,
			1 << 27));
		assertTrue(e.getMessage().contains("-Djava.io.tmpdir"), e.getMessage());
	}
}
