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
package sc.fiji.nnunet.call;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

import ij.ImagePlus;
import ij.WindowManager;
import sc.fiji.nnunet.command.Choices;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Converts texts to the inputs of a command, by the same rules in every host: macro, command line, plain ImageJ.
 * Unknown names, wrong types, wrong choices and values out of range are problems, which are all reported together
 * (SciJava itself would run the command with its defaults, fiji.md 1.3 and 1.6).
 */
public final class Arguments {

	private static final Set<String> YES = Set.of("yes", "true", "t", "y", "1");
	private static final Set<String> NO = Set.of("no", "false", "f", "n", "0");

	private final CommandInfo info;

	/** @param info the command */
	public Arguments(final CommandInfo info) {
		this.info = info;
	}

	/**
	 * The inputs that a user can set, the most important ones first. NB: SciJava lists the inputs of a superclass
	 * first, which are not the most important ones.
	 */
	public List<ModuleItem<?>> inputs() {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs()) {
			if (item.getVisibility() == ItemVisibility.MESSAGE || item.getVisibility() == ItemVisibility.INVISIBLE) continue;
			if (Service.class.isAssignableFrom(item.getType()) || item.getType() == org.scijava.Context.class) continue;
			inputs.add(item);
		}
		inputs.sort(Comparator.comparing(Arguments::isAdvanced).thenComparing(item -> item.get(NnUNetCommand.LAST) != null)
			.thenComparing(item -> item.get(NnUNetCommand.LATE) != null));
		return inputs;
	}

	/** Whether an input is one that few people change. */
	public static boolean isAdvanced(final ModuleItem<?> item) {
		return item.get(NnUNetCommand.ADVANCED) != null;
	}

	/** The text inputs that a command fills in itself, for the process in which it works. */
	public List<ModuleItem<?>> own() {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs())
			if (item.getVisibility() == ItemVisibility.INVISIBLE) inputs.add(item);
		return inputs;
	}

	/** The input with this name or alias, ignoring case, - and _; null if there is none. */
	public ModuleItem<?> find(final String name) {
		final String plain = Commands.plain(name);
		for (final ModuleItem<?> item : inputs())
			if (names(item).contains(plain)) return item;
		return null;
	}

	/** The name of an input, then its aliases. */
	public static List<String> names(final ModuleItem<?> item) {
		final List<String> names = new ArrayList<>(List.of(item.getName()));
		final String aliases = item.get(NnUNetCommand.ALIAS);
		if (aliases != null) names.addAll(List.of(aliases.split(" ")));
		return names;
	}

	/**
	 * Converts the given texts to values.
	 *
	 * @param texts names as typed, with their texts
	 * @return names of inputs, with values of their types
	 * @throws ProblemException with every unknown name and invalid text
	 */
	public Map<String, Object> values(final Map<String, String> texts) throws ProblemException {
		final Map<String, Object> values = new LinkedHashMap<>();
		final List<Problem> problems = new ArrayList<>();
		texts.forEach((name, text) -> {
			final ModuleItem<?> item = find(name);
			if (item == null) {
				problems.add(unknown(name));
				return;
			}
			if (values.containsKey(item.getName())) {
				problems.add(new Problem(name, "is given more than once.", "Give it once."));
				return;
			}
			try {
				values.put(item.getName(), value(item, text));
			}
			catch (final IllegalArgumentException e) {
				problems.add(new Problem(name, "is '" + text + "'.", e.getMessage()));
				values.put(item.getName(), null);
			}
		});
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return values;
	}

	/** The problem with a name that is not an input. */
	Problem unknown(final String name) {
		final List<String> known = inputs().stream().map(ModuleItem::getName).toList();
		return new Problem(name, "is not an option of " + Commands.label(info) + ".", Spelling.question(name, known) +
			"Its options are " + String.join(", ", known) + ".");
	}

	/** The values that an input accepts, in words: "a number from 0 to 1". */
	public static String expected(final ModuleItem<?> item) {
		final Class<?> type = item.getType();
		if (!choices(item).isEmpty()) return "one of " + String.join(", ", choices(item));
		if (type == boolean.class) return "true or false";
		if (type == File.class) return item.getWidgetStyle() != null && item.getWidgetStyle().contains("directory")
			? "a folder" : "a file";
		if (type == ImagePlus.class) return "the title or the ID of an open image";
		if (!isNumber(type)) return "a text";
		final String kind = type == double.class ? "a number" : "a whole number";
		final Object min = item.getMinimumValue();
		final Object max = item.getMaximumValue();
		if (min != null && max != null) return kind + " from " + min + " to " + max;
		if (min != null) return kind + " of at least " + min;
		return max == null ? kind : kind + " of at most " + max;
	}

	/** Whether an input or output is an ImageJ image. */
	public static boolean isImage(final ModuleItem<?> item) {
		return item.getType() == ImagePlus.class;
	}

	/** The choices of an input; empty if it accepts any value of its type. */
	public static List<String> choices(final ModuleItem<?> item) {
		if (item.get(Choices.OFFERS) != null) return Choices.words(item.get(Choices.OFFERS));
		return item.getChoices() == null ? List.of() : item.getChoices().stream().map(String::valueOf).toList();
	}

	/** Whether an input of this type is a number. */
	public static boolean isNumber(final Class<?> type) {
		return type == int.class || type == long.class || type == double.class;
	}

	private static Object value(final ModuleItem<?> item, final String text) {
		final Class<?> type = item.getType();
		if (type == String.class) return choice(item, text);
		if (type == boolean.class) return bool(item, text);
		if (type == File.class) return text.isEmpty() ? null : new File(text);
		if (type == ImagePlus.class) return image(item, text);
		if (isNumber(type)) return number(item, text.trim());
		throw new IllegalStateException("Input " + item.getName() + " has a type that no host can read: " + type);
	}

	/** The description of an input, with an explanation of its choices. */
	public static String description(final ModuleItem<?> item) {
		return item.get(Choices.OFFERS) == null ? item.getDescription() : item.getDescription() + Choices.meaning(item.get(
			Choices.OFFERS));
	}

	private static String choice(final ModuleItem<?> item, final String typed) {
		final String text = item.get(Choices.OFFERS) == null ? typed : Choices.current(item.get(Choices.OFFERS), typed);
		final List<String> choices = choices(item);
		if (choices.isEmpty()) return text;
		for (final String choice : choices)
			if (choice.equalsIgnoreCase(text)) return choice;
		final Boolean word = isSwitch(item) ? bool(text) : null;
		if (word == null) throw bad(item);
		return word.toString();
	}

	/**
	 * Whether an input may be given without a value, which means true: a boolean, or choices that include true and
	 * false.
	 */
	public static boolean isSwitch(final ModuleItem<?> item) {
		return item.getType() == boolean.class || choices(item).containsAll(List.of("true", "false"));
	}

	private static Boolean bool(final ModuleItem<?> item, final String text) {
		final Boolean value = bool(text);
		if (value == null) throw bad(item);
		return value;
	}

	/** The boolean that a word such as "yes", "f" or "1" stands for (recipe-nvidia.md 1.1); null for any other word. */
	public static Boolean bool(final String text) {
		final String word = text.toLowerCase(Locale.ROOT);
		if (YES.contains(word)) return true;
		return NO.contains(word) ? false : null;
	}

	private static Number number(final ModuleItem<?> item, final String text) {
		final Number number;
		try {
			if (item.getType() == int.class) number = Integer.valueOf(text);
			else if (item.getType() == long.class) number = Long.valueOf(text);
			else number = Double.valueOf(text);
		}
		catch (final NumberFormatException e) {
			throw bad(item);
		}
		final double value = number.doubleValue();
		final Number min = (Number) item.getMinimumValue();
		final Number max = (Number) item.getMaximumValue();
		if (!Double.isFinite(value) || min != null && value < min.doubleValue() || max != null && value > max.doubleValue())
			throw bad(item);
		return number;
	}

	private static ImagePlus image(final ModuleItem<?> item, final String text) {
		ImagePlus image = WindowManager.getImage(text);
		if (image == null && text.matches("-\\d+")) image = WindowManager.getImage(Integer.parseInt(text));
		if (image == null) throw bad(item);
		return image;
	}

	private static IllegalArgumentException bad(final ModuleItem<?> item) {
		return new IllegalArgumentException("Give " + expected(item) + ".");
	}
}
