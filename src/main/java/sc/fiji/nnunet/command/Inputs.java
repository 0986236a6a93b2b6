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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Parses inputs of commands: lists of numbers, task numbers, dimensions. */
final class Inputs {

	private Inputs() {
		// only static methods
	}

	/** The path of a file input; null if it was left empty. */
	static Path path(final File file) {
		return file == null || file.getPath().isEmpty() ? null : file.toPath();
	}

	/** The whole numbers in a text such as "40,56,40"; empty for an empty text. */
	static List<Integer> integers(final String name, final String text) throws ProblemException {
		return numbers(name, text, Integer::valueOf, "whole numbers separated by commas, such as 40,56,40");
	}

	/** The numbers in a text such as "1,0.5,0.5"; empty for an empty text. */
	static List<Double> decimals(final String name, final String text) throws ProblemException {
		return numbers(name, text, Double::valueOf, "numbers separated by commas, such as 1,0.5,0.5");
	}

	/** The words in a text such as "liver, spleen"; empty for an empty text. */
	static List<String> texts(final String text) {
		return text == null || text.isBlank() ? List.of() : List.of(text.trim().split("\\s*[,;\\s]\\s*"));
	}

	private static <T> List<T> numbers(final String name, final String text, final Function<String, T> reader,
		final String expected) throws ProblemException
	{
		if (text == null || text.isBlank()) return List.of();
		try {
			return Stream.of(text.trim().split("\\s*[,;\\s]\\s*")).map(reader).toList();
		}
		catch (final NumberFormatException e) {
			throw new ProblemException(new Problem(name, "is '" + text + "'.", "Give " + expected + "."));
		}
	}

	/**
	 * The folder of a task (recipe-nvidia.md 1.4): {@code folder} itself if no task is given, else its subfolder
	 * {@code Task<number>_…} or {@code <task>}.
	 */
	static Path task(final Path folder, final String task) throws ProblemException {
		if (folder == null || task == null || task.isBlank()) return folder;
		final String prefix = task.matches("\\d{1,9}") ? String.format(Locale.ROOT, "Task%02d_", Integer.parseInt(task))
			: task;
		if (folder.getFileName() != null && folder.getFileName().toString().startsWith(prefix)) return folder;
		final List<Path> found;
		try (Stream<Path> files = Files.list(folder)) {
			found = files.filter(file -> Files.isDirectory(file) && file.getFileName().toString().startsWith(prefix)).sorted()
				.toList();
		}
		catch (final IOException e) {
			throw new ProblemException(folder, "cannot be listed (" + e.getMessage() + ").", "Give the folder that " +
				"contains the tasks.", e);
		}
		if (found.size() == 1) return found.get(0);
		throw new ProblemException(folder, "contains " + found.size() + " folders that start with " + prefix + ".",
			"Give the folder that contains the task, or the task's folder and no task.");
	}

	/** The configuration to use in a preprocessed folder; auto stands for the one that exists, 3d first. */
	static String prepared(final String configuration, final int dim, final Path data) throws ProblemException {
		final String given = configuration(configuration, dim);
		if (!given.equals("auto")) return given;
		return data == null ? "3d" : PreprocessedDataset.configuration(data);
	}

	/** The configuration for a number of dimensions; if that is 0, the configuration as given. */
	static String configuration(final String configuration, final int dim) throws ProblemException {
		if (dim == 1) throw new ProblemException(new Problem("dim", "is 1.", "Give 2 or 3."));
		if (dim == 0 || configuration.startsWith(dim + "d")) return configuration;
		if (configuration.equals("auto")) return dim + "d";
		throw new ProblemException(new Problem("dim", "is " + dim + ", but the configuration is " + configuration + ".",
			"Give one of the two."));
	}
}
