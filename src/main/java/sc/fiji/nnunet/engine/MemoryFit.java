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
package sc.fiji.nnunet.engine;

import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * The settings nearest to those of a training step that fit into the memory, each changed on its own.
 *
 * @param batch the largest number of samples, or 0 if not even one fits
 * @param features the largest width of the finest stage, the other stages in proportion; 0 if none fits
 * @param patch the patch with its longest axes cut until it fits, (z,) y, x; empty if none fits
 */
public record MemoryFit(int batch, int features, List<Integer> patch) {

	/** The fewest voxels per axis that a patch keeps on the coarsest stage. */
	private static final int COARSEST = 2;

	/**
	 * Finds the settings.
	 *
	 * @param wanted the training step that is too large
	 * @param bytes the bytes that are available
	 */
	public static MemoryFit of(final MemoryEstimate wanted, final long bytes) {
		return new MemoryFit(Math.min(wanted.largestBatch(bytes), wanted.samples()), features(wanted, bytes), patch(wanted,
			bytes));
	}

	/** Widths that are multiples of 4 suit the processors' registers. */
	private static int features(final MemoryEstimate wanted, final long bytes) {
		final boolean group = wanted.spec().norm() == NetworkSpec.Norm.GROUP;
		for (int finest = wanted.spec().features().get(0) - 1; finest > 0; finest--) {
			if (finest > 4 && finest % 4 != 0 || group && finest % 32 != 0) continue;
			if (wanted.withFeatures(finest).bytes() <= bytes) return finest;
		}
		return 0;
	}

	private static List<Integer> patch(final MemoryEstimate wanted, final long bytes) {
		final List<Integer> patch = new ArrayList<>(wanted.patch());
		final int[] stride = wanted.spec().totalStride();
		while (wanted.withPatch(patch).bytes() > bytes) {
			int longest = -1;
			for (int axis = 0; axis < stride.length; axis++)
				if (patch.get(axis) > COARSEST * stride[axis] && (longest < 0 || patch.get(axis) > patch.get(longest)))
					longest = axis;
			if (longest < 0) return List.of();
			patch.set(longest, (patch.get(longest) - 1) / stride[longest] * stride[longest]);
		}
		return List.copyOf(patch);
	}

	/** What to do, in the form of options: a batch size, a width or a patch. */
	public String cure() {
		final List<String> choices = new ArrayList<>();
		if (batch > 0) choices.add("batchsize=" + batch);
		if (features > 0) choices.add("features=" + features);
		if (!patch.isEmpty()) choices.add("patch=" + String.join(",", patch.stream().map(String::valueOf).toList()) +
			" in preprocess");
		if (choices.isEmpty()) return "No setting of this network fits: close other programs, or use a machine with more" +
			" memory.";
		return "What fits: " + String.join(", or ", choices) + "; or close other programs.";
	}
}
