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
package sc.fiji.nnunet.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text that comes with a package for bioimage.io: what images must look like, and what comes out. */
final class Readme {

	private final TrainedModel model;
	private final Description description;
	private final String validation;

	/** @param validation a sentence about how good the model is; empty if that is not known */
	Readme(final TrainedModel model, final Description description, final String validation) {
		this.model = model;
		this.description = description;
		this.validation = validation;
	}

	String text() {
		final StringBuilder text = new StringBuilder("# " + description.name() + "\n\n" + description.sentence() +
			"\n\n");
		text.append("## Image\n");
		final List<String> axes = description.axes();
		final String unit = OwnRules.isOfPixels(model.plan()) ? "pixels" : "mm";
		text.append("- **Spacing: ").append(IntStream.range(0, axes.size()).mapToObj(axis -> String.format(Locale.ROOT,
			"%s %.4g %s", axes.get(axis), description.spacing().get(axis), unit)).collect(Collectors.joining(", "))).append(
				".** Resample the image to it first: other programs do not, and masks of images with other voxel sizes are" +
					" poor. Resample the result back to the image's grid.\n");
		for (final String rule : OwnRules.of(model.plan(), axes))
			text.append("- **").append(rule).append("**\n");
		text.append("- Axes: batch, channel, ").append(String.join(", ",
			axes)).append(". Channels: ").append(String.join(
			", ", description.channels())).append(".\n");
		text.append("- ").append(description.preprocessing().sentence()).append('\n');
		if (description.preprocessing().steps().size() > 1) text.append(
			"- The description states this as its preprocessing: programs that follow it do it themselves.\n");
		text.append("- Sizes: multiples of ").append(IntStream.of(model.network().totalStride())
			.mapToObj(String::valueOf)
			.collect(Collectors.joining(", "))).append("; trained on windows of ").append(model.plan().patch().stream()
				.map(
				String::valueOf).collect(Collectors.joining(" × "))).append(" voxels.\n\n");
		text.append("## Result\n").append(model.isSoftmax()
			? "Probabilities of the classes, which sum up to 1; the class with the highest one is the label:\n"
			: "Probabilities of the regions, each on its own; a region is where its probability is above 0.5:\n");
		final List<String> outputs = model.outputs();
		for (int output = 0; output < outputs.size(); output++)
			text.append("- ").append(output).append(": ").append(outputs.get(output)).append('\n');
		text.append("\n## Validation\n").append(validation.isEmpty()
			? "The package has no figures. Compare its masks with labelled images that were not used for training."
				: validation)
			.append("\n\n");
		text.append("The test input is a made-up image, so that the package shows nobody's data.\n\n");
		text.append(
			"## Use in Fiji\nnnU-Net for Fiji resamples, normalises and restores by itself: there, use the trained" +
			" fold or the exported SavedModel.\n");
		return text.toString();
	}
}
