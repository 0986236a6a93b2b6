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
package sc.fiji.nnunet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

/**
 * Tests what is copied to Fiji or plain ImageJ: all that is needed, and nothing that replaces Fiji's own (fiji.md
 * 7.2).
 */
class PackageIT {

	private static final Path FIJI = Path.of(System.getProperty("nnunet.fiji"));
	private static final Path RUNTIME = Path.of(System.getProperty("nnunet.runtime"));

	/** Artifacts that Fiji ships; a second version of them would break other plugins. */
	private static final Pattern FIJIS = Pattern.compile(
		"(scijava-|imglib2|imagej-|ij-|ij1-|gson|jfreechart|commons-|slf4j|" +
			"jna|groovy|ivy|parsington|protobuf|javacpp|libtensorflow|tensorflow|logback|guava|javassist|jython|okio|kotlin).*");

	/** All jars that we add to Fiji's flat class path. */
	private static final Pattern OURS = Pattern.compile(
		"(appose|jline-native|jline-terminal|picocli|progressbar)-\\d.*\\.jar");

	private static List<String> jars(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void onlyMissingLibrariesAreAddedToFijisClassPath() throws IOException {
		assertEquals(List.of(Path.of(System.getProperty("nnunet.jar")).getFileName().toString()), jars(FIJI.resolve(
			"plugins")));
		for (final String jar : jars(FIJI.resolve("jars"))) {
			assertFalse(FIJIS.matcher(jar).matches(), jar + " is Fiji's");
			assertTrue(OURS.matcher(jar).matches(), jar + " is new: does Fiji ship it?");
		}
		// NB: Fiji's class path contains jars and its subfolders, but no deeper folders
		assertEquals(List.of(), jars(FIJI.resolve("jars/nnunet")));
		assertTrue(jars(FIJI.resolve("jars/nnunet/engine")).stream().anyMatch(jar -> jar.startsWith("tensorflow-api-")));
	}

	@Test
	void noClassOfTheEngineIsOnFijisClassPath() throws IOException {
		for (final Path folder : List.of(FIJI.resolve("plugins"), FIJI.resolve("jars"), RUNTIME))
			for (final String jar : jars(folder))
				try (ZipFile zip = new ZipFile(folder.resolve(jar).toFile())) {
					zip.stream().forEach(entry -> assertFalse(entry.getName().startsWith("org/tensorflow/") || entry.getName()
						.startsWith("ai/djl/"), jar + " contains " + entry));
				}
	}

	@Test
	void thePluginsJarIsFoundByFijiAndByPlainImageJ() throws IOException {
		final Path jar = Path.of(System.getProperty("nnunet.jar"));
		assertTrue(jar.getFileName().toString().contains("_"), "plain ImageJ looks into jars with an underscore only");
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			final String menu = new String(zip.getInputStream(zip.getEntry("plugins.config")).readAllBytes());
			assertTrue(menu.lines().allMatch(line -> line.startsWith("#")), "in Fiji each command would appear twice: " +
				menu);
			final String index = new String(zip.getInputStream(zip.getEntry("META-INF/json/org.scijava.plugin.Plugin"))
				.readAllBytes());
			for (final String name : List.of("command.Train", "imagej.ImageJExecution", "imagej.NiftiIOPlugin"))
				assertTrue(index.contains("sc.fiji.nnunet." + name), name);
			assertNotNull(zip.getEntry("script_templates/nnU-Net/Train_and_Predict.py"));
			assertNotNull(zip.getEntry("sc/fiji/nnunet/install/engine.json"));
			final String libraries = new String(zip.getInputStream(zip.getEntry(
				"sc/fiji/nnunet/doctor/libraries.properties")).readAllBytes());
			assertFalse(libraries.contains("${"), libraries);
		}
	}

	/** NB: the archives are built by mvn -Pzip; without them, their content is tested. */
	@Test
	void theArchivesContainTheseFilesAndForPlainImageJFijisLibraries() throws IOException {
		final String base = System.getProperty("nnunet.jar").replaceFirst("\\.jar$", "");
		final List<String> fiji = entries(Path.of(base + "-fiji.zip"));
		final List<String> imagej = entries(Path.of(base + "-imagej.zip"));
		if (fiji.isEmpty()) fiji.addAll(laidOut());
		for (final String entry : fiji)
			assertFalse(entry.matches("jars/[^/]*") && FIJIS.matcher(entry.substring(5)).matches(), entry);
		assertTrue(fiji.containsAll(laidOut()), fiji.toString());
		if (imagej.isEmpty()) return;
		final List<String> expected = new ArrayList<>(laidOut());
		jars(RUNTIME).stream().filter(jar -> !jar.startsWith("ij-")).forEach(jar -> expected.add("jars/" + jar));
		assertTrue(imagej.containsAll(expected), imagej.toString());
		assertTrue(imagej.contains("macros/nnunet/nnunet_train.ijm"));
		assertTrue(imagej.stream().noneMatch(entry -> entry.matches("(jars/)?ij[-.].*")), "ImageJ itself is not replaced");
	}

	private static List<String> entries(final Path zip) throws IOException {
		final List<String> entries = new ArrayList<>();
		if (!Files.exists(zip)) return entries;
		try (ZipFile file = new ZipFile(zip.toFile())) {
			file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> entries.add(entry.getName()));
		}
		return entries;
	}

	private static List<String> laidOut() throws IOException {
		try (Stream<Path> files = Files.walk(FIJI)) {
			return files.filter(Files::isRegularFile).map(file -> FIJI.relativize(file).toString().replace('\\', '/'))
				.toList();
		}
	}
}
