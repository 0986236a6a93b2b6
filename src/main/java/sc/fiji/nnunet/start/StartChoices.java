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
package sc.fiji.nnunet.start;

import java.nio.file.Path;

import sc.fiji.nnunet.train.Preset;

/**
 * What a person has chosen in the start window.
 *
 * @param dataset the folder of images and labels, or null
 * @param output where results go; null: a folder beside the dataset
 * @param configuration 3d, 2d, 3d_lowres or 3d_cascade; empty: what suits the images
 * @param minutes budget of the training
 * @param preset a preset of trainings
 * @param fold the fold that is held out
 * @param image title of the open image that is to be segmented, or null
 * @param model the known model that segments it; null: the one that is trained here
 */
record StartChoices(Path dataset, Path output, String configuration, double minutes, String preset, int fold,
	String image, Path model)
{

	/** Budget that shows something on a computer without GPU. */
	private static final double MINUTES = 30;

	StartChoices {
		if (dataset != null) dataset = dataset.toAbsolutePath().normalize();
		if (output != null) output = output.toAbsolutePath().normalize();
	}

	/** What the window shows first. */
	static StartChoices of(final Path dataset, final Path output) {
		return new StartChoices(dataset, output, "", MINUTES, Preset.CPU.name(), 0, null, null);
	}

	/** The same with another configuration, such as the one that suits the images. */
	StartChoices with(final String other) {
		return new StartChoices(dataset, output, other, minutes, preset, fold, image, model);
	}

	/** The folder that gets a folder of the dataset's name; needs a dataset. */
	Path results() {
		return output != null ? output : dataset.resolveSibling("nnunet");
	}
}
