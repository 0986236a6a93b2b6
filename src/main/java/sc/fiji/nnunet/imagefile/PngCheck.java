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
package sc.fiji.nnunet.imagefile;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.problem.ProblemException;

/** Verifies the checksums of a PNG file's chunks, which Java's reader does not (PNG specification, section 5.3). */
final class PngCheck {

	private static final int END = 0x49454e44;

	private PngCheck() {
	}

	/** What is wrong with the file, or null if nothing is wrong or it is not a PNG. */
	static String problem(final Path file) throws ProblemException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
			if (in.readLong() != 0x89504e470d0a1a0aL) return null;
			final byte[] buffer = new byte[1 << 14];
			final CRC32 crc = new CRC32();
			while (true) {
				final int length = in.readInt(), type = in.readInt();
				if (length < 0) return "a chunk claims " + (length & 0xffffffffL) + " bytes";
				crc.reset();
				for (int shift = 24; shift >= 0; shift -= 8)
					crc.update(type >>> shift);
				for (int rest = length; rest > 0; rest -= buffer.length) {
					final int count = Math.min(rest, buffer.length);
					in.readFully(buffer, 0, count);
					crc.update(buffer, 0, count);
				}
				if ((int) crc.getValue() != in.readInt()) return "the checksum of a chunk is wrong";
				if (type == END) return null;
			}
		}
		catch (final EOFException exc) {
			return "it ends within a chunk";
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}
}
