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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** An image that is read in ImageJ's types: its layout is known once it is open, its pixels are read later. */
abstract class PlainSource implements ImageSource {

	final Path file;
	private final double[] given;
	private final List<String> warnings = new ArrayList<>();
	private int width, height, channels, slices, timePoints;

	/** @param given millimetres along x, y, z that replace what the file states, or null */
	PlainSource(final Path file, final double[] given) {
		this.file = file;
		this.given = given;
	}

	/** Called by the constructor of an implementation. */
	final void layout(final int columns, final int rows, final int planes, final int depth, final int frames) {
		width = columns;
		height = rows;
		channels = planes;
		slices = depth;
		timePoints = frames;
	}

	final int slices() {
		return slices;
	}

	/** The spacing as the file states it. */
	abstract StatedSpacing stated() throws ProblemException;

	/** Reads the pixels of the time points from one up to but not including another. */
	abstract ImagePlus open(int from, int to) throws ProblemException;

	/** Reads the pixels of all time points. */
	final ImagePlus open() throws ProblemException {
		return open(0, timePoints);
	}

	/** Reads the pixels with overlays, display ranges and lookup tables, if the format has them. */
	ImagePlus shown() throws ProblemException {
		return open();
	}

	@Override
	public Geometry geometry() throws ProblemException {
		final long[] size = { width, height, slices };
		final double[] spacing = given != null ? given : StatedSpacing.beside(file);
		if (spacing != null) return kept(Geometry.of(size, spacing));
		final StatedSpacing stated = stated();
		final List<String> guesses = new ArrayList<>();
		final Geometry geometry = Geometry.of(size, stated.millimetres(file.toString(), slices, guesses)).shownIn(stated
			.unit());
		guesses.forEach(this::warn);
		return kept(geometry);
	}

	@Override
	public long voxels() {
		return (long) width * height * slices;
	}

	@Override
	public boolean isBare() throws ProblemException {
		return given == null && StatedSpacing.beside(file) == null && stated().isNothing();
	}

	@Override
	public int channels() {
		return channels;
	}

	@Override
	public int timePoints() {
		return timePoints;
	}

	@Override
	public Volume read() throws ProblemException {
		final Geometry geometry = geometry();
		return ImagePlusVolume.volume(checked(open(), timePoints), geometry);
	}

	@Override
	public Volume read(final int t) throws ProblemException {
		final Geometry geometry = geometry();
		return ImagePlusVolume.volume(checked(open(t, t + 1), 1), geometry);
	}

	@Override
	public LabelMap readLabels() throws ProblemException {
		final Geometry geometry = geometry();
		return ImagePlusVolume.labels(checked(open(), timePoints), geometry, ColourTable.beside(file));
	}

	@Override
	public ImagePlus image() throws ProblemException {
		final Geometry geometry = geometry();
		final ImagePlus image = checked(shown(), timePoints);
		Appearance.place(image, geometry);
		if (timePoints > 1) image.setOpenAsHyperStack(true);
		return image;
	}

	@Override
	public ImagePlus image(final int t) throws ProblemException {
		final Geometry geometry = geometry();
		final ImagePlus plain = checked(open(t, t + 1), 1);
		final ImagePlus image = plain.getBitDepth() == 24 ? plain : Appearance.composite(plain);
		Appearance.calibrate(image, geometry);
		return image;
	}

	/** The geometry to use instead, if the file knows of one with an orientation that agrees with this one. */
	Geometry kept(final Geometry geometry) throws ProblemException {
		return geometry;
	}

	/** Checks that ImageJ has read what the header states; at the end of a truncated file it stops silently. */
	private ImagePlus checked(final ImagePlus image, final int frames) throws ProblemException {
		final int colours = image.getBitDepth() == 24 ? 3 : 1;
		if (image.getWidth() != width || image.getHeight() != height || (long) image.getStackSize() * colours !=
			(long) channels * slices * frames) throw damaged(null);
		image.setDimensions(channels / colours, slices, frames);
		return image;
	}

	final ProblemException damaged(final Exception cause) {
		return new ProblemException(file, "It cannot be read as the image that its header describes" + (cause == null ? "."
			: " (" + cause + ")."), "The file is damaged; get it again, or open it in Fiji and save it as TIFF.", cause);
	}

	/** Adds a warning about the file, once. */
	final void warn(final String sentence) {
		if (!warnings.contains(sentence)) warnings.add(sentence);
	}

	@Override
	public List<String> warnings() {
		return List.copyOf(warnings);
	}

	@Override
	public void close() throws ProblemException {
		// opened and closed at each reading
	}
}
