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
package sc.fiji.nnunet.plan;

import java.util.List;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;
import sc.fiji.nnunet.volume.Transpose;

/**
 * Everything that was decided about a dataset before training: plain data, stored as
 * {@code plan_<configuration>.json}. Preprocessing writes that file again whenever it runs; a trained fold keeps its
 * own copy.
 * <p>
 * All sizes and spacings are in the order z, y, x of the <em>transposed</em> image
 * (recipe nvidia does not transpose). In a 2D plan {@code patch} has two entries (y, x).
 * </p>
 *
 * @param format version of the file format; 1, or 2 if objects are numbered, which earlier programs do not know
 * @param dataset name of the dataset
 * @param recipe the recipe by whose rules it was planned; the file holds its name, or its rules if they are a model's own
 * @param configuration {@code 2d}, {@code 3d}, {@code 3d_lowres} or {@code 3d_cascade}
 * @param channels the channels' names
 * @param labels what the label values mean
 * @param transpose for each axis of the network's grid, which of the file's axes z, y, x it is
 * @param spacing target spacing in millimetres, three entries
 * @param medianShape median shape of the training cases at that spacing; empty when it was not needed
 * @param patch patch size
 * @param batchSize samples per step
 * @param network the U-Net
 * @param normalization per channel
 * @param batchDice whether the Dice loss sums over the batch first
 * @param previous the configuration whose prediction is an extra input, or null
 * @param reasons what was decided and why, a sentence each, for people
 * @param oneSided whether the network was trained without mirroring, so that its predictions for mirrored images are
 *          unreliable
 * @param smallestObject of objects that are numbered one by one, the size of the inside of the smallest but for specks
 *          ({@link sc.fiji.nnunet.volume.NumberedObjects}), in voxels of the network's grid; null if it is not known, as
 *          in plans of earlier versions
 */
public record Plan(int format, String dataset, Recipe recipe, String configuration, List<String> channels,
	Labels labels, List<Integer> transpose, List<Double> spacing, List<Double> medianShape, List<Integer> patch,
	int batchSize, NetworkSpec network, List<Normalization> normalization, boolean batchDice, String previous,
	List<String> reasons, boolean oneSided, Double smallestObject)
{

	/**
	 * The configurations that can be prepared and trained, in the order in which they are compared (recipe-nnunet.md
	 * 1.10).
	 */
	public static final List<String> CONFIGURATIONS = List.of("2d", "3d", "3d_lowres", "3d_cascade");

	/** The same configurations in the order in which they are offered and, where nobody chose, used. */
	public static final List<String> PREFERRED = List.of("3d", "2d", "3d_lowres", "3d_cascade");

	/** Adds a problem to the checks if there is no such configuration. */
	public static void check(final Checks checks, final String key, final String configuration) {
		checks.oneOf(key, configuration, CONFIGURATIONS);
	}

	/** The version that this program writes for classes. */
	public static final int FORMAT = 1;

	/** The version of plans for objects that are numbered one by one, and the latest. */
	static final int NUMBERED = 2;

	public Plan {
		// NB: earlier versions of this program would take objects for classes, so they must not read it
		if (labels != null && labels.instances()) format = Math.max(format, NUMBERED);
		channels = List.copyOf(channels);
		transpose = List.copyOf(transpose);
		spacing = List.copyOf(spacing);
		medianShape = List.copyOf(medianShape);
		patch = List.copyOf(patch);
		normalization = List.copyOf(normalization);
		reasons = List.copyOf(reasons);
	}

	/** A plan whose network is not trained yet, or was trained with mirroring. */
	public Plan(final int format, final String dataset, final Recipe recipe, final String configuration,
		final List<String> channels, final Labels labels, final List<Integer> transpose, final List<Double> spacing,
		final List<Double> medianShape, final List<Integer> patch, final int batchSize, final NetworkSpec network,
		final List<Normalization> normalization, final boolean batchDice, final String previous, final List<String> reasons)
	{
		this(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch, batchSize,
			network, normalization, batchDice, previous, reasons, false);
	}

	/** A plan for which it is not known how small objects are. */
	public Plan(final int format, final String dataset, final Recipe recipe, final String configuration,
		final List<String> channels, final Labels labels, final List<Integer> transpose, final List<Double> spacing,
		final List<Double> medianShape, final List<Integer> patch, final int batchSize, final NetworkSpec network,
		final List<Normalization> normalization, final boolean batchDice, final String previous, final List<String> reasons,
		final boolean oneSided)
	{
		this(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch, batchSize,
			network, normalization, batchDice, previous, reasons, oneSided, null);
	}

	/** Whether the network works on slices. */
	public boolean is2d() {
		return network.dimensions() == 2;
	}

	/** The foreground labels of the previous stage, each of which is an input channel behind those of the image. */
	public int previousLabels() {
		return previous == null ? 0 : labels.classes() - 1;
	}

	/** The patch as z, y, x; a 2D patch is one slice thick. */
	public int[] patchZyx() {
		return is2d() ? new int[] { 1, patch.get(0), patch.get(1) } : new int[] { patch.get(0), patch.get(1), patch
			.get(2) };
	}

	/** How the axes of the network's grid come from those of an image. */
	public Axes axes(final Geometry image) {
		return recipe.inference().axes().of(image).turn(transpose.stream().mapToInt(axis -> axis).toArray());
	}

	/** The spacing of an image along the axes of the network's grid. */
	public double[] spacing(final Geometry image) {
		return Transpose.apply(recipe.inference().axes().spacing(image), axes(image).order());
	}

	/** How many voxels of an image the smallest object has; infinite if that is not known. */
	public double smallestObject(final Geometry image) {
		if (smallestObject == null) return Double.POSITIVE_INFINITY;
		if (!isResampled()) return smallestObject;
		final boolean flat = image.size()[2] == 1 || !medianShape.isEmpty() && medianShape.get(0) == 1;
		final double[] own = spacing(image);
		double voxels = smallestObject;
		// NB: the depth of single slices, of which files state any, means nothing
		for (int axis = flat ? 1 : 0; axis < 3; axis++)
			voxels *= spacing.get(axis) / own[axis];
		return voxels;
	}

	/** {@link Labels#toValues}, by what is known of small objects. */
	public LabelMap toValues(final LabelMap classes) {
		if (!labels.instances()) return labels.toValues(classes);
		NumberedObjects.toNumbers(classes, smallestObject(classes.geometry()));
		return classes;
	}

	/** Whether images are resampled to the spacing of the plan, at least in the plane. */
	public boolean isResampled() {
		return !is2d() || recipe.resample2d();
	}

	/** The same plan with another network. */
	public Plan withNetwork(final NetworkSpec spec) {
		return new Plan(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch,
			batchSize, spec, normalization, batchDice, previous, reasons, oneSided, smallestObject);
	}

	/** The same plan with another patch. */
	public Plan withPatch(final List<Integer> size) {
		return new Plan(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, size,
			batchSize, network, normalization, batchDice, previous, reasons, oneSided, smallestObject);
	}

	/** The same plan with another batch size. */
	public Plan withBatchSize(final int samples) {
		return new Plan(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch,
			samples, network, normalization, batchDice, previous, reasons, oneSided, smallestObject);
	}

	/** The same plan for a network that is trained with or without mirroring. */
	public Plan mirrored(final boolean mirrored) {
		return new Plan(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch,
			batchSize, network, normalization, batchDice, previous, reasons, !mirrored, smallestObject);
	}

	/** The same plan for its own and another plan's networks together, which know the small objects of both. */
	public Plan joined(final Plan other) {
		if (other.smallestObject == null) return this;
		return withSmallestObject(smallestObject == null ? other.smallestObject : Math.min(smallestObject,
			other.smallestObject));
	}

	/** The same plan for objects of which the smallest has so many voxels of the network's grid. */
	public Plan withSmallestObject(final double voxels) {
		return new Plan(format, dataset, recipe, configuration, channels, labels, transpose, spacing, medianShape, patch,
			batchSize, network, normalization, batchDice, previous, reasons, oneSided, voxels);
	}
}
