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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes that the launcher makes when it builds, in a folder whose build is a copy of this one. Nobody
 * may notice the archive but by the time.
 */
class LauncherArchiveIT {

	private static final Path HERE = Path.of("").toAbsolutePath();
	private static final String BUILDING = "nnunet: building, which takes a minute the first time\n";
	private static final String SHARED = "sc.fiji.nnunet.cli.Main source: shared objects file (top)";

	@TempDir
	private Path temp;

	private Path home;
	private Path archive;
	private final Map<String, String> variables = new HashMap<>();

	/** A launcher without a build, and a Maven that gives it one. */
	@BeforeEach
	void prepare() throws IOException {
		prepare("home");
		final Path target = HERE.resolve("target");
		script(Files.writeString(Files.createDirectory(temp.resolve("programs")).resolve("mvn"), """
			#!/bin/bash
			mkdir -p target/fiji/plugins
			ln -sfn '%1$s/fiji/jars' target/fiji/jars
			ln -sfn '%1$s/runtime' target/runtime
			cp '%1$s'/fiji/plugins/nnUNet_Fiji-*.jar target/fiji/plugins
			""".formatted(target)));
		variables.put("PATH", temp.resolve("programs") + ":" + System.getenv("PATH"));
		variables.put("NNUNET_JAVA_OPTS", "");
	}

	private void prepare(final String name) throws IOException {
		home = Files.createDirectories(temp.resolve(name));
		archive = home.resolve("target/nnunet.jsa");
		Files.copy(HERE.resolve("nnunet"), home.resolve("nnunet"));
		script(home.resolve("nnunet"));
	}

	private static void script(final Path file) {
		assertTrue(file.toFile().setExecutable(true));
	}

	private record Ended(String out, String err) {
	}

	private Process start(final String name) throws IOException {
		final ProcessBuilder builder = new ProcessBuilder(home.resolve("nnunet").toString(), "help").redirectOutput(temp
			.resolve(name + ".out").toFile()).redirectError(temp.resolve(name + ".err").toFile());
		builder.environment().putAll(variables);
		return builder.start();
	}

	private Ended end(final Process process, final String name) throws Exception {
		assertTrue(process.waitFor(5, TimeUnit.MINUTES), "does not end");
		final Ended ended = new Ended(Files.readString(temp.resolve(name + ".out")), Files.readString(temp.resolve(name +
			".err")));
		assertEquals(0, process.exitValue(), ended.toString());
		return ended;
	}

	private Ended help() throws Exception {
		return end(start("help"), "help");
	}

	/** Whether the archive is used. */
	private boolean shared() throws Exception {
		variables.put("NNUNET_JAVA_OPTS", "-Xlog:class+load");
		final boolean shared = help().out.contains(SHARED);
		variables.put("NNUNET_JAVA_OPTS", "");
		return shared;
	}

	private List<String> made() throws IOException {
		try (Stream<Path> files = Files.list(home.resolve("target"))) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".jsa")).toList();
		}
	}

	@Test
	void theBuildMakesOneAndOtherJarsOrADamagedOneChangeNothing() throws Exception {
		final Ended built = help();
		assertEquals(BUILDING, built.err);
		assertEquals(List.of("nnunet.jsa"), made());
		final Ended expected = new Ended(built.out, "");
		assertEquals(expected, help());
		assertTrue(shared());
		final Path jar;
		try (Stream<Path> jars = Files.list(home.resolve("target/fiji/plugins"))) {
			jar = jars.findFirst().orElseThrow();
		}
		final FileTime time = Files.getLastModifiedTime(jar);
		Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() - 60_000));
		assertEquals(expected, help());
		assertFalse(shared());
		Files.setLastModifiedTime(jar, time);
		assertTrue(shared());
		Files.delete(archive);
		Files.writeString(archive, "not an archive");
		assertEquals(expected, help());
	}

	@Test
	void aJavaThatCannotMakeOneBuildsAllTheSame() throws Exception {
		final Path java = Files.createDirectories(temp.resolve("java/bin")).resolve("java");
		script(Files.writeString(java, "#!/bin/bash\ncase \"$*\" in *ArchiveClasses*) echo no >&2; exit 1 ;; esac\nexec '" +
			Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\"\n"));
		variables.put("JAVA_HOME", temp.resolve("java").toString());
		assertEquals(BUILDING, help().err);
		assertEquals(List.of(), made());
		assertFalse(shared());
	}

	/** NB: Java 17 keeps no classes of jars in such a folder, which costs the time that the archive would save. */
	@Test
	void aFolderWithASpaceInItsNameWorksAllTheSame() throws Exception {
		prepare("nn u-net");
		final Ended built = help();
		assertEquals(BUILDING, built.err);
		assertEquals(new Ended(built.out, ""), help());
	}

	@Test
	void twoLaunchersAtOnceMakeAWholeOne() throws Exception {
		final Process one = start("one");
		final Process two = start("two");
		final Ended first = end(one, "one");
		assertEquals(first.out, end(two, "two").out);
		assertEquals(List.of("nnunet.jsa"), made());
		assertTrue(shared());
	}
}
