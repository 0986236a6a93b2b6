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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.SampleTestCommand;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Recorded;

/** Tests a command in a separate process: inputs, outputs, progress, problems, cancelling and crashes. */
class WorkerProcessTest {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private final List<String> heard = new ArrayList<>();

	private Module run(final Map<String, Object> inputs, final boolean cancel) throws Exception {
		final Module module = Commands.find("sample").createModule();
		inputs.forEach(module::setInput);
		module.setInput("worker", NnUNetCommand.PROCESS);
		final Recorded progress = new Recorded(one -> cancel && !one.told.isEmpty());
		CommandRunner.run((NnUNetCommand) module.getDelegateObject(), true, progress);
		heard.addAll(progress.told);
		return module;
	}

	@Test
	void inputsOutputsAndProgressArePassed() throws Exception {
		final File folder = new File("a b").getAbsoluteFile();
		final Module module = run(Map.of("folder", folder, "threads", 9, "tta", true, "learningrate", 1e-3), false);
		final String echo = "folder=" + folder + " threads=9 learningrate=0.001 steps=5000000000 tta=true optimizer=adam";
		assertEquals(echo, module.getOutput("echo"));
		assertEquals(List.of("0.5 half way", echo, "1.0 done"), heard);
		assertEquals(Double.NaN, module.getOutput("nan"));
		assertEquals(1.0 / 3, module.getOutput("third"));
		assertNotEquals(ProcessHandle.current().pid(), module.getOutput("process"));
	}

	@Test
	void worksOnThreadsWhoseClassLoaderDoesNotFindPlugins() throws Exception {
		final ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
		try {
			run(Map.of(), false);
			assertEquals(ClassLoader.getPlatformClassLoader(), Thread.currentThread().getContextClassLoader());
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void problemsArePassedAsProblems() {
		final ProblemException e = assertThrows(ProblemException.class, () -> run(Map.of("fail", "problem"), false));
		assertEquals("case_1.nii.gz: is broken. Mend it.", e.problems().get(0).toString());
	}

	/** NB: without a model, so that the process ends before it loads the engine. */
	@Test
	void warningsAboutAnImageAreGivenBeforeItIsPassed() throws Exception {
		final ImagePlus image = IJ.createImage("slice", "8-bit black", 4, 3, 1);
		image.getCalibration().pixelWidth = 2;
		final Module module = Commands.find("predict image").createModule();
		module.setInput("image", image);
		final Recorded progress = new Recorded();
		assertThrows(ProblemException.class, () -> new WorkerProcess((NnUNetCommand) module.getDelegateObject(), progress)
			.execute());
		assertEquals(1, progress.lines.size(), progress.lines.toString());
		assertTrue(progress.lines.get(0).contains("has no unit of length"), progress.lines.toString());
	}

	@Test
	void aCrashIsReported() {
		final IOException e = assertThrows(IOException.class, () -> run(Map.of("fail", "die"), false));
		assertTrue(e.getMessage().startsWith("The engine's process was killed (exit code 137)"), e.getMessage());
	}

	@Test
	void usersCanSetTheHeapOfTheProcess() throws Exception {
		System.setProperty(WorkerProcess.OPTIONS_PROPERTY, " -Xmx96m  -Xms32m");
		try {
			final Object heap = run(Map.of(), false).getOutput("heap");
			assertTrue(((Number) heap).longValue() <= 96 << 20, heap.toString());
		}
		finally {
			System.clearProperty(WorkerProcess.OPTIONS_PROPERTY);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX) // NB: it tells a process's niceness in a file
	void workBesideSomebodyWhoPaintsHasALowerPriority() throws Exception {
		final long here = SampleTestCommand.niceness();
		assertEquals(here, run(Map.of(), false).getOutput("niceness"));
		final Module background = run(Map.of("background", true, "folder", new File("a b")), false);
		assertEquals(Math.min(19, here + Niceness.STEPS), background.getOutput("niceness"));
		assertTrue(heard.contains(background.getOutput("echo")), "input and output pass");
	}

	@Test
	void howAProcessOfLowPriorityEndedIsKnown() {
		final IOException e = assertThrows(IOException.class, () -> run(Map.of("fail", "die", "background", true),
			false));
		assertTrue(e.getMessage().startsWith("The engine's process was killed (exit code 137)"), e.getMessage());
		assertThrows(CancelledException.class, () -> run(Map.of("fail", "wait", "background", true), true));
	}

	@Test
	void onlyTheLearnerOfAWindowHasALowerPriority() throws Exception {
		for (final CommandInfo info : Commands.all())
			assertEquals(JAVA, words(Commands.name(info), Map.of()).get(0), Commands.name(info));
		final List<String> usual = words("learn", Map.of());
		final List<String> live = words("learn", Map.of("live", true));
		assertEquals(usual, live.subList(live.indexOf(JAVA), live.size()));
		if (Files.isExecutable(Path.of("/usr/bin/nice")) || Files.isExecutable(Path.of("/bin/nice"))) {
			assertEquals("nice", Path.of(live.get(0)).getFileName().toString());
			assertEquals(List.of("-n", "10", JAVA), live.subList(1, 4));
		}
	}

	private static List<String> words(final String name, final Map<String, Object> inputs) throws Exception {
		final Module module = Commands.find(name).createModule();
		inputs.forEach(module::setInput);
		return new WorkerProcess((NnUNetCommand) module.getDelegateObject(), new Recorded(one -> false)).words();
	}

	@Test
	void lackOfMemoryIsReported() {
		final IOException e = assertThrows(IOException.class, () -> run(Map.of("fail", "memory"), false));
		assertTrue(e.getMessage().startsWith("Out of memory (") && e.getMessage().contains("smaller batch or patch"), e
			.getMessage());
	}

	@Test
	void aBugIsToldWithTheTraceOfTheProcess() {
		final RuntimeException e = assertThrows(RuntimeException.class, () -> run(Map.of("fail", "runtime"), false));
		assertTrue(Explanation.isBug(e));
		assertEquals("A bug.", Explanation.text(e));
		final String trace = Explanation.trace(e);
		assertTrue(trace.contains("in the engine's process") && trace.contains("SampleTestCommand.execute"), trace);
		assertEquals("The disk is full.", assertThrows(IOException.class, () -> run(Map.of("fail", "io"), false))
			.getMessage());
	}

	@Test
	void cancelReachesTheProcess() {
		assertThrows(CancelledException.class, () -> run(Map.of("fail", "wait"), true));
	}

	@Test
	void whenFijiIsClosedTheWorkIsCancelled() throws Exception {
		assertTrue(closed("nnU-Net Sample", "wait", "LAUNCH").contains("CANCELATION"));
	}

	/** NB: nobody else would remove them before the computer starts again. */
	@Test
	@EnabledOnOs(OS.LINUX) // NB: where shared memory is a file
	void whenFijiIsClosedNoLabelsStayInSharedMemory() throws Exception {
		final long before = labelsInMemory();
		final String last = closed("nnU-Net Halfway", "late", "passing the labels");
		assertTrue(last.contains("COMPLETION") && last.contains("Cancelled half way."), last);
		assertEquals(before, labelsInMemory());
	}

	private static long labelsInMemory() throws IOException {
		final long bytes = (long) LabelsTestCommand.WIDTH * LabelsTestCommand.HEIGHT * Short.BYTES;
		try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
			return files.filter(file -> file.toFile().length() == bytes).count();
		}
	}

	/** The last answer about a command if Fiji is closed after the first one that contains a text. */
	private static String closed(final String command, final String fail, final String answer) throws Exception {
		final Process worker = new ProcessBuilder(JAVA, "-cp",
			EngineJars.classPath(), Worker.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String last = "";
		try (BufferedReader answers = worker.inputReader()) {
			try (Writer requests = worker.outputWriter()) {
				requests.write("{\"task\":\"1\",\"requestType\":\"EXECUTE\",\"script\":\"" + command +
					"\",\"inputs\":{\"fail\":\"" + fail + "\"}}\n");
				requests.flush();
				while (!last.contains(answer))
					last = Objects.requireNonNull(answers.readLine(), answer);
			}
			for (String line = answers.readLine(); line != null; line = answers.readLine())
				last = line;
		}
		assertTrue(worker.waitFor(5, TimeUnit.MINUTES));
		assertEquals(0, worker.exitValue());
		return last;
	}

	@Test
	void aCancelStaysOneIfWhatWasMadeCannotBePassed() throws Exception {
		final Module module = Commands.find("halfway").createModule();
		module.setInput("fail", "broken");
		final Recorded progress = new Recorded();
		assertThrows(CancelledException.class, () -> CommandRunner.run((NnUNetCommand) module.getDelegateObject(), true,
			progress));
		assertTrue(progress.lines.get(0).startsWith("What was made before cannot be shown: half: "), progress.lines
			.toString());
	}
}
