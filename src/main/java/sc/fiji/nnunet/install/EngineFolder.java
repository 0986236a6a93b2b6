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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The folder of the engine's jars: two levels below Fiji's jars, outside of Fiji's own class path, since their class
 * names clash with those of TensorFlow 1 (fiji.md 7.3).
 */
public final class EngineFolder {

	/** System property: a folder with the engine's jars, for instance one that several computers share. */
	public static final String PROPERTY = "nnunet.engine";

	/** The cure for a missing engine. */
	public static final String CURE = "Run \"nnU-Net Install Engine\" (nnunet install-engine), which downloads it " +
		"or takes it from a folder of yours; or give -D" + PROPERTY + "=FOLDER.";

	/** Ending of a file beside the default folder that contains the path of another folder to use instead. */
	private static final String POINTER = ".path";

	/** Folders relative to this program's jar, which is in Fiji's plugins or jars, or one level below plugins. */
	private static final List<String> PLACES = List.of("../jars/nnunet/engine", "nnunet/engine", "engine",
		"jars/nnunet/engine", "../../jars/nnunet/engine");

	/** The default folder relative to Fiji's. */
	private static final String BELOW = "jars/nnunet/engine";

	private final String given;
	private final Path jar;

	/** Creates the engine folder of this program. */
	public EngineFolder() {
		this(System.getProperty(PROPERTY), ownJar());
	}

	/**
	 * @param given the value of {@link #PROPERTY}, or null
	 * @param jar this program's jar, or null if it runs from class files
	 */
	EngineFolder(final String given, final Path jar) {
		this.given = given;
		this.jar = jar;
	}

	/** NB: by a class of ours, since ImageJ's classes are rewritten by Fiji and have no code source. */
	private static Path ownJar() {
		final CodeSource source = EngineFolder.class.getProtectionDomain().getCodeSource();
		if (source == null) return null;
		try {
			final Path place = Path.of(source.getLocation().toURI());
			return Files.isDirectory(place) ? null : place;
		}
		catch (final URISyntaxException e) {
			throw new IllegalStateException(source.getLocation() + " is not a valid address", e);
		}
	}

	/** The folder that contains the engine, if there is one. */
	public Optional<Path> find() {
		for (final Path place : places()) {
			final Path folder = resolve(place);
			if (Files.isDirectory(folder)) return Optional.of(folder);
		}
		return Optional.empty();
	}

	/**
	 * The engine's jars.
	 *
	 * @throws ProblemException if the folder does not exist, or contains no jar
	 */
	public List<Path> jars() throws ProblemException {
		final Path folder = find().orElseThrow(() -> new ProblemException(new Problem("the engine",
			"(TensorFlow) is not installed; looked in " + String.join(", ", places().stream().map(Path::toString).toList()) +
				".", CURE)));
		final List<Path> jars = jars(folder);
		if (jars.isEmpty()) throw new ProblemException(folder,
			"contains no jars: the engine (TensorFlow) is not installed.", CURE);
		return jars;
	}

	static List<Path> jars(final Path folder) throws ProblemException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
		}
		catch (final IOException e) {
			throw new ProblemException(folder, "cannot be listed (" + e.getMessage() + ").", "Check its permissions.", e);
		}
	}

	/**
	 * The folder into which an engine is installed.
	 *
	 * @throws ProblemException if this program does not run from a jar, so that there is no default folder
	 */
	Path place() throws ProblemException {
		final Optional<Path> there = places().stream().filter(Files::isDirectory).findFirst();
		if (there.isPresent()) return there.get();
		if (given != null) return Path.of(given);
		if (jar == null) throw new ProblemException(new Problem("output",
			"is missing, and this program does not run from a jar.", "Give the folder for the engine's jars."));
		final Path folder = jar.toAbsolutePath().getParent();
		if (folder.endsWith("jars")) return folder.resolve("nnunet/engine");
		if (folder.endsWith("plugins")) return folder.resolveSibling(BELOW);
		final Path above = folder.getParent();
		return above != null && above.endsWith("plugins") ? above.resolveSibling(BELOW) : folder.resolve(BELOW);
	}

	/** Records that another folder is used from now on. */
	void redirect(final Path place, final Path folder) throws IOException {
		Files.createDirectories(place.getParent());
		WholeFile.write(pointer(place), folder.toAbsolutePath() + "\n");
	}

	/** Removes the record of another folder. */
	void removeRedirect(final Path place) throws IOException {
		Files.deleteIfExists(pointer(place));
	}

	private List<Path> places() {
		if (given != null) return List.of(Path.of(given));
		return jar == null ? List.of() : PLACES.stream().map(place -> jar.resolveSibling(place).normalize()).toList();
	}

	private static Path pointer(final Path place) {
		return place.resolveSibling(place.getFileName() + POINTER);
	}

	private static Path resolve(final Path place) {
		final Path pointer = pointer(place);
		if (!Files.isReadable(pointer)) return place;
		try {
			return Path.of(Files.readString(pointer).strip());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(pointer + " cannot be read", e);
		}
	}

	/** Whether the jars that are there hold TensorFlow for a GPU; false if there are none. */
	public boolean holdsGpu() throws ProblemException {
		return find().isPresent() && jars(find().get()).stream().anyMatch(jar -> jar.getFileName().toString().matches(
			".*(-cu\\d+|-gpu).*"));
	}
}
