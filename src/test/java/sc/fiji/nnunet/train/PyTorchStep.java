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
package sc.fiji.nnunet.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch's training step in a process of its own, one step at a time: the benchmark script runs unchanged, but
 * whenever it reads the clock to begin a step, it waits for a signal.
 */
final class PyTorchStep implements AutoCloseable {

	private static final String DRIVER = """
		import sys, time, torch
		script = sys.argv[1]
		sys.argv = sys.argv[1:]
		names = {'__name__': '__main__'}
		real, out, state = time.time, sys.stdout, [False, 0.0]
		def clock():
		    if sys._getframe(1).f_globals is not names:
		        return real()
		    state[0] = not state[0]
		    if state[0]:
		        if not sys.stdin.readline():
		            sys.exit()
		        state[1] = real()
		        return state[1]
		    now = real()
		    out.write('step %.6f\\n' % (now - state[1]))
		    out.flush()
		    return now
		time.time = clock
		exec(compile(open(script).read(), script, 'exec'), names)
		""";

	private final String name;
	private final Process process;
	private final BufferedReader reader;
	private final Writer writer;

	/** @param words arguments of the script, such as "fp32 cl" */
	PyTorchStep(final Path python, final Path script, final String words) throws IOException {
		name = "PyTorch " + words;
		final List<String> line = new ArrayList<>(List.of(python.toString(), "-c", DRIVER, script.toString()));
		line.addAll(List.of(words.split(" ")));
		line.add("steps=1000000");
		process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		reader = process.inputReader();
		writer = process.outputWriter();
	}

	/** Runs a step and returns its seconds by PyTorch's own clock. */
	double seconds() throws IOException {
		writer.write("go\n");
		writer.flush();
		for (String line = reader.readLine(); line != null; line = reader.readLine())
			if (line.startsWith("step ")) return Double.parseDouble(line.substring(5));
		throw new IOException(name + " ended");
	}

	@Override
	public String toString() {
		return name;
	}

	@Override
	public void close() throws IOException {
		try {
			writer.close();
			process.waitFor();
		}
		catch (final InterruptedException exc) {
			process.destroy();
			Thread.currentThread().interrupt();
		}
	}
}
