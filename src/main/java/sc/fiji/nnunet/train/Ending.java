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

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.predict.Selection.Choice;
import sc.fiji.nnunet.predict.Selection.Weights;
import sc.fiji.nnunet.progress.Progress;

/**
 * The end of a training: tells which weights are used from now on, beside the scores of the others, unless {@link
 * ValidationOptions#once() only those that are used} are measured.
 * <p>
 * Averaged weights are used whenever they are kept, so nothing is chosen on the held-out cases, whose score would then
 * be too high. Without them NVIDIA's rule holds: the checkpoint with the best validation (recipe-nvidia.md 6.7).
 * Patience is a choice as well, namely of the number of steps.
 * </p>
 */
record Ending(TrainOptions options, Network network, Validation validation, boolean heldOut) {

	/**
	 * Measures what has not been measured, and stores the selection.
	 *
	 * @param score of the validation after the last step; NaN if it is unknown
	 * @param early whether patience ended the training
	 */
	Selection select(final Path folder, final long step, final double score, final Plateau plateau, final boolean early,
		final Progress progress) throws IOException
	{
		final Selection earlier = Selection.read(folder).orElse(null);
		if (validation.agree(earlier != null && earlier.step() == step)) return earlier;
		double last = Double.NaN;
		double averaged = Double.NaN;
		if (heldOut) {
			final double used = Double.isNaN(score) ? measure(true, progress) : score;
			averaged = network.averages() ? used : Double.NaN;
			if (!network.averages()) last = used;
			else if (!options.validation().once()) last = measure(false, progress);
		}
		final boolean best = !network.averages() && heldOut && options.results()
			.checkpoints() == Checkpoints.LAST_AND_BEST;
		final Weights weights = network.averages() ? Weights.AVERAGED : best ? Weights.BEST : Weights.LAST;
		final Selection selection = Selection.of(step, weights, best || early ? Choice.HELD_OUT_CASES : Choice.NOTHING,
			last, averaged, options.validation().once() ? Double.NaN : plateau.best());
		if (options.results().checkpoints() != Checkpoints.NONE) selection.write(folder);
		if (heldOut) progress.message(selection.words());
		return selection;
	}

	private double measure(final boolean averaged, final Progress progress) throws IOException {
		final Validation.Viewer nobody = (name, image, reference, prediction) -> {};
		final double[] dice = averaged ? validation.dice(network, progress, 0, nobody) : validation.liveDice(network,
			progress, 0, nobody);
		return validation.foregroundMean(dice);
	}
}
