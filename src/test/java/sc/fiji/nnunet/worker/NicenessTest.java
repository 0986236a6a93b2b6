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
package sc.fiji.nnunet.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests where the program that lowers a priority is looked for, and what starts a process without it. */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class NicenessTest {

	@TempDir
	private Path folder;

	@Test
	void theFirstProgramInTheFoldersIsTaken() throws IOException {
		final Path empty = Files.createDirectory(folder.resolve("empty"));
		final Path first = program("first", true), second = program("second", true);
		assertEquals(Optional.of(first), Niceness.program(List.of("", folder.resolve("missing").toString(),
			empty.toString(), first.getParent().toString(), second.getParent().toString())));
		assertEquals(List.of(first.toString(), "-n", "10", "java", "-version"), Niceness.lower(List.of("java",
			"-version"), Optional.of(first)));
	}

	@Test
	void whatCannotBeRunIsNoProgram() throws IOException {
		final Path text = program("text", false);
		final Path directory = Files.createDirectories(folder.resolve("directory/nice"));
		assertEquals(Optional.empty(), Niceness.program(List.of(text.getParent().toString(), directory.getParent()
			.toString())));
	}

	@Test
	void foldersBelowTheCurrentOneAreNotSearched() throws IOException {
		final Path program = program("here", true);
		final String relative = Path.of("").toAbsolutePath().relativize(program.getParent()).toString();
		assertEquals(Optional.empty(), Niceness.program(List.of("", ".", relative)));
	}

	@Test
	void withoutTheProgramTheProcessStartsAsUsual() {
		assertEquals(List.of("java", "-version"), Niceness.lower(List.of("java", "-version"), Optional.empty()));
	}

	private Path program(final String parent, final boolean executable) throws IOException {
		final Path program = Files.createDirectory(folder.resolve(parent)).resolve("nice");
		Files.writeString(program, "#!/bin/sh\n");
		program.toFile().setExecutable(executable);
		return program;
	}
}
