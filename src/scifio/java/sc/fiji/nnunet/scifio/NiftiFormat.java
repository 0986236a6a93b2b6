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
package sc.fiji.nnunet.scifio;

import io.scif.AbstractChecker;
import io.scif.AbstractFormat;
import io.scif.AbstractParser;
import io.scif.AbstractTranslator;
import io.scif.ByteArrayPlane;
import io.scif.ByteArrayReader;
import io.scif.Format;
import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.Translator;
import io.scif.config.SCIFIOConfig;
import io.scif.util.FormatTools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import net.imagej.axis.Axes;
import net.imglib2.Interval;

import org.scijava.Priority;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * NIfTI as a format of SCIFIO, and thus of ImageJ2's own opening and saving; the format
 * itself is read and written by {@link NiftiReader} and {@link sc.fiji.nnunet.nifti.NiftiWriter}.
 * <p>
 * Local files only. Stored types are kept if SCIFIO has them; scaled values
 * and 64-bit integers become double. Axes four to seven become one: channels, or time for
 * colours.
 * </p>
 */
@Plugin(type = Format.class, name = "NIfTI")
public class NiftiFormat extends AbstractFormat {

	@Override
	protected String[] makeSuffixArray() {
		return new String[] { "nii", "nii.gz", "hdr", "hdr.gz", "img", "img.gz" };
	}

	/** The file of a location, or null if it is not a local file. */
	static Path path(final Location location) {
		return location instanceof FileLocation file ? file.getFile().toPath() : null;
	}

	/** Checks the content, not the suffix: .hdr and .img are shared with other formats, Analyze among them. */
	public static class Checker extends AbstractChecker {

		@Override
		public boolean suffixSufficient() {
			return false;
		}

		/** Accepts every file with the suffix of NIfTI, damaged ones too: the parser reports what is wrong with them. */
		@Override
		public boolean isFormat(final Location location, final SCIFIOConfig config) {
			final String name = String.valueOf(location.getName()).toLowerCase(Locale.ROOT);
			return name.endsWith(".nii") || name.endsWith(".nii.gz") || super.isFormat(location, config);
		}

		@Override
		public boolean isFormat(final DataHandle<Location> handle) {
			final Path file = path(handle.get());
			if (file == null || !NiftiReader.accepts(file)) return false;
			try (NiftiReader in = NiftiReader.open(file)) {
				return in.header().version() > 0;
			}
			catch (final ProblemException exc) {
				return false; // nothing that this format could read
			}
		}
	}

	/** Reads the header. */
	public static class Parser extends AbstractParser<Metadata> {

		@Override
		protected void typedParse(final DataHandle<Location> handle, final Metadata meta, final SCIFIOConfig config)
			throws IOException, FormatException
		{
			final Path file = path(handle.get());
			if (file == null) throw new FormatException("NIfTI is read from local files only, not from " + handle
				.get());
			try (NiftiReader in = NiftiReader.open(file)) {
				meta.createImageMetadata(1);
				meta.setHeader(in.header(), in.geometry());
				for (final String warning : in.warnings())
					log().warn(file + ": " + warning);
			}
		}
	}

	/** Reads planes. */
	public static class Reader extends ByteArrayReader<Metadata> {

		private NiftiReader in;

		@Override
		protected String[] createDomainArray() {
			return new String[] { FormatTools.MEDICAL_DOMAIN };
		}

		@Override
		public ByteArrayPlane openPlane(final int imageIndex, final long planeIndex, final ByteArrayPlane plane,
			final Interval bounds, final SCIFIOConfig config) throws FormatException, IOException
		{
			final NiftiMetadata meta = getMetadata();
			final byte[] into = plane.getData();
			FormatTools.checkPlaneForReading(meta, imageIndex, planeIndex, into.length, bounds);
			if (in == null) in = NiftiReader.open(path(meta.getSourceLocation()));
			final NiftiHeader header = in.header();
			final int frame = (int) (planeIndex / header.size(2)), z = (int) (planeIndex % header.size(2));
			final byte[] whole = NiftiMetadata.isDouble(header) ? doubles(frame, z) : stored(frame, z);
			final ImageMetadata image = meta.get(imageIndex);
			final int x = image.getAxisIndex(Axes.X), y = image.getAxisIndex(Axes.Y);
			final int pixel = whole.length / (int) (header.size(0) * header.size(1));
			final int row = pixel * (int) bounds.dimension(x);
			for (int n = 0; n < bounds.dimension(y); n++)
				System.arraycopy(whole, (int) (((bounds.min(y) + n) * header.size(0) + bounds.min(x)) * pixel), into, n * row,
					row);
			return plane;
		}

		private byte[] stored(final int frame, final int z) throws ProblemException {
			final byte[] plane = new byte[(int) (in.header().size(0) * in.header().size(1) * in.header().type().bytes())];
			in.readPlane(frame, z, plane);
			return plane;
		}

		private byte[] doubles(final int frame, final int z) throws ProblemException {
			final double[] plane = new double[(int) (in.header().size(0) * in.header().size(1))];
			in.readPlane(frame, z, plane);
			final ByteBuffer bytes = ByteBuffer.allocate(8 * plane.length).order(in.header().order());
			bytes.asDoubleBuffer().put(plane);
			return bytes.array();
		}

		@Override
		public void close(final boolean fileOnly) throws IOException {
			if (in != null) in.close();
			in = null;
			super.close(fileOnly);
		}
	}

	/** See {@link NiftiPlaneWriter}; SCIFIO looks for a nested class. */
	public static class Writer extends NiftiPlaneWriter {
	}

	/** See {@link NiftiMetadata}; SCIFIO looks for a nested class. */
	public static class Metadata extends NiftiMetadata {
	}

	/** From any other format: axes and types are SCIFIO's, a NIfTI source keeps its geometry. */
	@Plugin(type = Translator.class, priority = Priority.LOW)
	public static class NiftiTranslator extends AbstractTranslator<io.scif.Metadata, Metadata> {

		@Override
		public Class<? extends io.scif.Metadata> source() {
			return io.scif.Metadata.class;
		}

		@Override
		public Class<? extends io.scif.Metadata> dest() {
			return Metadata.class;
		}

		@Override
		protected void translateImageMetadata(final List<ImageMetadata> source, final Metadata dest) {
			// NB: all that NIfTI can hold has been copied, the byte order of the planes included: SCIFIO passes them as
			// they are in the source
		}

		@Override
		protected void translateFormatMetadata(final io.scif.Metadata source, final Metadata dest) {
			if (source instanceof NiftiMetadata nifti) dest.setGeometry(nifti.getGeometry());
		}
	}
}
