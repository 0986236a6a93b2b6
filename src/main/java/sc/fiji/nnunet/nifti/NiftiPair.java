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
package sc.fiji.nnunet.nifti;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import sc.fiji.nnunet.problem.ProblemException;

/** The names of a NIfTI or Analyze pair: .hdr for the header, .img for the voxels, either of them gzipped. */
final class NiftiPair {

	private NiftiPair() {
	}

	/** The file that holds the header: for an .img file its .hdr neighbour if there is one, else the file itself. */
	static Path header(final Path file) {
		final Path neighbour = neighbour(file, "img", "hdr");
		return neighbour == null ? file : neighbour;
	}

	/** The file that holds the voxels of a pair's header. */
	static Path voxels(final Path header) throws ProblemException {
		final Path neighbour = neighbour(header, "hdr", "img");
		if (neighbour == null) throw new ProblemException(header,
			"It is the header of a pair, but there is no file of the same name with the ending .img next to it.",
			"Put the .hdr and the .img file into one folder, both with the same name.");
		return neighbour;
	}

	/** The other half, or null if there is none. */
	static Path partner(final Path file) {
		final Path header = neighbour(file, "img", "hdr");
		return header != null ? header : neighbour(file, "hdr", "img");
	}

	/** Whether a name has an ending of a pair. */
	static boolean isPair(final Path file) {
		return part(file, "hdr") >= 0 || part(file, "img") >= 0;
	}

	/** The name of the other half as it would be written: the same case, gzipped if this one is. */
	static Path counterpart(final Path file, final String ending) {
		final String name = file.getFileName().toString();
		final int at = Math.max(part(file, "hdr"), part(file, "img"));
		return file.resolveSibling(name.substring(0, at) + ending + name.substring(at + 3));
	}

	private static Path neighbour(final Path file, final String from, final String to) {
		final int at = part(file, from);
		if (at < 0) return null;
		final String stem = file.getFileName().toString().substring(0, at);
		for (final String ending : new String[] { to, to + ".gz", to.toUpperCase(Locale.ROOT) }) {
			final Path candidate = file.resolveSibling(stem + ending);
			if (Files.isRegularFile(candidate)) return candidate;
		}
		return null;
	}

	/** Where the ending starts in the file's name, or -1 if it has another one. */
	private static int part(final Path file, final String ending) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		final String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
		return plain.endsWith("." + ending) ? plain.length() - 3 : -1;
	}
}
