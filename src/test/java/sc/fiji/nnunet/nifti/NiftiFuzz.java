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
package sc.fiji.nnunet.nifti;

import com.sun.management.ThreadMXBean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads damaged files: headers with changed bytes, bodies with changed or missing bytes.
 * Each must be read or refused with a {@link ProblemException}, in little processor time, and without
 * allocating more than four times what the file honestly holds.
 * <p>
 * As a program: {@code NiftiFuzz <folder with NIfTI files> <headers> <bodies> <seed>}.
 * </p>
 */
final class NiftiFuzz {

	/** float is four times as large as uint8; plus what reading needs: buffers, tables of the inflater, the header. */
	private static final long FACTOR = 4, FIXED = 2 << 20;

	private final List<Path> originals = new ArrayList<>();
	private final Path folder;
	private final Random random;
	private int read;
	private int refused;
	private long slowest;
	private long largest;
	private boolean again;

	NiftiFuzz(final Path files, final Path folder, final long seed) throws IOException {
		this.folder = folder;
		random = new Random(seed);
		try (var list = Files.list(files)) {
			list.sorted().filter(f -> f.toString().matches(".*(\\.nii|\\.hdr)(\\.gz)?")).forEach(originals::add);
		}
	}

	public static void main(final String[] args) throws IOException {
		final Path folder = Files.createTempDirectory("fuzz");
		final NiftiFuzz fuzz = new NiftiFuzz(Path.of(args[0]), folder, Long.parseLong(args[3]));
		fuzz.headers(Integer.parseInt(args[1]));
		fuzz.bodies(Integer.parseInt(args[2]));
		System.out.println(fuzz);
	}

	/** Changes up to eight bytes of a header, or one of its numbers to an extreme. */
	void headers(final int count) throws IOException {
		for (int n = 0; n < count; n++) {
			final Path original = originals.get(random.nextInt(originals.size()));
			final boolean gzipped = GzipInput.isGzip(original);
			final byte[] bytes = gzipped ? inflated(original) : Files.readAllBytes(original);
			final int header = Math.min(bytes.length, HeaderParser.size(bytes) + 4);
			if (random.nextBoolean()) for (int k = random.nextInt(8); k >= 0; k--)
				bytes[random.nextInt(header)] = (byte) random.nextInt();
			else {
				final int width = 1 << random.nextInt(4);
				final int at = random.nextInt(header / width) * width;
				final int extreme = random.nextInt(4);
				for (int k = 0; k < width; k++)
					bytes[at + k] = (byte) (extreme == 0 ? 0 : extreme == 1 ? 0xff : extreme == 2 ? 0x7f : 0x80);
			}
			attempt(original, gzipped ? gzip(bytes) : bytes, bytes.length);
		}
	}

	/** Changes or removes bytes anywhere in the file as it is stored. */
	void bodies(final int count) throws IOException {
		for (int n = 0; n < count; n++) {
			final Path original = originals.get(random.nextInt(originals.size()));
			byte[] bytes = Files.readAllBytes(original);
			if (random.nextInt(3) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
			else for (int k = random.nextInt(6); k >= 0; k--)
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			attempt(original, bytes, Math.max(bytes.length, inflated(original).length));
		}
	}

	private void attempt(final Path original, final byte[] bytes, final long honest) throws IOException {
		final String name = original.getFileName().toString();
		final boolean pair = name.contains("pair");
		final Path file = folder.resolve(name);
		Files.write(file, bytes);
		if (pair) {
			final Path voxels = folder.resolve(name.replace(".hdr", ".img"));
			if (!Files.exists(voxels)) Files.copy(original.resolveSibling(name.replace(".hdr", ".img")), voxels);
		}
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		// NB: other programs may keep the processor from a test, so that only its own time counts
		final long start = threads.getCurrentThreadCpuTime();
		try (NiftiReader in = NiftiReader.open(file)) {
			in.read();
			read++;
		}
		catch (final ProblemException exc) {
			refused++;
		}
		catch (final RuntimeException | Error exc) {
			Files.write(folder.resolve("failed_" + name), bytes);
			throw new AssertionError("failed on " + folder.resolve("failed_" + name) + ": " + exc, exc);
		}
		final long time = threads.getCurrentThreadCpuTime() - start;
		final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		slowest = Math.max(slowest, time);
		if (again || allocated <= FACTOR * (honest + (pair ? 4096 : 0)) + FIXED) largest = Math.max(largest, allocated);
		final long limit = FACTOR * (honest + (pair ? 4096 : 0)) + FIXED;
		if (allocated > limit && !again) {
			// NB: the first use of a message or class takes memory of its own
			again = true;
			final int readBefore = read, refusedBefore = refused;
			attempt(original, bytes, honest);
			read = readBefore;
			refused = refusedBefore;
			again = false;
		}
		else if (allocated > limit) {
			Files.write(folder.resolve("failed_" + name), bytes);
			throw new AssertionError(allocated + " bytes were allocated for " + folder.resolve("failed_" + name) +
				" which holds " + honest);
		}
	}

	/** How many files were read, refused; the slowest in milliseconds; the most bytes allocated for one. */
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
		return read + " read, " + refused + " refused, slowest " + slowestMillis() + " ms, most allocated " + largest +
			" bytes";
	}

	private static byte[] inflated(final Path file) throws IOException {
		if (!GzipInput.isGzip(file)) return Files.readAllBytes(file);
		try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
			return in.readAllBytes();
		}
	}

	private static byte[] gzip(final byte[] bytes) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}
}
