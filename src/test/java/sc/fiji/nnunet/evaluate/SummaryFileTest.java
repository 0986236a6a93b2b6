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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class SummaryFileTest {

	@TempDir
	Path folder;

	@Test
	void theFileHasNnUNetsFormat() throws IOException {
		final JsonObject json = JsonParser.parseString(SummaryFile.json(summary())).getAsJsonObject();
		final JsonObject first = json.getAsJsonArray("metric_per_case").get(0).getAsJsonObject();
		assertEquals("ref/a.nii.gz", first.get("reference_file").getAsString());
		assertEquals("pred/a.nii.gz", first.get("prediction_file").getAsString());
		final JsonObject metrics = first.getAsJsonObject("metrics").getAsJsonObject("1");
		assertEquals("2", metrics.get("TP").getAsString());
		assertEquals(0.8, metrics.get("Dice").getAsDouble(), 1e-12);
		assertEquals(0.8, json.getAsJsonObject("mean").getAsJsonObject("1").get("Dice").getAsDouble(), 1e-12);
		assertEquals("NaN", json.getAsJsonObject("mean").getAsJsonObject("(2, 3)").get("Dice").getAsString());
		assertEquals(0.8, json.getAsJsonObject("foreground_mean").get("Dice").getAsDouble(), 1e-12);
		for (final String key : List.of("Dice", "IoU", "TP", "FP", "FN", "TN", "n_pred", "n_ref", "HD", "HD95", "ASSD",
			"surface_Dice", "volume_pred_mm3", "volume_ref_mm3"))
			assertTrue(metrics.has(key), key);
	}

	@Test
	void aSummaryThatIsWrittenCanBeRead() throws IOException {
		final Path file = folder.resolve("deeper/summary.json");
		SummaryFile.write(file, summary());
		assertEquals(summary(), SummaryFile.read(file));
		try (Stream<Path> files = Files.list(file.getParent())) {
			assertEquals(1, files.count());
		}
	}

	@Test
	void nnUNetsOwnSummaryIsRead() throws IOException {
		final Path file = folder.resolve("summary.json");
		Files.writeString(file, """
			{"foreground_mean": {"Dice": 0.5, "FN": 1.0}, "mean": {"1": {"Dice": 0.5}, "(1, 2)": {"Dice": NaN}},
			 "metric_per_case": [{"metrics": {"1": {"Dice": 0.5, "FN": 1, "FP": 1, "IoU": 0.33, "TN": 5, "TP": 1,
			 "n_pred": 2, "n_ref": 2}, "(1, 2)": {"Dice": NaN}}, "prediction_file": "/x/hippocampus_001.nii.gz",
			 "reference_file": "/y/hippocampus_001.nii.gz"}]}""");
		final Summary summary = SummaryFile.read(file);
		assertEquals("hippocampus_001", summary.cases().get(0).name());
		assertEquals(List.of(1, 2), summary.targets().get(1).labels());
		assertEquals(0.5, summary.dice());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"metric_per_case\": 3, \"mean\": {}}", "{\"mean\": {\"1\": ",
		"{\"mean\": {}, \"metric_per_case\": [{\"metrics\": {\"1\": {\"Dice\": \"x\"}}, \"prediction_file\": \"a\", \"reference_file\": \"b\"}]}" })
	void otherTextIsAProblem(final String text) throws IOException {
		final Path file = folder.resolve("summary.json");
		Files.writeString(file, text);
		assertThrows(ProblemException.class, () -> SummaryFile.read(file));
	}

	@Test
	void theSpreadsheetHasOneLinePerCaseAndClass() {
		final String[] lines = new SummaryTable(summary()).csv().split("\n");
		assertEquals(
			"case,label,name,Dice,IoU,TP,FP,FN,TN,n_pred,n_ref,volume_pred_mm3,volume_ref_mm3,HD,HD95,ASSD,surface_Dice",
			lines[0]);
		// NB: voxel 1 is inside of the prediction 0..2, so its surface is 0 and 2; distances 0, 1 and 0, 1
		assertEquals("a,1,head,0.8,0.6666666666666666,2,1,0,1,3,2,6.0,4.0,1.0,1.0,0.5,1.0", lines[1]);
		assertEquals("a,\"(2, 3)\",\"tail, \"\"both\"\"\",,,0,0,0,4,0,0,0.0,0.0,,,,", lines[2]);
		assertEquals(3, lines.length);
	}

	/** A spreadsheet would evaluate them. */
	@Test
	void namesThatBeginLikeAFormulaAreQuoted() {
		final Summary one = summary();
		for (final String name : new String[] { "=1+1", "+a", "-b", "@c" }) {
			final CaseMetrics old = one.cases().get(0);
			final Summary named = new Summary(List.of(new CaseMetrics(name, old.reference(), old.prediction(), old
				.metrics())), one.targets(), one.empty(), one.tolerance(), one.unmatched());
			assertTrue(new SummaryTable(named).csv().split("\n")[1].startsWith("\"'" + name + "\",1,"), name);
		}
	}

	@Test
	void theTableIsAligned() {
		final String text = new SummaryTable(summary()).text();
		final String[] lines = text.split("\n");
		assertEquals(lines[0].length(), lines[2].length());
		assertEquals(lines[0].length(), lines[3].length());
		assertTrue(lines[2].startsWith("1 head"), text);
		assertTrue(lines[3].contains("-"), text);
		assertTrue(lines[5].startsWith("foreground mean") && lines[5].contains("0.8000"), text);
		assertFalse(text.contains("NaN"), text);
	}

	private static Summary summary() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 1, 1, 4 }, new double[] { 1, 2, 1 });
		final LabelMap reference = new LabelMap(geometry);
		final LabelMap prediction = new LabelMap(geometry);
		for (int x = 0; x < 3; x++)
			prediction.plane(0)[x] = 1;
		reference.plane(0)[0] = reference.plane(0)[1] = 1;
		final List<Target> targets = List.of(Target.of(1, "head"), new Target("(2, 3)", "tail, \"both\"", List.of(2, 3)));
		final Map<String, Metrics> metrics = new LinkedHashMap<>(new CaseMeasurer(-1, true, 1, EmptyRule.NAN).measure(
			reference, prediction, targets));
		return new Summary(List.of(new CaseMetrics("a", "ref/a.nii.gz", "pred/a.nii.gz", metrics)), targets, EmptyRule.NAN,
			1, List.of("b.nii.gz has no reference."));
	}
}
