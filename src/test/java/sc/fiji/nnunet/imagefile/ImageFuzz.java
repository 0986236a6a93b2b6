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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads damaged TIFF and PNG files: with changed bytes, extreme numbers, missing ends, and PNG with checksums that were
 * made right again. Each must be read or refused with a {@link ProblemException}.
 * <p>
 * As a program: {@code ImageFuzz <folder with images> <attempts> <seed>}.
 * </p>
 */
final class ImageFuzz {

	private final List<Path> originals = new ArrayList<>();
	private final Path folder;
	private final Random random;
	private int read;
	private int refused;
	private long slowest;
	private String slowestName = "";

	ImageFuzz(final Path files, final Path folder, final long seed) throws IOException {
		this.folder = folder;
		random = new Random(seed);
		try (Stream<Path> list = Files.list(files)) {
			list.sorted().filter(file -> file.toString().matches(".*\\.(tif|png)")).forEach(originals::add);
		}
	}

	public static void main(final String[] args) throws IOException {
		final ImageFuzz fuzz = new ImageFuzz(Path.of(args[0]), Files.createTempDirectory("fuzz"), Long.parseLong(args[2]));
		fuzz.run(Integer.parseInt(args[1]));
		System.out.println(fuzz);
	}

	void run(final int attempts) throws IOException {
		for (int n = 0; n < attempts; n++) {
			final Path original = originals.get(random.nextInt(originals.size()));
			attempt(original, changed(Files.readAllBytes(original)), n % 5);
		}
	}

	private byte[] changed(final byte[] whole) {
		if (random.nextInt(10) == 0) return Arrays.copyOf(whole, random.nextInt(whole.length));
		final boolean png = whole[0] != 'I' && whole[0] != 'M';
		final int directory = png ? 8 : directory(whole);
		final int where = random.nextInt(3);
		final int from = where == 0 ? directory : 0;
		final int extent = where == 0 ? Math.min(whole.length - from, 250) : whole.length;
		if (random.nextBoolean()) for (int k = random.nextInt(6); k >= 0; k--)
			whole[from + random.nextInt(extent)] = (byte) random.nextInt();
		else {
			final byte[] extreme = { 0, -1, 0x7f, -128, 1, 16 };
			final int width = 1 << random.nextInt(3), at = from + random.nextInt(Math.max(1, extent - width));
			for (int k = 0; k < width; k++)
				whole[at + k] = k == 0 || random.nextBoolean() ? extreme[random.nextInt(extreme.length)] : whole[at + k];
		}
		if (png && random.nextBoolean()) checkSums(whole);
		return whole;
	}

	/** Where the first directory of a classic TIFF is; others have it at the end. */
	private static int directory(final byte[] tiff) {
		final ByteBuffer in = ByteBuffer.wrap(tiff);
		if (tiff[0] == 'I') in.order(ByteOrder.LITTLE_ENDIAN);
		final int at = in.getInt(4);
		return at > 0 && at < tiff.length - 100 ? at : Math.max(0, tiff.length - 300);
	}

	private static void checkSums(final byte[] png) {
		final ByteBuffer in = ByteBuffer.wrap(png);
		for (int at = 8; at + 12 <= png.length;) {
			final int length = in.getInt(at);
			if (length < 0 || length > png.length - at - 12) return;
			final CRC32 crc = new CRC32();
			crc.update(png, at + 4, length + 4);
			in.putInt(at + 8 + length, (int) crc.getValue());
			at += 12 + length;
		}
	}

	private void attempt(final Path original, final byte[] bytes, final int how) throws IOException {
		final Path file = folder.resolve(original.getFileName());
		Files.write(file, bytes);
		// NB: other programs may keep the processor from a test, so that only its own time counts
		final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		final long start = threads.getCurrentThreadCpuTime();
		try {
			if (how == 0) ImageFile.read(file, new double[] { 1, 1, 1 });
			else if (how == 1) ImageFile.read(file);
			else if (how == 2) ImageFile.readLabels(file, new double[] { 1, 1, 1 });
			else if (how == 3) ImageFile.open(file);
			else eachTimePoint(file);
			read++;
		}
		catch (final ProblemException exc) {
			refused++;
		}
		catch (final RuntimeException | Error exc) {
			final Path failed = Files.write(folder.resolve("failed_" + original.getFileName()), bytes);
			throw new AssertionError("failed on " + failed + " in way " + how + ": " + exc, exc);
		}
		final long time = threads.getCurrentThreadCpuTime() - start;
		if (time <= slowest) return;
		slowest = time;
		slowestName = original.getFileName().toString();
	}

	private static void eachTimePoint(final Path file) throws ProblemException {
		try (ImageSource in = ImageSource.openTimeLapse(file, null)) {
			for (int t = 0; t < in.timePoints(); t++)
				in.image(t);
		}
	}

	int read() {
		return read;
	}

	int refused() {
		return refused;
	}

	long slowestMillis() {
		return slowest / 1_000_000;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d read, %d refused, slowest %d ms (%s)", read, refused, slowestMillis(),
			slowestName);
	}
}
