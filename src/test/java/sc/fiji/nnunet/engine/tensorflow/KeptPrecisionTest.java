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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;

class KeptPrecisionTest {

	private static final NetworkSpec SPEC = TrainStepBenchmark.spec();

	@TempDir
	private Path temp;

	private int tests;

	private Precision of(final Path folder, final NetworkSpec spec) {
		return new KeptPrecision(folder).of(spec, () -> {
			tests++;
			return Precision.FP16;
		});
	}

	private Path file() throws IOException {
		try (var files = Files.list(temp.resolve("card"))) {
			return files.findFirst().orElseThrow();
		}
	}

	@Test
	void eachNetworkIsTestedOncePerCard() {
		final Path card = temp.resolve("card");
		for (int i = 0; i < 3; i++)
			assertEquals(Precision.FP16, of(card, SPEC));
		assertEquals(1, tests);
		of(card, SPEC.scaledTo(8));
		of(temp.resolve("other card"), SPEC);
		assertEquals(3, tests);
		of(null, SPEC);
		of(null, SPEC);
		assertEquals(5, tests, "without a folder nothing is kept");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "FP16\n", "FP8\n#\n", "FP16\nanother network\n", "FP16\n#\nmore\n", "\uFFFD" })
	void aDamagedFileIsTestedAgain(final String text) throws IOException {
		of(temp.resolve("card"), SPEC);
		Files.writeString(file(), text.replace("#", SPEC.toString()));
		assertEquals(Precision.FP16, of(temp.resolve("card"), SPEC));
		of(temp.resolve("card"), SPEC);
		assertEquals(2, tests);
		assertEquals(List.of("FP16", SPEC.toString()), Files.readAllLines(file()));
	}

	@Test
	void bytesThatAreNoTextAreTestedAgain() throws IOException {
		of(temp.resolve("card"), SPEC);
		Files.write(file(), new byte[] { (byte) 0xff, (byte) 0xfe, 10 });
		assertEquals(Precision.FP16, of(temp.resolve("card"), SPEC));
		assertEquals(2, tests);
	}

	@Test
	void aFolderThatCannotBeMadeCostsOnlyTheTest() throws IOException {
		final Path blocked = Files.writeString(temp.resolve("file"), "").resolve("card");
		assertEquals(Precision.FP16, of(blocked, SPEC));
		assertEquals(Precision.FP16, of(blocked, SPEC));
		assertEquals(2, tests);
	}
}
