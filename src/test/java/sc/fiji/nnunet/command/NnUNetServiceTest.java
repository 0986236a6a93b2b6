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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.scijava.Context;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.volume.OpenImage;

/** What a script gets of a prediction that fails or is cancelled. */
class NnUNetServiceTest {

	@Test
	void whatIsWrongWithTheInputsReachesTheScriptAsProblems() {
		try (Context context = new Context(NnUNetService.class)) {
			final NnUNetService service = context.service(NnUNetService.class);
			final OpenImage image = OpenImage.of(ArrayImgs.unsignedBytes(8, 8));
			final ProblemException e = assertThrows(ProblemException.class, () -> service.predict(new File("src"), image,
				"overlap", 7.0));
			assertTrue(e.problems().stream().anyMatch(problem -> problem.where().equals("overlap")), e.getMessage());
		}
	}

	private static ExecutionException thrown(final Throwable cause) {
		return new ExecutionException(new RuntimeException("Module threw exception", new Failure(cause)));
	}

	@Test
	void theWrappingOfSciJavaIsTakenAway() {
		final IOException full = new IOException("The disk is full.", new IllegalStateException());
		assertSame(full, NnUNetService.failure(thrown(full)));
		final CancelledException cancelled = new CancelledException();
		assertSame(cancelled, assertThrows(CancelledException.class, () -> NnUNetService.failure(thrown(cancelled))));
		final IllegalStateException bug = new IllegalStateException("A bug.");
		assertSame(bug, NnUNetService.failure(thrown(bug)).getCause());
		assertEquals("A bug.", NnUNetService.failure(thrown(bug)).getMessage());
	}
}
