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
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** Evaluations of label files that number objects one by one, as 16-bit PNG. */
class ObjectEvaluationTest extends WithEvaluations {

	private static final Labels NUCLEI = Labels.ofObjects("nucleus");
	private static final int WIDTH = 60;
	private static final int HEIGHT = 80;

	/** More objects than there may be classes, numbered in another order, and two of which one is missed. */
	@Test
	void objectsAreComparedWhateverTheirNumbers() throws IOException {
		saveBoth();
		final Summary summary = Evaluator.run(options().build(), NUCLEI, executor, Progress.none());
		assertEquals(List.of(Target.of(1, "nucleus")), summary.targets());
		final Metrics many = summary.cases().get(0).metrics().get("1");
		assertEquals(1200, many.get(Measure.OBJECTS_REF));
		assertEquals(1200, many.get(Measure.OBJECTS_PRED));
		for (final Measure measure : List.of(Measure.DICE, Measure.F1_50, Measure.AP_50, Measure.F1_75, Measure.PQ))
			assertEquals(1, many.get(measure), measure.key());
		final Metrics two = summary.cases().get(1).metrics().get("1");
		assertEquals(2.0 / 3, two.get(Measure.F1_50), 1e-12);
		assertEquals(1.0 / 2, two.get(Measure.AP_50), 1e-12);
		// the objects found and missed have 6 and 2 voxels
		assertEquals(12.0 / 14, two.get(Measure.DICE), 1e-12);
		assertEquals(8, two.get(Measure.N_REF));
		assertEquals((1 + 2.0 / 3) / 2, summary.mean("1").get(Measure.F1_50), 1e-12);
		assertEquals(601, summary.mean("1").get(Measure.OBJECTS_REF), 1e-12);
	}

	@Test
	void theFilesHoldTheMeasuresOfObjects() throws IOException {
		saveBoth();
		final Path file = folder.resolve("out/summary.json");
		final Summary summary = Evaluator.run(options().output(file).build(), NUCLEI, executor, Progress.none());
		assertEquals(summary, SummaryFile.read(file));
		final JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
		final JsonObject two = json.getAsJsonArray("metric_per_case").get(1).getAsJsonObject().getAsJsonObject("metrics")
			.getAsJsonObject("1");
		assertEquals("2", two.get("n_objects_ref").getAsString());
		assertEquals("1", two.get("n_objects_pred").getAsString());
		assertEquals(2.0 / 3, two.get("F1_50").getAsDouble(), 1e-12);
		assertEquals(1.0 / 2, two.get("AP_50").getAsDouble(), 1e-12);
		assertEquals(2.0 / 3, two.get("F1_75").getAsDouble(), 1e-12);
		assertEquals(2.0 / 3, two.get("PQ").getAsDouble(), 1e-12);
		assertEquals(600.5, json.getAsJsonObject("foreground_mean").get("n_objects_pred").getAsDouble(), 1e-12);
		final List<String> rows = Files.readAllLines(folder.resolve("out/summary.csv"));
		assertTrue(rows.get(0).endsWith(",n_objects_pred,n_objects_ref,F1_50,AP_50,F1_75,PQ"), rows.get(0));
		assertTrue(rows.get(1).endsWith(",1200,1200,1.0,1.0,1.0,1.0"), rows.get(1));
	}

	@Test
	void theTableShowsTheObjectsOfAnImage() throws IOException {
		saveBoth();
		final SummaryTable table = new SummaryTable(Evaluator.run(options().surface(false).build(), NUCLEI, executor,
			Progress.none()));
		assertEquals(List.of("class", "cases", "Dice", "IoU", "F1_50", "PQ", "pred objects", "ref objects", "pred voxels",
			"ref voxels"), table.headings());
		assertEquals(List.of("0.8333", "0.8333", "600.5", "601.0"), table.means().get(0).subList(4, 8));
		assertTrue(table.text().contains("1 nucleus"), table.text());
	}

	@Test
	void imagesWithoutObjectsAreLeftOutOfMeansOrCountAsOne() throws IOException {
		save(references, "a.png", 1, 1, 0);
		save(predictions, "a.png", 0, 0, 0);
		save(references, "b.png", 0, 0, 0);
		save(predictions, "b.png", 0, 0, 0);
		final Metrics nan = Evaluator.run(options().build(), NUCLEI, executor, Progress.none()).mean("1");
		final Metrics one = Evaluator.run(options().emptyRule("one").build(), NUCLEI, executor, Progress.none()).mean("1");
		for (final Measure measure : List.of(Measure.DICE, Measure.F1_50, Measure.AP_50, Measure.F1_75, Measure.PQ)) {
			assertEquals(0, nan.get(measure), measure.key());
			assertEquals(0.5, one.get(measure), measure.key());
		}
		assertEquals(0.5, nan.get(Measure.OBJECTS_REF));
	}

	@Test
	void someOfTheNumbersCannotBeChosen() throws IOException {
		save(references, "a.png", 1, 1, 0);
		save(predictions, "a.png", 1, 1, 0);
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().labels(List.of(
			1, 2)).build(), NUCLEI, executor, Progress.none()));
		assertEquals(List.of("labels"), failure.problems().stream().map(problem -> problem.where()).toList());
		assertTrue(failure.getMessage().contains("are [1, 2], but the numbers"), failure.getMessage());
	}

	/** NB: as classes, of which there is one, these numbers would be refused. */
	@Test
	void theDescriptionBesideTheReferencesSaysThatObjectsAreNumbered() throws IOException {
		Files.writeString(folder.resolve("data/dataset.json"), """
			{"name": "x", "channel_names": {"0": "DAPI"}, "labels": {"background": 0, "nucleus": 1}, "instances": true,
			 "numTraining": 1, "file_ending": ".png"}""");
		Files.createDirectories(folder.resolve("data/imagesTr"));
		save(folder.resolve("data/imagesTr"), "a_0000.png", 1, 2, 3);
		save(references, "a.png", 1, 1, 0, 2, 2);
		save(predictions, "a.png", 8, 8, 0, 4, 4);
		final Summary summary = Evaluator.run(options().build(), executor, Progress.none());
		assertEquals(List.of(Target.of(1, "nucleus")), summary.targets());
		assertEquals(1, summary.mean("1").get(Measure.F1_50));
		assertFalse(summary.coverage().partial());
	}

	/** Without images: beside the references, or in another folder that is given. */
	@Test
	void aDescriptionMayJustSayWhatNumbersAre() throws IOException {
		saveUnlike();
		final Path beside = folder.resolve("data/dataset.json");
		final Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("dataset.json");
		Files.writeString(beside, "{\"instances\": false}");
		Files.writeString(elsewhere, "{\"instances\": true, \"labels\": {\"background\": 0, \"nucleus\": 1}}");
		assertEquals(12, Evaluator.run(options().build(), executor, Progress.none()).targets().size(), "these are classes");
		for (final Path dataset : List.of(elsewhere, elsewhere.getParent()))
			assertEquals(List.of(Target.of(1, "nucleus")), Evaluator.run(options().dataset(dataset).build(), executor, Progress
				.none()).targets());
		Files.writeString(beside, "{\"instances\": true}");
		final Summary summary = Evaluator.run(options().build(), executor, Progress.none());
		assertEquals(List.of(Target.of(1, "object")), summary.targets());
		assertEquals(1, summary.score());
		Files.writeString(beside, "{\"instances\": 1, \"labels\": {}}");
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(),
			executor, Progress.none()));
		assertEquals(1, failure.problems().size(), failure.getMessage());
		assertTrue(failure.getMessage().contains("\"instances\" is 1"), failure.getMessage());
	}

	@Test
	void referencesThatSeemToNumberObjectsAreComparedSo() throws IOException {
		saveUnlike();
		final Recorded progress = new Recorded();
		assertEquals(1, Evaluator.run(options().build(), executor, progress).mean("1").get(Measure.F1_50));
		assertTrue(progress.lines.get(0).contains("seem to number objects one by one") && progress.lines.get(0).contains(
			"labels=1,2,3"), progress.lines.toString());
		assertEquals(List.of("Looking at the numbers in 12.png", "Looking at the numbers in 9.png"), progress.statuses
			.subList(0, 2));
		// whoever names labels wants classes
		assertEquals(List.of(Target.of(3, "label 3")), Evaluator.run(options().labels(List.of(3)).build(), executor, Progress
			.none()).targets());
		assertThrows(CancelledException.class, () -> Evaluator.run(options().build(), executor, Recorded.until(1,
			"Looking at the numbers")));
	}

	/** Two masks: of the one the network predicts one object as well, of the other two. */
	@Test
	void referencesWithoutNumbersBringAWarning() throws IOException {
		for (final String name : List.of("a.png", "b.png"))
			save(references, name, 1, 1, 0, 1, 1);
		save(predictions, "a.png", 1, 1, 0, 1, 1);
		save(predictions, "b.png", 1, 1, 0, 2, 2);
		assertTrue(warns());
		save(predictions, "b.png", 1, 1, 0, 1, 1);
		assertFalse(warns(), "predictions are masks, too");
		save(predictions, "b.png", 1, 1, 0, 2, 2);
		save(references, "b.png", 1, 1, 0, 2, 2);
		assertFalse(warns(), "one reference numbers its objects");
		Files.delete(references.resolve("b.png"));
		save(predictions, "a.png", 1, 1, 0, 2, 2);
		assertFalse(warns(), "a single reference may hold one object");
	}

	private boolean warns() throws IOException {
		final Recorded progress = new Recorded();
		Evaluator.run(options().build(), NUCLEI, executor, progress);
		return progress.lines.stream().anyMatch(line -> line.startsWith("Warning: no reference holds more than one object"));
	}

	/** The foreground of the first one is perfect, but its objects are one; the second one misses pixels, but no object. */
	@Test
	void casesAreRankedByTheirObjects() throws IOException {
		save(references, "merged.png", 1, 1, 2, 2);
		save(predictions, "merged.png", 1, 1, 1, 1);
		save(references, "thin.png", 1, 1, 1, 1, 0, 2, 2, 2, 2);
		save(predictions, "thin.png", 1, 1, 1, 0, 0, 2, 2, 2, 0);
		for (final String name : List.of("good1.png", "good2.png")) {
			save(references, name, 1, 1);
			save(predictions, name, 1, 1);
		}
		final Summary summary = Evaluator.run(options().build(), NUCLEI, executor, Progress.none());
		final SummaryTable table = new SummaryTable(summary);
		assertEquals(List.of("merged", "thin"), table.worst(2).stream().map(CaseMetrics::name).toList());
		assertEquals(Measure.PQ, summary.scored());
		assertEquals((0 + 0.75 + 2) / 4, summary.score(), 1e-12);
		assertEquals((1 + 12.0 / 14 + 2) / 4, summary.dice(), 1e-12);
		assertTrue(table.text().contains("Low: merged, mean PQ 0.0000"), table.text());
		assertTrue(table.text().contains("Each number in the label files is an object;"), table.text());
	}

	/** Nine and twelve objects of two pixels each, which are numbered in another order in the predictions. */
	private void saveUnlike() throws IOException {
		for (final int count : new int[] { 9, 12 }) {
			final int[] reference = new int[3 * count], prediction = new int[3 * count];
			for (int n = 0; n < count; n++)
				for (int x = 0; x < 2; x++) {
					reference[3 * n + x] = n + 1;
					prediction[3 * n + x] = count - n;
				}
			save(references, count + ".png", reference);
			save(predictions, count + ".png", prediction);
		}
	}

	private void saveBoth() throws IOException {
		final int[] reference = new int[WIDTH * HEIGHT];
		final int[] prediction = new int[WIDTH * HEIGHT];
		for (int i = 0; i < reference.length; i++) {
			reference[i] = 1 + i / 4;
			prediction[i] = 1200 - i / 4;
		}
		save(references, "many.png", reference);
		save(predictions, "many.png", prediction);
		save(references, "two.png", 1, 1, 1, 1, 1, 1, 0, 2, 2);
		save(predictions, "two.png", 3, 3, 3, 3, 3, 3, 0, 0, 0);
	}

	/** Writes an image that begins with the given pixels and is 0 elsewhere. */
	private static void save(final Path folder, final String name, final int... pixels) throws IOException {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, HEIGHT, WIDTH }, new double[] { 1, 1, 1 }));
		for (int i = 0; i < pixels.length; i++)
			map.plane(0)[i] = (short) pixels[i];
		ImageFile.writeLabels(folder.resolve(name), map);
	}
}
