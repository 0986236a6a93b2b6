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

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Converts images to other formats, and reports what a format cannot hold.
 * <p>
 * From NIfTI to NIfTI, stored bytes and header are copied, only the container changes.
 * All other conversions go through the type that ImageJ has for the image. {@link TimePointFiles} splits time-lapses.
 * </p>
 */
public final class Converter {

	/** Whole numbers up to this are exact in a float. */
	private static final int EXACT = 1 << 24;

	private Converter() {
	}

	/**
	 * Converts an image.
	 *
	 * @throws ProblemException with all that is wrong with the options, or if the image cannot be read or written
	 */
	public static ConvertResult convert(final ConvertOptions options, final Progress progress) throws ProblemException {
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		if (options.timepoints()) return new TimePointFiles(options, progress).write();
		final Path input = options.input(), output = options.output();
		final List<Problem> replaced = InputsKept.replaced(NiftiReader.files(input), NiftiReader.files(output));
		if (!replaced.isEmpty()) throw new ProblemException(replaced);
		for (final Path file : NiftiReader.files(output))
			removeLeftovers(file);
		if (NiftiReader.accepts(input) && options.spacing().isEmpty()) try (NiftiReader in = NiftiReader.open(input)) {
			final List<String> changes = new ArrayList<>(in.warnings());
			if (ImageWriter.isNifti(output)) {
				NiftiWriter.copy(in, output, progress);
				if (in.header().version() == 0) changes.add(
					"Analyze became NIfTI-1 without orientation (both form codes are 0).");
			}
			else {
				progress.update(0, "Reading " + input.getFileName());
				final ImagePlus image = new NiftiImageReader(in).read(input.getFileName().toString());
				progress.check();
				ImageWriter.write(output, image);
				changes.addAll(lost(in.header(), image, output));
			}
			final int frames = ImageWriter.isNifti(output) ? 1 : TimeAxis.frames(in.header());
			return new ConvertResult(output, in.geometry(), in.channels() / frames, changes);
		}
		try (ImageSource in = ImageSource.openTimeLapse(input, options.millimetres())) {
			progress.update(0, "Reading " + input.getFileName());
			final ImagePlus image = in.image();
			progress.check();
			ImageWriter.write(output, image);
			final List<String> changes = new ArrayList<>(in.warnings());
			changes.addAll(lost(image, output));
			return new ConvertResult(output, in.geometry(), in.channels(), changes);
		}
	}

	private static void removeLeftovers(final Path file) throws ProblemException {
		try {
			Leftovers.removeOf(file);
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** What TIFF and PNG do not hold of a NIfTI file, which was read as an image of ImageJ. */
	private static List<String> lost(final NiftiHeader header, final ImagePlus image, final Path output) {
		final List<String> lost = new ArrayList<>();
		if (ImageWriter.isTiff(output)) lost.add(
			"TIFF has no orientation: the affine is kept in the image's info text, which " +
				"this program reads again; other programs see the spacing only.");
		else lost.add("PNG has neither spacing nor orientation.");
		final NiftiType type = header.type();
		if (header.scaled()) lost.add("The scaling (slope " + header.slope() + ", intercept " + header.intercept() +
			") was applied; values are 32-bit float.");
		else if (type == NiftiType.INT16 || type == NiftiType.INT8) lost.add("The type " + name(type) +
			" became 16 bit without a sign" + (image.getCalibration().isSigned16Bit()
				? ": all values are stored 32768 higher, and the image's calibration subtracts that again." : "."));
		else if (type.integer() && !type.exactInFloat()) lost.add("The type " + name(type) +
			" became 32-bit float; whole numbers above " + EXACT + " are rounded.");
		else if (type == NiftiType.FLOAT64) lost.add(
			"The type float64 became 32-bit float; values are rounded to 24 bits.");
		else if (type == NiftiType.RGBA32) lost.add("The transparency of the colours was left out.");
		final int frames = TimeAxis.frames(header);
		if (frames > 1) lost.add("The fourth axis became " + frames + " time points.");
		if (header.dims().length > 4) lost.add("The axes after the " + (frames > 1 ? "fourth" : "third") + " became " +
			header.frames() / frames + " channels.");
		if (!header.forms().notes().extensions().isEmpty()) lost.add("The header's extensions were left out.");
		if (header.intent().code() != 0) lost.add("The header's intent (code " + header.intent().code() +
			") was left out.");
		return lost;
	}

	/** What becomes of the time points of an image in a NIfTI file; empty if it has one. */
	public static List<String> axisOfTime(final ImagePlus image) {
		return image.getNFrames() == 1 ? List.of() : List.of("The " + image.getNFrames() +
			" time points became the fourth axis, and count as channels when a network is trained on the file; nnU-Net Convert " +
			"with timepoints=true makes a file of each.");
	}

	private static String name(final NiftiType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

	/** What the target does not hold of an ImageJ image. */
	private static List<String> lost(final ImagePlus image, final Path output) {
		final List<String> lost = new ArrayList<>();
		final boolean tiff = ImageWriter.isTiff(output);
		if (ImageWriter.isNifti(output) && (ImagePlusVolume.kept(image) == null || ImagePlusVolume.kept(image)
			.forms() == null)) lost.add(
				"The input states no orientation: x is assumed to point to the right, y to the front, z up.");
		if (ImageWriter.isNifti(output)) lost.addAll(axisOfTime(image));
		if (!tiff && image.getBitDepth() != 24 && image.getProcessor().isColorLut()) lost.add(
			"The colours (lookup table) were left out; the numbers are kept.");
		if (!tiff && (image.getOverlay() != null || image.getRoi() != null)) lost.add(
			"Overlay and selection were left out.");
		if (!tiff && image.getCalibration().getCTable() != null && !image.getCalibration().isSigned16Bit()) lost.add(
			"The calibration of the values was applied; values are 32-bit float.");
		if (!tiff && !ImageWriter.isNifti(output)) lost.add("PNG has neither spacing nor orientation.");
		return lost;
	}
}
