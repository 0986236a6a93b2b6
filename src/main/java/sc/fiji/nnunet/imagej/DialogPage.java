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
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.problem.Lines;
import sc.fiji.nnunet.call.Commands;

/** One page of a {@link BridgeDialog}: fields, and under each what is wrong with it, as a {@link PausedCheck} finds. */
final class DialogPage {

	private static final int COLUMNS = 30;

	/** Characters in a line of a red sentence. */
	private static final int WIDTH = 90;

	private static final Color RED = new Color(180, 0, 0);
	private static final int SIZE = 11;

	private final CommandInfo info;
	private final List<ModuleItem<?>> items;
	private final Map<String, String> texts;
	private final Map<String, String> defaults;
	private final GenericDialog dialog;
	private final Map<String, MultiLineLabel> sentences = new HashMap<>();
	private final Map<String, ModelChoice> models = new HashMap<>();
	private final MultiLineLabel outlook;
	private final boolean more;
	private boolean wantsMore;

	/** What the last check found. NB: true before the first, which may wait for a slow disk; the command checks too. */
	private boolean good = true;

	/**
	 * @param items the inputs to ask for
	 * @param title behind the command's label
	 * @param more whether there is a further page to ask for
	 * @param texts what is shown first, and what stands on other pages
	 * @param defaults the texts of the defaults
	 */
	DialogPage(final CommandInfo info, final List<ModuleItem<?>> items, final String title, final boolean more,
		final Map<String, String> texts, final Map<String, String> defaults)
	{
		this.info = info;
		this.defaults = defaults;
		this.items = items;
		this.more = more;
		this.texts = new LinkedHashMap<>(texts);
		dialog = new GenericDialog(Commands.label(info) + title);
		dialog.addMessage(Lines.wrapped(purpose(info), WIDTH), new Font(Font.SANS_SERIF, Font.PLAIN, SIZE),
			Color.DARK_GRAY);
		for (final ModuleItem<?> item : items) {
			add(item, texts.get(item.getName()));
			sentences.put(item.getName(), sentence());
		}
		if (more) dialog.addCheckbox("More options", false);
		sentences.put(DialogCheck.GENERAL, sentence());
		outlook = sentence();
		outlook.setForeground(Color.DARK_GRAY);
		dialog.addHelp(help());
	}

	/** Shows the page until the user leaves it; false if it was cancelled. */
	boolean ask() {
		final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
			final Thread thread = new Thread(task, "nnU-Net dialog");
			thread.setDaemon(true);
			return thread;
		});
		try (PausedCheck check = new PausedCheck(new DialogCheck(info)::look, (task, pause) -> executor.schedule(task,
			pause, TimeUnit.MILLISECONDS), EventQueue::invokeLater, this::show))
		{
			dialog.addDialogListener((changed, event) -> {
				check.changed(read());
				return good;
			});
			dialog.addWindowListener(new WindowAdapter() {

				@Override
				public void windowOpened(final WindowEvent event) {
					dialog.resetCounters();
					check.now(read());
				}
			});
			dialog.showDialog();
		}
		finally {
			executor.shutdownNow();
		}
		// NB: neither OK nor Cancel when ImageJ is quit
		if (!dialog.wasOKed()) return false;
		texts.putAll(read());
		wantsMore = more && dialog.getNextBoolean();
		return true;
	}

	/** What stands on this page and on the others. */
	Map<String, String> answers() {
		return texts;
	}

	/** Whether the user wants to see the next page. */
	boolean wantsMore() {
		return wantsMore;
	}

	/** NB: in the order in which the fields were added, as ImageJ gives them. */
	private Map<String, String> read() {
		final Map<String, String> now = new LinkedHashMap<>(texts);
		items.forEach(item -> now.put(item.getName(), read(item)));
		return now;
	}

	/** What each field means, as ImageJ shows it behind the button "Help". */
	private String help() {
		final StringBuilder text = new StringBuilder("<html><p>" + info.getDescription() + "</p><dl>");
		for (final ModuleItem<?> item : items)
			text.append("<dt><b>").append(item.getLabel()).append("</b> (").append(item.getName()).append("=...)</dt><dd>")
				.append(Arguments.description(item)).append("</dd>");
		return text.append("</dl></html>").toString();
	}

	/** What the command does, in one sentence. */
	static String purpose(final CommandInfo info) {
		final String text = info.getDescription();
		final int end = text.indexOf(". ");
		return end < 0 ? text : text.substring(0, end + 1);
	}

	/** Room for a sentence, which takes none while there is nothing to say. */
	private MultiLineLabel sentence() {
		// NB: the line break makes it a label of several lines
		dialog.addMessage("\n", new Font(Font.SANS_SERIF, Font.PLAIN, SIZE), RED);
		final Component label = dialog.getMessage();
		label.setVisible(false);
		return (MultiLineLabel) label;
	}

	/** Shows what is wrong; OK is for answers with which nothing is. */
	private void show(final Map<String, String> found) {
		final Map<String, String> problems = new LinkedHashMap<>(found);
		final String need = problems.remove(DialogCheck.OUTLOOK);
		outlook.setText(need == null ? "" : Lines.wrapped(need, WIDTH));
		outlook.setVisible(need != null);
		final Map<String, String> shown = new HashMap<>();
		// NB: what is wrong on another page is said at the end of this one
		problems.forEach((name, text) -> shown.merge(sentences.containsKey(name) ? name : DialogCheck.GENERAL, (sentences
			.containsKey(name) ? "" : label(name) + ": ") + text, (one, two) -> one + "\n" + two));
		sentences.forEach((name, label) -> {
			final String text = shown.getOrDefault(name, "");
			// NB: a field that nobody has filled in yet is no mistake
			label.setForeground(text.startsWith(DialogCheck.MISSING) ? Color.DARK_GRAY : RED);
			label.setText(Lines.wrapped(text.startsWith(DialogCheck.MISSING) ? text.substring(DialogCheck.MISSING.length())
				: text, WIDTH));
			label.setVisible(shown.containsKey(name));
		});
		good = problems.isEmpty();
		dialog.getButtons()[0].setEnabled(good);
		if (dialog.isShowing()) dialog.pack();
	}

	/** The label of an input on another page. */
	private String label(final String name) {
		final ModuleItem<?> item = new Arguments(info).find(name);
		return item == null ? name : item.getLabel();
	}

	private void add(final ModuleItem<?> item, final String text) {
		final List<String> choices = Arguments.choices(item);
		final String label = item.getLabel();
		final ModelChoice known = ModelChoice.of(item);
		if (known != null) {
			models.put(item.getName(), known);
			known.add(dialog, item, text, COLUMNS);
		}
		else if (!choices.isEmpty()) dialog.addChoice(label, choices.toArray(String[]::new), text);
		else if (item.getType() == boolean.class) dialog.addCheckbox(label, Boolean.parseBoolean(text));
		else if (item.getType() != File.class) addField(item, text);
		else if (isFolder(item)) dialog.addDirectoryField(label, text, COLUMNS);
		else dialog.addFileField(label, text, COLUMNS);
	}

	/**
	 * A field for a text or a number; a default that stands for something else is an empty field, with that behind it.
	 */
	private void addField(final ModuleItem<?> item, final String text) {
		final String meaning = meaning(item, defaults.getOrDefault(item.getName(), ""));
		if (meaning == null) {
			dialog.addStringField(item.getLabel(), text);
			return;
		}
		dialog.addStringField(item.getLabel(), text.equals(defaults.get(item.getName())) ? "" : text);
		dialog.addToSameRow();
		dialog.addMessage("empty: " + meaning, new Font(Font.SANS_SERIF, Font.PLAIN, SIZE), Color.GRAY);
	}

	/** What a number's default means by its description, as in "0: as planned."; null if it is a number like others. */
	static String meaning(final ModuleItem<?> item, final String standard) {
		if (!Arguments.isNumber(item.getType()) || !standard.matches("(0|-1)(\\.0)?")) return null;
		final Matcher matcher = Pattern.compile("(?:^|[.;] )" + standard.replace(".0", "") + ": ([^.]+)").matcher(Arguments
			.description(item));
		return matcher.find() ? matcher.group(1) : null;
	}

	private String read(final ModuleItem<?> item) {
		final String text;
		// NB: what was chosen stands in the field behind it
		if (models.containsKey(item.getName())) dialog.getNextChoice();
		if (!Arguments.choices(item).isEmpty()) text = dialog.getNextChoice();
		else if (item.getType() == boolean.class) text = Boolean.toString(dialog.getNextBoolean());
		else text = dialog.getNextString();
		if (text.isBlank() && Arguments.isNumber(item.getType())) return defaults.get(item.getName());
		return isFolder(item) ? withoutSlash(text) : text;
	}

	private static boolean isFolder(final ModuleItem<?> item) {
		return item.getType() == File.class && Arguments.expected(item).equals("a folder");
	}

	private static String withoutSlash(final String path) {
		return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}
}
