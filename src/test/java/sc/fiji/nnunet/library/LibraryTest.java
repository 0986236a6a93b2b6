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
package sc.fiji.nnunet.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.problem.ProblemException;

/** Which models are found in folders, and what is said of them. */
class LibraryTest {

	private static final Path TRAINED = Path.of("src/test/resources/earlier/fold_nvidia");

	private static final String SUMMARY = "{\"mean\": {\"1\": {\"Dice\": %1$s}}, \"metric_per_case\": [{\"prediction_file\": " +
		"\"a.nii.gz\", \"reference_file\": \"a.nii.gz\", \"metrics\": {\"1\": {\"Dice\": %1$s}}}]}";

	@TempDir
	private Path folder;

	private Path fold(final String name) throws IOException {
		final Path fold = folder.resolve("out/Task77_Small/results_3d").resolve(name);
		try (Stream<Path> files = Files.walk(TRAINED)) {
			for (final Path file : files.toList()) {
				final Path copy = fold.resolve(TRAINED.relativize(file).toString());
				if (Files.isDirectory(file)) Files.createDirectories(copy);
				else Files.copy(file, copy);
			}
		}
		return fold;
	}

	private Library library() throws IOException {
		return Library.of(List.of(folder.resolve("out"), folder.resolve("gone")));
	}

	@Test
	void everyFoldAndTheFoldsTogetherAreModels() throws IOException {
		final Path first = fold("fold_0"), second = fold("fold_1");
		Files.createDirectories(folder.resolve("out/Task77_Small/preprocessed_3d"));
		assertEquals(List.of(first.getParent(), first, second), library().models().stream().map(LibraryModel::path).toList());
		assertEquals(List.of("Task77_Small 3d, folds 0 1", "Task77_Small 3d, fold 0", "Task77_Small 3d, fold 1"), library()
			.models().stream().map(LibraryModel::name).toList());
	}

	/** It is not averaged with them, so it is a model by itself only. */
	@Test
	void aTrainingOnAllCasesDoesNotBelongToTheFolds() throws IOException {
		final Path first = fold("fold_0"), second = fold("fold_1"), all = fold("fold_all");
		Files.writeString(first.resolve("summary.json"), String.format(SUMMARY, "0.5"));
		Files.writeString(second.resolve("summary.json"), String.format(SUMMARY, "0.75"));
		Files.writeString(all.resolve("summary.json"), String.format(SUMMARY, "1"));
		final List<LibraryModel> models = library().models();
		assertEquals(List.of(first.getParent(), first, second, all), models.stream().map(LibraryModel::path).toList());
		assertEquals("Task77_Small 3d, folds 0 1", models.get(0).name());
		assertEquals("0.625", models.get(0).dice());
		assertEquals(List.of("all"), models.get(3).folds());
	}

	/** NB: they are averaged by patch, but listed by name. */
	@Test
	void foldsOfTwoPatchesAreNamedInTheirOrder() throws IOException {
		fold("fold_0");
		final Path plan = fold("fold_1").resolve("plan.json");
		fold("fold_2");
		final Plan own = PlanFile.read(plan);
		PlanFile.write(plan, own.withPatch(own.patch().stream().map(size -> 2 * size).toList()));
		assertEquals("Task77_Small 3d, folds 0 1 2", library().models().get(0).name());
	}

	@Test
	void aModelSaysWhatItSegmentsAndHowWell() throws IOException {
		final Path fold = fold("fold_0");
		assertEquals("", library().models().get(0).dice());
		Files.writeString(fold.resolve("summary.json"), String.format(SUMMARY, "0.75"));
		Files.createDirectories(fold.resolve("overlays"));
		Files.writeString(fold.resolve("overlays/b.png"), "");
		Files.writeString(fold.resolve("overlays/a.png"), "");
		final LibraryModel model = library().models().get(0);
		assertEquals("0.750", model.dice());
		assertEquals("smooth, striped", model.labels());
		assertEquals("MRI", model.channels());
		assertEquals("1 x 1 x 1 mm", model.spacing());
		assertEquals(fold.resolve("overlays/a.png"), model.picture());
		assertTrue(model.line().contains("Dice 0.750") && model.line().endsWith(fold.toString()), model.line());
	}

	/** The border between numbered objects is nothing that anybody looks for. */
	@Test
	void numberedObjectsAreNamedWithoutTheirBorder() throws IOException {
		final Path plan = fold("fold_0").resolve("plan.json");
		Files.writeString(plan, Files.readString(plan).replace("\"striped\"", "\"border\"").replace("\"values\": []",
			"\"values\": [], \"numbered\": true"));
		assertEquals("smooth", library().models().get(0).labels());
	}

	@Test
	void withoutTestTheScoreIsThatOfTheLastValidation() throws IOException {
		final String line = "{\"type\":\"LOG\",\"step\":%d,\"elapsedtime\":1,\"data\":{\"%s\":%s}}\n";
		Files.writeString(fold("fold_0").resolve("log.jsonl"), String.format(line, 10, "dice_value", "0.25") + String.format(
			line, 20, "dice_value", "0.5") + String.format(line, 30, "train_loss", "0.1"));
		assertEquals("0.500", library().models().get(0).dice());
	}

	/** Its log may have any name. */
	@Test
	void withoutTestTheScoreOfATrainingThatEndedIsThatOfItsWeights() throws IOException {
		final Path fold = fold("fold_0");
		Selection.of(20, Selection.Weights.AVERAGED, Selection.Choice.NOTHING, 0.25, 0.75, 0.5).write(fold);
		assertEquals("0.750", library().models().get(0).dice());
		Selection.of(20, Selection.Weights.BEST, Selection.Choice.HELD_OUT_CASES, 0.25, 0.5, 0.625).write(fold);
		assertEquals("0.625", library().models().get(0).dice());
		Selection.of(20, Selection.Weights.LAST, Selection.Choice.NOTHING, Double.NaN, Double.NaN, Double.NaN).write(fold);
		assertEquals("", library().models().get(0).dice(), "nothing was held out");
	}

	@Test
	void theScoreOfFoldsTogetherIsTheirMean() throws IOException {
		Files.writeString(fold("fold_0").resolve("summary.json"), String.format(SUMMARY, "0.5"));
		Files.writeString(fold("fold_1").resolve("summary.json"), String.format(SUMMARY, "0.75"));
		assertEquals("0.625", library().models().get(0).dice());
	}

	@Test
	void aSavedModelThatWasExportedIsAModel() throws IOException {
		final Path exported = Files.createDirectories(folder.resolve("out/exported/savedmodel"));
		Files.copy(TRAINED.resolve("plan.json"), exported.resolve("plan.json"));
		Files.write(exported.resolve("saved_model.pb"), new byte[500_000]);
		final LibraryModel model = library().models().get(0);
		assertEquals(LibraryModel.Kind.EXPORTED, model.kind());
		assertEquals("Task77_Small 3d", model.name());
		assertEquals("0.5 MB", model.size());
		Files.writeString(exported.resolve("notes.txt"), "the user's own");
		Library.delete(model);
		assertEquals(List.of(), library().models());
		try (Stream<Path> files = Files.list(exported)) {
			assertEquals(List.of(exported.resolve("notes.txt")), files.toList());
		}
	}

	@Test
	void aPackageThatWasExportedIsAModelWithAPicture() throws IOException {
		final Path zip = folder.resolve("out/exported/Small.zip");
		zip("exported/Small.zip", "plan.json");
		zip("exported/Others.zip", "saved_model.pb");
		final LibraryModel model = library().models().get(0);
		assertEquals(1, library().models().size(), "the package of another program is none");
		assertEquals(List.of(), library().notes());
		assertEquals(List.of("Task77_Small 3d", "exported", "MIT", "smooth, striped"), List.of(model.name(), model.kind()
			.words(), model.licence(), model.labels()));
		assertEquals(zip.resolve("cover.png"), model.picture());
		assertTrue(Library.looksLikeModel(zip));
		Library.delete(model);
		assertFalse(Files.exists(zip));
		assertTrue(Files.exists(folder.resolve("out/exported/Others.zip")));
	}

	private void zip(final String name, final String first) throws IOException {
		final Path file = folder.resolve("out").resolve(name);
		Files.createDirectories(file.getParent());
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			zip.putNextEntry(new ZipEntry("bioimageio.yaml"));
			zip.write("type: model\nlicense: MIT\n".getBytes(StandardCharsets.UTF_8));
			zip.putNextEntry(new ZipEntry("tf_saved_model.zip"));
			final ZipOutputStream inner = new ZipOutputStream(zip);
			inner.putNextEntry(new ZipEntry(first));
			Files.copy(TRAINED.resolve("plan.json"), inner);
			inner.finish();
		}
	}

	@Test
	void foldsOfDifferentPlansAreModelsByThemselvesOnly() throws IOException {
		final Path first = fold("fold_0"), plan = fold("fold_1").resolve("plan.json");
		Files.writeString(plan, Files.readString(plan).replace("\"smooth\"", "\"rough\""));
		assertEquals(List.of(first, plan.getParent()), library().models().stream().map(LibraryModel::path).toList());
		assertEquals(List.of(), library().notes());
	}

	@Test
	void modelsOfNnUNetAreFoundAsWell() throws IOException {
		final Path models = Path.of("src/test/resources/nnunetv2").toAbsolutePath();
		final Library library = Library.of(List.of(models));
		final LibraryModel model = library.models().stream().filter(one -> one.path().endsWith(
			"nnUNetTrainer__nnUNetPlans__3d_fullres")).findFirst().orElseThrow(() -> new AssertionError(library.notes()));
		assertEquals(LibraryModel.Kind.IMPORTED, model.kind());
		assertEquals(List.of("0", "1"), model.folds());
		assertTrue(model.bytes() > 0);
		assertTrue(Library.looksLikeModel(model.path()));
		assertFalse(Library.looksLikeModel(models));
		assertThrows(ProblemException.class, () -> Library.delete(model));
	}

	@Test
	void aZipFileIsListedWithoutUnpackingItsCheckpoints() throws IOException {
		final Path models = Files.createDirectory(folder.resolve("out"));
		final Path zip = Fixtures.zip(models.resolve("model.zip"), Fixtures.ROOT, Fixtures.FULL);
		final LibraryModel listed = library().models().get(0), opened = Library.of(List.of(Fixtures.FULL)).models().get(0);
		assertEquals(List.of(zip.toAbsolutePath()), List.of(listed.path()));
		assertEquals(List.of(opened.name(), opened.labels(), opened.spacing(), opened.size(), opened.licence()), List.of(listed
			.name(), listed.labels(), listed.spacing(), listed.size(), listed.licence()));
		assertEquals(opened.folds(), listed.folds());
		// NB: a checkpoint that cannot be read is seen when the model is opened, but one without a named folder is looked into
		final Path copy = folder.resolve("damaged/nnUNetTrainer__nnUNetPlans__3d_fullres");
		for (final String name : List.of("plans.json", "dataset.json", "fold_0/checkpoint_final.pth")) {
			Files.createDirectories(copy.resolve(name).getParent());
			if (name.endsWith(".json")) Files.copy(Fixtures.FULL.resolve(name), copy.resolve(name));
			else Files.writeString(copy.resolve(name), "no checkpoint");
		}
		final Path named = Fixtures.zip(folder.resolve("named.zip"), copy.getParent(), copy);
		final Path flat = Fixtures.zip(folder.resolve("flat.zip"), copy, copy);
		assertEquals(1, Library.of(List.of(named)).models().size());
		assertEquals(1, Library.of(List.of(flat)).notes().size());
		assertThrows(ProblemException.class, () -> ModelFolder.open(named));
	}

	@Test
	void aTrainingWithoutCheckpointIsNoModelYet() throws IOException {
		final Path fold = folder.resolve("out/results_3d/fold_0");
		Files.createDirectories(fold);
		Files.copy(TRAINED.resolve("plan.json"), fold.resolve("plan.json"));
		assertEquals(List.of(), library().models());
	}

	@Test
	void aDamagedPlanIsNotedAndTheOthersAreFound() throws IOException {
		final Path good = fold("fold_0");
		Files.writeString(Files.createDirectories(folder.resolve("out/damaged")).resolve("plan.json"), "{");
		final Library library = library();
		assertEquals(List.of(good), library.models().stream().map(LibraryModel::path).toList());
		assertEquals(1, library.notes().size());
		assertTrue(library.notes().get(0).contains("damaged"), library.notes().get(0));
	}

	/** NB: as of a fold that lies on another disk. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void ofALinkTheFolderStays() throws IOException {
		final Path fold = fold("fold_0"), elsewhere = folder.resolve("elsewhere");
		Files.move(fold, elsewhere);
		Files.createSymbolicLink(fold, elsewhere);
		Library.delete(library().models().stream().filter(one -> one.path().equals(fold)).findFirst().orElseThrow());
		assertFalse(Files.exists(fold, LinkOption.NOFOLLOW_LINKS));
		assertTrue(Files.exists(elsewhere.resolve("plan.json")));
	}

	@Test
	void deletingTakesTheFoldAndNothingElse() throws IOException {
		final Path first = fold("fold_0"), second = fold("fold_1");
		final List<LibraryModel> models = library().models();
		assertThrows(ProblemException.class, () -> Library.delete(models.get(0)), "folds together");
		try (FolderLock training = FolderLock.take(first, "is being trained.", "Wait.")) {
			assertThrows(LockedException.class, () -> Library.delete(models.get(1)));
			assertTrue(Files.exists(first.resolve("plan.json")));
		}
		Library.delete(models.get(1));
		assertFalse(Files.exists(first));
		assertTrue(Files.exists(second.resolve("plan.json")));
	}
}
