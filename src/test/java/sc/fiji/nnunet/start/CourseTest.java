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
package sc.fiji.nnunet.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.start.Stage.State;
import sc.fiji.nnunet.start.Stage.Status;

/** Where the way from images to a segmented image stands, as the files on disk tell. */
class CourseTest {

	/** Of one held-out case; with further members. */
	private static final String SUMMARY = "{\"mean\": {\"1\": {\"Dice\": 0.8544}}, \"metric_per_case\": [{" +
		"\"prediction_file\": \"a.nii.gz\", \"reference_file\": \"a.nii.gz\", \"metrics\": {\"1\": {\"Dice\": 0.8544}}}]%s}";

	@TempDir
	Path folder;

	private Path raw;
	private Path out;

	@BeforeEach
	void makeDataset() throws IOException {
		raw = folder.resolve("raw data/Task99_Tiny");
		out = folder.resolve("out");
		new Phantom(5, 1, 5).write(raw, Progress.none());
		// NB: files that are seconds old, so that reports are newer on every file system
		age(raw, 60);
	}

	private static void age(final Path folder, final int seconds) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.toList())
				Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
		}
	}

	private StartChoices choices(final String configuration, final String image) {
		return new StartChoices(raw, out, configuration, 0.5, "cpu", 1, image, null);
	}

	private Course course() throws IOException {
		return Course.of(choices("", null));
	}

	private static Status[] statuses(final Course course) {
		return course.states().stream().map(State::status).toArray(Status[]::new);
	}

	private static String text(final Course course, final Stage stage) {
		return String.join("\n", course.state(stage).sentences());
	}

	private static List<String> lines(final Course course, final Stage stage) {
		return course.state(stage).lines().stream().map(MacroLine::toString).toList();
	}

	/** Runs the lines of a stage as the window does. */
	private static String run(final Course course, final Stage stage) throws InterruptedException {
		assertTrue(course.state(stage).isRunnable(), stage + " cannot be run");
		final List<String> ended = new ArrayList<>();
		new StageRun(course.state(stage).lines(), new Recorded(), ended::add).start().join();
		assertEquals(1, ended.size());
		return ended.get(0);
	}

	@Test
	void aKnownNetworkSegmentsWithoutAnyDataset() throws IOException {
		final Path model = folder.resolve("other/results_3d/fold_0");
		final Course course = Course.of(new StartChoices(null, null, "", 1, "cpu", 0, "brain.tif", model));
		assertEquals(List.of("run(\"nnU-Net Predict Image\", \"image=brain.tif model=" + model + "\");"), lines(course,
			Stage.PREDICT));
	}

	@Test
	void firstSomebodyHasToChooseAFolder() throws IOException {
		final Course course = Course.of(StartChoices.of(null, null));
		assertEquals(List.of(Status.BLOCKED, Status.BLOCKED, Status.BLOCKED, Status.BLOCKED), List.of(statuses(course)));
		assertEquals("Choose the folder of your images and labels.", text(course, Stage.LOOK));
		assertEquals(Stage.LOOK, course.next());
		assertFalse(course.state(Stage.LOOK).isRunnable());
	}

	@Test
	void aFolderWithoutADatasetIsExplained() throws IOException {
		final Course course = Course.of(StartChoices.of(Files.createDirectory(folder.resolve("empty")), null));
		assertEquals(Status.BLOCKED, course.state(Stage.LOOK).status());
		assertTrue(text(course, Stage.LOOK).contains("This is not a dataset"), text(course, Stage.LOOK));
		assertTrue(text(Course.of(StartChoices.of(folder.resolve("none"), null)), Stage.LOOK).contains("no such folder"));
	}

	@Test
	void resultsLieBesideTheDatasetIfNobodySaysWhere() {
		assertEquals(folder.toAbsolutePath().resolve("raw data/nnunet"), StartChoices.of(raw, null).results());
	}

	@Test
	void eachStageRunsTheLinesItShowsAndLeadsToTheNext() throws Exception {
		final Course first = course();
		assertEquals(List.of(Status.READY, Status.BLOCKED, Status.BLOCKED, Status.BLOCKED), List.of(statuses(first)));
		assertTrue(text(first, Stage.LOOK).startsWith("Task99_Tiny: 5 labelled cases and 1 test case; channel "), text(
			first, Stage.LOOK));
		assertEquals(List.of("run(\"nnU-Net Check Dataset\", \"dataset=[" + raw + "] report=" + out +
			"/Task99_Tiny/check.json\");", "run(\"nnU-Net Plan\", \"dataset=[" + raw + "] output=" + out + "\");"), lines(
				first, Stage.LOOK));
		assertEquals("", run(first, Stage.LOOK));

		final Course looked = course();
		assertEquals(List.of(Status.DONE, Status.READY, Status.BLOCKED, Status.BLOCKED), List.of(statuses(looked)));
		assertTrue(text(looked, Stage.LOOK).contains(
			"Nothing is wrong with any of the files.\nPlan 3d, recipe nvidia: patches of "), text(looked, Stage.LOOK));
		assertTrue(looked.configurations().contains("2d"));
		assertEquals("3d", looked.configuration());
		assertEquals("", run(looked, Stage.PREPARE));

		final Course prepared = course();
		assertEquals(List.of(Status.DONE, Status.DONE, Status.READY, Status.BLOCKED), List.of(statuses(prepared)));
		assertEquals(Stage.TRAIN, prepared.next());
		assertEquals(List.of("run(\"nnU-Net Train\", \"data=" + out +
			"/Task99_Tiny configuration=3d fold=1 minutes=0.5 preset=cpu\");"), lines(prepared, Stage.TRAIN));
		assertEquals("4 cases to learn from, 1 held out to test it. A training that is cancelled or dies goes on later.",
			text(prepared, Stage.TRAIN));
		assertEquals(1, prepared.state(Stage.LOOK).lines().size(), "prepared cases keep the plan they were prepared by");
		assertEquals(Status.READY, Course.of(choices("2d", null)).state(Stage.PREPARE).status(), "2d is not prepared");
	}

	@Test
	void aTrainingIsTakenUpAndItsNetworkSegmentsTheOpenImage() throws Exception {
		run(course(), Stage.LOOK);
		run(course(), Stage.PREPARE);
		final Path fold = out.resolve("Task99_Tiny/results_3d/fold_1");
		Files.createDirectories(fold.resolve("checkpoint_last/1"));
		assertEquals(Status.READY, course().state(Stage.TRAIN).status(), "killed while it wrote the first checkpoint");
		Files.createFile(fold.resolve("checkpoint_last/checkpoint"));
		assertEquals("Trained for less than an epoch; not to the end, or not tested yet. It goes on there.", text(course(),
			Stage.TRAIN));
		Files.writeString(fold.resolve("log.jsonl"),
			"{\"elapsedtime\":1,\"type\":\"LOG\",\"step\":64,\"data\":{\"epoch\":1,\"seconds\":90.2}}\n");
		final Course begun = course();
		assertEquals(Status.BEGUN, begun.state(Stage.TRAIN).status());
		assertEquals("Trained for 64 steps in 90 s; not to the end, or not tested yet. It goes on there.", text(begun,
			Stage.TRAIN));
		assertEquals(Status.BLOCKED, begun.state(Stage.PREDICT).status());
		assertTrue(text(begun, Stage.PREDICT).contains("Open the image"), text(begun, Stage.PREDICT));
		final Course image = Course.of(choices("", "my brain.nii.gz"));
		assertEquals(List.of("run(\"nnU-Net Predict Image\", \"image=[my brain.nii.gz] model=" + fold + "\");"), lines(
			image, Stage.PREDICT));
		assertEquals(Status.BLOCKED, Course.of(new StartChoices(raw, out, "", 1, "cpu", 0, "x", null)).state(Stage.PREDICT)
			.status(), "fold 0 was not trained");

		Files.writeString(fold.resolve("summary.json"), String.format(SUMMARY, ""));
		final Course done = course();
		assertEquals(Status.DONE, done.state(Stage.TRAIN).status());
		assertTrue(text(done, Stage.TRAIN).startsWith(
			"Trained for 64 steps in 90 s; mean Dice of the held-out cases 0.854."), text(done, Stage.TRAIN));
		assertEquals(Stage.PREDICT, done.next());
		Files.writeString(fold.resolve("summary.json"), String.format(SUMMARY, ", \"annotated_voxels_only\": true, " +
			"\"predicted_foreground_voxels\": 5, \"predicted_foreground_far_from_annotations\": 0"));
		assertTrue(text(course(), Stage.TRAIN).startsWith(
			"Trained for 64 steps in 90 s; mean Dice of the held-out cases on annotated voxels only 0.854."), text(course(),
				Stage.TRAIN));
		Files.delete(fold.resolve("log.jsonl"));
		Selection.of(64, Selection.Weights.LAST, Selection.Choice.NOTHING, 0.8, 0.8, 0.8).write(fold);
		assertTrue(text(course(), Stage.TRAIN).startsWith("Trained for 64 steps; "), text(course(), Stage.TRAIN));
		Files.setLastModifiedTime(fold.resolve("checkpoint_last"), FileTime.from(Instant.now().plusSeconds(60)));
		assertEquals(Status.BEGUN, course().state(Stage.TRAIN).status(), "trained on, and stopped before the test");
		Files.setLastModifiedTime(fold.resolve("checkpoint_last"), FileTime.from(Instant.now().minusSeconds(60)));
		Files.writeString(fold.resolve("summary.json"), "{\"foreground_mean\":");
		assertEquals(Status.BLOCKED, course().state(Stage.TRAIN).status());
		assertTrue(text(course(), Stage.TRAIN).contains("summary.json: is not a summary") && text(course(), Stage.TRAIN)
			.endsWith("Delete it and train on."), text(course(), Stage.TRAIN));
		Files.write(fold.resolve("summary.json"), new byte[] { (byte) 0xff, 0 });
		assertTrue(text(course(), Stage.TRAIN).endsWith("Delete it and train on."), text(course(), Stage.TRAIN));
	}

	/** The plans are of a patch that sees little of an image, as somebody made them with choices of his own. */
	@Test
	void aCascadeIsOfferedWhereItIsPlannedAndItsFirstStageComesFirst() throws Exception {
		run(course(), Stage.LOOK);
		assertEquals("", run(course(), Stage.PREPARE));
		assertFalse(course().configurations().contains("3d_cascade"), "nothing of the kind is planned");
		final Path data = out.resolve("Task99_Tiny");
		for (final String stage : List.of("3d_lowres", "3d_cascade")) {
			final JsonObject plan = JsonFile.read(data.resolve("plan_3d.json"), JsonObject.class, "a plan", "");
			plan.addProperty("configuration", stage);
			if (stage.equals("3d_cascade")) plan.addProperty("previous", "3d_lowres");
			plan.addProperty("recipe", "nnunet");
			JsonFile.write(data.resolve("plan_" + stage + ".json"), plan);
		}
		assertEquals(List.of("3d", "2d", "3d_lowres", "3d_cascade"), course().configurations());
		final Course chosen = Course.of(choices("3d_cascade", null));
		assertEquals(Status.READY, chosen.state(Stage.PREPARE).status(), "only the full resolution is prepared");
		assertEquals(List.of(line(data, "Preprocess", "3d_lowres"), line(data, "Preprocess", "3d_cascade")), lines(chosen,
			Stage.PREPARE));

		copy(data.resolve("preprocessed_3d"), data.resolve("preprocessed_3d_lowres"));
		final Course prepared = Course.of(choices("3d_cascade", null));
		assertEquals(Status.DONE, prepared.state(Stage.PREPARE).status());
		assertEquals(Status.READY, prepared.state(Stage.TRAIN).status());
		assertEquals(6, lines(prepared, Stage.TRAIN).size());
		assertTrue(text(prepared, Stage.TRAIN).contains("3d_lowres is trained on folds 0, 1, 2, 3, 4"), text(prepared,
			Stage.TRAIN));

		for (final int fold : new int[] { 0, 1, 2, 4 })
			Files.createFile(Files.createDirectories(data.resolve("results_3d_lowres/fold_" + fold)).resolve("summary.json"));
		final Course late = Course.of(choices("3d_cascade", null));
		assertEquals(List.of(train(data, "3d_lowres", 3), train(data, "3d_cascade", 1)), lines(late, Stage.TRAIN));
		assertTrue(text(late, Stage.TRAIN).contains("3d_lowres is trained on fold 3, as long"), text(late, Stage.TRAIN));
	}

	private String line(final Path data, final String command, final String configuration) {
		return "run(\"nnU-Net " + command + "\", \"dataset=[" + raw + "] output=" + data.getParent() + " configuration=" +
			configuration + " recipe=nnunet\");";
	}

	private static String train(final Path data, final String configuration, final int fold) {
		return "run(\"nnU-Net Train\", \"data=" + data + " configuration=" + configuration + " fold=" + fold +
			" minutes=0.5 preset=cpu\");";
	}

	private static void copy(final Path folder, final Path to) throws IOException {
		Files.createDirectories(to);
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList())
				Files.copy(file, to.resolve(file.getFileName()));
		}
	}

	@Test
	void whatIsWrongWithTheDataIsListedWithItsCure() throws Exception {
		final Path label = raw.resolve("labelsTr/phantom_001.nii.gz");
		assertTrue(Files.exists(label));
		Files.write(label, new byte[] { 1, 2, 3 });
		age(raw, 60);
		final String failure = run(course(), Stage.LOOK);
		assertTrue(failure.startsWith("nnU-Net Check Dataset: " + label), failure);
		final Course course = course();
		assertEquals(Status.READY, course.state(Stage.LOOK).status());
		assertTrue(text(course, Stage.LOOK).contains("To fix: " + label), text(course, Stage.LOOK));
		assertTrue(text(course, Stage.LOOK).endsWith("This has to be fixed first."), text(course, Stage.LOOK));
		assertEquals(Status.BLOCKED, course.state(Stage.PREPARE).status());
		assertFalse(Files.exists(out.resolve("Task99_Tiny/plan_3d.json")), "the plan's line ran although the check failed");
	}

	@Test
	void filesThatChangeAreLookedAtAndPreparedAgain() throws Exception {
		run(course(), Stage.LOOK);
		run(course(), Stage.PREPARE);
		Files.setLastModifiedTime(raw.resolve("imagesTr/phantom_001.nii.gz"), FileTime.from(Instant.now().plusSeconds(60)));
		final Course course = course();
		assertEquals(List.of(Status.READY, Status.BEGUN, Status.BLOCKED, Status.BLOCKED), List.of(statuses(course)));
		assertEquals("The files have changed since they were prepared.", text(course, Stage.PREPARE));
		assertTrue(text(course, Stage.LOOK).endsWith("The files have changed since they were checked."));
		Files.setLastModifiedTime(raw.resolve("imagesTr/phantom_001.nii.gz"), FileTime.from(Instant.EPOCH));
		assertEquals(Status.DONE, course().state(Stage.PREPARE).status());
		Files.setLastModifiedTime(raw.resolve("dataset.json"), FileTime.from(Instant.now().plusSeconds(60)));
		assertEquals(Status.BEGUN, course().state(Stage.PREPARE).status(), "the description says what labels mean");
		Files.writeString(out.resolve("Task99_Tiny/check.json"), "{\"errors\":");
		assertEquals(Status.READY, course().state(Stage.LOOK).status(), "a damaged report is made again");
	}

	@Test
	void choicesThatCannotBeUsedBlockTheTraining() throws Exception {
		run(course(), Stage.LOOK);
		run(course(), Stage.PREPARE);
		final Course course = Course.of(new StartChoices(raw, out, "", 0, "fastest", 7, null, null));
		assertEquals(Status.BLOCKED, course.state(Stage.TRAIN).status());
		assertEquals(3, course.state(Stage.TRAIN).sentences().size(), text(course, Stage.TRAIN));
		assertEquals(5, course.folds());
	}

	@Test
	void fewerCasesThanFoldsGetFewerFolds() throws Exception {
		for (final String name : List.of("phantom_001", "phantom_002"))
			for (final String part : List.of("imagesTr", "labelsTr"))
				Files.delete(raw.resolve(part).resolve(name + ".nii.gz"));
		final Path json = raw.resolve("dataset.json");
		Files.writeString(json, Files.readString(json).replaceAll(
			"(?s)\\{[^{}]*phantom_00[12]\\.nii\\.gz[^{}]*\\}\\s*,?\\s*", ""));
		run(course(), Stage.LOOK);
		assertEquals("", run(course(), Stage.PREPARE));
		final Course course = course();
		assertEquals(3, course.folds());
		assertTrue(lines(course, Stage.TRAIN).get(0).contains("fold=1 nfolds=3 minutes=0.5"), lines(course, Stage.TRAIN)
			.toString());
		assertEquals("2 cases to learn from, 1 held out to test it. A training that is cancelled or dies goes on later.",
			text(course, Stage.TRAIN));
	}

	@Test
	void aRunEndsWhenItIsCancelled() throws Exception {
		final List<String> ended = new ArrayList<>();
		final AtomicBoolean cancelled = new AtomicBoolean();
		final Thread run = new StageRun(List.of(MacroLine.of("nnU-Net Sample", "fail", "wait"), MacroLine.of(
			"nnU-Net Sample", "fail", "runtime")), new Recorded(told -> cancelled.get()), ended::add).start();
		cancelled.set(true);
		run.join(TimeUnit.MINUTES.toMillis(5));
		assertEquals(List.of("Cancelled. What is finished is kept."), ended);
	}

	@Test
	void aLineThatFailsEndsTheRunWithASentence() throws Exception {
		final List<String> ended = new ArrayList<>();
		new StageRun(List.of(MacroLine.of("nnU-Net Sample", "fail", "io"), MacroLine.of("nnU-Net Sample", "threads", -1)),
			Progress.none(), ended::add).start().join();
		new StageRun(List.of(MacroLine.of("nnU-Net Sample", "threads", -1)), Progress.none(), ended::add).start().join();
		assertEquals(List.of("nnU-Net Sample: The disk is full.",
			"nnU-Net Sample: threads: is '-1'. Give a whole number of at least 0."), ended);
	}
}
