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

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Plans a dataset that has a row in NVIDIA's table: recipe-nvidia.md 2.2 and 4.1. */
final class NvidiaPlanner {

	/** NVIDIA's training script: two volumes, or 64 slices (recipe-nvidia.md 1.8). */
	private static final int BATCH_3D = 2;
	private static final int BATCH_2D = 64;

	private final Dataset dataset;
	private final Recipe recipe;
	private final NvidiaTask task;
	private final PlanChoices choices;

	NvidiaPlanner(final Dataset dataset, final Recipe recipe, final NvidiaTask task, final PlanChoices choices) {
		this.dataset = dataset;
		this.recipe = recipe;
		this.task = task;
		this.choices = choices;
	}

	Plan plan(final boolean flat, final List<Normalization> normalization) throws ProblemException {
		final List<Double> spacing = choices.spacing().isEmpty() ? task.spacing() : choices.spacing();
		final int axes = flat ? 2 : 3;
		final List<Integer> patch = choices.patch().size() == axes ? choices.patch() : flat ? task.patch2d() : task
			.patch3d();
		final Topology topology = Topology.nvidia(patch, flat ? spacing.subList(1, 3) : spacing);
		final int[] divisor = topology.divisor();
		for (int d = 0; d < axes; d++)
			if (patch.get(d) % divisor[d] != 0) throw new ProblemException(new Problem("patch", "is " + patch +
				", but this network halves axis " + d + " " + Integer.numberOfTrailingZeros(divisor[d]) + " times.",
				"Give multiples of " + Arrays.toString(divisor) + "."));
		final NetworkSpec network = Networks.of(recipe, Architecture.PLAIN, topology, dataset.channels()
			.size(), dataset.labels().outputs());
		final int batch = choices.batchSize() > 0 ? choices.batchSize() : flat ? BATCH_2D : BATCH_3D;
		return new Plan(Plan.FORMAT, dataset.name(), recipe, flat ? "2d" : "3d", dataset.channels(), dataset
			.labels(), List.of(0, 1, 2), spacing, List.of(), patch, batch, network, normalization, true, null, reasons(
				patch, spacing, flat));
	}

	private List<String> reasons(final List<Integer> patch, final List<Double> spacing, final boolean flat) {
		final List<String> reasons = new ArrayList<>();
		reasons.add(choices.patch().equals(patch) ? "Patch " + patch + ": chosen by you." : "Patch " + patch +
			": the NVIDIA recipe's table for " + task.folder() + ".");
		if (flat) reasons.add("Slices keep their resolution: the NVIDIA recipe does not resample in 2D.");
		else reasons.add(choices.spacing().isEmpty() ? "Spacing " + spacing + " mm: the NVIDIA recipe's table for " + task
			.folder() + "." : "Spacing " + spacing + " mm: chosen by you.");
		return reasons;
	}
}
