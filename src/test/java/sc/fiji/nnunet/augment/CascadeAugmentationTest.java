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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The labels of a cascade's previous stage on their way into a batch (recipe-nnunet.md 1.8b and 3). */
class CascadeAugmentationTest {

	private static final int[] SIZE = { 8, 12, 10 };

	/** A case whose previous labels are those of the case, 0 to 2 in blobs. */
	private static MemorySource source(final int seed) {
		final MemorySource source = new MemorySource("case", 1, 10, 14, 13);
		final Random random = new Random(seed);
		for (int i = 0; i < source.image.length; i++) {
			source.image[i] = random.nextFloat();
			final int z = i / (14 * 13), y = i / 13 % 14, x = i % 13;
			source.labels[i] = (byte) (Math.hypot(z - 5, y - 5) < 3.5 ? x < 6 ? 1 : 2 : 0);
		}
		source.previous = source.labels.clone();
		source.previousLabels = 2;
		return source;
	}

	private static Sample sample(final MemorySource source, final int... start) {
		final Sample sample = new Sample(SIZE, 1, 2);
		sample.place(source, start);
		return sample;
	}

	@Test
	void binaryOperationsEqualThoseOfBatchgenerators() throws IOException {
		final JsonObject fixture;
		try (InputStreamReader reader = new InputStreamReader(getClass().getResourceAsStream("/augment/cascade.json"),
			StandardCharsets.UTF_8))
		{
			fixture = JsonParser.parseReader(reader).getAsJsonObject();
		}
		final int[] size = Fixture.ints(fixture.get("size"));
		final boolean[] mask = mask(fixture.get("mask").getAsString());
		int compared = 0;
		for (final JsonElement one : fixture.getAsJsonArray("results")) {
			final JsonObject row = one.getAsJsonObject();
			final String name = row.get("operation").getAsString() + " " + row.get("radius");
			assertArrayEquals(mask(row.get("mask").getAsString()), BallOperation.valueOf(row.get("operation").getAsString())
				.of(mask, size, row.get("radius").getAsDouble()), name);
			compared++;
		}
		assertEquals(16, compared);
	}

	private static boolean[] mask(final String bits) {
		final boolean[] mask = new boolean[bits.length()];
		for (int i = 0; i < mask.length; i++)
			mask[i] = bits.charAt(i) == '1';
		return mask;
	}

	@Test
	void whatALabelGainsIsTakenFromTheOthersAndWhatItLosesBecomesBackground() {
		final byte[] labels = { 0, 0, 1, 1, 2, 2, 0, 2 };
		ChangedShapes.change(labels, new int[] { 1, 1, 8 }, 1, BallOperation.DILATE, 1.9);
		assertArrayEquals(new byte[] { 0, 1, 1, 1, 1, 2, 0, 2 }, labels);
		ChangedShapes.change(labels, new int[] { 1, 1, 8 }, 1, BallOperation.ERODE, 1);
		assertArrayEquals(new byte[] { 0, 0, 1, 1, 0, 2, 0, 2 }, labels);
	}

	/** Whatever a list does with shapes: both maps of labels are turned, scaled, enlarged and mirrored alike. */
	@ParameterizedTest
	@EnumSource(Augmentations.class)
	void previousLabelsFollowTheLabelsThroughRotationScalingAndMirroring(final Augmentations augmentations) {
		follow(augmentations.of(false, SIZE, true, new boolean[1]), SIZE);
		// NB: there is no cascade in 2D, but all lists hold the rule; right-angle rotations need a square
		follow(augmentations.of(true, new int[] { 1, 10, 10 }, true, new boolean[1]), 8, 10, 10);
	}

	private static void follow(final List<Augmentation> list, final int... size) {
		final MemorySource source = source(1);
		int turned = 0;
		for (int draw = 0; draw < 200; draw++) {
			final Sample sample = new Sample(size, 1, 2);
			sample.place(source, 1, -1, 2);
			final byte[] plain = sample.labels().clone();
			sample.place(source, 1, -1, 2);
			final Generator random = new Generator(7, 0, 0, draw);
			for (final Augmentation one : list)
				one.apply(sample, random);
			assertArrayEquals(sample.labels(), sample.previous(), "draw " + draw);
			if (!Arrays.equals(plain, sample.labels())) turned++;
		}
		assertTrue(turned > 130, turned + " of 200 samples changed");
	}

	@Test
	void theBatchHoldsAChannelOfZerosAndOnesForEachLabel() {
		final Sample sample = sample(source(2), 1, 1, 1);
		final int voxels = sample.voxels();
		final float[] images = new float[2 * 3 * voxels];
		final byte[] labels = new byte[2 * voxels];
		sample.copyTo(images, labels, 1);
		for (int i = 0; i < voxels; i++) {
			assertEquals(sample.image(0)[i], images[3 * (voxels + i)]);
			assertEquals(sample.labels()[i] == 1 ? 1 : 0, images[3 * (voxels + i) + 1]);
			assertEquals(sample.labels()[i] == 2 ? 1 : 0, images[3 * (voxels + i) + 2]);
		}
	}

	@Test
	void shapesChangeInTwoFifthsOfTheSamplesAndOnlyThere() {
		final MemorySource source = source(3);
		int changed = 0;
		for (int draw = 0; draw < 1000; draw++) {
			final Sample sample = sample(source, 1, 1, 1);
			final float[] image = sample.image(0).clone();
			new ChangedShapes(0.4, 0.5, 1, 8).apply(sample, new Generator(3, draw));
			if (!Arrays.equals(sample.labels(), sample.previous())) changed++;
			assertArrayEquals(image, sample.image(0));
			assertArrayEquals(sample(source, 1, 1, 1).labels(), sample.labels());
		}
		// NB: of two labels at least one is chosen in three quarters of them, and an operation may change nothing
		assertTrue(changed > 180 && changed < 330, changed + " of 1000");
	}

	@Test
	void oneSmallPartIsRemovedAndALargeOneNever() {
		final MemorySource source = source(4);
		Arrays.fill(source.previous, (byte) 0);
		for (final int i : new int[] { 0, 1, 5, 400, 401, 900 })
			source.previous[i] = 1;
		for (int i = 1000; i < 1820; i++)
			source.previous[i] = 2;
		final int[] removed = new int[5];
		for (int draw = 0; draw < 1000; draw++) {
			final Sample sample = new Sample(source.size(), 1, 2);
			sample.place(source, 0, 0, 0);
			new RemovedPart(0.2, 0.5, 0.15).apply(sample, new Generator(5, draw));
			int missing = 0;
			for (int i = 0; i < source.previous.length; i++)
				if (sample.previous()[i] != source.previous[i]) {
					assertEquals(1, source.previous[i]);
					missing++;
				}
			removed[missing]++;
		}
		assertEquals(1000, removed[0] + removed[1] + removed[2], "a part at a time: " + Arrays.toString(removed));
		// NB: two parts of two voxels, two of one; 0.2 x 0.5 of the samples
		assertTrue(removed[0] > 860 && removed[0] < 940 && removed[1] > 25 && removed[2] > 25, Arrays.toString(removed));
	}

	@Test
	void theyComeAfterAllOthers() {
		assertEquals(List.of("Flip", "ChangedShapes", "RemovedPart"), Augmentations.cascade(List.of(new Flip(true, true,
			true))).stream().map(one -> one.getClass().getSimpleName()).toList());
	}
}
