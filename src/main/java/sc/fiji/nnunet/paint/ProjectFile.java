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
package sc.fiji.nnunet.paint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What is known of a project beside its paint: {@code paint/project.json}, from which {@code dataset.json} is made.
 *
 * @param format the version of this file
 * @param classes the classes, background first
 * @param channels the number of channels of every image; 0 before the first image
 * @param ending of the names of image and label files
 * @param images the names of the images, in the order in which they came
 */
record ProjectFile(int format, List<PaintClass> classes, int channels, String ending, List<String> images) {

	/** The version that this program writes. */
	static final int FORMAT = 1;

	/** Labels are bytes in training, of which two numbers are taken: the ignored voxels and those outside of a mask. */
	private static final int MOST = 254;

	private static final String WHAT = "the list of classes and images of a painting project";
	private static final String CURE = "Give a folder that nnU-Net Paint and Train or nnU-Net Learn wrote.";

	ProjectFile {
		classes = List.copyOf(classes);
		images = List.copyOf(images);
	}

	static Path of(final Path project) {
		return project.resolve("paint").resolve("project.json");
	}

	static boolean isIn(final Path project) {
		return Files.isRegularFile(of(project));
	}

	static ProjectFile read(final Path project) throws ProblemException {
		final Path file = of(project);
		final ProjectFile read = JsonFile.read(file, ProjectFile.class, WHAT, CURE);
		if (read.format != FORMAT || read.ending == null) throw new ProblemException(file,
			"was written by another version of this program (format " + read.format + ").", "Update this program.");
		requireClasses(read.classes);
		return read;
	}

	/** Writes both files. */
	void write(final Path project) throws ProblemException {
		JsonFile.write(of(project), this);
		final Map<String, Object> channelNames = new LinkedHashMap<>(), labels = new LinkedHashMap<>();
		for (int c = 0; c < channels; c++)
			channelNames.put(String.valueOf(c), channelName(c, channels));
		for (int label = 0; label < classes.size(); label++)
			labels.put(labelName(label), label);
		labels.put("ignore", classes.size());
		final Map<String, Object> dataset = new LinkedHashMap<>();
		dataset.put("channel_names", channelNames);
		dataset.put("labels", labels);
		dataset.put("numTraining", images.size());
		dataset.put("file_ending", ending);
		JsonFile.write(project.resolve(Datasets.FILE), dataset);
	}

	/** The name in dataset.json, where the first class has a name of its own (recipe-nnunet.md 6.2). */
	private String labelName(final int label) {
		return label == 0 ? "background" : classes.get(label).name();
	}

	/** What a channel is called: {@code image} if it is the only one, otherwise by its number from 1 on. */
	static String channelName(final int channel, final int channels) {
		return channels == 1 ? "image" : "channel " + (channel + 1);
	}

	/** The files of an image's channels. */
	List<Path> imageFiles(final Path project, final String image) {
		final List<Path> files = new ArrayList<>();
		for (int c = 0; c < channels; c++)
			files.add(project.resolve("imagesTr").resolve(String.format(Locale.ROOT, "%s_%04d%s", image, c, ending)));
		return files;
	}

	Path labelFile(final Path project, final String image) {
		return project.resolve("labelsTr").resolve(image + ending);
	}

	ProjectFile with(final List<PaintClass> others) {
		return new ProjectFile(format, others, channels, ending, images);
	}

	/** The same project with one more image; if it is the first, its channels and kind of file are the project's. */
	ProjectFile with(final String image, final int channelsOfImage, final String endingOfImage) {
		final List<String> more = new ArrayList<>(images);
		more.add(image);
		return new ProjectFile(format, classes, images.isEmpty() ? channelsOfImage : channels, images.isEmpty()
			? endingOfImage : ending, more);
	}

	/** A name for files from what an image is called, which no other image of the project has. */
	String freeName(final String title) {
		final String stem = stem(title);
		String name = stem;
		for (int n = 2; has(name); n++)
			name = stem + "-" + n;
		return name;
	}

	/** A name for files from what an image is called. */
	static String stem(final String title) {
		final String plain = title.replaceFirst("(?i)\\.(nii(\\.gz)?|tiff?|png|jpe?g|hdr|img)$", "")
			.replaceAll("[^A-Za-z0-9.-]+", "_").replaceFirst("^[._]+", "").replaceFirst("_\\d{4}$", "");
		return plain.isEmpty() ? "image" : plain.substring(0, Math.min(100, plain.length()));
	}

	/** NB: some file systems take upper and lower case as the same. */
	private boolean has(final String name) {
		return images.stream().anyMatch(name::equalsIgnoreCase);
	}

	static void requireClasses(final List<PaintClass> classes) throws ProblemException {
		final Checks checks = new Checks();
		checks.that(classes.size() >= 2 && classes.size() <= MOST, "classes", "are " + classes.size() + ".",
			"Give the background and 1 to " + (MOST - 1) + " other classes.");
		final Set<String> names = new HashSet<>();
		for (int label = 0; label < classes.size(); label++) {
			final String name = classes.get(label).name();
			checks.that(name != null && !name.isBlank(), "classes", "has a class without a name.", "Give each a name.");
			if (name == null) continue;
			final boolean taken = name.equals("ignore") || label > 0 && name.equals("background");
			checks.that(!taken, "classes", "has a class called " + name + ", which has a meaning of its own.",
				"Choose another name; the background is the first class.");
			checks.that(names.add(name), "classes", "has two classes called " + name + ".",
				"Give each a name of its own.");
		}
		if (!checks.problems().isEmpty()) throw new ProblemException(checks.problems());
	}
}
