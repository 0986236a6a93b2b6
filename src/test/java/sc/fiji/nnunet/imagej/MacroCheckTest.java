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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

import ij.Macro;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.Failure;

/** What happens to the options of a macro before one of our commands runs in Fiji. */
class MacroCheckTest {

	/** ImageJ knows options on threads of macros only, which it tells by the thread's name. */
	private static MacroCheck process(final Module module, final String options) throws InterruptedException {
		final MacroCheck check = new MacroCheck();
		final Thread thread = new Thread(() -> {
			Macro.setOptions(Thread.currentThread(), options);
			check.process(module);
		}, "Run$_test");
		thread.start();
		thread.join();
		return check;
	}

	@Test
	void valuesArriveAndAreResolved() throws Exception {
		final Module module = Commands.find("sample").createModule();
		assertFalse(process(module, "threads=5 tta optimizer=SGD").isCanceled());
		assertEquals(5, module.getInput("threads"));
		assertEquals(true, module.getInput("tta"));
		assertEquals("sgd", module.getInput("optimizer"));
		assertTrue(module.isInputResolved("threads"));
		assertTrue(module.isInputResolved("steps"), "no dialog for what has a default");
		assertEquals(5_000_000_000L, module.getInput("steps"));
	}

	/** A macro that runs a script has options for the script, which every thread below it sees. */
	@Test
	void whatAScriptGivesIsNotReplacedByTheOptionsOfItsMacro() throws Exception {
		final Module module = Commands.find("sample").createModule();
		module.setInput("threads", 5);
		module.resolveInput("threads");
		assertFalse(process(module, "images=x threads=9 tta").isCanceled());
		assertEquals(5, module.getInput("threads"));
		assertEquals(false, module.getInput("tta"));
		assertTrue(module.isInputResolved("tta"), "Fiji's own reader would take it from the options");
		module.setInput("fail", "cancel");
		assertThrows(Failure.class, module::run, "the script would go on");
	}

	@Test
	void unknownKeysAndWrongValuesCancel() throws Exception {
		final MacroCheck check = process(Commands.find("sample").createModule(), "thread=5 optimizer=9d");
		assertTrue(check.isCanceled());
		assertTrue(check.getCancelReason().contains("thread: is not an option of nnU-Net Sample. Did you mean threads? Its options " +
			"are folder,"));
		assertTrue(check.getCancelReason().contains("optimizer: is '9d'. Give one of adam, sgd."));
	}

	@Test
	void withoutADisplayNoPathOfAnEarlierRunSlipsIn() throws Exception {
		final Module module = Commands.find("sample").createModule();
		final MacroCheck check = new MacroCheck();
		check.process(module);
		assertNull(check.getCancelReason());
		assertTrue(module.isInputResolved("folder"));
		assertNull(module.getInput("folder"));
	}

	@Test
	void sciJavaFindsItBeforeFijisOwnReader() {
		try (Context context = new Context(PluginService.class)) {
			final double priority = context.service(PluginService.class).getPlugin(MacroCheck.class, PreprocessorPlugin.class)
				.getPriority();
			// NB: imagej-legacy's MacroPreprocessor has twice VERY_HIGH
			assertTrue(priority > 2 * Priority.VERY_HIGH, "priority " + priority);
		}
	}
}
