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
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * A PNG, JPEG or BMP file: one slice of 8-bit, 16-bit, indexed or RGB pixels. It has no
 * spacing; a pixel counts as 1 mm. Transparency is ignored.
 */
final class RasterSource extends PlainSource {

	/** No PNG or BMP packs more bits of pixels than this into a byte. */
	private static final int BITS_PER_BYTE = 8 * 1032;

	private final boolean lossy;

	RasterSource(final Path file, final double[] spacing, final boolean lossy) throws ProblemException {
		super(file, spacing);
		this.lossy = lossy;
		if (!lossy) {
			final String wrong = PngCheck.problem(file);
			if (wrong != null) throw new ProblemException(file, "The file is damaged: " + wrong + ".",
				"Get it again from where it came from.");
		}
		read(reader -> {
			final long width = reader.getWidth(0), height = reader.getHeight(0);
			final ImageTypeSpecifier type = reader.getRawImageType(0);
			final long bits = type == null ? 1 : type.getColorModel().getPixelSize();
			if (width * height > Integer.MAX_VALUE - 8 || width * height * bits / BITS_PER_BYTE > Files.size(file))
				throw new ProblemException(file, "Its header claims " + width + " x " + height + " pixels, but the file has " +
					Files.size(file) + " bytes.", "The file is damaged; get it again from where it came from.");
			if (type == null && !reader.getImageTypes(0).hasNext()) throw new ProblemException(file,
				"Its colours are not red, green and blue.", "Open it in another program and save it as RGB or grey PNG.");
			final boolean colour = type == null || colour(type.getColorModel().getNumColorComponents(), type
				.getColorModel() instanceof IndexColorModel m ? m : null);
			layout((int) width, (int) height, colour ? 3 : 1, 1, 1);
			return null;
		});
	}

	private interface Use<T> {

		T of(ImageReader reader) throws IOException;
	}

	/** Uses Java's own reader, whatever others are registered; a warning, such as of a missing end, is a failure. */
	private <T> T read(final Use<T> use) throws ProblemException {
		ImageReader reader = null;
		try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
			reader = reader(in);
			reader.setInput(in, true, true);
			reader.addIIOReadWarningListener((source, warning) -> {
				throw new IllegalStateException(warning);
			});
			return use.of(reader);
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException | RuntimeException exc) {
			throw damaged(exc);
		}
		finally {
			if (reader != null) reader.dispose();
		}
	}

	private ImageReader reader(final ImageInputStream in) throws ProblemException {
		final Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
		while (readers.hasNext()) {
			final ImageReader reader = readers.next();
			if ("java.desktop".equals(reader.getClass().getModule().getName())) return reader;
			reader.dispose();
		}
		throw damaged(null);
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
		if (lossy) throw new ProblemException(file, "A JPEG is not a label image: its compression changes the values.",
			"Export the labels again as PNG or TIFF.");
		final BufferedImage image = decode();
		if (!(image.getColorModel() instanceof IndexColorModel)) return super.readLabels();
		// the index of a colour in the palette is the label
		return ImagePlusVolume.labels(new ImagePlus(file.toString(), bytes(image.getRaster())), geometry(), null);
	}

	@Override
	ImagePlus open(final int from, final int to) throws ProblemException {
		return new ImagePlus(file.getFileName().toString(), stack(decode()));
	}

	private BufferedImage decode() throws ProblemException {
		return read(reader -> reader.read(0));
	}

	private static ImageStack stack(final BufferedImage image) {
		final Raster raster = image.getRaster();
		final int width = raster.getWidth(), height = raster.getHeight();
		final IndexColorModel palette = image.getColorModel() instanceof IndexColorModel model ? model : null;
		final boolean wide = palette == null && raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT && raster
			.getSampleModel().getSampleSize(0) == 16;
		final ImageStack stack = new ImageStack(width, height);
		if (!colour(image.getColorModel().getNumColorComponents(), palette)) {
			final ImageProcessor grey = wide ? shorts(raster, 0) : bytes(raster);
			if (palette != null) {
				final byte[] pixels = (byte[]) grey.getPixels();
				for (int n = 0; n < pixels.length; n++)
					pixels[n] = (byte) palette.getRed(pixels[n] & 255);
			}
			stack.addSlice(grey);
		}
		else if (wide) for (int band = 0; band < 3; band++)
			stack.addSlice(shorts(raster, band));
		else stack.addSlice(new ColorProcessor(width, height, image.getRGB(0, 0, width, height, null, 0, width)));
		return stack;
	}

	/** ImageJ's pixels of three planes of 8 bits. */
	static int[] colours(final Object[] planes) {
		final byte[] red = (byte[]) planes[0], green = (byte[]) planes[1], blue = (byte[]) planes[2];
		final int[] pixels = new int[red.length];
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = 0xff000000 | (red[n] & 255) << 16 | (green[n] & 255) << 8 | blue[n] & 255;
		return pixels;
	}

	private static ByteProcessor bytes(final Raster raster) {
		final int[] samples = samples(raster, 0);
		final byte[] pixels = new byte[samples.length];
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = (byte) samples[n];
		return new ByteProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static ShortProcessor shorts(final Raster raster, final int band) {
		final int[] samples = samples(raster, band);
		final short[] pixels = new short[samples.length];
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = (short) samples[n];
		return new ShortProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static int[] samples(final Raster raster, final int band) {
		return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (int[]) null);
	}
}
