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
 * Decides whose result is shown, the forest's or the network's: the network's once it has learned for a while, also
 * since the first slice was accepted if one was, and is a little better on held-back paint; the forest's again when that
 * is better.
 */
final class Verdict {

	/** Steps before which the network is never shown, and steps since the first slice was accepted. */
	private static final int FEWEST = 60, AFTER_SLICE = 100;

	/** Steps since the first slice was accepted after which the network is better as a rule, if nothing can be tested. */
	private static final int UNTESTED = 200;

	/** The network's share of the forest's error (1 - Dice) at which it is shown. */
	private static final double LITTLE_LESS = 0.95;

	private Double forest;
	private Double ofNetwork;
	private boolean network;

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
		final boolean early = steps < FEWEST || sinceAccepted >= 0 && sinceAccepted < AFTER_SLICE;
		if (early) network = false;
		else if (byForest == null || byNetwork == null) network = sinceAccepted >= UNTESTED;
		else network = network ? byNetwork >= byForest : 1 - byNetwork <= LITTLE_LESS * (1 - byForest);
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
