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
package sc.fiji.nnunet.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** Whoever types 600 minutes and presses Train at once trains for 600 minutes. */
class ReadyLinesTest {

	private static StartChoices minutes(final double minutes) {
		return new StartChoices(Path.of("data"), null, "3d", minutes, "cpu", 0, null, null);
	}

	@Test
	void linesOfOtherChoicesAreNotRun() {
		final ReadyLines lines = new ReadyLines();
		assertFalse(lines.are(minutes(30), Stage.TRAIN), "nothing is shown yet");
		assertEquals(Stage.TRAIN, lines.shown(minutes(30), 0));
		assertTrue(lines.are(minutes(30), Stage.TRAIN));
		assertFalse(lines.are(minutes(600), Stage.TRAIN));
		assertEquals(Stage.TRAIN, lines.shown(minutes(600), 0));
		assertNull(lines.shown(minutes(600), 0), "a button that is pressed once runs once");
		assertTrue(lines.are(minutes(600), Stage.TRAIN));
	}

	@Test
	void aStageWaitsForTheLinesOfTheFoldThatThereIs() {
		final ReadyLines lines = new ReadyLines();
		final StartChoices gone = new StartChoices(Path.of("data"), null, "3d", 30, "cpu", 4, null, null);
		assertFalse(lines.are(gone, Stage.TRAIN));
		assertNull(lines.shown(gone, 0));
		assertEquals(Stage.TRAIN, lines.shown(minutes(30), 0));
	}

	@Test
	void nothingWaitsForLinesThatCannotBeRead() {
		final ReadyLines lines = new ReadyLines();
		assertFalse(lines.are(minutes(30), Stage.TRAIN));
		lines.failed();
		assertNull(lines.shown(minutes(30), 0));
	}

	/** NB: the first course is read without a configuration, and shown with the one that it has found. */
	@Test
	void theConfigurationIsTheOneThatTheCourseHasFound() {
		final StartChoices first = new StartChoices(Path.of("data"), null, "", 30, "cpu", 0, null, null);
		assertEquals(minutes(30), first.with("3d"));
	}
}
