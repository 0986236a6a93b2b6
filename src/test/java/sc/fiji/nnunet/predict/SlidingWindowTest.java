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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.Labels.Region;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

class SlidingWindowTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 4, 6, 8);
	private static final WindowOptions PLAIN = WindowOptions.of(PLAN, 0.5, Blend.GAUSSIAN, false);

	static Volume random(final long seed, final int... size) {
		final Volume volume = new Volume(Geometry.ofZyx(size, new double[] { 1, 1, 1 }), 1);
		final Random random = new Random(seed);
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				volume.plane(0, z)[i] = (float) random.nextGaussian();
		return volume;
	}

	/** All logits as outputs × z × (y × x). */
	static float[][][] run(final Plan plan, final WindowOptions options, final List<Network> networks,
		final Volume image) throws IOException
	{
		final int[] size = image.size();
		final int outputs = plan.network().outputs() + (options.uncertainty() ? 1 : 0);
		final float[][][] result = new float[outputs][size[0]][];
		final int[] next = { 0 };
		new SlidingWindow(plan, options).run(networks, image, (z, logits) -> {
			assertEquals(next[0]++, z, "planes come in order");
			for (int o = 0; o < outputs; o++)
				result[o][z] = logits[o].clone();
		}, Progress.none());
		assertEquals(size[0], next[0], "all planes come");
		return result;
	}

	private static void assertCopied(final Volume image, final float[][][] logits) {
		for (int z = 0; z < image.size()[0]; z++)
			for (int i = 0; i < logits[0][z].length; i++) {
				assertEquals(image.plane(0, z)[i], logits[0][z][i], 1e-4f);
				assertEquals(-image.plane(0, z)[i], logits[1][z][i], 1e-4f);
			}
	}

	/** Windows, weights, padding and flips must cancel out for a network that looks at one voxel at a time. */
	@Test
	void anEquivariantNetworkLeavesTheImageUnchanged() throws IOException {
		for (final WindowRule rule : WindowRule.values())
			for (final WindowWeights kind : WindowWeights.values())
				for (final boolean flips : new boolean[] { false, true })
					for (final double overlap : new double[] { 0, 0.3, 0.5, 1 })
						for (final int batch : new int[] { 1, 3 }) {
							final Volume image = random(1, 7, 11, 13);
							final WindowOptions options = new WindowOptions(rule, overlap, kind, flips, batch, false, false);
							assertCopied(image, run(PLAN, options, List.of(ToyNetwork.copy(PLAN)), image));
						}
	}

	/** recipe-nvidia.md Q7: smaller along some or all axes. */
	@Test
	void imageSmallerThanThePatch() throws IOException {
		for (final int[] size : new int[][] { { 1, 1, 1 }, { 3, 5, 7 }, { 9, 5, 20 }, { 2, 17, 8 } }) {
			final Volume image = random(2, size);
			assertCopied(image, run(PLAN, PLAIN, List.of(ToyNetwork.copy(PLAN)), image));
		}
	}

	/** A small image is centred in zeros, with the odd voxel behind. */
	@Test
	void paddingIsZeroAndSymmetric() throws IOException {
		final Volume image = random(3, 3, 6, 8);
		final float[][] seen = new float[1][];
		final Network spy = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> seen[0] = images
			.clone());
		run(PLAN, PLAIN, List.of(spy), image);
		final int plane = 6 * 8;
		for (int z = 0; z < 3; z++)
			for (int i = 0; i < plane; i++)
				assertEquals(image.plane(0, z)[i], seen[0][z * plane + i]);
		for (int i = 3 * plane; i < 4 * plane; i++)
			assertEquals(0, seen[0][i]);
	}

	/** Also where an earlier window left its voxels: mirrored copies have their zeros on the other side. */
	@Test
	void paddingIsZeroInEveryWindow() throws IOException {
		final Volume ones = new Volume(Geometry.ofZyx(new int[] { 3, 6, 20 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 3; z++)
			Arrays.fill(ones.plane(0, z), 1);
		final int[] calls = { 0 };
		final Network spy = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			float sum = 0;
			for (int v = 0; v < voxels; v++)
				sum += images[base + v];
			assertEquals(3 * 6 * 8, sum);
			calls[0]++;
		});
		run(PLAN, new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.CONSTANT, true, 3, false, false), List.of(spy),
			ones);
		assertEquals(4 * 8, calls[0]);
	}

	/** recipe-nvidia.md Q5: a constant comes out as it is, whatever the number of windows over a voxel. */
	@Test
	void constantBlendingIsAPartitionOfUnity() throws IOException {
		final Network ones = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> Arrays
			.fill(logits, out, out + 2 * voxels, 1));
		for (final WindowWeights kind : WindowWeights.values()) {
			final WindowOptions options = new WindowOptions(WindowRule.NVIDIA, 0.25, kind, false, 1, false, false);
			for (final float[] plane : run(PLAN, options, List.of(ones), random(4, 9, 13, 17))[0])
				for (final float value : plane)
					assertEquals(1, value, 1e-6f);
		}
	}

	/** Compared with a slow implementation: whole sums in memory, one window at a time. */
	@Test
	void weightedMeanOfWindowsEqualsASlowImplementation() throws IOException {
		// a network whose output depends on the position within the window
		final Network places = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++) {
				logits[out + 2 * v] = v % 7 + images[base + v];
				logits[out + 2 * v + 1] = v % 5;
			}
		});
		final int[] size = { 9, 10, 21 };
		final Volume image = random(5, size);
		final float[][][] logits = run(PLAN, PLAIN, List.of(places), image);
		final float[] map = ImportanceMap.of(WindowWeights.NVIDIA_GAUSSIAN, 4, 6, 8).weights();
		final double[] sums = new double[9 * 10 * 21];
		final double[] weights = new double[sums.length];
		for (final int z : WindowRule.NVIDIA.starts(9, 4, 0.5))
			for (final int y : WindowRule.NVIDIA.starts(10, 6, 0.5))
				for (final int x : WindowRule.NVIDIA.starts(21, 8, 0.5))
					for (int v = 0; v < map.length; v++) {
						final int iz = z + v / 48;
						final int iy = y + v / 8 % 6;
						final int ix = x + v % 8;
						final int i = (iz * 10 + iy) * 21 + ix;
						sums[i] += map[v] * (v % 7 + image.plane(0, iz)[iy * 21 + ix]);
						weights[i] += map[v];
					}
		for (int i = 0; i < sums.length; i++)
			assertEquals(sums[i] / weights[i], logits[0][i / 210][i % 210], 1e-4);
	}

	/** Half of the distance between a number in half precision and the next. */
	private static double halfStep(final double x) {
		return Math.scalb(1, Math.max(Math.getExponent(x), -14) - 11);
	}

	/** Sums in half precision change a class only where its logits are closer than what such numbers can tell apart. */
	@Test
	void halfPrecisionDecidesOnlyTiesOtherwise() throws IOException {
		final Plan plan = ToyNetwork.plan("nnunet", 2, 1, 4, 6, 8);
		final double logit = 5.1;
		final Network close = new ToyNetwork(plan.network(), (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++) {
				logits[out + 2 * v] = 5 + 0.02f * images[base + v];
				logits[out + 2 * v + 1] = 5 - 0.02f * images[base + v];
			}
		});
		final Volume image = random(6, 9, 10, 21);
		final WindowOptions exact = WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false);
		final float[][][] single = run(plan, exact, List.of(close), image);
		final float[][][] half = run(plan, exact.withHalves(true), List.of(close), image);
		final float[] map = ImportanceMap.of(exact.weights(), 4, 6, 8).halves().weights();
		final double[] weights = new double[9 * 10 * 21];
		final int[] windows = new int[weights.length];
		for (final int z : exact.rule().starts(9, 4, 0.5))
			for (final int y : exact.rule().starts(10, 6, 0.5))
				for (final int x : exact.rule().starts(21, 8, 0.5))
					for (int v = 0; v < map.length; v++) {
						final int i = ((z + v / 48) * 10 + y + v / 8 % 6) * 21 + x + v % 8;
						weights[i] += map[v];
						windows[i]++;
					}
		int different = 0;
		for (int i = 0; i < weights.length; i++) {
			final float gap = single[0][i / 210][i % 210] - single[1][i / 210][i % 210];
			final float rounded = half[0][i / 210][i % 210] - half[1][i / 210][i % 210];
			if (gap > 0 == rounded > 0) continue;
			different++;
			final double sums = windows[i] * (halfStep(weights[i] * logit) + logit * halfStep(weights[i])) / weights[i];
			assertTrue(Math.abs(gap) <= 2 * (sums + halfStep(logit)), "gap " + gap + " at weight " + weights[i]);
		}
		assertTrue(different > 10, different + " differ");
	}

	/** Several threads add up a large window; the result is the same to the last bit. */
	@Test
	void threadsDoNotChangeTheResult() throws IOException {
		final Plan plan = ToyNetwork.plan("nvidia", 4, 1, 32, 48, 48);
		final Volume image = random(14, 40, 60, 70);
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			final float[][][] alone = run(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, true),
				List.of(ToyNetwork.copy(plan)), image);
			new SlidingWindow(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, true),
				executor).run(List.of(ToyNetwork.copy(plan)), image, (z, logits) -> {
					for (int o = 0; o < 4; o++)
						assertArrayEquals(alone[o][z], logits[o]);
				}, Progress.none());
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** A network that returns the x position within the window: mirrored back and averaged it is symmetric. */
	@Test
	void flipsAreMirroredBackAndAveraged() throws IOException {
		final Plan plan = ToyNetwork.plan("nvidia", 2, 1, 2, 3, 4);
		final Network places = new ToyNetwork(plan.network(), (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++)
				logits[out + 2 * v] = images[base + v] + 100 * (v % 4) + 10000 * (v / 4 % 3) + 1000000 * (v / 12);
		});
		final Volume image = random(6, 2, 3, 4);
		final ToyNetwork counter = (ToyNetwork) places;
		final float[][][] logits = run(plan, WindowOptions.of(plan, 0.5, Blend.CONSTANT, true), List.of(places), image);
		assertEquals(8, counter.samples);
		for (int z = 0; z < 2; z++)
			for (int i = 0; i < 12; i++)
				assertEquals(image.plane(0, z)[i] + 150 + 10000 + 500000, logits[0][z][i], 0.1);
	}

	@Test
	void twoDimensionalFlipsAreFour() throws IOException {
		final Plan plan = ToyNetwork.plan("nvidia", 2, 1, 3, 4);
		final ToyNetwork network = ToyNetwork.copy(plan);
		final Volume image = random(7, 5, 3, 4);
		assertCopied(image, run(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, true), List.of(network), image));
		assertEquals(5 * 4, network.samples);
	}

	/** recipe-nvidia.md Q4: slices of any size go through a network with a stride of 8. */
	@Test
	void slicesOfAnySizeArePaddedToTheStride() throws IOException {
		for (final String recipe : new String[] { "nvidia", "nnunet" })
			for (final int[] size : new int[][] { { 3, 33, 32 }, { 1, 7, 5 }, { 2, 41, 90 }, { 6, 16, 16 } }) {
				final Plan plan = ToyNetwork.plan(recipe, 2, 8, 32, 32);
				final Volume image = random(8, size);
				assertCopied(image, run(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false),
					List.of(ToyNetwork.copy(plan)), image));
			}
	}

	/**
	 * recipe-nvidia.md 7.4: NVIDIA's nnU-Net takes whole slices, several in a call; nnU-Net and very large slices have
	 * windows.
	 */
	@Test
	void wholeSlicesOrWindows() throws IOException {
		final Plan nvidia = ToyNetwork.plan("nvidia", 2, 8, 32, 32);
		final ToyNetwork whole = ToyNetwork.copy(nvidia);
		run(nvidia, WindowOptions.of(nvidia, 0.5, Blend.GAUSSIAN, false), List.of(whole), random(9, 6, 50, 60));
		assertArrayEquals(new int[] { 56, 64 }, whole.lastSize);
		assertEquals(6, whole.samples);
		assertEquals(2, whole.calls);
		final ToyNetwork large = ToyNetwork.copy(nvidia);
		run(nvidia, WindowOptions.of(nvidia, 0.5, Blend.GAUSSIAN, false), List.of(large), random(9, 1, 80, 80));
		assertArrayEquals(new int[] { 32, 32 }, large.lastSize);
		assertEquals(16, large.samples);
		final Plan nnunet = ToyNetwork.plan("nnunet", 2, 8, 32, 32);
		final ToyNetwork windows = ToyNetwork.copy(nnunet);
		run(nnunet, WindowOptions.of(nnunet, 0.5, Blend.GAUSSIAN, false), List.of(windows), random(9, 1, 50, 60));
		assertArrayEquals(new int[] { 32, 32 }, windows.lastSize);
		assertEquals(9, windows.samples);
	}

	@Test
	void severalNetworksAreAveragedInOnePass() throws IOException {
		final Volume image = random(10, 6, 7, 9);
		final float[][][] logits = run(PLAN, PLAIN, List.of(ToyNetwork.perVoxel(PLAN, 1, 0), ToyNetwork.perVoxel(PLAN, 3,
			6)), image);
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 63; i++)
				assertEquals(2 * image.plane(0, z)[i] + 3, logits[0][z][i], 1e-4);
	}

	/** Two outputs v and -v: the probability is 1 / (1 + exp(-2 v)). */
	@Test
	void uncertaintyIsTheDisagreementOfTheNetworks() throws IOException {
		final Volume image = random(11, 4, 6, 8);
		final WindowOptions options = PLAIN.withUncertainty(true);
		final float[][][] agree = run(PLAN, options, List.of(ToyNetwork.copy(PLAN), ToyNetwork.copy(PLAN)), image);
		final float[][][] differ = run(PLAN, options, List.of(ToyNetwork.copy(PLAN), ToyNetwork.perVoxel(PLAN, -1, 0)),
			image);
		for (int z = 0; z < 4; z++)
			for (int i = 0; i < 48; i++) {
				final double p = 1 / (1 + Math.exp(-2 * image.plane(0, z)[i]));
				assertEquals(0, agree[2][z][i], 1e-6);
				assertEquals(Math.abs(p - 0.5), differ[2][z][i], 1e-5);
				assertEquals(0, differ[0][z][i], 1e-5);
			}
	}

	/** Windows without contrast are not computed; only voxels that they cover may change. */
	@Test
	void constantWindowsAreSkipped() throws IOException {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 4, 6, 40 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 4; z++)
			for (int y = 0; y < 6; y++)
				for (int x = 0; x < 12; x++)
					image.plane(0, z)[y * 40 + x] = 1 + x + y + z;
		final Network all = ToyNetwork.perVoxel(PLAN, 1, -0.5f);
		final ToyNetwork few = ToyNetwork.perVoxel(PLAN, 1, -0.5f);
		final float[][][] expected = run(PLAN, PLAIN, List.of(all), image);
		final float[][][] actual = run(PLAN, PLAIN.withSkipConstant(true), List.of(few), image);
		assertEquals(3, few.samples, "windows at x = 0, 4, 8 of 0, 4 .. 32");
		for (int z = 0; z < 4; z++)
			for (int i = 0; i < 240; i++) {
				if (i % 40 < 12) assertEquals(expected[0][z][i], actual[0][z][i], 1e-5);
				if (i % 40 >= 16) assertEquals(Strip.FILL, actual[0][z][i]);
				if (i % 40 >= 16) assertEquals(-Strip.FILL, actual[1][z][i]);
			}
	}

	@Test
	void oneOtherVoxelInAnyChannelMakesAWindowVaried() {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 5, 6, 7 }, new double[] { 1, 1, 1 }), 2);
		for (int z = 0; z < 5; z++) {
			Arrays.fill(image.plane(0, z), 3);
			Arrays.fill(image.plane(1, z), -1);
		}
		final WindowReader reader = new WindowReader(image, new int[] { 2, 3, 4 });
		final int[] start = { 1, 2, 3 };
		assertTrue(reader.constant(start));
		assertFalse(reader.constant(new int[] { 1, 2, 4 }), "beyond the border");
		for (int channel = 0; channel < 2; channel++)
			for (int z = 0; z < 5; z++)
				for (int y = 0; y < 6; y++)
					for (int x = 0; x < 7; x++) {
						final float[] plane = image.plane(channel, z);
						final float before = plane[y * 7 + x];
						plane[y * 7 + x] = 5;
						final boolean inside = z >= 1 && z < 3 && y >= 2 && y < 5 && x >= 3;
						assertEquals(!inside, reader.constant(start), channel + " " + z + " " + y + " " + x);
						plane[y * 7 + x] = before;
					}
	}

	/** With regions there is no background output: all are improbable where nothing was computed. */
	@Test
	void skippedWindowsHaveNoRegion() throws IOException {
		final Labels regions = new Labels(List.of("background", "a", "b"), List.of(new Region("all", List.of(1, 2), 1),
			new Region("b", List.of(2), 2)), -1);
		final Plan plan = new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), PLAN.configuration(), PLAN.channels(),
			regions, PLAN.transpose(), PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN.batchSize(), PLAN.network(),
			PLAN.normalization(), PLAN.batchDice(), PLAN.previous(), PLAN.reasons());
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 4, 6, 8 }, new double[] { 1, 1, 1 }), 1);
		final float[][][] logits = run(plan, PLAIN.withSkipConstant(true).withUncertainty(true), List.of(ToyNetwork.copy(
			plan)), image);
		assertEquals(-Strip.FILL, logits[0][2][3]);
		assertEquals(-Strip.FILL, logits[1][2][3]);
		assertEquals(0, logits[2][2][3]);
		final short[] labels = new short[48];
		new Decision(regions).labels(new float[][] { logits[0][2], logits[1][2] }, labels);
		assertArrayEquals(new short[48], labels);
	}

	@Test
	void infiniteLogitsAreAnError() {
		for (final float bad : new float[] { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY }) {
			final Network broken = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> logits[out +
				77] = bad);
			final ProblemException e = assertThrows(ProblemException.class, () -> run(PLAN, PLAIN, List.of(broken), random(
				12, 8, 8, 8)));
			assertTrue(e.getMessage().contains("not a finite number"), e.getMessage());
		}
	}

	@Test
	void cancelIsHonouredWithinOneCall() {
		final ToyNetwork network = ToyNetwork.copy(PLAN);
		final Progress stop = new Recorded(told -> network.calls >= 3);
		assertThrows(CancellationException.class, () -> new SlidingWindow(PLAN, PLAIN).run(List.of(network), random(13, 20,
			20, 20), (z, logits) -> {}, stop));
		assertEquals(3, network.calls);
	}

	@Test
	void wrongNumberOfChannelsIsRefused() {
		final Volume two = new Volume(Geometry.ofZyx(new int[] { 4, 6, 8 }, new double[] { 1, 1, 1 }), 2);
		assertThrows(IllegalArgumentException.class, () -> run(PLAN, PLAIN, List.of(ToyNetwork.copy(PLAN)), two));
	}

	/** Several channels are interleaved voxel by voxel. */
	@Test
	void channelsAreInterleaved() throws IOException {
		final Volume two = new Volume(Geometry.ofZyx(new int[] { 4, 6, 8 }, new double[] { 1, 1, 1 }), 2);
		for (int z = 0; z < 4; z++)
			for (int i = 0; i < 48; i++) {
				two.plane(0, z)[i] = z * 48 + i;
				two.plane(1, z)[i] = -(z * 48 + i);
			}
		final WindowReader reader = new WindowReader(two, new int[] { 2, 2, 2 });
		final float[] target = new float[16];
		reader.read(new int[] { 1, 2, 3 }, 0b101, target, 0);
		final int first = 48 + 2 * 8 + 3;
		final int[] order = { 49, 48, 57, 56, 1, 0, 9, 8 };
		for (int v = 0; v < 8; v++) {
			assertEquals(first + order[v], target[2 * v]);
			assertEquals(-first - order[v], target[2 * v + 1]);
		}
	}

	/** A network that was not trained with mirror images gets none. */
	@Test
	void oneSidedNetworksAreNotFlipped() {
		assertTrue(WindowOptions.of(PLAN, 0.5, Blend.GAUSSIAN, true).flips());
		assertFalse(WindowOptions.of(PLAN.mirrored(false), 0.5, Blend.GAUSSIAN, true).flips());
	}
}
