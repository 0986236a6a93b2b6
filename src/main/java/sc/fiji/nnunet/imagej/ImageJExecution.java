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

import java.io.IOException;
import java.nio.file.Path;

import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.event.ModuleErroredEvent;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

import ij.ImagePlus;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.Execution;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.worker.CommandRunner;
import sc.fiji.nnunet.worker.EngineJars;

/**
 * Runs commands in Fiji and plain ImageJ, and shows the pictures that they make meanwhile. The engine gets a process of
 * its own where its jars lie in a folder of their own, and works here where they are simply on the class path, as in
 * tests.
 */
@Plugin(type = Service.class)
public class ImageJExecution extends AbstractService implements Execution {

	@Override
	public void execute(final NnUNetCommand command, final Progress progress) throws IOException {
		final Path fold = command.pictures();
		try (LivePictures pictures = LivePictures.watch(fold)) {
			CommandRunner.run(command, EngineJars.onClassPath() && !EngineJars.isInstalled(), progress);
		}
		catch (final IOException | RuntimeException | Error e) {
			try {
				showMade(command);
			}
			catch (final RuntimeException | Error other) {
				e.addSuppressed(other);
			}
			throw e;
		}
		finally {
			// NB: also after a training that was cancelled, whose network can be used
			KnownFolders.rememberFold(fold);
		}
	}

	/** Shows the images of a command that did not come to its end, which are shown otherwise only if all went well. */
	private static void showMade(final NnUNetCommand command) {
		final CommandInfo info = Commands.find(Commands.label(command));
		if (info == null || !ResultWindow.isPossible()) return;
		final Module module = new CommandModule(info, command);
		for (final ModuleItem<?> item : info.outputs())
			if (item.getValue(module) instanceof ImagePlus image) ResultWindow.show(image, Outcome.input(info, module));
	}

	/** Keeps the failure of a command that a script runs out of Fiji's console: the script's own message tells of it. */
	@EventHandler
	private void onEvent(final ModuleErroredEvent event) {
		if (Failure.isSeen() && event.getModule().getDelegateObject() instanceof NnUNetCommand) event.consume();
	}
}
