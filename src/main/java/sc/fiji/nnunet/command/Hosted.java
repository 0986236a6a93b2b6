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

/** What a host asks a command before it runs it. */
public interface Hosted {

	/** Choices of the parameter {@code worker}: own process if the engine is not on the class path; always; never. */
	String AUTO = "auto", PROCESS = "process", IN_PROCESS = "inprocess";

	/**
	 * Looks around in the program that the user started, before the work begins there or in a process of its own.
	 *
	 * @throws IOException if what is there cannot be read
	 */
	default void begin() throws IOException {
		// NB: most commands see all they need in either process
	}

	/**
	 * Shows or does with the outputs what only the program can that the user started; called after the work.
	 *
	 * @throws IOException if something cannot be read
	 */
	default void end() throws IOException {
		// NB: most commands have nothing to add
	}

	/**
	 * What the command would need with its inputs as they are, for a dialog: device, memory and time in one or two
	 * sentences; empty if there is nothing to say. Asked when nothing is wrong with the inputs.
	 *
	 * @throws IOException if something cannot be read
	 */
	default String outlook() throws IOException {
		return "";
	}

	/**
	 * Where the work shall be done: {@link #IN_PROCESS} for a command that needs no engine; others return their
	 * parameter {@code worker}.
	 */
	default String worker() {
		return IN_PROCESS;
	}

	/**
	 * The folder of a learning curve and overlays that the command keeps up to date while it works, which hosts with a
	 * display show; null if there are none.
	 *
	 * @throws IOException if the inputs do not say which
	 */
	default Path pictures() throws IOException {
		return null;
	}
}
