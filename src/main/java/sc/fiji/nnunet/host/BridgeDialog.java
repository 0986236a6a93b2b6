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
package sc.fiji.nnunet.host;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Asks for the inputs of a command with ImageJ 1's own dialogs, and records the answers as a macro line. The few
 * questions in front of the heading "Advanced" come first, the others on further pages if the user wants them.
 */
final class BridgeDialog {

	private static final String HELP = "https://imagej.net/plugins/nnunet";
	private static final int COLUMNS = 30;

	/** So many rows fit on a small screen. */
	private static final int ROWS = 16;

	private final CommandInfo info;
	private final Arguments arguments;
	private final Map<String, String> texts = new LinkedHashMap<>();

	BridgeDialog(final CommandInfo info) throws ModuleException {
		this.info = info;
		arguments = new Arguments(info);
		final Module defaults = info.createModule();
		for (final ModuleItem<?> item : arguments.inputs()) {
			final Object value = item.getValue(defaults);
			if (item.getType() != ImagePlus.class) texts.put(item.getName(), value == null ? "" : value.toString());
		}
	}

	/**
	 * Shows the dialogs until the answers can be used.
	 *
	 * @return input names and values, or null if the user left the dialog
	 */
	Map<String, Object> ask() {
		final Map<String, String> defaults = new LinkedHashMap<>(texts);
		while (true) {
			if (!answered()) return null;
			final Map<String, String> given = new LinkedHashMap<>(texts);
			given.entrySet().removeIf(entry -> entry.getValue().equals(defaults.get(entry.getKey())));
			try {
				final Map<String, Object> values = arguments.values(given);
				if (Recorder.record) record(given);
				return values;
			}
			catch (final ProblemException e) {
				IJ.showMessage(Commands.label(info), e.getMessage());
			}
		}
	}

	/** NB: ImageJ has recorded the first word of each label by itself, which need not be the name, and no false. */
	private static void record(final Map<String, String> given) {
		Recorder.resetCommandOptions();
		given.forEach(Recorder::recordOption);
	}

	/** Shows one page after the other; false if the user left. */
	private boolean answered() {
		final List<List<ModuleItem<?>>> pages = pages(info);
		for (int page = 0; page < pages.size(); page++) {
			final GenericDialog dialog = new GenericDialog(Commands.label(info) + (page == 0 ? "" : ", more options"));
			for (final ModuleItem<?> item : pages.get(page))
				add(dialog, item, texts.get(item.getName()));
			final boolean more = page + 1 < pages.size();
			if (more) dialog.addCheckbox("More options", false);
			dialog.addHelp(HELP);
			dialog.showDialog();
			if (dialog.wasCanceled()) return false;
			pages.get(page).forEach(item -> read(dialog, item));
			if (more && !dialog.getNextBoolean()) return true;
		}
		return true;
	}

	/** The inputs that a dialog can ask for, page by page: those in front of the heading "Advanced", then the others. */
	static List<List<ModuleItem<?>>> pages(final CommandInfo info) {
		final List<ModuleItem<?>> asked = new Arguments(info).inputs();
		asked.removeIf(item -> item.getType() == ImagePlus.class || item.getVisibility() == ItemVisibility.INVISIBLE);
		final List<List<ModuleItem<?>>> pages = new ArrayList<>(List.of(new ArrayList<>()));
		for (final ModuleItem<?> item : info.inputs()) {
			final boolean heading = item.getVisibility() == ItemVisibility.MESSAGE;
			if (heading || pages.get(pages.size() - 1).size() == ROWS) pages.add(new ArrayList<>());
			if (asked.contains(item)) pages.get(pages.size() - 1).add(item);
		}
		pages.removeIf(List::isEmpty);
		return pages;
	}

	private static void add(final GenericDialog dialog, final ModuleItem<?> item, final String text) {
		final List<String> choices = Arguments.choices(item);
		final String label = item.getLabel();
		if (!choices.isEmpty()) dialog.addChoice(label, choices.toArray(String[]::new), text);
		else if (item.getType() == boolean.class) dialog.addCheckbox(label, Boolean.parseBoolean(text));
		else if (item.getType() != File.class) dialog.addStringField(label, text);
		else if (isFolder(item)) dialog.addDirectoryField(label, text, COLUMNS);
		else dialog.addFileField(label, text, COLUMNS);
	}

	private void read(final GenericDialog dialog, final ModuleItem<?> item) {
		final String text;
		if (!Arguments.choices(item).isEmpty()) text = dialog.getNextChoice();
		else if (item.getType() == boolean.class) text = Boolean.toString(dialog.getNextBoolean());
		else text = dialog.getNextString();
		texts.put(item.getName(), isFolder(item) ? withoutSlash(text) : text);
	}

	private static boolean isFolder(final ModuleItem<?> item) {
		return item.getType() == File.class && Arguments.expected(item).equals("a folder");
	}

	private static String withoutSlash(final String path) {
		return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}
}
