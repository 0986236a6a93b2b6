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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Volume;

/** Preprocessing into a folder that holds the results of an earlier run: of other cases, another recipe or dataset. */
class PreparedAgainTest {

	private static final double[] ONE = { 1, 1, 1 };

	@TempDir
	private Path temp;

	private PreprocessOptions.Builder options(final Dataset dataset) {
		return PreprocessOptions.builder().dataset(dataset.folder()).output(temp.resolve("out"));
	}

	private static PreprocessResult run(final Dataset dataset, final PreprocessOptions.Builder options,
		final Recorded said) throws IOException
	{
		return new Preprocessor(null).run(dataset, options.build(), said);
	}

	private Dataset mine(final int cases) throws IOException {
		return Sample.write(temp.resolve("Mine"), cases, 0, "MRI", ONE);
	}

	private static void assertSaid(final Recorded said, final String... parts) {
		assertTrue(said.lines.stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)), said.lines
			.toString());
	}

	@Test
	void aSeededSplitFollowsTheCases() throws IOException {
		final Dataset five = mine(5);
		final Path out = run(five, options(five), new Recorded()).folder();
		final Path splits = out.resolve("splits.json");
		final Dataset seven = mine(7);
		final Recorded first = new Recorded();
		run(seven, options(seven), first);
		assertEquals(Splits.of(seven, 5), Splits.read(splits));
		assertSaid(first, "splits.json is made anew for 7 cases in 5 folds; it was for 5.");
		assertFalse(first.lines.stream().anyMatch(line -> line.contains("trained")), first.lines.toString());
		final Recorded second = new Recorded();
		run(seven, options(seven), second);
		assertFalse(second.lines.stream().anyMatch(line -> line.contains("splits.json")), second.lines.toString());
		// folds that learned from cases that are held out now
		Files.createDirectories(out.resolve("results_3d/fold_0"));
		final Dataset six = mine(6);
		final Recorded third = new Recorded();
		run(six, options(six), third);
		assertEquals(Splits.of(six, 5), Splits.read(splits));
		assertSaid(third, "made anew for 6 cases", "results_3d", "force=true");
		// too few cases for the folds
		final Dataset four = mine(4);
		final Recorded fourth = new Recorded();
		run(four, options(four), fourth);
		assertFalse(Files.exists(splits));
		assertSaid(fourth, "splits.json is removed", "too few for 5 folds");
		assertSaid(fourth, "There are 4 training cases, too few for 5 folds. Give nfolds=4, or another number from 2 on");
		run(four, options(four).folds(2), new Recorded());
		assertEquals(Splits.of(four, 2), Splits.read(splits));
	}

	/** NB: a training of the other one is refused until its cases are prepared, too. */
	@Test
	void otherConfigurationsThatLackCasesOfTheSplitAreNamed() throws IOException {
		final Dataset five = mine(5);
		for (final String configuration : List.of("3d", "2d"))
			run(five, options(five).configuration(configuration), new Recorded());
		final Dataset six = mine(6);
		final Recorded said = new Recorded();
		run(six, options(six).configuration("2d"), said);
		assertSaid(said, "splits.json is made anew for 6 cases", "are missing in preprocessed_3d: preprocess");
		run(six, options(six).configuration("3d"), new Recorded());
		final Dataset four = mine(4);
		final Recorded fewer = new Recorded();
		run(four, options(four).configuration("2d").folds(2), fewer);
		assertSaid(fewer, "splits.json is made anew for 4 cases");
		assertFalse(fewer.lines.stream().anyMatch(line -> line.contains("are missing in")), fewer.lines.toString());
	}

	@Test
	void aSplitOfTheUsersOwnIsComparedWithTheCases() throws IOException {
		final Dataset five = mine(5);
		final Path splits = run(five, options(five), new Recorded()).folder().resolve("splits.json");
		final List<String> names = five.training().stream().map(Case::name).toList();
		final Splits own = new Splits(List.of(new Splits.Split(names.subList(0, 3), names.subList(3, 5)), new Splits.Split(
			names.subList(2, 5), names.subList(0, 2))));
		own.write(splits);
		final Dataset six = mine(6);
		final Recorded said = new Recorded();
		run(six, options(six), said);
		assertEquals(own, Splits.read(splits));
		assertSaid(said, "splits.json", "Your own split leaves out 1 of 6 training cases: case_f.");
		final Dataset four = mine(4);
		final ProblemException missing = assertThrows(ProblemException.class, () -> run(four, options(four),
			new Recorded()));
		assertTrue(missing.getMessage().contains("names the case case_e, which the dataset does not have"), missing
			.getMessage());
		assertEquals(6, PreprocessedDataset.open(splits.getParent(), "3d").caseNames().size(), "nothing has changed");
	}

	@Test
	void testCasesArePreparedByTheRecipeOfThePlan() throws IOException {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 1, "MRI", ONE);
		final Path file = dataset.test().get(0).images().get(0);
		final Volume image = ImageFile.read(file);
		image.plane(0, 0)[0] = -5;
		ImageFile.write(file, image);
		run(dataset, options(dataset).recipe("nnunet"), new Recorded());
		final Recorded said = new Recorded();
		final Path folder = run(dataset, options(dataset).mode("test"), said).folder();
		assertSaid(said, "recipe nnunet", "plan_3d.json");
		// nvidia's rule would crop to what is above zero
		assertArrayEquals(new int[3], PreprocessedCase.open(folder.resolve("preprocessed_3d/test"), "case_f").record()
			.cropStart());
	}

	@Test
	void testCasesNeedAPlanIfItDependsOnTheTrainingCases() throws IOException {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 1, "MRI", ONE);
		final ProblemException early = assertThrows(ProblemException.class, () -> run(dataset, options(dataset)
			.normalization("ct").mode("test"), new Recorded()));
		assertTrue(early.getMessage().contains("plan_3d.json"), early.getMessage());
		run(dataset, options(dataset).normalization("ct"), new Recorded());
		assertEquals(List.of("case_f"), run(dataset, options(dataset).normalization("ct").mode("test"), new Recorded())
			.written());
	}

	@Test
	void theCasesOfAnotherDatasetOfTheSameNameStay() throws IOException {
		final Dataset first = Sample.write(temp.resolve("a/data"), 5, 0, "MRI", ONE);
		final Dataset second = Sample.write(temp.resolve("b/data"), 6, 0, "MRI", 2, 2, 2);
		final Path out = run(first, options(first), new Recorded()).folder();
		final ProblemException refused = assertThrows(ProblemException.class, () -> run(second, options(second),
			new Recorded()));
		assertTrue(refused.getMessage().contains("another dataset of the name data") && refused.getMessage().contains(
			"force=true"), refused.getMessage());
		assertEquals(5, PreprocessedDataset.open(out, "3d").caseNames().size());
		assertEquals(List.of(), run(first, options(first), new Recorded()).written());
		assertEquals(6, run(second, options(second).force(true), new Recorded()).written().size());
		// a dataset whose folder was moved is the same
		Files.createDirectories(temp.resolve("c"));
		final Dataset moved = Datasets.open(Files.move(temp.resolve("b/data"), temp.resolve("c/data")));
		assertEquals(6, run(moved, options(moved), new Recorded()).written().size());
	}

	/** Earlier versions normalised planes of one slice several times where it became three or more. */
	@Test
	void casesWhosePlanesWereNormalisedTwiceArePreparedAgain() throws IOException {
		final Dataset thick = Sample.write(temp.resolve("Thick"), 3, 0, "MRI", 4, 1, 1);
		final PreprocessOptions.Builder finer = options(thick).recipe("nvidia").folds(3);
		assertPrepared(3, thick, finer.spacing(List.of(1.0, 0.5, 0.5)));
		assertPrepared(0, thick, finer);
		asOfAnEarlierVersion(thick);
		final PreprocessedDataset prepared = PreprocessedDataset.open(temp.resolve("out/Thick"), "3d");
		final String message = assertThrows(ProblemException.class, () -> prepared.get(prepared.caseNames().get(0)))
			.getMessage();
		assertTrue(message.contains("more than once") && message.contains("Run preprocess"), message);
		assertPrepared(3, thick, finer);
		assertPrepared(0, thick, finer);
		// no slice becomes three, or none is resized in its plane
		for (final List<Double> right : List.of(List.of(2.0, 0.5, 0.5), List.of(1.0, 1.0, 1.0))) {
			assertPrepared(3, thick, finer.spacing(right));
			asOfAnEarlierVersion(thick);
			assertPrepared(0, thick, finer);
		}
	}

	private void assertPrepared(final int cases, final Dataset dataset, final PreprocessOptions.Builder options)
		throws IOException
	{
		assertEquals(cases, run(dataset, options, new Recorded()).written().size());
	}

	private void asOfAnEarlierVersion(final Dataset dataset) throws IOException {
		for (final Case one : dataset.training()) {
			final Path record = temp.resolve("out/Thick/preprocessed_3d").resolve(one.name() + ".json");
			final String text = Files.readString(record);
			final String earlier = text.replaceFirst("\"arithmetic\": 1", "\"arithmetic\": 0");
			assertFalse(earlier.equals(text), text);
			Files.writeString(record, earlier);
		}
	}
}
