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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class PredictorTest {

	/** First voxel of the ramp and one past its last, z, y, x; zeros around. */
	private static final int[] START = { 3, 5, 2 };

	private static final int[] END = { 33, 35, 42 };

	private static final int[] SIZE = { 35, 36, 47 };

	/** A grid that is rotated about two axes. */
	private static Geometry oblique(final double... spacing) {
		final double a = 0.3;
		final double b = -0.5;
		final double[][] turn = { { Math.cos(a), -Math.sin(a) * Math.cos(b), Math.sin(a) * Math.sin(b) }, { Math.sin(a),
			Math.cos(a) * Math.cos(b), -Math.cos(a) * Math.sin(b) }, { 0, Math.sin(b), Math.cos(b) } };
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++) {
			for (int axis = 0; axis < 3; axis++)
				affine[4 * row + axis] = turn[row][axis] * spacing[axis];
			affine[4 * row + 3] = 10 * row - 7;
		}
		return new Geometry(new long[] { SIZE[2], SIZE[1], SIZE[0] }, spacing, affine, null);
	}

	/** Grows linearly along all three axes within a box. */
	private static Volume ramp(final Geometry geometry) {
		final Volume ramp = new Volume(geometry, 1);
		for (int z = START[0]; z < END[0]; z++)
			for (int y = START[1]; y < END[1]; y++)
				for (int x = START[2]; x < END[2]; x++)
					ramp.plane(0, z)[y * SIZE[2] + x] = value(z, y, x);
		return ramp;
	}

	private static float value(final int z, final int y, final int x) {
		return (float) (1 + 0.05 * z + 0.03 * y + 0.02 * x);
	}

	private static Plan plan(final String recipe, final List<Integer> transpose, final double... spacing) {
		final Plan plan = ToyNetwork.plan(recipe, 2, 4, 16, 20, 12);
		return with(plan, transpose, spacing);
	}

	private static Plan with(final Plan plan, final List<Integer> transpose, final double... spacing) {
		return new Plan(plan.format(), plan.dataset(), plan.recipe(), plan.configuration(), plan.channels(), plan.labels(),
			transpose, List.of(spacing[0], spacing[1], spacing[2]), plan.medianShape(), plan.patch(), plan.batchSize(), plan
				.network(), plan.normalization(), plan.batchDice(), plan.previous(), plan.reasons());
	}

	/** The largest difference of the restored channel from the ramp, at least {@code margin} voxels inside of its box. */
	private static double worst(final Plan plan, final Geometry geometry, final boolean flips, final double[] margin)
		throws IOException
	{
		final Volume image = ramp(geometry);
		final Network network = ToyNetwork.copy(plan);
		final Predictor predictor = Predictor.open(List.of(network), plan, 0.5, Blend.GAUSSIAN, flips, null);
		final PreparedCase prepared = predictor.prepare(image).get(0);
		final Restore restore = new Restore(Placement.of(prepared, plan), 2);
		final Volume restored = restore.values(0, 2);
		new SlidingWindow(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, flips)).run(List.of(network), prepared.x(),
			restore, Progress.none());
		assertSame(geometry, restored.geometry());
		double worst = 0;
		int compared = 0;
		for (int z = 0; z < SIZE[0]; z++)
			for (int y = 0; y < SIZE[1]; y++)
				for (int x = 0; x < SIZE[2]; x++) {
					final boolean out = z < START[0] || z >= END[0] || y < START[1] || y >= END[1] || x < START[2] || x >= END[2];
					final float actual = restored.plane(0, z)[y * SIZE[2] + x];
					if (out) assertEquals(0, actual);
					if (z < START[0] + margin[0] || z >= END[0] - margin[0] || y < START[1] + margin[1] || y >= END[1] -
						margin[1] || x < START[2] + margin[2] || x >= END[2] - margin[2]) continue;
					worst = Math.max(worst, Math.abs(actual - value(z, y, x)));
					worst = Math.max(worst, Math.abs(restored.plane(1, z)[y * SIZE[2] + x] + value(z, y, x)));
					compared++;
				}
		assertTrue(compared > 100, "compared " + compared);
		return worst;
	}

	/** Crop, axes, windows, weights, flips and pasting cancel out everywhere when nothing is resampled. */
	@Test
	void rampIsRestoredWhereSpacingIsUnchanged() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final double[] none = { 0, 0, 0 };
		assertEquals(0, worst(plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8), geometry, false, none), 1e-4);
		assertEquals(0, worst(plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8), geometry, true, none), 1e-4);
		assertEquals(0, worst(plan("nnunet", List.of(0, 1, 2), 1.5, 1.1, 0.8), geometry, true, none), 1e-4);
		assertEquals(0, worst(plan("nnunet", List.of(1, 0, 2), 1.1, 1.5, 0.8), geometry, true, none), 1e-4);
		assertEquals(0, worst(plan("nnunet", List.of(2, 0, 1), 0.8, 1.5, 1.1), geometry, true, none), 1e-4);
	}

	/** From eight voxels of the coarser grid inside the border, finer and coarser per axis. */
	@Test
	void rampIsRestoredInsideAfterResampling() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		for (final boolean flips : new boolean[] { false, true }) {
			// margins: 8 x max(old, new) / old spacing, z y x
			assertEquals(0, worst(plan("nvidia", List.of(0, 1, 2), 1.2, 1.0, 0.9), geometry, flips, new double[] { 8, 8, 9 }),
				1e-4);
			assertEquals(0, worst(plan("nnunet", List.of(0, 1, 2), 1.2, 1.0, 0.9), geometry, flips, new double[] { 8, 8, 9 }),
				1e-4);
			assertEquals(0, worst(plan("nnunet", List.of(2, 0, 1), 0.9, 1.2, 1.0), geometry, flips, new double[] { 8, 8,
				9 }), 1e-4);
		}
	}

	/** Thick slices that stay: in the plane the ramp is interpolated, across it each slice is copied. */
	@Test
	void rampIsRestoredFromThickSlices() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 5);
		for (final String recipe : new String[] { "nvidia", "nnunet" })
			assertEquals(0, worst(plan(recipe, List.of(0, 1, 2), 5, 1.0, 0.9), geometry, false, new double[] { 0, 8, 9 }),
				1e-4);
	}

	/** recipe-nnunet.md 2.2: logits are picked across thick slices; the coarsest axis is that of the network's grid. */
	@Test
	void thickSlicesAreRestoredSeparatelyInRecipeNnunetOnly() throws IOException {
		final Geometry thick = oblique(0.8, 1.1, 5);
		assertEquals(0, separateAxis(plan("nnunet", List.of(0, 1, 2), 4, 1.0, 0.9), thick));
		assertEquals(1, separateAxis(plan("nnunet", List.of(1, 0, 2), 1.0, 4, 0.9), thick));
		assertEquals(-1, separateAxis(plan("nvidia", List.of(0, 1, 2), 4, 1.0, 0.9), thick));
		assertEquals(-1, separateAxis(plan("nnunet", List.of(0, 1, 2), 1.5, 1.0, 0.9), oblique(0.8, 1.1, 1.5)));
	}

	private static int separateAxis(final Plan plan, final Geometry geometry) throws IOException {
		final Predictor predictor = Predictor.open(List.of(ToyNetwork.copy(plan)), plan, 0.5, Blend.GAUSSIAN, false,
			null);
		return Placement.of(predictor.prepare(ramp(geometry)).get(0), plan).separateAxis();
	}

	/** recipe-nvidia.md 7.4, Q4: a 2D network with a stride over slices of 30 x 40 voxels. */
	@Test
	void rampIsRestoredFromSlices() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		for (final String recipe : new String[] { "nvidia", "nnunet" }) {
			final Plan plan = with(ToyNetwork.plan(recipe, 2, 8, 24, 32), List.of(0, 1, 2), 9.0, 1.1, 0.8);
			assertEquals(0, worst(plan, geometry, true, new double[] { 0, 0, 0 }), 1e-4);
		}
	}

	@Test
	void labelsHaveTheImagesOwnGeometry() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final Plan plan = plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8);
		final Volume image = ramp(geometry);
		final LabelMap labels = Predictor.open(List.of(ToyNetwork.perVoxel(plan, -1, 3)), plan, 0.5, Blend.GAUSSIAN,
			false, null).predict(image, Progress.none());
		assertSame(geometry, labels.geometry());
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < SIZE[1] * SIZE[2]; i++) {
				final float v = image.plane(0, z)[i];
				if (Math.abs(v - 3) > 1e-3) assertEquals(v > 3 ? 1 : 0, labels.plane(z)[i], "value " + v);
			}
	}

	/** recipe-nnunet.md 5: the mean of probabilities, not of logits, over configurations of different spacing. */
	@Test
	void configurationsAreAveragedAsProbabilities() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final Plan fine = plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8);
		final Plan coarse = plan("nvidia", List.of(0, 1, 2), 2.0, 2.0, 2.0);
		// logits of the foreground: +10 and -1 in one, so the mean logit says foreground 4.5 and so does no probability below
		final Network sure = constant(fine, 10);
		final Network doubting = constant(coarse, -1);
		final Network opposed = constant(coarse, -30);
		final double p = (sigmoid(20) + sigmoid(-2)) / 2;
		final Predictor both = new Predictor(List.of(member(fine, sure), member(coarse, doubting)), null);
		try (Prediction prediction = both.predict(both.prepare(ramp(geometry)), true, false, Progress.none())) {
			assertEquals(p, prediction.probabilities().volume().plane(1, 10)[10 * SIZE[2] + 10], 1e-5);
			assertEquals(1, prediction.labels().plane(10)[10 * SIZE[2] + 10]);
			assertNull(prediction.uncertainty());
		}
		final Predictor three = new Predictor(List.of(member(fine, sure), member(coarse, doubting), member(coarse,
			opposed)), null);
		final double q = (sigmoid(20) + sigmoid(-2) + sigmoid(-60)) / 3;
		try (Prediction prediction = three.predict(three.prepare(ramp(geometry)), true, false, Progress.none())) {
			assertEquals(q, prediction.probabilities().volume().plane(1, 10)[10 * SIZE[2] + 10], 1e-5);
			assertEquals(0, prediction.labels().plane(10)[10 * SIZE[2] + 10]);
		}
		try (Prediction prediction = three.predict(three.prepare(ramp(geometry)), false, false, Progress.none())) {
			assertNull(prediction.probabilities());
		}
	}

	private static Member member(final Plan plan, final Network network) {
		return new Member(plan, List.of(network), WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false));
	}

	/** Logit v of class 1, -v of the background. */
	private static Network constant(final Plan plan, final float v) {
		return ToyNetwork.perVoxel(plan, 0, -v);
	}

	private static double sigmoid(final double x) {
		return 1 / (1 + Math.exp(-x));
	}

	@Test
	void uncertaintyOfFoldsIsRestored() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final Plan plan = plan("nvidia", List.of(0, 1, 2), 2.0, 1.5, 1.0);
		final Predictor predictor = new Predictor(List.of(new Member(plan, List.of(constant(plan, 2), constant(plan, -1)),
			WindowOptions.of(plan, 0.5, Blend.CONSTANT, false))), null);
		try (Prediction prediction = predictor.predict(predictor.prepare(ramp(geometry)), false, true, Progress.none())) {
			final Volume map = prediction.uncertainty();
			assertEquals(1, map.channels());
			assertSame(geometry, map.geometry());
			assertEquals((sigmoid(4) - sigmoid(-2)) / 2, map.plane(0, 10)[10 * SIZE[2] + 10], 1e-5);
			assertEquals(0, map.plane(0, 0)[0]);
		}
	}

	/** A configuration of one fold has no disagreement, and is not one whose folds agree. */
	@Test
	void uncertaintyIsThatOfTheConfigurationsWithSeveralFolds() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final Plan plan = plan("nvidia", List.of(0, 1, 2), 2.0, 1.5, 1.0);
		final Member several = new Member(plan, List.of(constant(plan, 2), constant(plan, -1)), WindowOptions.of(plan, 0.5,
			Blend.CONSTANT, false));
		final Member lone = member(plan, constant(plan, 2));
		for (final List<Member> members : List.of(List.of(several, lone), List.of(lone, several))) {
			final Predictor predictor = new Predictor(members, null);
			try (Prediction prediction = predictor.predict(predictor.prepare(ramp(geometry)), false, true, Progress.none())) {
				assertEquals((sigmoid(4) - sigmoid(-2)) / 2, prediction.uncertainty().plane(0, 10)[10 * SIZE[2] + 10], 1e-5);
			}
		}
		final Predictor alone = new Predictor(List.of(lone), null);
		try (Prediction prediction = alone.predict(alone.prepare(ramp(geometry)), false, true, Progress.none())) {
			assertNull(prediction.uncertainty());
		}
	}

	/** Folders, for which the image is released while it is prepared, and images in memory give the same result. */
	@Test
	void takingAnImagePreparesItInTheSameWay() throws IOException {
		final Geometry geometry = oblique(0.8, 1.1, 1.5);
		final Plan fine = plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8);
		final Plan coarse = plan("nnunet", List.of(2, 0, 1), 0.8, 2.0, 2.0);
		final Predictor both = new Predictor(List.of(member(fine, ToyNetwork.copy(fine)), member(coarse, ToyNetwork.copy(
			coarse))), null);
		final List<PreparedCase> kept = both.prepare(ramp(geometry));
		final List<PreparedCase> taken = both.take(ramp(geometry), null);
		for (int m = 0; m < 2; m++) {
			assertEquals(kept.get(m).cropBox(), taken.get(m).cropBox());
			assertSame(geometry, taken.get(m).original());
			for (int z = 0; z < kept.get(m).x().size()[0]; z++)
				assertArrayEquals(kept.get(m).x().plane(0, z), taken.get(m).x().plane(0, z));
		}
		assertThrows(ProblemException.class, () -> both.take(new Volume(geometry, 1), null));
	}

	@Test
	void differentLabelsCannotBeAveraged() {
		final Plan two = ToyNetwork.plan("nvidia", 2, 1, 8, 8, 8);
		final Plan three = ToyNetwork.plan("nvidia", 3, 1, 8, 8, 8);
		assertThrows(IllegalArgumentException.class, () -> new Predictor(List.of(member(two, ToyNetwork.copy(two)), member(
			three, ToyNetwork.copy(three))), null));
	}

	@Test
	void wrongNumberOfChannelsIsAProblem() {
		final Plan plan = plan("nvidia", List.of(0, 1, 2), 1.5, 1.1, 0.8);
		final Predictor predictor = Predictor.open(List.of(ToyNetwork.copy(plan)), plan, 0.5, Blend.GAUSSIAN, false,
			null);
		final ProblemException e = assertThrows(ProblemException.class, () -> predictor.predict(new Volume(oblique(1, 1, 1),
			2), Progress.none()));
		assertTrue(e.getMessage().contains("2 channels"), e.getMessage());
	}
}
