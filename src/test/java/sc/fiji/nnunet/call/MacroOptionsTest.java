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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandInfo;

import ij.Macro;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.problem.ProblemException;

/** Tests ImageJ's rules for macro options (fiji.md 1.3), and compares our parser with ImageJ's. */
class MacroOptionsTest {

	private final CommandInfo sample = Commands.find("nnU-Net Sample");

	private Map<String, Object> values(final String options) throws ProblemException {
		return MacroOptions.values(sample, options);
	}

	@Test
	void everyFormOfAValueIsParsed() throws ProblemException {
		assertEquals(Map.of(), values(null));
		assertEquals(Map.of(), values("  "));
		assertEquals(Map.of("folder", new File("/a b/c[1] d"), "threads", 2, "tta", true, "fail", "x y"), values(
			"folder=[/a b/c[1] d] threads=2 tta fail='x y' "));
		assertEquals(Map.of("tta", false, "optimizer", "sgd"), values("tta=false\toptimizer=[sgd]"));
		assertEquals(Map.of("learningrate", 0.5), values("learning_rate=0.5"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/data/Task04", "/a b/c", "C:\\x y\\z", "/odd[1]/x", "a=b", "" })
	void imageJReadsTheSameValue(final String text) throws ProblemException {
		final String options = MacroLine.of("", "threads", 2, "fail", text).options() + " ";
		assertEquals(text, values(options).get("fail"));
		assertEquals(text, Macro.getValue(options, "fail", "missing"));
	}

	@Test
	void unknownWordsAreProblems() {
		assertEquals(1, problems("thread=2"));
		assertEquals(2, problems("Model=/x junk"));
		assertEquals(1, problems("threads"));
		assertEquals(1, problems("threads=1 threads=2"));
		assertEquals(1, problems("folder=[/a/b"));
		assertEquals(1, problems("fail='no end"));
		assertEquals(3, problems("gpu=1 threads=x optimizer=9d"));
	}

	@Test
	void aKeyInsideAnotherValueIsNotAKey() throws ProblemException {
		assertEquals("threads=7", values("fail=[threads=7]").get("fail"));
		assertTrue(!values("fail=[threads=7]").containsKey("threads"));
	}

	private int problems(final String options) {
		return assertThrows(ProblemException.class, () -> values(options)).problems().size();
	}
}
