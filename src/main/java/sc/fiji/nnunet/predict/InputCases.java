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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.dataset.TwoFoldersLayout;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Finds the images that are to be predicted: one file, a folder of images (one file per case, or one per channel as in
 * nnU-Net's layout), or a part of a dataset. Each time point of a file with several is a case of its own.
 */
final class InputCases {

	private static final Pattern CHANNEL = Pattern.compile("(.+)_(\\d{4})");

	/** Endings that count as images even if the content is damaged: then the case fails and is reported. */
	private static final Set<String> ENDINGS = Set.of(".nii", ".nii.gz", ".hdr", ".hdr.gz", ".tif", ".tiff", ".png",
		".jpg", ".jpeg", ".bmp");

	/** Endings of formats without time. */
	private static final Set<String> PICTURES = Set.of(".png", ".jpg", ".jpeg", ".bmp");

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
	 * @param dataset the {@link #dataset} that they are from
	 * @param models all models that predict, for the number of channels and the cases that their folds held out
	 * @throws ProblemException if there are none, or two have the same name
	 */
	static List<Case> of(final PredictOptions options, final Optional<Dataset> dataset, final List<ModelFolder> models)
		throws IOException
	{
		final Path input = options.input();
		final int channels = models.get(0).plan().channels().size();
		final List<Case> cases;
		if (Files.isRegularFile(input) && !input.endsWith(Datasets.FILE)) cases = List.of(single(input, channels));
		else if (dataset.isPresent()) cases = part(options, dataset.get(), models);
		else cases = folder(input, channels);
		if (cases.isEmpty()) throw new ProblemException(input, "There is no image in it.",
			"Give an image, or a folder with images (such as imagesTs), or a dataset's folder.");
		final List<Case> images = cases.stream().flatMap(one -> timePoints(one, channels).stream()).toList();
		Case.requireUnique(images);
		return images;
	}

	/** The time points of a case, each a case of its own; itself if its files have no time, or cannot be read. */
	private static List<Case> timePoints(final Case one, final int channels) {
		final int count;
		// NB: pictures have no time, and a PNG is read whole when it is opened
		if (one.images().stream().allMatch(file -> PICTURES.contains(ending(file)))) return List.of(one);
		try {
			count = ImageFile.timePoints(one.images(), channels);
		}
		catch (final ProblemException e) {
			return List.of(one); // NB: reported when its turn comes
		}
		if (count == 1) return List.of(one);
		return IntStream.range(0, count).mapToObj(t -> new Case(TimePoints.name(one.name(), t, count), one.images(), one
			.label(), t)).toList();
	}

	/** What there is to say of how files became cases, and of earlier labels in the folder of the results. */
	static List<String> remarks(final List<Case> cases, final Path output) throws ProblemException {
		return Stream.concat(remarks(cases).stream(), otherTimePoints(cases, output).stream()).toList();
	}

	/** A word on labels that are of other time points, as of a movie that has grown or shrunk; empty if there are none. */
	private static Optional<String> otherTimePoints(final List<Case> cases, final Path output) throws ProblemException {
		final Set<String> names = cases.stream().map(Case::name).collect(Collectors.toSet());
		final Set<String> stems = cases.stream().filter(one -> one.timePoint() != ImageFile.WHOLE).map(one -> TimePoints.stem(
			one.name()).orElseThrow()).collect(Collectors.toSet());
		if (stems.isEmpty() || !Files.isDirectory(output)) return Optional.empty();
		final Predicate<String> other = name -> !names.contains(name) && TimePoints.stem(name).filter(stems::contains)
			.isPresent();
		final List<Path> others = FileNames.list(output).stream().filter(file -> ENDINGS.contains(ending(file)) && other.test(
			FileNames.stem(file))).toList();
		if (others.isEmpty()) return Optional.empty();
		return Optional.of(others.get(0) + (others.size() == 1 ? " is" : " and " + (others.size() - 1) + " more are") +
			" of no time point that is predicted here, perhaps of an earlier prediction of a movie with another number of them." +
			" Nothing replaces such labels: remove them if they are.");
	}

	/** What there is to say of how files became cases. */
	static List<String> remarks(final List<Case> cases) {
		return Stream.of(timeLapses(cases), channels(cases)).flatMap(Optional::stream).toList();
	}

	/** A word on cases whose names look like those of channels in nnU-Net's layout; empty if there are none. */
	private static Optional<String> channels(final List<Case> cases) {
		final Set<String> names = cases.stream().map(Case::name).collect(Collectors.toSet());
		final Optional<String> first = cases.stream().map(Case::name).map(CHANNEL::matcher).filter(name -> name.matches() &&
			name.group(2).equals("0000") && names.contains(name.group(1) + "_0001")).map(name -> name.group(1)).findFirst();
		return first.map(name -> name + "_0000 and " + name +
			"_0001 are taken for two images, as the network does not have as many channels as there are such files. If " +
			"they are channels of one image, give the files that the network was trained on only.");
	}

	/** A word on the files whose time points are cases; empty if there are none. */
	private static Optional<String> timeLapses(final List<Case> cases) {
		final List<Case> points = cases.stream().filter(one -> one.timePoint() != ImageFile.WHOLE).toList();
		final List<Path> files = points.stream().map(one -> one.images().get(0)).distinct().toList();
		if (files.isEmpty()) return Optional.empty();
		return Optional.of((files.size() == 1 ? files.get(0).getFileName() + " has " : files.size() + " files have together ") +
			points.size() + " time points, each of which is a case of its own.");
	}

	/** The dataset that an input is; empty for images. NB: to be opened once, as that may read all label files. */
	static Optional<Dataset> dataset(final Path input) throws ProblemException {
		return isDataset(input) ? Optional.of(Datasets.open(input)) : Optional.empty();
	}

	/** Whether an input is a dataset: with a description, or of two folders with images and labels. */
	private static boolean isDataset(final Path input) throws ProblemException {
		if (input.endsWith(Datasets.FILE) || Files.exists(input.resolve(Datasets.FILE))) return true;
		// NB: images beside such folders are what is meant
		return Files.isDirectory(input) && FileNames.list(input).stream().noneMatch(InputCases::isImage) &&
			new TwoFoldersLayout().recognises(input);
	}

	/** The case of a file, which has the name and the channels that it would have if its folder was the input. */
	private static Case single(final Path file, final int channels) throws ProblemException {
		final Matcher matcher = CHANNEL.matcher(FileNames.stem(file));
		final Path folder = file.toAbsolutePath().getParent();
		if (matcher.matches() && matcher.group(2).equals("0000")) for (final Case one : folder(folder, channels))
			if (one.images().get(0).getFileName().equals(file.getFileName())) return new Case(one.name(), one.images().stream()
				.map(image -> file.resolveSibling(image.getFileName())).toList(), null);
		return new Case(FileNames.stem(file), List.of(file), null);
	}

	private static List<Case> part(final PredictOptions options, final Dataset dataset, final List<ModelFolder> models)
		throws IOException
	{
		final List<Case> cases = switch (options.part()) {
			case TRAINING -> dataset.training();
			case VALIDATION -> new HeldOutCases(dataset).of(options, models);
			default -> dataset.test();
		};
		if (cases.isEmpty()) throw new ProblemException(options.input(), "The dataset has no " + Checks.word(options
			.part()) + " cases.", "Give part=training or part=validation, or a folder with images.");
		return cases;
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

	/**
	 * The first names of files in a folder of images that are not used, and how many more there are.
	 *
	 * @param dataset whether the input is a dataset, which is no folder of images
	 */
	static List<String> skipped(final Path input, final boolean dataset, final List<Case> cases) throws ProblemException {
		if (dataset || !Files.isDirectory(input)) return List.of();
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
		return ENDINGS.contains(ending(file)) || FileNames.isImage(file);
	}

	private static String ending(final Path file) {
		return FileNames.ending(file.getFileName().toString()).toLowerCase(Locale.ROOT);
	}
}
