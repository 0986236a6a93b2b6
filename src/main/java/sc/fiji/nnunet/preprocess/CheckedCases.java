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
package sc.fiji.nnunet.preprocess;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.CaseFingerprint;

/**
 * What cases without problems add to the fingerprint, as files of a hidden folder, by which processes that prepare a
 * dataset together learn of each other's cases.
 */
final class CheckedCases {

	/** NB: raise this when the files change, so that those that a killed process of an earlier version left are not read. */
	static final String FORM = "2";

	private static final String FOLDER = ".checked";

	private final Path folder;

	/** @param data the folder of the prepared cases */
	CheckedCases(final Path data) {
		folder = data.resolve(FOLDER);
	}

	/** @param key what a case was checked for: its files and the rules */
	boolean has(final String key) {
		return Files.exists(folder.resolve(key));
	}

	void add(final String key, final CaseFingerprint print) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		print.write(new DataOutputStream(bytes));
		WholeFile.write(folder.resolve(key), bytes.toByteArray());
	}

	CaseFingerprint get(final String key) throws IOException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(key))))) {
			return CaseFingerprint.read(in);
		}
	}

	/** Forgets all cases. */
	void clear() throws IOException {
		Leftovers.delete(folder);
	}
}
