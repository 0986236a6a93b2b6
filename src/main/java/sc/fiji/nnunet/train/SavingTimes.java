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
package sc.fiji.nnunet.train;

/**
 * When the last checkpoint is written: after each epoch, unless epochs are so short that it would take more than a
 * twentieth of the time, and at least every five minutes. On a GPU an epoch may be over in less time than a checkpoint
 * takes.
 */
final class SavingTimes {

	/** The share of the time that saving may take. */
	private static final double SHARE = 0.05;

	/** Within a long epoch, so many seconds after the one before. */
	private static final double LONGEST = 300;

	private double saved;
	private double took;

	/** @param seconds seconds of training so far */
	SavingTimes(final double seconds) {
		saved = seconds;
	}

	/** Whether a checkpoint is due at the end of an epoch. */
	boolean afterEpoch(final double seconds) {
		return seconds - saved >= took / SHARE;
	}

	/** Whether one is due within an epoch. */
	boolean within(final double seconds) {
		return seconds - saved > LONGEST;
	}

	/**
	 * Notes that one was written.
	 *
	 * @param seconds seconds of training when it was begun
	 * @param lasted seconds that it took
	 */
	void saved(final double seconds, final double lasted) {
		saved = seconds;
		took = lasted;
	}
}
