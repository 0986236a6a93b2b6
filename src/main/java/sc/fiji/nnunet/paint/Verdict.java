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

/**
 * Decides whose result is shown, the forest's or the network's: the network's once it is about as good on held-back
 * paint and has learned for a while since the first slice was accepted, if one was, without which it is never shown in
 * 3D; then the forest's only if that is clearly better twice, so that the picture does not flicker.
 */
final class Verdict {

	/** Steps before which the network is never shown, and steps since slices were accepted from which on they count. */
	private static final int FEWEST = 60, AFTER_SLICE = 100;

	/**
	 * How much worse the network may seem once slices were accepted: on other slices it is better then, as measured
	 * (docs/paint.md).
	 */
	private static final double PATIENCE = 0.05;

	/** By how much the forest must be better, twice in a row, to be shown again. */
	private static final double CLEARLY = 0.03;

	private final boolean planar;
	private Double forest;
	private Double ofNetwork;
	private boolean network;
	private int worse;

	/** @param planar whether slices are learned singly; in 3D held-back strokes have neighbours that give them away */
	Verdict(final boolean planar) {
		this.planar = planar;
	}

	/**
	 * Takes the result of a test.
	 *
	 * @param byForest Dice of the forest; null if nothing is held back
	 * @param byNetwork the same of the network
	 * @param steps of the network so far
	 * @param sinceAccepted steps since the first slice was accepted; negative if there are none
	 */
	void tested(final Double byForest, final Double byNetwork, final long steps, final long sinceAccepted) {
		forest = byForest;
		ofNetwork = byNetwork;
		if (sinceAccepted < 0 ? !planar : sinceAccepted < AFTER_SLICE) {
			network = false;
			worse = 0;
			return;
		}
		if (network) {
			worse = byForest != null && byNetwork != null && byNetwork < byForest - CLEARLY ? worse + 1 : 0;
			network = worse < 2;
			if (!network) worse = 0;
			return;
		}
		if (steps < FEWEST) return;
		final boolean slices = sinceAccepted >= AFTER_SLICE;
		network = byForest == null || byNetwork == null ? slices : byNetwork >= byForest - (slices ? PATIENCE : 0);
	}

	/** The forest's Dice on held-back paint; null if it is not known. */
	Double forestDice() {
		return forest;
	}

	/** The network's Dice on held-back paint; null if it is not known. */
	Double networkDice() {
		return ofNetwork;
	}

	/** Whether the network's result is shown. */
	boolean network() {
		return network;
	}
}
