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

import java.nio.file.Path;
import java.util.List;

/**
 * What was learned from paint.
 *
 * @param project the project's folder
 * @param model the model that prediction takes; null if the network has not learned
 * @param rounds the rounds that were learned
 * @param steps the training steps of the network, those of earlier runs included
 * @param better whose result is taken to be the better one: "forest" or "network"; "" if nothing was learned
 * @param forestDice mean foreground Dice of the forest on held-back strokes, which is optimistic; NaN if unknown
 * @param networkDice the same of the network
 * @param predictions the label files of all images, as the model predicts them
 * @param picture the first image with paint and prediction; null if nothing was predicted
 * @param suggestions places that are worth painting next
 * @param cancelled whether it was cancelled; what was learned before is kept
 */
public record LearnResult(Path project, Path model, int rounds, long steps, String better, double forestDice,
	double networkDice, List<Path> predictions, Path picture, List<Suggestion> suggestions, boolean cancelled)
{

	public LearnResult {
		predictions = List.copyOf(predictions);
		suggestions = List.copyOf(suggestions);
	}
}
