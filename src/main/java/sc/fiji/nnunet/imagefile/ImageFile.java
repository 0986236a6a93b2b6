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
import ij.io.FileInfo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Reads and writes image files of all supported formats, which are recognised by their content.
 * <p>
 * For writing, the name's ending decides. Labels and images that were made on the grid
 * of an input file are written with that file's orientation fields, bit for bit.
 * </p>
 */
public final class ImageFile {

	/** Instead of the number of a time point: all that is in a file, which has no time points. */
	public static final int WHOLE = -1;

	private static final List<String> DOUBLE_ENDINGS = List.of(".nii.gz", ".img.gz", ".hdr.gz", ".ome.tif", ".ome.tiff");

	private ImageFile() {
	}

	/**
	 * Reads an image with all its channels.
	 *
	 * @throws ProblemException if there is no such file, or it is damaged or not supported
	 */
	public static Volume read(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, null)) {
			return in.read();
		}
	}

	/**
	 * Reads an image whose file does not state the size of its voxels, or states a wrong one.
	 *
	 * @param spacing millimetres along x, y, z, instead of what the file states
	 * @throws ProblemException as {@link #read(Path)}, and if the file is NIfTI, which always states its spacing
	 */
	public static Volume read(final Path file, final double[] spacing) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, spacing)) {
			return in.read();
		}
	}

	/** Reads labels as {@link #read(Path, double[])} does images. */
	public static LabelMap readLabels(final Path file, final double[] spacing) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, spacing)) {
			return in.readLabels();
		}
	}

	/**
	 * Reads an image whose channels are in files of their own, as in nnU-Net's layout.
	 *
	 * @param channelFiles the files in the order of the channels, all on one grid; a file may hold several channels
	 * @throws ProblemException if the grids differ by more than {@link Geometry#ACCEPTED}, or a file cannot be read
	 */
	public static Volume read(final List<Path> channelFiles) throws ProblemException {
		return read(channelFiles, WHOLE);
	}

	/**
	 * Reads one time point of files as {@link #read(List)} does those without time.
	 *
	 * @param timePoint from 0 on; or {@link #WHOLE}
	 */
	public static Volume read(final List<Path> channelFiles, final int timePoint) throws ProblemException {
		return read(channelFiles, timePoint, (file, warning) -> {
			// the caller wants the voxels only
		});
	}

	/**
	 * Reads an image like {@link #read(List)}; grids that differ by more than {@link Geometry#TOLERANCE} are a warning.
	 *
	 * @param warned receives warnings about the files, one sentence at a time
	 */
	public static Volume read(final List<Path> channelFiles, final BiConsumer<Path, String> warned)
		throws ProblemException
	{
		return read(channelFiles, WHOLE, warned);
	}

	/**
	 * Reads one time point of files as {@link #read(List, BiConsumer)} does those without time.
	 *
	 * @param timePoint from 0 on; or {@link #WHOLE}
	 * @param warned receives warnings about the files, one sentence at a time
	 */
	public static Volume read(final List<Path> channelFiles, final int timePoint,
		final BiConsumer<Path, String> warned) throws ProblemException
	{
		if (channelFiles.size() == 1) return one(channelFiles.get(0), timePoint, warned);
		final List<Problem> problems = new ArrayList<>();
		final Geometry first = geometry(channelFiles.get(0), timePoint);
		for (final Path file : channelFiles) {
			final Geometry geometry = geometry(file, timePoint);
			final String other = "the first channel " + channelFiles.get(0).getFileName();
			if (!geometry.sameSpacing(first) || !geometry.sameGrid(first, Geometry.ACCEPTED)) problems.add(Problem.of(file,
				"Its grid (" + geometry + ") is not that of " + other + " (" + first + ").",
				"Resample all channels of a case to one grid."));
			else if (!geometry.sameGrid(first, Geometry.TOLERANCE)) warned.accept(file, geometry.apart(first, other));
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final int depth = first.sizeZyx()[0];
		final List<float[]> planes = new ArrayList<>();
		for (final Path file : channelFiles) {
			final Volume one = one(file, timePoint, warned);
			for (int plane = 0; plane < one.channels() * depth; plane++)
				planes.add(one.plane(plane / depth, plane % depth));
		}
		return Volume.of(first, planes.toArray(float[][]::new));
	}

	private static Volume one(final Path file, final int timePoint, final BiConsumer<Path, String> warned)
		throws ProblemException
	{
		try (ImageSource in = source(file, timePoint)) {
			final Volume volume = timePoint == WHOLE ? in.read() : in.read(timePoint);
			in.warnings().forEach(warning -> warned.accept(file, warning));
			return volume;
		}
	}

	/**
	 * Reads a label image.
	 *
	 * @throws ProblemException if it has several channels or a value that is not a whole number, or cannot be read
	 */
	public static LabelMap readLabels(final Path file) throws ProblemException {
		return readLabels(file, (which, warning) -> {
			// the caller wants the labels only
		});
	}

	/**
	 * Reads a label image like {@link #readLabels(Path)}.
	 *
	 * @param warned receives warnings about the file, one sentence at a time
	 */
	public static LabelMap readLabels(final Path file, final BiConsumer<Path, String> warned) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, null)) {
			final LabelMap labels = in.readLabels();
			in.warnings().forEach(warning -> warned.accept(file, warning));
			return labels;
		}
	}

	/**
	 * Reads the labels of an image. A file that states no size of voxels, such as a mask of another program, lies on the
	 * grid of its image if it has as many voxels along each axis.
	 *
	 * @param image the grid of the image; null if only the numbers matter, and not the size of a voxel
	 * @param warned receives warnings about the file, one sentence at a time
	 * @throws ProblemException as {@link #readLabels(Path)}
	 */
	public static LabelMap readLabels(final Path file, final Geometry image, final BiConsumer<Path, String> warned)
		throws ProblemException
	{
		if (isBare(file)) try (ImageSource in = ImageSource.open(file, image == null ? new double[] { 1, 1, 1 } : image
			.spacing()))
		{
			final LabelMap labels = in.readLabels();
			in.warnings().forEach(warning -> warned.accept(file, warning));
			if (image == null || !Arrays.equals(labels.size(), image.sizeZyx())) return labels;
			if (image.forms() != null) warned.accept(file, "It states no size and orientation, so its pixels were laid on the " +
				"grid of the image in the order in which both are stored.");
			final short[][] planes = new short[labels.size()[0]][];
			for (int z = 0; z < planes.length; z++)
				planes[z] = labels.plane(z);
			return LabelMap.of(image, planes);
		}
		return readLabels(file, warned);
	}

	/** Whether neither a file nor one beside it states the size of its voxels; reads its header only. */
	public static boolean isBare(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.openTimeLapse(file, null)) {
			return in.isBare();
		}
	}

	/**
	 * The other files that reading a file uses: the other half of a pair, the spacing in CASE.json, the table of colours.
	 * They may be damaged.
	 */
	public static List<Path> companions(final Path file) {
		final List<Path> companions = new ArrayList<>();
		final Path half = NiftiReader.partner(file);
		if (half != null) companions.add(half);
		final Path colours = file.resolveSibling(ColourTable.NAME);
		final boolean coloured = Files.isRegularFile(colours);
		// NB: the content is only looked at where it matters; NIfTI uses neither file
		if (!coloured && StatedSpacing.filesBeside(file).isEmpty() || NiftiReader.accepts(file)) return companions;
		try {
			final Path spacing = StatedSpacing.fileBeside(file);
			if (spacing != null) companions.add(spacing);
		}
		catch (final ProblemException exc) {
			// NB: reported when the file itself is read
			companions.addAll(StatedSpacing.filesBeside(file));
		}
		if (coloured) companions.add(colours);
		return companions;
	}

	/**
	 * The number of time points of files of which each is an image of its own for a network with a number of channels; 1 if
	 * all that they hold counts as channels, or as another number of them. Reads headers only.
	 *
	 * @param channelFiles as for {@link #read(List)}
	 */
	public static int timePoints(final List<Path> channelFiles, final int channels) throws ProblemException {
		int frames = 0, all = 0;
		for (final Path file : channelFiles)
			try (ImageSource in = ImageSource.openTimeLapse(file, null)) {
				if (frames != 0 && in.frames() != frames) return 1;
				frames = in.frames();
				all += in.channels() * in.timePoints();
			}
		return all != channels && all == channels * frames ? frames : 1;
	}

	/** Where the voxels of a file lie; reads its header only. */
	public static Geometry geometry(final Path file) throws ProblemException {
		return geometry(file, WHOLE);
	}

	/**
	 * Where the voxels of a time point lie; reads the file's header only.
	 *
	 * @param timePoint from 0 on; or {@link #WHOLE}
	 */
	public static Geometry geometry(final Path file, final int timePoint) throws ProblemException {
		try (ImageSource in = source(file, timePoint)) {
			return in.geometry();
		}
	}

	private static ImageSource source(final Path file, final int timePoint) throws ProblemException {
		return timePoint == WHOLE ? ImageSource.open(file, null) : ImageSource.openTimeLapse(file, null);
	}

	/** The number of values in a file: voxels times channels; reads its header only. */
	public static long values(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, null)) {
			return in.voxels() * in.channels();
		}
	}

	/** The number of channels of a file; reads its header only. */
	public static int channels(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.open(file, null)) {
			return in.channels();
		}
	}

	/** Whether the content of a file is in a supported format. */
	public static boolean isImage(final Path file) {
		return ImageSource.accepts(file);
	}

	/** Warnings about the header of a file, one sentence each. */
	public static List<String> warnings(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.openTimeLapse(file, null)) {
			in.geometry();
			return in.warnings();
		}
	}

	/**
	 * Opens a file as an ImageJ image, in the type that is closest to the stored one, with calibration, channels,
	 * slices, time points and display range, and with the geometry kept on it (see {@link ImagePlusVolume}). The image
	 * knows its file, for {@code getDirectory("image")}, File &gt; Revert and File &gt; Open Next.
	 */
	public static ImagePlus open(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.openTimeLapse(file, null)) {
			final ImagePlus image = in.image();
			if (image.getOriginalFileInfo() == null) image.setFileInfo(info(image, file.toAbsolutePath()));
			return image;
		}
	}

	private static FileInfo info(final ImagePlus image, final Path file) {
		final FileInfo info = image.getFileInfo();
		// NB: the format that ImageJ reads again by opening the file anew, and not from pixels at an offset
		info.fileFormat = FileInfo.IMAGEIO;
		info.directory = file.getParent() + File.separator;
		info.fileName = file.getFileName().toString();
		info.pixels = null;
		return info;
	}

	/**
	 * Writes labels: .nii, .nii.gz, .hdr, .img as uint8, or as uint16 or int16 if there are larger or negative ones; .tif
	 * and .png (one slice) as 8 or 16 bit.
	 */
	public static void writeLabels(final Path file, final LabelMap labels) throws ProblemException {
		if (ImageWriter.isNifti(file)) NiftiWriter.write(file, labels);
		else ImageWriter.write(file, ImagePlusVolume.image(labels, file.getFileName().toString()));
	}

	/** Writes an image as float32: .nii, .nii.gz, .hdr, .img or .tif. */
	public static void write(final Path file, final Volume volume) throws ProblemException {
		if (ImageWriter.isNifti(file)) NiftiWriter.write(file, volume);
		else ImageWriter.write(file, ImagePlusVolume.image(volume, file.getFileName().toString()));
	}

	/**
	 * Writes an ImageJ image in its own type; the name's ending decides the format as in {@link #write(Path, Volume)}.
	 */
	public static void write(final Path file, final ImagePlus image) throws ProblemException {
		ImageWriter.write(file, image);
	}

	/** The ending of an image file's name, such as .nii.gz or .png, with the dot; empty if there is none. */
	public static String ending(final String name) {
		final String lower = name.toLowerCase(Locale.ROOT);
		for (final String ending : DOUBLE_ENDINGS)
			if (lower.endsWith(ending)) return name.substring(name.length() - ending.length());
		final int dot = name.lastIndexOf('.');
		return dot <= 0 ? "" : name.substring(dot);
	}

	/** An image file's name without its {@link #ending}: what image, labels and spacing of a case have in common. */
	public static String stem(final String name) {
		return name.substring(0, name.length() - ending(name).length());
	}
}
