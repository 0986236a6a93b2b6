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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The training and held-out cases of a fold, as stored in its folder, so that a fold that was copied to another place
 * or trained with its own split is never tested on cases that it was trained on.
 *
 * @param format version of this file format; 1
 * @param dataset the dataset's name
 * @param fold the fold's number; -1 = trained on all cases
 * @param folds the number of folds of the split
 * @param training the cases that the fold was trained on
 * @param validation the cases that it held out
 */
public record FoldCases(int format, String dataset, int fold, int folds, List<Member> training,
	List<Member> validation)
{

	/** The file in the fold's folder. */
	public static final String FILE = "cases.json";

	private static final int FORMAT = 1;

	/** The state of a training in its checkpoints, of which those of earlier versions alone name the training cases. */
	public static final String STATE = "training.json";

	/**
	 * One case.
	 *
	 * @param name its name
	 * @param contents size and checksum of each image file, or null if preprocessing did not record them
	 */
	public record Member(String name, List<String> contents) {

		/** Whether a case of this name may have these contents; what was not recorded matches anything. */
		boolean mayBe(final List<String> others) {
			return contents == null || others == null || contents.equals(others);
		}
	}

	public FoldCases {
		if (dataset == null || training == null || validation == null) throw new IllegalArgumentException(
			"dataset, training or validation is missing");
		training = List.copyOf(training);
		validation = List.copyOf(validation);
	}

	/** The cases of a fold that is about to be trained. */
	public static FoldCases of(final String dataset, final int fold, final int folds, final List<Member> training,
		final List<Member> validation)
	{
		return new FoldCases(FORMAT, dataset, fold, folds, training, validation);
	}

	/** Stores the cases in a fold's folder. */
	public void write(final Path foldFolder) throws IOException {
		JsonFile.write(foldFolder.resolve(FILE), this);
	}

	/**
	 * What a fold's folder says about its cases. Folds of earlier versions have no such file; their checkpoint names the
	 * training cases only, and every other case of the dataset counts as held out.
	 *
	 * @param names the names of the dataset's training cases, for folds of earlier versions
	 * @return empty if the folder has no such information
	 * @throws ProblemException if the file is damaged
	 */
	public static Optional<FoldCases> read(final Path foldFolder, final List<String> names) throws IOException {
		final Path file = foldFolder.resolve(FILE);
		if (Files.exists(file)) return Optional.of(JsonFile.read(file, FoldCases.class, "a list of a fold's cases",
			"Copy the fold's folder again, or train the fold again."));
		final List<String> learned = learned(foldFolder);
		if (learned.isEmpty()) return Optional.empty();
		return Optional.of(of("", -1, 0, members(learned), members(names.stream().filter(name -> !learned.contains(name))
			.toList())));
	}

	/** Whether the fold was trained on a case: on the same images, or on the same name if nothing else is known. */
	public boolean learnedFrom(final Member one) {
		return training.stream().anyMatch(mine -> mine.contents != null && one.contents != null ? mine.contents.equals(
			one.contents) : mine.name.equals(one.name));
	}

	private static List<Member> members(final List<String> names) {
		return names.stream().map(name -> new Member(name, null)).toList();
	}

	/** The training cases that a checkpoint of an earlier version names; empty if it names none. */
	private static List<String> learned(final Path foldFolder) throws IOException {
		final List<Path> states = new ArrayList<>();
		for (final String checkpoint : List.of(ResultsFolder.LAST, ResultsFolder.BEST)) {
			final Path folder = foldFolder.resolve(checkpoint);
			if (!Files.isDirectory(folder)) continue;
			try (Stream<Path> files = Files.walk(folder)) {
				files.filter(file -> file.getFileName().toString().equals(STATE)).forEach(states::add);
			}
		}
		if (states.isEmpty()) return List.of();
		final Learned state = JsonFile.read(states.get(0), Learned.class, "a training's state",
			"Copy the fold's folder again.");
		return state.cases == null ? List.of() : state.cases;
	}

	/** The part of a checkpoint's state that counts here. */
	private record Learned(List<String> cases) {
	}
}
