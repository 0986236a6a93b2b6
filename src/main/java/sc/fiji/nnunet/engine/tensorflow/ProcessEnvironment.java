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
package sc.fiji.nnunet.engine.tensorflow;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The environment of this process as the C library knows it, where native libraries read it. NB: Java's own copy stays
 * as it was at the start.
 */
final class ProcessEnvironment {

	private ProcessEnvironment() {
		// static methods only
	}

	/** The two ways in which C libraries let a process change its own environment. */
	private interface CLibrary extends Library {

		int setenv(String name, String value, int overwrite);

		int _putenv_s(String name, String value);

		String getenv(String name);
	}

	/** Sets a variable, whatever it was. */
	static void set(final String name, final String value) {
		if (Platform.isWindows()) library()._putenv_s(name, value);
		else library().setenv(name, value, 1);
	}

	/** Sets a variable unless the user has set it. */
	static void setDefault(final String name, final String value) {
		if (System.getenv(name) == null) set(name, value);
	}

	/** The value of a variable; null if it is not set. */
	static String get(final String name) {
		return library().getenv(name);
	}

	private static CLibrary library() {
		return Native.load(Platform.isWindows() ? "msvcrt" : "c", CLibrary.class);
	}
}
