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
package sc.fiji.nnunet.brush;

import java.nio.file.Path;

import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.paint.LiveState;

/** The macro that does without windows what was learned in a project. */
final class PaintMacro {

	private PaintMacro() {
		// only static methods
	}

	/**
	 * The text of the macro.
	 *
	 * @param project the project's folder
	 * @param model the network that was trained in it
	 * @param state how far the learner is; null if it never ran
	 */
	static String text(final Path project, final Path model, final LiveState state) {
		final String warning = state != null && state.source().equals("network") ? ""
			: "// NB: the forest still does better than the network in this project. The macro uses the network: " +
				"accept a slice and let it learn first.\n";
		final Path images = project.resolve("imagesTr"), output = project.resolve("predictions");
		return String.join("\n", //
			"// Segments all images of a folder as nnU-Net Paint and Train does in " + project + ".", //
			"// Change the folders input and output. It needs no window: fiji --headless -macro THIS_FILE", //
			warning, //
			"// To train for longer first, without painting:", //
			"// " + MacroLine.of("nnU-Net Learn", "project", project, "minutes", 10), //
			"", //
			// NB: the masks that lie there may be those of a network that had learned less
			MacroLine.of("nnU-Net Predict", "model", model, "input", images, "output", output, "overwrite", true)
				.toString(), //
			"");
	}
}
