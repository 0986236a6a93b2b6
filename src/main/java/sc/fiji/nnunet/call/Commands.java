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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.command.NnUNetCommand;

/**
 * The commands of this program, read from SciJava's plugin index.
 * <p>
 * No SciJava context is started for that, which keeps the command line fast.
 * </p>
 */
public final class Commands {

	private static final String PREFIX = "nnU-Net ";

	/** Attribute of a command: its name on the command line, if that is not derived from the label. */
	public static final String NAME = "name";

	private Commands() {
		// only static methods
	}

	/** All commands in the order of Fiji's menu: by weight, then alphabetically. */
	public static List<CommandInfo> all() {
		final List<CommandInfo> commands = new ArrayList<>();
		for (final IndexItem<Plugin> item : Index.load(Plugin.class, Commands.class.getClassLoader())) {
			final Plugin plugin = item.annotation();
			if (plugin.type() == Command.class && path(plugin).startsWith(NnUNetCommand.MENU)) commands.add(new CommandInfo(
				load(item.className()), plugin));
		}
		commands.sort(Comparator.comparingDouble((final CommandInfo info) -> info.getMenuPath().getLeaf().getWeight())
			.thenComparing(Commands::label));
		return commands;
	}

	/** NB: SciJava would use the thread's class loader, which in ImageJ 1 may not find plugins. */
	private static Class<? extends Command> load(final String name) {
		try {
			return Class.forName(name, false, Commands.class.getClassLoader()).asSubclass(Command.class);
		}
		catch (final ClassNotFoundException e) {
			throw new IllegalStateException("The plugin index names a class that is not there: " + name, e);
		}
	}

	/**
	 * The command with this label ("nnU-Net Train") or name ("train"), ignoring case, blanks, - and _; null if there
	 * is none.
	 */
	public static CommandInfo find(final String name) {
		final String wanted = plain(name);
		for (final CommandInfo info : all())
			if (plain(label(info)).equals(wanted) || plain(name(info)).equals(wanted)) return info;
		return null;
	}

	/** A command's label in the menu, which macros use: "nnU-Net Cross-Validate". */
	public static String label(final CommandInfo info) {
		final String path = path(info.getAnnotation());
		return path.substring(path.lastIndexOf('>') + 1).trim();
	}

	/** A command's place in the menu: "Plugins > Segmentation > nnU-Net > nnU-Net Train". */
	public static String path(final Plugin plugin) {
		return !plugin.menuPath().isEmpty() ? plugin.menuPath() : Stream.of(plugin.menu()).map(Menu::label).collect(
			Collectors.joining(" > "));
	}

	/** A command's label in the menu. */
	public static String label(final NnUNetCommand command) {
		return label(new CommandInfo(command.getClass(), command.getClass().getAnnotation(Plugin.class)));
	}

	/** A command's name on the command line: "cross-validate". */
	public static String name(final CommandInfo info) {
		final String name = info.get(NAME);
		if (name != null) return name;
		return label(info).substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace(' ', '-');
	}

	/** A name in lower case without blanks, - and _, for comparing names. */
	public static String plain(final String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]", "");
	}
}
