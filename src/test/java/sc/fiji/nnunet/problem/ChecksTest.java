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
package sc.fiji.nnunet.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check with values that pass and values that do not. */
class ChecksTest {

	private enum Colour {
			RED, DARK_BLUE
	}

	@TempDir
	Path temp;

	/** The problem that a check finds, as a user reads it; empty if there is none. */
	private static String said(final Consumer<Checks> check) {
		final Checks checks = new Checks();
		check.accept(checks);
		return checks.problems().isEmpty() ? "" : checks.problems().get(0).toString();
	}

	@Test
	void aWordNamesItsConstant() {
		final Checks checks = new Checks();
		assertEquals(Colour.DARK_BLUE, checks.choice("colour", "dark_blue", Colour.class));
		assertEquals(List.of(), checks.problems());
		assertEquals(List.of("red", "dark_blue"), Checks.words(Colour.class));
		for (final String word : new String[] { "DARK_BLUE", "", "red " })
			assertNull(checks.choice("colour", word, Colour.class));
		assertNull(checks.choice("colour", null, Colour.class));
		assertEquals(List.of("colour: is 'DARK_BLUE'. Give one of red, dark_blue.",
			"colour: is ''. Give one of red, dark_blue.", "colour: is 'red '. Give one of red, dark_blue.",
			"colour: is missing. Give one of red, dark_blue."),
			checks.problems().stream().map(Problem::toString).toList());
	}

	@Test
	void theEmptyWordIsAllowedButNotOffered() {
		assertEquals("", said(c -> c.oneOf("scheme", "", List.of("", "ct", "mri"))));
		assertEquals("scheme: is 'x'. Give one of ct, mri.", said(c -> c.oneOf("scheme", "x", List.of("", "ct",
			"mri"))));
	}

	@Test
	void numbersOutOfRangeAreProblems() {
		for (final double fine : new double[] { 0, 0.5, 1 })
			assertEquals("", said(c -> c.range("share", fine, 0, 1)));
		for (final double wrong : new double[] { -1e-9, 1.1, Double.NaN, Double.POSITIVE_INFINITY })
			assertEquals("share: is " + wrong + ". Give a number from 0 to 0.5.", said(c -> c.range("share", wrong, 0,
				0.5)));
	}

	@Test
	void lowerBoundsRejectNaNAndInfinity() {
		assertEquals("", said(c -> c.atLeast("n", 2, 2, "Give 2.")));
		assertEquals("n: is 1. Give 2.", said(c -> c.atLeast("n", 1, 2, "Give 2.")));
		assertEquals("", said(c -> c.atLeast("x", 0.0, 0, "More.")));
		final double infinite = Double.POSITIVE_INFINITY;
		for (final double wrong : new double[] { -0.1, Double.NaN, infinite, -infinite }) {
			assertEquals("x: is " + wrong + ". More.", said(c -> c.atLeast("x", wrong, 0, "More.")));
			assertEquals("x: is " + wrong + ". More.", said(c -> c.positive("x", wrong, "More.")));
		}
		assertEquals("x: is 0.0. More.", said(c -> c.positive("x", 0.0, "More.")));
		assertEquals("", said(c -> c.finite("x", -7, "Any.")));
		assertEquals("x: is NaN. Any.", said(c -> c.finite("x", Double.NaN, "Any.")));
	}

	@Test
	void listsNeedTheRightLengthAndPositiveNumbers() {
		assertEquals("", said(c -> c.positive("spacing", List.of(1.0, 2.0), 2, "Two.")));
		assertEquals("spacing: is [1]. Two.", said(c -> c.positive("spacing", List.of(1), 2, "Two.")));
		assertEquals("spacing: is [1, null]. Two.", said(c -> c.positive("spacing", Arrays.asList(1, null), 2,
			"Two.")));
		assertEquals("spacing: is [1.0, Infinity]. Two.", said(c -> c.positive("spacing", List.of(1.0,
			Double.POSITIVE_INFINITY), 2, "Two.")));
	}

	@Test
	void listsFromScriptsAreConverted() {
		assertEquals(List.of(1.0, 0.5, 2.0), Checks.decimals(List.of(1, new BigDecimal("0.5"), 2L)));
		assertEquals(Arrays.asList(1, 2, null, null, null), Checks.integers(Arrays.asList(1L, 2.0, 2.5, 1e12, "3")));
		assertEquals(List.of(), Checks.decimals(null));
		assertEquals(Arrays.asList("a", null), Checks.copy(Arrays.asList("a", null)));
	}

	@Test
	void namesOfDevicesAreChecked() {
		for (final String fine : List.of("auto", "cpu", "gpu", "gpu:0", "gpu:12"))
			assertEquals("", said(c -> c.device("device", fine)));
		for (final String wrong : List.of("", "tpu", "gpu:", "gpu:-1", "gpu:99999999999", "CPU"))
			assertEquals("device: is '" + wrong + "'. Give auto, cpu, gpu or gpu:N.", said(c -> c.device("device",
				wrong)));
		assertEquals("device: is missing. Give auto, cpu, gpu or gpu:N.", said(c -> c.device("device", null)));
	}

	@Test
	void filesAndFoldersMustExist() throws Exception {
		final Path file = Files.writeString(temp.resolve("a"), "a");
		final Path none = temp.resolve("none");
		assertEquals("", said(c -> c.folder("model", temp, "Look.")));
		assertEquals("model: " + file + " is not a folder. Look.", said(c -> c.folder("model", file, "Look.")));
		assertEquals("model: is missing. Look.", said(c -> c.folder("model", null, "Look.")));
		assertEquals("", said(c -> c.outputFolder("output", none, "Look.")));
		assertEquals("output: " + file + " is not a folder. Look.", said(c -> c.outputFolder("output", file, "Look.")));
		assertEquals("output: is missing. Look.", said(c -> c.outputFolder("output", null, "Look.")));
		assertEquals("", said(c -> c.file("image", file, "Look.")));
		assertEquals("image: " + temp + " is not a file. Look.", said(c -> c.file("image", temp, "Look.")));
		assertEquals("", said(c -> c.exists("input", temp, "Look.")));
		assertEquals("input: " + none + " does not exist. Look.", said(c -> c.exists("input", none, "Look.")));
	}

	@Test
	void earlierProblemsComeFirst() {
		final Checks checks = new Checks(List.of(new Problem("a", "b.", "C.")));
		checks.given("d", null, "Give it.");
		assertEquals(List.of("a: b. C.", "d: is missing. Give it."), checks.problems().stream().map(Problem::toString)
			.toList());
	}
}
