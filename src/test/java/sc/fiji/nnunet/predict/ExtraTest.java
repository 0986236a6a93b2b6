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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * Probabilities and maps of uncertainty belong to the labels beside them, and have the form that is asked for. Of model a
 * the threshold is 5, of model b 3; the probability is that of class 1 in a voxel of value 4, where the image is not
 * replaced by one with the value 7 there.
 */
class ExtraTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private Path image;
	private Path labels;
	private Path probabilities;
	private Path uncertainty;
	private Path record;
	private final Recorded log = new Recorded();

	@BeforeEach
	void prepare() throws IOException {
		image = Files.createDirectory(folder.resolve("images")).resolve("case.nii.gz");
		labels = folder.resolve("labels");
		probabilities = labels.resolve("probabilities/case.nii.gz");
		uncertainty = labels.resolve("uncertainty/case.nii.gz");
		record = labels.resolve("prediction.json");
		for (final String model : List.of("a", "b"))
			for (final String fold : List.of("0", "1"))
				ToyEngine.fold(folder.resolve("results_" + model), fold, PLAN, "best");
		write(false);
	}

	private void write(final boolean reversed) throws IOException {
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				volume.plane(0, z)[i] = reversed ? 10 - i % 10 : 1 + i % 10;
		ImageFile.write(image, volume);
	}

	private PredictOptions.Builder options(final String model) {
		return PredictOptions.builder().model(folder.resolve("results_" + model)).input(image.getParent()).output(labels);
	}

	private PredictResult run(final PredictOptions.Builder builder) throws IOException {
		final PredictOptions options = builder.build();
		return Predictor.run(options, ModelFolder.open(options.model()), ToyEngine.threshold(options.model().endsWith(
			"results_a") ? 5 : 3), null, log.again());
	}

	private void assertPredicts(final PredictOptions.Builder options) throws IOException {
		final PredictResult result = run(options);
		assertEquals(List.of(labels.resolve("case.nii.gz")), result.written());
		assertEquals(List.of(), result.failures());
	}

	private void assertSkips(final PredictOptions.Builder options) throws IOException {
		assertEquals(1, run(options).skipped().size());
	}

	private void assertProbability(final double expected) throws IOException {
		assertEquals(expected, ImageFile.read(probabilities).plane(1, 4)[3], 1e-5);
	}

	private static double sigmoid(final double x) {
		return 1 / (1 + Math.exp(-x));
	}

	@Test
	void thoseOfAnotherModelDoNotStay() throws IOException {
		assertPredicts(options("a").saveProbabilities("float"));
		assertProbability(sigmoid(-2));
		assertPredicts(options("b").overwrite(true));
		assertFalse(Files.exists(probabilities));
		assertPredicts(options("b").saveProbabilities("float"));
		assertProbability(sigmoid(2));
		assertSkips(options("b").saveProbabilities("float"));
	}

	@Test
	void thoseOfAnotherImageDoNotStay() throws IOException {
		assertPredicts(options("a").saveProbabilities("npy").uncertainty(true));
		final Path npy = labels.resolve("probabilities/case.npy");
		assertTrue(Files.exists(npy) && Files.exists(uncertainty));
		write(true);
		assertPredicts(options("a"));
		assertFalse(Files.exists(npy) || Files.exists(uncertainty));
		assertPredicts(options("a").saveProbabilities("float"));
		assertProbability(sigmoid(4));
	}

	/** 8 bits and floats have the same name. */
	@Test
	void theFormIsTheOneThatIsAskedFor() throws IOException {
		final double rounded = Math.round(255 * sigmoid(-2)) / 255.0;
		assertPredicts(options("a").saveProbabilities("byte"));
		assertProbability(rounded);
		assertPredicts(options("a").saveProbabilities("float"));
		assertProbability(sigmoid(-2));
		assertPredicts(options("a").saveProbabilities("byte"));
		assertProbability(rounded);
		assertSkips(options("a").saveProbabilities("byte"));
		assertSkips(options("a"));
	}

	@Test
	void whatWasMadeOfTheSameImageStays() throws IOException {
		assertPredicts(options("a").uncertainty(true));
		assertPredicts(options("a").saveProbabilities("float"));
		assertTrue(Files.exists(uncertainty));
		assertSkips(options("a").saveProbabilities("float").uncertainty(true));
	}

	/** Their records do not say what was written beside the labels. */
	@Test
	void thoseOfEarlierVersionsAreWrittenAgain() throws IOException {
		assertPredicts(options("a").saveProbabilities("float"));
		final String text = Files.readString(record);
		Files.writeString(record, text.substring(0, text.indexOf(",\n  \"extras\"")) + "\n}");
		assertSkips(options("a"));
		log.lines.clear();
		assertPredicts(options("a").saveProbabilities("float"));
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith(
			"What is wanted beside the labels of case case (probabilities) is not known to belong to them")), log.lines
				.toString());
		assertSkips(options("a").saveProbabilities("float"));
	}

	/** A folder is where a file should be, so writing ends halfway, as if the process were killed. */
	@Test
	void aCaseIsNotFinishedWhileItsFilesAreReplaced() throws IOException {
		assertPredicts(options("a").saveProbabilities("float"));
		assertTrue(Files.readString(record).contains("\"case\""));
		final Path obstacle = Files.createDirectories(labels.resolve("probabilities/case.npy/x"));
		assertEquals(1, run(options("a").saveProbabilities("npy")).failures().size());
		assertFalse(Files.readString(record).contains("\"case\""));
		Files.delete(obstacle);
		Files.delete(obstacle.getParent());
		assertPredicts(options("a").saveProbabilities("float"));
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith(labels.resolve("case.nii.gz") + " is not among")), log
			.lines.toString());
	}

	@Test
	void besideASingleFileOnlyThoseThatAreWrittenAreReplaced() throws IOException {
		final Path output = folder.resolve("out.nii.gz");
		final Path beside = folder.resolve("out_probabilities.nii.gz");
		run(options("a").input(image).output(output).saveProbabilities("float"));
		assertTrue(Files.exists(beside));
		final Path own = Files.writeString(folder.resolve("out_uncertainty.nii.gz"), "somebody's");
		final byte[] before = Files.readAllBytes(beside);
		run(options("b").input(image).output(output));
		assertArrayEquals(before, Files.readAllBytes(beside));
		assertEquals("somebody's", Files.readString(own));
		for (final Path file : List.of(beside, own))
			assertTrue(log.lines.stream().anyMatch(line -> line.startsWith(file +
				" beside out.nii.gz is of an earlier prediction")), log.lines.toString());
		log.lines.clear();
		run(options("b").input(image).output(output).saveProbabilities("float"));
		assertFalse(Arrays.equals(before, Files.readAllBytes(beside)));
		assertTrue(log.lines.stream().noneMatch(line -> line.startsWith(beside + " beside")), log.lines.toString());
	}
}
