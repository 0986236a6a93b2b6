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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;

/** Tests the augmentations that change intensities only. */
class IntensityTest {

	private static final int DRAWS = 4000;

	private final Fixture fixture = new Fixture();

	/** A fresh sample of the given size, one channel, voxels made from their index. */
	private static Sample sample(final int... size) {
		final MemorySource source = new MemorySource("case", 1, size);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = (i * 37 % 101) / 50f - 1;
		final Sample sample = new Sample(1, size);
		sample.place(source, 0, 0, 0);
		return sample;
	}

	/**
	 * Applies an augmentation to many samples of one step; returns the sorted measurements of those that were changed.
	 */
	private static double[] measure(final Augmentation augmentation, final Sample sample,
		final ToDoubleFunction<float[]> number)
	{
		final float[] before = sample.image(0).clone();
		final double[] results = new double[DRAWS];
		int changed = 0;
		for (int draw = 0; draw < DRAWS; draw++) {
			System.arraycopy(before, 0, sample.image(0), 0, before.length);
			augmentation.apply(sample, new Generator(5, 0, 0, draw));
			if (!Arrays.equals(before, sample.image(0))) results[changed++] = number.applyAsDouble(sample.image(0));
		}
		final double[] found = Arrays.copyOf(results, changed);
		Arrays.sort(found);
		System.arraycopy(before, 0, sample.image(0), 0, before.length);
		return found;
	}

	/** Checks the share of samples that were changed, within four standard deviations. */
	private static void share(final double probability, final int count) {
		assertEquals(probability, count / (double) DRAWS, 4 * Math.sqrt(probability * (1 - probability) / DRAWS));
	}

	@Test
	void noiseHasTheGivenProbabilityAndRange() {
		final Sample sample = sample(12, 12, 12);
		final float[] before = sample.image(0).clone();
		final double[] sigmas = measure(new GaussianNoise(0.15, 0.3), sample, image -> {
			double squares = 0;
			for (int i = 0; i < image.length; i++)
				squares += (image[i] - before[i]) * (image[i] - before[i]);
			return Math.sqrt(squares / image.length);
		});
		share(0.15, sigmas.length);
		assertTrue(sigmas[0] < 0.01, "smallest sigma " + sigmas[0]);
		assertTrue(sigmas[sigmas.length - 1] > 0.28 && sigmas[sigmas.length - 1] < 0.33, "largest sigma " +
			sigmas[sigmas.length - 1]);
		assertEquals(0.15, Arrays.stream(sigmas).average().orElse(0), 0.02);
	}

	@Test
	void noiseIsNormalAndIndependent() {
		final Sample sample = fixture.sample(2);
		final Generator random = new Generator(3);
		double sum = 0;
		double square = 0;
		double fourth = 0;
		double product = 0;
		int count = 0;
		for (int round = 0; round < 200; round++) {
			sample.place(new MemorySource("zero", 2, sample.size()), 0, 0, 0);
			new GaussianNoise(1, 1).apply(sample, random);
			final float scale = (float) Math.sqrt(Moments.of(sample.image(0)).deviation() * Moments.of(sample.image(1))
				.deviation());
			for (int i = 0; i < sample.voxels(); i++, count++) {
				final double a = sample.image(0)[i] / scale;
				sum += a;
				square += a * a;
				fourth += a * a * a * a;
				product += a * sample.image(1)[i] / scale;
			}
		}
		assertEquals(0, sum / count, 0.01);
		assertEquals(1, square / count, 0.02);
		assertEquals(3, fourth / count, 0.1);
		assertEquals(0, product / count, 0.02);
	}

	@Test
	void blurEqualsSciPy() {
		final Sample sample = fixture.sample(1);
		GaussianBlur.blur(sample, 0, 0.6, 0.9, 1.4);
		Fixture.same(Fixture.floats(fixture.json.get("blur")), sample.image(0), 2e-6);
	}

	@Test
	void blurHasTheGivenProbabilityAndRangeAndItsWindow() {
		// an impulse: the centre's share of the sum gives sigma, the extent gives the window
		final Sample sample = sample(13, 13, 13);
		Arrays.fill(sample.image(0), 0);
		sample.image(0)[(6 * 13 + 6) * 13 + 6] = 1;
		final double[] centres = measure(GaussianBlur.uniform(0.15, 0.5, 1.5), sample, image -> image[(6 * 13 + 6) * 13 +
			6]);
		share(0.15, centres.length);
		assertTrue(centres[0] >= centre(1.5) - 1e-6 && centres[0] < centre(1.45), "widest " + centres[0]);
		final double narrowest = centres[centres.length - 1];
		assertTrue(narrowest <= centre(0.5) + 1e-6 && narrowest > centre(0.55), "narrowest " + narrowest);
		GaussianBlur.blur(sample, 0, 1.2, 1.2, 1.2);
		final float[] image = sample.image(0);
		assertTrue(image[(2 * 13 + 6) * 13 + 6] > 0, "depth is blurred, 4 = ceil(3 sigma) voxels far");
		assertEquals(0, image[(1 * 13 + 6) * 13 + 6]);
	}

	/** The central weight of a truncated and normalised three-dimensional Gaussian. */
	private static double centre(final double sigma) {
		double sum = 0;
		final int radius = (int) Math.ceil(3 * sigma);
		for (int k = -radius; k <= radius; k++)
			sum += Math.exp(-k * k / (2 * sigma * sigma));
		return 1 / (sum * sum * sum);
	}

	@Test
	void blurPerChannelLeavesHalfOfTheChannelsUnchanged() {
		int changed = 0;
		int both = 0;
		final Sample sample = fixture.sample(2);
		final float[] before = sample.image(0).clone();
		for (int draw = 0; draw < DRAWS; draw++) {
			for (int c = 0; c < 2; c++)
				System.arraycopy(before, 0, sample.image(c), 0, before.length);
			GaussianBlur.perChannel(1, 0.5, 0.5, 1).apply(sample, new Generator(1, draw));
			final boolean first = !Arrays.equals(before, sample.image(0));
			final boolean second = !Arrays.equals(before, sample.image(1));
			if (first) changed++;
			if (first && second) {
				both++;
				assertNotEquals(sample.image(0)[100], sample.image(1)[100], "each channel has its own sigmas");
			}
		}
		share(0.5, changed);
		share(0.25, both);
	}

	@Test
	void brightnessAndContrastShareOneDrawAndHaveTheirRanges() {
		final Sample sample = sample(1, 1, 2);
		sample.image(0)[0] = 0.5f;
		sample.image(0)[1] = 1.5f;
		final Augmentation augmentation = new BrightnessContrast(0.15, new double[] { 0.7, 1.3 }, new double[] { 0.65,
			1.5 });
		// v = 0.5 gives b / 2; the difference of both voxels is b c
		final double[] brightness = measure(augmentation, sample, image -> 2 * image[0]);
		final double[] contrast = measure(augmentation, sample, image -> (image[1] - image[0]) / (2 * image[0]));
		share(0.15, brightness.length);
		assertEquals(brightness.length, contrast.length);
		assertEquals(0.7, brightness[0], 0.01);
		assertEquals(1.3, brightness[brightness.length - 1], 0.01);
		assertEquals(0.65, contrast[0], 0.01);
		assertEquals(1.5, contrast[contrast.length - 1], 0.01);
	}

	@Test
	void brightnessAndContrastEqualAnExample() {
		final Sample sample = sample(1, 1, 3);
		System.arraycopy(new float[] { 0.5f, -3, 10 }, 0, sample.image(0), 0, 3);
		BrightnessContrast.change(sample, 1.2, 1.5);
		// 1.2 (0.5 + 1.5 (v - 0.5)); nothing is clamped
		assertArrayEquals(new float[] { 0.6f, -5.7f, 17.7f }, sample.image(0), 1e-5f);
	}

	@Test
	void factorsAboveAndBelowOneAreEquallyLikely() {
		final Sample sample = sample(1, 1, 1);
		sample.image(0)[0] = 1;
		final double[] factors = measure(new Brightness(0.15, 0.75, 1.5), sample, image -> image[0]);
		share(0.15, factors.length);
		assertEquals(0.75, factors[0], 0.01);
		assertEquals(1.5, factors[factors.length - 1], 0.02);
		assertEquals(0.5, Arrays.stream(factors).filter(f -> f < 1).count() / (double) factors.length, 0.08);
	}

	@Test
	void contrastEqualsNumPy() {
		for (final String factor : List.of("0.75", "1.25")) {
			final float[] image = fixture.source.image.clone();
			Contrast.stretch(image, Double.parseDouble(factor));
			Fixture.same(Fixture.floats(fixture.json.getAsJsonObject("contrast").get(factor)), image, 2e-6);
		}
	}

	@Test
	void gammaEqualsNumPy() {
		for (final String exponent : List.of("0.7", "1.5")) {
			final float[] image = fixture.source.image.clone();
			Gamma.bend(image, Double.parseDouble(exponent), false);
			Fixture.same(Fixture.floats(fixture.json.getAsJsonObject("gamma").get(exponent)), image, 5e-6);
			System.arraycopy(fixture.source.image, 0, image, 0, image.length);
			Gamma.bend(image, Double.parseDouble(exponent), true);
			Fixture.same(Fixture.floats(fixture.json.getAsJsonObject("gamma_inverted").get(exponent)), image, 5e-6);
		}
	}

	@Test
	void gammaOfAConstantImageIsThatImage() {
		final float[] image = new float[20];
		Arrays.fill(image, 3);
		Gamma.bend(image, 0.7, false);
		assertEquals(3, image[7]);
	}

	@Test
	void thePowerTableIsAccurate() {
		for (final double exponent : new double[] { 0.7, 0.85, 1, 1.2, 1.5 }) {
			final PowerTable table = new PowerTable(exponent);
			for (double x = 0; x <= 1; x += 1.0 / 9973)
				assertEquals(Math.pow(x, exponent), table.of((float) x), 3e-6);
			for (double x = 1e-8; x < 0.02; x *= 1.01)
				assertEquals(Math.pow(x, exponent), table.of((float) x), 3e-6);
			assertEquals(1, table.of(1), 1e-6);
			assertEquals(1, table.of(1.0000002f), 1e-6);
		}
	}

	@Test
	void lowResolutionEqualsPyTorch() {
		for (final String share : List.of("0.5", "0.63", "0.9")) {
			final Sample sample = fixture.sample(1);
			new LowResolution(1, 1, 0.5, true).coarsen(sample, 0, Double.parseDouble(share));
			Fixture.same(Fixture.floats(fixture.json.getAsJsonObject("low").get(share)), sample.image(0), 2e-6);
		}
	}

	@Test
	void lowResolutionKeepsTheDepthOfFlatPatches() {
		final Sample sample = sample(4, 6, 6);
		final float[] before = sample.image(0).clone();
		for (int i = 36; i < before.length; i++)
			sample.image(0)[i] = before[i % 36];
		final float[] firstPlane = sample.image(0).clone();
		sample.image(0)[36 + 7] = 100;
		new LowResolution(1, 1, 0.5, false).coarsen(sample, 0, 0.5);
		final float[] after = sample.image(0);
		for (int i = 0; i < 36; i++)
			assertEquals(after[i], after[2 * 36 + i], "planes 0 and 2 were equal and must stay equal");
		assertTrue(!Arrays.equals(Arrays.copyOf(firstPlane, 36), Arrays.copyOf(after, 36)));
		assertTrue(Arrays.stream(new int[] { 36, 37, 42, 43, 44, 48 }).anyMatch(i -> after[i] > 20), "plane 1 is its own");
	}

	@Test
	void lowResolutionAndGammaHaveTheGivenProbabilities() {
		final Sample sample = sample(8, 8, 8);
		// factors of 15/16 and more keep all voxels: that is 1 in 8 of the range from 0.5 to 1
		share(0.25 * 0.5 * 7 / 8, measure(new LowResolution(0.25, 0.5, 0.5, true), sample, image -> 0).length);
		share(0.3, measure(new Gamma(0.3, false, 0.7, 1.5), sample, image -> 0).length);
		share(0.1, measure(new Gamma(0.1, true, 0.7, 1.5), sample, image -> 0).length);
		share(0.15, measure(new Contrast(0.15, 0.75, 1.25), sample, image -> 0).length);
	}

	@Test
	void labelsAreUnchanged() {
		final List<Augmentation> always = List.of(new GaussianNoise(1, 0.3), GaussianBlur.uniform(1, 0.5, 1.5), GaussianBlur
			.perChannel(1, 1, 0.5, 1), new BrightnessContrast(1, new double[] { 0.7, 1.3 }, new double[] { 0.65, 1.5 }),
			new Brightness(1, 0.75, 1.25), new Contrast(1, 0.75, 1.25), new LowResolution(1, 1, 0.5, true), new Gamma(1, true,
				0.7, 1.5), new Gamma(1, false, 0.7, 1.5));
		for (final Augmentation augmentation : always) {
			final Sample sample = fixture.sample(2);
			final float[] before = sample.image(1).clone();
			augmentation.apply(sample, new Generator(2));
			assertArrayEquals(fixture.source.labels, sample.labels(), augmentation.getClass().getSimpleName());
			for (int c = 0; c < 2; c++)
				assertTrue(!Arrays.equals(before, sample.image(c)), augmentation.getClass().getSimpleName() +
					" must change channel " + c);
		}
	}
}
