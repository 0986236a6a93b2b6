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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.progress.Progress;

/** A 2D model of RGB images (make_rgb.py) gives PNG files the labels, and the names, that nnU-Net gave them. */
class NnUNetColourGoldenTest {

	private static final Path DATASET = Fixtures.ROOT.resolve("Dataset903_TinyRGB");

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "false, ''", "true, _mirrored" })
	void labelsOfColourImagesEqualNnUNets(final boolean mirrored, final String ending) throws IOException {
		final Path model = DATASET.resolve("nnUNetTrainer__nnUNetPlans__2d");
		final PredictOptions options = PredictOptions.builder().model(model).tta(mirrored).accumulation("fp16").device(
			"cpu").input(DATASET.resolve("imagesTs")).output(folder).build();
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			Predictor.run(options, ModelFolder.open(model), engine, null, Progress.none());
		}
		for (final String name : new String[] { "exact", "large", "small" })
			assertArrayEquals(labels(DATASET.resolve("expected/" + name + ending + ".png")), labels(folder.resolve(name +
				".png")), name);
	}

	private static short[] labels(final Path file) throws IOException {
		assertEquals(1, ImageFile.readLabels(file).size()[0]);
		return ImageFile.readLabels(file).plane(0);
	}
}
