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
package sc.fiji.nnunet.predict;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;

/**
 * How a {@link SlidingWindow} goes over an image.
 *
 * @param rule where windows start
 * @param overlap share of a window that the next one covers again, 0 to 1
 * @param weights how voxels count where windows overlap
 * @param flips whether each window is averaged over its mirrored copies
 * @param batch windows per call of the engine
 * @param skipConstant whether windows without any contrast count as background instead of being computed
 * @param uncertainty whether the disagreement of the networks is an extra output behind the logits
 * @param halves whether sums are rounded to half precision, and no window is skipped, as in nnU-Net
 */
public record WindowOptions(WindowRule rule, double overlap, WindowWeights weights, boolean flips, int batch,
	boolean skipConstant, boolean uncertainty, boolean halves)
{

	/** Sums in single precision. */
	public WindowOptions(final WindowRule rule, final double overlap, final WindowWeights weights, final boolean flips,
		final int batch, final boolean skipConstant, final boolean uncertainty)
	{
		this(rule, overlap, weights, flips, batch, skipConstant, uncertainty, false);
	}

	public WindowOptions {
		if (!(overlap >= 0 && overlap <= 1)) throw new IllegalArgumentException("overlap is " + overlap +
			", it must lie between 0 and 1");
		if (batch < 1) throw new IllegalArgumentException("batch is " + batch +
			", it must be at least 1");
	}

	/**
	 * The rules of a plan's recipe.
	 *
	 * @param flips whether mirrored copies are averaged, if the plan's network was trained with mirror images
	 */
	public static WindowOptions of(final Plan plan, final double overlap, final Blend blend, final boolean flips) {
		final WindowWeights weights = blend == Blend.CONSTANT ? WindowWeights.CONSTANT : plan.recipe().inference()
			.weights();
		return new WindowOptions(plan.recipe().inference().windows(), overlap, weights, flips && !plan.oneSided(), plan
			.is2d() ? SLICES : 1, false, false);
	}

	/** Slices per call of the engine for a 2D network. */
	private static final int SLICES = 4;

	/** The same with or without skipping windows that have no contrast. */
	public WindowOptions withSkipConstant(final boolean skip) {
		return new WindowOptions(rule, overlap, weights, flips, batch, skip, uncertainty, halves);
	}

	/** The same with or without the disagreement of the networks. */
	public WindowOptions withUncertainty(final boolean on) {
		return new WindowOptions(rule, overlap, weights, flips, batch, skipConstant, on, halves);
	}

	/** The same with sums in half or single precision. */
	public WindowOptions withHalves(final boolean on) {
		return new WindowOptions(rule, overlap, weights, flips, batch, skipConstant, uncertainty, on);
	}
}
