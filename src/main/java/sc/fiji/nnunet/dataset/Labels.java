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

import java.util.List;
import java.util.stream.Collectors;

import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;

/**
 * The meaning of the numbers in a label file.
 * <p>
 * Without regions the network has one output per class, background included, and a
 * softmax picks one. With regions (nnU-Net: a list of integers per name) it has one
 * sigmoid output per region, and regions are painted in order, later over earlier.
 * </p>
 * <p>
 * Inside the program, classes are numbered 0, 1, 2 ...; in files they may have other numbers, as in the masks of 0
 * and 255 that ImageJ makes. {@link #toClasses} and {@link #toValues} convert between the two.
 * </p>
 * <p>
 * If files number objects one by one, each number from 1 on is an object of the one class 1, and class 2 is the border
 * of objects, which keeps those apart that touch ({@link NumberedObjects}).
 * </p>
 *
 * @param names the class names, indexed by class; entry 0 is the background; without the ignore label
 * @param regions foreground regions, or an empty list for ordinary classes
 * @param ignore the label value of voxels that are ignored, or -1 if there is none
 * @param values the number of each class in label files; empty if that is the class itself, as always with regions or
 *          an ignore label
 * @param numbered true if label files number objects one by one, so that the classes are background, object and border;
 *          otherwise null, which is left out of plans, as those of earlier versions are
 */
public record Labels(List<String> names, List<Region> regions, int ignore, List<Integer> values, Boolean numbered) {

	/** The name of the class between objects that touch. */
	private static final String BORDER = "border";

	/** The name of numbered objects that nobody named. */
	public static final String OBJECT = "object";

	/**
	 * A union of labels that is learned as one output.
	 *
	 * @param name its name
	 * @param labels the label values that belong to it
	 * @param paint the label value that is written where the region is predicted
	 */
	public record Region(String name, List<Integer> labels, int paint) {

		public Region {
			labels = List.copyOf(labels);
		}
	}

	public Labels {
		names = List.copyOf(names);
		regions = List.copyOf(regions);
		// NB: plans of earlier versions have no values
		values = values == null || isCounting(values) ? List.of() : List.copyOf(values);
		if (!values.isEmpty() && (values.size() != names.size() || values.get(0) != 0 || !regions.isEmpty() || ignore >= 0))
			throw new IllegalArgumentException("the label values " + values + " do not fit the classes " + names +
				", the regions " + regions + " and the ignore label " + ignore);
		numbered = Boolean.TRUE.equals(numbered) ? true : null;
		if (numbered != null && (names.size() != 3 || !values.isEmpty() || !regions.isEmpty() || ignore >= 0))
			throw new IllegalArgumentException("numbered objects have the classes background, object and border, and " +
				"neither regions nor an ignore label, not " + names);
	}

	/** Labels of classes, whose numbers in files may be any. */
	public Labels(final List<String> names, final List<Region> regions, final int ignore, final List<Integer> values) {
		this(names, regions, ignore, values, null);
	}

	/** Labels whose numbers in files are the classes. */
	public Labels(final List<String> names, final List<Region> regions, final int ignore) {
		this(names, regions, ignore, List.of());
	}

	/** Labels of files that number objects one by one: 1, 2, 3 ... NB: they cannot be named as their border is. */
	public static Labels ofObjects(final String name) {
		return new Labels(List.of("background", name.equals(BORDER) ? OBJECT : name, BORDER), List.of(), -1, List.of(), true);
	}

	/** Ordinary classes: background first. */
	public static Labels of(final String... names) {
		return new Labels(List.of(names), List.of(), -1);
	}

	/** Whether label files number objects one by one. */
	public boolean instances() {
		return numbered != null;
	}

	/** The number of classes, background included, the ignore label not. */
	public int classes() {
		return names.size();
	}

	/** The number of network outputs. */
	public int outputs() {
		return regions.isEmpty() ? classes() : regions.size();
	}

	/** The number that a class has in label files. */
	public int value(final int label) {
		return values.isEmpty() ? label : values.get(label);
	}

	/** Whether a number in a label file stands for a class or for the ignore label. */
	public boolean knows(final int value) {
		if (instances()) return value >= 0 && value <= Short.MAX_VALUE;
		return classOf(value) >= 0 || ignore >= 0 && value == ignore;
	}

	/** The name of the class that has a number in label files; "label 7" if none has. */
	public String name(final int value) {
		final int label = classOf(value);
		return label < 0 ? "label " + value : names.get(label);
	}

	/** The names of what is segmented, for people: without the background, and without the border between objects. */
	public List<String> segmented() {
		return names.subList(1, instances() ? 2 : names.size());
	}

	/** The numbers that are allowed in label files, for messages: "0 to 3" or "0, 255". */
	public String allowed() {
		if (instances()) return "0, and a number from 1 to " + Short.MAX_VALUE + " for each object";
		return values.isEmpty() ? "0 to " +
			(classes() - 1) : values.stream().map(String::valueOf).collect(Collectors.joining(
			", "));
	}

	/** The same classes, numbered 0, 1, 2 ... in files too; objects are not numbered. */
	public Labels counted() {
		return new Labels(names, regions, ignore);
	}

	/**
	 * Replaces the numbers of a label file by classes, in place; negative numbers do not change.
	 *
	 * @return the same map
	 * @throws IllegalArgumentException if a number stands for no class
	 */
	public LabelMap toClasses(final LabelMap map) {
		if (instances()) return NumberedObjects.toClasses(map);
		return values.isEmpty() ? map : replace(map, values, null);
	}

	/**
	 * Replaces classes by their numbers in label files, in place; of more than {@link Short#MAX_VALUE} objects only the
	 * largest.
	 *
	 * @return the same map
	 */
	public LabelMap toValues(final LabelMap map) {
		if (instances()) return NumberedObjects.toNumbers(map);
		return values.isEmpty() ? map : replace(map, null, values);
	}

	private static LabelMap replace(final LabelMap map, final List<Integer> from, final List<Integer> to) {
		for (int z = 0; z < map.size()[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < plane.length; i++) {
				if (plane[i] <= 0) continue;
				final int replaced = from == null ? to.get(plane[i]) : from.indexOf((int) plane[i]);
				if (replaced < 0) throw new IllegalArgumentException("a label map holds " + plane[i] + ", which is not one " +
					"of " + from);
				plane[i] = (short) replaced;
			}
		}
		return map;
	}

	private int classOf(final int value) {
		if (instances()) return Math.min(value, 1);
		if (!values.isEmpty()) return values.indexOf(value);
		return value < classes() ? value : -1;
	}

	private static boolean isCounting(final List<Integer> values) {
		for (int i = 0; i < values.size(); i++)
			if (values.get(i) != i) return false;
		return true;
	}
}
