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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.volume.LabelMap;

/** A cascade on images of 32 voxels an axis whose classes are told by what lies farther than a patch away. */
class CascadeTest {

	private static final int SIZE = 32;
	private static final int STEPS = 250;
	private static final int FEATURES = 8;

	@TempDir
	private static Path temp;

	private static NnUNet nn;
	private static Path raw;
	private static Path data;
	private static TrainResult full;
	private static TrainResult cascade;

	@BeforeAll
	static void train() throws IOException {
		nn = new NnUNet();
		raw = CascadePhantom.write(temp.resolve("raw"), SIZE, 8);
		data = CascadePhantom.prepare(nn, raw, temp.resolve("out"), SIZE, "3d_lowres", "3d_cascade");
		for (int fold = 0; fold < 2; fold++)
			nn.train(options().configuration("3d_lowres").fold(fold).build(), Progress.none());
		full = nn.train(options().configuration("3d").build(), Progress.none());
		cascade = nn.train(options().configuration("3d_cascade").build(), Progress.none());
	}

	@AfterAll
	static void close() {
		nn.close();
	}

	private static TrainOptions.Builder options() {
		return CascadePhantom.training(data, STEPS, FEATURES);
	}

	@Test
	void theCascadeKnowsClassesThatTheFullResolutionCannotKnow() {
		System.out.printf("phantom with context: Dice %.3f at full resolution, %.3f with the cascade%n", full
			.validationDice(), cascade.validationDice());
		assertTrue(cascade.validationDice() > full.validationDice() + 0.15, full.validationDice() + " and " + cascade
			.validationDice());
	}

	@Test
	void theImagesOfTheFullResolutionAreUsedAgain() throws IOException {
		assertEquals(PlanFile.read(PlanFile.of(data, "3d")).patch(), PlanFile.read(PlanFile.of(data, "3d_cascade")).patch());
		try (Stream<Path> files = Files.list(data.resolve("preprocessed_3d_cascade"))) {
			assertEquals(16, files.filter(file -> file.getFileName().toString().matches(
				"case00[0-7](\\.json|_previous\\.npy)")).count());
		}
	}

	/** The command finds the first stage itself, whose fold 0 held out the same cases. */
	@Test
	void predictingTheHeldOutCasesGivesTheLabelsOfTheFinalValidation() throws IOException {
		final Path output = temp.resolve("predicted");
		assertEquals(4, nn.predict(PredictOptions.builder().model(cascade.folder()).input(raw).part("validation").output(
			output).device("cpu").build(), Progress.none()).written().size());
		try (Stream<Path> files = Files.list(cascade.folder().resolve("validation"))) {
			for (final Path file : files.toList()) {
				final LabelMap expected = ImageFile.readLabels(file);
				final LabelMap actual = ImageFile.readLabels(output.resolve(file.getFileName()));
				for (int z = 0; z < SIZE; z++)
					assertArrayEquals(expected.plane(z), actual.plane(z), file + ", z=" + z);
			}
		}
	}

	@Test
	void withoutTheFoldsOfTheFirstStageTheProblemNamesTheCommands() throws IOException {
		final Path own = copy("untrained", "results_3d_lowres", "results_3d_cascade", "preprocessed_3d_cascade");
		final TrainOptions options = CascadePhantom.training(own, 4, 4).configuration("3d_cascade").build();
		final String message = assertThrows(ProblemException.class, () -> nn.train(options, Progress.none())).getMessage();
		for (int fold = 0; fold < 2; fold++)
			assertTrue(message.contains("train --data " + own + " --configuration 3d_lowres --fold " + fold), message);
		Files.delete(PlanFile.of(own, "3d_lowres"));
		final String plan = assertThrows(ProblemException.class, () -> nn.train(options, Progress.none())).getMessage();
		assertTrue(plan.contains("has no plan_3d_lowres.json") && plan.contains("configuration=3d_lowres"), plan);
	}

	@Test
	void foldsOfAnotherSplitAreRefused() throws IOException {
		final Path own = copy("split", "results_3d_cascade", "preprocessed_3d_cascade");
		final Path splits = own.resolve("splits.json");
		final String text = Files.readString(splits);
		Files.writeString(splits, text.replace("case000", "X").replace("case001", "case000").replace("X", "case001").replace(
			"case002", "X").replace("case003", "case002").replace("X", "case003"));
		final ProblemException failure = assertThrows(ProblemException.class, () -> nn.train(CascadePhantom.training(own, 4,
			4).configuration("3d_cascade").build(), Progress.none()));
		assertTrue(failure.getMessage().contains("has not predicted its held-out cases") || failure.getMessage().contains(
			"was trained with another split"), failure.getMessage());
	}

	@Test
	void aCancelledTrainingResumesAndPreparesOnlyWhatIsMissing() throws IOException {
		final Path own = copy("resumed", "results_3d_cascade", "preprocessed_3d_cascade");
		final TrainOptions options = CascadePhantom.training(own, 4, 4).configuration("3d_cascade").finalValidation(false)
			.build();
		final Path previous = own.resolve("preprocessed_3d_cascade");
		final Recorded stopping = Recorded.until(1, "labels of the previous stage: case003");
		assertThrows(java.util.concurrent.CancellationException.class, () -> nn.train(options, stopping));
		final Set<String> before = names(previous);
		assertTrue(before.contains("case000_previous.npy") && !before.contains("case007_previous.npy"), before.toString());
		Files.delete(previous.resolve("case001.json"));
		final Path kept = previous.resolve("case000_previous.npy");
		Files.setLastModifiedTime(kept, FileTime.fromMillis(1_000_000));
		assertEquals(4, nn.train(options, Progress.none()).steps());
		assertEquals(1_000_000, Files.getLastModifiedTime(kept).toMillis());
		for (final String name : names(data.resolve("preprocessed_3d_cascade")))
			if (name.endsWith(".npy")) assertEquals(-1, Files.mismatch(data.resolve("preprocessed_3d_cascade").resolve(name),
				previous.resolve(name)), name);
	}

	@Test
	void crossValidationTrainsTheMissingFoldAndComparesPairsToo() throws IOException {
		final Path own = copy("compared");
		final Recorded progress = new Recorded();
		final CrossvalidationResult result = nn.crossValidate(CrossvalidateOptions.builder().data(own).configurations(List.of(
			"3d_cascade", "3d_lowres")).folds(2).worst(0).build(), CascadePhantom.training(own, 6, FEATURES).build(),
			progress);
		assertEquals(List.of("Training 3d_cascade, fold 1."), progress.lines.stream().filter(line -> line.startsWith(
			"Training ")).toList());
		assertEquals(Set.of("3d_cascade", "3d_lowres", "3d_cascade + 3d_lowres"), result.scores().keySet());
		for (final double score : result.scores().values())
			assertTrue(score > 0, result.scores().toString());
	}

	private static Set<String> names(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).collect(java.util.stream.Collectors.toSet());
		}
	}

	/** A copy of the output folder without some of its folders. */
	private static Path copy(final String name, final String... without) throws IOException {
		final Path target = temp.resolve(name).resolve(CascadePhantom.NAME);
		Files.createDirectories(target.getParent());
		try (Stream<Path> files = Files.walk(data)) {
			for (final Path file : files.toList()) {
				final String inner = data.relativize(file).toString();
				if (Stream.of(without).noneMatch(one -> inner.equals(one) || inner.startsWith(one + java.io.File.separator))) Files
					.copy(file, target.resolve(inner));
			}
		}
		return target;
	}
}
