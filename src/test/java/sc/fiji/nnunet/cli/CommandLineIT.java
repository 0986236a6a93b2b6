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
package sc.fiji.nnunet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.worker.TinyTraining;

/** Tests the launcher and the examples as child processes: output, exit codes, working folder, interruption. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineIT {

	private static final Path HOME = Path.of("").toAbsolutePath();

	@TempDir
	static Path folder;

	private static Path raw;
	private String output;

	@BeforeAll
	static void makeData() throws IOException {
		raw = folder.resolve("raw data/Task98_Tiny");
		new Phantom(5, 2, 6).write(raw, Progress.none());
	}

	private Process start(final Path workingFolder, final List<String> words) throws IOException {
		return new ProcessBuilder(words).directory(workingFolder.toFile()).redirectErrorStream(true).redirectOutput(log())
			.start();
	}

	private File log() {
		return folder.resolve("log.txt").toFile();
	}

	private int run(final Path workingFolder, final String... words) throws Exception {
		final Process process = start(workingFolder, List.of(words));
		assertTrue(process.waitFor(10, TimeUnit.MINUTES), "does not end");
		output = Files.readString(log().toPath());
		return process.exitValue();
	}

	private int nnunet(final String... words) throws Exception {
		final List<String> all = new ArrayList<>(List.of(HOME.resolve("nnunet").toString()));
		all.addAll(List.of(words));
		return run(folder, all.toArray(String[]::new));
	}

	@Test
	@Order(1)
	void shellExample() throws Exception {
		assertEquals(0, run(folder, HOME.resolve("examples/nnunet.sh").toString(), raw.toString(), "shell", "--steps", "2",
			"--features", "4", "--preset", "cpu", "--nfolds", "2", "--finalvalidation", "no"), () -> output);
		assertTrue(output.contains("foreground mean"), output);
		assertTrue(Files.exists(folder.resolve("shell/predictions/summary.json")), "relative to the working folder");
		assertFalse(output.contains("SLF4J"), output);
	}

	@Test
	@Order(2)
	void javaExample() throws Exception {
		final String path = String.join(File.pathSeparator, "target/fiji/plugins/*", "target/fiji/jars/*",
			"target/fiji/jars/nnunet/engine/*", "target/runtime/*");
		assertEquals(0, run(HOME, "java", "-cp", path, "examples/NnUNetExample.java", raw.toString(), folder.resolve("java")
			.toString(), "1", "4"), () -> output);
		assertTrue(output.contains("foreground mean"), output);
		assertEquals(0, run(HOME, "java", "-cp", path, "examples/PredictOpenImage.java", folder.resolve(
			"java/Task98_Tiny/results_3d/fold_0").toString()), () -> output);
		assertTrue(output.contains("of 38400 voxels are foreground; 3 probabilities for each"), output);
	}

	/** The labels of an earlier training are not compared again: its split may have held out other cases. */
	@Test
	@Order(3)
	void aTrainedFoldIsTestedOnTheCasesThatItHeldOut() throws Exception {
		final Path evaluation = folder.resolve("shell/Task98_Tiny/results_3d/fold_0/evaluation");
		final List<Path> known;
		try (var files = Files.list(raw.resolve("labelsTr"))) {
			known = files.sorted().toList();
		}
		Files.createDirectories(evaluation);
		for (final Path label : known)
			Files.copy(label, evaluation.resolve(label.getFileName()));
		assertEquals(0, nnunet("evaluate", "--model", evaluation.getParent().toString(), "--dataset", raw.toString()),
			() -> output);
		assertTrue(output.contains("mean dice: "), output);
		final int tested = SummaryFile.read(evaluation.resolve("summary.json")).cases().size();
		assertTrue(tested > 0 && tested < known.size(), tested + " of " + known);
		for (final Path label : known)
			assertTrue(Files.exists(evaluation.resolve(label.getFileName())), "nothing is deleted");
	}

	@Test
	@Order(4)
	void exitCodes() throws Exception {
		assertEquals(0, nnunet("help"));
		assertEquals(2, nnunet("train", "--data", "nowhere", "--fold", "zero", "--colour", "red"));
		assertEquals(2, output.strip().lines().count(), output);
		assertEquals(2, nnunet("evaluate", "--predictions", "nowhere"));
		assertEquals(2, nnunet("dance"));
	}

	@Test
	@Order(5)
	void aDatasetWithProblemsIsRefusedBeforeWorkStarts() throws Exception {
		final Path broken = folder.resolve("Task97_Broken");
		new Phantom(3, 1, 7).write(broken, Progress.none());
		final List<Path> labels;
		try (var files = Files.list(broken.resolve("labelsTr"))) {
			labels = files.sorted().toList();
		}
		Files.delete(labels.get(0));
		Files.write(labels.get(1), new byte[] { 1, 2, 3 });
		assertEquals(2, nnunet("preprocess", "--dataset", broken.toString(), "--output", "broken"), () -> output);
		assertTrue(output.contains(labels.get(0).getFileName().toString()) && output.contains(labels.get(1).getFileName()
			.toString()), output);
		assertFalse(Files.exists(folder.resolve("broken/Task97_Broken/plan_3d.json")));
	}

	@Test
	@Order(6)
	void aLinkToTheLauncherWorks() throws Exception {
		final Path link = Files.createSymbolicLink(folder.resolve("nn"), HOME.resolve("nnunet"));
		assertEquals(0, run(folder, link.toString(), "help"));
		assertTrue(output.contains("preprocess"), output);
	}

	@Test
	@Order(7)
	void interruptionLeavesACheckpointThatResumes() throws Exception {
		final List<String> line = List.of(HOME.resolve("nnunet").toString(), "train", "--data", "shell/Task98_Tiny",
			"--fold", "1", "--steps", "100000", "--stepsperepoch", "100000", "--features", "4", "--preset", "cpu", "--nfolds",
			"2", "--progress", "json", "--finalvalidation", "false");
		final Process process = start(folder, line);
		final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
		while (!Files.readString(log().toPath()).contains("step 2") && System.nanoTime() < end)
			Thread.sleep(100);
		process.destroy();
		assertTrue(process.waitFor(10, TimeUnit.MINUTES), "does not end");
		output = Files.readString(log().toPath());
		assertEquals(1, process.exitValue(), output);
		assertTrue(output.contains("\"event\":\"failed\"") && output.contains("Cancelled"), output);
		assertTrue(Files.exists(folder.resolve("shell/Task98_Tiny/results_3d/fold_1/checkpoint_last")), output);
	}

	/** NB: SLURM runs a copy of the script in the folder of sbatch, and sends SIGTERM before the time limit. */
	@Test
	@Order(8)
	void slurmExample() throws Exception {
		final Path script = Files.copy(HOME.resolve("examples/nnunet_folds.slurm"), folder.resolve("slurm_script"));
		final String text = Files.readString(script);
		for (final String line : List.of("#SBATCH --array=0-4\n", "#SBATCH --signal=B:TERM@", "#SBATCH --requeue\n"))
			assertTrue(text.contains(line), line);
		assertEquals(1, slurm(script, true), output);
		assertTrue(output.contains("fold 1: "), output);
		final long stopped = TinyTraining.stoppedAt(output);
		assertTrue(stopped >= 2, output);
		assertEquals(1, slurm(script, false), output);
		assertEquals(stopped, TinyTraining.resumedFrom(output), output);
	}

	/** Runs a task of the job array for an epoch, and ends it as SLURM does. */
	private int slurm(final Path script, final boolean force) throws Exception {
		final ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), folder.resolve("shell/Task98_Tiny")
			.toString(), "--steps", "100000", "--stepsperepoch", "2", "--skipeval", "100000", "--features", "4", "--preset",
			"cpu", "--nfolds", "2", "--progress", "json", "--finalvalidation", "false", "--amp", "fp32");
		builder.environment().putAll(Map.of("SLURM_SUBMIT_DIR", HOME.toString(), "SLURM_ARRAY_TASK_ID", "1",
			"SLURM_CPUS_PER_TASK", "1"));
		if (force) builder.command().add("--force");
		final Process process = builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log()).start();
		final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
		while (!Files.readString(log().toPath()).contains("epoch ") && System.nanoTime() < end)
			Thread.sleep(50);
		process.destroy();
		assertTrue(process.waitFor(10, TimeUnit.MINUTES), "does not end");
		output = Files.readString(log().toPath());
		return process.exitValue();
	}
}
