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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens a TorchScript archive with one module as a checkpoint that holds the module's attributes, since archives are
 * written but never read by {@link PthFile}.
 */
public final class ScriptFile {

	/** A new object of the module's class, whose state is a dictionary. */
	private static final Pattern MODULE = Pattern.compile("(\u0080\2)c__torch__\n[^\n]+\n\\)\u0081(\\}.*)b\\.",
		Pattern.DOTALL);

	private ScriptFile() {
		// static methods only
	}

	public static PthFile open(final Path file) throws IOException {
		final Map<String, byte[]> content = PthFuzz.content(file);
		final String pickle = content.keySet().stream().filter(name -> name.endsWith("/data.pkl")).findFirst().orElseThrow();
		final Matcher module = MODULE.matcher(new String(content.get(pickle), StandardCharsets.ISO_8859_1));
		if (!module.matches()) throw new IOException(file + " is no archive with one module");
		content.put(pickle, (module.group(1) + module.group(2) + ".").getBytes(StandardCharsets.ISO_8859_1));
		if (!content.keySet().removeIf(name -> name.endsWith("/constants.pkl"))) throw new IOException(file +
			" has no constants");
		final Path checkpoint = Files.createTempFile("script", ".pth");
		checkpoint.toFile().deleteOnExit();
		Files.write(checkpoint, PthFuzz.zip(content, false));
		return PthFile.open(checkpoint);
	}
}
