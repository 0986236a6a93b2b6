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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.imglib2.blocks.PrimitiveBlocks;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.NpyFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class PredictRunTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private Path images;
	private Path labels;
	private Path results;
	private ExecutorService executor;
	private ToyEngine engine;
	private Recorded log;
	private volatile boolean stopped;

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = folder.resolve("labels");
		results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", PLAN, "best", "last");
		executor = Executors.newFixedThreadPool(2);
		engine = ToyEngine.threshold(5);
		log = new Recorded(told -> stopped);
	}

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	/** A volume of 8 x 9 x 10 voxels with values from 1 to 10 that grow along x. */
	private static Volume volume() {
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				volume.plane(0, z)[i] = 1 + i % 10;
		return volume;
	}

	private Path image(final String name) throws IOException {
		final Path file = images.resolve(name);
		ImageFile.write(file, volume());
		return file;
	}

	private PredictOptions.Builder options() {
		return PredictOptions.builder().model(results).input(images).output(labels);
	}

	@Test
	void anImageWithNaNIsNamedAndNotBlamedOnTheTraining() throws IOException {
		final Volume broken = volume();
		broken.plane(0, 3)[25] = Float.NaN;
		ImageFile.write(images.resolve("broken.nii"), broken);
		image("sound.nii");
		final PredictResult result = run(options().build());
		assertEquals(1, result.failures().size());
		final String text = result.failures().get(0).problems().toString();
		assertTrue(text.contains("1 voxel that is NaN or infinite, the first at x=5, y=2, z=3"), text);
		assertEquals(images.resolve("broken.nii").toString(), result.failures().get(0).problems().get(0).where());
		assertEquals(1, result.written().size());
	}

	@Test
	void skippedFilesAreListedAndUsedOnesAreNot() throws IOException {
		image("a.nii");
		image("_b.nii");
		for (final String name : List.of("c.gif", "d.nrrd", "e.webp", ".DS_Store", "notes.txt"))
			Files.writeString(images.resolve(name), "x");
		ImageFile.write(images.resolve("pair.hdr"), volume());
		final Path tiff = images.resolve("f.tif");
		Files.copy(Path.of("src/test/resources/tiff/stack.tif"), tiff);
		Files.writeString(images.resolve("f.json"), "{\"spacing\": [1, 1, 1]}");
		run(options().build());
		final String line = log.lines.stream().filter(one -> one.startsWith("Skipped")).findFirst().orElse("");
		for (final String name : List.of("_b.nii", "c.gif", "d.nrrd", "e.webp"))
			assertTrue(line.contains(name), line);
		for (final String name : List.of("pair", "f.json", "f.tif", "DS_Store", "notes", " a.nii"))
			assertFalse(line.contains(name), line);
	}

	@Test
	void aSpacingFarFromTheModelsIsReportedFirst() throws IOException {
		image("near.nii");
		final Volume far = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 15 }), 1);
		for (int z = 0; z < 8; z++)
			far.plane(0, z)[7] = 9;
		ImageFile.write(images.resolve("far.nii"), far);
		run(options().build());
		final List<String> said = log.lines.stream().filter(one -> one.contains("those of the model's images")).toList();
		assertEquals(1, said.size(), said.toString());
		assertTrue(said.get(0).contains("far") && said.get(0).contains("The image's voxels measure 15 mm"), said.get(0));
	}

	private PredictResult run(final PredictOptions options) throws IOException {
		return Predictor.run(options, ModelFolder.open(options.model()), engine, executor, log.again());
	}

	private static void assertThresholded(final Path file) throws IOException {
		final LabelMap map = ImageFile.readLabels(file);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				assertEquals(1 + i % 10 > 5 ? 1 : 0, map.plane(z)[i]);
	}

	/** One truncated file among ten: nine results, one clear line, exit code 1. */
	@Test
	void aBadCaseIsReportedAndTheOthersArePredicted() throws IOException {
		for (int i = 0; i < 10; i++)
			image("case_" + i + ".nii.gz");
		final Path bad = images.resolve("case_4.nii.gz");
		Files.write(bad, Arrays.copyOf(Files.readAllBytes(bad), (int) Files.size(bad) / 2));
		final PredictResult result = run(options().build());
		assertEquals(9, result.written().size());
		assertEquals(1, result.exitCode());
		assertEquals(1, result.failures().size());
		assertEquals("case_4", result.failures().get(0).name());
		assertEquals(bad.toString(), result.failures().get(0).problems().get(0).where());
		assertEquals(1, log.lines.stream().filter(line -> line.startsWith("FAILED case_4: " + bad)).count(), log.lines
			.toString());
		for (int i = 0; i < 10; i++)
			if (i != 4) assertThresholded(labels.resolve("case_" + i + ".nii.gz"));
		assertFalse(Files.exists(labels.resolve("case_4.nii.gz")));
		try (Stream<Path> left = Files.list(labels)) {
			assertEquals(List.of("prediction.json"), left.map(file -> file.getFileName().toString()).filter(name -> !name
				.matches("case_\\d\\.nii\\.gz")).toList());
		}
		assertEquals(engine.made.size(), engine.closed);
	}

	@Test
	void runsWithoutAnExecutor() throws IOException {
		image("a.nii.gz");
		image("b.nii.gz");
		assertEquals(2, Predictor.run(options().build(), ModelFolder.open(results), engine, null, log.again())
			.written().size());
		final ExecutorService closed = Executors.newSingleThreadExecutor();
		closed.shutdown();
		assertEquals(2, Predictor.run(options().overwrite(true).build(), ModelFolder.open(results), engine, closed, log
			.again()).written().size());
		assertThresholded(labels.resolve("b.nii.gz"));
	}

	@Test
	void finishedCasesAreSkipped() throws IOException {
		image("a.nii.gz");
		image("b.nii.gz");
		run(options().build());
		Files.delete(labels.resolve("b.nii.gz"));
		final FileTime old = FileTime.fromMillis(1000);
		Files.setLastModifiedTime(labels.resolve("a.nii.gz"), old);
		final PredictResult again = run(options().build());
		assertEquals(List.of(labels.resolve("b.nii.gz")), again.written());
		assertEquals(List.of(labels.resolve("a.nii.gz")), again.skipped());
		assertEquals(0, again.exitCode());
		assertEquals(old, Files.getLastModifiedTime(labels.resolve("a.nii.gz")));
		final int networks = engine.made.size();
		assertEquals(2, run(options().build()).skipped().size());
		assertEquals(networks, engine.made.size(), "nothing to do, nothing is loaded");
		assertEquals(2, run(options().overwrite(true).build()).written().size());
	}

	@Test
	void anImageThatWasReplacedUnderItsNameIsPredictedAgain() throws IOException {
		final Path a = image("a.nii.gz");
		image("b.nii.gz");
		run(options().build());
		final FileTime before = Files.getLastModifiedTime(a);
		final Volume other = volume();
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				other.plane(0, z)[i] = 10 - i % 10;
		ImageFile.write(a, other);
		// like a copy that keeps its time: older than the result
		Files.setLastModifiedTime(a, FileTime.fromMillis(before.toMillis() - 100_000));
		final PredictResult again = run(options().build());
		assertEquals(List.of(labels.resolve("a.nii.gz")), again.written());
		assertEquals(List.of(labels.resolve("b.nii.gz")), again.skipped());
		assertEquals(1, ImageFile.readLabels(labels.resolve("a.nii.gz")).plane(0)[0]);
		assertEquals(2, run(options().build()).skipped().size());
		Files.setLastModifiedTime(a, FileTime.fromMillis(before.toMillis() + 100_000));
		assertEquals(2, run(options().build()).skipped().size(), "touched, but the same");
	}

	/** Results of earlier versions, which do not name their images, are kept as long as they are newer. */
	@Test
	void resultsOfEarlierVersionsAreJudgedByTheirTime() throws IOException {
		final Path a = image("a.nii.gz");
		run(options().build());
		final Path record = labels.resolve("prediction.json");
		final String text = Files.readString(record);
		Files.writeString(record, text.substring(0, text.indexOf(",\n  \"cases\"")) + "\n}");
		assertEquals(1, run(options().build()).skipped().size());
		Files.writeString(record, text.substring(0, text.indexOf(",\n  \"cases\"")) + "\n}");
		Files.setLastModifiedTime(a, FileTime.fromMillis(System.currentTimeMillis() + 100_000));
		assertEquals(1, run(options().build()).written().size());
	}

	@Test
	void imagesAreNeverReplacedByTheirLabels() throws IOException {
		final Path file = image("a.nii.gz");
		final byte[] before = Files.readAllBytes(file);
		final Path link = Files.createSymbolicLink(folder.resolve("link"), images);
		for (final Path output : List.of(images, link, images.resolve("../images"), link.resolve("."))) {
			final ProblemException e = assertThrows(ProblemException.class, () -> run(options().output(output).overwrite(true)
				.build()), output.toString());
			assertTrue(e.getMessage().contains("results would be mixed with the images"), e.getMessage());
		}
		for (final Path output : List.of(file, link.resolve("a.nii.gz")))
			assertThrows(ProblemException.class, () -> run(options().input(file).output(output).build()), output.toString());
		assertArrayEquals(before, Files.readAllBytes(file));
		assertEquals(0, engine.made.size(), "refused before work");
		assertEquals(1, run(options().input(file).output(images.resolve("sub")).build()).written().size());
	}

	@Test
	void aDatasetKeepsItsLabels() throws IOException {
		final Path raw = Files.createDirectories(folder.resolve("Task"));
		for (final String sub : List.of("imagesTr", "labelsTr", "imagesTs"))
			ImageFile.write(Files.createDirectory(raw.resolve(sub)).resolve("a.nii.gz"), volume());
		Files.writeString(raw.resolve("dataset.json"), "{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": " +
			"\"background\", \"1\": \"x\"}, \"training\": [{\"image\": \"./imagesTr/a.nii.gz\", \"label\": " +
			"\"./labelsTr/a.nii.gz\"}], \"test\": [\"./imagesTs/a.nii.gz\"]}");
		for (final String output : List.of("imagesTr", "labelsTr", "imagesTs"))
			assertThrows(ProblemException.class, () -> run(options().input(raw).part("test").output(raw.resolve(output))
				.overwrite(true).build()), output);
		assertEquals(1, run(options().input(raw).part("test").output(raw.resolve("predictions")).build()).written().size());
	}

	/** Labels by another model do not count as finished. */
	@Test
	void predictionsWithOtherSettingsAreNotMixed() throws IOException {
		image("a.nii.gz");
		run(options().build());
		final ProblemException e = assertThrows(ProblemException.class, () -> run(options().tta(true).build()));
		assertTrue(e.getMessage().contains("overwrite=true"), e.getMessage());
		assertEquals(1, run(options().tta(true).overwrite(true).build()).written().size());
		assertEquals(1, run(options().tta(true).build()).skipped().size());
		// the training was resumed
		Files.setLastModifiedTime(results.resolve("fold_0/checkpoint_best/checkpoint"), FileTime.fromMillis(1_000_000));
		assertThrows(ProblemException.class, () -> run(options().tta(true).build()));
	}

	@Test
	void aSingleImageIsPredictedToAFile() throws IOException {
		final Path file = image("a.nii.gz");
		final Path output = folder.resolve("out.nii");
		final PredictResult result = run(options().input(file).output(output).saveProbabilities("npy").build());
		assertEquals(List.of(output), result.written());
		assertThresholded(output);
		assertTrue(Files.exists(folder.resolve("out_probabilities.npy")));
		engine = ToyEngine.threshold(100);
		assertEquals(List.of(output), run(options().input(file).output(output).build()).written());
		assertEquals(0, ImageFile.readLabels(output).plane(0)[9], "a named file is written anew");
		image("b.nii.gz");
		final ProblemException e = assertThrows(ProblemException.class, () -> run(options().output(output).build()));
		assertTrue(e.getMessage().contains("2 cases"), e.getMessage());
	}

	/** recipe-nvidia.md 7.5: float32, classes x z x y x x; and the same numbers as NIfTI, 8-bit within half a step. */
	@Test
	void probabilitiesAreSavedInThreeFormats() throws IOException {
		image("a.nii.gz");
		run(options().saveProbabilities("npy").build());
		run(options().saveProbabilities("float").build());
		final NpyFile npy = NpyFile.open(labels.resolve("probabilities/a.npy"));
		assertArrayEquals(new long[] { 2, 8, 9, 10 }, npy.shape());
		final float[] values = new float[2 * 720];
		PrimitiveBlocks.of(npy.floats(values.length)).copy(new int[1], values, new int[] { values.length });
		final Volume floats = ImageFile.read(labels.resolve("probabilities/a.nii.gz"));
		run(options().saveProbabilities("byte").overwrite(true).build());
		final Volume bytes = ImageFile.read(labels.resolve("probabilities/a.nii.gz"));
		for (int output = 0; output < 2; output++)
			for (int z = 0; z < 8; z++)
				for (int i = 0; i < 90; i++) {
					final double logit = 2 * (5 - (1 + i % 10)) * (output == 0 ? 1 : -1);
					final double p = 1 / (1 + Math.exp(-logit));
					assertEquals(p, values[(output * 8 + z) * 90 + i], 1e-5);
					assertEquals(p, floats.plane(output, z)[i], 1e-5);
					assertEquals(p, bytes.plane(output, z)[i], 0.5 / 255 + 1e-5);
				}
	}

	@Test
	void uncertaintyNeedsSeveralFolds() throws IOException {
		image("a.nii.gz");
		assertTrue(assertThrows(ProblemException.class, () -> run(options().uncertainty(true).build())).getMessage()
			.contains("only one fold"));
		ToyEngine.fold(results, "1", PLAN, "last");
		run(options().uncertainty(true).build());
		final Volume map = ImageFile.read(labels.resolve("uncertainty/a.nii.gz"));
		assertEquals(0, map.plane(0, 3)[5], 1e-6, "two equal folds agree");
	}

	@Test
	void foldsAndCheckpointsAreChosen() throws IOException {
		image("a.nii.gz");
		ToyEngine.fold(results, "1", PLAN, "last");
		ToyEngine.fold(results, "2", PLAN, "best", "last");
		run(options().build());
		assertEquals(List.of("checkpoint_best", "checkpoint_last", "checkpoint_best"), restored());
		engine.made.clear();
		run(options().folds("0, 2").checkpoint("last").overwrite(true).build());
		assertEquals(List.of("checkpoint_last", "checkpoint_last"), restored());
		engine.made.clear();
		run(options().preset("fast").overwrite(true).build());
		assertEquals(List.of("checkpoint_best"), restored());
		assertThrows(ProblemException.class, () -> run(options().checkpoint("best").overwrite(true).build()));
		assertThrows(ProblemException.class, () -> run(options().folds("7").overwrite(true).build()));
	}

	/** 8 x 9 x 10 voxels, windows of 6: 2 x 2 x 3 with an overlap of a half; skipped and broken cases do not count. */
	@Test
	void theEngineIsToldWhatAndHowMuchEachNetworkWillPredict() throws IOException {
		image("a.nii.gz");
		ToyEngine.fold(results, "1", PLAN, "best", "last");
		run(options().build());
		assertEquals(12 * 216, engine.expected);
		assertEquals(List.of(PLAN.patch(), PLAN.patch()), engine.windows, "the windows of both networks");
		image("b.nii.gz");
		image("c.nii.gz");
		Files.writeString(images.resolve("d.nii.gz"), "no image");
		run(options().build());
		assertEquals(2 * 12 * 216, engine.expected);
		run(options().tta(true).overwrite(true).build());
		assertEquals(8 * 3 * 12 * 216, engine.expected);
	}

	private List<String> restored() {
		return engine.made.stream().map(network -> network.restored.getFileName().toString()).toList();
	}

	/** recipe-nvidia.md Q6: an incomplete checkpoint is an error, and nothing stays open. */
	@Test
	void damagedCheckpointIsAnError() throws IOException {
		image("a.nii.gz");
		Files.writeString(results.resolve("fold_0/checkpoint_best/checkpoint"), "");
		assertThrows(IOException.class, () -> run(options().build()));
		assertEquals(engine.made.size(), engine.closed);
		assertFalse(Files.exists(labels.resolve("a.nii.gz")));
	}

	@Test
	void configurationsAreAveraged() throws IOException {
		image("a.nii.gz");
		final Path other = folder.resolve("results_2d");
		final Plan flat = ToyNetwork.plan("nvidia", 2, 2, 6, 6);
		ToyEngine.fold(other, "0", flat, "best");
		run(options().ensemble(List.of(other)).build());
		assertEquals(List.of(3, 2), engine.made.stream().map(network -> network.spec().dimensions()).toList());
		assertThresholded(labels.resolve("a.nii.gz"));
		ToyEngine.fold(folder.resolve("results_x"), "0", ToyNetwork.plan("nvidia", 3, 1, 6, 6, 6), "best");
		assertTrue(assertThrows(ProblemException.class, () -> run(options().ensemble(List.of(folder.resolve("results_x")))
			.overwrite(true).build())).getMessage().contains("labels or channels that differ"));
	}

	/** Each fold has windows of its own patches. */
	@Test
	void foldsOfDifferentPatchesAreAveraged() throws IOException {
		image("a.nii.gz");
		ToyEngine.fold(results, "1", PLAN.withPatch(List.of(4, 4, 4)), "best");
		run(options().build());
		assertEquals(List.of("[6, 6, 6]", "[4, 4, 4]"), engine.made.stream().map(network -> Arrays.toString(
			network.lastSize)).toList());
		assertThresholded(labels.resolve("a.nii.gz"));
		assertTrue(assertThrows(ProblemException.class, () -> run(options().uncertainty(true).overwrite(true).build()))
			.getMessage().contains("with patches of [4, 4, 4]"), "their disagreement would be left out");
		engine.made.clear();
		run(options().preset("fast").overwrite(true).build());
		assertEquals(1, engine.made.size());
	}

	/** Two parts of values above the threshold: the larger one is kept. */
	@Test
	void postProcessingIsApplied() throws IOException {
		final Volume volume = volume();
		for (int z = 0; z < 8; z++)
			for (int y = 0; y < 9; y++)
				volume.plane(0, z)[y * 10 + 1] = 9;
		ImageFile.write(images.resolve("a.nii.gz"), volume);
		run(options().build());
		assertEquals(1, ImageFile.readLabels(labels.resolve("a.nii.gz")).plane(3)[1]);
		final Path rules = folder.resolve("postprocessing.json");
		PostProcessing.of(PostProcessing.Rule.foreground()).write(rules);
		run(options().postProcessing(rules).overwrite(true).build());
		assertThresholded(labels.resolve("a.nii.gz"));
	}

	@Test
	void cancelKeepsFinishedCases() throws IOException {
		for (int i = 0; i < 4; i++)
			image("case_" + i + ".nii.gz");
		engine = new ToyEngine(spec -> new ToyNetwork(spec, (input, base, voxels, size, logits, out) -> {
			// the second case begins when the first one's windows are done
			if (log.fractions.stream().anyMatch(fraction -> fraction > 0.3)) stopped = true;
		}));
		assertThrows(CancellationException.class, () -> run(options().build()));
		assertTrue(Files.exists(labels.resolve("case_0.nii.gz")));
		assertFalse(Files.exists(labels.resolve("case_3.nii.gz")));
		assertEquals(engine.made.size(), engine.closed);
	}

	@Test
	void progressGrowsToTheEnd() throws IOException {
		image("a.nii.gz");
		image("b.nii.gz");
		run(options().build());
		for (int i = 1; i < log.fractions.size(); i++)
			assertTrue(log.fractions.get(i) >= log.fractions.get(i - 1) - 1e-9);
		assertEquals(1, log.fractions.get(log.fractions.size() - 1), 1e-9);
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith("2 cases with at most 24 windows")), log.lines
			.toString());
	}

	/** An image in memory, without input and output. */
	@Test
	void anImageInMemoryIsPredicted() throws IOException {
		final PredictOptions options = PredictOptions.builder().model(results).build();
		assertEquals(List.of(), options.validateModel());
		assertEquals(2, options.validate().size());
		final Volume volume = volume();
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(results), List.of(volume.geometry()),
			engine, executor, log.again()))
		{
			final LabelMap map = predictor.predict(volume, log.again());
			assertArrayEquals(new short[] { 0, 0, 0, 0, 0, 1, 1, 1, 1, 1 }, Arrays.copyOf(map.plane(4), 10));
			assertEquals(volume.geometry(), map.geometry());
		}
		assertEquals(1, engine.closed);
		assertThrows(ProblemException.class, () -> Predictor.open(PredictOptions.builder().model(results).overlap(2)
			.build(), ModelFolder.open(results), List.of(volume.geometry()), engine, executor, log.again()));
	}

	@Test
	void wrongOptionsAreAllListed() {
		final PredictOptions wrong = PredictOptions.builder().overlap(1.5).blend("x").preset("y").checkpoint("z").device(
			"tpu").folds("a").saveProbabilities("w").part("v").threads(-1).build();
		assertEquals(12, wrong.validate().size(), wrong.validate().toString());
		assertEquals(List.of(), options().build().validate());
		assertEquals(0.25, options().preset("fast").build().windows().effectiveOverlap());
		assertEquals(0.5, options().build().windows().effectiveOverlap());
		assertEquals(0, options().overlap(0).build().windows().effectiveOverlap());
		assertTrue(options().preset("accurate").build().windows().effectiveFlips());
		assertFalse(options().build().windows().effectiveFlips());
	}

	/** A model that was trained on masks of 0 and 255 predicts masks of 0 and 255. */
	@Test
	void labelsHaveTheNumbersOfTheTrainingFiles() throws IOException {
		final Labels masks = new Labels(List.of("background", "foreground"), List.of(), -1, List.of(0, 255));
		ToyEngine.fold(results, "0", new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), PLAN.configuration(), PLAN
			.channels(), masks, PLAN.transpose(), PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN.batchSize(), PLAN
				.network(), PLAN.normalization(), PLAN.batchDice(), PLAN.previous(), PLAN.reasons()), "best");
		image("q.nii.gz");
		run(options().build());
		final LabelMap map = ImageFile.readLabels(labels.resolve("q.nii.gz"));
		final Volume volume = volume();
		final Predictor predictor = Predictor.open(options().build(), ModelFolder.open(results), List.of(volume.geometry()),
			engine, executor, log.again());
		final LabelMap direct = predictor.predict(volume, log.again());
		int foreground = 0;
		for (int z = 0; z < 8; z++) {
			assertArrayEquals(map.plane(z), direct.plane(z));
			for (final short value : map.plane(z)) {
				assertTrue(value == 0 || value == 255, "value " + value);
				if (value == 255) foreground++;
			}
		}
		assertTrue(foreground > 0 && foreground < 720, foreground + " of 720 voxels");
	}
}
