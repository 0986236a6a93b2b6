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

/**
 * The agreement of the voxels of one class or region.
 *
 * @param tp voxels of the class in both
 * @param fp voxels of the class in the prediction only
 * @param fn voxels of the class in the reference only
 * @param tn voxels of the class in neither
 */
public record Overlap(long tp, long fp, long fn, long tn) {

	/** Voxels of the class in the prediction. */
	public long predicted() {
		return tp + fp;
	}

	/** Voxels of the class in the reference. */
	public long referenced() {
		return tp + fn;
	}

	/** Twice the common voxels over the sum of both sizes. */
	public double dice(final EmptyRule empty) {
		return ratio(2.0 * tp, 2.0 * tp + fp + fn, empty);
	}

	/** Common voxels over voxels in either (Jaccard index). */
	public double iou(final EmptyRule empty) {
		return ratio(tp, (double) tp + fp + fn, empty);
	}

	/** A share, or the rule's value if there is nothing to have a share of. */
	static double ratio(final double above, final double below, final EmptyRule empty) {
		return below == 0 ? empty.value() : above / below;
	}
}
