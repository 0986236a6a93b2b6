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


import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.sun.jna.Function;

import sc.fiji.nnunet.engine.Card;

/**
 * How XLA compiles for a GPU, which it reads from the environment of the process when TensorFlow starts. What the user
 * has set there stays.
 * <ul>
 * <li>Channels stay last in convolutions, as in memory: NVIDIA's 3D network trains on 49 instead of 40 images a second
 * (H200, batch 2, float16). Not on cards without units for float16, whose convolutions are in float32: for these cuDNN
 * tried algorithms of up to 25 s each.</li>
 * <li>The folder of CUDA that holds libdevice, without which nothing is compiled, is looked for where CUDA's packages
 * put it; without ptxas the driver takes its place.</li>
 * <li>Compiled networks are kept in a folder of the user, so that the next start does not compile again: 3 instead of
 * 34 seconds for the same network.</li>
 * </ul>
 */
final class XlaSettings {

	/** The variables that XLA and TensorFlow's clustering read. */
	static final String FLAGS = "XLA_FLAGS", CLUSTERING = "TF_XLA_FLAGS";

	/** What to say where {@link #complete} is false. */
	static final String MISSING = "XLA cannot compile, because CUDA's libdevice.10.bc was not found, and networks run at" +
		" less than half their speed. Install CUDA's compiler (nvidia-cuda-nvcc-cu12 of PyPI, or cuda-nvcc-12-3), and give" +
		" the folder that holds nvvm/libdevice as CUDA_HOME.";

	private static final String DATA = "--xla_gpu_cuda_data_dir=";
	private static final String LIBDEVICE = "nvvm/libdevice/libdevice.10.bc";
	private static final String CUDNN = "libcudnn.so.8";

	private final CardMapping.Variables environment;

	XlaSettings(final CardMapping.Variables environment) {
		this.environment = environment;
	}

	/**
	 * Sets the variables for a card.
	 *
	 * @param system the root folder of the file system
	 * @param cache the folder for compiled networks of this card; null to keep none
	 * @param halves whether the card has units for float16
	 */
	void prepare(final Path system, final Path cache, final boolean halves) {
		if (halves) add(FLAGS, "--xla_gpu_force_conv", "--xla_gpu_force_conv_nhwc");
		final Path cuda = candidates(system).stream().filter(folder -> Files.exists(folder.resolve(LIBDEVICE))).findFirst()
			.orElse(null);
		if (cuda != null) add(FLAGS, DATA, DATA + cuda);
		if (!hasPtxas()) add(FLAGS, "--xla_gpu_unsafe_fallback_to_driver_on_ptxas_not_found",
			"--xla_gpu_unsafe_fallback_to_driver_on_ptxas_not_found=true");
		if (cache != null) add(CLUSTERING, "--tf_xla_persistent_cache_directory",
			"--tf_xla_persistent_cache_directory=" + cache);
	}

	/** Whether XLA will find what it needs. */
	boolean complete() {
		final String folder = data();
		return Files.exists(folder == null ? Path.of("libdevice.10.bc") : Path.of(folder, LIBDEVICE));
	}

	/** The folder for compiled networks of a card; null if the user has no home. NB: each version compiles for itself. */
	static Path cache(final Card card, final Path library, final String home) {
		if (card == null || !Natives.hasHome(home)) return null;
		final String name = String.join("-", card.name(), card.driver(), "cudnn" + cudnn(), Long.toHexString(library.toFile()
			.length()));
		return Path.of(home, ".cache", "nnunet-fiji", "xla", name.replaceAll("[^A-Za-z0-9.-]", "_"));
	}

	private static long cudnn() {
		try {
			return Function.getFunction(CUDNN, "cudnnGetVersion").invokeLong(new Object[0]);
		}
		catch (final UnsatisfiedLinkError exc) {
			return 0; // NB: then no GPU can be used, which is said elsewhere
		}
	}

	/** Where CUDA may be: where the user says, beside its libraries, and where installers put it. */
	private List<Path> candidates(final Path system) {
		final List<Path> folders = new ArrayList<>();
		for (final String name : new String[] { "CUDA_HOME", "CUDA_PATH", "CUDA_ROOT" })
			if (value(name) != null) folders.add(Path.of(value(name)));
		for (final String library : split("LD_LIBRARY_PATH")) {
			final Path above = Path.of(library).toAbsolutePath().normalize().getParent();
			if (above == null) continue;
			folders.add(above);
			// NB: PyPI's packages lie side by side, as nvidia/cuda_runtime/lib and nvidia/cuda_nvcc
			if (above.getParent() != null) folders.add(above.resolveSibling("cuda_nvcc"));
			if (above.getParent() != null) folders.add(above.getParent());
		}
		folders.add(system.resolve("usr/local/cuda"));
		final Path local = system.resolve("usr/local");
		final String[] versions = local.toFile().list((folder, name) -> name.startsWith("cuda-12"));
		if (versions != null) Stream.of(versions).sorted().forEach(name -> folders.add(local.resolve(name)));
		folders.add(system.resolve("usr/lib/cuda"));
		return folders;
	}

	private boolean hasPtxas() {
		final List<Path> folders = new ArrayList<>();
		for (final String folder : split("PATH"))
			folders.add(Path.of(folder));
		if (data() != null) folders.add(Path.of(data(), "bin"));
		return folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve("ptxas")));
	}

	private String data() {
		for (final String flag : (value(FLAGS) == null ? "" : value(FLAGS)).split("\\s+"))
			if (flag.startsWith(DATA)) return flag.substring(DATA.length());
		return null;
	}

	private List<String> split(final String name) {
		final String value = value(name);
		return value == null ? List.of() : Stream.of(value.split(File.pathSeparator)).filter(part -> !part.isBlank())
			.toList();
	}

	private String value(final String name) {
		final String value = environment.get(name);
		return value == null || value.isBlank() ? null : value;
	}

	/** Adds a flag to a variable unless one of that kind is there. */
	private void add(final String name, final String kind, final String flag) {
		final String before = value(name);
		if (before != null && before.toLowerCase(Locale.ROOT).contains(kind)) return;
		environment.set(name, before == null ? flag : before + " " + flag);
	}
}
