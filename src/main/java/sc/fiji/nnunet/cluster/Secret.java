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
package sc.fiji.nnunet.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import sc.fiji.nnunet.file.WholeFile;

/** The secret by which workers know each other: the content of a file that only they can read. */
final class Secret {

	private static final int BYTES = 32;
	private static final String ALGORITHM = "HmacSHA256";

	private final byte[] key;

	private Secret(final byte[] key) {
		this.key = key;
	}

	/**
	 * Reads the secret, without the white space around it.
	 *
	 * @throws IOException if the file is missing, empty or unreadable
	 */
	static Secret read(final Path file) throws IOException {
		final String text = Files.readString(file).strip();
		if (text.isEmpty()) throw new IOException(file + " is empty");
		return new Secret(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Writes a new random secret that only the user can read, where the file system has such permissions. */
	static void create(final Path file) throws IOException {
		WholeFile.createFolder(file.toAbsolutePath().getParent());
		Files.deleteIfExists(file);
		final byte[] random = random(BYTES);
		try (WholeFile whole = new WholeFile(file)) {
			if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) Files.createFile(whole
				.temporary(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			Files.writeString(whole.temporary(), Base64.getEncoder().encodeToString(random) + "\n");
			whole.commit();
		}
	}

	/** Unpredictable bytes. */
	static byte[] random(final int count) {
		final byte[] bytes = new byte[count];
		new SecureRandom().nextBytes(bytes);
		return bytes;
	}

	/** A code for messages that only somebody with the secret can compute. */
	byte[] code(final byte[]... messages) {
		try {
			final Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key, ALGORITHM));
			for (final byte[] message : messages) {
				mac.update((byte) message.length); // NB: so that no two lists of messages look alike
				mac.update(message);
			}
			return mac.doFinal();
		}
		catch (final GeneralSecurityException e) {
			throw new IllegalStateException("every Java has " + ALGORITHM, e);
		}
	}
}
