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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/**
 * A dataset of labelled images that are open in a program, for training.
 * <p>
 * {@link #write} writes them to disk as a decathlon dataset, which is used like any other: a training that is resumed
 * another day, its final validation and cross-validation need the images again.
 * </p>
 *
 * <pre>
 * Path dataset = new OpenDataset(List.of("DAPI"), List.of("background", "nucleus")) //
 * 	.with("a", OpenImage.of(imageA), OpenImage.of(labelsA)) //
 * 	.with("b", OpenImage.of(imageB), OpenImage.of(labelsB)).write(folder, Progress.none());
 * </pre>
 *
 * @param channels the names of the channels; the name CT selects the normalisation for CT
 * @param labels the names of the label values, background first
 * @param cases the images
 */
public record OpenDataset(List<String> channels, List<String> labels, List<OpenCase> cases) {

	/**
	 * A labelled image.
	 *
	 * @param name of its files
	 * @param image all channels
	 * @param labels on the same grid
	 */
	public record OpenCase(String name, OpenImage image, OpenImage labels) {
	}

	public OpenDataset {
		channels = List.copyOf(channels);
		labels = List.copyOf(labels);
		cases = List.copyOf(cases);
	}

	/** A dataset without images. */
	public OpenDataset(final List<String> channels, final List<String> labels) {
		this(channels, labels, List.of());
	}

	/** This dataset with one more image. */
	public OpenDataset with(final String name, final OpenImage image, final OpenImage labelImage) {
		final List<OpenCase> more = new ArrayList<>(cases);
		more.add(new OpenCase(name, image, labelImage));
		return new OpenDataset(channels, labels, more);
	}

	/**
	 * Writes the dataset, its dataset.json last.
	 *
	 * @param folder a folder that holds no dataset yet; its name is the dataset's
	 * @return the folder
	 * @throws ProblemException with everything that is wrong with the images
	 */
	public Path write(final Path folder, final Progress progress) throws IOException {
		final Path description = folder.resolve(DatasetJson.FILE);
		final List<Problem> problems = new ArrayList<>();
		if (Files.exists(description)) problems.add(Problem.of(description, "There is already a dataset in this folder.",
			"Give another folder."));
		for (final OpenCase one : cases)
			check(one, problems);
		if (!problems.isEmpty()) throw new ProblemException(problems);
		Files.createDirectories(folder.resolve("imagesTr"));
		Files.createDirectories(folder.resolve("labelsTr"));
		for (int i = 0; i < cases.size(); i++) {
			final OpenCase one = cases.get(i);
			progress.check();
			progress.update((double) i / cases.size(), "Writing " + one.name());
			ImageFile.write(folder.resolve(image(one)), one.image().volume());
			ImageFile.writeLabels(folder.resolve(label(one)), one.labels().labels());
		}
		WholeFile.write(description, description());
		return folder;
	}

	private void check(final OpenCase one, final List<Problem> problems) {
		try {
			if (!one.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) problems.add(new Problem("the case '" + one.name() + "'",
				"has a name that is not allowed for a file.", "Use letters, digits, hyphens and underscores."));
			if (cases.stream().filter(other -> other.name().equalsIgnoreCase(one.name())).count() > 1) problems.add(new Problem(
				"the case '" + one.name() + "'", "is there twice.", "Give each image a name of its own."));
			final Volume image = one.image().volume();
			if (image.channels() != channels.size()) problems.add(new Problem("the image of case '" + one.name() + "'",
				"has " +
				image.channels() + (image.channels() == 1 ? " channel" : " channels") + "; the dataset has " + channels
					.size() + ".", "Name each channel, or name the channel axis C."));
			final LabelMap map = one.labels().labels();
			if (!map.geometry().sameGrid(image.geometry(), Geometry.TOLERANCE)) problems.add(new Problem(
				"the labels of case '" + one.name() + "'", "have the grid " + map.geometry() + "; the image has " + image
					.geometry() + ".", "Give labels of the same size and spacing."));
		}
		catch (final ProblemException e) {
			e.problems().forEach(problem -> problems.add(new Problem("case '" + one.name() + "', " + problem.where(), problem
				.what(), problem.cure())));
		}
	}

	private static String image(final OpenCase one) {
		return "imagesTr/" + one.name() + ".nii.gz";
	}

	private static String label(final OpenCase one) {
		return "labelsTr/" + one.name() + ".nii.gz";
	}

	private String description() {
		final Map<String, Object> root = new LinkedHashMap<>();
		root.put("modality", numbered(channels));
		root.put("labels", numbered(labels));
		root.put("numTraining", cases.size());
		root.put("numTest", 0);
		root.put("training", cases.stream().map(one -> Map.of("image", "./" + image(one), "label", "./" + label(one)))
			.toList());
		root.put("test", List.of());
		return Json.page(root) + "\n";
	}

	private static Map<String, String> numbered(final List<String> names) {
		final Map<String, String> numbered = new LinkedHashMap<>();
		for (int i = 0; i < names.size(); i++)
			numbered.put(String.valueOf(i), names.get(i));
		return numbered;
	}
}
