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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.MemoryBudget;

/** What a command says if cases failed. */
class PredictResultTest {

	private static final Problem PROBLEM = new Problem("a.nii.gz", "is damaged.", "Copy it again.");

	private static final PredictResult.Failure FAILURE = because(new ProblemException(PROBLEM));

	private static PredictResult.Failure because(final Throwable cause) {
		return new PredictResult.Failure("a", List.of(PROBLEM), cause);
	}

	private static IOException single(final Throwable cause) {
		return PredictResult.failed(List.of(because(cause)), 0, "images");
	}

	@Test
	void theProblemOfASingleCaseIsThrown() {
		assertEquals(List.of(PROBLEM), ((ProblemException) PredictResult.failed(List.of(FAILURE), 0, "images")).problems());
		assertInstanceOf(ProblemException.class, single(new AccessDeniedException("a.nii.gz")));
	}

	@Test
	void aSingleCaseThatFailedForAnotherReasonIsNoBadInput() {
		for (final Throwable cause : List.of(new IOException("stop"), new OutOfMemoryError("heap"), new OutOfMemoryException(
			"A window needs 9 GB.", "Give a smaller patch.", null)))
		{
			final IOException failure = single(cause);
			assertFalse(failure instanceof ProblemException, cause.toString());
			assertEquals(PROBLEM.toString(), failure.getMessage());
			assertSame(cause, failure.getCause());
		}
	}

	@Test
	void aFaultOfTheProgramInASingleCaseKeepsItsTrace() {
		for (final Throwable cause : List.of(new IndexOutOfBoundsException("Index 5"), new NoClassDefFoundError("x/Y")))
			assertSame(cause, assertThrows(cause.getClass(), () -> single(cause)));
	}

	/** The segmentation of the body has other options than a prediction. */
	@Test
	void memoryThatIsTooSmallHasACureForEachCommand() {
		final Path file = Path.of("a.nii.gz");
		final Recorded progress = new Recorded();
		PredictResult.Failure.of(new Case("a", List.of(file), null), new OutOfMemoryError("heap")).report(progress);
		assertEquals(List.of("FAILED a: a.nii.gz: There was not enough memory for this case. Crop the image, or " +
			MemoryBudget.MORE), progress.lines);
		assertTrue(MemoryBudget.MORE.contains("NNUNET_JAVA_OPTS=-Xmx"), MemoryBudget.MORE);
	}

	@Test
	void ofSeveralTheNumberAndTheReasonsAreSaid() {
		assertEquals("1 of 3 images failed; the others are finished.\na: a.nii.gz: is damaged. Copy it again.", PredictResult
			.failed(List.of(FAILURE), 2, "images").getMessage());
		assertEquals("2 of 2 cases failed; none was written." + ("\na: " + PROBLEM).repeat(2), PredictResult.failed(List.of(
			FAILURE, FAILURE), 0, "cases").getMessage());
	}

	@Test
	void ofManyTheFirstReasonsAreSaid() {
		final String message = PredictResult.failed(Collections.nCopies(13, FAILURE), 0, "cases").getMessage();
		assertTrue(message.endsWith("\nand 3 more."), message);
		assertEquals(12, message.lines().count());
	}
}
