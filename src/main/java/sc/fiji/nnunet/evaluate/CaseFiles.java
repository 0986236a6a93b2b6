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
package sc.fiji.nnunet.evaluate;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The label files of two folders, matched by the case's name, which is the file's name without its ending.
 *
 * @param pairs the cases that both folders hold, sorted by name
 * @param unpredicted references without prediction, a sentence each
 * @param unreferenced predictions without reference, a sentence each
 */
public record CaseFiles(List<Pair> pairs, List<String> unpredicted, List<String> unreferenced) {

	/** What the names of label files end with; of a header-and-data pair, the header's. */
	private static final List<String> ENDINGS = List.of(".nii.gz", ".nii", ".hdr.gz", ".hdr", ".tif", ".tiff", ".png",
		".bmp", ".npy");

	/**
	 * Two files of one case.
	 *
	 * @param name the case's name
	 * @param reference the reference's file
	 * @param prediction the prediction's file
	 */
	public record Pair(String name, Path reference, Path prediction) {
	}

	/**
	 * Matches the files of two folders, or two files of any names.
	 *
	 * @throws ProblemException if a folder holds two files of one case, or if no case is in both
	 */
	public static CaseFiles match(final Path references, final Path predictions) throws IOException {
		return match(references, predictions, name -> true);
	}

	/** @param wanted the names of the cases whose predictions count */
	static CaseFiles match(final Path references, final Path predictions, final Predicate<String> wanted)
		throws IOException
	{
		if (!Files.isDirectory(references)) return new CaseFiles(List.of(new Pair(name(predictions.getFileName()
			.toString()), references, predictions)), List.of(), List.of());
		final List<Problem> problems = new ArrayList<>();
		final Map<String, Path> expected = list(references, problems);
		final Map<String, Path> found = list(predictions, problems);
		found.keySet().removeIf(wanted.negate());
		final List<Pair> pairs = new ArrayList<>();
		final List<String> unpredicted = new ArrayList<>();
		final List<String> unreferenced = new ArrayList<>();
		for (final Map.Entry<String, Path> entry : expected.entrySet()) {
			final Path prediction = found.get(entry.getKey());
			if (prediction != null) pairs.add(new Pair(entry.getKey(), entry.getValue(), prediction));
			else if (wanted.test(entry.getKey())) unpredicted.add(entry.getValue() + " has no prediction.");
		}
		for (final Map.Entry<String, Path> entry : found.entrySet())
			if (!expected.containsKey(entry.getKey())) unreferenced.add(entry.getValue() + " has no reference.");
		if (pairs.isEmpty()) problems.add(Problem.of(predictions, "holds " + found.size() +
			" label files, none of which has the name of one of the " + expected.size() + " in " + references + ".",
			"Give the prediction of X.nii.gz the same name X, with any ending."));
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return new CaseFiles(pairs, unpredicted, unreferenced);
	}

	/** A file's name without its ending. */
	public static String name(final String file) {
		return FileNames.stem(file);
	}

	private static boolean isLabelFile(final String file) {
		final String lower = file.toLowerCase(Locale.ROOT);
		return !file.startsWith(".") && ENDINGS.stream().anyMatch(lower::endsWith);
	}

	private static Map<String, Path> list(final Path folder, final List<Problem> problems) throws IOException {
		final Map<String, Path> files = new TreeMap<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
			for (final Path file : stream) {
				final String name = file.getFileName().toString();
				if (!isLabelFile(name) || Files.isDirectory(file)) continue;
				final Path other = files.put(name(name), file);
				if (other != null) problems.add(Problem.of(folder, "holds two files of case " + name(name) + ": " + other
					.getFileName() + " and " + name + ".", "Remove one of them."));
			}
		}
		return files;
	}
}
