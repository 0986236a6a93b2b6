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

import java.io.IOException;

import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.progress.Progress;

/** Runs a command in this process or in a separate one for the engine, as the command or else the host chooses. */
public final class CommandRunner {

	private CommandRunner() {
		// only static methods
	}

	/**
	 * Runs a command in this process or a separate one.
	 *
	 * @param here whether the worker "auto" stands for this process
	 * @throws IOException if the command fails
	 */
	public static void run(final NnUNetCommand command, final boolean here, final Progress progress) throws IOException {
		command.begin();
		final boolean inProcess = switch (command.worker()) {
			case NnUNetCommand.IN_PROCESS -> true;
			case NnUNetCommand.PROCESS -> false;
			default -> here;
		};
		final Thread thread = Thread.currentThread();
		final ClassLoader before = thread.getContextClassLoader();
		// NB: DJL and Appose's JSON load classes by the thread's class loader, which in ImageJ 1 does not find plugins
		thread.setContextClassLoader(CommandRunner.class.getClassLoader());
		try {
			if (inProcess) command.execute(progress);
			else new WorkerProcess(command, progress).execute();
			command.end();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}
}
