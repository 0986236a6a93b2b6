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
package sc.fiji.nnunet.brush;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ij.ImagePlus;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Labkit's files with the ending {@code .labeling}: JSON with the coordinates of each labelled pixel.
 * <p>
 * Their keys: {@code interval} with {@code min}, {@code max} and {@code n}, the number of axes; {@code labels} with a
 * list of coordinates per name, x first; {@code colors} and {@code pixelSizes}.
 * </p>
 */
final class LabkitLabeling {

	private static final String WHAT = "a labeling of Labkit", CURE =
		"Save the labeling again in Labkit, as a file with the ending .labeling.";

	private LabkitLabeling() {
		// only static methods
	}

	private record Interval(long[] min, long[] max) {
	}

	private record PixelSize(double size, String unit) {
	}

	private record Content(Interval interval, Map<String, int[][]> labels) {

		Content {
			if (interval == null || interval.min == null || interval.max == null || labels == null)
				throw new IllegalArgumentException("it has no interval or no labels");
			if (interval.min.length < 2 || interval.max.length != interval.min.length)
				throw new IllegalArgumentException("its interval has other axes than x, y, slice and time");
		}
	}

	/**
	 * The labelled pixels of a file, by name and slice.
	 *
	 * @param image the image that was labelled
	 * @throws ProblemException if it is no such file, or belongs to an image of another size
	 */
	static List<FoundPaint> read(final Path file, final ImagePlus image) throws ProblemException {
		final Content content = JsonFile.read(file, Content.class, WHAT, CURE);
		final long[] min = content.interval.min;
		final List<Long> size = new ArrayList<>();
		for (int axis = 0; axis < min.length; axis++)
			size.add(content.interval.max[axis] - min[axis] + 1);
		final List<Long> expected = axes(image);
		if (!size.equals(expected)) throw new ProblemException(file, "labels an image of " + size + " pixels, but " +
			image.getTitle() + " has " + expected + ".",
			"Choose the file of this image; the axes are x, y, slice and time.");
		final List<FoundPaint> found = new ArrayList<>();
		for (final Map.Entry<String, int[][]> label : content.labels.entrySet()) {
			final Map<Place, BitSet> slices = new LinkedHashMap<>();
			for (final int[] point : label.getValue())
				add(point, min, expected, image, file, slices);
			slices.forEach((place, pixels) -> found.add(new FoundPaint(label.getKey(), place,
				Runs.of(image.getWidth(), image.getHeight(), pixels::get))));
		}
		return found;
	}

	/** The sizes along the axes that Labkit sees: it leaves out those of one slice, and the channels. */
	private static List<Long> axes(final ImagePlus image) {
		final List<Long> axes = new ArrayList<>(List.of((long) image.getWidth(), (long) image.getHeight()));
		if (image.getNSlices() > 1) axes.add((long) image.getNSlices());
		if (image.getNFrames() > 1) axes.add((long) image.getNFrames());
		return axes;
	}

	private static void add(final int[] point, final long[] min, final List<Long> size, final ImagePlus image,
		final Path file, final Map<Place, BitSet> slices) throws ProblemException
	{
		boolean inside = point != null && point.length == min.length;
		final int[] at = new int[4];
		for (int axis = 0; inside && axis < min.length; axis++) {
			final long from = point[axis] - min[axis];
			inside = from >= 0 && from < size.get(axis);
			at[axis] = (int) from;
		}
		if (!inside) throw new ProblemException(file, "has a pixel outside of its image.", CURE);
		final boolean stack = image.getNSlices() > 1;
		final Place place = stack ? new Place(at[2], at[3]) : new Place(0, at[2]);
		slices.computeIfAbsent(place, any -> new BitSet()).set(at[1] * image.getWidth() + at[0]);
	}

	/**
	 * Writes labels for Labkit, for an image without time points.
	 *
	 * @param labels numbers of classes; others are left out
	 * @param classes in their order
	 */
	static void write(final Path file, final LabelMap labels, final List<PaintClass> classes) throws IOException {
		final int[] size = labels.size();
		final boolean stack = size[0] > 1;
		try (WholeFile whole = new WholeFile(file)) {
			try (Writer out = Files.newBufferedWriter(whole.temporary())) {
				out.write("{\"interval\":{\"min\":" + (stack ? "[0,0,0]" : "[0,0]") + ",\"max\":[" + (size[2] - 1) +
					"," + (size[1] - 1) + (stack ? "," + (size[0] - 1) : "") + "],\"n\":" + (stack ? 3 : 2) +
					"},\"pixelSizes\":" + pixelSizes(labels, stack) + ",\"labels\":{");
				for (int label = 0; label < classes.size(); label++) {
					out.write((label == 0 ? "" : ",") + Json.line(classes.get(label).name()) + ":[");
					points(labels, label, stack, out);
					out.write("]");
				}
				final Map<String, String> colours = new LinkedHashMap<>();
				for (final PaintClass one : classes)
					colours.put(one.name(), String.format(Locale.ROOT, "#%06X", one.colour() & 0xffffff));
				out.write("},\"colors\":" + Json.line(colours) + "}");
			}
			whole.commit();
		}
	}

	private static String pixelSizes(final LabelMap labels, final boolean stack) {
		final List<PixelSize> sizes = new ArrayList<>();
		for (int axis = 0; axis < (stack ? 3 : 2); axis++)
			sizes.add(new PixelSize(labels.geometry().spacing()[axis], "mm"));
		return Json.line(sizes);
	}

	private static void points(final LabelMap labels, final int label, final boolean stack, final Writer out)
		throws IOException
	{
		final int width = labels.size()[2];
		boolean first = true;
		for (int z = 0; z < labels.size()[0]; z++) {
			final short[] plane = labels.plane(z);
			for (int n = 0; n < plane.length; n++) {
				if (plane[n] != label) continue;
				out.write((first ? "[" : ",[") + n % width + "," + n / width + (stack ? "," + z : "") + "]");
				first = false;
			}
		}
	}
}
