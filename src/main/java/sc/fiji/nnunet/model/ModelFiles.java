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
package sc.fiji.nnunet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The files of a model by their names with slashes: in a folder, or in a zip file that is read in place. */
interface ModelFiles {

	/** The longest JSON file that is read; that of a large dataset has a few megabytes. */
	long LONGEST_TEXT = 64L << 20;

	/** Work with a file that lies on the disk meanwhile. */
	@FunctionalInterface
	interface Use<T> {

		T of(Path file) throws IOException;
	}

	/** The folder or the zip file. */
	Path path();

	/** The names of the plans, descriptions and checkpoints in it. */
	Set<String> names();

	/** Where a file lies, for messages. */
	Path shown(String name);

	/** The bytes of a file. */
	long size(String name) throws IOException;

	/** The content of a text file. */
	String text(String name) throws IOException;

	/** Works with a file; that of a zip file is unpacked to a temporary one, which is removed afterwards. */
	<T> T use(String name, Use<T> work) throws IOException;

	/** Whether a name counts: plans, descriptions and checkpoints, not too deep. */
	static boolean counts(final String name) {
		return name.matches("([^/]*/){0,6}(plans\\.json|dataset\\.json|" + Models.CHECKPOINT + ")");
	}
}
