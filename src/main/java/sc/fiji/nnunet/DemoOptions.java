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
package sc.fiji.nnunet;

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * What a user can say about the demo.
 *
 * @param output the folder that gets everything
 * @param minutes how long to train
 * @param force whether an earlier demo in that folder is thrown away
 */
public record DemoOptions(Path output, double minutes, boolean force) {

	/** Enough for a Dice above 0.9 on two cores. */
	public static final double MINUTES = 2;

	/** The demo as the README shows it. */
	public static DemoOptions of(final Path output) {
		return new DemoOptions(output, MINUTES, false);
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.outputFolder("output", output, "Give a folder for the demo's files.");
		checks.positive("minutes", minutes, "Give a positive number.");
		return checks.problems();
	}
}
