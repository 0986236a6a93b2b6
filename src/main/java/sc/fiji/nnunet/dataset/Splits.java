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
package sc.fiji.nnunet.dataset;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A split: the names of the cases that each fold trains on and validates on.
 * <p>
 * {@link #of} makes the seeded split. A user's own split comes from a file:
 * {@link #read} takes our <code>{"format": 1, "folds": [{"train": [...], "val": [...]}]}</code>
 * and nnU-Net's <code>splits_final.json</code>, the same list without the wrapping.
 * </p>
 *
 * @param folds the folds in order
 */
public record Splits(List<Split> folds) {

	/** The files in a dataset's folder that hold a user's own split, in the order in which they are looked for. */
	public static final List<String> FILES = List.of("splits.json", "splits_final.json");

	/** The number of folds by default (recipe-nvidia.md 1.2). */
	public static final int USUAL_FOLDS = 5;

	private static final String CURE = "Give a list of folds, each with the lists \"train\" and \"val\" of case names, " +
		"or remove the file to get the standard split.";

	/**
	 * One fold.
	 *
	 * @param train names of the cases to train on
	 * @param val names of the cases that are held out
	 */
	public record Split(List<String> train, List<String> val) {

		public Split {
			train = List.copyOf(train);
			val = List.copyOf(val);
		}
	}

	public Splits {
		folds = List.copyOf(folds);
	}

	/**
	 * The seeded split of {@link Folds}.
	 *
	 * @param names the cases' names, sorted
	 * @throws IllegalArgumentException as {@link Folds#split}
	 */
	public static Splits of(final List<String> names, final int folds) {
		final List<Split> splits = new ArrayList<>();
		for (final Folds.Fold fold : Folds.split(names.size(), folds))
			splits.add(new Split(pick(names, fold.training()), pick(names, fold.validation())));
		return new Splits(splits);
	}

	/**
	 * The user's own split if the dataset's folder holds one, otherwise the seeded one.
	 *
	 * @throws ProblemException if the file is malformed or does not fit the training cases, or if there are fewer cases
	 *           than folds
	 */
	public static Splits of(final Dataset dataset, final int folds) throws ProblemException {
		final Optional<Splits> own = own(dataset, folds);
		if (own.isPresent()) return own.get();
		final List<String> names = names(dataset);
		if (folds < 2 || names.size() < folds) throw new ProblemException(dataset.folder(), "There are " + names.size() +
			" training cases for " + folds + " folds.", cure(names.size()));
		return of(names, folds);
	}

	/**
	 * The user's own split in the dataset's folder, if there is one.
	 *
	 * @param folds the number of folds that is asked for
	 * @throws ProblemException if the file is malformed, does not fit the training cases, or has another number of folds
	 *           than a number that was asked for on purpose
	 */
	public static Optional<Splits> own(final Dataset dataset, final int folds) throws ProblemException {
		for (final String file : FILES) {
			final Path path = dataset.folder().resolve(file);
			if (!Files.exists(path)) continue;
			final Splits splits = read(path);
			final List<Problem> problems = splits.problems(path, names(dataset));
			if (!problems.isEmpty()) throw new ProblemException(problems);
			if (folds != USUAL_FOLDS && folds != splits.folds.size()) throw otherNumber(path, splits, folds);
			return Optional.of(splits);
		}
		return Optional.empty();
	}

	private static List<String> names(final Dataset dataset) {
		return dataset.training().stream().map(Case::name).toList();
	}

	/**
	 * The split of a prepared dataset: {@code splits.json} in its folder, which preprocessing wrote or the user put
	 * there.
	 * A seeded split is replaced by a seeded one with the number of folds that is asked for; the user's own never is.
	 *
	 * @param folder the dataset's output folder
	 * @param names the prepared cases' names, sorted
	 * @throws ProblemException if the file is malformed, if it is the user's own and has another number of folds than
	 *           is asked for, or if there are fewer cases than folds
	 */
	public static Splits prepared(final Path folder, final List<String> names, final int folds) throws ProblemException {
		final Path file = folder.resolve(FILES.get(0));
		if (Files.exists(file)) {
			final Splits written = read(file);
			if (folds == USUAL_FOLDS || folds == written.folds.size()) return written;
			if (!written.isSeeded()) throw otherNumber(file, written, folds);
		}
		if (folds < 2 || names.size() < folds) throw new ProblemException(folder, "has " + names.size() + " cases for " +
			folds + " folds.", cure(names.size()));
		return of(names, folds);
	}

	/** What to do if there are too few cases for the folds. */
	public static String cure(final int cases) {
		return (cases < 2 ? "Add cases" : "Give nfolds=" + cases + (cases == 2 ? "" : ", or another number from 2 on")) +
			", or train on all of them with fold=-1.";
	}

	/**
	 * Whether this is the split that {@link #of(List, int)} makes of the cases that it names, so that it is not the
	 * user's own. NB: the dataset may have other cases by now.
	 */
	public boolean isSeeded() {
		final List<String> names = names();
		return folds.size() >= 2 && names.size() >= folds.size() && equals(of(names, folds.size()));
	}

	/** The names of the cases that any fold trains or validates on, sorted, each once. */
	public List<String> names() {
		final Set<String> names = new TreeSet<>();
		for (final Split fold : folds)
			names.addAll(concat(fold));
		return List.copyOf(names);
	}

	private static ProblemException otherNumber(final Path file, final Splits own, final int folds) {
		return new ProblemException(file, "is a split of your own into " + own.folds.size() + " folds, but nfolds is " +
			folds + ".", "Leave nfolds out, or remove the file to get a random split.");
	}

	/**
	 * Reads a split.
	 *
	 * @throws ProblemException if the file cannot be read or has another format
	 */
	public static Splits read(final Path file) throws ProblemException {
		final JsonElement root = JsonFile.tree(file, "a split", CURE);
		final JsonElement list = root.isJsonObject() ? root.getAsJsonObject().get("folds") : root;
		if (list == null || !list.isJsonArray()) throw new ProblemException(file, "There is no list of folds.", CURE);
		final List<Split> folds = new ArrayList<>();
		for (final JsonElement fold : list.getAsJsonArray()) {
			if (!fold.isJsonObject()) throw new ProblemException(file, "Fold " + folds.size() + " is not an object.", CURE);
			folds.add(new Split(names(file, fold.getAsJsonObject(), "train"), names(file, fold.getAsJsonObject(), "val")));
		}
		if (folds.isEmpty()) throw new ProblemException(file, "The list of folds is empty.", CURE);
		return new Splits(folds);
	}

	/** Writes the split in our format, completely or not at all. */
	public void write(final Path file) throws IOException {
		final JsonObject root = new JsonObject();
		root.addProperty("format", 1);
		root.add("folds", Json.tree(folds));
		WholeFile.write(file, Json.escaped(Json.page(root)) + "\n");
	}

	/**
	 * The fold of the given number.
	 *
	 * @throws IllegalArgumentException if there is no such fold
	 */
	public Split fold(final int index) {
		if (index < 0 || index >= folds.size()) throw new IllegalArgumentException("There is no fold " + index +
			". The split has the folds 0 to " + (folds.size() - 1) + ".");
		return folds.get(index);
	}

	/**
	 * What is wrong with this split for the given cases: unknown names, a case that a fold both trains and validates on
	 * or lists twice, a fold without training or validation cases.
	 *
	 * @param file the file the split came from, for the messages
	 * @param names the names of all training cases
	 */
	public List<Problem> problems(final Path file, final List<String> names) {
		final List<Problem> problems = new ArrayList<>();
		final Set<String> known = new HashSet<>(names);
		for (int i = 0; i < folds.size(); i++) {
			final Split fold = folds.get(i);
			final Set<String> seen = new HashSet<>();
			for (final String name : concat(fold)) {
				if (!known.contains(name)) problems.add(Problem.of(file, "Fold " + i + " names the case " + name +
					", which the dataset does not have.", "Correct the name or remove it."));
				if (!seen.add(name)) problems.add(Problem.of(file, "Fold " + i + " lists the case " + name + " more than once.",
					"List each case once per fold, either under \"train\" or under \"val\"."));
			}
			if (fold.train().isEmpty()) problems.add(Problem.of(file, "Fold " + i + " has no training case.", CURE));
			if (fold.val().isEmpty()) problems.add(Problem.of(file, "Fold " + i + " has no validation case.", CURE));
		}
		return problems;
	}

	private static List<String> concat(final Split fold) {
		final List<String> all = new ArrayList<>(fold.train());
		all.addAll(fold.val());
		return all;
	}

	private static List<String> pick(final List<String> names, final int[] indices) {
		final List<String> picked = new ArrayList<>(indices.length);
		for (final int index : indices)
			picked.add(names.get(index));
		return picked;
	}

	private static List<String> names(final Path file, final JsonObject fold, final String key) throws ProblemException {
		final JsonElement list = fold.get(key);
		if (list == null || !list.isJsonArray()) throw new ProblemException(file, "A fold has no list \"" + key + "\".",
			CURE);
		final List<String> names = new ArrayList<>();
		for (final JsonElement name : (JsonArray) list) {
			if (!name.isJsonPrimitive()) throw new ProblemException(file, "The list \"" + key + "\" holds " + name + ".",
				CURE);
			names.add(name.getAsString());
		}
		return names;
	}
}
