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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.fetch.Checksum;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Compares the list of the engine's jars with the jars of this build. */
class EngineListTest {

	/** NB: fails if the engine's version in pom.xml was changed; then run {@link EngineListMaker}. */
	@Test
	void theListMatchesTheBuild() throws IOException {
		final Map<String, EngineJar> listed = new HashMap<>();
		EngineList.read().jars().forEach(jar -> listed.put(jar.path(), jar));
		final List<Path> jars = EngineListMaker.onClassPath();
		assertTrue(jars.size() >= 6, jars.toString());
		for (final Path file : jars) {
			final EngineJar jar = listed.get(EngineListMaker.path(file));
			assertEquals(Files.size(file), jar.bytes(), jar.name());
			assertEquals(Checksum.sha256(file, Progress.none()), jar.sha256(), jar.name());
		}
		final long common = listed.values().stream().filter(jar -> jar.platform() == null).count();
		assertEquals(jars.size() - 1, common,
			"one native library on the class path, and nothing on the list that is not there");
	}

	@Test
	void everyPlatformGetsOneLibrary() throws ProblemException {
		final EngineList list = EngineList.read();
		for (final String platform : List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64")) {
			final List<EngineJar> jars = list.of(platform, false);
			assertEquals(6, jars.size());
			assertEquals(1, jars.stream().filter(jar -> jar.platform() != null).count());
			assertTrue(jars.stream().allMatch(jar -> jar.sha256().matches("[0-9a-f]{64}") && jar.bytes() > 10_000));
		}
		assertTrue(list.of("linux-x86_64", true).stream().anyMatch(jar -> jar.name().contains("cu121")));
		assertTrue(list.of("linux-x86_64", true).stream().noneMatch(jar -> jar.name().contains("core-native")));
		assertTrue(assertThrows(ProblemException.class, () -> list.of("windows-x86_64", true)).getMessage().contains(
			"uses no GPU on windows-x86_64"));
		assertTrue(assertThrows(ProblemException.class, () -> list.of("linux-arm64", false)).getMessage().contains(
			"It is available for linux-x86_64, macosx-arm64,"));
	}

	@Test
	void platformsAreNamedAsTheJarsAre() {
		assertEquals("linux-x86_64", EngineList.platform("Linux", "amd64"));
		assertEquals("linux-arm64", EngineList.platform("Linux", "aarch64"));
		assertEquals("macosx-arm64", EngineList.platform("Mac OS X", "aarch64"));
		assertEquals("macosx-x86_64", EngineList.platform("Mac OS X", "x86_64"));
		assertEquals("windows-x86_64", EngineList.platform("Windows 11", "amd64"));
	}

	@Test
	void versionsOfAnArtifact() {
		final EngineJar api = new EngineJar("ai/djl/api/0.36.0/api-0.36.0.jar", 1, "", null, false);
		assertTrue(api.isVersion("api-0.35.1.jar"));
		assertFalse(api.isVersion("api-tools-0.36.0.jar"));
		assertFalse(api.isVersion("my-api-0.36.0.jar"));
	}
}
