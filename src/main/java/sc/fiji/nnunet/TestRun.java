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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Evaluator;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.EvaluationReport;

/**
 * A test of a model: cases are predicted, and these predictions evaluated with the labels that the model has learned;
 * those that an earlier run left in the same folder, perhaps of cases that this model was trained on, do not count.
 */
final class TestRun {

	/** The share of the time that prediction takes. */
	private static final double PREDICTION = 0.9;

	private TestRun() {
		// static method only
	}

	/**
	 * @throws ProblemException if the options or the model cannot be used, before anything is predicted
	 * @throws IOException if a case cannot be predicted, with the reasons of all such cases
	 */
	static Summary run(final NnUNet nn, final PredictOptions held, final EvaluateOptions evaluation,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		final List<Problem> problems = held.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final Labels labels = ModelFolder.plan(held.model()).labels();
		Evaluator.requireMeasurable(evaluation, labels);
		final PredictResult predicted = nn.predict(held, progress.part(0, PREDICTION));
		if (!predicted.failures().isEmpty()) throw PredictResult.failed(predicted.failures(), predicted.written().size() +
			predicted.skipped().size(), "cases");
		final List<Path> files = new ArrayList<>(predicted.written());
		files.addAll(predicted.skipped());
		final Summary summary = Evaluator.run(evaluation, files, labels, executor, progress.part(PREDICTION, 1));
		EvaluationReport.write(evaluation, summary);
		return summary;
	}
}
