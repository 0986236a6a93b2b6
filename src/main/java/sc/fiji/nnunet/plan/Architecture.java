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
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A family of networks that nnU-Net's planner can size: recipe-nnunet.md 1.7 and 1.8c.
 *
 * @param name how users call it
 * @param residual whether encoder stages are made of residual blocks
 * @param memory the memory in gigabytes that the references stand for
 * @param reference3d feature-map elements that fit at batch 2
 * @param reference2d feature-map elements that fit at batch 12
 * @param coverage the share of the dataset's voxels that one batch may hold
 */
public record Architecture(String name, boolean residual, double memory, double reference3d, double reference2d,
	double coverage)
{

	/** All families, the default first. */
	public static final List<Architecture> ALL = List.of( //
		new Architecture("plain", false, 8, 560e6, 85e6, 0.05), //
		new Architecture("resenc_m", true, 8, 680e6, 135e6, 1), //
		new Architecture("resenc_l", true, 24, 2.1e9, 380e6, 1), //
		new Architecture("resenc_xl", true, 40, 3.6e9, 560e6, 1));

	/** The family of a name, without regard to case. */
	public static Architecture named(final String name) throws ProblemException {
		for (final Architecture architecture : ALL)
			if (architecture.name.equalsIgnoreCase(name)) return architecture;
		throw new ProblemException(new Problem("architecture", "is '" + name + "'.",
			"Give plain, resenc_m, resenc_l or resenc_xl."));
	}

	/** Convolutions, or residual blocks, per encoder stage. */
	List<Integer> encoderBlocks(final int stages) {
		final int[] blocks = residual ? new int[] { 1, 3, 4, 6 } : new int[] { 2 };
		final List<Integer> result = new ArrayList<>();
		for (int stage = 0; stage < stages; stage++)
			result.add(blocks[Math.min(stage, blocks.length - 1)]);
		return result;
	}

	/** Convolutions per decoder stage. */
	List<Integer> decoderBlocks(final int stages) {
		return Collections.nCopies(stages - 1, residual ? 1 : 2);
	}
}
