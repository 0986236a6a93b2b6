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
import ij.io.FileSaver;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import javax.imageio.ImageIO;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.ProblemException;

/** Writes ImageJ images: the name's ending decides the format, the image's type is kept. */
final class ImageWriter {

	static final String CURE = "Give a name that ends with .nii.gz, .nii, .hdr, .tif or .png.";

	private ImageWriter() {
	}

	/** Whether a name asks for NIfTI. */
	static boolean isNifti(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		final String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
		return plain.endsWith(".nii") || plain.endsWith(".hdr") || plain.endsWith(".img");
	}

	/** Whether a name asks for TIFF. */
	static boolean isTiff(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		return name.endsWith(".tif") || name.endsWith(".tiff");
	}

	/** Whether a name's ending is one of those that are written. */
	static boolean isKnown(final Path file) {
		return file.getFileName() != null && (isNifti(file) || isTiff(file) || isPng(file));
	}

	private static boolean isPng(final Path file) {
		return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
	}

	/** @throws ProblemException if the name's ending is not known, or the format cannot hold the image */
	static void write(final Path file, final ImagePlus image) throws ProblemException {
		if (isNifti(file)) {
			nifti(file, image);
			return;
		}
		final boolean png = isPng(file);
		if (!png && !isTiff(file)) throw new ProblemException(file,
			"Its ending is not that of a format that can be written.", CURE);
		if (png && (image.getStackSize() > 1 || image.getBitDepth() == 32)) throw new ProblemException(file,
			"A PNG holds one slice of 8-bit, 16-bit or RGB pixels, this image has " + image.getStackSize() + " of " + image
				.getBitDepth() + " bits.", "Write .nii.gz or .tif instead.");
		if (png && image.getCalibration().getCTable() != null) throw new ProblemException(file,
			"The values of this image are calibrated, negative ones for instance, but a PNG holds the stored numbers only.",
			"Write .nii.gz or .tif instead.");
		try (WholeFile whole = new WholeFile(file)) {
			if (png) png(whole.temporary(), image);
			else tiff(whole.temporary(), image);
			whole.commit();
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, bytes(image), exc);
		}
	}

	private static void tiff(final Path file, final ImagePlus image) throws IOException {
		// NB: ImageJ shows an error and stops a macro where we want an exception, and does not say what was wrong
		Files.createFile(file);
		if (Files.getFileStore(file).getUsableSpace() < bytes(image)) throw new IOException("No space left on device");
		if (!new FileSaver(image).saveAsTiff(file.toString())) throw new IOException("ImageJ could not save it");
	}

	private static long bytes(final ImagePlus image) {
		return (long) image.getWidth() * image.getHeight() * image.getStackSize() * image.getBytesPerPixel();
	}

	private static void png(final Path file, final ImagePlus image) throws IOException {
		final int width = image.getWidth(), height = image.getHeight();
		final BufferedImage pixels;
		if (image.getBitDepth() == 24) {
			pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
			pixels.setRGB(0, 0, width, height, (int[]) image.getProcessor().getPixels(), 0, width);
		}
		else {
			// NB: the numbers themselves, without ImageJ's colours and display range, so that labels stay labels
			pixels = new BufferedImage(width, height, image.getBitDepth() == 8 ? BufferedImage.TYPE_BYTE_GRAY
				: BufferedImage.TYPE_USHORT_GRAY);
			pixels.getRaster().setDataElements(0, 0, width, height, image.getProcessor().getPixels());
		}
		if (!ImageIO.write(pixels, "png", file.toFile())) throw new IOException("no encoder for " + pixels);
	}

	private static void nifti(final Path file, final ImagePlus image) throws ProblemException {
		final float[] table = image.getCalibration().getCTable();
		final NiftiType type = switch (image.getBitDepth()) {
			case 8 -> table == null ? NiftiType.UINT8 : NiftiType.FLOAT32;
			case 16 -> table == null ? NiftiType.UINT16 : image.getCalibration().isSigned16Bit() ? NiftiType.INT16
				: NiftiType.FLOAT32;
			case 24 -> NiftiType.RGB24;
			default -> NiftiType.FLOAT32;
		};
		final int samples = type.samples();
		final int area = image.getWidth() * image.getHeight();
		final float[] plane = new float[area];
		final float[] voxels = samples == 1 ? plane : new float[Math.multiplyExact(area, samples)];
		final int frames = image.getNFrames();
		try (NiftiWriter out = NiftiWriter.create(file, header(image, type))) {
			for (int volume = 0; volume < image.getNChannels() * frames; volume++)
				for (int z = 1; z <= image.getNSlices(); z++) {
					final Object pixels = image.getStack().getPixels(image.getStackIndex(volume / frames + 1, z, volume % frames +
						1));
					for (int sample = 0; sample < samples; sample++) {
						ImagePlusVolume.copy(pixels, 16 - 8 * sample, table, plane);
						if (samples > 1) for (int n = 0; n < area; n++)
							voxels[n * samples + sample] = plane[n];
					}
					out.write(voxels);
				}
			out.commit();
		}
	}

	/** The header of an image: frames are the fourth axis and channels the one after it. */
	private static NiftiHeader header(final ImagePlus image, final NiftiType type) throws ProblemException {
		final int frames = image.getNFrames(), channels = image.getNChannels();
		final NiftiHeader plain = NiftiWriter.header(ImagePlusVolume.grid(image), channels * frames, type);
		if (frames == 1) return plain;
		final long[] size = plain.dims();
		final long[] dims = channels == 1 ? size : new long[] { size[0], size[1], size[2], frames, channels };
		final TimeAxis time = TimeAxis.of(image.getCalibration().frameInterval, image.getCalibration().getTimeUnit());
		return new NiftiHeader(plain.version(), plain.order(), plain.pair(), type, dims, time.in(plain.forms()), plain
			.slope(), plain.intercept(), plain.offset(), plain.intent(), plain.acquisition());
	}
}
