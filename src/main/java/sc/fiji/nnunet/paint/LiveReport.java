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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What a live learner tells its window: keeps the latest facts, and writes them whenever something changes. */
final class LiveReport {

	/** Rounds in a row in which little changes before learning pauses. */
	private static final int FLAT = 3;

	/** What is little: of the Dice on held-back strokes, and of the pixels of the visible slice. */
	private static final double LITTLE_DICE = 0.005, LITTLE_CHANGE = 0.01;

	/** Steps that are always learned after paint has changed. */
	private static final int FEWEST = 300;

	private final LiveFolder live;
	private int round;
	private String source = "";
	private Double forestDice;
	private Double networkDice;
	private long steps;
	private Double change;
	private String message = "";
	private long answered;
	private List<Suggestion> suggestions = List.of();
	private List<String> missing = List.of();
	private int flat;
	private long paintedAt;
	private double written;

	LiveReport(final LiveFolder live) {
		this.live = live;
	}

	/** The round that is shown. */
	int count() {
		return round;
	}

	/** The number of the last request whose wish was granted. */
	long answered() {
		return answered;
	}

	/** Whether little changes any more. */
	boolean settled() {
		return flat >= FLAT && steps - paintedAt >= FEWEST;
	}

	void say(final String words, final double seconds) throws IOException {
		message = words;
		write(true, null, seconds);
	}

	/** Writes at least every second that the learner is alive. */
	void alive(final double seconds) throws IOException {
		if (seconds - written > 1) write(true, null, seconds);
	}

	void missing(final List<String> names, final double seconds) throws IOException {
		final boolean same = names.equals(missing) && message.startsWith("Paint");
		missing = names;
		message = "Paint some strokes of at least two classes; there are none of " + String.join(", ", names) + " yet";
		if (!same) write(true, null, seconds);
	}

	/** The forest has grown on new paint. */
	void painted(final Learner learner) {
		missing = learner.missing();
		paintedAt = learner.network().steps();
		flat = 0;
		round++;
	}

	/** Another round begins. */
	void round() {
		round++;
	}

	void shown(final String name, final double seconds) throws IOException {
		source = name;
		write(true, null, seconds);
	}

	void tested(final Learner learner, final Double changed, final double seconds) throws IOException {
		final Double before = networkDice;
		forestDice = learner.verdict().forestDice();
		networkDice = learner.verdict().networkDice();
		change = changed;
		final boolean sameDice = before != null && networkDice != null && Math.abs(networkDice - before) < LITTLE_DICE;
		flat = sameDice || changed != null && changed < LITTLE_CHANGE ? flat + 1 : 0;
		steps = learner.network().steps();
		message = message(learner);
		write(true, null, seconds);
	}

	/** What the user should know now. */
	String message(final Learner learner) {
		steps = learner.network().steps();
		final StringBuilder words = new StringBuilder();
		if (settled()) words.append("Little changes any more. ");
		if (!missing.isEmpty()) words.append("No strokes yet of " + String.join(", ", missing) + ". ");
		else if (learner.counts()[0] == 0) words.append("Paint the background too. ");
		if (steps == 0) words.append("The network begins to learn");
		else words.append(String.format(Locale.ROOT, "%d steps learned", steps));
		if (learner.verdict().network()) words.append("; the network is shown");
		else if (steps > 0) words.append("; the forest is shown: accept a slice, and the network becomes better");
		return words.toString();
	}

	void suggested(final List<Suggestion> places) {
		suggestions = places;
	}

	void answered(final long number, final double seconds) throws IOException {
		answered = number;
		write(true, null, seconds);
	}

	void end(final String problem, final double seconds) throws IOException {
		message = problem == null ? "Stopped" : problem;
		write(false, problem, seconds);
	}

	private void write(final boolean running, final String problem, final double seconds) throws IOException {
		written = seconds;
		live.state(new LiveState(round, source, forestDice, networkDice, steps, change, seconds, message, answered,
			suggestions, missing, running, problem, System.currentTimeMillis()));
	}

	LearnResult result(final PaintProject project, final Learner learner) {
		return new LearnResult(project.folder(), steps > 0 ? project.model() : null, round, steps, source,
			Learning.number(forestDice), Learning.number(networkDice), List.of(), null, suggestions, false);
	}
}
