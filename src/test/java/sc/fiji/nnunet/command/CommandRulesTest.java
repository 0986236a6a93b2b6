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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.MenuEntry;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.Service;

import ij.ImagePlus;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;

/** Checks the rules of {@link NnUNetCommand} for all commands (fiji.md 8). */
class CommandRulesTest {

	private static final Set<Class<?>> TYPES = Set.of(String.class, int.class, long.class, double.class, boolean.class,
		File.class, ImagePlus.class);

	/** The window that no macro needs, and so the only label with dots. */
	private static final String START = NnUNetCommand.MENU + "nnU-Net...";

	@Test
	void labelsAreUniqueAndInOneMenu() throws Exception {
		final Set<String> labels = new HashSet<>();
		for (final Class<?> command : commands()) {
			final Plugin plugin = command.getAnnotation(Plugin.class);
			final String path = Commands.path(plugin);
			assertTrue(labels.add(path), "two commands " + path);
			if (!path.equals(START)) {
				assertTrue(path.startsWith(NnUNetCommand.MENU + "nnU-Net "), command + " in another menu");
				assertFalse(path.contains("..."), "an ellipsis is part of the macro label");
			}
			assertTrue(plugin.headless(), command + " is not headless");
			assertTrue(plugin.description().endsWith("."), command + " has no description");
			assertTrue(NnUNetCommand.class.isAssignableFrom(command), command + " does not extend NnUNetCommand");
		}
		assertTrue(labels.contains(START));
	}

	@Test
	void namesAreLowerCaseAndNotTheEndOfAnother() throws Exception {
		for (final Class<?> command : commands()) {
			final List<String> names = new ArrayList<>();
			for (final Field field : inputs(command)) {
				names.add(field.getName());
				for (final Attr attr : field.getAnnotation(Parameter.class).attrs())
					if (attr.name().equals("alias")) names.addAll(List.of(attr.value().split(" ")));
			}
			assertEquals(names.size(), new HashSet<>(names).size(), "a name twice in " + command + ": " + names);
			for (final String name : names) {
				assertTrue(name.matches("[a-z][a-z0-9]*"), command + ": " + name);
				// NB: ImageJ finds a key after any character that is not a letter
				for (final String other : names)
					assertFalse(other.matches(".*[^a-z]" + name), command + ": " + name + " is the tail of " + other);
			}
		}
	}

	@Test
	void inputsThatChangeResultsAreNotPersisted() throws Exception {
		for (final Class<?> command : commands())
			for (final Field field : inputs(command)) {
				final Parameter parameter = field.getAnnotation(Parameter.class);
				final String name = command.getSimpleName() + "." + field.getName();
				assertTrue(TYPES.contains(field.getType()), name + " has a type that macros cannot give");
				// NB: what stands on a page that nobody has opened must not come from an earlier run
				if (field.getType() != File.class || isAdvanced(parameter)) assertFalse(parameter.persist(), name +
					" persists");
				if (field.getType() != ImagePlus.class) assertFalse(parameter.required(), name + " is required");
				assertFalse(parameter.label().isBlank(), name + " has no label");
				assertTrue(parameter.description().endsWith("."), name + " has no description");
			}
	}

	@Test
	void everyAttributeIsKnownAndEveryDefaultIsAChoice() throws Exception {
		final Set<String> known = Set.of(NnUNetCommand.ALIAS, NnUNetCommand.UNASKED, Choices.OFFERS,
			NnUNetCommand.ADVANCED, NnUNetCommand.LATE, NnUNetCommand.LAST, NnUNetCommand.MODELS);
		for (final CommandInfo info : Commands.all())
			for (final ModuleItem<?> item : new Arguments(info).inputs()) {
				final List<String> choices = Arguments.choices(item);
				if (!choices.isEmpty()) assertTrue(choices.contains(String.valueOf(item.getValue(info.createModule()))),
					"the default of " + item.getName() + " is none of its choices");
			}
		for (final Class<?> command : commands())
			for (final Field field : inputs(command))
				for (final Attr attr : field.getAnnotation(Parameter.class).attrs())
					assertTrue(known.contains(attr.name()), field + " has an unknown attribute: " + attr.name());
	}

	@Test
	void plainImageJHasTheSameMenu() throws Exception {
		final Set<String> expected = new HashSet<>();
		for (final Class<?> command : commands()) {
			final String label = Commands.path(command.getAnnotation(Plugin.class)).substring(NnUNetCommand.MENU.length());
			expected.add("Plugins>Segmentation>nnU-Net, \"" + label + "\", sc.fiji.nnunet.imagej.NNUNet_Bridge(\"" + label +
				"\")");
		}
		final Set<String> lines = new HashSet<>(Files.readAllLines(Path.of("plugins.config")));
		lines.removeIf(line -> line.startsWith("#") || line.isBlank());
		assertEquals(expected, lines);
	}

	@Test
	void theStartWindowIsTheFirstEntry() throws Exception {
		assertEquals(START, Commands.path(Commands.all().get(0).getAnnotation()));
		assertTrue(Files.readAllLines(Path.of("plugins.config")).get(1).contains("\"nnU-Net...\""));
		double start = Double.NaN;
		for (final Class<?> command : commands()) {
			final Menu[] menu = command.getAnnotation(Plugin.class).menu();
			if (menu.length > 0) start = menu[menu.length - 1].weight();
		}
		assertTrue(start < new MenuEntry("nnU-Net Check Dataset").getWeight(), "Fiji sorts by weight");
	}

	private static boolean isAdvanced(final Parameter parameter) {
		for (final Attr attr : parameter.attrs())
			if (attr.name().equals(NnUNetCommand.ADVANCED)) return true;
		return false;
	}

	private static List<Class<?>> commands() throws ClassNotFoundException {
		final List<Class<?>> commands = new ArrayList<>();
		for (final IndexItem<Plugin> item : Index.load(Plugin.class)) {
			if (item.annotation().type() == Command.class && item.className().startsWith("sc.fiji.nnunet.") && !item
				.className().contains("Test")) commands.add(Class.forName(item.className()));
		}
		assertFalse(commands.isEmpty(), "the plugin index contains no commands");
		return commands;
	}

	private static List<Field> inputs(final Class<?> command) throws IOException {
		final List<Field> inputs = new ArrayList<>();
		if (command.getSuperclass() != NnUNetCommand.class) inputs.addAll(inputs(command.getSuperclass()));
		for (final Field field : command.getDeclaredFields()) {
			final Parameter parameter = field.getAnnotation(Parameter.class);
			if (parameter == null || parameter.type() == ItemIO.OUTPUT || parameter
				.visibility() == ItemVisibility.MESSAGE || Service.class.isAssignableFrom(field.getType())) continue;
			inputs.add(field);
		}
		return inputs;
	}
}
