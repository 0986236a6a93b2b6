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
import ij.io.Opener;
import ij.io.TiffDecoder;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;

/**
 * A TIFF file as ImageJ writes and reads it: slices, channels and calibration come from
 * ImageJ's description in it. Print resolutions (dots per inch) of other programs are no
 * calibration.
 */
final class TiffSource extends PlainSource {

	private final FileInfo[] infos;
	private final Properties description = new Properties();

	TiffSource(final Path file, final double[] spacing) throws ProblemException {
		super(file, spacing);
		try (TiffCheck check = new TiffCheck(file)) {
			final String problem = check.problem();
			if (problem != null) throw new ProblemException(file, "It is damaged: " + problem + ".",
				"Get it again from where it came from.");
			final Path whole = file.toAbsolutePath();
			infos = new TiffDecoder(whole.getParent().toString(), whole.getFileName().toString()).getTiffInfo();
			if (infos == null || infos.length == 0) throw damaged(null);
			final String text = infos[0].description;
			if (text != null && text.startsWith("ImageJ")) description.load(new StringReader(text));
			if (text != null && text.contains("<OME")) throw new ProblemException(file, "It is an OME-TIFF.",
				"Open it in Fiji with Bio-Formats and save it with File > Save As > Tiff....");
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException | RuntimeException exc) {
			throw damaged(exc);
		}
		final long area = (long) infos[0].width * infos[0].height;
		final long least = area * pages() * infos[0].getBytesPerPixel();
		if (infos[0].width < 1 || infos[0].height < 1 || infos[0].compression <= FileInfo.COMPRESSION_NONE && least > length())
			throw new ProblemException(file, "Its header promises " + least + " bytes of pixels, but the file ends at byte " +
				length() + ".", "The file is cut off or damaged; get it again from where it came from.");
		final int colours = infos[0].fileType == FileInfo.RGB || infos[0].fileType == FileInfo.RGB_PLANAR ? 3 : 1;
		final int channels = number("channels", infos[0].samplesPerPixel > 1 && colours == 1 ? infos[0].samplesPerPixel : 1);
		layout(infos[0].width, infos[0].height, channels * colours, number("slices", Math.max(1, (int) (pages() / channels /
			number("frames", 1)))), number("frames", 1));
	}

	private long pages() {
		return Math.max(infos.length, infos[0].nImages);
	}

	private long length() throws ProblemException {
		try {
			return Files.size(file);
		}
		catch (final IOException exc) {
			throw damaged(exc);
		}
	}

	@Override
	StatedSpacing stated() {
		final FileInfo info = infos[0];
		final String unit = description.getProperty("unit", "");
		if (description.isEmpty()) return "cm".equals(info.unit) ? new StatedSpacing(info.pixelWidth, info.pixelHeight,
			slices() > 1 ? Double.NaN : 1, "cm") : StatedSpacing.NONE;
		// NB: some writers state centimetres in the tag and micrometres in ImageJ's text; ImageJ believes the latter
		final double scale = "cm".equals(info.unit) && "um".equals(unit) ? 10000 : 1;
		double depth = 1;
		try {
			depth = Math.abs(Double.parseDouble(description.getProperty("spacing", "1")));
		}
		catch (final NumberFormatException exc) {
			depth = Double.NaN;
		}
		return new StatedSpacing(info.pixelWidth * scale, info.pixelHeight * scale, depth, unit);
	}

	@Override
	Geometry kept(final Geometry geometry) {
		final Geometry noted = GeometryNote.parse(infos[0].info);
		return noted != null && ImagePlusVolume.agrees(noted, geometry.size(), geometry.spacing()) ? noted : geometry;
	}

	private int number(final String key, final int otherwise) {
		try {
			final int number = Integer.parseInt(description.getProperty(key, "").trim());
			return number > 0 ? number : otherwise;
		}
		catch (final NumberFormatException exc) {
			return otherwise;
		}
	}

	@Override
	ImagePlus open() throws ProblemException {
		final Path whole = file.toAbsolutePath();
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		final ImagePlus image;
		try {
			image = opener.openTiff(whole.getParent().toString(), whole.getFileName().toString());
		}
		catch (final RuntimeException exc) {
			throw damaged(exc);
		}
		if (image == null) throw new ProblemException(file, "ImageJ cannot read this TIFF; its compression may be unknown.",
			"Open it in Fiji with Bio-Formats and save it with File > Save As > Tiff....");
		return image;
	}
}
