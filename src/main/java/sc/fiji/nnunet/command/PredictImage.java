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
package sc.fiji.nnunet.command;

import java.io.IOException;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Predicts the labels of an open image: {@link NnUNet#predict(PredictOptions, sc.fiji.nnunet.volume.Volume, Progress)}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Predict Image", headless = true,
	description = "Segments the open image with a trained network and shows the labels.")
public class PredictImage extends ModelCommand {

	@Parameter(label = "Image", required = false, persist = false,
		description = "An open image or stack with the channels that the network was trained with.")
	private ImagePlus image;

	@Parameter(type = ItemIO.OUTPUT, label = "Labels")
	private ImagePlus labels;

	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = prediction().build().validateModel();
		if (image == null) problems.add(new Problem("image", "is missing.", "Open an image first."));
		return trained(prediction().build(), problems);
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		final List<Problem> problems = check();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		try (NnUNet nn = new NnUNet()) {
			labels = ImagePlusVolume.image(nn.predict(prediction().build(), ImagePlusVolume.volume(image), progress), "Labels of " + image
				.getTitle());
		}
	}
}
