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
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Two folders, one with images and one with labels of equal names, without any
 * description.
 * <p>
 * The description is derived from the files: {@link #propose} gives it as a
 * dataset.json in nnU-Net v2's form, with an explicit list of files. Nothing is written.
 * </p>
 * <p>
 * A dataset.json that only says whether the labels number objects one by one, {@code {"instances": true}} or false, and
 * perhaps names the {@code labels}, may be there: without it {@link NumberedLabels} finds out.
 * </p>
 */
public final class TwoFoldersLayout implements Layout {

	/** More values than this are not classes but numbered objects, or grey values. */
	private static final int MOST_CLASSES = 64;

	private static final List<String> IMAGES = List.of("images", "imagestr", "image", "imgs", "img", "raw", "scans",
		"volumes");
	private static final List<String> LABELS = List.of("labels", "labelstr", "label", "masks", "mask", "segmentations",
		"segmentation", "annotations", "groundtruth", "gt");

	@Override
	public boolean recognises(final Path folder) throws ProblemException {
		if (subfolder(folder, IMAGES) == null || subfolder(folder, LABELS) == null) return false;
		if (!Files.exists(folder.resolve(DatasetJson.FILE))) return true;
		return saysOnlyWhatNumbersAre(DatasetJson.read(folder));
	}

	/** Whether a description says whether labels number objects, but nothing of images. */
	static boolean saysOnlyWhatNumbersAre(final DatasetJson json) {
		return json.has(NnUNetLabels.INSTANCES) && Stream.of("channel_names", "modality", "training").noneMatch(json::has);
	}

	@Override
	public Dataset open(final Path folder) throws ProblemException {
		return new NnUNetLayout().open(DatasetJson.of(folder, propose(folder)));
	}

	@Override
	public List<Finding> look(final Dataset dataset) throws ProblemException {
		final FolderLook look = new FolderLook(dataset, "there is no image of the same name");
		final String images = subfolder(dataset.folder(), IMAGES).getFileName().toString();
		look.unused(images, file -> "It is not an image that can be read: convert it or move it away.");
		look.unused(subfolder(dataset.folder(), LABELS).getFileName().toString(), file -> "Give image and label the " +
			"same name; the image would be " + Path.of(images, FileNames.stem(file)) + " with its ending.");
		final List<Finding> findings = new ArrayList<>(look.findings());
		if (!Files.exists(dataset.folder().resolve(DatasetJson.FILE))) findings.addAll(guessed(dataset));
		return findings;
	}

	/** What was made of many numbers without a description. */
	private static List<Finding> guessed(final Dataset dataset) throws ProblemException {
		final Path labels = labels(dataset.folder());
		final int classes = dataset.labels().classes() - 1;
		if (dataset.labels().instances()) return List.of(Finding.warning("", Problem.of(labels,
			"The label images seem to number objects one by one.", "So objects are learned and told apart, and predictions " +
				"number them. If each number is a class, write " + DatasetJson.FILE +
				" with {\"instances\": false} into the dataset's folder.")));
		if (classes < NumberedLabels.FEWEST) return List.of();
		return List.of(Finding.warning("", Problem.of(labels, "Each of the " + classes + " numbers in the label images is taken " +
			"for a class.", "If they number objects one by one, write " + DatasetJson.FILE +
				" with {\"instances\": true} into the dataset's folder.")));
	}

	/**
	 * The dataset.json that describes the folder: a case for each image, the channels of the first image, and a class
	 * for each value that the labels hold, unless they number objects one by one.
	 *
	 * @throws ProblemException if there are no images, or the labels hold nothing, or too many values
	 */
	public String propose(final Path folder) throws ProblemException {
		final List<Path> images = FileNames.list(subfolder(folder, IMAGES)).stream().filter(FileNames::isImage).toList();
		if (images.isEmpty()) throw new ProblemException(subfolder(folder, IMAGES), "There is no image in this folder.",
			"Put the images there.");
		final List<Path> labels = FileNames.list(subfolder(folder, LABELS)).stream().filter(FileNames::isImage).toList();
		final String ending = labels.isEmpty() ? FileNames.ending(images.get(0).getFileName().toString()) : FileNames
			.ending(labels.get(0).getFileName().toString());
		final JsonObject root = new JsonObject();
		root.add("channel_names", channels(images.get(0)));
		addLabels(folder, labels, root);
		root.addProperty("numTraining", images.size());
		root.addProperty("file_ending", ending);
		final JsonObject cases = new JsonObject();
		for (final Path image : images) {
			final String stem = FileNames.stem(image);
			final Path label = labels.stream().filter(file -> FileNames.stem(file).equals(stem)).findFirst().orElse(subfolder(
				folder, LABELS).resolve(stem + ending));
			final JsonObject entry = new JsonObject();
			entry.add("images", new JsonArray());
			entry.getAsJsonArray("images").add(relative(folder, image));
			entry.addProperty("label", relative(folder, label));
			cases.add(stem, entry);
		}
		root.add("dataset", cases);
		return Json.page(root) + "\n";
	}

	/** The folder with the label images, or null. */
	static Path labels(final Path folder) throws ProblemException {
		return subfolder(folder, LABELS);
	}

	/** The channels, named so that no rule for CT applies; for CT images the user writes CT. */
	private static JsonObject channels(final Path image) throws ProblemException {
		final JsonObject channels = new JsonObject();
		final int number = ImageFile.channels(image);
		for (int channel = 0; channel < number; channel++)
			channels.addProperty(String.valueOf(channel), number == 1 ? "image" : "channel " + channel);
		return channels;
	}

	/** What the labels are, as a description says, or else as they look. */
	private static void addLabels(final Path folder, final List<Path> files, final JsonObject root)
		throws ProblemException
	{
		if (!Files.exists(folder.resolve(DatasetJson.FILE))) {
			final NumberedLabels counted = NumberedLabels.read(files);
			addLabels(counted.areObjects(Progress.none()), folder, counted, root);
			return;
		}
		final DatasetJson json = DatasetJson.read(folder);
		final boolean instances = NnUNetLabels.instances(json);
		json.finish();
		if (!json.has("labels")) {
			addLabels(instances, folder, instances ? null : NumberedLabels.read(files), root);
			return;
		}
		for (final String key : List.of("labels", "regions_class_order", NnUNetLabels.INSTANCES))
			if (json.has(key)) root.add(key, json.get(key));
	}

	private static void addLabels(final boolean instances, final Path folder, final NumberedLabels counted,
		final JsonObject root) throws ProblemException
	{
		if (!instances) {
			root.add("labels", classes(folder, counted));
			return;
		}
		final JsonObject object = new JsonObject();
		object.addProperty("background", 0);
		object.addProperty(Labels.OBJECT, 1);
		root.add("labels", object);
		root.addProperty(NnUNetLabels.INSTANCES, true);
	}

	private static JsonObject classes(final Path folder, final NumberedLabels counted)
		throws ProblemException
	{
		final Set<Integer> values = new TreeSet<>(Set.of(0));
		values.addAll(counted.values().tailSet(0));
		if (values.size() == 1) throw new ProblemException(subfolder(folder, LABELS),
			"The label images hold nothing but 0.", "Label the structures with 1, 2 ...");
		if (values.size() > MOST_CLASSES) throw new ProblemException(subfolder(folder, LABELS), "The label images hold " +
			values.size() + " values: " + shown(values) + ".", "Each value is a class, and there can be " +
				MOST_CLASSES + " at most. If they number objects one by one, write " + DatasetJson.FILE +
				" with {\"instances\": true} into the dataset's folder. Values between 0 and 255 at edges come from scaling " +
				"or JPEG: threshold again. Or images and labels are exchanged: then rename the two folders.");
		final JsonObject classes = new JsonObject();
		for (final int value : values)
			classes.addProperty(value == 0 ? "background" : values.size() == 2 ? "foreground" : "class " + value, value);
		return classes;
	}

	private static String shown(final Set<Integer> values) {
		return values.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", ")) + (values.size() > 10
			? " ..." : "");
	}

	private static String relative(final Path folder, final Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}

	/** The subfolder that has one of the names, ignoring case; earlier names are preferred; null if there is none. */
	private static Path subfolder(final Path folder, final List<String> names) throws ProblemException {
		final Set<Path> candidates = new HashSet<>();
		try (Stream<Path> files = Files.list(folder)) {
			files.filter(Files::isDirectory).forEach(candidates::add);
		}
		catch (final IOException e) {
			throw new ProblemException(folder, "The folder cannot be read: " + e + ".", "Check its permissions.", e);
		}
		for (final String name : names)
			for (final Path candidate : candidates)
				if (candidate.getFileName().toString().toLowerCase(Locale.ROOT).equals(name)) return candidate;
		return null;
	}
}
