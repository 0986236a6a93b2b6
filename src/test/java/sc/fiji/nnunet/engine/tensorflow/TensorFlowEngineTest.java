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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.problem.ProblemException;

public class TensorFlowEngineTest {

	@TempDir
	Path folder;

	@Test
	public void theDescriptionHasVersionDeviceAndLibrary() throws IOException {
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			assertTrue(engine.description().startsWith("TensorFlow 2.16.1 through DJL on cpu, library in "), engine
				.description());
			assertEquals(Device.cpu(), engine.device());
		}
		assertEquals("true", System.getProperty("ai.djl.offline"));
		assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
	}

	/** JavaCPP's own limit is four times the Java heap, whatever the machine's memory. */
	@Test
	public void theHeapDoesNotLimitNativeMemory() throws IOException {
		Natives.prepare(null);
		assertEquals(0, Pointer.maxPhysicalBytes());
	}

	@Test
	public void theLibraryIsLoadedFromAFolderOfTheUsersChoice() throws IOException {
		final Path used = Natives.prepare(null);
		assertTrue(Files.exists(used.resolve(System.mapLibraryName("jnitensorflow"))));
		assertEquals(used, Natives.prepare(used));
		final IOException none = assertThrows(IOException.class, () -> TensorFlowEngine.open(Device.cpu(), folder, false));
		assertTrue(none.getMessage().contains(folder.toString()), none.getMessage());
	}

	/** The switch is effective only in the environment of the C library, where TensorFlow reads it. */
	@Test
	public void oneDnnIsEnabledInTheEnvironmentOfTheProcess() throws IOException {
		Natives.prepare(null);
		final String name = "TF_ENABLE_ONEDNN_OPTS";
		final String value = com.sun.jna.Native.load(com.sun.jna.Platform.C_LIBRARY_NAME, Environment.class).getenv(name);
		assertEquals(System.getenv(name) == null ? "1" : System.getenv(name), value);
	}

	public interface Environment extends com.sun.jna.Library {

		String getenv(String name);
	}

	@Test
	public void aMissingGpuIsAnErrorWithTheReason() throws IOException {
		Natives.prepare(null);
		Assumptions.assumeTrue(GpuCheck.gpus().isEmpty(), "this machine has a GPU");
		final ProblemException problem = assertThrows(ProblemException.class, () -> TensorFlowEngine.open(new Device(0,
			0)));
		assertTrue(problem.getMessage().startsWith("gpu:0: TensorFlow finds no GPU: "), problem.getMessage());
		assertTrue(problem.getMessage().contains("built for CPUs only") || problem.getMessage().contains(
			"cannot be loaded"), problem.getMessage());
	}

	@Test
	public void optionsForGpusAreRefusedOnACpu() throws IOException {
		assertThrows(ProblemException.class, () -> TensorFlowEngine.open(Device.cpu(), null, true));
		final Engine engine = TensorFlowEngine.open(Device.cpu());
		final TrainingSpec half = new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(0), Precision.FP16);
		assertThrows(IllegalArgumentException.class, () -> engine.network(TrainStepBenchmark.spec(), half, 1));
	}

	/** TensorFlow's Java classes number nodes in the digits of the language, which its library rejects. */
	@Test
	public void networksAreBuiltInLanguagesWithOtherDigits() throws IOException {
		final Locale usual = Locale.getDefault();
		for (final String tag : new String[] { "ar-EG-u-nu-arab", "fa-IR", "bn-BD", "tr-TR" })
			try {
				Locale.setDefault(Locale.forLanguageTag(tag));
				try (Engine engine = TensorFlowEngine.open(Device.cpu());
						Network network = engine.network(TrainStepBenchmark.spec(), 1))
				{
					assertEquals("1", String.format("%d", 1), tag);
					assertEquals(Locale.forLanguageTag(tag).getLanguage(), Locale.getDefault(Locale.Category.FORMAT)
						.getLanguage());
				}
			}
			finally {
				Locale.setDefault(usual);
			}
	}
}
