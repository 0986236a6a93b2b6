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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;

/** Predicts a cascade of nnU-Net 2.8.1 with the sums in half precision: every voxel must be as nnU-Net has it. */
class NnUNetCascadeGoldenTest {

	private static final Path MODEL = Fixtures.FULL.resolveSibling("nnUNetTrainer__nnUNetPlans__3d_cascade_fullres");

	@TempDir
	private Path temp;

	private int different(final PredictOptions.Builder options) throws IOException {
		final Path images = Fixtures.FULL.resolveSibling("imagesTs");
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			Predictor.run(options.model(MODEL).folds("0").accumulation("fp16").input(images).output(temp.resolve("out"))
				.build(), ModelFolder.open(MODEL), engine, null, Progress.none());
		}
		final LabelMap theirs = ImageFile.readLabels(MODEL.resolveSibling("expected").resolve(
			"3d_cascade_fullres_fold0.nii.gz"));
		final LabelMap ours = ImageFile.readLabels(temp.resolve("out").resolve("case.nii.gz"));
		int different = 0;
		for (int z = 0; z < theirs.size()[0]; z++)
			for (int i = 0; i < theirs.plane(z).length; i++)
				if (ours.plane(z)[i] != theirs.plane(z)[i]) different++;
		return different;
	}

	@Test
	void theModelOfTheFirstStageBesideTheLastPredictsFirst() throws IOException {
		assertEquals(0, different(PredictOptions.builder()));
	}

	@Test
	void labelsThatNnUNetPredictedMayBeGiven() throws IOException {
		final Path folder = Files.createDirectories(temp.resolve("first"));
		Files.copy(MODEL.resolveSibling("expected").resolve("3d_lowres_fold0.nii.gz"), folder.resolve("case.nii.gz"));
		assertEquals(0, different(PredictOptions.builder().previous(folder)));
	}
}
