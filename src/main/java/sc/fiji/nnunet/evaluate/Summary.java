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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.volume.LengthUnit;

/**
 * The measurements of all cases, with their means (recipe-nnunet.md 6.1).
 *
 * @param cases the cases, sorted by name
 * @param targets the classes or regions that were measured
 * @param empty the value of overlap measures if a class is absent from both
 * @param tolerance of the surface Dice in millimetres
 * @param unmatched files of one folder without a counterpart in the other, a sentence each
 * @param coverage how much of the images was annotated
 * @param unit the unit in which the references state lengths, for display; null if it is not known, or not always the
 *          same. All numbers are millimetres.
 */
public record Summary(List<CaseMetrics> cases, List<Target> targets, EmptyRule empty, double tolerance,
	List<String> unmatched, Coverage coverage, LengthUnit unit)
{

	/** A summary for fully annotated references whose unit is not known. */
	public Summary(final List<CaseMetrics> cases, final List<Target> targets, final EmptyRule empty,
		final double tolerance, final List<String> unmatched)
	{
		this(cases, targets, empty, tolerance, unmatched, Coverage.WHOLE, null);
	}

	public Summary {
		cases = cases.stream().sorted(Comparator.comparing(CaseMetrics::name)).toList();
		targets = List.copyOf(targets);
		unmatched = List.copyOf(unmatched);
	}

	/** Per class the mean over the cases in which a measure is defined. */
	public Map<String, Metrics> mean() {
		final Map<String, Metrics> means = new LinkedHashMap<>();
		for (final Target target : targets)
			means.put(target.key(), mean(target.key()));
		return means;
	}

	/** The mean of one class over the cases in which a measure is defined. */
	public Metrics mean(final String key) {
		final List<Metrics> values = new ArrayList<>();
		for (final CaseMetrics one : cases)
			if (one.metrics().containsKey(key)) values.add(one.metrics().get(key));
		return Metrics.mean(values);
	}

	/**
	 * The mean of the classes' means, background left out. NB: a class that is undefined in all cases is left
	 * out; nnU-Net would make the whole mean undefined.
	 */
	public Metrics foregroundMean() {
		final Map<String, Metrics> means = mean();
		means.remove("0");
		return Metrics.mean(means.values());
	}

	/** The mean foreground Dice, or the mean panoptic quality if objects were compared: by which networks are chosen. */
	public double score() {
		return foregroundMean().get(scored());
	}

	/** What {@link #score} is. */
	public Measure scored() {
		return comparesObjects() ? Measure.PQ : Measure.DICE;
	}

	/** Whether each number in the label files was an object, and not a class. */
	public boolean comparesObjects() {
		return foregroundMean().has(Measure.PQ);
	}

	/** What the measures are those of, in a sentence, if objects were compared. */
	public Optional<String> remark() {
		return comparesObjects() ? Optional.of("Each number in the label files is an object; Dice, IoU, distances and " +
			"volumes are those of all objects of an image together.") : Optional.empty();
	}

	/** The mean foreground Dice. */
	public double dice() {
		return foregroundMean().get(Measure.DICE);
	}
}
