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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.model.NnUNetModel;

/** Trainings that start from a model of nnU-Net v2. */
class PretrainedTest {

	@Test
	void aTrainingStartsFromAModelOfNnUNetAndKeepsItsHeadsIfTheLabelsAgree() throws IOException {
		final NnUNetModel model = Models.open(Fixtures.FULL);
		final Map<String, float[]> theirs = model.weights(model.folds().get(0), "final");
		try (Engine engine = TensorFlowEngine.open(Device.cpu()); Network network = engine.network(model.plan().network(),
			5))
		{
			final Map<String, float[]> before = network.weights();
			final List<String> other = Pretrained.into(network, Fixtures.FULL, Labels.of("background", "liver", "spleen"),
				engine);
			assertFalse(other.contains("head0/kernel"));
			assertArrayEquals(before.get("head0/kernel"), network.weights().get("head0/kernel"));
			assertArrayEquals(theirs.get("dec0/up/kernel"), network.weights().get("dec0/up/kernel"));
			final List<String> same = Pretrained.into(network, Fixtures.FULL, model.plan().labels(), engine);
			assertEquals(theirs.keySet(), Set.copyOf(same));
			assertArrayEquals(theirs.get("head0/kernel"), network.weights().get("head0/kernel"));
			assertTrue(other.size() == same.size() - 4, other.toString());
		}
	}
}
