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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The results of self-tests that come out alike each time, in files: on a card each prediction would begin with 3 to 5 s
 * of testing (H200).
 *
 * @param folder for the results of one card, driver and library; null to keep none
 */
record KeptPrecision(Path folder) {

	/** The kept result for a network, or that of the test, which is kept from then on. */
	Precision of(final NetworkSpec spec, final Supplier<Precision> test) {
		if (folder == null) return test.get();
		final String network = spec.toString();
		final Path file = folder.resolve("precision-" + Integer.toHexString(network.hashCode()) + ".txt");
		final Precision kept = read(file, network);
		if (kept != null) return kept;
		final Precision chosen = test.get();
		try {
			WholeFile.createFolder(folder);
			WholeFile.write(file, chosen + "\n" + network + "\n");
		}
		catch (final ProblemException exc) {
			// NB: without the file the next prediction tests again
		}
		return chosen;
	}

	/** What a file says about a network; null if there is none, or if it is about another network or damaged. */
	private static Precision read(final Path file, final String network) {
		try {
			final List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
			if (lines.size() != 2 || !lines.get(1).equals(network)) return null;
			return Arrays.stream(Precision.values()).filter(one -> one.name().equals(lines.get(0))).findFirst().orElse(null);
		}
		catch (final IOException exc) {
			return null; // NB: what cannot be read is tested again
		}
	}
}
