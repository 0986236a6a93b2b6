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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The identity of a file's content, by which a change of the file is detected.
 *
 * @param size in bytes
 * @param modified time of the last change, in milliseconds since 1970
 * @param checksum CRC-32C of all bytes, eight hexadecimal digits
 */
public record FileIdentity(long size, long modified, String checksum) {

	private static final int BUFFER = 1 << 16;

	/**
	 * Reads a file and computes its identity.
	 *
	 * @throws IOException if the file cannot be read
	 */
	public static FileIdentity of(final Path file) throws IOException {
		// NB: the time is taken first, so that a file that changes meanwhile looks older than it is
		final long modified = Files.getLastModifiedTime(file).toMillis();
		final CRC32C checksum = new CRC32C();
		long size = 0;
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] buffer = new byte[BUFFER];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				checksum.update(buffer, 0, n);
				size += n;
			}
		}
		return new FileIdentity(size, modified, String.format(Locale.ROOT, "%08x", checksum.getValue()));
	}

	/** Whether a file still holds this content; it is only read if its time has changed. */
	public boolean matches(final Path file) throws IOException {
		if (!Files.isRegularFile(file) || Files.size(file) != size) return false;
		return Files.getLastModifiedTime(file).toMillis() == modified || of(file).checksum.equals(checksum);
	}

	/** The content without the time, as one word, such as {@code 48213-9ae16a3b}. */
	public String content() {
		return size + "-" + checksum;
	}
}
