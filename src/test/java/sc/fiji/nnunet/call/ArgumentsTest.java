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
package sc.fiji.nnunet.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.problem.ProblemException;

/** Tests NVIDIA's rules for option values (recipe-nvidia.md 1.1, rows C02 to C04) and the error messages. */
class ArgumentsTest {

	private final Arguments arguments = new Arguments(Commands.find("sample"));

	private Object value(final String name, final String text) throws ProblemException {
		return arguments.values(Map.of(name, text)).values().iterator().next();
	}

	@ParameterizedTest
	@ValueSource(strings = { "yes", "true", "t", "y", "1", "TRUE", "Yes" })
	void someWordsMeanTrue(final String word) throws ProblemException {
		assertEquals(true, value("tta", word));
	}

	@ParameterizedTest
	@ValueSource(strings = { "no", "false", "f", "n", "0", "False", "NO" })
	void someWordsMeanFalse(final String word) throws ProblemException {
		assertEquals(false, value("tta", word));
	}

	@ParameterizedTest
	@CsvSource({ "tta,maybe", "tta,2", "threads,-1", "threads,1.5", "threads,many", "threads,''", "threads,99999999999",
		"learningrate,-0.1", "learningrate,1.01", "learningrate,NaN", "learningrate,1e999", "learningrate,fast", "steps,0",
		"optimizer,lion", "optimizer,''" })
	void invalidTextsAreProblems(final String name, final String text) {
		final ProblemException e = assertThrows(ProblemException.class, () -> value(name, text));
		assertEquals(1, e.problems().size());
		assertEquals(name, e.problems().get(0).where());
	}

	@Test
	void textsAreConvertedToTheTypeOfTheInput() throws ProblemException {
		assertEquals(new File("a b"), value("folder", "a b"));
		assertNull(value("folder", ""));
		assertEquals(7, value("threads", "7"));
		assertEquals(7_000_000_000L, value("steps", "7000000000"));
		assertEquals(3e-4, value("learningrate", "3e-4"));
		assertEquals(0.0, value("learningrate", "0"));
		assertEquals(1.0, value("learningrate", "1"));
		assertEquals("sgd", value("optimizer", "SGD"));
	}

	@Test
	void namesIgnoreCaseDashAndUnderscore() throws ProblemException {
		for (final String name : List.of("learning-rate", "learning_rate", "LearningRate", "--learning-rate"))
			assertEquals(Map.of("learningrate", 0.5), arguments.values(Map.of(name, "0.5")));
		assertEquals(Map.of("threads", 2), arguments.values(Map.of("num-workers", "2")));
		assertEquals(Map.of("threads", 2), arguments.values(Map.of("jobs", "2")));
	}

	@Test
	void allProblemsAreReportedAtOnceWithTheValidNames() {
		final Map<String, String> texts = new LinkedHashMap<>();
		texts.put("threads", "x");
		texts.put("modelPath", "y");
		texts.put("optimizer", "z");
		final ProblemException e = assertThrows(ProblemException.class, () -> arguments.values(texts));
		assertEquals("""
			threads: is 'x'. Give a whole number of at least 0.
			modelPath: is not an option of nnU-Net Sample. Its options are folder, threads, learningrate, steps, tta, \
			optimizer, fail, worker, background.
			optimizer: is 'z'. Give one of adam, sgd.""", e.getMessage());
	}

	@Test
	void oneInputByTwoNamesIsAProblem() {
		final Map<String, String> texts = new LinkedHashMap<>();
		texts.put("threads", "1");
		texts.put("jobs", "2");
		final ProblemException e = assertThrows(ProblemException.class, () -> arguments.values(texts));
		assertEquals("jobs: is given more than once. Give it once.", e.getMessage());
	}
}
