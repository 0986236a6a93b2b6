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

import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import net.imagej.patcher.LegacyEnvironment;

/**
 * An ImageJ 1.x without SciJava on its class path, in a folder with plugins/ and jars/ as a user has it, that runs
 * macros without a display. NB: nothing here may touch a class of ImageJ before it is patched.
 */
final class PlainImageJ {

	/** What {@link #run} returns for a macro that was stopped. */
	static final String ABORTED = null;

	private final ClassLoader loader;
	private final List<Path> links = new ArrayList<>();

	/** Installs the built jar and what Fiji would ship into a folder. */
	PlainImageJ(final Path folder) throws Exception {
		final Path fiji = Path.of(System.getProperty("nnunet.fiji"));
		link(fiji.resolve("plugins"), Files.createDirectories(folder.resolve("plugins")));
		link(Path.of(System.getProperty("nnunet.imagej"), "plugins"), folder.resolve("plugins"));
		final Path jars = Files.createDirectories(folder.resolve("jars"));
		link(fiji.resolve("jars"), jars);
		link(Path.of(System.getProperty("nnunet.runtime")), jars);
		link(fiji.resolve("jars/nnunet/engine"), Files.createDirectories(jars.resolve("nnunet/engine")));
		// NB: TensorFlow 1, as update sites bring it, which nothing of ours may meet
		link(Path.of(System.getProperty("nnunet.tensorflow1")), jars);
		System.setProperty("plugins.dir", folder.toString());
		final LegacyEnvironment environment = new LegacyEnvironment(null, true);
		environment.applyPatches();
		loader = environment.getClassLoader();
	}

	private void link(final Path from, final Path to) throws IOException {
		try (Stream<Path> files = Files.list(from)) {
			for (final Path file : files.filter(Files::isRegularFile).filter(f -> !f.getFileName().toString().startsWith(
				"ij-")).toList())
				links.add(Files.createSymbolicLink(to.resolve(file.getFileName()), file.toAbsolutePath()));
		}
	}

	/** Removes the links to the jars. */
	void uninstall() throws IOException {
		for (final Path link : links)
			Files.delete(link);
	}

	/** Runs a macro and returns what it returns, or {@link #ABORTED}. */
	String run(final String macro, final String argument) throws Exception {
		final Thread thread = Thread.currentThread();
		final String name = thread.getName();
		final ClassLoader before = thread.getContextClassLoader();
		thread.setName("Run$_" + name);
		thread.setContextClassLoader(loader);
		try {
			return (String) loader.loadClass("ij.IJ").getMethod("runMacro", String.class, String.class).invoke(null, macro,
				argument);
		}
		catch (final InvocationTargetException e) {
			throw new AssertionError("The macro failed", e.getCause());
		}
		finally {
			thread.setName(name);
			thread.setContextClassLoader(before);
		}
	}

	/** A class as plugins see it. */
	Class<?> plugin(final String name) throws Exception {
		final ClassLoader plugins = (ClassLoader) loader.loadClass("ij.IJ").getMethod("getClassLoader").invoke(null);
		return plugins.loadClass(name);
	}

	/** Presses the key that ends what is running. */
	void pressEscape() throws Exception {
		loader.loadClass("ij.IJ").getMethod("setKeyDown", int.class).invoke(null, KeyEvent.VK_ESCAPE);
	}

	/** Runs a macro file of this project. */
	String runFile(final String name, final Object... arguments) throws Exception {
		final String text = Files.readString(Path.of("macros", name));
		return run(text + "\nreturn \"done\";\n", String.join(";", Stream.of(arguments).map(Object::toString).toList()));
	}

	/** A path as a macro writes it. */
	static String path(final Path path) {
		return path.toString().replace(File.separatorChar, '/');
	}
}
