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
package sc.fiji.nnunet.imagej;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.run.AbstractCodeRunner;
import org.scijava.run.CodeRunner;

import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Runs our commands for {@code fiji --headless --run "nnU-Net Train" 'data="/data/out",fold=0'}: names and values are
 * held against the command's inputs first. SciJava itself would run a command with its defaults where a name is unknown
 * or a value has the wrong type (fiji.md 1.6).
 */
@Plugin(type = CodeRunner.class, priority = Priority.HIGH)
public class CheckedRunner extends AbstractCodeRunner {

	@Parameter
	private CommandService commands;

	@Override
	public boolean supports(final Object code) {
		return find(code) != null;
	}

	private CommandInfo find(final Object code) {
		final String name = code instanceof Class<?> type ? type.getName() : String.valueOf(code);
		for (final CommandInfo info : Commands.all())
			if (name.equals(info.getClassName()) || name.equals(Commands.label(info))) return commands.getCommand(info
				.getClassName());
		return null;
	}

	@Override
	public void run(final Object code, final Object... args) throws InvocationTargetException {
		final Map<String, Object> pairs = new LinkedHashMap<>();
		for (int n = 0; n + 1 < args.length; n += 2)
			pairs.put(String.valueOf(args[n]), args[n + 1]);
		run(code, pairs);
	}

	@Override
	public void run(final Object code, final Map<String, Object> inputs) throws InvocationTargetException {
		final CommandInfo info = find(code);
		final Map<String, String> texts = new LinkedHashMap<>();
		inputs.forEach((name, value) -> texts.put(name, String.valueOf(value)));
		try {
			commands.run(info, true, new Arguments(info).values(texts)).get();
		}
		catch (final ProblemException e) {
			final ProblemException all = withOthers(e, info, texts);
			Failure.exitIfAsked(all);
			throw new InvocationTargetException(all);
		}
		catch (final ExecutionException e) {
			Throwable cause = e.getCause();
			while (cause.getCause() != null && !(cause instanceof Failure))
				cause = cause.getCause();
			throw new InvocationTargetException(cause);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** Adds what else the command would refuse, so that all problems are listed at once. */
	private static ProblemException withOthers(final ProblemException wrong, final CommandInfo info,
		final Map<String, String> texts)
	{
		final Set<String> bad = wrong.problems().stream().map(Problem::where).collect(Collectors.toSet());
		final Map<String, String> good = new LinkedHashMap<>(texts);
		good.keySet().removeIf(bad::contains);
		final List<Problem> all = new ArrayList<>(wrong.problems());
		try {
			final Module module = info.createModule();
			new Arguments(info).values(good).forEach(module::setInput);
			all.addAll(((NnUNetCommand) module.getDelegateObject()).problems());
		}
		catch (final ProblemException e) {
			all.addAll(e.problems());
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
		return new ProblemException(all);
	}
}
