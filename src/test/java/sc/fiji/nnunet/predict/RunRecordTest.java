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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** What a second run knows of the first one: the files that went into it, and which cases it finished. */
class RunRecordTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private Path images;
	private Path labels;
	private Path record;
	private final Recorded log = new Recorded();

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = folder.resolve("labels");
		record = labels.resolve("prediction.json");
		ToyEngine.fold(folder.resolve("results_3d"), "0", PLAN, "best");
	}

	private void write(final String name, final boolean reversed) throws IOException {
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				volume.plane(0, z)[i] = reversed ? 10 - i % 10 : 1 + i % 10;
		ImageFile.write(images.resolve(name), volume);
	}

	private PredictOptions.Builder options() {
		return PredictOptions.builder().model(folder.resolve("results_3d")).input(images).output(labels);
	}

	private PredictResult run(final PredictOptions.Builder options) throws IOException {
		return run(options, ToyEngine.threshold(5));
	}

	private PredictResult run(final PredictOptions.Builder builder, final ToyEngine engine) throws IOException {
		final PredictOptions options = builder.build();
		return Predictor.run(options, ModelFolder.open(options.model()), engine, null, log.again());
	}

	@Test
	void rulesThatWereEditedAreOtherSettings() throws IOException {
		write("a.nii.gz", false);
		final Path rules = folder.resolve("postprocessing.json");
		PostProcessing.of(PostProcessing.Rule.foreground()).write(rules);
		assertEquals(1, run(options().postProcessing(rules)).written().size());
		Files.setLastModifiedTime(rules, FileTime.fromMillis(System.currentTimeMillis() + 100_000));
		assertEquals(1, run(options().postProcessing(rules)).skipped().size(), "touched, but the same");
		PostProcessing.of().write(rules);
		final String message = assertThrows(ProblemException.class, () -> run(options().postProcessing(rules))).getMessage();
		assertTrue(message.contains("post processing content") && message.contains("overwrite=true"), message);
		assertEquals(1, run(options().postProcessing(rules).overwrite(true)).written().size());
		assertEquals(1, run(options().postProcessing(rules)).skipped().size());
	}

	/** Their records name only the file of the rules. */
	@Test
	void rulesOfEarlierVersionsAreJudgedByTheirTime() throws IOException {
		write("a.nii.gz", false);
		final Path rules = folder.resolve("postprocessing.json");
		PostProcessing.of(PostProcessing.Rule.foreground()).write(rules);
		run(options().postProcessing(rules));
		final String text = Files.readString(record);
		final String old = text.replaceAll("\\n *\"postProcessingContent\": [^\\n]*", "");
		assertFalse(old.equals(text));
		Files.writeString(record, old);
		assertEquals(1, run(options().postProcessing(rules)).skipped().size());
		Files.setLastModifiedTime(rules, FileTime.fromMillis(System.currentTimeMillis() + 100_000));
		assertThrows(ProblemException.class, () -> run(options().postProcessing(rules)));
	}

	/** The voxels of a pair are in the file beside its header. */
	@Test
	void aFileThatIsReadWithAnImageCountsToo() throws IOException {
		write("a.hdr", false);
		assertEquals(1, run(options()).written().size());
		assertEquals(1, run(options()).skipped().size());
		write("a.hdr", true);
		assertEquals(1, run(options()).written().size());
		assertEquals(1, ImageFile.readLabels(labels.resolve("a.nii.gz")).plane(0)[0]);
	}

	@Test
	void whatWasNotFinishedIsNotSaidToHaveChanged() throws IOException {
		write("a.nii.gz", false);
		write("b.nii.gz", false);
		run(options());
		// as an overwrite that was interrupted leaves it
		assertEquals(2, run(options().overwrite(true), ToyEngine.failing(new IllegalStateException("stop"))).failures()
			.size());
		log.lines.clear();
		assertEquals(2, run(options()).written().size());
		assertEquals(2, log.lines.stream().filter(line -> line.contains("is not among the results that prediction.json"))
			.count(), log.lines.toString());
		assertTrue(log.lines.stream().noneMatch(line -> line.contains("has changed")), log.lines.toString());
		log.lines.clear();
		write("b.nii.gz", true);
		assertEquals(1, run(options()).written().size());
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith(images.resolve("b.nii.gz") +
			" has changed since case b was predicted")), log.lines.toString());
	}

	/** The probabilities that are asked for are missing, but the labels are another model's. */
	@Test
	void labelsOfAnotherModelAreNotReplacedUnasked() throws IOException {
		write("a.nii.gz", false);
		run(options());
		assertThrows(ProblemException.class, () -> run(options().tta(true).saveProbabilities("float")));
	}

	/** One process must not bring back what another one has recorded anew or forgotten. */
	@Test
	void whatOtherProcessesHaveStoredCounts() throws IOException {
		final Case one = new Case("one", List.of(), null);
		final Case two = new Case("two", List.of(), null);
		final List<FileIdentity> before = List.of(new FileIdentity(1, 1, "00000001"));
		final List<FileIdentity> now = List.of(new FileIdentity(2, 2, "00000002"));
		final PredictOptions options = options().build();
		final List<ModelFolder> models = List.of(ModelFolder.open(options.model()));
		final RunRecord mine = RunRecord.of(options, models).with(List.of());
		mine.add(one, before);
		mine.join(labels, "one", log);
		final RunRecord other = RunRecord.of(options, models).with(List.of());
		other.join(labels, null, log);
		assertEquals(Set.of("one"), other.cases().keySet());
		mine.add(one, now, List.of(Extra.UNCERTAINTY));
		mine.join(labels, "one", log);
		other.add(two, now);
		other.join(labels, "two", log);
		assertEquals(Map.of("one", now, "two", now), mine.stored(labels, log).cases());
		assertEquals(List.of(Extra.UNCERTAINTY), mine.stored(labels, log).extras(one));
		mine.forget(one);
		mine.join(labels, "one", log);
		other.add(two, before);
		other.join(labels, "two", log);
		assertEquals(Map.of("two", before), mine.stored(labels, log).cases());
		assertEquals(List.of(), mine.stored(labels, log).extras(one));
	}

	/** Earlier versions weighted them otherwise, and their records do not say so. */
	@Test
	void foldsOfDifferentPatchesAreNotAveragedInTwoWays() throws IOException {
		write("a.nii.gz", false);
		run(options());
		assertTrue(Files.readString(record).contains("\"blend\": \"gaussian\""), "other records stay valid");
		ToyEngine.fold(folder.resolve("results_3d"), "1", PLAN.withPatch(List.of(4, 4, 4)), "best");
		run(options().overwrite(true));
		assertEquals(1, run(options()).skipped().size());
		final String text = Files.readString(record);
		final String old = text.replace("gaussian with folds that count alike", "gaussian");
		assertFalse(old.equals(text));
		Files.writeString(record, old);
		final String message = assertThrows(ProblemException.class, () -> run(options())).getMessage();
		assertTrue(message.contains("blend gaussian, now gaussian with folds"), message);
		assertTrue(message.contains("overwrite=true"), message);
	}

	/** It is not missing. */
	@Test
	void aSpacingThatWasDamagedHasChanged() throws IOException {
		write("a.tif", false);
		final Path json = Files.writeString(images.resolve("a.json"), "{\"spacing\": [1, 1, 1]}");
		assertEquals(1, run(options()).written().size());
		assertEquals(1, run(options()).skipped().size());
		Files.writeString(json, "{\"spacing\": [1, 1");
		final PredictResult damaged = run(options());
		assertTrue(log.lines.contains(json + " has changed since case a was predicted: it is predicted again."), log.lines
			.toString());
		assertEquals(json.toString(), damaged.failures().get(0).problems().get(0).where());
	}

	/** Without the record, its labels would be refused. */
	@Test
	void aDamagedRecordIsNotToBeDeleted() throws IOException {
		write("a.nii.gz", false);
		run(options());
		Files.writeString(record, "{");
		final String message = assertThrows(ProblemException.class, () -> run(options())).getMessage();
		assertTrue(message.contains("Give overwrite=true, or another output folder."), message);
		assertEquals(1, run(options().overwrite(true)).written().size());
		assertEquals(1, run(options()).skipped().size());
	}

	/** Such as masks that somebody drew: nothing says that the model has predicted them. */
	@Test
	void labelsThatNobodyKnowsAreNotTakenForPredictions() throws IOException {
		write("a.nii.gz", false);
		run(options());
		Files.delete(record);
		final String message = assertThrows(ProblemException.class, () -> run(options())).getMessage();
		assertTrue(message.contains("holds 1 label files") && message.contains("overwrite=true"), message);
		assertEquals(1, run(options().overwrite(true)).written().size());
		assertEquals(1, run(options()).skipped().size());
	}
}
