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

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.WindowManager;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Says what is wrong with the answers in a command's dialog, field by field, by the rules that the command itself has:
 * first those of each value ({@link Arguments}), then those of all together ({@link NnUNetCommand#problems}).
 */
final class DialogCheck {

	/** The key of what belongs to no single field. */
	static final String GENERAL = "";

	/** How a sentence about a field that must be filled in begins. */
	static final String MISSING = "This is missing. ";

	/** The key of what the command would need, which is no problem. */
	static final String OUTLOOK = "outlook";

	private final CommandInfo info;
	private final Arguments arguments;

	DialogCheck(final CommandInfo info) {
		this.info = info;
		arguments = new Arguments(info);
	}

	/**
	 * Checks answers.
	 *
	 * @param texts input names and texts
	 * @return input names and what is wrong with them, in the order of the inputs; empty if the command can start
	 */
	Map<String, String> problems(final Map<String, String> texts) throws ModuleException {
		final Map<String, String> found = new LinkedHashMap<>();
		try {
			final Module module = info.createModule();
			arguments.values(texts).forEach(module::setInput);
			for (final ModuleItem<?> item : arguments.inputs())
				if (item.getType() == ImagePlus.class && item.getValue(module) == null) module.setInput(item.getName(),
					WindowManager.getCurrentImage());
			for (final Problem problem : ((NnUNetCommand) module.getDelegateObject()).problems())
				found.merge(field(problem.where(), texts), sentence(problem), (one, two) -> one + "\n" + two);
		}
		catch (final ProblemException e) {
			for (final Problem problem : e.problems())
				found.merge(field(problem.where(), texts), sentence(problem), (one, two) -> one + "\n" + two);
		}
		return found;
	}

	/** What is wrong with answers, or else, under {@link #OUTLOOK}, what the command would need. */
	Map<String, String> look(final Map<String, String> texts) throws ModuleException {
		final Map<String, String> found = problems(texts);
		if (!found.isEmpty()) return found;
		try {
			final Module module = info.createModule();
			arguments.values(texts).forEach(module::setInput);
			final String outlook = ((NnUNetCommand) module.getDelegateObject()).outlook();
			if (!outlook.isEmpty()) found.put(OUTLOOK, outlook);
		}
		catch (final IOException e) {
			// NB: it is only a forecast; the command itself says what it cannot read
			found.put(OUTLOOK, "What this would need cannot be told: " + e.getMessage());
		}
		return found;
	}

	/** The input that a problem belongs to: the one it names, or the one whose path it names. */
	private String field(final String where, final Map<String, String> texts) {
		for (final String name : where.split(",\\s*")) {
			final ModuleItem<?> item = arguments.find(name);
			if (item != null && texts.containsKey(item.getName())) return item.getName();
		}
		String field = GENERAL;
		int longest = 0;
		for (final ModuleItem<?> item : arguments.inputs()) {
			if (item.getType() != File.class || !texts.containsKey(item.getName())) continue;
			// NB: as the command sees it, without a slash at the end
			final String path = new File(texts.get(item.getName())).getPath();
			if (path.length() <= longest || !where.startsWith(path)) continue;
			longest = path.length();
			field = item.getName();
		}
		return field;
	}

	/** NB: the field's name stands above the sentence, in its label. */
	private String sentence(final Problem problem) {
		final String place = arguments.find(problem.where()) != null || problem.where().isEmpty() ? "" : problem.where() +
			": ";
		final String text = (place.isEmpty() && problem.what().startsWith("is ") ? "this " : place) + problem.what() + " " +
			problem.cure();
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}
}
