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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.display.DisplayService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.run.RunService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.SampleTestCommand;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.progress.CancelledException;

/** What SciJava's own services show of a command that succeeds, fails and is cancelled: as little as possible. */
class OutcomeTest {

	private final List<String> logged = new ArrayList<>();
	private final List<String> warned = new ArrayList<>();
	private final List<String> tasks = new ArrayList<>();
	private Context context;
	private CommandService commands;

	@BeforeEach
	void start() {
		context = new Context(CommandService.class, DisplayService.class, LogService.class, StatusService.class,
			TaskService.class, RunService.class, EventService.class);
		commands = context.service(CommandService.class);
		context.service(LogService.class).addLogListener((final LogMessage message) -> logged.add(message.toString()));
		context.service(EventService.class).subscribe(this);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@EventHandler
	private void onStatus(final StatusEvent event) {
		if (event.isWarning()) warned.add(event.getStatusMessage());
	}

	@EventHandler
	private void onTask(final TaskEvent event) {
		final Task task = event.getTask();
		if (!tasks.contains(task.getName())) tasks.add(task.getName());
	}

	private CommandModule run(final String... inputs) throws Exception {
		return commands.run(SampleTestCommand.class, true, (Object[]) inputs).get();
	}

	@Test
	void successIsOneLineAndNoWarning() throws Exception {
		final Module module = run("optimizer", "sgd");
		assertTrue(module.isOutputResolved("echo") && module.isOutputResolved("third"), "no table, no text window");
		assertEquals(1, logged.stream().filter(line -> line.contains("nnU-Net Sample: ") && line.contains("0.3333"))
			.count(), () -> logged.toString());
		assertFalse(logged.toString().contains("unsupported output"), () -> logged.toString());
		assertEquals(List.of(), warned);
	}

	@Test
	void aTaskBearsTheNameInTheMenu() throws Exception {
		run("optimizer", "sgd");
		assertEquals(List.of("nnU-Net Sample"), tasks);
	}

	/** NB: without preprocessors the command is not that of a script. */
	@Test
	void cancellingOpensNoBox() throws Exception {
		final CommandModule module = commands.run(SampleTestCommand.class, false, "fail", "cancel").get();
		assertTrue(module.isCanceled());
		assertNull(module.getCancelReason(), "a reason is shown in a box");
		assertEquals(List.of(), warned);
	}

	/** Otherwise it would predict with a network whose training was cancelled. */
	@Test
	void cancellingEndsTheScript() {
		final ExecutionException e = assertThrows(ExecutionException.class, () -> run("fail", "cancel"));
		final Failure failure = assertInstanceOf(Failure.class, e.getCause().getCause());
		assertInstanceOf(CancelledException.class, failure.getCause());
	}

	/** NB: an exception would not stop the macro. */
	@Test
	void aMacroThatCallsUsIsToldWhatWentWrong() {
		assertEquals(NNUNet_Bridge.OK, NNUNet_Bridge.call("nnU-Net Sample", "worker=inprocess"));
		final String memory = NNUNet_Bridge.call("nnU-Net Sample", "worker=inprocess fail=memory");
		assertTrue(memory.startsWith("Out of memory ("), memory);
	}

	@Test
	void theCommandLineOfFijiChecksNamesAndTypes() {
		final CheckedRunner runner = new CheckedRunner();
		context.inject(runner);
		assertTrue(runner.supports("nnU-Net Sample") && runner.supports(SampleTestCommand.class.getName()));
		assertFalse(runner.supports("nnU-Net Simple"));
		assertTrue(cause(runner, Map.of("thread", 5)).contains("thread: is not an option of nnU-Net Sample"));
		assertTrue(cause(runner, Map.of("threads", "many")).contains("threads: is 'many'"));
		assertTrue(cause(runner, Map.of("fail", "problem")).contains("case_1.nii.gz: is broken."));
	}

	private static String cause(final CheckedRunner runner, final Map<String, Object> inputs) {
		try {
			runner.run("nnU-Net Sample", inputs);
			return "nothing";
		}
		catch (final java.lang.reflect.InvocationTargetException e) {
			return String.valueOf(e.getCause());
		}
	}

	@Test
	void theRecorderWritesOnlyWhatDiffersFromTheDefaults() throws Exception {
		final Module module = Commands.find("sample").createModule();
		module.setInput("threads", 5);
		module.setInput("tta", false);
		assertEquals(Map.of("threads", "5"), MacroRecording.given(Commands.find("sample"), module));
		new MacroCheck().process(module);
		assertTrue(module.getInfo().is("no-record"), "Fiji's own recorder leaves it out");
	}
}
