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
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * A PNG, JPEG or BMP file: one slice of 8-bit, 16-bit, indexed or RGB pixels. It has no
 * spacing; a pixel counts as 1 mm. Transparency is left aside.
 */
final class RasterSource extends PlainSource {

	/** No PNG or BMP packs more pixels than this into a byte. */
	private static final int PIXELS_PER_BYTE = 8 * 1032;

	private final boolean lossy;

	RasterSource(final Path file, final double[] spacing, final boolean lossy) throws ProblemException {
		super(file, spacing);
		this.lossy = lossy;
		try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
			final ImageReader reader = reader(in);
			try {
				final long width = reader.getWidth(0), height = reader.getHeight(0);
				if (width * height > Integer.MAX_VALUE - 8 || width * height / PIXELS_PER_BYTE > Files.size(file))
					throw new ProblemException(file, "Its header claims " + width + " x " + height + " pixels, but the file has " +
						Files.size(file) + " bytes.", "The file is damaged; get it again from where it came from.");
				final var type = reader.getRawImageType(0);
				final boolean colour = type == null ? true : colour(type.getColorModel().getNumColorComponents(), type
					.getColorModel() instanceof IndexColorModel m ? m : null);
				layout((int) width, (int) height, colour ? 3 : 1, 1, 1);
			}
			finally {
				reader.dispose();
			}
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException | RuntimeException exc) {
			throw damaged(exc);
		}
	}

	private ImageReader reader(final ImageInputStream in) throws ProblemException {
		final Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
		if (!readers.hasNext()) throw damaged(null);
		final ImageReader reader = readers.next();
		reader.setInput(in, true, true);
		return reader;
	}

	private static boolean colour(final int components, final IndexColorModel palette) {
		return palette == null ? components > 2 : !grey(palette);
	}

	private static boolean grey(final IndexColorModel palette) {
		for (int n = 0; n < palette.getMapSize(); n++)
			if (palette.getRed(n) != palette.getGreen(n) || palette.getRed(n) != palette.getBlue(n)) return false;
		return true;
	}

	@Override
	StatedSpacing stated() {
		return StatedSpacing.NONE;
	}

	@Override
	public LabelMap readLabels() throws ProblemException {
		if (lossy) throw new ProblemException(file, "A JPEG is no label image: its compression changes the values.",
			"Export the labels again as PNG or TIFF.");
		final BufferedImage image = decode();
		if (!(image.getColorModel() instanceof IndexColorModel)) return super.readLabels();
		// the number of a colour is the label, whatever the colour
		return ImagePlusVolume.labels(new ImagePlus("", bytes(image.getRaster())), geometry(), null);
	}

	@Override
	ImagePlus open() throws ProblemException {
		final BufferedImage image = decode();
		return new ImagePlus(file.getFileName().toString(), processor(image));
	}

	private BufferedImage decode() throws ProblemException {
		try {
			final BufferedImage image = ImageIO.read(file.toFile());
			if (image == null) throw damaged(null);
			return image;
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException | RuntimeException exc) {
			throw damaged(exc);
		}
	}

	private static ImageProcessor processor(final BufferedImage image) {
		final Raster raster = image.getRaster();
		final IndexColorModel palette = image.getColorModel() instanceof IndexColorModel model ? model : null;
		if (colour(image.getColorModel().getNumColorComponents(), palette)) return new ColorProcessor(raster.getWidth(), raster
			.getHeight(), image.getRGB(0, 0, raster.getWidth(), raster.getHeight(), null, 0, raster.getWidth()));
		if (palette == null) return raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? shorts(raster) : bytes(
			raster);
		final ByteProcessor grey = bytes(raster);
		final byte[] pixels = (byte[]) grey.getPixels();
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = (byte) palette.getRed(pixels[n] & 255);
		return grey;
	}

	private static ByteProcessor bytes(final Raster raster) {
		final int[] samples = samples(raster);
		final byte[] pixels = new byte[samples.length];
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = (byte) samples[n];
		return new ByteProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static ShortProcessor shorts(final Raster raster) {
		final int[] samples = samples(raster);
		final short[] pixels = new short[samples.length];
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = (short) samples[n];
		return new ShortProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static int[] samples(final Raster raster) {
		return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
	}
}
