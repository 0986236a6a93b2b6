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
 * The limits of a training run, of which the first that is reached ends it.
 *
 * @param epochs epochs, or 0 for no limit
 * @param steps optimisation steps, or 0 for no limit
 * @param minutes minutes of training, earlier runs included, or 0 for no limit
 * @param patience validations without a better score, or 0 for no limit
 */
public record Budget(int epochs, long steps, double minutes, int patience) {

	public Budget {
		if (epochs < 0 || steps < 0 || !(minutes >= 0) || patience < 0) throw new IllegalArgumentException(
			"the numbers of a budget must be at least 0 (no limit); got " + epochs + " epochs, " + steps + " steps, " +
				minutes + " minutes, patience " + patience);
		if (epochs == 0 && steps == 0 && minutes == 0) throw new IllegalArgumentException(
			"a budget needs a limit in epochs, steps or minutes; with patience alone, the end of" +
				" the learning rate's schedule is unknown");
	}

	/** Whether time limits the training; only if not, a resumed training equals an uninterrupted one exactly. */
	public boolean timed() {
		return minutes > 0;
	}

	/** The number of steps at which the training ends, or {@link Long#MAX_VALUE} if only time limits it. */
	public long totalSteps(final int stepsPerEpoch) {
		final long byEpochs = epochs == 0 ? Long.MAX_VALUE : Math.multiplyExact((long) epochs, stepsPerEpoch);
		return Math.min(byEpochs, steps == 0 ? Long.MAX_VALUE : steps);
	}

	/**
	 * The share of the training that has passed, from 0 to 1; patience does not count.
	 *
	 * @param step the number of steps taken
	 * @param seconds seconds spent
	 */
	public double fraction(final long step, final int stepsPerEpoch, final double seconds) {
		final long total = totalSteps(stepsPerEpoch);
		final double bySteps = total == Long.MAX_VALUE ? 0 : (double) step / total;
		final double byTime = timed() ? seconds / (60 * minutes) : 0;
		return Math.min(1, Math.max(bySteps, byTime));
	}

	/** Whether the training has ended. */
	public boolean spent(final long step, final int stepsPerEpoch, final double seconds, final Plateau plateau) {
		if (step >= totalSteps(stepsPerEpoch)) return true;
		if (timed() && seconds >= 60 * minutes) return true;
		return patience > 0 && plateau.waiting() >= patience;
	}

	/** Whether patience ended the training before its other limits did. */
	public boolean early(final long step, final int stepsPerEpoch, final double seconds) {
		return patience > 0 && fraction(step, stepsPerEpoch, seconds) < 1;
	}

	/**
	 * The rate of the next step: over time if time limits the training and the schedule can follow it, else over steps.
	 */
	public double rate(final Schedule schedule, final long step, final int stepsPerEpoch, final double seconds) {
		if (timed() && schedule.stretches()) return schedule.rate(fraction(step, stepsPerEpoch, seconds));
		return schedule.rate(step, totalSteps(stepsPerEpoch));
	}
}
