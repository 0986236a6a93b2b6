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
package sc.fiji.nnunet.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.file.Csv;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * A {@link Summary} as tables for people and spreadsheets.
 * <p>
 * Tables for people are in the unit of the images, or, where it is a millimetre or not known, in one in which the
 * distances can be read; voxels are counted where images have no unit. Spreadsheets are in millimetres.
 * </p>
 */
public final class SummaryTable {

	/** The usual name of the table as a file, beside {@link SummaryFile#NAME}. */
	public static final String NAME = "summary.csv";

	private static final int WORST = 3;
	/**
	 * The number of unmatched files that are listed in the text; most references are unmatched if only a fold is
	 * evaluated.
	 */
	private static final int LISTED = 10;

	/** Digits of lengths and volumes; those in front of the point are all shown. */
	private static final int DIGITS = 3;

	/** A tolerance that is larger than all distances by this factor says nothing about them. */
	private static final double VAGUE = 10;

	private static final List<Measure> SHOWN = List.of(Measure.DICE, Measure.IOU, Measure.F1_50, Measure.PQ,
		Measure.OBJECTS_PRED, Measure.OBJECTS_REF, Measure.HD95, Measure.HD, Measure.ASSD, Measure.SURFACE_DICE,
		Measure.VOLUME_PRED, Measure.VOLUME_REF);

	private final Summary summary;
	private final double farthest;
	private final LengthUnit unit;

	/** @param summary the summary to show */
	public SummaryTable(final Summary summary) {
		this.summary = summary;
		farthest = largest(Measure.HD);
		final boolean own = summary.unit() == LengthUnit.PIXEL || summary.unit() != null && summary.unit().millimetres() < 1;
		unit = own ? summary.unit() : LengthUnit.readable(farthest > 0 ? farthest : Math.cbrt(largest(
			Measure.VOLUME_REF)));
	}

	/** The largest value of any case and class in which the measure is defined, or 0. */
	private double largest(final Measure measure) {
		return summary.cases().stream().flatMap(one -> one.metrics().values().stream()).mapToDouble(one -> one.get(measure))
			.filter(Double::isFinite).max().orElse(0);
	}

	/** The unit of the lengths that are shown to people. */
	public LengthUnit unit() {
		return unit;
	}

	/** Why there is no surface Dice, if its tolerance is so large that it would be 1. */
	public Optional<String> toleranceRemark() {
		if (!isVague()) return Optional.empty();
		final LengthUnit given = unit == LengthUnit.PIXEL ? unit : LengthUnit.MILLIMETRE;
		final String example = unit.millimetres() < summary.tolerance() ? ", such as tolerance=" + given.numbers(unit
			.millimetres()) + " for 1 " + unit.sign() : "";
		return Optional.of("No surface Dice: its tolerance, " + given.text(summary.tolerance()) +
			", is much larger than any distance here (at most " + digits(farthest / unit.millimetres()) + " " + unit.sign() +
			"), so that it would be 1 wherever both images have the class. Evaluate with a smaller one" + example + ".");
	}

	private boolean isVague() {
		return farthest > 0 && summary.tolerance() > VAGUE * farthest && measured().contains(Measure.SURFACE_DICE);
	}

	/** The headings of {@link #means()}. */
	public List<String> headings() {
		final List<String> headings = new ArrayList<>(List.of("class", "cases"));
		for (final Measure measure : shown())
			headings.add(heading(measure));
		return headings;
	}

	/** The heading of a measure's column. */
	public String heading(final Measure measure) {
		return switch (measure) {
			case OBJECTS_PRED -> "pred objects";
			case OBJECTS_REF -> "ref objects";
			case HD95, HD, ASSD -> measure.key() + " " + unit.sign();
			case SURFACE_DICE -> "sDice " + unit.text(summary.tolerance());
			case VOLUME_PRED -> "pred " + unit.sign() + "3";
			case VOLUME_REF -> "ref " + unit.sign() + "3";
			case N_PRED -> "pred voxels";
			case N_REF -> "ref voxels";
			default -> measure.key();
		};
	}

	/** One row of cells per class, and the foreground's mean as last row. */
	public List<List<String>> means() {
		final List<List<String>> rows = new ArrayList<>();
		for (final Map.Entry<String, Metrics> entry : summary.mean().entrySet()) {
			final Target target = target(entry.getKey());
			final long defined = summary.cases().stream().filter(c -> c.metrics().containsKey(target.key()) && !Double
				.isNaN(c.metrics().get(target.key()).get(Measure.DICE))).count();
			rows.add(row(label(target), Long.toString(defined), entry.getValue()));
		}
		rows.add(row("foreground mean", Integer.toString(summary.cases().size()), summary.foregroundMean()));
		return rows;
	}

	/** The table of means, the worst cases and what was left out, as plain text. */
	public String text() {
		final StringBuilder text = new StringBuilder();
		final List<List<String>> rows = means();
		rows.add(0, headings());
		final int[] width = new int[rows.get(0).size()];
		for (final List<String> row : rows)
			for (int c = 0; c < width.length; c++)
				width[c] = Math.max(width[c], row.get(c).length());
		for (int r = 0; r < rows.size(); r++) {
			if (r == 1 || r == rows.size() - 1) text.append("-".repeat(java.util.Arrays.stream(width).sum() + 2 *
				(width.length - 1))).append('\n');
			for (int c = 0; c < width.length; c++)
				text.append(c == 0 ? pad(rows.get(r).get(0), -width[0]) : "  " + pad(rows.get(r).get(c), width[c]));
			text.append('\n');
		}
		text.append(notes());
		return text.toString();
	}

	private String notes() {
		final StringBuilder text = new StringBuilder();
		summary.remark().ifPresent(remark -> text.append(remark).append('\n'));
		toleranceRemark().ifPresent(remark -> text.append(remark).append('\n'));
		text.append(summary.empty() == EmptyRule.NAN
			? "A class that is absent from both reference and prediction is left out of its mean.\n"
			: "A class that is absent from both reference and prediction counts as 1.\n");
		if (summary.coverage().partial()) text.append("All scores are").append(summary.coverage().words()).append(
			": the references hold the ignore label.\n");
		summary.coverage().warning().ifPresent(warning -> text.append(warning).append('\n'));
		final Measure scored = summary.scored();
		if (summary.cases().size() > WORST) for (final CaseMetrics one : worst(WORST))
			text.append(String.format(Locale.ROOT, "Low: %s, mean %s %s%n", one.name(), scored.key(), decimals(one.mean(
				scored))));
		final List<String> unmatched = summary.unmatched();
		unmatched.stream().limit(LISTED).forEach(line -> text.append(line).append('\n'));
		if (unmatched.size() > LISTED) text.append(String.format(Locale.ROOT,
			"... and %d more unmatched files, listed in the summary under \"unmatched\".%n", unmatched.size() - LISTED));
		return text.toString();
	}

	/**
	 * The cases with the lowest mean Dice, or panoptic quality if objects were compared, lowest first; cases in which it
	 * is undefined are left out.
	 */
	public List<CaseMetrics> worst(final int number) {
		final Measure scored = summary.scored();
		return summary.cases().stream().filter(c -> !Double.isNaN(c.mean(scored))).sorted(Comparator.comparingDouble(c -> c
			.mean(scored))).limit(number).toList();
	}

	/** NVIDIA's line: {@code mean dice: 0.8900 - L1 0.9000 L2 0.8800} (recipe-nvidia.md 8). */
	public String line() {
		final StringBuilder text = new StringBuilder("mean dice: " + decimals(summary.dice()) + " -");
		summary.mean().forEach((key, metrics) -> text.append(" L" + key + " " + decimals(metrics.get(Measure.DICE))));
		return text.toString();
	}

	/** One line per case and class with all measures, comma separated; undefined cells are empty. */
	public String csv() {
		final StringBuilder text = new StringBuilder("case,label,name");
		final List<Measure> measures = measured();
		measures.forEach(measure -> text.append(',').append(measure.key()));
		text.append('\n');
		for (final CaseMetrics one : summary.cases())
			one.metrics().forEach((key, metrics) -> {
				text.append(Csv.cell(one.name())).append(',').append(Csv.cell(key)).append(',').append(Csv.cell(target(key)
					.name()));
				for (final Measure measure : measures)
					text.append(',').append(cell(measure, metrics.get(measure)));
				text.append('\n');
			});
		return text.toString();
	}

	private List<Measure> measured() {
		final List<Measure> measures = new ArrayList<>();
		for (final Measure measure : Measure.values())
			if (summary.foregroundMean().has(measure)) measures.add(measure);
		return measures;
	}

	private List<Measure> shown() {
		final List<Measure> measured = measured();
		if (isVague()) measured.remove(Measure.SURFACE_DICE);
		return SHOWN.stream().map(this::countable).filter(measured::contains).toList();
	}

	/** What is shown instead of a measure: voxels instead of volumes where images have no unit. */
	private Measure countable(final Measure measure) {
		if (unit != LengthUnit.PIXEL) return measure;
		return measure == Measure.VOLUME_PRED ? Measure.N_PRED : measure == Measure.VOLUME_REF ? Measure.N_REF : measure;
	}

	private List<String> row(final String name, final String cases, final Metrics metrics) {
		final List<String> row = new ArrayList<>(List.of(name, cases));
		for (final Measure measure : shown())
			row.add(switch (measure) {
				case OBJECTS_PRED, OBJECTS_REF, N_PRED, N_REF -> decimals("%.1f", metrics.get(measure));
				case VOLUME_PRED, VOLUME_REF -> digits(metrics.get(measure) / Math.pow(unit.millimetres(), 3));
				case HD, HD95, ASSD -> digits(metrics.get(measure) / unit.millimetres());
				default -> decimals(metrics.get(measure));
			});
		return row;
	}

	private Target target(final String key) {
		return summary.targets().stream().filter(t -> t.key().equals(key)).findFirst().orElse(new Target(key, key, List
			.of()));
	}

	private static String label(final Target target) {
		return target.name().equals("label " + target.key()) ? target.name() : target.key() + " " + target.name();
	}

	private static String cell(final Measure measure, final double value) {
		if (Double.isNaN(value)) return "";
		return measure.isCount() ? Long.toString((long) value) : Double.toString(value);
	}

	private static String decimals(final double value) {
		return decimals("%.4f", value);
	}

	private static String decimals(final String format, final double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
	}

	/** Three digits, or all in front of the point: 0.325, 12.3, 1234. */
	private static String digits(final double value) {
		if (value == 0) return "0";
		return decimals("%." + Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(value))) + "f", value);
	}

	private static String pad(final String text, final int width) {
		return String.format(Locale.ROOT, "%" + width + "s", text);
	}
}
