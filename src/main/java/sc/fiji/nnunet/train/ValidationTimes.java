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
 * When a training with a budget in minutes validates: once early, then evenly over the budget, as often as a tenth of
 * the time allows; in one of more than {@link #SHORT} there is an early one even if it takes {@link #ONLY}. The validation
 * after the last step is not one of them.
 * <p>
 * The time of the first one is that of a typical one, since on a GPU it may also compile.
 * </p>
 */
final class ValidationTimes {

	/** The share of the budget that validations take together. */
	static final double SHARE = 0.1;

	/** The share of the budget after which the first one comes, at the latest. */
	static final double FIRST = 0.1;

	/** The share of a budget that the only one may take, so that the curve has two points. */
	static final double ONLY = 0.2;

	/** Up to so many seconds steps are worth more than a second point (docs/measurements.md). */
	static final double SHORT = 300;

	private final double end;
	private double left;
	private double next;

	/**
	 * @param start seconds of training so far
	 * @param end seconds at the end of the budget
	 * @param expected seconds that a validation will probably take
	 */
	ValidationTimes(final double start, final double end, final double expected) {
		this.end = end;
		final double rest = Math.max(0, end - start);
		left = SHARE * rest;
		final int count = expected <= left ? count(expected) : end > SHORT && expected <= ONLY * rest ? 1 : 0;
		next = count == 0 ? end : start + Math.min(FIRST * rest, rest / (count + 1));
	}

	private int count(final double each) {
		return (int) Math.min(1e6, left / Math.max(each, 1e-9));
	}

	/** Whether a validation is due. */
	boolean due(final double seconds) {
		return seconds >= next;
	}

	/**
	 * Plans the next one.
	 *
	 * @param seconds seconds of training now, after a validation
	 * @param took seconds that a validation like this typically takes
	 */
	void validated(final double seconds, final double took) {
		left -= took;
		final int count = left < took ? 0 : count(took);
		next = count == 0 ? end : seconds + (end - seconds - count * took) / (count + 1);
	}
}
