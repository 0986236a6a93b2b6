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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Explains in sentences why a plan is as it is. */
final class Reasons {

	private Reasons() {
		// static methods only
	}

	/** @param coarse whether this is the configuration of low resolution */
	static List<String> of(final Recipe recipe, final PlanChoices choices, final PatchPlanner.Size size,
		final int[] order, final double[] spacing, final double[] median, final boolean coarse)
	{
		final List<String> reasons = new ArrayList<>();
		final Topology topology = size.topology();
		final boolean flat = topology.patch().size() == 2;
		if (order[0] != 0) reasons.add("Axes are reordered to " + Arrays.toString(order) +
			" (of z, y, x): the one with the thickest slices comes first.");
		if (flat && !recipe.resample2d()) reasons.add("Slices keep their resolution: this recipe does not resample in 2D.");
		else reasons.add("Spacing " + numbers(spacing) + " mm: " + spacing(choices, coarse));
		reasons.add("The training images have a median size of " + numbers(median) + " voxels at that spacing.");
		reasons.add("Patch " + topology.patch() + ": " + patch(choices, topology.patch()));
		reasons.add("Batch " + (choices.batchSize() > 0 ? choices.batchSize() + ": chosen by you." : size.batchSize() +
			": what memory allows, but no more than a share of all voxels, and at least 2."));
		reasons.add("The network halves the patch until an edge would fall below 4 voxels: " + topology.strides().size() +
			" stages.");
		return reasons;
	}

	private static String spacing(final PlanChoices choices, final boolean coarse) {
		if (coarse) return "made coarser step by step, until a patch covers enough of an image.";
		return choices.spacing().isEmpty() ? "the medians of the training images, unless one axis is much coarser."
			: "chosen by you.";
	}

	private static String patch(final PlanChoices choices, final List<Integer> patch) {
		// NB: a choice for the axes of another configuration does not count
		if (choices.patch().size() != patch.size()) return "the largest that memory allows and the images fill.";
		return choices.patch().equals(patch) ? "chosen by you." : "chosen by you as " + choices.patch() +
			", made larger so that the network can halve it.";
	}

	private static String numbers(final double[] values) {
		final StringBuilder text = new StringBuilder();
		for (final double value : values)
			text.append(text.length() == 0 ? "" : " x ").append((float) value);
		return text.toString();
	}
}
