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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.StandInEngine;

class PaceTest {

	@ParameterizedTest
	@CsvSource({ "'', 2, 0.22", "'', 8, 0.88", "avx2 fma, 1, 0.22", "avx2 fma, 2, 0.22", "avx2 fma, 4, 0.44", "avx2 fma, 64, 1",
		"avx2 avx512f, 2, 0.57", "avx2 avx512f, 4, 1", "avx2 avx512f avx512_bf16, 2, 1", "avx512f amx_bf16, 64, 1" })
	void slowProcessorsHaveASmallerShare(final String features, final int threads, final double share) {
		final Pace pace = Pace.of(features.isEmpty() ? Set.of() : Set.of(features.split(" ")), threads);
		assertEquals(share, pace.share(), 1e-12);
		assertTrue(pace.growing(), "smaller patches save time");
	}

	@Test
	void aGpuHasTheWholeShare() {
		assertEquals(new Pace(1, false), Pace.of(new StandInEngine() {

			@Override
			public Device device() {
				return new Device(0, 1);
			}
		}, 1));
	}
}
