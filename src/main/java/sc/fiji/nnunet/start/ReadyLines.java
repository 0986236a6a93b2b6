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

/**
 * Knows whether the lines that the start window shows are those of what is chosen in it. Where they are still being
 * read from disk, the stage whose button was pressed waits for them.
 */
final class ReadyLines {

	private StartChoices shown;
	private Stage waiting;

	/** Whether the lines are those of these choices; if not, the stage waits until they are shown. */
	boolean are(final StartChoices chosen, final Stage stage) {
		if (chosen.equals(shown)) return true;
		waiting = stage;
		return false;
	}

	/**
	 * The lines of these choices are shown now.
	 *
	 * @param fold the fold that is chosen now: another one if that of the choices does not exist any more
	 * @return the stage that has waited for them, or null; with another fold it goes on waiting
	 */
	Stage shown(final StartChoices choices, final int fold) {
		shown = choices;
		if (fold != choices.fold()) return null;
		final Stage ready = waiting;
		waiting = null;
		return ready;
	}

	/** The lines could not be read, so that nothing waits for them any more. */
	void failed() {
		waiting = null;
	}
}
