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
package sc.fiji.nnunet.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.cli.Main;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.progress.CancelledException;

/** Trains in a separate process: if one of the two processes is killed, nothing is lost. */
class WorkerIT {

	@TempDir
	static Path folder;

	private static TinyTraining training;

	@BeforeAll
	static void makeData() throws IOException {
		training = new TinyTraining(folder);
	}

	@Test
	void aKilledWorkerIsReportedAndTheSameCommandResumes() throws Exception {
		final TinyTraining.Listener listener = new TinyTraining.Listener();
		final CompletableFuture<Void> run = CompletableFuture.runAsync(() -> train(0, listener));
		await(() -> listener.step() >= 6, run);
		kill(workers(ProcessHandle.current()));
		final Throwable failure = assertThrows(ExecutionException.class, () -> run.get(5, TimeUnit.MINUTES)).getCause()
			.getCause();
		assertEquals(IOException.class, failure.getClass());
		assertTrue(failure.getMessage().startsWith("The engine's process was killed (exit code 137), often by the system " +
			"because memory ran out. Finished work is kept, as is the last checkpoint of a training: run the same command " +
				"again to resume."),
			failure.getMessage());
		assertTrue(training.hasCheckpoint(0));

		final TinyTraining.Listener second = new TinyTraining.Listener().until(listener.step() + 4);
		assertThrows(CancelledException.class, () -> training.run(0, NnUNetCommand.PROCESS, second));
		final long resumed = TinyTraining.resumedFrom(second.lines());
		assertTrue(resumed >= 2 && resumed <= listener.step() + 2, second.lines());
		assertTrue(TinyTraining.stoppedAt(second.lines()) >= listener.step() + 4, second.lines());
	}

	@Test
	void whenTheHostIsKilledTheWorkerEndsAndKeepsTheCheckpoint() throws Exception {
		final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-cp", System.getProperty("java.class.path"), Main.class.getName()));
		words.addAll(training.words(1, NnUNetCommand.PROCESS));
		final Process host = new ProcessBuilder(words).redirectError(Redirect.DISCARD).start();
		List<ProcessHandle> workers = List.of();
		long step = 0;
		try (BufferedReader lines = host.inputReader()) {
			for (String line = lines.readLine(); line != null && step < 6; line = lines.readLine())
				step = Math.max(step, TinyTraining.step(line));
			assertTrue(step >= 6, "the training does not run");
			workers = workers(host.toHandle());
		}
		finally {
			host.destroyForcibly();
		}
		assertEquals(1, workers.size());
		workers.get(0).onExit().get(5, TimeUnit.MINUTES);

		final TinyTraining.Listener listener = new TinyTraining.Listener().until(step + 1);
		assertThrows(CancelledException.class, () -> training.run(1, NnUNetCommand.IN_PROCESS, listener));
		// NB: the worker was not killed but cancelled, so that nothing that was reported is lost
		assertTrue(TinyTraining.resumedFrom(listener.lines()) >= step, listener.lines());
	}

	private static void train(final int fold, final TinyTraining.Listener listener) {
		try {
			training.run(fold, NnUNetCommand.PROCESS, listener);
		}
		catch (final Exception e) {
			throw new IllegalStateException(e);
		}
	}

	private static void await(final java.util.function.BooleanSupplier done, final CompletableFuture<?> run)
		throws InterruptedException
	{
		final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
		while (!done.getAsBoolean() && !run.isDone() && System.nanoTime() < end)
			Thread.sleep(20);
		assertFalse(run.isDone(), "ended by itself");
		assertTrue(done.getAsBoolean(), "does not get that far");
	}

	private static void kill(final List<ProcessHandle> processes) {
		assertEquals(1, processes.size());
		processes.forEach(ProcessHandle::destroyForcibly);
	}

	private static List<ProcessHandle> workers(final ProcessHandle host) {
		try (Stream<ProcessHandle> children = host.children()) {
			return children.filter(child -> child.info().command().orElse("").endsWith("java")).toList();
		}
	}
}
