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

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The command-line syntax of one command, derived from the inputs that the SciJava command declares.
 * <p>
 * Option names ignore case, '-' and '_', and may be abbreviated as long as they are unambiguous, like NVIDIA's
 * (recipe-nvidia.md 1.1). picocli splits the words and prints the help; values are passed to {@link Arguments} as
 * text.
 * </p>
 */
final class CommandSyntax {

	/** The options that every command has. */
	static final String QUIET = "quiet", PROGRESS = "progress";

	private static final String HELP = "help";

	private static final int WIDTH = 110;

	private final Arguments arguments;
	private final CommandSpec spec;

	CommandSyntax(final CommandInfo info) throws ModuleException {
		arguments = new Arguments(info);
		spec = CommandSpec.create().name("nnunet " + Commands.name(info));
		spec.usageMessage().width(WIDTH).sortOptions(false).sortSynopsis(false).description(info.getDescription());
		spec.usageMessage().optionListHeading("%nOptions, which may also be written with - or _ between words:%n");
		spec.usageMessage().customSynopsis("nnunet " + Commands.name(info) + " [--option value]...");
		final Module defaults = info.createModule();
		for (final ModuleItem<?> item : arguments.inputs())
			if (!Arguments.isImage(item)) spec.addOption(option(item, item.getValue(defaults)));
		spec.addOption(flag(QUIET, "Print errors only."));
		spec.addOption(OptionSpec.builder("--" + PROGRESS).type(String.class).paramLabel("<form>").description(
			"bar, lines, json (one object per line, for other programs) or none. Default: bar on a terminal, else lines.")
			.build());
		spec.addOption(flag(HELP, "Print this help."));
	}

	/** Whether a command can be used on the command line, where there are no open images. */
	static boolean isUsable(final CommandInfo info) {
		for (final ModuleItem<?> item : info.outputs())
			if (Arguments.isImage(item)) return false;
		return new Arguments(info).inputs().stream().noneMatch(Arguments::isImage);
	}

	/** The help text. */
	String help() {
		return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
	}

	/** Whether a command line asks for the help, in whatever way the option is written. */
	boolean asksForHelp(final List<String> words) {
		return words.stream().map(this::canonical).anyMatch(word -> word.equals("--" + HELP) || word.startsWith("--" + HELP +
			"="));
	}

	/**
	 * Parses a command line that does not ask for the help.
	 *
	 * @return option names, without the dashes, with their texts; {@link #QUIET} and {@link #PROGRESS} among them
	 * @throws ProblemException if words are left over or values are missing
	 */
	Map<String, String> parse(final List<String> words) throws ProblemException {
		final List<Problem> problems = new ArrayList<>();
		final Map<String, String> texts = new LinkedHashMap<>();
		final CommandLine parser = new CommandLine(spec).setUnmatchedArgumentsAllowed(true).setOverwrittenOptionsAllowed(
			false);
		parser.getCommandSpec().parser().collectErrors(true);
		final ParseResult result = parser.parseArgs(words.stream().map(this::canonical).toArray(String[]::new));
		for (final Exception error : result.errors())
			problems.add(new Problem("command line", error.getMessage() + ".", "Write --option value."));
		final List<String> left = result.unmatched();
		for (int i = 0; i < left.size(); i++) {
			final String[] word = left.get(i).split("=", 2);
			final boolean value = word.length == 1 && i + 1 < left.size() && !left.get(i + 1).startsWith("--");
			if (!word[0].startsWith("--")) problems.add(new Problem(left.get(i), "does not belong to an option.",
				"Write --option value."));
			// NB: Arguments reports the unknown name together with everything else
			else texts.put(word[0], word.length > 1 ? word[1] : value ? left.get(++i) : "");
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		for (final OptionSpec option : result.matchedOptions())
			texts.put(option.names()[0].substring(2), option.getValue());
		return texts;
	}

	/** A word in picocli's form: the full name of an option, in lower case and without - and _. */
	private String canonical(final String word) {
		if (!word.startsWith("--") || word.length() < 3) return word.equals("-h") ? "--" + HELP : word;
		final int equals = word.indexOf('=');
		final String typed = Commands.plain(equals < 0 ? word : word.substring(0, equals));
		final String value = equals < 0 ? "" : word.substring(equals);
		final List<String> matches = new ArrayList<>();
		for (final OptionSpec option : spec.options())
			for (final String name : option.names()) {
				if (name.substring(2).equals(typed)) return option.names()[0] + value;
				if (name.substring(2).startsWith(typed) && !matches.contains(option.names()[0])) matches.add(option
					.names()[0]);
			}
		return matches.size() == 1 ? matches.get(0) + value : word;
	}

	private static OptionSpec option(final ModuleItem<?> item, final Object value) {
		final String[] names = Arguments.names(item).stream().map(name -> "--" + name).toArray(String[]::new);
		final OptionSpec.Builder option = OptionSpec.builder(names).type(String.class);
		if (Arguments.isSwitch(item)) option.arity("0..1").fallbackValue("true");
		final List<String> remarks = new ArrayList<>();
		if (item.getType() != File.class && !Arguments.expected(item).equals("a text")) remarks.add(Arguments.expected(
			item));
		if (value != null && !value.equals("")) remarks.add("default " + value);
		final String text = Arguments.description(item) + (remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) +
			")");
		return option.paramLabel("<" + label(item) + ">").description(escaped(text)).build();
	}

	private static OptionSpec flag(final String name, final String description) {
		return OptionSpec.builder("--" + name).type(String.class).arity("0..1").fallbackValue("true").paramLabel(
			"<true|false>").description(description).build();
	}

	private static String label(final ModuleItem<?> item) {
		final Class<?> type = item.getType();
		if (type == boolean.class) return "true|false";
		if (type == File.class) return "path";
		return type == String.class ? "text" : "number";
	}

	/** A text with escaped format characters for picocli. */
	private static String escaped(final String text) {
		return text.replace("%", "%%");
	}
}
