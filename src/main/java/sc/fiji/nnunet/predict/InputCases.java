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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Finds the images that are to be predicted: one file, a folder of images (one file per case, or one per channel as in
 * nnU-Net's layout), or a part of a dataset.
 */
final class InputCases {

	private static final Pattern CHANNEL = Pattern.compile("(.+)_(\\d{4})");

	/** Endings that count as images even if the content is damaged: then the case fails and is reported. */
	private static final Set<String> ENDINGS = Set.of(".nii", ".nii.gz", ".hdr", ".hdr.gz", ".tif", ".tiff", ".png",
		".jpg", ".jpeg", ".bmp");

	/** Files of operating systems, which are not worth a message. */
	private static final Set<String> CLUTTER = Set.of(".ds_store", "thumbs.db", "desktop.ini");

	/** So many names of files that are not used are listed. */
	private static final int LISTED = 10;

	private InputCases() {
		// static methods only
	}

	/**
	 * The cases that the options name, sorted by name.
	 *
	 * @param model the model, for the number of channels and the cases that its fold held out
	 * @throws ProblemException if there are none, or two have the same name
	 */
	static List<Case> of(final PredictOptions options, final ModelFolder model) throws IOException {
		final Path input = options.input();
		final int channels = model.plan().channels().size();
		final List<Case> cases;
		if (Files.isRegularFile(input) && !input.endsWith("dataset.json")) cases = List.of(new Case(single(input,
			channels), channelFiles(input, channels), null));
		else if (isDataset(input)) cases = part(options, model);
		else cases = folder(input, channels);
		if (cases.isEmpty()) throw new ProblemException(input, "There is no image in it.",
			"Give an image, or a folder with images (such as imagesTs), or a dataset's folder.");
		Case.requireUnique(cases);
		return cases;
	}

	/** Whether an input is a dataset with a description, and not just images. */
	static boolean isDataset(final Path input) {
		return Files.exists(input.resolve("dataset.json")) || input.endsWith("dataset.json");
	}

	private static String single(final Path file, final int channels) {
		final Matcher matcher = CHANNEL.matcher(FileNames.stem(file));
		return channelFiles(file, channels).size() > 1 && matcher.matches() ? matcher.group(1) : FileNames.stem(file);
	}

	/** The file, or the files of all channels when it is the first one of nnU-Net's layout. */
	private static List<Path> channelFiles(final Path file, final int channels) {
		final Matcher matcher = CHANNEL.matcher(FileNames.stem(file));
		if (channels == 1 || !matcher.matches() || !matcher.group(2).equals("0000")) return List.of(file);
		final List<Path> files = new ArrayList<>();
		for (int channel = 0; channel < channels; channel++) {
			final Path one = file.resolveSibling(String.format(Locale.ROOT, "%s_%04d%s", matcher.group(1), channel, FileNames
				.ending(file
				.getFileName().toString())));
			if (!Files.exists(one)) return List.of(file);
			files.add(one);
		}
		return files;
	}

	private static List<Case> part(final PredictOptions options, final ModelFolder model) throws IOException {
		final Dataset dataset = Datasets.open(options.input());
		final List<Case> cases = switch (options.part()) {
			case TRAINING -> dataset.training();
			case VALIDATION -> heldOut(dataset, model);
			default -> dataset.test();
		};
		if (cases.isEmpty()) throw new ProblemException(options.input(), "The dataset has no " + Checks.word(options
			.part()) + " cases.", "Give part=training or part=validation, or a folder with images.");
		return cases;
	}

	/** The cases that the model's fold held out, according to its folder. */
	private static List<Case> heldOut(final Dataset dataset, final ModelFolder model) throws IOException {
		// NB: an exported fold brings its cases along
		if (model.folds().size() != 1 || !model.isExported() && !model.folds().get(0).name().matches("\\d+"))
			throw new ProblemException(model.folder(), "holds " + model.folds().size() +
				" folds, or one that was trained on all cases; only a single fold has held-out cases.",
			"Choose one with folds=0.");
		final Path folder = model.folds().get(0).folder();
		final Map<String, Case> byName = new TreeMap<>();
		dataset.training().forEach(one -> byName.put(one.name(), one));
		final FoldCases cases = FoldCases.read(folder, List.copyOf(byName.keySet())).orElseThrow(() -> new ProblemException(
			folder, "does not say which cases it was trained on.",
			"Give a folder with images that it was not trained on, without part=validation."));
		final List<Problem> problems = new ArrayList<>();
		for (final FoldCases.Member member : cases.training())
			mismatch(dataset, byName.get(member.name()), member).ifPresent(problems::add);
		final List<Case> held = new ArrayList<>();
		for (final FoldCases.Member member : cases.validation()) {
			final Optional<Problem> problem = mismatch(dataset, byName.get(member.name()), member);
			if (problem.isPresent()) problems.add(problem.get());
			else held.add(byName.get(member.name()));
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return held;
	}

	/** The problem if a dataset does not hold a case as the fold knows it. */
	private static Optional<Problem> mismatch(final Dataset dataset, final Case one, final FoldCases.Member member)
		throws IOException
	{
		if (one == null) return Optional.of(Problem.of(dataset.folder(), "has no case " + member.name() +
			", which the fold was trained or tested on.", "Give the dataset that the fold was trained on."));
		if (member.contents() == null) return Optional.empty();
		final List<String> contents = new ArrayList<>();
		for (final Path image : one.images())
			contents.add(Files.isRegularFile(image) ? FileIdentity.of(image).content() : null);
		return member.mayBe(contents) ? Optional.empty() : Optional.of(Problem.of(one.images().get(0),
			"is not the image that the fold knows as case " + member.name() + ".",
			"Give the dataset that the fold was trained on, or a folder with images that it was not trained on."));
	}

	/** A folder without description. */
	private static List<Case> folder(final Path folder, final int channels) throws ProblemException {
		final List<Path> files = FileNames.list(folder).stream().filter(InputCases::isImage).toList();
		final Map<String, Map<Integer, Path>> groups = new TreeMap<>();
		for (final Path file : files) {
			final Matcher matcher = CHANNEL.matcher(FileNames.stem(file));
			if (matcher.matches()) groups.computeIfAbsent(matcher.group(1), name -> new TreeMap<>()).put(Integer.valueOf(
				matcher.group(2)), file);
		}
		// NB: nnU-Net gives an image that holds all channels, such as an RGB image, the number of the first
		final boolean together = files.stream().allMatch(file -> FileNames.stem(file).matches(".+_0000"));
		final int parts = together ? 1 : channels;
		// a number is that of a channel only if there are exactly the plan's channels; scan_0007 may be a case
		groups.values().removeIf(group -> group.size() != parts || !group.containsKey(0) || !group.containsKey(parts - 1));
		final Map<String, Case> byFile = new TreeMap<>();
		final Set<Path> grouped = new HashSet<>();
		groups.forEach((name, group) -> {
			grouped.addAll(group.values());
			byFile.put(group.get(0).getFileName().toString(), new Case(name, List.copyOf(group.values()), null));
		});
		for (final Path file : files)
			if (!grouped.contains(file)) byFile.put(file.getFileName().toString(), new Case(FileNames.stem(file), List.of(
				file), null));
		return List.copyOf(byFile.values());
	}

	/** The first names of files in a folder of images that are not used, and how many more there are. */
	static List<String> skipped(final Path input, final List<Case> cases) throws ProblemException {
		if (!Files.isDirectory(input) || Files.exists(input.resolve("dataset.json"))) return List.of();
		final Set<Path> used = new HashSet<>();
		for (final Case one : cases)
			for (final Path image : one.images()) {
				used.add(image);
				used.addAll(ImageFile.companions(image));
			}
		final List<String> names = new ArrayList<>();
		for (final Path file : FileNames.all(input)) {
			final String name = file.getFileName().toString(), lower = name.toLowerCase(Locale.ROOT);
			final boolean text = lower.matches(".*\\.(json|txt|csv|tsv|md|xml|log)");
			final boolean clutter = CLUTTER.contains(lower) || lower.startsWith("._") && !ImageFile.isImage(file);
			if (!used.contains(file) && !text && !clutter) names.add(name);
		}
		if (names.size() <= LISTED) return names;
		final List<String> shown = new ArrayList<>(names.subList(0, LISTED));
		shown.add("and " + (names.size() - LISTED) + " more");
		return shown;
	}

	private static boolean isImage(final Path file) {
		final String ending = FileNames.ending(file.getFileName().toString()).toLowerCase(Locale.ROOT);
		// the voxels of a NIfTI pair belong to its header
		if (ending.startsWith(".img")) return false;
		return ENDINGS.contains(ending) || ImageFile.isImage(file);
	}
}
