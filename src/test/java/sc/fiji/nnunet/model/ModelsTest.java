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
package sc.fiji.nnunet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

/** The forms in which models of nnU-Net v2 are published. */
class ModelsTest {

	@TempDir
	Path folder;

	private static List<String> folds(final NnUNetModel model) {
		return model.folds().stream().map(NnUNetModel.Fold::name).toList();
	}

	private static String refusal(final Path path) {
		return assertThrows(ProblemException.class, () -> Models.open(path)).getMessage();
	}

	@Test
	void theFolderOfATrainingIsAModelWithItsFolds() throws IOException {
		final NnUNetModel model = Models.open(Fixtures.FULL);
		assertEquals(List.of("0", "1"), folds(model));
		assertEquals("Dataset901_TinyCT", model.name());
		assertEquals("3d_fullres", model.plan().configuration());
		assertEquals(Files.size(Fixtures.FULL.resolve("fold_0/checkpoint_final.pth")) + Files.size(Fixtures.FULL.resolve(
			"fold_1/checkpoint_final.pth")), model.bytes());
	}

	@Test
	void aFoldAndACheckpointOfAFoldAreModels() throws IOException {
		assertEquals(List.of("1"), folds(Models.open(Fixtures.FULL.resolve("fold_1"))));
		assertEquals(List.of("1"), folds(Models.open(Fixtures.FULL.resolve("fold_1/checkpoint_final.pth"))));
	}

	@Test
	void aSingleCheckpointBringsItsPlansAlong() throws IOException {
		final Path alone = Files.copy(Fixtures.REGIONS.resolve("fold_0/checkpoint_final.pth"), folder.resolve("model.pth"));
		final NnUNetModel model = Models.open(alone);
		assertEquals(List.of("0"), folds(model));
		final NnUNetModel whole = Models.open(Fixtures.REGIONS);
		assertEquals(whole.plan(), model.plan());
		final Map<String, float[]> weights = model.weights(model.folds().get(0), "final");
		whole.weights(whole.folds().get(0), "final").forEach((name, values) -> assertArrayEquals(values, weights.get(name)));
	}

	@Test
	void aFolderWithSeveralModelsIsRefusedWithTheirNames() {
		final String message = refusal(Fixtures.CT);
		assertTrue(message.contains("holds several models: nnUNetTrainer__nnUNetPlans__3d_cascade_fullres/, " +
			"nnUNetTrainer__nnUNetPlans__3d_fullres/"), message);
		assertFalse(message.contains("3d_lowres/"), message);
	}

	@Test
	void theEarlierStageOfACascadeIsNoModelOfItsOwnAndIsFoundBesideIt() throws IOException {
		final Path dataset = folder.resolve("Dataset901_TinyCT");
		Fixtures.copy(Fixtures.LOW, dataset.resolve(Fixtures.LOW.getFileName()));
		Fixtures.copy(Fixtures.CASCADE, dataset.resolve(Fixtures.CASCADE.getFileName()));
		for (final Path path : List.of(dataset, folder, dataset.resolve(Fixtures.CASCADE.getFileName()), Fixtures.zip(folder
			.resolve("both.zip"), folder, dataset)))
		{
			final NnUNetModel model = Models.open(path);
			assertEquals("3d_cascade_fullres", model.plan().configuration());
			assertEquals(3, model.plan().network().inputChannels());
			assertEquals("3d_lowres", model.previous().orElseThrow().plan().configuration());
		}
		assertTrue(Models.open(Fixtures.LOW).previous().isEmpty());
	}

	@Test
	void aMissingEarlierStageIsAProblem() throws IOException {
		final NnUNetModel model = Models.open(Fixtures.copy(Fixtures.CASCADE, folder.resolve("a/T__P__3d_cascade_fullres")));
		assertTrue(assertThrows(ProblemException.class, model::previous).getMessage().contains(
			"beside it there is no model of 3d_lowres"));
	}

	@Test
	void zipFilesAreReadInPlaceAndLeaveNothingBehind() throws IOException {
		final Path zip = Fixtures.zip(folder.resolve("model.zip"), Fixtures.ROOT, Fixtures.FULL);
		final Path flat = Fixtures.zip(folder.resolve("flat.zip"), Fixtures.FULL, Fixtures.FULL);
		final List<String> before = temporary();
		for (final Path path : List.of(zip, flat, zip.resolve("Dataset901_TinyCT"))) {
			final NnUNetModel model = Models.open(path);
			assertEquals(List.of("0", "1"), folds(model));
			assertEquals(Models.open(Fixtures.FULL).plan(), model.plan());
			assertEquals(48, model.weights(model.folds().get(1), "final").size());
		}
		assertEquals(before, temporary());
	}

	private static List<String> temporary() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("nnunet-checkpoint-" +
				ProcessHandle.current().pid() + "-")).sorted().toList();
		}
	}

	@Test
	void aZipFileThatIsNoneOrHoldsNoModelIsRefused() throws IOException {
		final Path damaged = Files.writeString(folder.resolve("a.zip"), "no zip");
		assertTrue(refusal(damaged).contains("is not a zip file that can be read"));
		final Path other = Fixtures.zip(folder.resolve("b.zip"), Fixtures.CT, Fixtures.CT.resolve("imagesTs"));
		assertTrue(refusal(other).contains("holds no model of nnU-Net version 2"));
		assertTrue(Models.find(folder.resolve("nowhere")).isEmpty());
	}

	@Test
	void theFinalCheckpointIsTakenElseTheBestElseTheLatest() throws IOException {
		final Path model = Fixtures.copy(Fixtures.FULL, folder.resolve("m"));
		final Path last = model.resolve("fold_0/checkpoint_final.pth");
		Files.copy(last, model.resolve("fold_0/checkpoint_latest.pth"));
		assertEquals("final", kind(model));
		Files.move(last, model.resolve("fold_0/checkpoint_best.pth"));
		assertEquals("best", kind(model));
		Files.delete(model.resolve("fold_0/checkpoint_best.pth"));
		assertEquals("latest", kind(model));
	}

	private static String kind(final Path model) throws IOException {
		return Models.open(model).folds().get(0).kind(NnUNetModel.KINDS).orElseThrow();
	}

	@Test
	void theTrainingOnAllCasesIsAFold() throws IOException {
		final Path model = Fixtures.copy(Fixtures.FULL, folder.resolve("m"));
		Files.move(model.resolve("fold_0"), model.resolve("fold_all"));
		assertEquals(List.of("all"), folds(Models.open(model)));
	}

	@Test
	void theLicenceIsThatOfTheDataset() throws IOException {
		final Path model = Fixtures.copy(Fixtures.FULL, folder.resolve("m"));
		assertEquals("", Models.open(model).licence());
		final Path description = model.resolve("dataset.json");
		Files.writeString(description, Files.readString(description).replaceFirst("\\{",
			"{\"license\": \"CC BY 4.0\", "));
		assertEquals("CC BY 4.0", Models.open(model).licence());
	}
}
