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
package sc.fiji.nnunet.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Fast features against slow obvious ones on random images. */
class FeatureStackTest {

	private static final double SCALE = 1.3;

	static Volume random(final int depth, final int height, final int width, final int channels,
		final double... spacing) {
		final SplittableRandom random = new SplittableRandom(1);
		final float[][] planes = new float[channels * depth][height * width];
		for (final float[] plane : planes)
			for (int i = 0; i < plane.length; i++)
				plane[i] = (float) random.nextDouble(100);
		return Volume.of(Geometry.ofZyx(new int[] { depth, height, width }, spacing), planes);
	}

	private static float[][] all(final FeatureStack stack, final int z) {
		return stack.rows(z, 0, stack.image().size()[1], null, Progress.none());
	}

	@Test
	void featuresOfASliceEqualSlowObviousOnes() {
		final Volume image = random(3, 17, 13, 1, 1, 1, 1);
		final FeatureStack stack = new FeatureStack(image, false, SCALE, 2.5);
		final float[][] features = all(stack, 1);
		assertEquals(stack.count(), features.length);
		final float[] plane = image.plane(0, 1);
		final double[][] g = slowGaussian(new float[][] { plane }, 17, 13, 0, SCALE, 0);
		final double[][] wide = slowGaussian(new float[][] { plane }, 17, 13, 0, 2.5, 0);
		for (int y = 0; y < 17; y++)
			for (int x = 0; x < 13; x++) {
				final int at = y * 13 + x;
				assertEquals(plane[at], features[0][at]);
				assertEquals(g[0][at], features[1][at], 1e-4);
				final double[] h = hessian(g, 0, y, x, 17, 13, 1);
				assertEquals(Math.hypot(gradient(g, 0, y, x, 17, 13)[0], gradient(g, 0, y, x, 17, 13)[1]),
					features[2][at], 1e-4);
				assertEquals(h[0] + h[1], features[3][at], 1e-3);
				assertEquals(h[0] + h[1], features[4][at] + features[5][at], 1e-3, "eigenvalues of the Hessian");
				assertEquals(h[0] * h[1] - h[3] * h[3], (double) features[4][at] * features[5][at], 1e-2);
				assertTrue(features[4][at] >= features[5][at]);
				assertEquals(g[0][at] - wide[0][at], features[15][at], 1e-3, "difference of the Gaussians");
			}
	}

	@Test
	void theTensorIsTheSmoothedProductOfTheGradient() {
		final Volume image = random(1, 15, 14, 1, 1, 1, 1);
		final float[][] features = all(new FeatureStack(image, false, SCALE), 0);
		final double[][] g = slowGaussian(new float[][] { image.plane(0, 0) }, 15, 14, 0, SCALE, 0);
		final float[][] products = new float[3][15 * 14];
		for (int y = 0; y < 15; y++)
			for (int x = 0; x < 14; x++) {
				final double[] d = gradient(g, 0, y, x, 15, 14);
				products[0][y * 14 + x] = (float) (d[0] * d[0]);
				products[1][y * 14 + x] = (float) (d[1] * d[1]);
				products[2][y * 14 + x] = (float) (d[0] * d[1]);
			}
		final double[][] tensor = new double[3][];
		for (int k = 0; k < 3; k++)
			tensor[k] = slowGaussian(new float[][] { products[k] }, 15, 14, 0, SCALE / 2, 0)[0];
		for (int i = 0; i < 15 * 14; i++) {
			assertEquals(tensor[0][i] + tensor[1][i], features[6][i] + features[7][i], 1e-2);
			assertEquals(tensor[0][i] * tensor[1][i] - tensor[2][i] * tensor[2][i],
				(double) features[6][i] * features[7][i], 1e-3 * Math.max(1, tensor[0][i] * tensor[1][i]));
		}
	}

	@Test
	void featuresOfAVolumeTakeNeighbouringSlicesAndTheSpacingIntoAccount() {
		final Volume image = random(7, 12, 11, 1, 2, 1, 1);
		final FeatureStack stack = new FeatureStack(image, true, SCALE);
		assertEquals(10, stack.count());
		final float[][] planes = new float[7][];
		for (int z = 0; z < 7; z++)
			planes[z] = image.plane(0, z);
		final double[][] g = slowGaussian(planes, 12, 11, SCALE / 2, SCALE, 0);
		for (final int z : new int[] { 0, 3, 6 }) {
			final float[][] features = all(stack, z);
			for (int y = 0; y < 12; y++)
				for (int x = 0; x < 11; x++) {
					final int at = y * 11 + x;
					assertEquals(g[z][at], features[1][at], 1e-3);
					final double[] d = gradient(g, z, y, x, 12, 11);
					assertEquals(Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2] / 4), features[2][at], 1e-3);
					final double[] h = hessian(g, z, y, x, 12, 11, 2);
					assertEquals(h[0] + h[1] + h[2], features[3][at], 1e-3);
					assertEquals(h[0] + h[1] + h[2], features[4][at] + features[5][at] + features[6][at], 1e-3);
					assertEquals(determinant(h), (double) features[4][at] * features[5][at] * features[6][at],
						1e-3 * Math.max(1000, Math.abs(determinant(h))));
				}
		}
	}

	@Test
	void rowsDoNotDependOnHowASliceIsDivided() {
		for (final FeatureStack stack : List.of(FeatureStack.planar(random(2, 150, 20, 2, 1, 1, 1)), FeatureStack
			.volumetric(random(4, 150, 20, 1, 3, 1, 1))))
		{
			final float[][] whole = all(stack, 1);
			for (final int[] band : new int[][] { { 0, 7 }, { 7, 90 }, { 90, 150 } }) {
				final float[][] part = stack.rows(1, band[0], band[1], null, Progress.none());
				for (int f = 0; f < whole.length; f++) {
					final float[] expected = new float[part[f].length];
					System.arraycopy(whole[f], band[0] * 20, expected, 0, expected.length);
					assertArrayEquals(expected, part[f], "feature " + f);
				}
			}
		}
	}

	@Test
	void channelsFollowEachOtherAndThreadsChangeNothing() {
		final Volume image = random(2, 40, 30, 2, 1, 1, 1);
		final Volume second = Volume.of(image.geometry(), new float[][] { image.plane(1, 0), image.plane(1, 1) });
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			final FeatureStack stack = FeatureStack.planar(image);
			final float[][] both = stack.rows(1, 0, 40, executor, Progress.none());
			final float[][] alone = all(FeatureStack.planar(second), 1);
			assertEquals(both.length, 2 * alone.length);
			for (int f = 0; f < alone.length; f++)
				assertArrayEquals(alone[f], both[alone.length + f]);
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void imagesOfOneVoxelOrOneRowHaveFeaturesThatAreNumbers() {
		for (final int[] size : new int[][] { { 1, 1, 1 }, { 1, 1, 5 }, { 2, 5, 1 } })
			for (final boolean volumetric : new boolean[] { false, true }) {
				final Volume image = random(size[0], size[1], size[2], 1, 1, 1, 1);
				for (final float[] feature : all(new FeatureStack(image, volumetric, 1, 5), 0))
					for (final float value : feature)
						assertTrue(Float.isFinite(value));
			}
	}

	@Test
	void eigenvaluesAreThoseOfKnownMatrices() {
		final double[] eigen = new double[3];
		Eigenvalues.of(2, 2, 1, eigen);
		assertArrayEquals(new double[] { 3, 1, 0 }, eigen, 1e-12);
		Eigenvalues.of(2, 3, 4, 0, 0, 0, eigen);
		assertArrayEquals(new double[] { 4, 3, 2 }, eigen, 1e-12);
		Eigenvalues.of(1, 1, 1, 1, 1, 1, eigen);
		assertArrayEquals(new double[] { 3, 0, 0 }, eigen, 1e-7);
		Eigenvalues.of(5, 5, 5, 0, 0, 0, eigen);
		assertArrayEquals(new double[] { 5, 5, 5 }, eigen);
	}

	@Test
	void aCancelledComputationEnds() {
		final FeatureStack stack = FeatureStack.planar(random(1, 9, 9, 1, 1, 1, 1));
		assertThrows(CancelledException.class, () -> stack.rows(0, 0, 9, null, Recorded.cancelledAtOnce()));
	}

	/** The sum over a cube of voxels, each weighted by its distance. */
	private static double[][] slowGaussian(final float[][] planes, final int height, final int width,
		final double along, final double sigma, final int from)
	{
		final int depth = planes.length;
		final int far = along == 0 ? 0 : (int) Math.ceil(3 * along);
		final int radius = (int) Math.ceil(3 * sigma);
		final double[][] result = new double[depth][height * width];
		for (int z = from; z < depth; z++)
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++) {
					double sum = 0;
					double weights = 0;
					for (int k = -far; k <= far; k++)
						for (int j = -radius; j <= radius; j++)
							for (int i = -radius; i <= radius; i++) {
								final double weight = Math.exp(-(i * i + j * j) / (2 * sigma * sigma) - (far == 0 ? 0
									: k * k / (2 * along * along)));
								weights += weight;
								sum += weight * planes[mirror(z + k, depth)][mirror(y + j, height) * width +
									mirror(x + i, width)];
							}
					result[z][y * width + x] = sum / weights;
				}
		return result;
	}

	private static int mirror(final int i, final int n) {
		int j = i;
		while (n > 1 && (j < 0 || j >= n))
			j = j < 0 ? -j : 2 * (n - 1) - j;
		return n == 1 ? 0 : j;
	}

	private static double at(final double[][] g, final int z, final int y, final int x, final int height,
		final int width)
	{
		return g[mirror(z, g.length)][mirror(y, height) * width + mirror(x, width)];
	}

	/** Central differences along x, y, z. */
	private static double[] gradient(final double[][] g, final int z, final int y, final int x, final int height,
		final int width)
	{
		return new double[] { (at(g, z, y, x + 1, height, width) - at(g, z, y, x - 1, height, width)) / 2,
			(at(g, z, y + 1, x, height, width) - at(g, z, y - 1, x, height, width)) / 2,
			(at(g, z + 1, y, x, height, width) - at(g, z - 1, y, x, height, width)) / 2 };
	}

	/** xx, yy, zz, xy, xz, yz. */
	private static double[] hessian(final double[][] g, final int z, final int y, final int x, final int height,
		final int width, final double step)
	{
		final int[][] axes = { { 0, 0, 1 }, { 0, 1, 0 }, { 1, 0, 0 } };
		final double[] steps = { 1, 1, step };
		final double[] h = new double[6];
		for (int a = 0; a < 3; a++)
			h[a] = (at(g, z + axes[a][0], y + axes[a][1], x + axes[a][2], height, width) + at(g, z - axes[a][0], y -
				axes[a][1], x - axes[a][2], height, width) - 2 * at(g, z, y, x, height, width)) / (steps[a] * steps[a]);
		int n = 3;
		for (int a = 0; a < 3; a++)
			for (int b = a + 1; b < 3; b++) {
				double sum = 0;
				for (final int i : new int[] { -1, 1 })
					for (final int j : new int[] { -1, 1 })
						sum += i * j * at(g, z + i * axes[a][0] + j * axes[b][0], y + i * axes[a][1] + j * axes[b][1],
							x + i * axes[a][2] + j * axes[b][2], height, width);
				h[n++] = sum / (4 * steps[a] * steps[b]);
			}
		return h;
	}

	private static double determinant(final double[] h) {
		return h[0] * (h[1] * h[2] - h[5] * h[5]) - h[3] * (h[3] * h[2] - h[5] * h[4]) +
			h[4] * (h[3] * h[5] - h[1] * h[4]);
	}
}
