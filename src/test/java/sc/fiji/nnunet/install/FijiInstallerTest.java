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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

/** Installs a build into a Fiji that contains some of its files already. */
class FijiInstallerTest {

	@TempDir
	Path folder;

	@BeforeEach
	void build() throws IOException {
		make("target", "plugins/nnUNet_Fiji-0.2.0.jar", "jars/picocli-4.7.7.jar", "jars/progressbar-0.10.1.jar",
			"jars/nnunet/engine/api-0.36.0.jar", "jars/nnunet/engine/natives-1.0.0-rc.1-linux-x86_64.jar");
	}

	private void make(final String root, final String... files) throws IOException {
		for (final String file : files) {
			final Path path = folder.resolve(root).resolve(file);
			Files.createDirectories(path.getParent());
			Files.writeString(path, root);
		}
	}

	private void install() throws IOException {
		new FijiInstaller(folder.resolve("target"), folder.resolve("Fiji"), new PrintStream(PrintStream.nullOutputStream()))
			.run();
	}

	private List<String> fiji() throws IOException {
		try (Stream<Path> files = Files.walk(folder.resolve("Fiji"))) {
			return files.filter(Files::isRegularFile).map(file -> folder.resolve("Fiji").relativize(file).toString().replace(
				'\\', '/')).sorted().toList();
		}
	}

	@Test
	void fijisLibrariesAreKeptAndOursAreInstalledOnce() throws IOException {
		make("Fiji", "plugins/Other_-1.0.jar", "plugins/nnUNet_Fiji-0.1.0-SNAPSHOT.jar", "jars/picocli-4.6.3.jar",
			"jars/imglib2-8.0.0.jar", "jars/nnUNet_Fiji-0.0.9.jar", "jars/nnunet/engine/api-0.35.0.jar",
			"jars/nnunet/engine/mine-1.0.jar");
		install();
		final List<String> expected = List.of("jars/imglib2-8.0.0.jar", "jars/nnunet/engine/api-0.36.0.jar",
			"jars/nnunet/engine/mine-1.0.jar", "jars/nnunet/engine/natives-1.0.0-rc.1-linux-x86_64.jar",
			"jars/picocli-4.6.3.jar", "jars/progressbar-0.10.1.jar", "plugins/Other_-1.0.jar",
			"plugins/nnUNet_Fiji-0.2.0.jar");
		assertEquals(expected, fiji());
		assertEquals("Fiji", Files.readString(folder.resolve("Fiji/jars/picocli-4.6.3.jar")));
		install();
		assertEquals(expected, fiji());
	}

	/** A build with -Pgpu over an engine for processors, whose library would be loaded instead. */
	@Test
	void theLibraryForGpusReplacesTheOneForProcessors() throws IOException {
		make("target", "jars/nnunet/engine/tensorflow-native-cu121-2.16.1-linux-x86_64.jar");
		make("Fiji", "plugins/Other_-1.0.jar", "jars/nnunet/engine/tensorflow-core-native-1.0.0-rc.1-linux-x86_64.jar",
			"jars/nnunet/engine/mine-1.0.jar");
		install();
		assertEquals(List.of("jars/nnunet/engine/api-0.36.0.jar", "jars/nnunet/engine/mine-1.0.jar",
			"jars/nnunet/engine/natives-1.0.0-rc.1-linux-x86_64.jar",
			"jars/nnunet/engine/tensorflow-native-cu121-2.16.1-linux-x86_64.jar"), fiji().stream().filter(file -> file
				.startsWith("jars/nnunet/engine/")).toList());
	}

	@Test
	void theSameVersionIsUpdated() throws IOException {
		make("Fiji", "plugins/nnUNet_Fiji-0.2.0.jar");
		install();
		assertEquals("target", Files.readString(folder.resolve("Fiji/plugins/nnUNet_Fiji-0.2.0.jar")));
	}

	@Test
	void aFolderThatIsNotAFijiIsLeftAlone() throws IOException {
		Files.createDirectories(folder.resolve("Fiji"));
		final ProblemException e = assertThrows(ProblemException.class, this::install);
		assertTrue(e.getMessage().contains("is not a Fiji"), e.getMessage());
		assertEquals(List.of(), fiji());
	}

	@Test
	void artifacts() {
		assertEquals("jline-native", FijiInstaller.artifact(Path.of("jline-native-3.30.5.jar")));
		assertEquals("tensorflow-core-native", FijiInstaller.artifact(Path.of(
			"tensorflow-core-native-1.0.0-rc.1-linux-x86_64.jar")));
		assertEquals("ij.jar", FijiInstaller.artifact(Path.of("ij.jar")));
	}
}
