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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class EvaluatorTest extends WithEvaluations {

	private static final Labels TWO = Labels.of("background", "head", "tail");

	@Test
	void meansLeaveUndefinedCasesOut() throws IOException {
		save(references, "a.nii.gz", 1, 1, 0, 0);
		save(predictions, "a.nii.gz", 1, 0, 0, 0);
		save(references, "b.nii.gz", 1, 0, 2, 2);
		save(predictions, "b.nii.gz", 1, 0, 2, 0);
		final Summary summary = Evaluator.run(options().build(), TWO, executor, Progress.none());
		// class 1: 2/3 and 1; class 2: undefined and 2/3
		assertEquals((2.0 / 3 + 1) / 2, summary.mean("1").get(Measure.DICE), 1e-12);
		assertEquals(2.0 / 3, summary.mean("2").get(Measure.DICE), 1e-12);
		assertEquals(((2.0 / 3 + 1) / 2 + 2.0 / 3) / 2, summary.dice(), 1e-12);
		assertEquals("mean dice: 0.7500 - L1 0.8333 L2 0.6667", new SummaryTable(summary).line());
	}

	@Test
	void byNvidiasRuleAbsentClassesCountAsOne() throws IOException {
		save(references, "a.nii.gz", 1, 1, 0, 0);
		save(predictions, "a.nii.gz", 1, 0, 0, 0);
		save(references, "b.nii.gz", 1, 0, 2, 2);
		save(predictions, "b.nii.gz", 1, 0, 2, 0);
		final Summary summary = Evaluator.run(options().emptyRule("one").build(), TWO, executor, Progress.none());
		assertEquals((1 + 2.0 / 3) / 2, summary.mean("2").get(Measure.DICE), 1e-12);
	}

	@Test
	void withoutDescriptionEveryValueFoundIsAClass() throws IOException {
		save(references, "a.nii.gz", 0, 7, 0, 0);
		save(predictions, "a.nii.gz", 0, 7, 0, 0);
		save(references, "b.nii.gz", 0, 0, 0, 0);
		save(predictions, "b.nii", 0, 0, 3, 0);
		final Summary summary = Evaluator.run(options().build(), executor, Progress.none());
		assertEquals(List.of("3", "7"), summary.targets().stream().map(Target::key).toList());
		assertEquals(0, summary.mean("3").get(Measure.DICE));
		assertEquals(1, summary.mean("7").get(Measure.DICE));
		assertEquals(4, summary.cases().get(0).metrics().get("3").get(Measure.TN));
	}

	@Test
	void theDescriptionNextToTheReferencesIsUsed() throws IOException {
		Files.writeString(folder.resolve("data/dataset.json"), """
			{"name": "x", "channel_names": {"0": "MRI"}, "labels": {"background": 0, "head": 1, "tail": 2},
			 "numTraining": 1, "file_ending": ".nii.gz"}""");
		Files.createDirectories(folder.resolve("data/imagesTr"));
		save(folder.resolve("data/imagesTr"), "a_0000.nii.gz", 0, 1, 0, 0);
		save(references, "a.nii.gz", 0, 1, 0, 0);
		save(predictions, "a.nii.gz", 0, 1, 0, 0);
		final Summary summary = Evaluator.run(options().build(), executor, Progress.none());
		assertEquals(List.of("head", "tail"), summary.targets().stream().map(Target::name).toList());
	}

	/** NB: without the description, the ignore label would be a class. */
	@Test
	void theDescriptionIsFoundFromASingleFileAndFromAPathWithDots() throws IOException {
		Files.writeString(folder.resolve("data/dataset.json"), """
			{"name": "x", "channel_names": {"0": "MRI"}, "labels": {"background": 0, "head": 1, "ignore": 2},
			 "numTraining": 1, "file_ending": ".nii.gz"}""");
		Files.createDirectories(folder.resolve("data/imagesTr"));
		save(folder.resolve("data/imagesTr"), "a_0000.nii.gz", 0, 1, 0, 0);
		save(references, "a.nii.gz", 0, 1, 2, 2);
		save(predictions, "a.nii.gz", 0, 1, 1, 0);
		for (final EvaluateOptions.Builder one : List.of(options().references(references.resolve("a.nii.gz")).predictions(
			predictions.resolve("a.nii.gz")), options().references(references.resolve("../labelsTr/."))))
		{
			final Summary summary = Evaluator.run(one.build(), executor, Progress.none());
			assertEquals(List.of("head"), summary.targets().stream().map(Target::name).toList());
			assertEquals(1, summary.dice());
		}
	}

	/** Scores say on which voxels they are computed: here Dice is 1, but 12 of 13 predicted voxels are not annotated. */
	@Test
	void scoresOfPartlyAnnotatedReferencesSaySo() throws IOException {
		Files.writeString(folder.resolve("data/dataset.json"), """
			{"name": "x", "channel_names": {"0": "MRI"}, "labels": {"background": 0, "head": 1, "ignore": 2},
			 "numTraining": 1, "file_ending": ".nii.gz"}""");
		Files.createDirectories(folder.resolve("data/imagesTr"));
		save(folder.resolve("data/imagesTr"), "a_0000.nii.gz", new int[14]);
		save(references, "a.nii.gz", 0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
		save(predictions, "a.nii.gz", 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
		final Path file = folder.resolve("summary.json");
		final Summary summary = Evaluator.run(options().output(file).build(), executor, Progress.none());
		assertEquals(1, summary.dice());
		assertEquals(new Coverage(true, 13, 2), summary.coverage());
		assertEquals(summary.coverage(), SummaryFile.read(file).coverage());
		final String text = new SummaryTable(summary).text();
		assertTrue(text.contains("All scores are on annotated voxels only") && text.contains(
			"Warning: 15 % of the predicted foreground"), text);
	}

	@Test
	void everyMismatchOfNamesIsListed() throws IOException {
		for (final String name : List.of("a", "b", "c"))
			save(references, name + ".nii.gz", 0, 1, 0, 0);
		for (final String name : List.of("b", "d", "e"))
			save(predictions, name + ".nii.gz", 0, 1, 0, 0);
		Files.writeString(predictions.resolve("summary.json"), "{}");
		final Summary summary = Evaluator.run(options().build(), TWO, executor, Progress.none());
		assertEquals(1, summary.cases().size());
		final String listed = String.join("\n", summary.unmatched());
		assertEquals(4, summary.unmatched().size());
		assertTrue(listed.contains("a.nii.gz has no prediction") && listed.contains("c.nii.gz has no prediction"));
		assertTrue(listed.contains("d.nii.gz has no reference") && listed.contains("e.nii.gz has no reference"));
		assertTrue(new SummaryTable(summary).text().contains("d.nii.gz has no reference"));

		final ProblemException strict = assertThrows(ProblemException.class, () -> Evaluator.run(options().complete(true)
			.build(), TWO, executor, Progress.none()));
		assertEquals(2, strict.problems().size());
	}

	/** NB: the labels of an OME-TIFF are predicted as NIfTI. */
	@Test
	void endingsMayDifferAndHiddenFilesDoNotCount() throws IOException {
		save(references, "a.ome.tif", 0, 1, 1, 0);
		save(predictions, "a.nii.gz", 0, 1, 0, 0);
		save(references, "b.tif", 0, 1, 0, 0);
		save(predictions, "b.OME.TIFF", 0, 1, 0, 0);
		save(references, "._a.tif", 0, 1, 0, 0);
		for (final Path folder : List.of(references, predictions))
			save(folder, "_c.nii", 0, 1, 0, 0);
		final Summary summary = Evaluator.run(options().build(), TWO, executor, Progress.none());
		assertEquals(List.of("_c", "a", "b"), summary.cases().stream().map(CaseMetrics::name).toList());
		assertEquals(List.of(), summary.unmatched());
	}

	@Test
	void manyMismatchesAreShortenedInTheTextButNotInTheSummary() throws IOException {
		for (int i = 0; i < 30; i++)
			save(references, "case" + i + ".nii.gz", 0, 1, 0, 0);
		save(predictions, "case7.nii.gz", 0, 1, 0, 0);
		save(predictions, "other.nii.gz", 0, 1, 0, 0);
		final Summary summary = Evaluator.run(options().build(), TWO, executor, Progress.none());
		assertEquals(30, summary.unmatched().size());
		final String text = new SummaryTable(summary).text();
		assertTrue(text.contains("other.nii.gz has no reference") && text.contains("and 20 more unmatched files"), text);
	}

	@Test
	void allProblemsOfAllCasesAreThrownTogetherAndNothingIsWritten() throws IOException {
		save(references, "good.nii.gz", 0, 1, 0, 0);
		save(predictions, "good.nii.gz", 0, 1, 0, 0);
		save(references, "shape.nii.gz", 0, 1, 0, 0);
		save(predictions, "shape.nii.gz", 0, 1, 0);
		save(references, "value.nii.gz", 0, 9, 0, 0);
		save(predictions, "value.nii.gz", 0, 1, 0, 0);
		save(references, "place.nii.gz", 0, 1, 0, 0);
		final double[] shifted = { 1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0 };
		ImageFile.writeLabels(predictions.resolve("place.nii.gz"), new LabelMap(new Geometry(new long[] { 4, 1, 1 },
			new double[] { 1, 1, 1 }, shifted, null)));
		save(references, "broken.nii.gz", 0, 1, 0, 0);
		Files.write(predictions.resolve("broken.nii.gz"), new byte[] { 1, 2, 3 });
		final Path output = folder.resolve("out/summary.json");
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().output(output)
			.build(), TWO, executor, Progress.none()));
		assertEquals(4, failure.problems().size(), failure.getMessage());
		for (final String name : List.of("shape", "value", "place", "broken"))
			assertTrue(failure.getMessage().contains(name + ".nii.gz"), failure.getMessage());
		assertFalse(Files.exists(output));
	}

	/** NB: what preprocessing accepts must not be refused after the training. */
	@Test
	void aLabelSlightlyBesideItsImageIsComparedWithAWarning() throws IOException {
		save(references, "a.nii.gz", 0, 0, 0, 0);
		final Recorded recorded = new Recorded();
		saveMoved(0.9 * CheckOptions.defaults().tolerance());
		Evaluator.run(options().build(), TWO, executor, recorded);
		assertEquals(1, recorded.lines.stream().filter(line -> line.contains("is at another position")).count());
		saveMoved(1.1 * CheckOptions.defaults().tolerance());
		assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO, executor, Progress.none()));
	}

	/** As masks of other programs, beside predictions that have the calibration of their image. */
	@Test
	void aMaskWithoutASizeLiesOnThePredictionsGrid() throws IOException {
		for (final boolean swapped : new boolean[] { false, true }) {
			final Path bare = (swapped ? predictions : references).resolve("a.png"), own = (swapped ? references : predictions)
				.resolve("a.tif");
			save(bare.getParent(), "a.png", 0, 1, 1, 2);
			final LabelMap map = new LabelMap(Geometry.of(new long[] { 4, 1, 1 }, 0.3, 0.3, 1));
			System.arraycopy(new short[] { 0, 1, 1, 1 }, 0, map.plane(0), 0, 4);
			ImageFile.writeLabels(own, map);
			final Summary summary = Evaluator.run(options().build(), TWO, executor, Progress.none());
			assertEquals(0.8, summary.cases().get(0).metrics().get("1").get(Measure.DICE), 1e-9);
			final LabelMap other = new LabelMap(Geometry.of(new long[] { 4, 1, 1 }, 0.6, 0.3, 1));
			ImageFile.writeLabels(bare.resolveSibling("a.tif"), other);
			Files.delete(bare);
			final String told = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO, executor,
				Progress.none())).getMessage();
			assertTrue(told.contains("Correct the size of the voxels"), told);
			Files.delete(bare.resolveSibling("a.tif"));
			Files.delete(own);
		}
	}

	private void saveMoved(final double voxels) throws IOException {
		final double[] affine = { 1, 0, 0, voxels, 0, 1, 0, 0, 0, 0, 1, 0 };
		ImageFile.writeLabels(predictions.resolve("a.nii.gz"), new LabelMap(new Geometry(new long[] { 4, 1, 1 },
			new double[] { 1, 1, 1 }, affine, null)));
	}

	@Test
	void numbersOfObjectsAreNoClasses() throws IOException {
		final int[] objects = IntStream.range(0, 1200).toArray();
		save(references, "a.nii.gz", objects);
		save(predictions, "a.nii.gz", objects);
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(),
			executor, Progress.none()));
		assertEquals(2, failure.problems().size());
		assertTrue(failure.getMessage().contains("holds 1200 different values"), failure.getMessage());
		assertTrue(failure.getMessage().contains("put a dataset.json with {\"instances\": true} beside the folder of the " +
			"references if each number is an object."), failure.getMessage());
		final ProblemException described = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO,
			executor, Progress.none()));
		assertTrue(described.getMessage().endsWith("or write \"instances\": true into dataset.json if each number is an " +
			"object."), described.getMessage());
	}

	/** NB: few objects look like classes, of which some are not described. */
	@Test
	void anUnknownLabelMayBeThatOfAnObject() throws IOException {
		save(references, "a.nii.gz", 0, 1, 2, 3);
		save(predictions, "a.nii.gz", 0, 1, 2, 2);
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO,
			executor, Progress.none()));
		assertTrue(failure.getMessage().contains("holds label 3, but the dataset's labels are 0 to 2"), failure
			.getMessage());
		assertTrue(failure.getMessage().contains("(with \"instances\": true if each number is an object)"), failure
			.getMessage());
	}

	@Test
	void aPageNeedsAnOutput() {
		assertEquals(List.of("report"), options().report(true).build().validate().stream().map(Problem::where).toList());
		assertEquals(List.of(), options().report(true).output(folder.resolve("out")).build().validate());
	}

	@Test
	void noCaseInCommonIsAProblem() throws IOException {
		save(references, "a.nii.gz", 0, 1);
		save(predictions, "b.nii.gz", 0, 1);
		assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO, executor, Progress.none()));
	}

	@Test
	void twoFilesOfOneCaseAreAProblem() throws IOException {
		save(references, "a.nii.gz", 0, 1);
		save(predictions, "a.nii.gz", 0, 1);
		save(predictions, "a.nii", 0, 1);
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(options().build(), TWO,
			executor, Progress.none()));
		assertTrue(failure.getMessage().contains("two files of case a"));
	}

	@Test
	void twoFilesOfDifferentNamesAreCompared() throws IOException {
		save(references, "truth.nii.gz", 0, 1, 1, 0);
		save(predictions, "guess.nii.gz", 0, 1, 0, 0);
		final Summary summary = Evaluator.run(EvaluateOptions.builder().references(references.resolve("truth.nii.gz"))
			.predictions(predictions.resolve("guess.nii.gz")).surface(false).build(), executor, Progress.none());
		assertEquals(2.0 / 3, summary.dice(), 1e-12);
		assertEquals("guess", summary.cases().get(0).name());
		assertFalse(summary.foregroundMean().has(Measure.HD));
	}

	@Test
	void onlyTheChosenLabelsAreMeasured() throws IOException {
		save(references, "a.nii.gz", 1, 2, 9, 0);
		save(predictions, "a.nii.gz", 1, 2, 2, 0);
		final Summary summary = Evaluator.run(options().labels(List.of(2)).build(), TWO, executor, Progress.none());
		assertEquals(List.of(Target.of(2, "tail")), summary.targets());
		assertEquals(2.0 / 3, summary.dice(), 1e-12);
	}

	@Test
	void aCancelledEvaluationWritesNothing() throws IOException {
		save(references, "a.nii.gz", 0, 1);
		save(predictions, "a.nii.gz", 0, 1);
		final Path output = folder.resolve("summary.json");
		assertThrows(CancelledException.class, () -> Evaluator.run(options().output(output).build(), TWO, executor,
			Recorded.cancelledAtOnce()));
		assertFalse(Files.exists(output));
	}

	@Test
	void wrongOptionsAreAllListed() {
		final ProblemException failure = assertThrows(ProblemException.class, () -> Evaluator.run(EvaluateOptions.builder()
			.predictions(folder.resolve("nowhere")).emptyRule("two").tolerance(Double.NaN).labels(List.of(0)).build(),
			executor, Progress.none()));
		assertEquals(5, failure.problems().size(), failure.getMessage());
	}

	private static void save(final Path folder, final String name, final int... row) throws IOException {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, row.length }, new double[] { 1, 1, 1 }));
		for (int x = 0; x < row.length; x++)
			map.plane(0)[x] = (short) row[x];
		ImageFile.writeLabels(folder.resolve(name), map);
	}
}
