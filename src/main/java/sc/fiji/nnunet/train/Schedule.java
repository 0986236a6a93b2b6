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
 * The learning rate's curve over a training.
 * <p>
 * Steps are counted from 0, as the optimizer counts them. All kinds but {@link Kind#COSINE_ANNEALING} stretch to the
 * length of the training, so the rate can also be computed from the share of it that has passed, which is used for
 * budgets in minutes.
 * </p>
 *
 * @param kind the curve
 * @param rate the highest rate
 * @param end for POLY, COSINE and WARM_UP_COSINE: the rate at the end
 * @param firstCycle for COSINE_ANNEALING: steps of the first cycle; each next one is twice as long
 * @param peakDecay for COSINE_ANNEALING: factor of the peak at each restart; 1 keeps it
 * @param warmUp for WARM_UP_COSINE: the share of the training in which the rate rises
 */
public record Schedule(Kind kind, double rate, double end, long firstCycle, double peakDecay, double warmUp) {

	/** Exponent of the poly schedule, in both recipes (recipe-nvidia.md 6.3, recipe-nnunet.md 4). */
	private static final double POLY_EXPONENT = 0.9;

	/** Share of the rate below which annealing never goes (recipe-nvidia.md 6.3). */
	private static final double ANNEALING_FLOOR = 0.1;

	/** Share of the rate at which a warm-up starts: a first step of size zero would be wasted. */
	private static final double WARM_UP_START = 0.04;

	/** The curves. */
	public enum Kind {
			/** Always the same rate. */
			NONE,
			/** Falls to {@link Schedule#end} with the power 0.9 of the remaining share. */
			POLY,
			/** Falls to {@link Schedule#end} along half a cosine. */
			COSINE,
			/** Falls to a tenth along half a cosine and restarts; each cycle is twice as long as the one before. */
			COSINE_ANNEALING,
			/** Rises linearly, then falls to {@link Schedule#end} along half a cosine. */
			WARM_UP_COSINE
	}

	public Schedule {
		if (!(rate > 0) || !(end >= 0) || firstCycle < 1 || !(peakDecay > 0 && peakDecay <= 1) || !(warmUp >= 0 &&
			warmUp < 1)) throw new IllegalArgumentException(
				"a schedule needs a rate above 0, an end rate of at least 0, a first cycle of at least one step, " +
					"a peak decay above 0 and up to 1, and a warm-up of at least 0 and below 1; got " +
					rate + ", " + end + ", " + firstCycle + ", " + peakDecay + ", " + warmUp);
	}

	/** Always the same rate. */
	public static Schedule none(final double rate) {
		return new Schedule(Kind.NONE, rate, 0, 1, 1, 0);
	}

	/** Falls from one rate to another; nnU-Net v2: from 0.01 to 0. */
	public static Schedule poly(final double rate, final double end) {
		return new Schedule(Kind.POLY, rate, end, 1, 1, 0);
	}

	/** Falls from one rate to another along half a cosine. */
	public static Schedule cosine(final double rate, final double end) {
		return new Schedule(Kind.COSINE, rate, end, 1, 1, 0);
	}

	/** NVIDIA's default, with restarts; its own values are 4096 and 1. */
	public static Schedule cosineAnnealing(final double rate, final long firstCycle, final double peakDecay) {
		return new Schedule(Kind.COSINE_ANNEALING, rate, 0, firstCycle, peakDecay, 0);
	}

	/** Rises in the given share of the training and falls to the end rate in the rest. */
	public static Schedule warmUpCosine(final double rate, final double end, final double warmUp) {
		return new Schedule(Kind.WARM_UP_COSINE, rate, end, 1, 1, warmUp);
	}

	/** Whether the curve follows the length of the training. */
	public boolean stretches() {
		return kind != Kind.COSINE_ANNEALING;
	}

	/**
	 * The rate for a step.
	 *
	 * @param step the number of steps taken before it
	 * @param totalSteps the length of the training; after it the final rate is kept
	 */
	public double rate(final long step, final long totalSteps) {
		return stretches() ? rate(totalSteps <= 0 ? 1 : (double) step / totalSteps) : annealed(step);
	}

	/**
	 * The rate when a share of the training has passed.
	 *
	 * @param fraction 0 at the start, 1 at the end; clamped to this range
	 * @throws IllegalStateException for COSINE_ANNEALING, whose cycles are counted in steps
	 */
	public double rate(final double fraction) {
		final double f = Math.min(1, Math.max(0, fraction));
		switch (kind) {
			case NONE:
				return rate;
			case POLY:
				return (rate - end) * Math.pow(1 - f, POLY_EXPONENT) + end;
			case COSINE:
				return fallen(f);
			case WARM_UP_COSINE:
				return f < warmUp ? rate * (WARM_UP_START + (1 - WARM_UP_START) * f / warmUp) : fallen((f - warmUp) /
					(1 - warmUp));
			default:
				throw new IllegalStateException(
					"cosine annealing counts its cycles in steps: give the budget in steps or epochs, " +
						"or choose another schedule");
		}
	}

	/** Cosine with restarts (recipe-nvidia.md 6.3), with the peak decay that Q16 there suggests. */
	private double annealed(final long step) {
		long start = 0;
		long cycle = firstCycle;
		double peak = 1;
		while (step - start >= cycle) {
			start += cycle;
			cycle *= 2;
			peak *= peakDecay;
		}
		final double position = (double) (step - start) / cycle;
		return rate * ((1 - ANNEALING_FLOOR) * peak * halfCosine(position) + ANNEALING_FLOOR);
	}

	private double fallen(final double fraction) {
		return end + (rate - end) * halfCosine(fraction);
	}

	private static double halfCosine(final double fraction) {
		return 0.5 * (1 + Math.cos(Math.PI * fraction));
	}
}
