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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a temporary file belongs to, as a part of the file's name: process ID, and a hash of the host
 * name, since file systems may be shared. It tells the leftovers of a killed process from files that another one is
 * writing.
 */
final class Owner {

	/** The pattern of that part of a name. */
	static final String PATTERN = "(\\d+)(?:-([0-9a-f]+))?";

	private static final Pattern PARTS = Pattern.compile(PATTERN);

	/** What all computers have that do not tell their name. */
	private static final String NOWHERE = "0";

	/** Files of another computer's process are leftovers if they have not changed for this long. */
	private static final Duration FOREIGN = Duration.ofDays(1);

	private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

	private Owner() {
		// static methods only
	}

	/** This process's part of a name. */
	static String name() {
		return ProcessHandle.current().pid() + "-" + host();
	}

	/**
	 * Whether the process that a file belongs to is gone.
	 *
	 * @param process the process ID, from the file's name
	 * @param host the hash of the host name, from the file's name, or null if there is none
	 */
	static boolean isGone(final Path file, final String process, final String host) throws IOException {
		if (host == null || host.equals(host())) return ProcessHandle.of(Long.parseLong(process)).isEmpty();
		return Files.getLastModifiedTime(file).compareTo(FileTime.from(Instant.now().minus(FOREIGN))) < 0;
	}

	/** Whether a {@link #name} is that of a process of this computer, which has ended; false if nothing says so. */
	static boolean isGoneHere(final String name) {
		final Matcher matcher = PARTS.matcher(name);
		return matcher.matches() && !NOWHERE.equals(host()) && host().equals(matcher.group(2)) && ProcessHandle.of(Long
			.parseLong(matcher.group(1))).isEmpty();
	}

	private static String host() {
		String name = System.getenv("COMPUTERNAME");
		try {
			if (Files.isReadable(HOST)) name = Files.readString(HOST).strip();
		}
		catch (final IOException e) {
			name = null; // NB: then all computers look the same, as on systems without that file
		}
		return Integer.toHexString(name == null ? 0 : name.hashCode());
	}
}
