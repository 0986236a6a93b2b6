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
package sc.fiji.nnunet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.file.JsonFile;

/**
 * A patch through the residual encoder M that nnU-Net plans for the hippocampus, with all its 26 million weights, which
 * come from a formula (make_resenc_m.py): the logits are PyTorch's.
 */
class ResidualForwardTest {

	private static final Path MADE = Fixtures.ROOT.resolve("ResEncM/nnUNetTrainer__nnUNetResEncUNetMPlans__3d_fullres");

	/** Half the size of the cube of which the logits are known. */
	private static final int HALF = 4;

	@TempDir
	Path folder;

	/** The shapes of all weights by name, and the size of the patch. */
	private record Made(Map<String, List<Integer>> shapes, int[] patch) {
	}

	@Test
	void thePatchOfAResidualEncoderWithAllFeaturesEqualsNnUNets() throws IOException {
		final Made made = JsonFile.read(MADE.resolve("weights.json"), Made.class, "the shapes of weights", "");
		final Path model = folder.resolve(MADE.getFileName());
		final Map<String, Fixtures.Values> tensors = new LinkedHashMap<>();
		made.shapes.forEach((name, shape) -> tensors.put(name, new Fixtures.Values(shape, weight(name, shape))));
		Fixtures.write(model.resolve("fold_0/checkpoint_final.safetensors"), tensors);
		for (final String name : List.of("plans.json", "dataset.json"))
			Files.copy(MADE.resolve(name), model.resolve(name));
		final NnUNetModel opened = Models.open(model);
		assertEquals(List.of(32, 64, 128, 256), opened.plan().network().features());
		final int[] size = made.patch;
		final int voxels = Arrays.stream(size).reduce(1, Math::multiplyExact);
		final float[] images = numbers("input", voxels);
		for (int i = 0; i < voxels; i++)
			images[i] *= 2;
		final float[] logits = new float[3 * voxels];
		try (Engine engine = TensorFlowEngine.open(Device.cpu()); Network network = engine.network(opened.plan().network(),
			1))
		{
			network.assign(opened.weights(opened.folds().get(0), "final"));
			network.predict(images, 1, size, logits);
		}
		final double difference = difference(logits, size, Fixtures.npy(MADE.resolve("logits.npy")));
		assertTrue(difference <= 2e-4, "largest difference " + difference);
	}

	/** The largest difference in the middle. */
	private static double difference(final float[] logits, final int[] size, final float[] theirs) {
		double largest = 0;
		int i = 0;
		for (int label = 0; label < 3; label++)
			for (int z = size[0] / 2 - HALF; z < size[0] / 2 + HALF; z++)
				for (int y = size[1] / 2 - HALF; y < size[1] / 2 + HALF; y++)
					for (int x = size[2] / 2 - HALF; x < size[2] / 2 + HALF; x++)
						largest = Math.max(largest, Math.abs(logits[((z * size[1] + y) * size[2] + x) * 3 + label] - theirs[i++]));
		assertEquals(theirs.length, i);
		return largest;
	}

	/** The script's weights: powers of two as scale, so that both make the same numbers. */
	private static float[] weight(final String name, final List<Integer> shape) {
		final float[] values = numbers(name, shape.stream().reduce(1, Math::multiplyExact));
		final double inputs = shape.stream().skip(1).reduce(1, Math::multiplyExact);
		final boolean norm = name.endsWith("norm.weight");
		final float scale = norm || name.endsWith("bias") ? 0.25f : Math.scalb(1f, -(int) Math.floor(Math.log(Math.sqrt(
			inputs / 6)) / Math.log(2)));
		for (int i = 0; i < values.length; i++)
			values[i] = scale * values[i] + (norm ? 1 : 0);
		return values;
	}

	/** Numbers from -1 to 1 that depend on a name: a hash of their index. */
	private static float[] numbers(final String name, final int count) {
		final CRC32 crc = new CRC32();
		crc.update(name.getBytes(StandardCharsets.UTF_8));
		final float[] values = new float[count];
		for (int i = 0; i < count; i++) {
			int x = (int) ((i + crc.getValue()) * 0x9E3779B1L);
			x ^= x >>> 15;
			x *= 0x85EBCA77;
			x ^= x >>> 13;
			values[i] = (x >>> 8) / (float) (1 << 23) - 1;
		}
		return values;
	}
}
