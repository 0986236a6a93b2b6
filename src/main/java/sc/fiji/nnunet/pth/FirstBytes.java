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
package sc.fiji.nnunet.pth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says what a file is that is not a zip file, as far as its first bytes tell. */
final class FirstBytes {

	private static final byte[] ZIP = { 'P', 'K', 3, 4 };
	private static final byte[] LFS = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

	/** A pickle of the number 0x1950a86a20f9469cfc6c, with which PyTorch began its files before 1.6. */
	private static final byte[] OLD = { (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46,
		(byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19 };

	private static final byte PICKLE = (byte) 0x80;
	private static final int COUNT = 64;

	private FirstBytes() {
		// only static methods
	}

	/** Throws a problem unless a file begins like a zip file. */
	static void check(final FileChannel channel, final Path file) throws IOException, FormatException {
		final ByteBuffer buffer = ByteBuffer.allocate(COUNT);
		while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0)
			continue;
		final byte[] first = new byte[buffer.position()];
		buffer.flip().get(first);
		if (begins(first, ZIP)) return;
		final String name = file.getFileName().toString();
		if (begins(first, OLD) || first.length > 0 && first[0] == PICKLE || name.endsWith(".model"))
			throw new FormatException(
				"is in the form of PyTorch before 1.6 and of nnU-Net version 1, which is not read.",
				"Give a model of nnU-Net version 2, or train it again.");
		if (begins(first, LFS)) throw new FormatException("is a pointer of Git LFS, not the checkpoint itself.",
			"Get the file by 'git lfs pull', or download it from the web page of the repository.");
		if (first.length == 0) throw new FormatException("is empty.", "Download or copy it again.");
		throw new FormatException("is not a checkpoint of PyTorch: it does not begin like a zip file.",
			"Download or copy it again.");
	}

	private static boolean begins(final byte[] bytes, final byte[] with) {
		for (int n = 0; n < with.length; n++)
			if (n >= bytes.length || bytes[n] != with[n]) return false;
		return true;
	}
}
