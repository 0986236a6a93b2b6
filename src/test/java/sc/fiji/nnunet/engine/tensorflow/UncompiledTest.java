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
package sc.fiji.nnunet.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Tests which nodes of a network's graph XLA may compile. */
class UncompiledTest {

	private static List<NodeDef> nodes;

	@BeforeAll
	static void build() throws IOException {
		Natives.prepare(null);
		final NetworkSpec spec = Golden.of("unet3d").spec();
		final TrainingSpec training = new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(0), Precision.FP32);
		nodes = new NetworkGraph(spec, training, Parts.of(spec, 2, new int[] { 8, 8, 8 }, true), null, new SessionConfig(new Device(0, 1), true)
			.windows(), Precision.FP32, true).definition().getGraphDef().getNodeList();
	}

	private static Map<Boolean, Long> compiled(final Predicate<NodeDef> which) {
		return nodes.stream().filter(which).collect(Collectors.partitioningBy(node -> !node.containsAttr("_XlaCompile") ||
			node.getAttrOrThrow("_XlaCompile").getB(), Collectors.counting()));
	}

	@Test
	void convolutionsAreCompiled() {
		final Map<Boolean, Long> convolutions = compiled(node -> node.getOp().startsWith("Conv3D"));
		assertTrue(convolutions.get(true) > 0);
		assertEquals(0, convolutions.get(false));
	}

	/** NB: their sizes are those of the image, so that a network compiled with them would be compiled for each image. */
	@Test
	void whatGathersAndAddsWindowsIsNot() {
		for (final String op : new String[] { "GatherV2", "ResourceScatterAdd", "Range", "DestroyResourceOp", "ArgMax" }) {
			final Map<Boolean, Long> found = compiled(node -> node.getOp().equals(op) && !node.getName().startsWith(
				"gradients"));
			assertTrue(found.get(false) > 0, op);
		}
		assertEquals(0, compiled(node -> node.getOp().equals("ResourceScatterAdd")).get(true));
	}

	@Test
	void whatRunsOnceIsNot() {
		for (final String op : new String[] { "SaveV2", "RestoreV2" })
			assertEquals(0, compiled(node -> node.getOp().equals(op)).get(true), op);
		assertFalse(compiled(node -> node.getOp().equals("AssignVariableOp")).get(false) == 0);
	}
}
