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
package sc.fiji.nnunet.engine.tensorflow;

/**
 * Whether XLA compiles the networks that an engine makes: those that the user or a training's self-test wants compiled,
 * and those that will predict so much that it saves more time than it takes.
 */
final class XlaChoice {

	/**
	 * The voxels of windows from which on a network that predicts is compiled: an H200 takes 15 ms for 128³ without and 5
	 * with XLA, and compiles for 12 s at first and for 3 s later (docs/engine.md 6).
	 */
	private static final double WORTH = 5e8;

	private boolean asked;
	private boolean now;
	private double expected = Double.POSITIVE_INFINITY;

	/** @param asked whether the user wants all networks compiled */
	XlaChoice(final boolean asked) {
		trained(asked);
	}

	/** Whether a network that is made now is compiled. */
	boolean now() {
		return now;
	}

	/** Notes what a training's self-test has found. */
	void trained(final boolean compiled) {
		asked = compiled;
		now = compiled;
	}

	/** Notes how many voxels each network that is made from now on will predict. */
	void expect(final double voxels) {
		expected = voxels;
	}

	/** Before a self-test of predictions, whose small networks are faster run than compiled. */
	void testing() {
		now = asked;
	}

	/**
	 * Chooses for networks that predict.
	 *
	 * @param compiler whether XLA can compile here
	 */
	void predicting(final boolean compiler) {
		now = asked || compiler && expected >= WORTH;
	}
}
