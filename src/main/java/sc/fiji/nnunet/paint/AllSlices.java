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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Predicts whole images by the saved model of a project, exactly as nnU-Net Predict does with its defaults, so that a
 * macro with that command gives the same labels.
 */
final class AllSlices {

	/** Receives the labels of an image. */
	@FunctionalInterface
	interface Receiver {

		void labels(int image, LabelMap labels) throws IOException;
	}

	private final PaintProject project;
	private final Hardware hardware;
	private final Engine engine;
	private final ExecutorService executor;

	AllSlices(final PaintProject project, final Hardware hardware, final Engine engine,
		final ExecutorService executor) {
		this.project = project;
		this.hardware = hardware;
		this.engine = engine;
		this.executor = executor;
	}

	/** The file of an image's labels. */
	static Path file(final PaintProject project, final int image) {
		return project.folder().resolve("predictions").resolve(project.labelFile(project.images().get(image))
			.getFileName());
	}

	/** Predicts and writes the labels of all images. */
	void forEach(final Progress progress, final Receiver receiver) throws IOException {
		final Path model = PaintNetwork.model(project.folder());
		final PredictOptions options = PredictOptions.builder().model(model).device(hardware.device())
			.threads(hardware.threads()).build();
		final List<String> images = project.images();
		final List<Geometry> grids = new ArrayList<>();
		for (final String image : images)
			grids.add(ImageFile.geometry(project.imageFiles(image).get(0)));
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(model), grids, engine, executor, progress)) {
			for (int i = 0; i < images.size(); i++) {
				final Progress part = progress.part((double) i / images.size(), (i + 1.0) / images.size())
					.prefixed(images.get(i) + ": ");
				final LabelMap labels = predictor.predict(project.image(images.get(i)), part);
				WholeFile.createFolder(file(project, i).getParent());
				ImageFile.writeLabels(file(project, i), labels);
				receiver.labels(i, labels);
			}
		}
	}
}
