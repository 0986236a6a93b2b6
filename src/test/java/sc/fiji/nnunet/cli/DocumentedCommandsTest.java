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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleException;

import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.problem.ProblemException;

/** Tests that the commands in README and documents are valid. */
class DocumentedCommandsTest {

	/** A command on a line of its own or within a sentence. */
	private static final Pattern SHELL = Pattern.compile("(?m)(?:^|`)(?:\\./)?nnunet ([a-z-]+)((?: +[^\\s`#]+)*)");
	private static final Pattern MACRO = Pattern.compile("run\\(\"([^\"]+)\"(?:, \"([^\"]*)\")?\\)");
	private static final Pattern OPTION = Pattern.compile("`([a-z]+)=([^\\s`]+)`");

	private static final List<String> PAGES = new ArrayList<>();

	@BeforeAll
	static void read() throws IOException {
		PAGES.add(Files.readString(Path.of("README.md")));
		try (Stream<Path> files = Files.list(Path.of("docs"))) {
			for (final Path file : files.filter(one -> one.toString().endsWith(".md")).toList())
				PAGES.add(Files.readString(file));
		}
	}

	@Test
	void shellCommandsAreUnderstood() throws Exception {
		final List<String> wrong = new ArrayList<>();
		int count = 0;
		for (final MatchResult shell : found(SHELL)) {
			if (shell.group(1).equals("help")) continue;
			count++;
			final CommandInfo info = Commands.find(shell.group(1));
			final List<String> words = Stream.of(shell.group(2).trim().split(" +")).filter(word -> !word.isEmpty())
				.toList();
			if (info == null) wrong.add(shell.group());
			else if (!words.contains("--help")) problems(info, words, wrong);
		}
		assertEquals(List.of(), wrong);
		assertTrue(count >= 10, count + " commands");
	}

	@Test
	void macrosAreUnderstood() {
		final List<String> wrong = new ArrayList<>();
		final List<MatchResult> macros = found(MACRO);
		for (final MatchResult macro : macros) {
			final CommandInfo info = Commands.all().stream().filter(one -> Commands.label(one).equals(macro.group(1)))
				.findAny().orElse(null);
			try {
				if (info == null) wrong.add(macro.group());
				else MacroOptions.values(info, macro.group(2) == null ? "" : macro.group(2));
			}
			catch (final ProblemException e) {
				wrong.add(macro.group() + ": " + e.getMessage());
			}
		}
		assertEquals(List.of(), wrong);
		assertTrue(macros.size() >= 8, macros.size() + " macros");
	}

	@Test
	void optionsInSentencesBelongToACommand() {
		final List<String> wrong = new ArrayList<>();
		for (final MatchResult option : found(OPTION)) {
			final Map<String, String> texts = Map.of(option.group(1), option.group(2));
			if (Commands.all().stream().noneMatch(info -> accepts(info, texts)))
				wrong.add(option.group());
		}
		assertEquals(List.of(), wrong);
	}

	private static boolean accepts(final CommandInfo info, final Map<String, String> texts) {
		try {
			new Arguments(info).values(texts);
			return true;
		}
		catch (final ProblemException e) {
			return false;
		}
	}

	private static void problems(final CommandInfo info, final List<String> words, final List<String> wrong)
		throws ModuleException
	{
		try {
			final Map<String, String> texts = new CommandSyntax(info).parse(words);
			texts.keySet().removeAll(List.of(CommandSyntax.QUIET, CommandSyntax.PROGRESS));
			new Arguments(info).values(texts);
		}
		catch (final ProblemException e) {
			wrong.add(words + ": " + e.getMessage());
		}
	}

	private static List<MatchResult> found(final Pattern pattern) {
		return PAGES.stream().flatMap(page -> pattern.matcher(page).results()).toList();
	}
}
