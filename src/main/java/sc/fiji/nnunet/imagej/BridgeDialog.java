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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Asks for the inputs of a command with ImageJ 1's own dialogs, in plain ImageJ as in Fiji. The few questions for
 * everybody come first, the others on further pages if the user wants them, so that each page fits on a
 * small screen. A value that the command would refuse has a red sentence under its field, and no OK.
 */
final class BridgeDialog {

	/** So many rows fit on a small screen. */
	private static final int ROWS = 16;

	private final CommandInfo info;
	private final Arguments arguments;
	private final Set<String> known;
	private final Map<String, String> defaults = new LinkedHashMap<>();
	private final Map<String, String> texts = new LinkedHashMap<>();

	/** Asks for all inputs, and shows the command's defaults first. */
	BridgeDialog(final CommandInfo info) throws ModuleException {
		this(info, info.createModule(), Set.of());
	}

	/**
	 * Asks for the inputs that are not known yet.
	 *
	 * @param module holds what is shown first
	 * @param known names of the inputs that have a value already
	 */
	BridgeDialog(final CommandInfo info, final Module module, final Set<String> known) throws ModuleException {
		this.info = info;
		this.known = known;
		arguments = new Arguments(info);
		final Module untouched = info.createModule();
		for (final ModuleItem<?> item : arguments.inputs()) {
			if (item.getType() == ImagePlus.class) continue;
			defaults.put(item.getName(), text(item.getValue(untouched)));
			texts.put(item.getName(), text(item.getValue(module)));
		}
	}

	private static String text(final Object value) {
		return value == null ? "" : value.toString();
	}

	/** Shows a text first, such as the folder of the last time. */
	void show(final String name, final String text) {
		texts.put(name, text);
	}

	/**
	 * Shows the dialogs.
	 *
	 * @return input names and texts that are not the defaults, or null if the user left the dialog
	 */
	Map<String, String> ask() {
		if (!answered()) return null;
		final Map<String, String> given = new LinkedHashMap<>(texts);
		given.entrySet().removeIf(entry -> entry.getValue().equals(defaults.get(entry.getKey())));
		return given;
	}

	/** The values of answers. */
	Map<String, Object> values(final Map<String, String> answers) throws ProblemException {
		return arguments.values(answers);
	}

	/**
	 * NB: ImageJ has recorded the first word of each label by itself, which need not be the name, and no false. It puts a
	 * value with blanks into brackets, and all options between quotes as they are.
	 */
	static void record(final Map<String, String> given) {
		if (!Recorder.record) return;
		Recorder.resetCommandOptions();
		given.forEach((name, text) -> Recorder.recordOption(name, MacroLine.escaped(text)));
	}

	/** Shows one page after the other; false if the user left. */
	private boolean answered() {
		final List<List<ModuleItem<?>>> pages = pages(info);
		pages.forEach(page -> page.removeIf(item -> known.contains(item.getName())));
		pages.removeIf(List::isEmpty);
		for (int page = 0; page < pages.size(); page++) {
			final boolean more = page + 1 < pages.size();
			final DialogPage dialog = new DialogPage(info, pages.get(page), page == 0 ? "" : ", more options", more, texts,
				defaults);
			if (!dialog.ask()) return false;
			texts.putAll(dialog.answers());
			if (!dialog.wantsMore()) return true;
		}
		return true;
	}

	/** The inputs that a dialog can ask for, page by page: those that most people want to see, then the others. */
	static List<List<ModuleItem<?>>> pages(final CommandInfo info) {
		final List<List<ModuleItem<?>>> pages = new ArrayList<>(List.of(new ArrayList<>()));
		boolean advanced = false;
		for (final ModuleItem<?> item : new Arguments(info).inputs()) {
			if (Arguments.isImage(item) || item.get(NnUNetCommand.UNASKED) != null) continue;
			if (Arguments.isAdvanced(item) != advanced || pages.get(pages.size() - 1).size() == ROWS) pages.add(
				new ArrayList<>());
			advanced = Arguments.isAdvanced(item);
			pages.get(pages.size() - 1).add(item);
		}
		pages.removeIf(List::isEmpty);
		return pages;
	}
}
