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

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.google.gson.GsonBuilder;

import sc.fiji.nnunet.fetch.Checksum;
import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.progress.Progress;

/**
 * Generates {@code engine.json}, when a version of the engine in pom.xml has changed: the jars for all platforms come
 * from the class path of this build, and the native libraries for other platforms from Maven Central (about 1 GB).
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) sc.fiji.nnunet.install.EngineListMaker FOLDER
 * </pre>
 */
final class EngineListMaker {

	/** The groups of the engine's jars: engine.groups of pom.xml. */
	private static final List<String> GROUPS = List.of("ai/djl/", "org/tensorflow/", "org/bytedeco/",
		"com/google/protobuf/");

	private static final List<String> PLATFORMS = List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64",
		"windows-x86_64");

	private static final String NATIVES = "tensorflow-core-native-";

	private EngineListMaker() {
		// only static methods
	}

	/** @param args a folder that keeps the downloaded files */
	public static void main(final String... args) throws IOException {
		final Path folder = Files.createDirectories(Path.of(args[0]));
		final List<EngineJar> jars = new ArrayList<>();
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		for (final Path file : onClassPath()) {
			final String path = path(file);
			if (!path.contains(NATIVES)) {
				jars.add(new EngineJar(path, Files.size(file), Checksum.sha256(file, Progress.none()), null, false));
				continue;
			}
			final String here = PLATFORMS.stream().filter(path::contains).findFirst().orElseThrow();
			for (final String platform : PLATFORMS)
				jars.add(fetched(path.replace(here, platform), platform, false, folder, executor));
		}
		jars.add(fetched("ai/djl/tensorflow/tensorflow-native-cu121/2.16.1/tensorflow-native-cu121-2.16.1-linux-x86_64.jar",
			"linux-x86_64", true, folder, executor));
		executor.shutdown();
		Files.writeString(Path.of("src/main/resources/sc/fiji/nnunet/install/engine.json"), new GsonBuilder()
			.setPrettyPrinting().disableHtmlEscaping().create().toJson(new EngineList(jars)) + "\n");
	}

	private static EngineJar fetched(final String path, final String platform, final boolean gpu, final Path folder,
		final ExecutorService executor) throws IOException
	{
		final Path file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
		new HttpFetcher(URI.create(InstallOptions.CENTRAL + path), file, true, 1, executor).fetch(Progress.none());
		return new EngineJar(path, Files.size(file), Checksum.sha256(file, Progress.none()), platform, gpu);
	}

	/** The engine's jars on the class path, in Maven's local repository. */
	static List<Path> onClassPath() {
		final List<Path> jars = new ArrayList<>();
		for (final String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.split(File.pathSeparator))
		{
			final Path jar = Path.of(entry);
			if (entry.endsWith(".jar") && !path(jar).isEmpty()) jars.add(jar);
		}
		return jars;
	}

	/** A jar's path relative to the repository; empty if it does not belong to the engine. */
	static String path(final Path jar) {
		final String text = jar.toString().replace(File.separatorChar, '/');
		for (final String group : GROUPS) {
			final int at = text.lastIndexOf("/" + group);
			if (at >= 0) return text.substring(at + 1);
		}
		return "";
	}
}
