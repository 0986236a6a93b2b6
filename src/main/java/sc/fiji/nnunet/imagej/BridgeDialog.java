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

import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Asks for the inputs of a command with ImageJ 1's own dialogs, in plain ImageJ as in Fiji. The few questions in front
 * of the heading "Advanced" come first, the others on further pages if the user wants them, so that each page fits on a
 * small screen. A value that the command would refuse has a red sentence under its field, and no OK.
 */
final class BridgeDialog {

	private static final int COLUMNS = 30;

	/** So many rows fit on a small screen. */
	private static final int ROWS = 16;

	/** Characters in a line of a red sentence. */
	private static final int WIDTH = 90;

	private static final Color RED = new Color(180, 0, 0);
	private static final int SIZE = 11;

	private final CommandInfo info;
	private final Arguments arguments;
	private final DialogCheck check;
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
		check = new DialogCheck(info);
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

	/** NB: ImageJ has recorded the first word of each label by itself, which need not be the name, and no false. */
	static void record(final Map<String, String> given) {
		if (!Recorder.record) return;
		Recorder.resetCommandOptions();
		given.forEach(Recorder::recordOption);
	}

	/** Shows one page after the other; false if the user left. */
	private boolean answered() {
		final List<List<ModuleItem<?>>> pages = pages(info);
		pages.forEach(page -> page.removeIf(item -> known.contains(item.getName())));
		pages.removeIf(List::isEmpty);
		for (int page = 0; page < pages.size(); page++) {
			final boolean more = page + 1 < pages.size();
			final GenericDialog dialog = page(pages.get(page), page == 0 ? "" : ", more options", more);
			dialog.showDialog();
			if (dialog.wasCanceled()) return false;
			pages.get(page).forEach(item -> texts.put(item.getName(), read(dialog, item)));
			if (more && !dialog.getNextBoolean()) return true;
		}
		return true;
	}

	private GenericDialog page(final List<ModuleItem<?>> items, final String title, final boolean more) {
		final GenericDialog dialog = new GenericDialog(Commands.label(info) + title);
		final Map<String, MultiLineLabel> sentences = new HashMap<>();
		for (final ModuleItem<?> item : items) {
			add(dialog, item, texts.get(item.getName()));
			sentences.put(item.getName(), sentence(dialog));
		}
		if (more) dialog.addCheckbox("More options", false);
		sentences.put(DialogCheck.GENERAL, sentence(dialog));
		dialog.addHelp(help(items));
		dialog.addDialogListener((changed, event) -> isGood(dialog, items, sentences));
		dialog.addWindowListener(new WindowAdapter() {

			@Override
			public void windowOpened(final WindowEvent event) {
				dialog.resetCounters();
				dialog.getButtons()[0].setEnabled(isGood(dialog, items, sentences));
			}
		});
		return dialog;
	}

	/** Checks what stands in a dialog, and says so there. */
	private boolean isGood(final GenericDialog dialog, final List<ModuleItem<?>> items,
		final Map<String, MultiLineLabel> sentences)
	{
		final Map<String, String> now = new LinkedHashMap<>(texts);
		items.forEach(item -> now.put(item.getName(), read(dialog, item)));
		return show(dialog, sentences, problems(now));
	}

	/** What each field means, as ImageJ shows it behind the button "Help". */
	private String help(final List<ModuleItem<?>> items) {
		final StringBuilder text = new StringBuilder("<html><p>" + info.getDescription() + "</p><dl>");
		for (final ModuleItem<?> item : items)
			text.append("<dt><b>").append(item.getLabel()).append("</b> (").append(item.getName()).append("=...)</dt><dd>").append(
				item.getDescription()).append("</dd>");
		return text.append("</dl></html>").toString();
	}

	private Map<String, String> problems(final Map<String, String> answers) {
		try {
			return check.problems(answers);
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	/** Room for a sentence, which takes none while there is nothing to say. */
	private static MultiLineLabel sentence(final GenericDialog dialog) {
		// NB: the line break makes it a label of several lines
		dialog.addMessage("\n", new Font(Font.SANS_SERIF, Font.PLAIN, SIZE), RED);
		final Component label = dialog.getMessage();
		label.setVisible(false);
		return (MultiLineLabel) label;
	}

	/** Shows what is wrong; whether nothing is. */
	private static boolean show(final GenericDialog dialog, final Map<String, MultiLineLabel> sentences,
		final Map<String, String> problems)
	{
		final Map<String, String> shown = new HashMap<>();
		// NB: what is wrong on another page is said at the end of this one
		problems.forEach((name, text) -> shown.merge(sentences.containsKey(name) ? name : DialogCheck.GENERAL, (sentences
			.containsKey(name) ? "" : name + ": ") + text, (one, two) -> one + "\n" + two));
		sentences.forEach((name, label) -> {
			label.setText(wrapped(shown.getOrDefault(name, "")));
			label.setVisible(shown.containsKey(name));
		});
		if (dialog.isShowing()) dialog.pack();
		return problems.isEmpty();
	}

	/** A text in lines that do not make the dialog wider than a screen. */
	static String wrapped(final String text) {
		final StringBuilder lines = new StringBuilder();
		int length = 0;
		for (final String word : text.split("(?<=[ /\\\\\n])")) {
			if (length > 0 && length + word.length() > WIDTH) {
				lines.append('\n');
				length = 0;
			}
			lines.append(word);
			length = word.endsWith("\n") ? 0 : length + word.length();
		}
		return lines.toString();
	}

	/** The inputs that a dialog can ask for, page by page: those in front of the heading "Advanced", then the others. */
	static List<List<ModuleItem<?>>> pages(final CommandInfo info) {
		final List<ModuleItem<?>> asked = new Arguments(info).inputs();
		asked.removeIf(item -> item.getType() == ImagePlus.class || item.get(Arguments.UNASKED) != null);
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

	private static String read(final GenericDialog dialog, final ModuleItem<?> item) {
		final String text;
		if (!Arguments.choices(item).isEmpty()) text = dialog.getNextChoice();
		else if (item.getType() == boolean.class) text = Boolean.toString(dialog.getNextBoolean());
		else text = dialog.getNextString();
		return isFolder(item) ? withoutSlash(text) : text;
	}

	private static boolean isFolder(final ModuleItem<?> item) {
		return item.getType() == File.class && Arguments.expected(item).equals("a folder");
	}

	private static String withoutSlash(final String path) {
		return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}
}
