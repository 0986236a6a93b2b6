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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** An open image file, whose voxels are not read yet. One implementation per family of formats. */
interface ImageSource extends Closeable {

	/** Where the voxels lie. */
	Geometry geometry() throws ProblemException;

	/** The number of voxels, also of a file whose {@link #geometry} is not known. */
	default long voxels() throws ProblemException {
		return geometry().voxels();
	}

	/** Whether neither the file nor one beside it states the size of its voxels. */
	default boolean isBare() throws ProblemException {
		return false;
	}

	/** The number of channels; an RGB image has three. */
	int channels() throws ProblemException;

	/** Reads all voxels as float. */
	Volume read() throws ProblemException;

	/**
	 * Reads the voxels of one time point as float, and nothing of the others.
	 *
	 * @param t the time point, from 0 to below {@link #frames}
	 */
	Volume read(int t) throws ProblemException;

	/** Reads all voxels as labels. */
	LabelMap readLabels() throws ProblemException;

	/** The number of time points, each an image of its own; 1 for NIfTI, where they count as channels. */
	default int timePoints() {
		return 1;
	}

	/** The number of time points that the file states; also of NIfTI, where all their channels are {@link #channels}. */
	default int frames() {
		return timePoints();
	}

	/** Reads the file with all its time points as an ImageJ image, in the type that is closest to the stored one. */
	ImagePlus image() throws ProblemException;

	/**
	 * Reads one time point, and nothing of the others, as {@link #image()} does all of them.
	 *
	 * @param t the time point, from 0 on
	 */
	default ImagePlus image(final int t) throws ProblemException {
		return image();
	}

	/** Warnings about the file; complete after reading. */
	List<String> warnings();

	@Override
	void close() throws ProblemException;

	/**
	 * Opens a file by its content.
	 *
	 * @param spacing millimetres along x, y, z that replace what the file states; null to take the file's
	 * @throws ProblemException if it cannot be read, or has several time points
	 */
	static ImageSource open(final Path file, final double[] spacing) throws ProblemException {
		final ImageSource source = openTimeLapse(file, spacing);
		if (source.timePoints() == 1) return source;
		try (source) {
			final int channels = source.channels();
			throw new ProblemException(file, "It has " + source.timePoints() + " time points" + (channels == 1 ? "."
				: ", each of " + channels + " channels."),
				"Split it with nnU-Net Convert (timepoints=true) and give the folder; if they are slices, say so in Fiji with " +
					"Image > Properties... and save it.");
		}
	}

	/** Opens a file as {@link #open} does, but it may have several time points. */
	static ImageSource openTimeLapse(final Path file, final double[] spacing) throws ProblemException {
		if (Files.isDirectory(file)) throw new ProblemException(file, "This is a folder, not a file.",
			"Give the path of one image.");
		if (!Files.exists(file)) throw new ProblemException(file, "The file does not exist.", "Check the path.");
		if (isEmpty(file)) throw new ProblemException(file, "The file is empty.", "Get it again from where it came from.");
		final NiftiReader nifti = NiftiReader.openIfNifti(file);
		if (nifti != null) return new NiftiSource(file, spacing, nifti);
		final byte[] start = start(file);
		if (isTiff(start)) return new TiffSource(file, spacing);
		if (isRaster(start)) return new RasterSource(file, spacing, start[0] == (byte) 0xff);
		throw new ProblemException(file, "Its content is not in a supported format" + named(start) + ".",
			"Convert it to NIfTI (.nii.gz) or, in Fiji, to TIFF; NIfTI, Analyze, TIFF, PNG, JPEG and BMP are supported.");
	}

	/** Whether the content is in a supported format. */
	static boolean accepts(final Path file) {
		if (!Files.isRegularFile(file)) return false;
		if (NiftiReader.accepts(file)) return true;
		try {
			final byte[] start = start(file);
			return isTiff(start) || isRaster(start);
		}
		catch (final ProblemException exc) {
			return false; // a file that cannot be read does not count as an image
		}
	}

	private static byte[] start(final Path file) throws ProblemException {
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] start = new byte[8];
			in.readNBytes(start, 0, 8);
			return start;
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	private static boolean isEmpty(final Path file) throws ProblemException {
		try {
			return Files.isRegularFile(file) && Files.size(file) == 0;
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	private static boolean isTiff(final byte[] start) {
		final int low = start[0] == 'I' ? 2 : 3; // NB: 42 is TIFF, 43 BigTIFF
		return (start[0] == 'I' || start[0] == 'M') && start[1] == start[0] && (start[low] == 42 || start[low] == 43) &&
			start[5 - low] == 0;
	}

	private static boolean isRaster(final byte[] start) {
		final boolean png = start[0] == (byte) 0x89 && start[1] == 'P' && start[2] == 'N' && start[3] == 'G';
		final boolean jpeg = start[0] == (byte) 0xff && start[1] == (byte) 0xd8 && start[2] == (byte) 0xff;
		return png || jpeg || start[0] == 'B' && start[1] == 'M';
	}

	private static String named(final byte[] start) {
		final String text = new String(start, StandardCharsets.ISO_8859_1);
		if (text.startsWith("NRRD")) return " (it is an NRRD file)";
		if (text.startsWith("ObjectTy")) return " (it is a MetaImage header)";
		return "";
	}
}
