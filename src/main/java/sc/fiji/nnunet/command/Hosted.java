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
package sc.fiji.nnunet.command;

import java.io.IOException;
import java.nio.file.Path;

/** The methods of a command that its host calls before and after the work. */
public interface Hosted {

	/**
	 * Choices of the parameter {@code worker}: a separate process if the engine is not on the class path; always;
	 * never.
	 */
	String AUTO = "auto", PROCESS = "process", IN_PROCESS = "inprocess";

	/**
	 * Called in the program that the user started, before the work begins there or in a separate process.
	 *
	 * @throws IOException if the command cannot collect what it needs from that program
	 */
	default void begin() throws IOException {
		// NB: most commands need nothing from that program
	}

	/**
	 * Called in the program that the user started, after the work, to show or process the outputs there.
	 *
	 * @throws IOException if a file cannot be read
	 */
	default void end() throws IOException {
		// NB: most commands have nothing to do
	}

	/**
	 * Device, memory and time that the command would need with its current inputs, in one or two sentences for a
	 * dialog; empty if they are not known. Called only if the inputs have no problems.
	 *
	 * @throws IOException if a file cannot be read
	 */
	default String outlook() throws IOException {
		return "";
	}

	/**
	 * Where the work should be done: {@link #IN_PROCESS} for a command that needs no engine; other commands return
	 * their parameter {@code worker}.
	 */
	default String worker() {
		return IN_PROCESS;
	}

	/**
	 * Whether the work goes on while somebody uses the windows, which come first: in a separate process it has a lower
	 * priority.
	 */
	default boolean isBackground() {
		return false;
	}

	/**
	 * The folder of the learning curve and overlays that the command updates while it works, and that hosts with a
	 * display show; null if there are none.
	 *
	 * @throws IOException if it cannot be determined from the inputs
	 */
	default Path pictures() throws IOException {
		return null;
	}
}
