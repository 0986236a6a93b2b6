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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.export.ExportOptions;
import sc.fiji.nnunet.export.ExportResult;
import sc.fiji.nnunet.export.Exporter;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** An export, and the evaluation of what was exported. */
final class ExportRun {

	/** The share of the time that writing takes if an evaluation follows. */
	private static final double WRITING = 0.3;

	private final NnUNet nn;
	private final ExportOptions options;
	private final Progress progress;

	ExportRun(final NnUNet nn, final ExportOptions options, final Progress progress) {
		this.nn = nn;
		this.options = options;
		this.progress = progress;
	}

	ExportResult run() throws IOException {
		final boolean evaluated = options.dataset() != null;
		final ModelFolder model = ModelFolder.open(options.model());
		if (evaluated) requireHeldOut(model);
		final ExportResult result;
		try (Engine engine = Engines.open(options.hardware())) {
			result = Exporter.run(options, model, engine, progress.part(0, evaluated ? WRITING : 1));
		}
		return evaluated ? result.with(nn.test(heldOut(result.savedModel(), ""), comparison(), progress.part(WRITING, 1)))
			: result;
	}

	/** NB: what the exported model cannot be evaluated on is refused before anything is written. */
	private void requireHeldOut(final ModelFolder model) throws IOException {
		final ModelFolder chosen = model.select(options.folds());
		if (chosen.plan().previous() != null) throw new ProblemException(model.folder(),
			"is the last stage of a cascade, whose export cannot be evaluated without the first stage.",
			"Leave validate out, and evaluate the fold itself with evaluate and model=FOLD.");
		final Path fold = chosen.folds().get(0).folder();
		if (!Files.exists(fold.resolve(FoldCases.FILE)) || FoldCases.read(fold, List.of()).orElseThrow().validation()
			.isEmpty()) throw new ProblemException(fold, "does not say that it held out any cases to evaluate.",
				"Leave validate out, and predict images that it was not trained on.");
		Predictor.heldOut(heldOut(options.model(), options.folds()), model);
	}

	/** Where the predictions of the held-out cases go. */
	private Path predictions() {
		return options.output().resolve("validation");
	}

	private PredictOptions heldOut(final Path model, final String folds) {
		return PredictOptions.builder().model(model).folds(folds).input(options.dataset()).part("validation").output(
			predictions()).overwrite(true).device(options.hardware().device()).threads(options.hardware().threads())
			.build();
	}

	private EvaluateOptions comparison() throws IOException {
		return EvaluateOptions.builder().predictions(predictions()).references(Datasets.labels(options.dataset()))
			.dataset(options.dataset()).output(predictions().resolve(SummaryFile.NAME)).build();
	}
}
