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
package sc.fiji.nnunet.evaluate;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Computes the measures of one case: a reference and a prediction on the same grid.
 * <p>
 * Reuses its buffers for the next case. Not thread-safe.
 * </p>
 */
public final class CaseMeasurer {

	private final int ignore;
	private final boolean surface;
	private final double tolerance;
	private final EmptyRule empty;
	private final SurfaceDistances surfaces = new SurfaceDistances();

	/**
	 * @param ignore the reference label whose voxels are ignored, or -1
	 * @param surface whether the surface distances are measured
	 * @param tolerance of the surface Dice in millimetres
	 * @param empty the value of overlap measures if a class is absent from both
	 */
	public CaseMeasurer(final int ignore, final boolean surface, final double tolerance, final EmptyRule empty) {
		this.ignore = ignore;
		this.surface = surface;
		this.tolerance = tolerance;
		this.empty = empty;
	}

	/**
	 * The values of each target by its key.
	 *
	 * @throws IllegalArgumentException if the maps differ in size
	 */
	public Map<String, Metrics> measure(final LabelMap reference, final LabelMap prediction,
		final List<Target> targets)
	{
		return measure(reference, prediction, ConfusionCounts.of(reference, prediction, ignore), targets);
	}

	/**
	 * The values of maps that number their objects one by one: those of the objects, and all others of the foreground as a
	 * whole, which is what a map in memory holds afterwards; a view does not change.
	 *
	 * @param target what all objects together are, label 1
	 * @throws IllegalArgumentException if the maps differ in size
	 */
	public Map<String, Metrics> measureObjects(final LabelMap reference, final LabelMap prediction,
		final Target target)
	{
		if (ignore >= 0) throw new IllegalStateException("numbered objects have no ignore label");
		final ObjectMatch objects = ObjectMatch.of(reference, prediction);
		final Map<String, Metrics> metrics = measure(ObjectMatch.foreground(reference), ObjectMatch.foreground(prediction),
			List.of(target));
		metrics.replaceAll((key, foreground) -> foreground.with(objects.measures(empty)));
		return metrics;
	}

	/** The values of each target with given counts. */
	Map<String, Metrics> measure(final LabelMap reference, final LabelMap prediction, final ConfusionCounts counts,
		final List<Target> targets)
	{
		final double voxelVolume = voxelVolume(reference);
		final Map<Integer, Box> referenceBoxes = surface ? LabelBoxes.of(reference, null) : Map.of();
		final Map<Integer, Box> predictionBoxes = surface ? LabelBoxes.of(prediction, null) : Map.of();
		final Map<String, Metrics> metrics = new LinkedHashMap<>();
		for (final Target target : targets) {
			final Map<Measure, Double> values = overlap(counts.overlap(target.members()), voxelVolume,
				empty);
			if (surface) {
				Box box = null;
				for (final int label : target.members())
					box = Box.union(box, Box.union(referenceBoxes.get(label), predictionBoxes.get(label)));
				values.putAll(surfaces.measure(reference, prediction, target.members(), ignore, box, tolerance, empty));
			}
			metrics.put(target.key(), new Metrics(values));
		}
		return metrics;
	}

	/** The values for a class that is in neither map. */
	static Metrics absent(final long voxels, final boolean surface, final EmptyRule empty) {
		final Map<Measure, Double> values = overlap(new Overlap(0, 0, 0, voxels), 1, empty);
		if (surface) values.putAll(SurfaceDistances.undefined(empty.value()));
		return new Metrics(values);
	}

	private static Map<Measure, Double> overlap(final Overlap overlap, final double voxelVolume,
		final EmptyRule empty)
	{
		final Map<Measure, Double> values = new EnumMap<>(Measure.class);
		values.put(Measure.DICE, overlap.dice(empty));
		values.put(Measure.IOU, overlap.iou(empty));
		values.put(Measure.TP, (double) overlap.tp());
		values.put(Measure.FP, (double) overlap.fp());
		values.put(Measure.FN, (double) overlap.fn());
		values.put(Measure.TN, (double) overlap.tn());
		values.put(Measure.N_PRED, (double) overlap.predicted());
		values.put(Measure.N_REF, (double) overlap.referenced());
		values.put(Measure.VOLUME_PRED, overlap.predicted() * voxelVolume);
		values.put(Measure.VOLUME_REF, overlap.referenced() * voxelVolume);
		return values;
	}

	private static double voxelVolume(final LabelMap labels) {
		double volume = 1;
		for (final double spacing : labels.geometry().spacing())
			volume *= spacing;
		return volume;
	}
}
