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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.pth.PthFile;
import sc.fiji.nnunet.pth.ScriptFile;
import sc.fiji.nnunet.pth.Tensor;

/**
 * Reads what exported TorchScript files hold, and runs their statements by PyTorch's definitions. PyTorch
 * itself runs them in src/test/scripts/check_torch.py.
 */
class TorchScriptFileTest extends ProbabilitiesContract {

	TorchScriptFileTest() {
		super(1e-4f);
	}

	/** Small images, since the statements run in plain Java. */
	@Override
	int[] size(final NetworkSpec spec) {
		return spec.dimensions() == 3 ? new int[] { 2, 4, 8 } : new int[] { 4, 12 };
	}

	@Test
	void weightsAreReadBackAsTheyWereWritten() throws IOException {
		final TrainedModel model = Examples.model(engine, Examples.network(3, Recipe.NNUNET, true),
			Examples.labels(false), 1);
		final Path file = folder.resolve("weights.pt");
		TorchScriptFile.write(model, file, Progress.none());
		try (PthFile script = ScriptFile.open(file)) {
			final Map<?, ?> attributes = script.dictionary();
			assertEquals(false, attributes.get("training"));
			for (final Map.Entry<String, float[]> weight : model.folds().get(0).entrySet()) {
				final Tensor tensor = (Tensor) attributes.get(weight.getKey().replace('/', '_'));
				// NB: the extra head is not exported
				if (weight.getKey().startsWith("head1")) assertEquals(null, tensor);
				else if (tensor.shape().length == 1) assertArrayEquals(weight.getValue(), tensor.floats());
				else assertEquals(weight.getValue().length, tensor.size());
			}
			assertArrayEquals(new long[] { 4, 2, 1, 3, 3 }, ((Tensor) attributes.get("stem_conv0_kernel")).shape());
			assertArrayEquals(new long[] { 64, 8, 2, 2, 2 }, ((Tensor) attributes.get("dec1_up_kernel")).shape());
		}
	}

	@Test
	void theSameModelGivesTheSameFile() throws IOException {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NVIDIA, false),
			Examples.labels(false), 1);
		TorchScriptFile.write(model, folder.resolve("a/weights.pt"), Progress.none());
		TorchScriptFile.write(model, folder.resolve("b/weights.pt"), Progress.none());
		assertEquals(-1, Files.mismatch(folder.resolve("a/weights.pt"), folder.resolve("b/weights.pt")));
	}

	@Test
	void aCancelledExportLeavesNothing() throws IOException {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NVIDIA, false),
			Examples.labels(false), 1);
		assertThrows(CancelledException.class, () -> TorchScriptFile.write(model, folder.resolve("weights.pt"),
			Recorded.cancelledAtOnce()));
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of(), files.toList());
		}
	}

	@Override
	float[] run(final TrainedModel model, final float[] image, final int samples, final int[] size)
		throws IOException
	{
		final Path file = folder.resolve("weights.pt");
		TorchScriptFile.write(model, file, Progress.none());
		final int channels = model.network().inputChannels();
		final int voxels = image.length / samples / channels;
		final int[] shape = { samples, channels, 1, 0, 0 };
		System.arraycopy(size, 0, shape, 5 - size.length, size.length);
		final TorchScriptRunner script = new TorchScriptRunner(file);
		final TorchScriptRunner.Array result = script.run(new TorchScriptRunner.Array(shape, Examples.turn(image,
			samples, voxels, channels)));
		assertTrue(script.code().contains("class NnUNet(Module):"));
		return Examples.turn(result.values(), samples, model.network().outputs(), voxels);
	}
}
