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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** A test of a network that is refused leaves the former one as it is. */
class EvaluateHeldOutTest {

	@TempDir
	Path folder;

	@Test
	void nothingIsDeletedIfNothingIsTrained() throws Exception {
		final Path fold = Files.createDirectories(folder.resolve("fold_0"));
		final Path former = Files.createDirectories(fold.resolve("evaluation")).resolve("case1.nii.gz");
		final Path other = fold.resolve("notes.txt");
		for (final Path file : new Path[] { former, other })
			Files.writeString(file, "x");
		final Evaluate evaluate = evaluate(fold);
		assertThrows(ProblemException.class, () -> evaluate.execute(Progress.none()), "nothing is trained here");
		assertEquals("x", Files.readString(former));
		assertTrue(Files.exists(other));
	}

	/** NB: the labels would go into it. */
	@Test
	void aZipFileIsRefusedInWords() throws Exception {
		final Path zip = Files.writeString(folder.resolve("x.zip"), "x");
		final String message = assertThrows(ProblemException.class, () -> evaluate(zip).execute(Progress.none()))
			.getMessage();
		assertTrue(message.contains(zip + " is not a folder"), message);
	}

	private Evaluate evaluate(final Path model) throws Exception {
		final Module module = Commands.find("evaluate").createModule();
		module.setInput("model", model.toFile());
		module.setInput("dataset", folder.toFile());
		return (Evaluate) module.getDelegateObject();
	}
}
