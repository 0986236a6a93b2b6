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
package sc.fiji.nnunet.pth;

import com.sun.management.ThreadMXBean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads damaged checkpoints: changed, missing and repeated bytes anywhere in the file, in its pickle (whose checksum is
 * then put right, so that it is looked at) and in the numbers of the zip's directory. Each must be read, with all of
 * its
 * tensors, or rejected with a {@link ProblemException}, within a second and within 64 MB.
 * <p>
 * As a program: {@code PthFuzz <count> <seed>}, in the folder of the project.
 * </p>
 */
final class PthFuzz {

	private static final Path SAMPLES = Path.of("src/test/resources/pth");
	private static final Path CHECKPOINT = Path.of("src/test/resources/nnunetv2/Dataset901_TinyCT/" +
		"nnUNetTrainer__nnUNetPlans__3d_lowres/fold_0/checkpoint_final.pth");
	private static final long MOST_BYTES = 64 << 20;
	private static final long MOST_NANOS = 5_000_000_000L;

	private final Path folder;
	private final Random random;
	private final List<byte[]> checkpoints = new ArrayList<>();
	private final List<Map<String, byte[]>> contents = new ArrayList<>();
	private final byte[] safetensors;
	private int read;
	private int rejected;
	private int tensors;
	private long slowest;
	private long elapsed;
	private long largest;

	PthFuzz(final Path folder, final long seed) throws IOException {
		this.folder = folder;
		random = new Random(seed);
		for (final Path file : List.of(SAMPLES.resolve("samples.pth"), SAMPLES.resolve("deflated.pth"), SAMPLES.resolve(
			"system.pth"), CHECKPOINT))
		{
			checkpoints.add(Files.readAllBytes(file));
			contents.add(content(file));
		}
		safetensors = Files.readAllBytes(SAMPLES.resolve("samples.safetensors"));
	}

	public static void main(final String[] args) throws IOException {
		final Path folder = Files.createTempDirectory("pthfuzz");
		final PthFuzz fuzz = new PthFuzz(folder, Long.parseLong(args[1]));
		final int count = Integer.parseInt(args[0]);
		for (int part = 1; part <= 100; part++) {
			fuzz.mutate(count / 100);
			if (part % 10 == 0) System.out.println(part + " %: " + fuzz);
		}
	}

	/** Tries mutations of all files. */
	void mutate(final int count) throws IOException {
		for (int n = 0; n < count; n++) {
			final int draw = random.nextInt(50);
			final int which = draw < 30 ? 0 : draw < 48 ? 1 : draw == 48 ? 2 : 3;
			switch (random.nextInt(5)) {
				case 0 -> attempt("a.pth", changed(checkpoints.get(which)));
				case 1 -> attempt("a.pth", numbers(checkpoints.get(which)));
				case 2, 3 -> {
					final Map<String, byte[]> content = new LinkedHashMap<>(contents.get(which));
					final String pickle = content.keySet().stream().filter(name -> name.endsWith(
						"/data.pkl")).findFirst().get();
					content.put(pickle, changed(content.get(pickle)));
					attempt("a.pth", zip(content, random.nextInt(4) == 0));
				}
				default -> attempt("a.safetensors", changed(safetensors));
			}
		}
	}

	/** Changes some bytes, or removes, repeats or cuts off some. */
	private byte[] changed(final byte[] original) {
		byte[] bytes = original.clone();
		final int at = random.nextInt(bytes.length);
		final int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
		switch (random.nextInt(6)) {
			case 0 -> {
				final ByteArrayOutputStream out = new ByteArrayOutputStream();
				out.write(bytes, 0, to);
				out.write(bytes, at, bytes.length - at);
				bytes = out.toByteArray();
			}
			case 1 -> {
				System.arraycopy(bytes, to, bytes, at, bytes.length - to);
				bytes = Arrays.copyOf(bytes, bytes.length - to + at);
			}
			case 2 -> bytes = Arrays.copyOf(bytes, at);
			case 3 -> System.arraycopy(original, at, bytes, random.nextInt(bytes.length - (to - at) + 1), to - at);
			default -> {
				for (int k = random.nextInt(4); k >= 0; k--)
					bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
		}
		return bytes;
	}

	/** Sets a number near the end, where the directory of the zip file is, to an extreme. */
	private byte[] numbers(final byte[] original) {
		final byte[] bytes = original.clone();
		final int width = 1 << random.nextInt(4);
		final int at = Math.max(0, bytes.length - width - random.nextInt(Math.min(bytes.length, 2000)));
		final int extreme = random.nextInt(5);
		for (int k = 0; k < width; k++)
			bytes[at + k] = (byte) (extreme == 0 ? 0 : extreme == 1 ? 0xff : extreme == 2 && k == width - 1 ? 0x7f
				: extreme == 3 ? 0x80 : bytes[at + k] + random.nextInt(3) - 1);
		return bytes;
	}

	private void attempt(final String name, final byte[] bytes) throws IOException {
		final Path file = folder.resolve(name);
		Files.write(file, bytes);
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		final long cpu = threads.getCurrentThreadCpuTime();
		final long start = System.nanoTime();
		try {
			if (name.endsWith(".pth")) try (PthFile opened = PthFile.open(file)) {
				visit(opened.content());
			}
			else try (SafetensorsFile opened = SafetensorsFile.open(file)) {
				visit(opened.tensors());
			}
			read++;
		}
		catch (final ProblemException e) {
			rejected++;
			if (e.problems().get(0).what().isBlank() || !e.getMessage().contains(name)) throw failed(name, bytes, e);
		}
		catch (final IOException | RuntimeException | Error e) {
			throw failed(name, bytes, e);
		}
		final long time = threads.getCurrentThreadCpuTime() - cpu;
		elapsed = Math.max(elapsed, System.nanoTime() - start);
		final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		slowest = Math.max(slowest, time);
		largest = Math.max(largest, allocated);
		// NB: other programs may keep the processor from a test, so that only its own time is limited
		if (time > MOST_NANOS || allocated > MOST_BYTES) throw failed(name, bytes, new AssertionError(this));
	}

	private AssertionError failed(final String name, final byte[] bytes, final Throwable why) throws IOException {
		final Path kept = Files.write(Path.of("target", "failed_" + name), bytes);
		return new AssertionError("failed on " + kept.toAbsolutePath() + ": " + why, why);
	}

	private void visit(final Object value) throws IOException {
		if (value instanceof Map<?, ?> map) visitAll(map.values());
		else if (value instanceof List<?> list) visitAll(list);
		else if (value instanceof Tensor tensor) {
			tensors++;
			if (tensor.floats().length != tensor.size()) throw new IllegalStateException(tensor.toString());
		}
	}

	private void visitAll(final Collection<?> values) throws IOException {
		for (final Object value : values)
			visit(value);
	}

	static Map<String, byte[]> content(final Path file) throws IOException {
		final Map<String, byte[]> content = new LinkedHashMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (final ZipEntry entry : zip.stream().map(one -> (ZipEntry) one).toList())
				content.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
		}
		return content;
	}

	static byte[] zip(final Map<String, byte[]> content, final boolean deflated) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (final Map.Entry<String, byte[]> file : content.entrySet()) {
				final ZipEntry entry = new ZipEntry(file.getKey());
				if (!deflated) {
					entry.setMethod(ZipEntry.STORED);
					entry.setSize(file.getValue().length);
					final CRC32 crc = new CRC32();
					crc.update(file.getValue());
					entry.setCrc(crc.getValue());
				}
				zip.putNextEntry(entry);
				zip.write(file.getValue());
				zip.closeEntry();
			}
		}
		return bytes.toByteArray();
	}

	int read() {
		return read;
	}

	int tensors() {
		return tensors;
	}

	int rejected() {
		return rejected;
	}

	@Override
	public String toString() {
		return read + " read with " + tensors + " tensors, " + rejected + " rejected, slowest " + slowest / 1_000_000 +
			" ms of a processor and " + elapsed / 1_000_000 + " ms elapsed, most memory " + largest / 1024 + " kB";
	}
}
