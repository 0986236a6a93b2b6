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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.command.Train;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.worker.TinyTraining;

/**
 * However a training is cancelled, it ends within a step and leaves a checkpoint from which the same command resumes.
 */
class CancelIT {

	/** The step after which the training is cancelled. */
	private static final long ENOUGH = 7;

	@TempDir
	static Path folder;

	private static TinyTraining training;

	@BeforeAll
	static void makeData() throws IOException {
		training = new TinyTraining(folder);
	}

	/** Simulates a user who clicks the stop icon of Fiji's task bar. */
	public static final class Person {

		private final AtomicLong pressedAt = new AtomicLong(-1);

		@EventHandler
		public void onEvent(final TaskEvent event) {
			final Task task = event.getTask();
			final long step = task.getStatusMessage() == null ? 0 : TinyTraining.step(task.getStatusMessage());
			if (step >= ENOUGH && pressedAt.compareAndSet(-1, step)) task.cancel("enough");
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, inprocess", "1, process" })
	void byTheStopIconOfFijisTask(final int fold, final String worker) throws Exception {
		final Person person = new Person();
		try (Context context = new Context()) {
			context.service(EventService.class).subscribe(person);
			final Map<String, Object> inputs = training.inputs(fold);
			inputs.put("worker", worker);
			// NB: a script that gives inputs would go on with what is half trained
			final Throwable cancelled = assertThrows(ExecutionException.class, () -> context.service(CommandService.class).run(
				Train.class, true, inputs).get(10, TimeUnit.MINUTES)).getCause().getCause();
			assertEquals("Cancelled. Finished work is kept.", cancelled.getMessage());
		}
		assertTrue(person.pressedAt.get() >= ENOUGH);
		assertResumes(fold, person.pressedAt.get(), worker.equals(NnUNetCommand.IN_PROCESS) ? 1 : Long.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "INT", "TERM", "HUP" })
	@EnabledOnOs(OS.LINUX)
	void byASignalOnTheCommandLine(final String signal) throws Exception {
		final int fold = signal.equals("INT") ? 0 : 1;
		// NB: in the background of a script, or under nohup, the tests and all their children ignore some signals
		final List<String> words = new ArrayList<>(List.of("env", "--default-signal=" + signal, Path.of(System.getProperty(
			"java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), Main.class.getName()));
		words.addAll(training.words(fold, NnUNetCommand.IN_PROCESS));
		words.add("--force");
		final Process process = new ProcessBuilder(words).redirectError(Redirect.DISCARD).start();
		// NB: a process that ignores the signal would train for days
		CompletableFuture.delayedExecutor(10, TimeUnit.MINUTES).execute(process::destroyForcibly);
		final StringBuilder output = new StringBuilder();
		long asked = -1;
		try (BufferedReader lines = process.inputReader()) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				output.append(line).append('\n');
				if (asked >= 0 || TinyTraining.step(line) < ENOUGH) continue;
				asked = TinyTraining.step(line);
				assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor());
			}
			assertTrue(process.waitFor(5, TimeUnit.MINUTES));
		}
		finally {
			process.destroyForcibly();
		}
		assertEquals(1, process.exitValue(), output.toString());
		assertTrue(output.toString().contains("{\"event\":\"failed\",\"") && output.toString().contains("Cancelled"), output
			.toString());
		assertTrue(TinyTraining.stoppedAt(output.toString()) >= asked, output.toString());
		assertResumes(fold, asked, Long.MAX_VALUE);
	}

	/** Resumes a training for one step, and checks that it does not resume before the step at which it was cancelled. */
	private static void assertResumes(final int fold, final long endedAt, final long within) {
		assertTrue(training.hasCheckpoint(fold));
		final TinyTraining.Listener listener = new TinyTraining.Listener().until(1);
		assertThrows(CancelledException.class, () -> training.run(fold, NnUNetCommand.IN_PROCESS, listener));
		final long resumed = TinyTraining.resumedFrom(listener.lines());
		assertTrue(resumed >= endedAt && resumed - endedAt <= within, endedAt + ", but " + listener.lines());
	}
}
