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
package sc.fiji.nnunet.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Runs exported SavedModels in TensorFlow 2.10.1, in a Java of its own; with the profile tf210, which fetches it. */
class OldTensorFlowTest {

	private static final Path JARS = Path.of("target/tf210");

	@TempDir
	Path folder;

	@Test
	void everyArchitectureRunsInTensorFlow210() throws Exception {
		assumeTrue(Files.isDirectory(JARS), "mvn -Ptf210 fetches TensorFlow 2.10.1");
		final List<Path> folders = new ArrayList<>();
		final List<float[]> expected = new ArrayList<>();
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			for (final Map.Entry<String, NetworkSpec> entry : Examples.all().entrySet())
				for (final boolean first : new boolean[] { false, true }) {
					final NetworkSpec spec = entry.getValue();
					final TrainedModel model = Examples.model(engine, spec, Examples.labels(false), 2);
					final int[] size = spec.dimensions() == 3 ? new int[] { 6, 12, 8 } : new int[] { 12, 20 };
					final float[] image = Examples.image(spec, 2, size);
					final float[] probabilities = Examples.probabilities(engine, model, image, 2, size);
					final int voxels = image.length / 2 / spec.inputChannels();
					final Path one = Files.createDirectory(folder.resolve(entry.getKey() + first));
					engine.writeSavedModel(model.frozen(Precision.FP32, first), one);
					write(one, first ? Examples.turn(image, 2, voxels, spec.inputChannels()) : image, shape(spec, size,
						first));
					folders.add(one);
					expected.add(first ? Examples.turn(probabilities, 2, voxels, spec.outputs()) : probabilities);
				}
		}
		run(folders);
		for (int i = 0; i < folders.size(); i++)
			assertArrayEquals(expected.get(i), read(folders.get(i)), 5e-5f, folders.get(i).toString());
	}

	private static void run(final List<Path> folders) throws IOException, InterruptedException {
		final List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-cp", JARS.toAbsolutePath() + "/*", "src/test/resources/export/OldTensorFlow.java"));
		folders.forEach(one -> line.add(one.toString()));
		final Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
		final String output = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(15, TimeUnit.MINUTES));
		assertEquals(0, process.exitValue(), output);
		assertTrue(output.contains("TensorFlow 2.10.1"), output);
	}

	private static String shape(final NetworkSpec spec, final int[] size, final boolean first) {
		final String space = IntStream.of(size).mapToObj(String::valueOf).collect(Collectors.joining(","));
		return "2," + (first ? spec.inputChannels() + "," + space : space + "," + spec.inputChannels());
	}

	private static void write(final Path one, final float[] values, final String shape) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		Files.write(one.resolve("input.bin"), bytes.array());
		Files.writeString(one.resolve("shape.txt"), shape);
	}

	private static float[] read(final Path one) throws IOException {
		final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(one.resolve("output.bin"))).order(
			ByteOrder.LITTLE_ENDIAN);
		final float[] values = new float[bytes.remaining() / Float.BYTES];
		bytes.asFloatBuffer().get(values);
		return values;
	}
}
