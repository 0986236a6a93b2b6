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

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.file.Csv;
import sc.fiji.nnunet.objects.Intensity;
import sc.fiji.nnunet.objects.LabelObject;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The objects of an image as lines of two tables, in the unit of the image as ImageJ shows it: each object, and how many
 * there are of each class.
 *
 * @param objects a line for each object
 * @param counts a line for each class, also for those of which there is no object
 * @param number how many objects there are
 */
record ObjectRows(String objects, String counts, int number) {

	/** The first columns of the objects, before those of the channels. */
	static final String OBJECTS = "image,class,object,voxels,size,unit,x,y,z";

	/** The columns of the classes. */
	static final String COUNTS = "image,class,objects,total_size,mean_size,unit";

	/** Digits of a number: as many as the edges of voxels have in most files. */
	private static final int DIGITS = 7;

	/** All objects of a class. */
	private static final class Sum {

		private int objects;
		private long voxels;
	}

	/** The columns of the objects of images with so many channels. */
	static String columns(final int channels) {
		final StringBuilder columns = new StringBuilder(OBJECTS);
		for (int channel = 1; channel <= channels; channel++)
			columns.append(",mean_").append(channel).append(",min_").append(channel).append(",max_").append(channel);
		return columns.toString();
	}

	/**
	 * Measures the objects of an image.
	 *
	 * @param name that of the image
	 * @param labels what the numbers in the map mean
	 * @param map on the grid of the image
	 * @param smallest the size from which objects count, in the unit of the image, squared or cubed
	 */
	static ObjectRows of(final String name, final Labels labels, final LabelMap map, final Volume image,
		final double smallest)
	{
		final Geometry grid = image.geometry();
		final boolean solid = grid.size()[2] > 1;
		final double[] edges = grid.spacing();
		for (int axis = 0; axis < edges.length; axis++)
			edges[axis] /= grid.unit().millimetres();
		final double voxel = edges[0] * edges[1] * (solid ? edges[2] : 1);
		final String unit = grid.unit() + (solid ? "^3" : "^2");
		final Map<Integer, Sum> classes = classes(labels);
		final List<LabelObject> objects = LabelObject.of(map, labels, smallest / voxel);
		final StringBuilder lines = new StringBuilder();
		for (final LabelObject one : objects) {
			final Sum sum = classes.computeIfAbsent(one.label(), label -> new Sum());
			sum.objects++;
			sum.voxels += one.voxels();
			final double[] centre = one.centre();
			lines.append(String.join(",", Csv.cell(name), Csv.cell(labels.name(one.label())), Integer.toString(one.number()),
				Long.toString(one.voxels()), plain(one.voxels() * voxel), unit, plain(centre[0] * edges[0]), plain(centre[1] *
					edges[1]), solid ? plain(centre[2] * edges[2]) : ""));
			for (int channel = 0; channel < image.channels(); channel++) {
				final Intensity values = Intensity.of(one, image, channel);
				lines.append(',').append(String.join(",", plain(values.mean()), plain(values.least()), plain(values.most())));
			}
			lines.append('\n');
		}
		final StringBuilder counts = new StringBuilder();
		classes.forEach((label, sum) -> counts.append(String.join(",", Csv.cell(name), Csv.cell(labels.name(label)), Integer
			.toString(sum.objects), plain(sum.voxels * voxel), plain(sum.voxels * voxel / sum.objects), unit)).append('\n'));
		return new ObjectRows(lines.toString(), counts.toString(), objects.size());
	}

	/** The numbers that predicted label files may hold, background excepted; numbered objects are of one class. */
	private static Map<Integer, Sum> classes(final Labels labels) {
		final Map<Integer, Sum> classes = new LinkedHashMap<>();
		if (labels.instances()) classes.put(1, new Sum());
		else if (labels.regions().isEmpty()) for (int label = 1; label < labels.classes(); label++)
			classes.put(labels.value(label), new Sum());
		else labels.regions().forEach(region -> classes.putIfAbsent(region.paint(), new Sum()));
		return classes;
	}

	/** A number with a point and without an exponent, whole digits all kept; nothing for one that is not defined. */
	static String plain(final double value) {
		if (!Double.isFinite(value)) return "";
		final BigDecimal exact = new BigDecimal(value);
		final int whole = exact.precision() - exact.scale();
		return exact.setScale(Math.max(0, DIGITS - whole), RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
	}
}
