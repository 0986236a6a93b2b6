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
package sc.fiji.nnunet.paint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.volume.Geometry;

/** Plans the small network that learns while the user paints. */
final class PaintPlan {

	/** Slices at least this many times as far apart as pixels are learned singly (nnU-Net's limit of anisotropy). */
	private static final double THICK = 3;

	/** The fewest slices that are learned together. */
	private static final int FEW = 16;

	/** Four stages, and the features of the first: about eight steps per second on two cores. */
	private static final int STAGES = 4;
	private static final int FEATURES = 16;

	/** Voxels of a sample along an axis. */
	private static final int SLICE_EDGE = 128, DEPTH = 32, EDGE = 64;

	/** Samples per step. */
	private static final int SLICES = 4, PATCHES = 1;

	private PaintPlan() {
		// one static method
	}

	/** Whether slices of such an image are learned singly. */
	static boolean isPlanar(final Geometry image) {
		final double[] spacing = image.spacing();
		return image.size()[2] < FEW || spacing[2] >= THICK * Math.min(spacing[0], spacing[1]);
	}

	/**
	 * The plan of a project.
	 *
	 * @param dataset the project's name
	 * @param classes the names of the classes, background first
	 * @param image the grid of the first image
	 */
	static Plan of(final String dataset, final int channels, final List<PaintClass> classes, final Geometry image) {
		final boolean planar = isPlanar(image);
		final int[] size = image.sizeZyx();
		final int axes = planar ? 2 : 3;
		final int[] most = planar ? new int[] { SLICE_EDGE, SLICE_EDGE } : new int[] { DEPTH, EDGE, EDGE };
		final int multiple = 1 << STAGES - 1;
		final List<Integer> patch = new ArrayList<>();
		for (int axis = 0; axis < axes; axis++)
			patch.add(Math.min(most[axis], (size[3 - axes + axis] + multiple - 1) / multiple * multiple));
		final Recipe recipe = planar ? Recipe.NVIDIA : Recipe.NNUNET;
		final double[] spacing = image.spacingZyx();
		final List<String> names = new ArrayList<>(), channelNames = new ArrayList<>();
		for (int label = 0; label < classes.size(); label++)
			names.add(label == 0 ? "background" : classes.get(label).name());
		for (int c = 0; c < channels; c++)
			channelNames.add(ProjectFile.channelName(c, channels));
		return new Plan(Plan.FORMAT, dataset, recipe, planar ? "2d" : "3d", channelNames, new Labels(names, List.of(),
			classes.size()), List.of(0, 1, 2), Arrays.stream(spacing).boxed().toList(),
			Arrays.stream(size).mapToObj(n -> (double) n).toList(), patch, planar ? SLICES : PATCHES,
			network(recipe, axes, channels, classes.size()), Collections.nCopies(channels, Normalization.zScore(false)),
			true, null, List.of());
	}

	private static NetworkSpec network(final Recipe recipe, final int axes, final int channels, final int outputs) {
		final List<Integer> features = new ArrayList<>();
		final List<List<Integer>> kernels = new ArrayList<>(), strides = new ArrayList<>();
		for (int stage = 0; stage < STAGES; stage++) {
			features.add(FEATURES << stage);
			kernels.add(Collections.nCopies(axes, 3));
			strides.add(Collections.nCopies(axes, stage == 0 ? 1 : 2));
		}
		final Recipe.Blocks blocks = recipe.blocks();
		return new NetworkSpec(axes, channels, outputs, new NetworkSpec.Shape(features, kernels, strides,
			Collections.nCopies(STAGES, 2), Collections.nCopies(STAGES - 1, 2)),
			new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, blocks.normEpsilon(), blocks.convolutionBias(),
			blocks.symmetricPadding(), false, blocks.decoderKernels(), 0.01), 0);
	}
}
