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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.problem.ProblemException;

/** Tests where the engine is looked for and installed. */
class EngineFolderTest {

	@TempDir
	Path fiji;

	@ParameterizedTest
	@ValueSource(strings = { "jars/nn.jar", "plugins/nn.jar", "plugins/nnUNet_/nn.jar", "nn.jar" })
	void itIsTwoLevelsBelowTheJarsWhereverTheProgramIs(final String jar) throws IOException {
		final EngineFolder folder = new EngineFolder(null, fiji.resolve(jar));
		final Path place = fiji.resolve("jars/nnunet/engine");
		assertEquals(Optional.empty(), folder.find());
		assertEquals(place, folder.place());
		Files.createDirectories(place);
		assertEquals(Optional.of(place), folder.find());
		Files.createFile(place.resolve("a.jar"));
		Files.createFile(place.resolve("b.jar.part"));
		assertEquals(List.of(place.resolve("a.jar")), folder.jars());
	}

	@Test
	void aMissingEngineIsReportedWithItsCure() throws IOException {
		final EngineFolder none = new EngineFolder(null, fiji.resolve("plugins/nn.jar"));
		assertTrue(assertThrows(ProblemException.class, none::jars).getMessage().contains("nnU-Net Install Engine"));
		final EngineFolder empty = new EngineFolder(fiji.toString(), null);
		assertTrue(assertThrows(ProblemException.class, empty::jars).getMessage().contains("nnunet install-engine"));
		assertTrue(assertThrows(ProblemException.class, new EngineFolder(null, null)::place).getMessage().contains(
			"output"));
	}

	@Test
	void theGivenFolderTakesPrecedence() throws IOException {
		final Path place = Files.createDirectories(fiji.resolve("jars/nnunet/engine"));
		final Path shared = Files.createDirectories(fiji.resolve("shared"));
		final EngineFolder folder = new EngineFolder(null, fiji.resolve("plugins/nn.jar"));
		folder.redirect(place, shared);
		assertEquals(Optional.of(shared.toAbsolutePath()), folder.find());
		folder.removeRedirect(place);
		assertEquals(Optional.of(place), folder.find());
		assertEquals(Optional.of(shared), new EngineFolder(shared.toString(), fiji.resolve("plugins/nn.jar")).find());
	}
}
