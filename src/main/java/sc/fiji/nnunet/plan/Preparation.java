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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.problem.Difference;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * How cases are prepared and what their labels mean: that must be as it was for a network that goes on learning, and the
 * same for folds that are averaged.
 */
public final class Preparation {

	/**
	 * The share of the standard deviation by which the statistics of CT may differ, as they do when a case is corrected or
	 * added. NB: augmentation changes brightness and contrast by more (recipe-nvidia.md 3.3).
	 */
	private static final double NEAR = 0.1;

	/**
	 * The share of the planned spacing by which it may differ along an axis, as a median does when cases are added. NB: the
	 * cases are all prepared at one spacing, that of now, and augmentation zooms by far more.
	 */
	private static final double SPACING = 0.01;

	private Preparation() {
		// static methods only
	}

	/**
	 * Makes sure that a fold is of cases that were prepared as they are now.
	 *
	 * @param file the plan in the folder of a fold that was trained
	 * @param now the plan of the cases as they are prepared now
	 * @throws ProblemException if they are prepared otherwise than those of the fold
	 */
	public static void requireSame(final Path file, final Plan now) throws IOException {
		final List<String> changes = changes(PlanFile.read(file), now);
		if (!changes.isEmpty()) throw new ProblemException(file,
			"belongs to a network that learned from cases that were prepared otherwise: " + String.join("; ", changes) + ".",
			"Prepare the cases as before, start over with force=true, or preprocess into another output folder.");
	}

	/** Whether networks of two plans can be averaged, as images are prepared for them alike. */
	public static boolean isSame(final Plan one, final Plan other) {
		return changes(one, other).isEmpty();
	}

	private static List<String> changes(final Plan then, final Plan now) {
		final List<String> changes = new ArrayList<>();
		if (!then.recipe().equals(now.recipe())) changes.add("recipe " + then.recipe() + ", now " + now.recipe());
		if (!alike(then.spacing(), now)) changes.add("spacing " + then.spacing() + ", now " + now.spacing());
		if (!then.transpose().equals(now.transpose())) changes.add("order of axes " + then.transpose() + ", now " + now
			.transpose());
		if (!then.labels().equals(now.labels())) changes.add("labels: " + Difference.words(then.labels().toString(), now
			.labels().toString()));
		final int channels = now.normalization().size();
		if (then.normalization().size() != channels) changes.add("channels " + then.normalization().size() + ", now " +
			channels);
		else for (int channel = 0; channel < channels; channel++) {
			final Normalization before = then.normalization().get(channel), after = now.normalization().get(channel);
			if (!alike(before, after)) changes.add("normalization of channel " + channel + ": " + Difference.words(before
				.toString(), after.toString()));
		}
		return changes;
	}

	private static boolean alike(final List<Double> then, final Plan now) {
		// NB: slices are not resampled across, and by recipe nvidia not at all
		final int first = !now.is2d() ? 0 : now.isResampled() ? 1 : 3;
		boolean alike = then.size() == now.spacing().size();
		for (int axis = first; alike && axis < then.size(); axis++)
			alike = Math.abs(then.get(axis) - now.spacing().get(axis)) <= SPACING * then.get(axis);
		return alike;
	}

	private static boolean alike(final Normalization then, final Normalization now) {
		if (then.scheme() != now.scheme() || then.masked() != now.masked()) return false;
		final double most = NEAR * then.std();
		return then.equals(now) || Math.abs(then.clipMin() - now.clipMin()) <= most && Math.abs(then.clipMax() - now
			.clipMax()) <= most && Math.abs(then.mean() - now.mean()) <= most && Math.abs(then.std() - now.std()) <= most;
	}
}
