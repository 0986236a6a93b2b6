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
package sc.fiji.nnunet.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class CaseFingerprintTest {

	@Test
	void intensitiesAreTakenFromAllLabelledVoxels() {
		// recipe-nvidia.md 2.9: percentiles 0.5 and 99.5, mean and population standard deviation of the unclipped pool,
		// label > 0
		final Random random = new Random(1);
		final double[] pool = new double[2 * 500];
		int at = 0;
		final CaseFingerprint[] cases = new CaseFingerprint[2];
		for (int i = 0; i < 2; i++) {
			final Volume image = new Volume(Geometry.ofZyx(new int[] { 10, 10, 10 }, new double[] { 3, 2, 1 }), 1);
			final LabelMap labels = new LabelMap(image.geometry());
			for (int z = 0; z < 10; z++)
				for (int k = 0; k < 100; k++) {
					image.plane(0, z)[k] = (float) (random.nextGaussian() * 40 + 100 * i);
					labels.plane(z)[k] = (short) (k % 2 == 0 ? 1 + k % 3 : 0);
					if (k % 2 == 0) pool[at++] = image.plane(0, z)[k];
				}
			cases[i] = CaseFingerprint.of("c" + i, image, image.geometry(), labels, 2);
		}
		final Fingerprint print = CaseFingerprint.combine(List.of(cases), "key", ChannelRule.AS_THE_FIRST);
		final double mean = Arrays.stream(pool).average().orElseThrow();
		final double std = Math.sqrt(Arrays.stream(pool).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
		Arrays.sort(pool);
		final Fingerprint.Intensity intensity = print.intensities().get(0);
		assertEquals(1000, intensity.voxels());
		assertEquals(mean, intensity.mean(), 1e-9);
		assertEquals(std, intensity.std(), 1e-9);
		// NumPy: position 0.005 * 999 = 4.995
		assertEquals(pool[4] + 0.995 * (pool[5] - pool[4]), intensity.percentile005(), 1e-9);
		assertEquals(pool[994] + 0.005 * (pool[995] - pool[994]), intensity.percentile995(), 1e-9);
		assertEquals((pool[499] + pool[500]) / 2, intensity.median(), 1e-9);
		assertEquals(pool[0], intensity.min());
		assertEquals(pool[999], intensity.max());
		assertEquals(List.of(List.of(3.0, 2.0, 1.0), List.of(3.0, 2.0, 1.0)), print.spacings());
	}

	@Test
	void largeCasesAreSubsampledRegularly() {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, 100, 1000 }, new double[] { 1, 1, 1 }), 1);
		final LabelMap labels = new LabelMap(image.geometry());
		for (int k = 0; k < 100_000; k++) {
			image.plane(0, 0)[k] = k;
			labels.plane(0)[k] = (short) (k < 50_000 ? 1 : 0);
		}
		final Fingerprint.Intensity intensity = CaseFingerprint.combine(List.of(CaseFingerprint.of("a", image, image
			.geometry(), labels, 1 << 20)), "", ChannelRule.AS_THE_FIRST).intensities().get(0);
		assertEquals(50_000, intensity.voxels());
		assertEquals(24_999.5, intensity.mean(), 1e-6);
		assertEquals(250, intensity.percentile005(), 50);
		assertEquals(49_750, intensity.percentile995(), 50);
	}

	@Test
	void casesCountAlikeForNnunetAndVoxelsForNvidia() {
		// recipe-nnunet.md 1.1: as many voxels are drawn from each case, with replacement
		final List<CaseFingerprint> cases = List.of(line("small", 10, 1000), line("large", 10_000, 0), line("none", 0, 0));
		final Fingerprint.Intensity alike = CaseFingerprint.combine(cases, "", ChannelRule.EACH).intensities().get(0);
		assertEquals(10_010, alike.voxels());
		// half of the numbers are 1000 to 1009, and half 0 to 9999
		assertEquals((1004.5 + 4999.5) / 2, alike.mean(), 1e-9);
		final double small = (100 - 1) / 12., large = (1e8 - 1) / 12., between = Math.pow((4999.5 - 1004.5) / 2, 2);
		assertEquals(Math.sqrt((small + large) / 2 + between), alike.std(), 1e-6);
		// a hundredth of the large case is half a hundredth of both
		assertEquals(99, alike.percentile005(), 1);
		assertEquals(9899, alike.percentile995(), 1);
		// up to here a tenth of the large case, and nine of the ten voxels of the small one
		assertEquals(1008, alike.median(), 1);
		assertEquals(0, alike.min());
		assertEquals(9999, alike.max());
		final Fingerprint.Intensity pooled = CaseFingerprint.combine(cases, "", ChannelRule.AS_THE_FIRST).intensities().get(
			0);
		assertEquals((10 * 1004.5 + 10_000 * 4999.5) / 10_010, pooled.mean(), 1e-9);
		assertEquals(50, pooled.percentile005(), 1);
	}

	/** A case whose labelled voxels have the numbers from the first one on. */
	private static CaseFingerprint line(final String name, final int voxels, final int first) {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, 1, 10_001 }, new double[] { 1, 1, 1 }), 1);
		final LabelMap labels = new LabelMap(image.geometry());
		for (int i = 0; i < voxels; i++) {
			image.plane(0, 0)[i] = first + i;
			labels.plane(0)[i] = 1;
		}
		return CaseFingerprint.of(name, image, image.geometry(), labels, 3);
	}

	@Test
	void relativeSizeIsTheMedianOverCases() {
		final Geometry original = Geometry.ofZyx(new int[] { 10, 10, 10 }, new double[] { 1, 1, 1 });
		final CaseFingerprint[] cases = new CaseFingerprint[3];
		for (int i = 0; i < 3; i++)
			cases[i] = CaseFingerprint.of("c" + i, new Volume(Geometry.ofZyx(new int[] { 10, 10, 2 + 3 * i },
				new double[] { 1, 1, 1 }), 1), original, null, 3);
		final Fingerprint print = CaseFingerprint.combine(List.of(cases), "", ChannelRule.EACH);
		assertEquals(0.5, print.medianRelativeSize(), 1e-12);
		assertEquals(List.of(10, 10, 8), print.shapesAfterCrop().get(2));
		assertEquals(List.of(), print.intensities());
	}
}
