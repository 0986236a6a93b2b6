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
package sc.fiji.nnunet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;


/** Tests exit codes, help and progress of the command line (recipe-nvidia.md rows C02 to C05 and C13). */
class MainTest {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private int run(final String... args) {
		out.reset();
		err.reset();
		return new Main(new PrintStream(out), new PrintStream(err)).run(args);
	}

	@Test
	void optionsReachTheCommand() {
		assertEquals(0, run("sample", "--folder", "a b", "--num_workers=2", "--learning-rate", "0.5", "--tta",
			"--optimizer", "sgd"));
		assertEquals("folder=a b threads=2 learningrate=0.5 steps=5000000000 tta=true optimizer=sgd", out.toString()
			.trim());
	}

	@Test
	void withoutOptionsDefaultsAreUsed() {
		assertEquals(0, run("sample"));
		assertEquals("folder=null threads=3 learningrate=0.25 steps=5000000000 tta=false optimizer=adam", out.toString()
			.trim());
	}

	@Test
	void aFlagWithoutAValueDoesNotConsumeTheNextOption() {
		assertEquals(0, run("sample", "--tta", "--threads", "1"));
		assertTrue(out.toString().contains("threads=1") && out.toString().contains("tta=true"));
		assertEquals(0, run("sample", "--tta", "no"));
		assertTrue(out.toString().contains("tta=false"));
	}

	@Test
	void unambiguousPrefixesAreAccepted() {
		assertEquals(0, run("sample", "--learn", "0.5", "--opt=sgd"));
		assertTrue(out.toString().contains("learningrate=0.5") && out.toString().contains("optimizer=sgd"));
		assertEquals(2, run("sample", "--f", "x"), "folder and fail both begin so");
	}

	@Test
	void commandNamesMayBeAbbreviated() {
		assertEquals(0, run("check", "--help"));
		assertTrue(out.toString().contains("nnunet check-dataset"), out.toString());
		assertEquals(0, run("crossvalidate", "--help"));
		assertEquals(2, run("p", "--help"), "several commands begin with p");
	}

	@Test
	void exitCodes() {
		assertEquals(2, run("sample", "--fail", "problem"));
		assertEquals("case_1.nii.gz: is broken. Mend it.", err.toString().trim());
		assertEquals(1, run("sample", "--fail", "io"));
		assertEquals("The disk is full.", err.toString().trim());
		assertEquals(1, run("sample", "--fail", "runtime"));
		assertTrue(err.toString().contains("IllegalStateException"), "a bug needs its stack trace");
		assertEquals(1, run("sample", "--fail", "cancel"));
		assertEquals(2, run("nosuchcommand"));
		assertEquals(2, run("sample", "stray"));
		assertEquals(2, run("sample", "--threads"));
		assertEquals(2, run("sample", "--progress", "cake"));
		assertEquals(2, run("sample", "--quiet", "maybe"));
	}

	@Test
	void allProblemsOfACommandLineAreReportedTogether() {
		assertEquals(2, run("sample", "--threads", "-3", "--model", "x", "--tta", "perhaps"));
		assertEquals(3, err.toString().lines().count());
		assertTrue(err.toString().contains("--model: is not an option of nnU-Net Sample. Its options are folder, threads"));
	}

	@Test
	void aNameThatWasMistypedIsGuessed() {
		assertEquals(2, run("sampel"));
		assertTrue(err.toString().startsWith("sampel: is not a command of nnunet. Did you mean sample? Its commands are "), err
			.toString());
		assertEquals(2, run("sample", "--thraeds", "3"));
		assertTrue(err.toString().startsWith("--thraeds: is not an option of nnU-Net Sample. Did you mean threads? Its " +
			"options are folder, threads"), err.toString());
	}

	@Test
	void theStartWindowNamesTheCommandsThatNeedNoWindow() {
		assertEquals(2, run("start"));
		assertTrue(err.toString().startsWith("nnU-Net...: needs the windows of ImageJ or Fiji."), err.toString());
		for (final String name : List.of("check-dataset", "plan", "preprocess", "train", "predict"))
			assertTrue(err.toString().contains("'" + name + "'") || err.toString().contains("nnunet " + name), name);
	}

	@Test
	void helpShowsTypesDefaultsAndDescriptions() {
		assertEquals(0, run("help"));
		assertEquals(0, run("help", "help"));
		assertTrue(out.toString().contains("evaluate"));
		final int lines = out.toString().split("\n").length;
		assertEquals(0, run());
		assertEquals(lines, out.toString().split("\n").length);
		assertEquals(0, run("evaluate", "--help"));
		final String help = out.toString().replaceAll("\\s+", " ");
		assertTrue(help.contains(
			"--tolerance=<number> Tolerance of the surface Dice in millimetres. (a number of at least 0.0; default 1.0)"),
			help);
		assertTrue(help.contains("(one of nan, one; default nan)"), help);
		for (final String way : List.of("-h", "--hel", "--HELP", "--help=true")) {
			assertEquals(0, run("evaluate", way), way);
			assertEquals(help, out.toString().replaceAll("\\s+", " "), way);
		}
		assertEquals(0, run("--HELP"));
		assertEquals(lines, out.toString().split("\n").length);
		assertEquals(0, run("help", "evaluate"));
		assertEquals(help, out.toString().replaceAll("\\s+", " "));
	}

	@Test
	void quietPrintsErrorsOnly() {
		assertEquals(0, run("sample", "--quiet"));
		assertEquals("", out.toString() + err);
		assertEquals(1, run("sample", "--quiet", "--fail", "io"));
		assertEquals("", out.toString());
		assertEquals("The disk is full.", err.toString().trim());
	}

	@Test
	void progressIsReportedAsJsonLines() {
		assertEquals(0, run("sample", "--progress", "json"));
		final List<JsonObject> lines = out.toString().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
			.toList();
		assertEquals(List.of("progress", "message", "done"), lines.stream().map(line -> line.get("event").getAsString())
			.toList());
		assertEquals(0.5, lines.get(0).get("fraction").getAsDouble());
		assertEquals("half way", lines.get(0).get("status").getAsString());
		assertEquals(lines.get(1).get("line"), lines.get(2).get("echo"));
		assertEquals(2, run("sample", "--progress", "json", "--fail", "problem"));
		final String[] failed = out.toString().split("\n");
		assertEquals(2, JsonParser.parseString(failed[failed.length - 1]).getAsJsonObject().get("code").getAsInt());
	}

	@Test
	void linesOfStatusAreLimited() {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final LineProgress progress = new LineProgress(new PrintStream(bytes));
		for (int i = 0; i < 10_000; i++)
			progress.update(i * 1e-4, "step " + i);
		assertEquals("", bytes.toString());
		progress.message("kept");
		assertEquals("kept", bytes.toString().trim());
	}
}
