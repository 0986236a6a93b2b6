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
package sc.fiji.nnunet.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import com.google.gson.JsonSyntaxException;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Which jars make an engine, with their sizes and checksums. The list, {@code engine.json}, is made by a program
 * (EngineListMaker, beside the tests) and held against the jars of the build by a test.
 *
 * @param jars those of all platforms
 */
public record EngineList(List<EngineJar> jars) {

	private static final String FILE = "engine.json";

	/** The list of this version of the program. */
	static EngineList read() {
		try (InputStream in = EngineList.class.getResourceAsStream(FILE)) {
			if (in == null) throw new IllegalStateException(FILE + " is missing in the program's jar");
			return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), EngineList.class);
		}
		catch (final IOException | JsonSyntaxException e) {
			throw new IllegalStateException(FILE + " in the program's jar cannot be read", e);
		}
	}

	/**
	 * The jars that one computer needs.
	 *
	 * @param platform such as linux-x86_64
	 * @param gpu whether the library shall use GPUs
	 * @throws ProblemException if TensorFlow has no such library
	 */
	List<EngineJar> of(final String platform, final boolean gpu) throws ProblemException {
		if (jars.stream().noneMatch(jar -> platform.equals(jar.platform()))) throw new ProblemException(new Problem("platform",
			"is " + platform + ", for which there is no TensorFlow 2.16 for Java.", "There is one for " + String.join(", ",
				platforms()) + "."));
		if (gpu && jars.stream().noneMatch(jar -> platform.equals(jar.platform()) && jar.gpu())) throw new ProblemException(
			new Problem("gpu", "is true, but TensorFlow 2.16 for Java uses no GPU on " + platform + ".",
				"Leave it out; it uses NVIDIA's GPUs on linux-x86_64 only."));
		return jars.stream().filter(jar -> jar.platform() == null || platform.equals(jar.platform()) && jar.gpu() == gpu)
			.toList();
	}

	private TreeSet<String> platforms() {
		final TreeSet<String> platforms = new TreeSet<>();
		for (final EngineJar jar : jars)
			if (jar.platform() != null) platforms.add(jar.platform());
		return platforms;
	}

	/** This computer's platform as jars of native libraries are named, such as linux-x86_64 or macosx-arm64. */
	public static String platform() {
		return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
	}

	static String platform(final String system, final String processor) {
		final String name = system.toLowerCase(Locale.ROOT);
		final boolean arm = processor.equals("aarch64") || processor.startsWith("arm");
		final String os = name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : name;
		return os + "-" + (arm ? "arm64" : processor.equals("amd64") ? "x86_64" : processor);
	}

	/** What this computer has to fetch, for people: "184 MB". */
	public static String size(final boolean gpu) {
		try {
			return megabytes(bytes(read().of(platform(), gpu)));
		}
		catch (final ProblemException e) {
			return "there is none for this computer";
		}
	}

	static long bytes(final List<EngineJar> jars) {
		return jars.stream().mapToLong(EngineJar::bytes).sum();
	}

	static String megabytes(final long bytes) {
		return Math.round(1e-6 * bytes) + " MB";
	}
}
