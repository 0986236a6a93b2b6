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
package sc.fiji.nnunet.install;

/**
 * One of the engine's jars on Maven Central.
 *
 * @param path relative to the repository, such as ai/djl/api/0.36.0/api-0.36.0.jar
 * @param bytes its size in bytes
 * @param sha256 its checksum, 64 lower-case hexadecimal digits
 * @param platform the platform of the native library in it, such as linux-x86_64; null for a jar of all platforms
 * @param gpu whether that library uses NVIDIA GPUs
 */
record EngineJar(String path, long bytes, String sha256, String platform, boolean gpu) {

	/** The file's name. */
	String name() {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** The artifact's name, which is the file's name up to the version. */
	String artifact() {
		final String[] parts = path.split("/");
		return parts[parts.length - 3];
	}

	/** Whether a file is this artifact, in any version. */
	boolean isVersion(final String file) {
		return file.matches("\\Q" + artifact() + "\\E-\\d.*\\.jar");
	}
}
