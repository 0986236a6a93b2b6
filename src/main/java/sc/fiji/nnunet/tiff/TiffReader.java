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
package sc.fiji.nnunet.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads the pages of TIFF and BigTIFF files.
 * <p>
 * Opening reads the directories only and refuses what is not in the table of {@link TiffForm}; pixels come page by
 * page. All pages have one size and form; reduced copies of a page (thumbnails, pyramids) are skipped. Nothing is
 * trusted: what a file claims is checked against its length before memory is allocated.
 * </p>
 * <pre>
 * try (TiffReader in = TiffReader.open(file)) {
 * 	Object[] planes = in.planes(0); // byte[], short[] or float[] per channel
 * }
 * </pre>
 */
public final class TiffReader implements Closeable {

	/** No supported compression packs better than this. */
	static final int LARGEST_RATIO = 1 << 11;

	private static final int LONGEST_TEXT = 1 << 26;

	private static final String AGAIN = "Get the file again from where it came from.";

	private final Path file;
	private final TiffBytes in;
	private final List<TiffDirectory> pages = new ArrayList<>();
	private final List<String> warnings = new ArrayList<>();
	private final TiffForm form;
	private final TiffLayout layout;
	private final String description;
	private final int orientation;
	private int count;
	private int reduced;

	private TiffReader(final Path file, final TiffBytes in) throws ProblemException, IOException {
		this.file = file;
		this.in = in;
		for (final TiffDirectory page : in.directories()) {
			if ((page.number(TiffDirectory.SUBFILE, 0) & 1) == 0) pages.add(page);
			else reduced++;
		}
		if (pages.isEmpty()) throw new TiffException("it has no page");
		if (reduced > 0) warnings.add(reduced + " reduced copies of pages were skipped.");
		final TiffDirectory first = pages.get(0);
		form = form(first);
		layout = TiffLayout.of(first, form);
		for (final TiffDirectory page : pages)
			if (page != first && (!form(page).equals(form) || !TiffLayout.of(page, form).equals(layout)))
				throw new ProblemException(file, "Its pages differ in size or pixel type.",
					"Save the pages of each size and type as a separate file, for instance in Fiji.");
		orientation = (int) first.number(TiffDirectory.ORIENTATION, 1);
		if (orientation > 4) throw refused("rows and columns exchanged (orientation " + orientation + ")");
		description = first.text(TiffDirectory.DESCRIPTION, LONGEST_TEXT);
		count = pages.size();
		if (form.format() != TiffForm.FLOAT && form.bits() >= 32) warnings.add("Its " + form.bits() +
			"-bit whole numbers are read as 32-bit float; those above 2^24 are rounded.");
		if (form.alpha() > 0) warnings.add("Its transparency was left out.");
		if (form.photometric() == TiffForm.WHITE_IS_ZERO && form.bits() >= 8) warnings.add(
			"It shows 0 as white; the numbers are read as they are stored.");
	}

	/**
	 * Opens a file and reads its directories.
	 *
	 * @throws ProblemException if the file is damaged, or its pixels have a form that is not supported
	 */
	public static TiffReader open(final Path file) throws ProblemException {
		TiffBytes in = null;
		try {
			in = new TiffBytes(file);
			final TiffReader reader = new TiffReader(file, in);
			reader.checkSize();
			in = null;
			return reader;
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
		finally {
			close(in);
		}
	}

	private static void close(final TiffBytes in) {
		try {
			if (in != null) in.close();
		}
		catch (final IOException exc) {
			throw new UncheckedIOException(exc);
		}
	}

	private static ProblemException failure(final Path file, final IOException exc) {
		if (exc instanceof ProblemException problem) return problem;
		if (exc instanceof TiffException) return new ProblemException(file, "The file is damaged: " + exc.getMessage() +
			".", AGAIN, exc);
		return new ProblemException(file, "It cannot be read (" + exc.getMessage() + ").",
			"Check the permissions, or get the file again from where it came from.", exc);
	}

	/** The form of a page, if it is supported. */
	private TiffForm form(final TiffDirectory page) throws IOException {
		final long samples = page.number(TiffDirectory.SAMPLES, 1);
		final long given = page.count(TiffDirectory.BITS);
		if (samples < 1 || samples > 1 << 16 || given > samples) throw new TiffException("it claims " + samples +
			" samples per pixel");
		final long bits = page.number(TiffDirectory.BITS, 1), format = page.number(TiffDirectory.FORMAT, 1);
		for (int n = 1; n < given; n++)
			if (page.value(TiffDirectory.BITS, n) != bits) throw refused("samples of different numbers of bits");
		for (int n = 1; n < page.count(TiffDirectory.FORMAT); n++)
			if (page.value(TiffDirectory.FORMAT, n) != format) throw refused("samples of different formats");
		final int photometric = (int) page.number(TiffDirectory.PHOTOMETRIC, 1);
		int alpha = 0;
		for (int n = 0; n < Math.min(page.count(TiffDirectory.EXTRA), samples - 1); n++)
			if (page.value(TiffDirectory.EXTRA, n) == 1 || page.value(TiffDirectory.EXTRA, n) == 2) alpha++;
		// NB: 4 is "undefined", which some writers mean as unsigned
		final TiffForm found = new TiffForm(Compression.of(page.number(TiffDirectory.COMPRESSION, 1)), (int) Math.min(bits,
			Integer.MAX_VALUE), format == 4 ? 1 : (int) format, (int) page.number(TiffDirectory.PREDICTOR, 1), photometric,
			(int) samples, alpha, samples > 1 && page.number(TiffDirectory.PLANAR, 1) == 2, page.number(
				TiffDirectory.FILL_ORDER, 1) == 2);
		final String refusal = found.refusal();
		if (refusal != null) throw refused(refusal);
		if (found.colour() && found.channels() < 3) throw new TiffException("it claims colours of " + found.channels() +
			" samples");
		return found;
	}

	private ProblemException refused(final String what) {
		return new ProblemException(file, "Its pixels are stored in a form that is not supported: " + what + ".",
			"Open it in Fiji (File > Import > Bio-Formats) or another program and save it as uncompressed TIFF of 8, 16 or " +
				"32 bits, or as NIfTI.");
	}

	private void checkSize() throws IOException {
		final long claimed = Math.multiplyHigh(layout.pageBytes(), count) != 0 ? Long.MAX_VALUE : layout.pageBytes() *
			count;
		final boolean packed = form.compression() != Compression.NONE;
		if (claimed / (packed ? LARGEST_RATIO : 1) > in.length()) throw new TiffException("it claims " + layout.width() +
			" x " + layout.height() + " pixels on " + count + " pages, but has " + in.length() + " bytes");
		final double part = (double) layout.rowBytes() * layout.partHeight();
		if (part / LARGEST_RATIO > in.length()) throw new TiffException("it claims parts of " + layout.partWidth() + " x " +
			layout.partHeight() + " pixels, but has " + in.length() + " bytes");
		for (final TiffDirectory page : pages)
			if (page.count(offsets()) != layout.parts()) throw new TiffException("a page has " + page.count(offsets()) +
				" parts where " + layout.parts() + " are needed");
	}

	/**
	 * Treats the file as a large stack by ImageJ: only the first page has a directory, the pixels of the others follow.
	 *
	 * @param number the number of all pages
	 */
	public void followedBy(final int number) throws ProblemException {
		if (pages.size() > 1 || number <= 1) return;
		try {
			if (form.compression() != Compression.NONE || layout.tiled() || form.planar()) throw new TiffException(
				"it claims " + number + " pages but has one");
			count = number;
			checkSize();
			long end = offset(0);
			for (int n = 0; n < layout.parts(); n++, end += layout.rowBytes() * layout.partHeight())
				if (pages.get(0).value(TiffDirectory.STRIPS, n) != end) throw new TiffException("its pages are not contiguous");
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
	}

	private long offset(final int part) throws IOException {
		return pages.get(0).value(offsets(), part);
	}

	private int offsets() {
		return layout.tiled() && pages.get(0).has(TiffDirectory.TILES) ? TiffDirectory.TILES : TiffDirectory.STRIPS;
	}

	/** Pixels per row. */
	public int width() {
		return layout.width();
	}

	/** Rows per page. */
	public int height() {
		return layout.height();
	}

	/** The number of pages. */
	public int pages() {
		return count;
	}

	/** The number of planes per page; three for RGB. Transparency does not count. */
	public int channels() {
		return form.channels();
	}

	/** Whether the first three channels are red, green and blue of 8 bits and there are no others. */
	public boolean rgb() {
		return form.colour() && form.bits() == 8 && form.channels() == 3;
	}

	/** Whether shorts hold signed numbers, as number + 32768. */
	public boolean signed16() {
		return form.format() == TiffForm.SIGNED && form.bits() <= 16;
	}

	/** Whether the compression may have changed values. */
	public boolean lossy() {
		return form.compression() == Compression.JPEG;
	}

	/** Whether ImageJ's own reader gives the same pixels, and its metadata is valid. */
	public boolean knownToImageJ() throws ProblemException {
		try {
			if (in.big() || reduced > 0 || layout.tiled() || !form.plain() || orientation != 1) return false;
			for (final TiffDirectory page : pages) {
				if (!new ImageJParts(page, in.order()).valid()) return false;
				for (int n = 0; n < layout.parts(); n++)
					in.require(page.value(TiffDirectory.STRIPS, n) + layout.rowBytes() * layout.storedRows(n));
			}
			in.require(offset(0) + layout.pageBytes() * (count == pages.size() ? 1 : count));
			return true;
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
	}

	/** The first page's description, empty if there is none. */
	public String description() {
		return description;
	}

	/** Warnings about the file, one sentence each. */
	public List<String> warnings() {
		return List.copyOf(warnings);
	}

	/** The size of a pixel along x and y in units of the resolution field: 1, none; 2, inch; 3, cm. 0 if not stated. */
	public double[] pixelSize() throws ProblemException {
		return guarded(() -> pages.get(0).pixelSize());
	}

	/** The unit of {@link #pixelSize()}: 1, none; 2, inch; 3, cm. */
	public int resolutionUnit() throws ProblemException {
		return guarded(() -> (int) pages.get(0).number(TiffDirectory.RESOLUTION_UNIT, 2));
	}

	/** The text that ImageJ keeps with an image (Image &gt; Show Info…), or null. */
	public String info() throws ProblemException {
		return guarded(() -> new ImageJParts(pages.get(0), in.order()).info());
	}

	/** Reads something of the file. */
	@FunctionalInterface
	private interface Reading<T> {

		T read() throws IOException;
	}

	private <T> T guarded(final Reading<T> reading) throws ProblemException {
		try {
			return reading.read();
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
	}

	/** Reads the planes of a page: one of byte[], short[] and float[] per channel, see {@link SampleReader}. */
	public Object[] planes(final int page) throws ProblemException {
		try {
			final SampleReader reader = new SampleReader(form, in.order());
			final Object[] planes = new Object[form.channels()];
			byte[] part = part(page, 0, 0); // NB: the first part is unpacked before memory is taken for all
			for (int channel = 0; channel < planes.length; channel++)
				planes[channel] = reader.plane(layout.width() * layout.height());
			final int perPlane = layout.across() * layout.down();
			for (int n = 0; n < (form.planar() ? form.channels() : 1) * perPlane; n++) {
				final int row = n % perPlane / layout.across(), column = n % layout.across();
				if (n > 0) part = part(page, n, row);
				copy(part, row, column, form.planar() ? n / perPlane : -1, reader, planes);
			}
			if (orientation > 1) for (final Object plane : planes)
				Turned.undo(plane, layout.width(), layout.height(), orientation);
			if (form.bits() < 8 && form.photometric() == TiffForm.WHITE_IS_ZERO) invert(planes);
			return planes;
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
	}

	/** A part's bytes, unpacked, in the order of the file. */
	private byte[] part(final int page, final int n, final int row) throws IOException {
		final TiffDirectory directory = pages.get(Math.min(page, pages.size() - 1));
		final int rows = layout.storedRows(row);
		final byte[] out = new byte[(int) (layout.rowBytes() * rows)];
		final long behind = page < pages.size() ? 0 : page * layout.pageBytes();
		final long offset = directory.value(offsets(), n) + behind;
		final int sizes = offsets() == TiffDirectory.TILES ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES;
		final boolean plain = form.compression() == Compression.NONE;
		final long stored = plain ? out.length : directory.has(sizes) ? directory.value(sizes, n) : in.length() - offset;
		if (stored < 0 || stored > Math.min(in.length(), Integer.MAX_VALUE - 8)) throw new TiffException(
			"a part of its pixels is said to have " + stored + " bytes");
		final byte[] bytes = in.bytes(offset, (int) stored);
		if (form.reversed()) for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
		if (form.compression() == Compression.JPEG) JpegPart.unpack(directory.bytes(TiffDirectory.JPEG_TABLES, 1 << 16),
			bytes, out, layout.partWidth(), rows, form);
		else Unpacker.unpack(form.compression(), bytes, out, warnings);
		Predictor.undo(form, out, (int) layout.rowBytes(), layout.interleaved(), in.order());
		return out;
	}

	/** @param only the channel that the part is of, or -1 if it has all */
	private void copy(final byte[] part, final int row, final int column, final int only, final SampleReader reader,
		final Object[] planes)
	{
		final int x = column * layout.partWidth(), y = row * layout.partHeight();
		final int columns = Math.min(layout.partWidth(), layout.width() - x), rows = Math.min(layout.partHeight(), layout
			.height() - y);
		final int step = layout.interleaved(), bytes = (int) layout.rowBytes();
		for (int n = 0; n < rows; n++) {
			final ByteBuffer line = ByteBuffer.wrap(part, n * bytes, bytes).slice();
			final int at = (y + n) * layout.width() + x;
			if (only >= 0) reader.read(line, 0, 1, columns, planes[only], at);
			else for (int channel = 0; channel < planes.length; channel++)
				reader.read(line, channel, step, columns, planes[channel], at);
		}
	}

	private void invert(final Object[] planes) {
		final int most = (1 << form.bits()) - 1;
		for (final Object plane : planes)
			for (int n = 0; n < ((byte[]) plane).length; n++)
				((byte[]) plane)[n] = (byte) (most - ((byte[]) plane)[n]);
	}

	@Override
	public void close() throws ProblemException {
		try {
			in.close();
		}
		catch (final IOException exc) {
			throw failure(file, exc);
		}
	}
}
