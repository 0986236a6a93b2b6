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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;

import ai.djl.Model;
import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.problem.ProblemException;

/** What is looked at before the engine's library is loaded, and what is given back when it refuses. */
class NativesTest {

	@TempDir
	private Path folder;

	@Test
	void aProcessorWithoutAvxIsToldBeforeTheLibraryIsLoaded() throws IOException {
		final Path old = Files.writeString(folder.resolve("old"), "processor\t: 0\nflags\t\t: fpu sse2 sse4_2\n");
		final String message = assertThrows(ProblemException.class, () -> Natives.prepare(folder, old)).getMessage();
		assertTrue(message.startsWith("processor: has no AVX instructions") && message.contains("Use another computer"),
			message);
	}

	@Test
	void processorsThatKnowAvxOrSayNothingAreTaken() throws IOException {
		Processor.require(Files.writeString(folder.resolve("new"), "flags\t\t: fpu sse2 avx avx2\n"));
		Processor.require(Files.writeString(folder.resolve("arm"), "Features\t: fp asimd\n"));
		Processor.require(folder.resolve("missing"));
		assertEquals(true, Files.exists(Natives.prepare(null)));
	}

	@Test
	void withoutAHomeNoFolderThatAnybodyCanGuessIsUsed() throws IOException {
		for (final String none : new String[] { null, "", " ", "?", "relative", folder.resolve("missing").toString() })
			assertFalse(Natives.hasHome(none), none);
		assertTrue(Natives.hasHome(folder.toString()));
		Files.createDirectories(folder.resolve(".javacpp/cache"));
		assertTrue(Natives.hasHome(folder.toString()));
	}

	@Test
	void aGraphThatIsRefusedGivesItsModelBack() throws IOException {
		Natives.prepare(null);
		final Model model = Model.newInstance("network", ai.djl.Device.cpu(), "TensorFlow");
		assertThrows(NoSuchElementException.class, () -> new GraphSession(model, MetaGraphDef.getDefaultInstance(),
			ConfigProto.getDefaultInstance()));
		assertFalse(model.getNDManager().isOpen());
	}
}
