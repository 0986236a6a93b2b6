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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Golden;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Resample;
import sc.fiji.nnunet.volume.ResampleRule;
import sc.fiji.nnunet.volume.Transpose;
import sc.fiji.nnunet.volume.Volume;

class PreprocessorTest {

	private static final double[] ONE = { 1, 1, 1 };

	@Test
	void equalSpacingIsNotResampled() throws Exception {
		// recipe-nvidia.md 2.3 step 5: Hippocampus and BrainTumour keep their voxels
		final Volume image = positive(new int[] { 4, 5, 6 }, ONE, 1);
		final PreparedCase prepared = new Preprocessor(null).prepare(image, null, nvidia("Task01_BrainTumour", 1, "3d"));
		final double[] values = doubles(image);
		final double mean = mean(values);
		final double std = std(values, mean);
		final float[] x = Golden.flat(prepared.x());
		for (int i = 0; i < x.length; i++)
			assertEquals((values[i] - mean) / std, x[i], 1e-5);
		assertArrayEquals(new int[] { 4, 5, 6 }, prepared.croppedSize());
	}

	@Test
	void sizesAreTruncatedWithFloatSpacings() {
		// recipe-nvidia.md 2.5: with 0.7676, 3.6 and 0.78 every N becomes N - 1; with these others it stays
		final String[] rows = { "0.7676 -1", "3.6 -1", "0.78 -1", "1.37 0", "0.62 0", "1.24 0", "0.79 0", "0.8 0", "1.6 0",
			"1.0 0", "1.25 0", "1.5 0", "2.5 0", "3.0 0" };
		for (final String row : rows) {
			final double target = Double.parseDouble(row.split(" ")[0]);
			final double stored = (float) target;
			for (final int n : new int[] { 7, 100, 513 })
				assertEquals(n + Integer.parseInt(row.split(" ")[1]), Recipe.NVIDIA.newSize(new int[] { n }, new double[] {
					stored }, new double[] { target })[0], row);
		}
		// recipe-nnunet.md 1.4: half to even
		assertArrayEquals(new int[] { 2, 4, 10 }, Recipe.NNUNET.newSize(new int[] { 5, 7, 10 }, ONE, new double[] { 2, 2,
			1 }));
		assertArrayEquals(new int[] { 2, 3, 10 }, Recipe.NVIDIA.newSize(new int[] { 5, 7, 10 }, ONE, new double[] { 2, 2,
			1 }));
	}

	@Test
	void nvidiaNormalisesNonZeroVoxelsPerChannel() throws Exception {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 2, 3, 4 }, ONE), 2);
		final Random random = new Random(2);
		for (int z = 0; z < 2; z++)
			for (int i = 0; i < 12; i++) {
				image.plane(0, z)[i] = i == 5 ? 0 : 100 + random.nextInt(50);
				image.plane(1, z)[i] = 0;
			}
		final PreparedCase prepared = new Preprocessor(null).prepare(image, null, nvidia("Task01_BrainTumour", 2, "3d"));
		final double[] present = new double[22];
		int at = 0;
		for (int z = 0; z < 2; z++)
			for (int i = 0; i < 12; i++)
				if (i != 5) present[at++] = image.plane(0, z)[i];
		final double mean = mean(present);
		final double std = std(present, mean);
		assertEquals((image.plane(0, 1)[3] - mean) / std, prepared.x().plane(0, 1)[3], 1e-5);
		assertEquals(0, prepared.x().plane(0, 1)[5]);
		// an all-zero channel stays
		assertArrayEquals(new float[12], prepared.x().plane(1, 0));
	}

	@Test
	void aConstantImageBecomesZero() throws Exception {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 2, 2, 2 }, ONE), 1);
		for (int z = 0; z < 2; z++)
			Arrays.fill(image.plane(0, z), 7);
		for (final Plan plan : List.of(nvidia("Task01_BrainTumour", 1, "3d"), nnunet(new double[] { 1, 1, 1 }, 1, "3d")))
			assertArrayEquals(new float[8], Golden.flat(new Preprocessor(null).prepare(image, null, plan).x()));
	}

	/** As in Task09_Spleen with slices of 5 mm: recipe-nvidia.md 2.5 repeats a slice, and 2.7 comes after that. */
	@Test
	void planesOfOneThickSliceAreNormalisedOnceEach() throws Exception {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 2, 6, 6 }, new double[] { 4 * 1.6, 2 * 0.79, 2 * 0.79 }),
			1);
		Arrays.fill(image.plane(0, 0), 60);
		Arrays.fill(image.plane(0, 1), 120);
		final Volume x = new Preprocessor(null).prepare(image, null, nvidia("Task09_Spleen", 1, "3d")).x();
		assertArrayEquals(new int[] { 8, 12, 12 }, x.size());
		// the mean is 90, the standard deviation 30
		for (int z = 0; z < 8; z++)
			for (final float voxel : x.plane(0, z))
				assertEquals(z < 4 ? -1.0 : 1.0, voxel, 1e-6, "plane " + z);
	}

	@Test
	void theCallersImageStaysAsItIs() throws Exception {
		final Volume image = positive(new int[] { 4, 5, 6 }, ONE, 3);
		final float[] before = Golden.flat(image);
		final LabelMap labels = new LabelMap(image.geometry());
		for (final Plan plan : List.of(nvidia("Task01_BrainTumour", 1, "3d"), nnunet(new double[] { 1, 1, 1 }, 0.5,
			"3d")))
		{
			new Preprocessor(null).prepare(image, labels, plan);
			assertArrayEquals(before, Golden.flat(image));
			assertArrayEquals(new short[120], Golden.flat(labels));
		}
	}

	@Test
	void flatImagesOfNvidiaKeepTheirResolution() throws Exception {
		// recipe-nvidia.md 2.3 step 5
		final Volume image = positive(new int[] { 4, 5, 6 }, new double[] { 3, 0.5, 0.5 }, 4);
		assertArrayEquals(new int[] { 4, 5, 6 }, new Preprocessor(null).prepare(image, null, nvidia("Task02_Heart", 1,
			"2d")).x().size());
		// nnU-Net resamples in the plane and leaves the slices (recipe-nnunet.md 2.1)
		assertArrayEquals(new int[] { 4, 2, 3 }, new Preprocessor(null).prepare(image, null, nnunet(ONE, 1, "2d")).x()
			.size());
	}

	@Test
	void nnunetNormalisesTheMaskBeforeResampling() throws Exception {
		final int[] size = { 6, 8, 9 };
		final Volume image = new Volume(Geometry.ofZyx(size, new double[] { 1, 1.5, 1 }), 1);
		final LabelMap labels = new LabelMap(image.geometry());
		final Random random = new Random(5);
		// a body with a hole; one corner outside
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 72; i++)
				image.plane(0, z)[i] = i / 9 < 2 && i % 9 < 3 ? 0 : 50 + random.nextInt(100);
		image.plane(0, 3)[4 * 9 + 4] = 0;
		labels.plane(3)[5 * 9 + 5] = 1;
		final PreparedCase prepared = new Preprocessor(null).prepare(image, labels, nnunet(ONE, 0.5, "3d"));
		final double[] inside = new double[6 * 66];
		int at = 0;
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 72; i++)
				if (!(i / 9 < 2 && i % 9 < 3)) inside[at++] = image.plane(0, z)[i];
		final double mean = mean(inside);
		final double std = std(inside, mean);
		final Volume normal = new Volume(image.geometry(), 1);
		final LabelMap marked = new LabelMap(image.geometry());
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 72; i++) {
				final boolean outside = i / 9 < 2 && i % 9 < 3;
				normal.plane(0, z)[i] = outside ? 0 : (float) ((image.plane(0, z)[i] - mean) / std);
				marked.plane(z)[i] = outside ? (short) -1 : labels.plane(z)[i];
			}
		final int[] target = { 6, 12, 9 };
		assertArrayEquals(Golden.flat(Resample.image(normal, target, ONE, ResampleRule.NNUNET, null)), Golden.flat(prepared
			.x()), 1e-5f);
		assertArrayEquals(Golden.flat(Resample.labels(marked, target, ONE, ResampleRule.NNUNET, null)), Golden.flat(prepared
			.y()));
		assertEquals(-1, prepared.y().plane(0)[0]);
	}

	@Test
	void theWayBackIsRecorded() throws Exception {
		// x is the thick axis: nnU-Net puts it in front
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 20, 30, 10 }, new double[] { 1, 1, 5 }), 1);
		final Random random = new Random(6);
		for (int z = 2; z < 18; z++)
			for (int i = 3 * 10; i < 28 * 10; i++)
				image.plane(0, z)[i] = i % 10 == 0 ? 0 : 1 + random.nextFloat();
		final PreparedCase prepared = new Preprocessor(null).prepare(image, null, nnunet(new double[] { 1, 1, 5 }, 1,
			"3d"));
		assertEquals(new Box(new int[] { 2, 3, 1 }, new int[] { 18, 28, 10 }), prepared.cropBox());
		assertArrayEquals(new int[] { 2, 0, 1 }, prepared.transpose());
		assertArrayEquals(new int[] { 9, 16, 25 }, prepared.croppedSize());
		assertArrayEquals(new int[] { 9, 16, 25 }, prepared.x().size());
		assertEquals(image.geometry(), prepared.original());
		final Volume back = prepared.x().turn(Transpose.inverse(prepared.transpose()));
		final double scale = (back.plane(0, 1)[9] - back.plane(0, 0)[0]) / (image.plane(0, 3)[4 * 10 + 1] - image.plane(0,
			2)[3 * 10 + 1]);
		final double scale2 = (back.plane(0, 5)[7 * 9 + 4] - back.plane(0, 0)[0]) / (image.plane(0, 7)[10 * 10 + 5] - image
			.plane(0, 2)[3 * 10 + 1]);
		assertEquals(scale, scale2, 1e-3 * Math.abs(scale));
	}

	@Test
	void nvidiaCropsToPositiveAndNnunetToNonZero() throws Exception {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 3, 4, 5 }, ONE), 2);
		image.plane(0, 1)[2 * 5 + 3] = 5;
		image.plane(1, 2)[1 * 5 + 1] = 2;
		image.plane(1, 0)[0] = -1;
		assertEquals(new Box(new int[] { 1, 1, 1 }, new int[] { 3, 3, 4 }), new Preprocessor(null).prepare(image, null,
			nvidia("Task01_BrainTumour", 2, "3d")).cropBox());
		final Volume single = new Volume(image.geometry(), 1);
		single.plane(0, 0)[0] = -1;
		single.plane(0, 1)[2 * 5 + 3] = 5;
		assertEquals(new Box(new int[3], new int[] { 2, 3, 4 }), new Preprocessor(null).prepare(single, null, nnunet(ONE, 1,
			"3d")).cropBox());
	}

	@Test
	void imagesThatCannotBePreparedAreProblems() throws Exception {
		final Volume air = new Volume(Geometry.ofZyx(new int[] { 2, 2, 2 }, ONE), 1);
		for (int z = 0; z < 2; z++)
			Arrays.fill(air.plane(0, z), -1000);
		assertTrue(assertThrows(ProblemException.class, () -> new Preprocessor(null).prepare(air, null, nvidia(
			"Task01_BrainTumour", 1, "3d"))).getMessage().contains("no voxel above zero"));
		assertTrue(assertThrows(ProblemException.class, () -> new Preprocessor(null).prepare(air, null, nvidia(
			"Task01_BrainTumour", 4, "3d"))).getMessage().contains("has 1 channel,"));
	}

	private static Plan nvidia(final String task, final int channels, final String configuration) throws Exception {
		return new Planner(dataset(task, channels), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get(configuration);
	}

	private static Plan nnunet(final double[] spacing, final double relativeSize, final String configuration)
		throws Exception
	{
		final Fingerprint print = new Fingerprint(1, "", List.of("a"), List.of(List.of(spacing[0], spacing[1],
			spacing[2])), List.of(List.of(20, 30, 40)), relativeSize, List.of());
		return new Planner(dataset("Mine", 1), Recipe.NNUNET, PlanChoices.NONE).plan(print).get(configuration);
	}

	private static Dataset dataset(final String name, final int channels) {
		return new Dataset(name, Path.of(name), Collections.nCopies(channels, "MRI"), Labels.of("background", "organ"), List
			.of(), List.of(), ".nii.gz");
	}

	private static Volume positive(final int[] size, final double[] spacing, final long seed) {
		final Random random = new Random(seed);
		final Volume image = new Volume(Geometry.ofZyx(size, spacing), 1);
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				image.plane(0, z)[i] = 1 + random.nextFloat();
		return image;
	}

	private static double[] doubles(final Volume image) {
		final float[] flat = Golden.flat(image);
		final double[] values = new double[flat.length];
		for (int i = 0; i < flat.length; i++)
			values[i] = flat[i];
		return values;
	}

	private static double mean(final double[] values) {
		return Arrays.stream(values).average().orElseThrow();
	}

	private static double std(final double[] values, final double mean) {
		return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
	}
}
