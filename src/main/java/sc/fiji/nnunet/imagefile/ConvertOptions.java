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
package sc.fiji.nnunet.imagefile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of a conversion.
 *
 * @param input the image, in any supported format
 * @param output the file to write; its ending decides the format: .nii.gz, .nii, .hdr, .img, .tif, .png; with time
 *          points by themselves, the folder for their files
 * @param spacing millimetres along x, y, z where the input does not state them; empty to take what it states
 * @param timepoints whether each time point becomes a file of its own: .nii.gz for NIfTI, else .tif
 */
public record ConvertOptions(Path input, Path output, List<Double> spacing, boolean timepoints) {

	private static final String FOLDER = "Give a folder for the files of the time points.";

	public ConvertOptions {
		spacing = Checks.decimals(spacing);
	}

	/** A conversion to one file. */
	public ConvertOptions(final Path input, final Path output, final List<Double> spacing) {
		this(input, output, spacing, false);
	}

	/** A conversion with the spacing that the input states. */
	public ConvertOptions(final Path input, final Path output) {
		this(input, output, List.of(), false);
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.file("input", input, "Give the path of one image.");
		if (timepoints) {
			checks.outputFolder("output", output, FOLDER);
			if (output != null) checks.that(Files.isDirectory(output) || !ImageWriter.isKnown(output), "output", output
				.getFileName() + " is the name of a file.", FOLDER);
		}
		else if (output == null) checks.given("output", output,
			"Give the file to write, such as image.nii.gz or image.tif.");
		else {
			checks.that(ImageWriter.isKnown(output), "output", "The ending of " + output.getFileName() +
				" is not that of a format that can be written.", ImageWriter.CURE);
			checks.outputFile("output", output, ImageWriter.CURE);
		}
		if (input != null && output != null)
			checks.that(!input.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize()), "output",
				"is the input itself.", "Give another name.");
		if (!spacing.isEmpty()) checks.positive("spacing", spacing, 3,
			"Give three positive numbers, the millimetres along x, y and z, such as 0.5,0.5,3.");
		return checks.problems();
	}

	/** The given spacing, or null. */
	double[] millimetres() {
		return spacing.isEmpty() ? null : spacing.stream().mapToDouble(Double::doubleValue).toArray();
	}
}
