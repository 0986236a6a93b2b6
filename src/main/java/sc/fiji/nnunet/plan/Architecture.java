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

/** A family of networks that nnU-Net's planner can scale to a memory target: recipe-nnunet.md 1.7 and 1.8c. */
public enum Architecture {
		PLAIN(false, 8, 560e6, 85e6, 0.05), //
		RESENC_M(true, 8, 680e6, 135e6, 1), //
		RESENC_L(true, 24, 2.1e9, 380e6, 1), //
		RESENC_XL(true, 40, 3.6e9, 560e6, 1);

	private final boolean residual;
	private final double memory;
	private final double reference3d;
	private final double reference2d;
	private final double coverage;

	Architecture(final boolean residual, final double memory, final double reference3d, final double reference2d,
		final double coverage)
	{
		this.residual = residual;
		this.memory = memory;
		this.reference3d = reference3d;
		this.reference2d = reference2d;
		this.coverage = coverage;
	}

	/** Whether encoder stages are made of residual blocks. */
	public boolean residual() {
		return residual;
	}

	/** The memory in gigabytes to which the reference numbers of elements belong. */
	public double memory() {
		return memory;
	}

	/** Feature-map elements of a 3D network that fit into this memory at batch size 2. */
	public double reference3d() {
		return reference3d;
	}

	/** Feature-map elements of a 2D network that fit into this memory at batch size 12. */
	public double reference2d() {
		return reference2d;
	}

	/** The largest share of the dataset's voxels that one batch may hold. */
	public double coverage() {
		return coverage;
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
