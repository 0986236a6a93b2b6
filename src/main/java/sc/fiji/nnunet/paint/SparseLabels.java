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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Makes a project of images and sparse label images: each connected part of a class in a slice becomes a stroke, and a
 * slice without a gap an accepted one.
 */
final class SparseLabels {

	/** Colours of classes after ImageJ's own for the first strokes; they repeat. */
	private static final int[] COLOURS = { 0x4060ff, 0xff3030, 0x30c030, 0xffd020, 0xff30ff, 0x20d0d0,
		0xff9020, 0xa0a0a0 };

	private final LearnOptions.Paint paint;

	SparseLabels(final LearnOptions.Paint paint) {
		this.paint = paint;
	}

	/** Writes the project; an image without labels stays unpainted. */
	void write(final Path folder, final Progress progress) throws IOException {
		final List<Path> images = files(paint.image());
		final List<LabelMap> maps = new ArrayList<>();
		int most = 1;
		for (final Path image : images) {
			progress.check();
			final LabelMap map = labels(image);
			maps.add(map);
			if (map != null) for (int z = 0; z < map.size()[0]; z++)
				for (final short label : map.plane(z))
					most = Math.max(most, label);
		}
		if (maps.stream().allMatch(map -> map == null)) throw new ProblemException(paint.labels(),
			"holds no label image for any of the images.", "Name the labels like the images.");
		try (PaintProject project = PaintProject.create(folder, classes(most))) {
			for (int i = 0; i < images.size(); i++) {
				progress.check();
				progress.update((double) i / images.size(), "reading " + images.get(i).getFileName());
				final Volume image = ImageFile.read(images.get(i));
				final String name = project.addImage(images.get(i).getFileName().toString(), image);
				if (maps.get(i) != null) paint(project, name, image.geometry(), maps.get(i), images.get(i));
			}
		}
	}

	private static List<Path> files(final Path path) throws ProblemException {
		if (!Files.isDirectory(path)) return List.of(path);
		final List<Path> images = FileNames.list(path).stream().filter(FileNames::isImage).toList();
		if (images.isEmpty()) throw new ProblemException(path, "holds no image.",
			"Give an image, or a folder of images.");
		return images;
	}

	/** The classes of an image's labels, {@link ImagePaint#UNPAINTED} where nobody painted; null if there are none. */
	private LabelMap labels(final Path image) throws IOException {
		final Path file = !Files.isDirectory(paint.labels()) ? paint.labels() : files(paint.labels()).stream()
			.filter(one -> FileNames.stem(one).equals(FileNames.stem(image))).findFirst().orElse(null);
		if (file == null) return null;
		final LabelMap map = ImageFile.readLabels(file, null, (which, warning) -> {
			// only the numbers matter
		}).copy(null);
		for (int z = 0; z < map.size()[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < plane.length; i++) {
				if (plane[i] < 0) throw new ProblemException(file, "holds the label " + plane[i] + ".",
					"Give labels from 0 upwards.");
				final boolean free = plane[i] == paint.ignore() || plane[i] == 0 &&
					paint.unpainted() == Unpainted.UNKNOWN;
				plane[i] = free ? ImagePaint.UNPAINTED
					: (short) (plane[i] - (paint.unpainted() == Unpainted.UNKNOWN ? 1 : 0));
			}
		}
		return map;
	}

	private List<PaintClass> classes(final int most) throws ProblemException {
		final List<String> names = paint.classes().isBlank() ? List.of() : Arrays.stream(paint.classes().split(","))
			.map(String::trim).toList();
		final List<PaintClass> classes = new ArrayList<>();
		for (int label = 0; label <= Math.max(most, names.size() - 1); label++)
			classes.add(new PaintClass(label < names.size() ? names.get(label) : label == 0 ? "background" : "class " +
				label,
				COLOURS[label % COLOURS.length]));
		ProjectFile.requireClasses(classes);
		return classes;
	}

	private static void paint(final PaintProject project, final String name, final Geometry grid, final LabelMap labels,
		final Path image) throws IOException
	{
		final int[] size = grid.sizeZyx();
		if (!Arrays.equals(size, labels.size())) throw new ProblemException(image, "has " + Arrays.toString(size) +
			" voxels along z, y, x, its labels " + Arrays.toString(labels.size()) + ".",
			"Give labels that were painted on this image.");
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = labels.plane(z);
			boolean whole = true;
			for (final short label : plane)
				whole &= label >= 0;
			if (whole) project.accept(name, z, plane);
			else strokes(project, name, z,
				labels.crop(new Box(new int[] { z, 0, 0 }, new int[] { z + 1, size[1], size[2] })));
		}
	}

	/** Adds each connected part of a slice as a stroke. */
	private static void strokes(final PaintProject project, final String name, final int z, final LabelMap slice)
		throws IOException
	{
		for (int label = 0; label < project.classes().size(); label++) {
			final int wanted = label;
			final Components parts = Components.in(slice, value -> value == wanted, false);
			final List<IntStream.Builder> runs = parts.list().stream().map(part -> IntStream.builder()).toList();
			parts.forEachRun((part, first, y, start, end) -> runs.get(part).add(y).add(start).add(end - start));
			for (final IntStream.Builder part : runs)
				project.stroke(name, label, z, new Runs(part.build().toArray()));
		}
	}
}
