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
package sc.fiji.nnunet.command;

import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ij.IJ;
import ij.measure.ResultsTable;

import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Metrics;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.Target;

/**
 * An evaluation as an ImageJ results table: one row per case and class.
 */
final class EvaluationTable {

	/** Title of the table's window. */
	static final String TITLE = "nnU-Net Evaluation";

	private static final int DECIMALS = 4;

	/** ImageJ's number of decimal places for 3.250E-4, and below what it is used for a column. */
	private static final int SCIENTIFIC = -3;
	private static final double SMALL = 0.05;

	/** What is measured in millimetres. */
	private static final List<Measure> SIZES = List.of(Measure.HD, Measure.HD95, Measure.ASSD, Measure.VOLUME_PRED,
		Measure.VOLUME_REF);

	private EvaluationTable() {
		// only static methods
	}

	/** The table; undefined values are NaN, as ImageJ shows them. */
	static ResultsTable of(final Summary summary) {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(DECIMALS);
		for (final CaseMetrics one : summary.cases())
			for (final Map.Entry<String, Metrics> entry : one.metrics().entrySet()) {
				table.incrementCounter();
				table.addValue("Case", one.name());
				table.addValue("Label", entry.getKey());
				table.addValue("Class", name(summary, entry.getKey()));
				for (final Measure measure : Measure.values())
					if (entry.getValue().has(measure)) table.addValue(measure.key(), entry.getValue().get(measure));
			}
		// NB: those of cells have many zeros
		for (final Measure measure : SIZES)
			if (table.columnExists(measure.key()) && isSmall(table.getColumn(measure.key()))) table.setDecimalPlaces(table
				.getColumnIndex(measure.key()), SCIENTIFIC);
		for (final Measure measure : Measure.values())
			if (measure.isCount() && table.columnExists(measure.key())) table.setDecimalPlaces(table.getColumnIndex(measure
				.key()), 0);
		return table;
	}

	private static boolean isSmall(final double[] lengths) {
		final double most = Arrays.stream(lengths).filter(Double::isFinite).max().orElse(0);
		return most > 0 && most < SMALL;
	}

	/** Shows the table if ImageJ's window is open. */
	static void show(final Summary summary) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
		of(summary).show(TITLE);
	}

	private static String name(final Summary summary, final String key) {
		return summary.targets().stream().filter(target -> target.key().equals(key)).map(Target::name).findFirst().orElse(
			key);
	}
}
