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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Card;

/** Tests what XLA is told by the environment. */
class XlaSettingsTest {

	private static final String NHWC = "--xla_gpu_force_conv_nhwc";
	private static final String NO_PTXAS = "--xla_gpu_unsafe_fallback_to_driver_on_ptxas_not_found=true";

	@TempDir
	private Path system;
	private final VariablesInMemory variables = new VariablesInMemory();
	private final XlaSettings settings = new XlaSettings(variables);

	private Path cuda(final String folder, final boolean ptxas) throws IOException {
		final Path cuda = system.resolve(folder);
		Files.createDirectories(cuda.resolve("nvvm/libdevice"));
		Files.writeString(cuda.resolve("nvvm/libdevice/libdevice.10.bc"), "");
		if (!ptxas) return cuda;
		Files.createDirectories(cuda.resolve("bin"));
		assertTrue(Files.writeString(cuda.resolve("bin/ptxas"), "").toFile().setExecutable(true));
		return cuda;
	}

	private String flags() {
		settings.prepare(system, null, true);
		return variables.get(XlaSettings.FLAGS);
	}

	@Test
	void cudaIsFoundWhereInstallersPutIt() throws IOException {
		for (final String folder : new String[] { "usr/lib/cuda", "usr/local/cuda-12.3", "usr/local/cuda" }) {
			variables.clear();
			final Path cuda = cuda(folder, true);
			assertEquals(NHWC + " --xla_gpu_cuda_data_dir=" + cuda, flags());
			assertTrue(settings.complete());
		}
	}

	@Test
	void cudaIsFoundBesideTheLibrariesOfPyPisPackages() throws IOException {
		cuda("usr/local/cuda", true);
		final Path cuda = cuda("venv/nvidia/cuda_nvcc", true);
		variables.set("LD_LIBRARY_PATH", system.resolve("venv/nvidia/cudnn/lib") + ":" + system.resolve(
			"venv/nvidia/cuda_runtime/lib"));
		assertEquals(NHWC + " --xla_gpu_cuda_data_dir=" + cuda, flags());
	}

	@Test
	void whatTheUserHasSetStays() throws IOException {
		final Path own = cuda("own", true);
		cuda("usr/local/cuda", true);
		variables.set(XlaSettings.FLAGS, "--xla_gpu_force_conv_nchw --xla_gpu_cuda_data_dir=" + own);
		variables.set(XlaSettings.CLUSTERING, "--tf_xla_persistent_cache_directory=/mine");
		settings.prepare(system, system.resolve("cache"), true);
		assertEquals("--xla_gpu_force_conv_nchw --xla_gpu_cuda_data_dir=" + own, variables.get(XlaSettings.FLAGS));
		assertEquals("--tf_xla_persistent_cache_directory=/mine", variables.get(XlaSettings.CLUSTERING));
	}

	@Test
	void cardsWithoutUnitsForHalvesChooseTheLayoutThemselves() throws IOException {
		final Path cuda = cuda("usr/local/cuda", true);
		settings.prepare(system, null, false);
		assertEquals("--xla_gpu_cuda_data_dir=" + cuda, variables.get(XlaSettings.FLAGS));
	}

	@Test
	void withoutPtxasTheDriverTakesItsPlace() throws IOException {
		final Path cuda = cuda("usr/local/cuda", false);
		assertEquals(NHWC + " --xla_gpu_cuda_data_dir=" + cuda + " " + NO_PTXAS, flags());
		variables.clear();
		variables.set("PATH", cuda("elsewhere", true).resolve("bin").toString());
		assertFalse(flags().contains(NO_PTXAS));
	}

	@Test
	void withoutLibdeviceXlaIsNotComplete() {
		assertEquals(NHWC + " " + NO_PTXAS, flags());
		assertFalse(settings.complete());
	}

	@Test
	void compiledNetworksAreKeptForEachCardAndLibrary() throws IOException {
		final Path library = Files.writeString(system.resolve("library"), "12345");
		final Card card = new Card(0, "GPU-1", "NVIDIA H200", "580.1", 1, 0, 9.0);
		final Path cache = XlaSettings.cache(card, library, system.toString());
		assertTrue(cache.startsWith(system.resolve(".cache/nnunet-fiji/xla")), cache.toString());
		assertTrue(cache.getFileName().toString().matches("NVIDIA_H200-580.1-cudnn[0-9]+-5"), cache.toString());
		Files.writeString(library, "123456");
		assertNotEquals(cache, XlaSettings.cache(card, library, system.toString()));
		assertNull(XlaSettings.cache(card, library, ""), "without a home");
		assertNull(XlaSettings.cache(null, library, system.toString()), "a card that the driver does not describe");
		settings.prepare(system, cache, true);
		assertEquals("--tf_xla_persistent_cache_directory=" + cache, variables.get(XlaSettings.CLUSTERING));
	}
}
