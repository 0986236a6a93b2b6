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
import ij.ImageStack;
import ij.io.Opener;
import ij.measure.Calibration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.tiff.TiffReader;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * A TIFF file: slices, channels, time points and calibration come from ImageJ's description in it, or from OME's. Print
 * resolutions (dots per inch) of other programs do not count as calibration.
 */
final class TiffSource extends PlainSource {

	private final TiffReader in;
	private final Map<String, String> description;
	private final OmeDescription ome;

	TiffSource(final Path file, final double[] spacing) throws ProblemException {
		super(file, spacing);
		in = TiffReader.open(file);
		try {
			description = ImageJDescription.parse(in.description());
			if (!description.isEmpty()) in.followedBy(number("images", 1));
			ome = OmeDescription.is(in.description()) ? OmeDescription.parse(file, in.description(), in.channels(), in
				.pages()) : null;
			if (ome != null) layout(in.width(), in.height(), ome.channels() * in.channels(), ome.slices(), ome.frames());
			else layout();
		}
		catch (final ProblemException exc) {
			in.close();
			throw exc;
		}
		in.warnings().forEach(this::warn);
	}

	/** The layout that ImageJ's description states; without one, pages are slices. */
	private void layout() throws ProblemException {
		final int stacked = number("channels", 1), frames = number("frames", 1);
		final int slices = number("slices", Math.max(1, in.pages() / stacked / frames));
		final long planes = (long) stacked * slices;
		if (planes > in.pages() || planes * frames != in.pages()) throw new ProblemException(file, "Its description states " +
			stacked + " channels, " + slices + " slices and " + frames + " time points, but it has " + in.pages() + " pages.",
			"The file is cut off or damaged; get it again, or open it in Fiji and save it as TIFF.");
		layout(in.width(), in.height(), stacked * in.channels(), slices, frames);
	}

	@Override
	StatedSpacing stated() throws ProblemException {
		if (ome != null) return ome.spacing();
		final double[] size = in.pixelSize();
		final boolean centimetres = in.resolutionUnit() == 3;
		if (description.isEmpty()) return centimetres && size[0] > 0 && size[1] > 0 ? new StatedSpacing(size[0], size[1],
			slices() > 1 ? Double.NaN : 1, "cm") : StatedSpacing.NONE;
		final String unit = description.getOrDefault("unit", "");
		// NB: some writers state centimetres in the tag and micrometres in ImageJ's text; ImageJ believes the latter
		final double scale = centimetres && "um".equals(unit) ? 10000 : 1;
		final double[] sizes = { size[0] > 0 ? size[0] * scale : 1, size[1] > 0 ? size[1] * scale : 1, 1 };
		try {
			sizes[2] = Math.abs(Double.parseDouble(description.getOrDefault("spacing", "1")));
		}
		catch (final NumberFormatException exc) {
			sizes[2] = Double.NaN;
		}
		return new StatedSpacing(sizes, new String[] { unit, description.getOrDefault("yunit", unit), description
			.getOrDefault("zunit", unit) });
	}

	@Override
	Geometry kept(final Geometry geometry) throws ProblemException {
		final Geometry noted = GeometryNote.parse(in.info());
		return noted != null && ImagePlusVolume.agrees(noted, geometry.size(), geometry.spacing()) ? noted : geometry;
	}

	private int number(final String key, final int otherwise) {
		try {
			final int number = Integer.parseInt(description.getOrDefault(key, "").trim());
			return number > 0 ? number : otherwise;
		}
		catch (final NumberFormatException exc) {
			return otherwise;
		}
	}

	@Override
	public LabelMap readLabels() throws ProblemException {
		if (in.lossy()) throw new ProblemException(file, "A TIFF with JPEG in it is not a label image: the compression " +
			"changes the values.", "Export the labels again as TIFF without compression, or as PNG.");
		return super.readLabels();
	}

	@Override
	ImagePlus open(final int from, final int to) throws ProblemException {
		final ImageStack stack = new ImageStack(in.width(), in.height());
		final int pages = (ome == null ? in.pages() : ome.pages().length) / timePoints();
		for (int n = from * pages; n < to * pages; n++) {
			final Object[] planes = in.planes(ome == null ? n : ome.pages()[n]);
			if (in.rgb()) stack.addSlice(null, RasterSource.colours(planes));
			else for (final Object plane : planes)
				stack.addSlice(null, plane);
		}
		in.warnings().forEach(this::warn);
		final ImagePlus image = new ImagePlus(file.getFileName().toString(), stack);
		final Calibration calibration = image.getCalibration();
		if (in.signed16()) calibration.setSigned16BitCalibration();
		else ImageJDescription.calibrate(description, calibration);
		if (ome == null) ImageJDescription.time(description, calibration);
		else calibration.frameInterval = ome.time().seconds();
		image.setProperty("Info", in.info());
		return image;
	}

	/** Uses ImageJ's own reader if it reads the same pixels, as it knows overlays, display ranges and lookup tables. */
	@Override
	ImagePlus shown() throws ProblemException {
		if (ome != null || !in.knownToImageJ()) return open();
		final Path whole = file.toAbsolutePath();
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		try {
			final ImagePlus image = opener.openTiff(whole.getParent().toString(), whole.getFileName().toString());
			return image != null && same(image.getStack()) ? image : open();
		}
		catch (final RuntimeException exc) {
			throw damaged(exc);
		}
	}

	/** Whether ImageJ has read the same pixels. NB: in a damaged header it may see another form of pixels. */
	private boolean same(final ImageStack stack) throws ProblemException {
		boolean same = stack.getSize() == in.pages() && stack.getWidth() == in.width() && stack.getHeight() == in.height();
		for (int page = 0; same && page < in.pages(); page++) {
			final Object[] planes = in.planes(page);
			same = Objects.deepEquals(in.rgb() ? RasterSource.colours(planes) : planes[0], stack.getPixels(page + 1));
		}
		return same;
	}

	@Override
	public void close() throws ProblemException {
		in.close();
	}
}
