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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.tensorflow.exceptions.TensorFlowException;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The files of one checkpoint: TensorFlow's own, the texts that the caller adds, and {@code variables.json}, which
 * lists the names and shapes of the weights.
 */
final class CheckpointFiles {

	private static final String LISTING = "variables.json";
	private static final String CURE = "Choose a checkpoint of the same plan, or start a new training.";

	private CheckpointFiles() {}

	/** The content of variables.json. */
	private record Listing(int format, Map<String, long[]> weights, Map<String, long[]> optimizer) {
	}

	/** Makes TensorFlow write its files. */
	interface Saver {

		void save(String prefix) throws IOException;
	}

	static void write(final Path folder, final List<Variable> weights, final List<Variable> state,
		final Map<String, String> notes, final Saver saver) throws IOException
	{
		try {
			new CheckpointFolder(folder).replace(fresh -> {
				saver.save(fresh.resolve(CheckpointFolder.PREFIX).toString());
				Files.writeString(fresh.resolve(LISTING), Json.escaped(Json.page(new Listing(1, shapes(weights), shapes(
					state)))));
				final Path texts = Files.createDirectory(fresh.resolve(CheckpointFolder.NOTES));
				for (final Map.Entry<String, String> note : notes.entrySet())
					Files.writeString(texts.resolve(note.getKey()), note.getValue());
			});
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (IOException | TensorFlowException exc) {
			final String reason = exc.getMessage() == null ? exc.toString() : exc.getMessage().lines().findFirst().orElse("");
			throw new ProblemException(folder, "The checkpoint could not be written (" + reason + ")." + (CheckpointFolder
				.isIn(folder) ? " The previous one is intact." : ""), "Make room on the disk and check that the folder can be" +
					" written; then the same command resumes the training.", exc);
		}
	}

	static Map<String, String> notes(final Path folder) throws IOException {
		final Map<String, String> notes = new TreeMap<>();
		try (Stream<Path> files = Files.list(new CheckpointFolder(folder).current().resolve(CheckpointFolder.NOTES))) {
			for (final Path file : files.toList())
				try {
					notes.put(file.getFileName().toString(), Files.readString(file));
				}
				catch (final CharacterCodingException exc) {
					throw new ProblemException(file, "is damaged: it is not UTF-8 text.",
						"Use another checkpoint, or start over with force=true.", exc);
				}
		}
		return notes;
	}

	/** What a checkpoint holds of the averages of the weights. */
	enum Averages {
		/** None, as without averaging and in the first versions. */
		NONE,
		/** Without the number of their voxels, as in earlier versions. */
		UNCOUNTED,
		/** All that is needed to continue them. */
		COUNTED
	}

	/** What a checkpoint holds of the averages of the weights. */
	static Averages averages(final Path folder) throws IOException {
		final Set<String> names = read(new CheckpointFolder(folder).current()).optimizer.keySet();
		if (names.contains(AverageGraph.VOXELS)) return Averages.COUNTED;
		return names.stream().anyMatch(AverageGraph::holds) ? Averages.UNCOUNTED : Averages.NONE;
	}

	/** Whether a checkpoint has what float16 needs to go on with its scale of the loss. */
	static boolean isScaled(final Path folder) throws IOException {
		return read(new CheckpointFolder(folder).current()).optimizer.keySet().stream().anyMatch(OptimizerGraph::scales);
	}

	/**
	 * Whether a checkpoint of the same network may lack a variable of the optimizer, or have it though the network does
	 * not: averages of the weights, and the scale of the loss.
	 */
	static boolean mayLack(final String name) {
		return AverageGraph.holds(name) || OptimizerGraph.scales(name);
	}

	/**
	 * Checks that a checkpoint belongs to a network; what it {@link #mayLack} may be in it or not.
	 *
	 * @param state the optimizer's variables without these, or empty if they are not needed
	 * @return the prefix of TensorFlow's files
	 * @throws IOException if it is missing, damaged or of another network
	 */
	static String check(final Path folder, final List<Variable> weights, final List<Variable> state) throws IOException {
		final Path current = new CheckpointFolder(folder).current();
		final Listing listing = read(current);
		final List<String> differences = new ArrayList<>(differences(listing.weights, shapes(weights)));
		final Map<String, long[]> optimizer = new LinkedHashMap<>(listing.optimizer);
		optimizer.keySet().removeIf(CheckpointFiles::mayLack);
		if (!state.isEmpty()) differences.addAll(differences(optimizer, shapes(state)));
		if (!differences.isEmpty()) throw new ProblemException(folder, "This checkpoint is of another network: " + String
			.join("; ", differences.subList(0, Math.min(5, differences.size()))) + (differences.size() > 5 ? "; and " +
				(differences.size() - 5) + " more" : "") + ".", CURE);
		return current.resolve(CheckpointFolder.PREFIX).toString();
	}

	private static Listing read(final Path folder) throws IOException {
		final Path file = folder.resolve(LISTING);
		if (!Files.isRegularFile(file)) throw new ProblemException(folder, "This is not a checkpoint: it has no " +
			LISTING + ".", "Give the folder of a checkpoint, such as checkpoint_last.");
		final Listing listing = JsonFile.read(file, Listing.class, "a list of weights", CURE);
		if (listing.weights == null || listing.optimizer == null) throw new ProblemException(file,
			"The list of weights is damaged: entries are missing.", CURE);
		if (listing.format != 1) throw new ProblemException(file, "The checkpoint has format " + listing.format +
			", and this version reads format 1.", "Use a newer version of this program.");
		return listing;
	}

	private static Map<String, long[]> shapes(final List<Variable> variables) {
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final Variable variable : variables)
			shapes.put(variable.name(), variable.shape().asArray());
		return shapes;
	}

	private static List<String> differences(final Map<String, long[]> found, final Map<String, long[]> expected) {
		final List<String> differences = new ArrayList<>();
		expected.forEach((name, shape) -> {
			final long[] other = found.get(name);
			if (other == null) differences.add(name + " is missing");
			else if (!Arrays.equals(other, shape)) differences.add(name + " is " + Arrays.toString(other) + " instead of " +
				Arrays.toString(shape));
		});
		for (final String name : found.keySet())
			if (!expected.containsKey(name)) differences.add(name + " is not part of this network");
		return differences;
	}
}
