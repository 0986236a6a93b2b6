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

/**
 * Finds the largest patch, and then the largest batch, whose feature maps fit into
 * memory: recipe-nnunet.md 1.5 to 1.8. Memory is counted in elements of feature maps, so
 * no device is needed.
 */
final class PatchPlanner {

	private final Architecture architecture;
	private final int classes;
	private final double memory;

	/**
	 * @param classes entries of the labels' dictionary, background and ignore label included
	 * @param memory target in gigabytes
	 */
	PatchPlanner(final Architecture architecture, final int classes, final double memory) {
		this.architecture = architecture;
		this.classes = classes;
		this.memory = memory;
	}

	/**
	 * A patch with its batch size and the network's topology.
	 *
	 * @param topology kernels, strides and padded patch
	 * @param batchSize samples per step
	 * @param elements feature-map elements of one sample
	 */
	record Size(Topology topology, int batchSize, double elements) {
	}

	/**
	 * Plans patch and batch size.
	 *
	 * @param spacing target spacing, three or two axes
	 * @param median median shape of the cases at that spacing
	 * @param datasetVoxels voxels of all training cases together
	 */
	Size plan(final double[] spacing, final double[] median, final double datasetVoxels) {
		Topology topology = Topology.nnunet(initialPatch(spacing, median), spacing);
		double elements = elements(topology);
		while (elements > most(spacing.length)) {
			final double[] patch = patch(topology);
			final int axis = largest(patch, median);
			final double[] tried = patch.clone();
			tried[axis] -= topology.divisor()[axis];
			patch[axis] -= Topology.nnunet(tried, spacing).divisor()[axis];
			topology = Topology.nnunet(patch, spacing);
			elements = elements(topology);
		}
		return new Size(topology, batch(topology, elements, datasetVoxels), elements);
	}

	/** The network and batch for a patch that the user has chosen; the patch is padded to fit the strides. */
	Size plan(final List<Integer> patch, final double[] spacing, final double datasetVoxels) {
		final Topology topology = Topology.nnunet(patch.stream().mapToDouble(n -> n).toArray(), spacing);
		final double elements = elements(topology);
		return new Size(topology, batch(topology, elements, datasetVoxels), elements);
	}

	private int batch(final Topology topology, final double elements, final double datasetVoxels) {
		double voxels = 1;
		for (final int n : topology.patch())
			voxels *= n;
		final int axes = topology.patch().size();
		final double fits = Math.rint(reference(axes) / elements * referenceBatch(axes));
		final double covers = Math.rint(datasetVoxels * architecture.coverage() / voxels);
		return (int) Math.max(2, Math.min(fits, covers));
	}

	/**
	 * The elements at which a patch is small enough. NB: nnU-Net's planner of residual encoders compares a sample with
	 * the measure itself, that of plain networks with half a reference batch (recipe-nnunet.md 1.8c).
	 */
	private double most(final int axes) {
		return architecture.residual() ? reference(axes) : reference(axes) * referenceBatch(axes) / 2;
	}

	private double reference(final int axes) {
		return (axes == 2 ? architecture.reference2d() : architecture.reference3d()) * (memory / architecture.memory());
	}

	private static int referenceBatch(final int axes) {
		return axes == 2 ? 12 : 2;
	}

	private static double[] initialPatch(final double[] spacing, final double[] median) {
		final int axes = spacing.length;
		double product = 1;
		for (final double s : spacing)
			product *= 1 / s;
		final double voxels = axes == 2 ? Math.pow(2048, 2) : Math.pow(256, 3);
		final double scale = Math.pow(voxels / product, 1d / axes);
		final double[] patch = new double[axes];
		for (int d = 0; d < axes; d++)
			patch[d] = Math.min(Math.rint(1 / spacing[d] * scale), median[d]);
		return patch;
	}

	/** The axis on which the patch is largest relative to the images; of several such axes, the last. */
	private static int largest(final double[] patch, final double[] median) {
		int axis = 0;
		for (int d = 1; d < patch.length; d++)
			if (patch[d] / median[d] >= patch[axis] / median[axis]) axis = d;
		return axis;
	}

	private static double[] patch(final Topology topology) {
		return topology.patch().stream().mapToDouble(n -> n).toArray();
	}

	private double elements(final Topology topology) {
		final List<Integer> features = topology.features();
		return elements(topology, features, architecture.encoderBlocks(features.size()), architecture.decoderBlocks(
			features.size()), architecture.residual(), classes);
	}

	/** Feature-map elements of one sample: recipe-nnunet.md 1.7. */
	static double elements(final Topology topology, final List<Integer> features, final List<Integer> encoderBlocks,
		final List<Integer> decoderBlocks, final boolean residual, final int classes)
	{
		final int stages = features.size();
		final double[] voxels = new double[stages];
		final int[] size = topology.patch().stream().mapToInt(n -> n).toArray();
		double sum = 0;
		for (int stage = 0; stage < stages; stage++) {
			voxels[stage] = 1;
			for (int d = 0; d < size.length; d++) {
				size[d] /= topology.strides().get(stage).get(d);
				voxels[stage] *= size[d];
			}
			sum += encoder(stage, features, encoderBlocks.get(stage), residual) * voxels[stage];
		}
		for (int stage = 0; stage < stages - 1; stage++)
			sum += (decoderBlocks.get(decoderBlocks.size() - 1 - stage) + 1) * features.get(stage) * voxels[stage];
		return sum + classes * voxels[0];
	}

	/** Feature maps of an encoder stage: two per residual block, and one for the stem or the strided shortcut. */
	private static double encoder(final int stage, final List<Integer> features, final int blocks,
		final boolean residual)
	{
		return (residual ? 2d * blocks + 1 : blocks) * features.get(stage);
	}
}
