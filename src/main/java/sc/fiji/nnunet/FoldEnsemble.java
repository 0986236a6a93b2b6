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

import sc.fiji.nnunet.crossval.EnsemblePredictor;
import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.Member;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.predict.WindowOptions;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.ValidationOptions;
import sc.fiji.nnunet.volume.LabelMap;

/** Predicts cases by the mean of the probabilities of several configurations' folds, for cross-validation. */
final class FoldEnsemble implements EnsemblePredictor {

	private final TrainOptions training;
	private final ExecutorService executor;

	/** @param training how windows are placed and what the networks run on */
	FoldEnsemble(final TrainOptions training, final ExecutorService executor) {
		this.training = training;
		this.executor = executor;
	}

	@Override
	public void predict(final List<Path> foldFolders, final List<Case> cases, final Path output,
		final Progress progress) throws IOException
	{
		final List<Member> members = new ArrayList<>();
		final ValidationOptions how = training.validation();
		try (Engine engine = Engines.open(training.hardware().device(), training.hardware().threads(), false)) {
			for (final Path folder : foldFolders) {
				final ModelFolder model = ModelFolder.open(folder);
				members.add(new Member(model.plan(), model.networks(engine, ModelFolder.Which.AUTO),
					WindowOptions.of(model.plan(), how.overlap(), how.blend(), how.tta())));
			}
			final Predictor predictor = new Predictor(members, executor);
			for (int i = 0; i < cases.size(); i++) {
				progress.check();
				progress.update((double) i / cases.size(), "predicting " + cases.get(i).name());
				final String file = cases.get(i).name() + ".nii.gz";
				ImageFile.writeLabels(output.resolve(file), predictor.predict(ImageFile.read(cases.get(i).images()), previous(
					members, foldFolders, file), Progress.none()));
			}
		}
		finally {
			members.forEach(Member::close);
		}
	}

	/** What the same fold of a cascade's previous stage predicted for a case that it held out; null without a cascade. */
	private static LabelMap previous(final List<Member> members, final List<Path> foldFolders, final String file)
		throws IOException
	{
		for (int i = 0; i < members.size(); i++) {
			final String stage = members.get(i).plan().previous();
			if (stage == null) continue;
			final Path fold = foldFolders.get(i).toAbsolutePath();
			return ImageFile.readLabels(new ResultsFolder(fold.getParent()).beside(stage).path().resolve(fold.getFileName())
				.resolve(ResultsFolder.VALIDATION).resolve(file));
		}
		return null;
	}
}
