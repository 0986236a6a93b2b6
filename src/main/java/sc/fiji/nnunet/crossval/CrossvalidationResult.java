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
package sc.fiji.nnunet.crossval;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.predict.PostProcessing;

/**
 * The result of a cross-validation.
 *
 * @param best the configuration or the two configurations with the highest score
 * @param scores mean foreground Dice of every candidate before post-processing, in the order of comparison; of numbered
 *          objects, panoptic quality
 * @param postProcessing the post-processing of the best candidate's predictions
 * @param summary the best's held-out cases after post-processing
 * @param folder the folder of {@code summary.json}, {@code postprocessing.json} and {@code report.html}
 */
public record CrossvalidationResult(List<String> best, Map<String, Double> scores, PostProcessing postProcessing,
	Summary summary, Path folder)
{

	/** What a process returns that has trained its share of the folds; another one compares, and has the result. */
	public static final CrossvalidationResult LEFT = new CrossvalidationResult(List.of(), Map.of(), null, null, null);

	/** Whether this process has compared the folds. */
	public boolean isCompared() {
		return summary != null;
	}

	public CrossvalidationResult {
		best = List.copyOf(best);
	}
}
