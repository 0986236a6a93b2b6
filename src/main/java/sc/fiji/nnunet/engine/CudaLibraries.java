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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.sun.jna.NativeLibrary;

/**
 * The libraries that TensorFlow 2.16 loads before it lists a GPU, by the names it asks for.
 *
 * @param found names and the files that were really loaded; the file is empty where the system does not tell
 * @param missing names that cannot be loaded, in the order in which they are needed
 */
public record CudaLibraries(Map<String, String> found, List<String> missing) {

	/** NVIDIA's driver. */
	public static final String DRIVER = "libcuda.so.1";

	/** CUDA 12 and cuDNN 8.9. */
	static final List<String> NAMES = List.of("libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcufft.so.11",
		"libcusolver.so.11", "libcusparse.so.12", "libcudnn.so.8");

	/** Where Linux lists the files that this process has loaded. */
	private static final Path MAPS = Path.of("/proc/self/maps");

	/** Tries to load all of them. */
	public static CudaLibraries load() throws IOException {
		return load(CudaLibraries::loads, MAPS);
	}

	private static List<String> names() {
		final List<String> names = new ArrayList<>(List.of(DRIVER));
		names.addAll(NAMES);
		return names;
	}

	/**
	 * Tries to load all of them by a loader.
	 *
	 * @param maps a file in the form of /proc/self/maps, which is read when all are loaded
	 */
	static CudaLibraries load(final Predicate<String> loader, final Path maps) throws IOException {
		final List<String> loaded = names().stream().filter(loader).toList();
		return of(loaded, names().stream().filter(name -> !loaded.contains(name)).toList(), Files.isReadable(maps) ? Files
			.readString(maps) : "");
	}

	/** @param maps a text in the form of /proc/self/maps */
	private static CudaLibraries of(final List<String> loaded, final List<String> missing, final String maps) {
		final Map<String, String> found = new LinkedHashMap<>();
		for (final String name : loaded)
			found.put(name, maps.lines().filter(line -> line.indexOf('/') >= 0).map(line -> line.substring(line.indexOf('/')))
				.filter(file -> isFile(file, name)).findFirst().orElse(""));
		return new CudaLibraries(found, missing);
	}

	/** NB: links are resolved in the list, so that libcudnn.so.8 is libcudnn.so.8.9.7 there. */
	private static boolean isFile(final String file, final String name) {
		final String last = file.substring(file.lastIndexOf('/') + 1);
		final String stem = name.substring(0, name.indexOf(".so") + 3);
		return last.equals(stem) || last.startsWith(stem + ".");
	}

	private static boolean loads(final String name) {
		try {
			return NativeLibrary.getInstance(name) != null;
		}
		catch (final UnsatisfiedLinkError exc) {
			return false; // NB: a missing library is an answer
		}
	}

	/** Why no GPU can be used, and what to do; empty if all libraries are there. */
	public String reason() {
		if (missing.isEmpty()) return "";
		if (missing.contains(DRIVER)) return "NVIDIA's driver (" + DRIVER + ") is not installed or cannot be loaded. Install" +
			" a driver for CUDA 12; in a container, start it with --gpus all (Docker) or --nv (Apptainer).";
		return "the driver is installed, but " + String.join(", ", missing) + " cannot be loaded. TensorFlow needs CUDA 12 and" +
			" cuDNN 8.9; LD_LIBRARY_PATH must contain their folders when the program starts.";
	}

	/** The files that were really loaded, in one line. */
	public String files() {
		return String.join(", ", found.entrySet().stream().map(entry -> entry.getValue().isEmpty() ? entry.getKey() : entry
			.getValue()).toList());
	}
}
