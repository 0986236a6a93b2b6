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
package sc.fiji.nnunet.tune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.file.Csv;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.BoxPlot;

/** The results of a search as files: {@code trials.csv}, {@code trials.json}, {@code trials.png}, {@code best.txt}. */
final class TuneReport {

	private final TuneOptions options;
	private final List<Outcome> outcomes;

	TuneReport(final TuneOptions options, final List<Outcome> outcomes) {
		this.options = options;
		this.outcomes = outcomes;
	}

	/** The trials from best to worst, those that got more of the budget first. */
	private List<Outcome> ranked() {
		final List<Outcome> ranked = new ArrayList<>(outcomes);
		ranked.sort(Comparator.comparingInt(Outcome::rung).thenComparingDouble(Outcome::rank).reversed());
		return ranked;
	}

	/** Writes the table. */
	void table() throws IOException {
		final StringBuilder csv = new StringBuilder("round,trial,dice,steps,seconds,options,problem\n");
		for (final Outcome one : ranked())
			csv.append(String.format(Locale.ROOT, "%d,%d,%s,%d,%.1f,%s,%s\n", one.rung() + 1, one.trial(), number(one
				.dice()), one.steps(), one.seconds(), Csv.cell(new Trial(0, one.options()).words()), one
					.problem() == null ? "" : Csv.cell(one.problem())));
		WholeFile.write(options.folder().resolve("trials.csv"), csv.toString());
		JsonFile.write(options.folder().resolve("trials.json"), Map.of("format", 1, "trials", ranked()));
	}

	/**
	 * Writes everything and says what is best.
	 *
	 * @throws ProblemException if no trial could be trained
	 */
	TuneResult write(final Progress progress) throws IOException {
		table();
		final List<Outcome> ranked = ranked();
		final Outcome best = ranked.isEmpty() ? null : ranked.get(0);
		if (best == null || best.dice() == null) throw new ProblemException(options.folder(), "no trial could be trained" +
			(best == null ? "." : ": " + best.problem()), "Train with the preset first, to see what is missing.");
		final Outcome preset = outcomes.stream().filter(one -> one.trial() == 0 && one.rung() == best.rung() && one
			.dice() != null).findFirst().orElse(null);
		final Map<String, String> training = training(best);
		final String macro = new MacroLine("nnU-Net Train", training).toString();
		WholeFile.write(options.folder().resolve("best.txt"), "Macro:\n  " + macro + "\n\nShell:\n  " + shell(training) +
			"\n");
		picture();
		progress.message(String.format(Locale.ROOT, "Best: trial %d, Dice %.4f%s; %s", best.trial(), best.dice(),
			preset == null || preset == best ? "" : String.format(Locale.ROOT, " (the preset: %.4f)", preset.dice()), macro));
		return new TuneResult(best, preset, outcomes, macro, options.folder());
	}

	private void picture() throws IOException {
		final BoxPlot plot = new BoxPlot("Trials of " + options.data().toAbsolutePath().normalize().getFileName(), "Dice");
		for (int round = 0; round <= outcomes.stream().mapToInt(Outcome::rung).max().orElse(0); round++) {
			final int rung = round;
			plot.add("round " + (rung + 1), outcomes.stream().filter(one -> one.rung() == rung && one.dice() != null)
				.mapToDouble(Outcome::dice).toArray());
		}
		plot.write(options.folder().resolve("trials.png"));
	}

	/** The options of a training with the best settings, in whose fold the search has not looked at what is held out. */
	private Map<String, String> training(final Outcome best) {
		final TuneOptions usual = TuneOptions.builder().build();
		final Map<String, String> training = new LinkedHashMap<>();
		training.put("data", options.data().toString());
		training.put("configuration", options.configuration());
		training.put("fold", Integer.toString(options.fold()));
		if (options.folds() != usual.folds()) training.put("nfolds", Integer.toString(options.folds()));
		if (options.steps() > 0) training.put("steps", Long.toString(options.steps()));
		else training.put("minutes", new Number(options.minutes()).toString());
		training.put("preset", options.preset());
		if (options.seed() != usual.seed()) training.put("seed", Long.toString(options.seed()));
		training.putAll(best.options());
		return training;
	}

	private static String shell(final Map<String, String> training) {
		final StringBuilder line = new StringBuilder("./nnunet train");
		training.forEach((key, value) -> line.append(" --").append(key).append(' ').append(key.equals("data") ? '"' + value +
			'"' : value));
		return line.toString();
	}

	private static String number(final Double value) {
		return value == null || value.isNaN() ? "" : String.format(Locale.ROOT, "%.5f", value);
	}

	/** A number without a fraction of 0. */
	private record Number(double value) {

		@Override
		public String toString() {
			return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
		}
	}
}
