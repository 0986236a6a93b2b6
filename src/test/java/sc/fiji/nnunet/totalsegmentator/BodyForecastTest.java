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
package sc.fiji.nnunet.totalsegmentator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.NetworkCost;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.ProblemException;

/** Compares forecasts with windows, operations and bytes counted by hand. */
class BodyForecastTest {

	private static final long GIB = 1L << 30;

	@Test
	void windowsOfAllNetworksAreCounted() throws Exception {
		final Path resources = Path.of(BodyForecastTest.class.getResource("/totalsegmentator/ct.nii.gz").toURI())
			.getParent();
		final BodyModel model = BodyModel.named("1.5mm");
		final List<Plan> plans = new ArrayList<>();
		for (final ModelFolder part : model.in(resources))
			plans.add(part.plan());
		final BodyForecast forecast = BodyForecast.of(model, plans, List.of(resources.resolve("ct.nii.gz")));
		// 34 x 26 x 19 voxels of 2.1, 2.6 and 3.4 mm are 48 x 45 x 43 of 1.5 mm; steps of 12.8 make 4 windows of 16 along each
		assertEquals(4 * 4 * 4 * 5, forecast.windows());
		final double each = plans.stream().mapToDouble(plan -> NetworkCost.of(plan.network(), plan.patch()).multiplyAdds())
			.sum();
		assertEquals(64 * each, forecast.operations(), 1e-6 * each);
		// half a gibibyte for TensorFlow itself, and 27 logits beside the 4 features that they are made of
		assertTrue(forecast.engine() > (512L << 20) + 16 * 16 * 16 * (4 + 27) * 4, forecast.engine() + " bytes");
		// 32 MB of logits of a few planes; the image, a copy of it, and labels; the planes of half-precision sums
		final long some = (32L << 20) + 34 * 26 * 19 * (4 + 4 + 2) + 16L * 45 * 48 * 28 * 2;
		assertTrue(forecast.heap() > some && forecast.heap() < 1.2 * some, forecast.heap() + " bytes");
	}

	@Test
	void theSentenceHasWindowsNetworksTimeAndMemory() {
		final BodyForecast forecast = new BodyForecast(2, 5, 640, 3e12, 3 * GIB, 2 * GIB);
		assertEquals("2 images, 5 networks: 640 windows, about 60 s; about 3.0 GiB of memory in Java and 2.0 GiB beside it.",
			forecast.words(1e11));
		assertEquals("2 images, 5 networks: 640 windows; about 3.0 GiB of memory in Java and 2.0 GiB beside it.", forecast
			.words(0));
	}

	@Test
	void whatDoesNotFitIsRefusedWithACoarserModel() {
		final BodyForecast forecast = new BodyForecast(1, 5, 640, 3e12, 3 * GIB, 2 * GIB);
		assertDoesNotThrow(() -> forecast.require("1.5mm", 3 * GIB, 5 * GIB));
		final String machine = assertThrows(ProblemException.class, () -> forecast.require("1.5mm", 3 * GIB, 5 * GIB - 1))
			.getMessage();
		assertTrue(machine.contains("5.0 GiB") && machine.contains("resolution=3mm or resolution=6mm"), machine);
		final String java = assertThrows(ProblemException.class, () -> forecast.require("3mm", 3 * GIB - 1, 9 * GIB))
			.getMessage();
		assertTrue(java.contains("resolution=6mm") && java.contains("-Xmx") && !java.contains("=3mm"), java);
	}
}
