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
package sc.fiji.nnunet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import sc.fiji.nnunet.problem.Problem;

/**
 * The rule that no output may replace an input, or be written among the inputs.
 * <p>
 * Paths are compared as the file system sees them: links are followed, {@code ..} and upper or lower case (where the
 * file system ignores it) make no difference, and files that do not exist yet are compared by the nearest folder that
 * does.
 * </p>
 */
public final class InputsKept {

	private InputsKept() {
		// static methods only
	}

	/** Whether two paths name the same file or folder, which need not exist. */
	public static boolean same(final Path a, final Path b) {
		try {
			if (Files.exists(a) && Files.exists(b)) return Files.isSameFile(a, b);
		}
		catch (final IOException e) {
			// NB: what cannot be compared by content is compared by name
			return real(a).equals(real(b));
		}
		return real(a).equals(real(b));
	}

	/** A problem for each output that is an input as well. */
	public static List<Problem> replaced(final Collection<Path> inputs, final Collection<Path> outputs) {
		final Set<Path> kept = new HashSet<>();
		for (final Path input : inputs)
			kept.add(real(input));
		final List<Problem> problems = new ArrayList<>();
		for (final Path output : outputs)
			if (kept.contains(real(output))) problems.add(Problem.of(output,
				"is an input and would be replaced by the result.", "Give another output."));
		return problems;
	}

	/** A problem if the output folder is the folder of one of the inputs; else the empty list. */
	public static List<Problem> mixed(final Collection<Path> inputs, final Path outputFolder) {
		final Path folder = real(outputFolder);
		for (final Path input : inputs) {
			final Path parent = real(input).getParent();
			final Path named = input.toAbsolutePath().normalize().getParent();
			if (folder.equals(parent) || named != null && folder.equals(real(named))) return List.of(Problem.of(outputFolder,
				"is the folder of the input " + input.getFileName() + ", so results would be mixed with the images.",
				"Give another output folder."));
		}
		return List.of();
	}

	/**
	 * A problem if the output folder is one of the given folders.
	 *
	 * @param whose what the folders belong to, as part of a sentence
	 */
	public static List<Problem> occupied(final Collection<Path> folders, final Path outputFolder, final String whose) {
		for (final Path folder : folders)
			if (same(folder, outputFolder)) return List.of(Problem.of(outputFolder, "is a folder of " + whose +
				", so results would be mixed with its files.", "Give another output folder."));
		return List.of();
	}

	/** The path with links resolved as far as it exists. */
	private static Path real(final Path path) {
		final Path absolute = path.toAbsolutePath();
		for (Path existing = absolute; existing != null; existing = existing.getParent()) {
			try {
				return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
			}
			catch (final IOException e) {
				// NB: it does not exist or is not readable, so its parent is tried
			}
		}
		return absolute.normalize();
	}
}
