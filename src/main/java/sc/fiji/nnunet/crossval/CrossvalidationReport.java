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
package sc.fiji.nnunet.crossval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.report.EvaluationReport;
import sc.fiji.nnunet.report.HtmlReport;

/**
 * The report of a cross-validation: {@code crossval.json} for programs, {@code how_to_predict.txt} and {@code
 * report.html} for people.
 */
final class CrossvalidationReport {

	private final CrossvalidationResult result;
	private final Candidate best;
	private final HeldOut heldOut;
	private final CrossvalidateOptions options;
	private final List<FoldScores> scores;

	CrossvalidationReport(final CrossvalidationResult result, final Candidate best, final HeldOut heldOut,
		final CrossvalidateOptions options, final List<FoldScores> scores)
	{
		this.scores = scores;
		this.result = result;
		this.best = best;
		this.heldOut = heldOut;
		this.options = options;
	}

	/** Writes all three files. */
	void write() throws IOException {
		final Path rules = result.folder().resolve(Comparison.RULES);
		new Comparison(1, result.best(), models(), result.scores(), result.summary().dice(), rules.toString(), scores)
			.write(result.folder());
		WholeFile.write(result.folder().resolve("how_to_predict.txt"), howTo());
		page().write(result.folder().resolve("report.html"));
	}

	private List<String> models() {
		return result.best().stream().map(name -> Candidate.of(options.data(), name).folder().toString()).toList();
	}

	/** The commands that predict new images like the best candidate. */
	String howTo() {
		final List<String> models = models();
		final boolean pair = models.size() > 1;
		final Path file = result.postProcessing().rules().isEmpty() ? null : result.folder().resolve(Comparison.RULES);
		final StringBuilder text = new StringBuilder("Shell:\n  ./nnunet predict --model \"" + models.get(0) + "\"");
		if (pair) text.append(" --ensemble \"").append(models.get(1)).append('"');
		text.append(" --input IMAGES --output LABELS");
		if (file != null) text.append(" --postprocessing \"").append(file).append('"');
		text.append("\n\nMacro:\n  ").append(MacroLine.of("nnU-Net Predict", "model", models.get(0), "ensemble", pair
			? models.get(1) : null, "input", "IMAGE FOLDER", "output", "LABEL FOLDER", "postprocessing", file));
		return text.append("\n\nThe networks of all folds predict together, as they were tested. A network that was trained on\n" +
			"all cases (allcases=true) predicts instead with --folds all, in a macro folds=all; no case tests it.\n")
			.toString();
	}

	private HtmlReport page() throws IOException {
		final HtmlReport page = new HtmlReport("Cross-validation of " + options.data().toAbsolutePath().normalize()
			.getFileName());
		final Measure scored = result.summary().scored();
		page.paragraph(result.summary().cases().size() + " cases in " + heldOut.folds().size() +
			" folds, each predicted by a network that had not seen it. Best: " + best.name() + ", mean foreground " + scored
				.key() + result.summary().coverage().words() + " " + number(result.summary().score()) +
			" after post-processing.");
		result.summary().coverage().warning().ifPresent(page::paragraph);
		final EvaluationReport evaluation = new EvaluationReport(result.summary());
		page.heading("Result");
		evaluation.addMeans(page);
		page.heading("Candidates");
		page.plainTable(List.of("configuration", "mean foreground " + scored.key() + " before post-processing"), result
			.scores().entrySet().stream().map(entry -> List.of(entry.getKey(), number(entry.getValue()))).toList());
		page.heading("Folds");
		page.table(List.of("fold", "cases", "mean " + scored.key()), folds(scored));
		page.paragraph("Validation Dice in prepared space of the weights that each fold could be tested with. " + FoldScores
			.warning(scores));
		page.plainTable(List.of("", "averaged", "last", "best validation", "chosen on"), scores.stream().map(
			FoldScores::row).toList());
		page.heading("Post-processing");
		page.listing(String.join("\n", result.postProcessing().reasons()));
		if (options.worst() > 0) {
			page.heading("Lowest cases");
			final Map<String, Case> cases = heldOut.folds().stream().flatMap(List::stream).collect(Collectors.toMap(
				Case::name, one -> one));
			evaluation.addWorst(page, options.worst(), heldOut.labels(), name -> existing(cases.get(name)));
		}
		addCurves(page);
		page.heading("All cases");
		evaluation.addCases(page);
		page.heading("How to predict new images");
		page.listing(howTo());
		return page;
	}

	/** The image files, or none if they were removed after preprocessing. */
	private static List<Path> existing(final Case one) {
		return one.images().stream().allMatch(Files::exists) ? one.images() : List.of();
	}

	private List<List<String>> folds(final Measure scored) {
		final Map<String, Double> means = new HashMap<>();
		for (final CaseMetrics one : result.summary().cases())
			means.put(one.name(), one.mean(scored));
		final List<List<String>> rows = new ArrayList<>();
		for (int fold = 0; fold < heldOut.folds().size(); fold++) {
			final double[] values = heldOut.folds().get(fold).stream().mapToDouble(one -> means.get(one.name())).toArray();
			rows.add(List.of(Integer.toString(fold), Integer.toString(values.length), number(mean(values))));
		}
		rows.add(List.of("all", Integer.toString(means.size()), number(mean(means.values().stream().mapToDouble(v -> v)
			.toArray()))));
		return rows;
	}

	private void addCurves(final HtmlReport page) throws IOException {
		boolean first = true;
		for (final String name : result.best())
			for (int fold = 0; fold < heldOut.folds().size(); fold++) {
				final Path curves = Candidate.of(options.data(), name).fold(fold).resolve(ResultsFolder.CURVES);
				if (!Files.exists(curves)) continue;
				if (first) page.heading("Learning curves");
				first = false;
				page.picture(curves, name + ", fold " + fold);
			}
	}

	private static double mean(final double[] values) {
		return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
	}

	private static String number(final double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
	}
}
