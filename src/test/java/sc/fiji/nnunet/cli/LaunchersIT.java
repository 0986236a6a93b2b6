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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.cluster.FreePorts;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;

/** Runs the examples for clusters with programs that set the variables which the real launchers set. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LaunchersIT {

	private static final Path HOME = Path.of("").toAbsolutePath();

	private static final List<String> SMALL = List.of("--device", "cpu", "--threads", "1", "--batchsize", "2", "--features",
		"4", "--amp", "fp32", "--finalvalidation", "false", "--skipeval", "100000", "--trustnetwork", "--progress", "lines",
		"--stepsperepoch", "2");

	@TempDir
	private static Path temp;

	private static Path programs;

	@BeforeAll
	static void prepare() throws IOException {
		programs = Files.createDirectory(temp.resolve("programs"));
		// NB: as on one node, since two tasks of one computer cannot have the same port
		program("srun", "echo srun \"$1\"", "while [ \"${1#--}\" != \"$1\" ]; do shift; done", "for rank in 0 1; do",
			"\tSLURM_PROCID=$rank SLURM_NODEID=0 SLURM_LOCALID=$rank " +
			"SLURM_STEP_NUM_TASKS=2 SLURM_NTASKS=2 \\", "\t\tSLURM_STEP_NODELIST='localhost' SLURM_STEP_ID=0 \"$@\" &",
			"\ttasks=\"$tasks $!\"", "done", "trap 'kill -USR1 $tasks' USR1", "for task in $tasks; do wait $task || " +
				"wait $task; done");
		program("torchrun", "while [ \"$1\" != --no-python ]; do shift; done", "shift", "for rank in 0 1; do",
			"\tRANK=$rank LOCAL_RANK=$rank WORLD_SIZE=2 LOCAL_WORLD_SIZE=2 MASTER_ADDR=localhost MASTER_PORT=$TEST_PORT \"$@\" &",
			"\ttasks=\"$tasks $!\"", "done", "for task in $tasks; do wait $task; done");
		program("apptainer", "echo apptainer \"$@\"", "while [ \"${1#docker://}\" = \"$1\" ]; do shift; done", "shift",
			"exec \"$@\"");
		program("scontrol", "echo scontrol \"$@\"");
		final Path raw = temp.resolve("raw").resolve("Task77_Small");
		try (NnUNet nnunet = new NnUNet()) {
			new Phantom(5, 0, 7).write(raw, Progress.none());
			nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16))
				.batchSize(2).build(), Progress.none());
		}
	}

	private static void program(final String name, final String... lines) throws IOException {
		final Path file = Files.writeString(programs.resolve(name), "#!/bin/bash\n" + String.join("\n", lines) + "\n");
		assertTrue(file.toFile().setExecutable(true));
	}

	private static Path data() {
		return temp.resolve("out/Task77_Small");
	}

	private File log() {
		return temp.resolve("log.txt").toFile();
	}

	private Process start(final String example, final int fold, final Map<String, String> variables,
		final String... options) throws IOException
	{
		final List<String> command = new ArrayList<>(List.of("bash", HOME.resolve("examples").resolve(example).toString(),
			data().toString(), Integer.toString(fold)));
		command.addAll(SMALL);
		command.addAll(List.of(options));
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log());
		builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
		builder.environment().put("NNUNET_JAVA_OPTS", "-Xmx512m");
		builder.environment().putAll(variables);
		return builder.start();
	}

	private String ended(final Process process) throws Exception {
		final int code = process.waitFor();
		final String output = Files.readString(log().toPath());
		assertEquals(0, code, output);
		return output;
	}

	@Test
	void severalNodesOfSlurmStopAtTheTimeLimitAndResume() throws Exception {
		final Map<String, String> slurm = Map.of("SLURM_SUBMIT_DIR", HOME.toString(), "SLURM_JOB_ID", "4711",
			"SLURM_JOB_NODELIST", "localhost", "SLURM_CPUS_PER_TASK", "3");
		final Process process = start("nnunet_nodes.slurm", 0, slurm, "--steps", "100000");
		while (process.isAlive() && !Files.readString(log().toPath()).contains("epoch 2"))
			Thread.sleep(100);
		new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
		final String output = ended(process);
		assertTrue(output.contains("srun --cpus-per-task=3\n"), output);
		assertTrue(output.contains("worker 0 of 2"), output);
		assertTrue(output.contains("scontrol requeue 4711"), output);
		final long steps = Long.parseLong(output.replaceAll("(?s).*Stopped at step (\\d+).*", "$1"));
		final String again = ended(start("nnunet_nodes.slurm", 0, slurm, "--steps", Long.toString(steps + 2)));
		assertTrue(again.contains("Resuming from the checkpoint of step " + steps), again);
	}

	@Test
	void oneNodeOfSlurmUsesItsGpus() throws Exception {
		final String output = ended(start("nnunet_gpus.slurm", 1, Map.of("SLURM_SUBMIT_DIR", HOME.toString(),
			"SLURM_GPUS_ON_NODE", "2", "SLURM_JOB_ID", "4712"), "--steps", "2"));
		assertTrue(output.contains("worker 0 of 2"), output);
	}

	@Test
	void torchrunStartsTheWorkers() throws Exception {
		try (FreePorts ports = new FreePorts(4)) {
			final String output = ended(start("nnunet_torchrun.sh", 2, Map.of("TEST_PORT", Integer.toString(ports.first())),
				"--steps", "2"));
			assertTrue(output.contains("worker 0 of 2"), output);
		}
	}

	@Test
	void aContainerGetsTheFoldersAndTheGpus() throws Exception {
		final String output = ended(start("nnunet_apptainer.sh", 3, Map.of("GPUS", "2"), "--steps", "2"));
		assertTrue(output.contains("apptainer exec --nv --bind " + HOME + " --bind " + data() + " docker://eclipse-temurin:17 " +
			HOME.resolve("nnunet") + " train"), output);
		assertTrue(output.contains("worker 0 of 2"), output);
	}
}
