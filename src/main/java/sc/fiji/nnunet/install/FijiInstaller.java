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
package sc.fiji.nnunet.install;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Copies a build into a Fiji, for {@code mvn -Dscijava.app.directory=FIJI}: the plugin, the libraries that this Fiji
 * lacks, and the engine, outside of Fiji's class path. Libraries that Fiji ships stay as they are (fiji.md 7.2), even
 * if their version differs.
 */
public final class FijiInstaller {

	private static final Pattern VERSION = Pattern.compile("-\\d[^/]*\\.jar$");

	private final Path build;
	private final Path fiji;
	private final PrintStream out;

	/**
	 * @param build the folder that Maven has prepared, target/fiji
	 * @param fiji Fiji's or ImageJ's folder
	 * @param out receives a line for each file that is copied or removed
	 */
	FijiInstaller(final Path build, final Path fiji, final PrintStream out) {
		this.build = build;
		this.fiji = fiji;
		this.out = out;
	}

	/** @param args the build's folder, then Fiji's */
	public static void main(final String... args) throws IOException {
		new FijiInstaller(Path.of(args[0]), Path.of(args[1]), System.out).run();
	}

	/**
	 * Copies the build.
	 *
	 * @throws ProblemException if the folder is not a Fiji
	 */
	void run() throws IOException {
		final Path plugins = fiji.resolve("plugins");
		if (!Files.isDirectory(plugins)) throw new ProblemException(fiji, "is not a Fiji: it has no folder plugins.",
			"Give Fiji's folder as -Dscijava.app.directory=FOLDER.");
		final Path jars = Files.createDirectories(fiji.resolve("jars"));
		for (final Path jar : jars(build.resolve("plugins"))) {
			replace(jar, plugins, plugins);
			replace(jar, jars, null);
		}
		for (final Path jar : jars(build.resolve("jars"))) {
			final List<Path> there = versions(jar, jars);
			if (there.isEmpty()) copy(jar, jars);
			else out.println("Kept " + there.get(0) + ", which this Fiji has already");
		}
		final Path engine = Files.createDirectories(jars.resolve("nnunet/engine"));
		for (final Path jar : jars(build.resolve("jars/nnunet/engine")))
			replace(jar, engine, engine);
		removeOthers(engine);
		macros(build.resolve("macros/nnunet"));
		out.println("nnU-Net is installed in " + fiji.toAbsolutePath().normalize());
	}

	private void macros(final Path from) throws IOException {
		if (!Files.isDirectory(from)) return;
		final Path to = Files.createDirectories(fiji.resolve("macros/nnunet"));
		try (Stream<Path> files = Files.list(from)) {
			for (final Path file : files.sorted().toList())
				copy(file, to);
		}
	}

	/** Removes all versions of a jar from a folder, and copies it to another one if that is not null. */
	private void replace(final Path jar, final Path from, final Path to) throws IOException {
		for (final Path old : versions(jar, from)) {
			if (to != null && old.getFileName().equals(jar.getFileName())) continue;
			Files.delete(old);
			out.println("Removed " + old);
		}
		if (to != null) copy(jar, to);
	}

	/** Removes the jars of another engine: TensorFlow would load the library for processors and not the one for GPUs. */
	private void removeOthers(final Path engine) throws IOException {
		final List<String> ours = jars(build.resolve("jars/nnunet/engine")).stream().map(jar -> jar.getFileName().toString())
			.toList();
		if (ours.isEmpty()) return;
		for (final Path jar : EngineList.read().others(jars(engine), ours)) {
			Files.delete(jar);
			out.println("Removed " + jar + ", which is of another engine (nnU-Net Install Engine changes between them)");
		}
	}

	private void copy(final Path jar, final Path folder) throws IOException {
		final Path target = folder.resolve(jar.getFileName());
		try (WholeFile whole = new WholeFile(target)) {
			Files.copy(jar, whole.temporary());
			whole.commit();
		}
		out.println("Copied " + target);
	}

	/** The jars in a folder that are the same artifact, whatever their version. */
	private static List<Path> versions(final Path jar, final Path folder) throws IOException {
		return jars(folder).stream().filter(one -> artifact(one).equals(artifact(jar))).toList();
	}

	/** The name of a jar without version and classifier. */
	static String artifact(final Path jar) {
		return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
	}

	private static List<Path> jars(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
		}
	}
}
