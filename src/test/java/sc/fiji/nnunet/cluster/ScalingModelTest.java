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
package sc.fiji.nnunet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ScalingModelTest {

	@Test
	void theTableInTheDocumentsIsTheModels() throws IOException {
		final String page = Files.readString(Path.of("docs/cluster.md"));
		for (int n = 1; n <= 512; n *= 2)
			assertTrue(page.contains(ScalingModel.row(n)), "docs/cluster.md lacks " + ScalingModel.row(n));
	}

	@Test
	void theSlowestOfSeveralIsWhatTablesOfOrderStatisticsSay() {
		assertEquals(0.564, ScalingModel.slowest(2), 0.03);
		assertEquals(1.424, ScalingModel.slowest(8), 0.02);
		assertEquals(2.508, ScalingModel.slowest(100), 0.02);
	}

	/** NVIDIA's README: 7.77 times the throughput of one GPU with eight (3D, AMP, batch 2). */
	@Test
	void eightGpusOfOneMachineScaleAsPublished() {
		final ScalingModel model = ScalingModel.A100;
		assertEquals(7.77, model.throughput(8) / model.throughput(1), 0.25);
	}

	@Test
	void withoutExchangeAndLossesThroughputIsProportional() {
		final ScalingModel ideal = new ScalingModel(1, 2, 0, 8, 1, 1, 0, 0, 300, 60, 1e30);
		assertEquals(1024, ideal.throughput(512), 1e-9);
	}
}
