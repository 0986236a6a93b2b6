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

import java.io.IOException;
import java.util.Map;

import sc.fiji.nnunet.cluster.Place;
import sc.fiji.nnunet.crossval.FoldTrainer;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * Trains the folds of a cross-validation, on this machine or together with others.
 *
 * @param training how, without configuration and fold
 * @param part which of the machines this one is
 */
record TeamFolds(NnUNet nn, TrainOptions training, Part part) implements FoldTrainer {

	/** @throws ProblemException if the place of this machine cannot be told */
	static TeamFolds of(final NnUNet nn, final TrainOptions training) throws ProblemException {
		return new TeamFolds(nn, training, part(training.team(), System.getenv()));
	}

	/**
	 * Which of a team's machines this one is.
	 *
	 * @param variables the environment, in which a launcher tells it
	 */
	static Part part(final TeamOptions team, final Map<String, String> variables) throws ProblemException {
		if (team.workers().isBlank()) return Part.ALONE;
		final Place place = TogetherTraining.place(team, variables);
		if (place.count() == 1) return Part.ALONE;
		return place.rank() == 0 ? Part.FIRST : Part.OTHER;
	}

	@Override
	public void train(final String configuration, final int fold, final Progress progress) throws IOException {
		nn.train(fold < 0 ? training.onAllCases(configuration) : training.forFold(configuration, fold), progress);
	}
}
