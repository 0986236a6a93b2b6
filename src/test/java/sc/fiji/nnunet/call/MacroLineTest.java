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
package sc.fiji.nnunet.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.file.MacroLine;

/** Tests that commands understand the macro lines that are written. */
class MacroLineTest {

	@Test
	void valuesWithBlanksAreBracketed() {
		final MacroLine line = MacroLine.of("nnU-Net Train", "data", "/my data/out", "fold", 0, "task", "", "device", null);
		assertEquals("data=[/my data/out] fold=0 task=[]", line.options());
		assertEquals("run(\"nnU-Net Train\", \"data=[/my data/out] fold=0 task=[]\");", line.toString());
	}

	@Test
	void charactersOfTheMacroLanguageAreEscaped() {
		assertEquals("run(\"nnU-Net Predict\", \"input=C:\\\\data\\\\\\\"x\\\"\");", MacroLine.of("nnU-Net Predict",
			"input", "C:\\data\\\"x\"").toString());
	}

	@Test
	void theCommandReceivesTheValues() throws Exception {
		for (final String folder : List.of("/data/out", "/my data/out", "/a [b] c", "/a ]b", "/a [b", "[x]", "'x'",
			"C:\\my data", "/it's here", "/a=b c=d"))
		{
			final MacroLine line = MacroLine.of("nnU-Net Sample", "folder", folder, "threads", 5, "tta", true);
			assertEquals(Map.of("folder", new File(folder), "threads", 5, "tta", true), MacroOptions.values(Commands.find(
				"sample"), line.options()), folder);
		}
	}
}
