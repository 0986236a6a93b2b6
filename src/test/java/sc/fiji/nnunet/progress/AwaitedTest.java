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
package sc.fiji.nnunet.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.problem.ProblemException;

/** Tests that what other threads throw arrives as it was thrown. */
class AwaitedTest {

	@Test
	void aResultIsReturned() throws IOException {
		assertEquals("result", Awaited.get(CompletableFuture.completedFuture("result")));
	}

	@Test
	void failuresAreThrownAsTheyAre() {
		final ProblemException problem = new ProblemException(Path.of("file"), "is wrong.", "Correct it.");
		for (final Throwable thrown : List.of(new IOException("disk"), problem, new IllegalArgumentException("argument"),
			new CancelledException(), new StackOverflowError()))
			assertSame(thrown, assertThrows(Throwable.class, () -> Awaited.get(CompletableFuture.failedFuture(thrown))));
	}

	@Test
	void otherExceptionsAreCauses() {
		final Exception thrown = new ReflectiveOperationException("class");
		assertSame(thrown, assertThrows(IllegalStateException.class, () -> Awaited.get(CompletableFuture.failedFuture(
			thrown))).getCause());
	}

	@Test
	void workThatWasCancelledSaysSo() {
		final FutureTask<Integer> work = new FutureTask<>(() -> 3);
		work.cancel(false);
		assertThrows(CancellationException.class, () -> Awaited.get(work));
	}

	@Test
	void anInterruptCancelsAndIsKept() {
		Thread.currentThread().interrupt();
		try {
			assertThrows(CancelledException.class, () -> Awaited.get(new CompletableFuture<>()));
			assertTrue(Thread.currentThread().isInterrupted());
		}
		finally {
			Thread.interrupted();
		}
	}
}
