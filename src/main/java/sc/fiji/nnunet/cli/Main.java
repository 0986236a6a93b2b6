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
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.call.Spelling;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.worker.CommandRunner;
import sc.fiji.nnunet.worker.EngineJars;
import sun.misc.Signal;

/**
 * The command line: {@code nnunet train --data FOLDER --fold 0}. Exit codes: 0 done, 1 failed or interrupted,
 * 2 arguments or input that cannot be used.
 */
public final class Main {

	/** System property: whether the output is a terminal; set by the launcher, since Java cannot tell reliably. */
	static final String TERMINAL_PROPERTY = "nnunet.terminal";

	/**
	 * The signals that cancel a job: Control-C, a scheduler, and a closed terminal; Windows does not have the last
	 * one.
	 */
	private static final List<String> SIGNALS = File.separatorChar == '/' ? List.of("INT", "TERM", "HUP") : List.of("INT",
		"TERM");

	/**
	 * The signal by which a cluster announces the end of a job's time: the job is cancelled, and ends well, since the
	 * cluster starts it again.
	 */
	private static final String LIMIT = "USR1";

	private final PrintStream out;
	private final PrintStream err;
	private volatile HostProgress progress;
	private volatile boolean limited;

	/**
	 * @param out receives results and messages
	 * @param err receives errors
	 */
	public Main(final PrintStream out, final PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/** Runs one command and ends the process with its exit code. */
	public static void main(final String... args) {
		final Main main = new Main(System.out, System.err);
		// NB: not in a shutdown hook, where much of what a checkpoint needs is not available any more
		for (final String signal : SIGNALS)
			Signal.handle(new Signal(signal), one -> main.interrupt());
		if (File.separatorChar == '/') Signal.handle(new Signal(LIMIT), one -> main.limit());
		System.exit(main.run(args));
	}

	/** Handles the signal for the end of the job's time. */
	private void limit() {
		limited = true;
		final HostProgress running = progress;
		if (running == null) Runtime.getRuntime().halt(0);
		err.println("The time of this job ends: stopping after the current step. The same command resumes.");
		running.cancel();
	}

	/** Handles a signal: cancels the job, which keeps finished work; the second signal ends the process. */
	private void interrupt() {
		final HostProgress running = progress;
		if (running == null || running.cancelled()) Runtime.getRuntime().halt(Explanation.FAILED);
		err.println("Stopping after the current step; interrupt again to stop at once.");
		running.cancel();
	}

	/**
	 * Runs one command.
	 *
	 * @param args the command's name and its options
	 * @return the exit code
	 */
	public int run(final String... args) {
		final List<String> words = Arrays.asList(args);
		if (words.isEmpty() || isHelp(words.get(0))) return help(words);
		try {
			final CommandInfo info = command(words.get(0));
			final CommandSyntax syntax = new CommandSyntax(info);
			if (syntax.asksForHelp(words)) {
				out.print(syntax.help());
				return 0;
			}
			final Map<String, String> texts = syntax.parse(words.subList(1, words.size()));
			progress = display(texts.remove(CommandSyntax.QUIET), texts.remove(CommandSyntax.PROGRESS));
			return run(info, texts);
		}
		catch (final ProblemException e) {
			err.println(e.getMessage());
			return ProblemException.EXIT_CODE;
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	private int run(final CommandInfo info, final Map<String, String> texts) throws ModuleException {
		final Module module = info.createModule();
		try (HostProgress display = progress) {
			new Arguments(info).values(texts).forEach(module::setInput);
			CommandRunner.run((NnUNetCommand) module.getDelegateObject(), EngineJars.onClassPath(), display);
			done(info, module);
			return 0;
		}
		catch (final CancellationException e) {
			final int code = failed(e, e.getMessage());
			return limited ? 0 : code;
		}
		catch (final IOException | RuntimeException | Error e) {
			if (Explanation.isBug(e)) {
				err.println(Explanation.BUG);
				e.printStackTrace(err);
			}
			return failed(e, Explanation.text(e));
		}
	}

	private void done(final CommandInfo info, final Module module) {
		if (!(progress instanceof JsonProgress json)) return;
		final Map<String, Object> outputs = new LinkedHashMap<>();
		for (final ModuleItem<?> item : info.outputs()) {
			final Object value = item.getValue(module);
			outputs.put(item.getName(), value instanceof File ? value.toString() : value);
		}
		json.event("done", outputs);
	}

	private int failed(final Throwable failure, final String message) {
		final int code = Explanation.code(failure);
		progress.close();
		if (progress instanceof JsonProgress json) json.event("failed", Map.of("code", code, "message", message));
		else err.println(message);
		return code;
	}

	private HostProgress display(final String quiet, final String form) throws ProblemException {
		final Boolean silent = quiet == null ? Boolean.FALSE : Arguments.bool(quiet);
		if (silent == null) throw new ProblemException(new Problem("--quiet", "is '" + quiet + "'.",
			"Give true or false."));
		if (silent) return new NoProgress();
		final boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
		return switch (form == null ? terminal ? "bar" : "lines" : form) {
			case "bar" -> new BarProgress(out, err);
			case "lines" -> new LineProgress(out);
			case "json" -> new JsonProgress(out);
			case "none" -> new NoProgress();
			default -> throw new ProblemException(new Problem("--progress", "is '" + form + "'.",
				"Give one of bar, lines, json, none."));
		};
	}

	private static CommandInfo command(final String name) throws ProblemException {
		final CommandInfo info = Commands.find(name);
		if (info != null && CommandSyntax.isUsable(info)) return info;
		final List<CommandInfo> begun = Commands.all().stream().filter(one -> CommandSyntax.isUsable(one) && Commands.plain(
			Commands.name(one)).startsWith(Commands.plain(name))).toList();
		if (begun.size() == 1) return begun.get(0);
		final List<String> known = Commands.all().stream().filter(CommandSyntax::isUsable).map(Commands::name).toList();
		throw new ProblemException(new Problem(name, "is not a command of nnunet.", Spelling.question(name, known) +
			"Its commands are " + String.join(", ", known) + "; run 'nnunet help' for more."));
	}

	private static boolean isHelp(final String word) {
		return word.equals("-h") || Commands.plain(word).equals("help");
	}

	private int help(final List<String> words) {
		if (words.size() > 1 && !isHelp(words.get(1))) return run(words.get(1), "--help");
		out.println("nnunet <command> [--option value]...   nnU-Net: segmentation networks that configure themselves");
		out.println();
		for (final CommandInfo info : Commands.all())
			if (CommandSyntax.isUsable(info)) out.printf(Locale.ROOT, "  %-16s %s%n", Commands.name(info), firstSentence(
				info));
		out.println();
		out.println("nnunet <command> --help lists the options of a command.");
		return 0;
	}

	private static String firstSentence(final CommandInfo info) {
		final String text = info.getDescription();
		final int end = text.indexOf(". ");
		return end < 0 ? text : text.substring(0, end + 1);
	}
}
