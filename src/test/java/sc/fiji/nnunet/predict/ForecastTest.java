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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

class ForecastTest {

	@TempDir
	private Path folder;

	private Case image(final String name, final int z, final int y, final int x) throws IOException {
		final Path file = folder.resolve(name + ".nii");
		ImageFile.write(file, new Volume(Geometry.ofZyx(new int[] { z, y, x }, new double[] { 2, 1, 1 }), 1));
		return new Case(name, List.of(file), null);
	}

	/** 5 slices of 2 mm become 10 of 1 mm: windows of 6 start at 0, 3, 4; two networks; eight flips. */
	@Test
	void windowsAreCountedOnTheNetworksGrid() throws IOException {
		final Plan plan = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);
		final Case small = image("small", 5, 6, 6);
		final Case large = image("large", 5, 10, 6);
		final Case broken = new Case("broken", List.of(folder.resolve("broken.nii")), null);
		Files.writeString(folder.resolve("broken.nii"), "no image");
		final Member member = new Member(plan, List.of(ToyNetwork.copy(plan), ToyNetwork.copy(plan)), WindowOptions.of(plan,
			0.5, Blend.GAUSSIAN, true));
		final Forecast forecast = new Forecast(List.of(member), Forecast.grids(List.of(small, large, broken)));
		assertEquals(3 * 2 * 8 + 3 * 3 * 2 * 8, forecast.passes());
		final double[] shares = forecast.shares();
		assertArrayEquals(new double[] { 0, 0.25, 1, 1 }, shares, 1e-3);
		assertTrue(shares[2] < 1, "a broken file takes a moment too");
		assertTrue(forecast.seconds() >= 0);
	}

	/** A 2D plan of NVIDIA's nnU-Net does not resample: 5 slices, each whole. */
	@Test
	void slicesOfTwoDimensionalPlans() throws IOException {
		final Plan plan = ToyNetwork.plan("nvidia", 2, 4, 8, 8);
		final Member member = new Member(plan, List.of(ToyNetwork.copy(plan)), WindowOptions.of(plan, 0.5,
			Blend.GAUSSIAN, false));
		assertEquals(5, new Forecast(List.of(member), Forecast.grids(List.of(image("a", 5, 9, 13))))
			.passes());
	}
}
