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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lower priority of a process that works while somebody uses the windows. A window that wants a processor core then
 * gets it at once, and the process has whatever is left.
 * <p>
 * The program {@code nice}, which Linux and macOS have, starts it so and becomes it, so that input, output, exit code
 * and process ID are those of the process. Without that program, as on Windows, the priority is the usual one:
 * {@code start /belownormal} does not pass input and output on. Priorities of Java's threads would not do, since Java
 * ignores them on Linux.
 * </p>
 */
final class Niceness {

	/**
	 * What is added to the niceness of this program. In Linux's scheduler the process then weighs a tenth of it: enough
	 * that windows go first, but the learner is not starved by another program that computes, as it would be at 19.
	 */
	static final int STEPS = 10;

	private static final String NAME = "nice";

	/** Where the program is looked for after the folders of PATH. */
	private static final List<String> FOLDERS = List.of("/usr/bin", "/bin");

	private Niceness() {
		// static methods only
	}

	/** The words that start a process at low priority, or the same words where there is no way to. */
	static List<String> lower(final List<String> words) {
		final Stream<String> folders = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return lower(words, program(Stream.concat(folders, FOLDERS.stream()).toList()));
	}

	static List<String> lower(final List<String> words, final Optional<Path> program) {
		if (program.isEmpty()) return words;
		final List<String> lower = new ArrayList<>(List.of(program.get().toString(), "-n", Integer.toString(STEPS)));
		lower.addAll(words);
		return lower;
	}

	/** The first program {@code nice} in some folders; empty on Windows, whose programs of that name are others. */
	static Optional<Path> program(final List<String> folders) {
		if (File.separatorChar != '/') return Optional.empty();
		return folders.stream().filter(folder -> folder.startsWith("/")).map(folder -> Path.of(folder, NAME)).filter(
			program -> Files.isRegularFile(program) && Files.isExecutable(program)).findFirst();
	}
}
