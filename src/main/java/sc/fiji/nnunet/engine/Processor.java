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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** The computer's processor, as Linux describes it. */
public final class Processor {

	/** Where Linux describes the processor. */
	public static final Path CPUINFO = Path.of("/proc/cpuinfo");

	private Processor() {
		// static methods only
	}

	/**
	 * The processor's features as Linux lists them; empty elsewhere, and where another processor names them otherwise.
	 */
	public static Set<String> features(final Path cpuinfo) throws IOException {
		if (!Files.isReadable(cpuinfo)) return Set.of();
		for (final String line : Files.readAllLines(cpuinfo))
			if (line.startsWith("flags")) return new HashSet<>(Arrays.asList(line.substring(line.indexOf(':') + 1).trim()
				.split("\\s+")));
		return Set.of();
	}

	/** The processor's model as Linux names it; elsewhere its architecture. */
	public static String name(final Path cpuinfo) {
		try {
			if (Files.isReadable(cpuinfo)) for (final String line : Files.readAllLines(cpuinfo))
				if (line.startsWith("model name")) return line.substring(line.indexOf(':') + 1).trim();
		}
		catch (final IOException exc) {
			return System.getProperty("os.arch"); // NB: a name is for reports only
		}
		return System.getProperty("os.arch");
	}

	/**
	 * Makes sure that the processor knows the instructions that the engine's library is made of. NB: without them the
	 * library ends the process, and there is nobody left to say why.
	 *
	 * @throws ProblemException if it does not
	 */
	public static void require(final Path cpuinfo) throws IOException {
		final Set<String> features = features(cpuinfo);
		if (features.isEmpty() || features.contains("avx")) return;
		throw new ProblemException(List.of(new Problem("processor",
			"has no AVX instructions, which the engine's library (TensorFlow) needs, so that it would end this program.",
			"Use another computer, made after 2011; in a virtual machine, let it see the processor as it is (host CPU).")));
	}
}
