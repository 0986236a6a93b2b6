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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A progress that keeps what it is told, and asks the job to end when a test wants it. A job whose bar goes back fails
 * its test, since a time left is told from the bar.
 */
public class Recorded implements Progress {

	/** Rounding of shares of shares. */
	private static final double BACK = 1e-9;

	/** The messages. */
	public final List<String> lines = new CopyOnWriteArrayList<>();

	public final List<Double> fractions = new CopyOnWriteArrayList<>();

	public final List<String> statuses = new CopyOnWriteArrayList<>();

	/** Messages, and fractions with their statuses, in their order. */
	public final List<String> told = new CopyOnWriteArrayList<>();

	private final Predicate<Recorded> end;

	private double reached;

	/** Never asks to end. */
	public Recorded() {
		this(one -> false);
	}

	/**
	 * Asks to end when a condition is met.
	 *
	 * @param end gets this, and is called whenever the job asks whether to end
	 */
	public Recorded(final Predicate<Recorded> end) {
		this.end = end;
	}

	/** One that asks to end from the start. */
	public static Recorded cancelledAtOnce() {
		return new Recorded(one -> true);
	}

	/** One that asks to end after a number of statuses that begin with a text. */
	public static Recorded until(final int count, final String begin) {
		return new Recorded(one -> one.statuses.stream().filter(status -> status.startsWith(begin)).count() >= count);
	}

	/** The same for another job, whose bar begins at 0. */
	public Recorded again() {
		reached = 0;
		return this;
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		assertTrue(fraction >= 0 && fraction <= 1, fraction + " " + status);
		assertTrue(fraction >= reached - BACK, "the bar goes back from " + reached + " to " + fraction + " " + status);
		reached = fraction;
		fractions.add(fraction);
		statuses.add(status);
		told.add(fraction + " " + status);
	}

	@Override
	public void message(final String line) {
		lines.add(line);
		told.add(line);
	}

	@Override
	public boolean cancelled() {
		return end.test(this);
	}
}
