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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bytedeco.javacpp.Loader;

import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.file.TemporaryFiles;

/**
 * Prepares TensorFlow's native library before its first class is loaded (engine.md 1).
 * <p>
 * The library comes from a folder of the user's choice or from the jar on the class path; nothing is downloaded.
 * Switches that TensorFlow reads from the process environment only are set there through the C library, unless the user
 * has set them already.
 * </p>
 */
final class Natives {

	private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";

	private static final String PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

	/** Where JavaCPP puts the libraries that it extracts from jars. */
	private static final String CACHE = "org.bytedeco.javacpp.cachedir";

	private static final String JAVACPP = "org.bytedeco.javacpp.platform.";

	/**
	 * The folder of the libraries in DJL's jar for GPUs, tensorflow-native-cu121, which DJL itself ignores without CUDA.
	 */
	private static final String DJL_FOLDER = "/native/lib/";

	private Natives() {}

	/**
	 * Prepares the library; to be called before any class of TensorFlow or of DJL's engine is loaded. Further calls are
	 * harmless.
	 *
	 * @param folder the folder of the library, or null for TENSORFLOW_LIBRARY_PATH or else the one on the class path
	 * @return the folder that is used
	 * @throws IOException if there is no library for this platform, or none in that folder
	 */
	static Path prepare(final Path folder) throws IOException {
		return prepare(folder, Processor.CPUINFO);
	}

	/** The same on the processor that a file describes as /proc/cpuinfo does. */
	static Path prepare(final Path folder, final Path cpuinfo) throws IOException {
		Processor.require(cpuinfo);
		LatinDigits.require();
		System.setProperty("ai.djl.offline", "true");
		System.setProperty("OPT_OUT_TRACKING", "true");
		// NB: otherwise JavaCPP refuses to allocate more than four times the Java heap, however much memory there is; we
		// check our own needs beforehand
		if (System.getProperty(PHYSICAL_BYTES) == null) System.setProperty(PHYSICAL_BYTES, "0");
		// NB: off by default on CPUs without AVX-512, worth 3.6x there
		ProcessEnvironment.setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
		ProcessEnvironment.setDefault("TF_CPP_MIN_LOG_LEVEL", "2"); // NB: its warnings are not for users
		ProcessEnvironment.setDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");
		// NB: otherwise the first session determines the threads of all
		ProcessEnvironment.setDefault("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
		if (System.getProperty(CACHE) == null && !hasHome(System.getProperty("user.home"))) System.setProperty(CACHE,
			new TemporaryFiles().folder("nnunet-natives").toString());
		final Path used = locate(folder);
		System.setProperty(LIBRARY_PATH, used.toString());
		// NB: DJL prefers the variable to the property even if it is empty, and then looks here
		if ("".equals(System.getenv(LIBRARY_PATH))) System.setProperty("java.library.path", used + File.pathSeparator +
			System.getProperty("java.library.path", ""));
		// NB: JavaCPP, which loads TensorFlow's classes, does not know DJL's property
		System.setProperty(JAVACPP + "preloadpath", used.toString());
		System.setProperty(JAVACPP + "linkpath", used.toString());
		return used;
	}

	private static Path locate(final Path folder) throws IOException {
		final String library = System.mapLibraryName("jnitensorflow");
		final Path chosen = folder != null ? folder : configured();
		if (chosen != null) {
			if (!Files.exists(chosen.resolve(library))) throw new IOException(chosen + ": there is no " + library +
				" in this folder. Give the folder that holds TensorFlow's libraries, or leave it out to use the one that" +
				" comes with this program.");
			return chosen;
		}
		final String own = "/org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/";
		final String resource = Natives.class.getResource(own + library) != null ? own : DJL_FOLDER;
		final File extracted = Loader.cacheResource(Natives.class, resource + library);
		if (extracted == null) throw new IOException("There is no TensorFlow library for " + Loader.getPlatform() +
			" on the class path. Add org.tensorflow:tensorflow-core-native with the classifier " + Loader.getPlatform() +
			", or set " + LIBRARY_PATH + " to a folder that holds " + library + ".");
		for (final String name : new String[] { "tensorflow_cc", "tensorflow_framework" })
			for (final String file : new String[] { System.mapLibraryName(name), System.mapLibraryName(name) + ".2",
				"lib" + name + ".2.dylib" })
				if (Natives.class.getResource(resource + file) != null) Loader.cacheResource(Natives.class, resource + file);
		return extracted.getParentFile().toPath();
	}

	/**
	 * Whether the user has a home folder, where libraries are kept. NB: without one, JavaCPP would use a temporary folder
	 * with a predictable name, and load what somebody else may have put there.
	 */
	static boolean hasHome(final String home) {
		if (home == null || home.isBlank() || !Path.of(home).isAbsolute()) return false;
		final Path cache = Path.of(home, ".javacpp", "cache");
		return Files.isWritable(Files.isDirectory(cache) ? cache : Path.of(home));
	}

	private static Path configured() {
		final String environment = System.getenv(LIBRARY_PATH);
		final String value = environment != null && !environment.isEmpty() ? environment : System.getProperty(LIBRARY_PATH);
		return value == null || value.isEmpty() ? null : Path.of(value);
	}
}
