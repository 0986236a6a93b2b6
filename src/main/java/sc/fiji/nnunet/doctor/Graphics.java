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
package sc.fiji.nnunet.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Checks for a GPU and for what TensorFlow needs to use it: driver, CUDA 12 and cuDNN 8.9 (engine.md). */
final class Graphics {

	private static final int SECONDS = 10;

	private static final List<String> USUAL = List.of("/usr/local/cuda/lib64", "/usr/local/cuda-12/lib64",
		"/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib/wsl/lib");

	private Graphics() {
		// only static methods
	}

	/** @param natives whether the native library that is installed can use a GPU */
	static List<Entry> examine(final boolean natives) {
		if (!System.getProperty("os.name").startsWith("Linux")) return List.of(Entry.ok("GPU",
			"TensorFlow 2.16 in Java uses GPUs on Linux only; the processor is used here"));
		final String gpus = nvidia();
		final List<Entry> entries = new ArrayList<>();
		if (gpus == null) {
			entries.add(Entry.ok("GPU", "none: nvidia-smi is missing or does not respond; the processor is used"));
			return entries;
		}
		entries.add(Entry.ok("GPU", gpus));
		final List<Path> folders = folders();
		final boolean cuda = library(entries, "CUDA 12", "libcudart.so.12", folders);
		final boolean cudnn = library(entries, "cuDNN 8.9", "libcudnn.so.8", folders);
		if (!natives) entries.add(Entry.warning("GPU library",
			"TensorFlow for processors is installed; run \"nnU-Net Install Engine\" with gpu=true to use the GPU"));
		else if (cuda && cudnn) entries.add(Entry.ok("GPU library", "TensorFlow for CUDA 12 is installed"));
		return entries;
	}

	private static boolean library(final List<Entry> entries, final String topic, final String file,
		final List<Path> folders)
	{
		for (final Path folder : folders)
			if (contains(folder, file)) {
				entries.add(Entry.ok(topic, folder.resolve(file).toString()));
				return true;
			}
		entries.add(Entry.warning(topic, file + " was not found in " + String.join(", ", folders.stream()
			.map(Path::toString).toList()) + "; install it or add its folder to LD_LIBRARY_PATH"));
		return false;
	}

	private static boolean contains(final Path folder, final String file) {
		if (!Files.isDirectory(folder)) return false;
		try (Stream<Path> files = Files.list(folder)) {
			return files.anyMatch(one -> one.getFileName().toString().startsWith(file));
		}
		catch (final IOException e) {
			// NB: a library in an unreadable folder cannot be loaded either
			return false;
		}
	}

	private static List<Path> folders() {
		final Set<Path> folders = new LinkedHashSet<>();
		for (final String variable : new String[] { System.getenv("LD_LIBRARY_PATH"), System.getProperty(
			"java.library.path") })
			if (variable != null) for (final String folder : variable.split(File.pathSeparator))
				if (!folder.isBlank()) folders.add(Path.of(folder));
		USUAL.forEach(folder -> folders.add(Path.of(folder)));
		return List.copyOf(folders);
	}

	/** The names of the GPUs. */
	static List<String> names() {
		final String gpus = nvidia();
		return gpus == null ? List.of() : Arrays.stream(gpus.split("; ")).map(gpu -> gpu.split(",")[0].trim()).toList();
	}

	/** The number of NVIDIA GPUs. */
	static int count() {
		final String gpus = nvidia();
		return gpus == null ? 0 : gpus.split("; ").length;
	}

	/** GPUs and driver as reported by nvidia-smi; null if there are none. */
	private static String nvidia() {
		try {
			final Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=name,driver_version,memory.total",
				"--format=csv,noheader").redirectErrorStream(true).start();
			if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return null;
			}
			final String text = new String(process.getInputStream().readAllBytes()).strip().replace("\n", "; ");
			return process.exitValue() == 0 && !text.isEmpty() ? text : null;
		}
		catch (final IOException e) {
			// NB: without the program there is no driver
			return null;
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			return null;
		}
	}
}
