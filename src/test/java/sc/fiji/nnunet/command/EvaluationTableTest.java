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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import ij.measure.ResultsTable;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Metrics;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.Target;

class EvaluationTableTest {

	@Test
	void oneRowPerCaseAndClass() {
		final Metrics head = new Metrics(Map.of(Measure.DICE, 0.75, Measure.TP, 12.0));
		final Metrics tail = new Metrics(Map.of(Measure.DICE, Double.NaN, Measure.TP, 0.0));
		final Summary summary = new Summary(List.of(new CaseMetrics("b", "r", "p", Map.of("2", tail)), new CaseMetrics("a",
			"r", "p", Map.of("1", head))), List.of(Target.of(1, "head"), Target.of(2, "tail")), EmptyRule.NAN, 1, List.of());
		final ResultsTable table = EvaluationTable.of(summary);
		assertEquals(2, table.size());
		assertEquals("a", table.getStringValue("Case", 0));
		assertEquals("head", table.getStringValue("Class", 0));
		assertEquals(0.75, table.getValue("Dice", 0));
		assertEquals("12", table.getStringValue("TP", 0));
		assertEquals("2", table.getStringValue("Label", 1));
		assertTrue(Double.isNaN(table.getValue("Dice", 1)));
		assertFalse(table.columnExists("HD95"));
	}

	/** Of cells, in millimetres. */
	@Test
	void smallDistancesAreNoZeros() {
		final Metrics cell = new Metrics(Map.of(Measure.HD95, 3.25e-4, Measure.VOLUME_REF, 2.5e-9));
		final ResultsTable table = EvaluationTable.of(new Summary(List.of(new CaseMetrics("a", "r", "p", Map.of("1", cell))),
			List.of(Target.of(1, "cell")), EmptyRule.NAN, 1, List.of()));
		assertEquals(3.25e-4, Double.parseDouble(table.getStringValue("HD95", 0)), 1e-9);
		assertEquals(2.5e-9, Double.parseDouble(table.getStringValue("volume_ref_mm3", 0)), 1e-12);
	}

	@Test
	void nothingIsShownWithoutAWindow() {
		EvaluationTable.show(new Summary(List.of(), List.of(), EmptyRule.NAN, 1, List.of()));
		assertEquals(0, ij.WindowManager.getNonImageTitles().length);
	}
}
