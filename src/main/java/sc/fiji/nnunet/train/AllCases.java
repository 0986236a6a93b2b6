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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

import sc.fiji.nnunet.predict.Selection;

/**
 * The length of a training on all cases after the folds: as many steps as they took, since it cannot be validated. All of
 * them are of whole patches ({@link Regime.First}), so after folds of a few minutes it takes longer than they did.
 */
final class AllCases {

	private AllCases() {
		// static methods only
	}

	/** The options with the steps of the folds, if all cases are to be trained on and no budget is given. */
	static TrainOptions likeFolds(final TrainOptions options) throws IOException {
		if (options.fold() >= 0 || options.budget().given()) return options;
		final OptionalLong steps = steps(options.foldFolder().toAbsolutePath().getParent(), options.folds());
		return steps.isEmpty() ? options : options.withSteps(steps.getAsLong());
	}

	/** The mean number of steps of the folds that have ended; empty if none has. */
	static OptionalLong steps(final Path results, final int folds) throws IOException {
		long sum = 0;
		int count = 0;
		for (int fold = 0; fold < folds; fold++) {
			final Selection selection = Selection.read(results.resolve("fold_" + fold)).orElse(null);
			if (selection == null) continue;
			sum += selection.step();
			count++;
		}
		return count == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(1, Math.round((double) sum / count)));
	}
}
