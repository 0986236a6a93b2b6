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

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Writes checkpoints and TorchScript archives as PyTorch 1.6 and later read them, with {@code weights_only=True} too.
 * The same content gives the same bytes.
 */
public final class PthWriter {

	/** PyTorch's alignment of storages in a file, so that they can be mapped. */
	private static final int ALIGNMENT = 64;
	private static final int HEADER = 30, EXTRA = 4;

	/** NB: for the first day of 1980 and before, Java adds a field with the time in the time zone of the computer. */
	private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

	private final CountedOutput counted;
	private final ZipOutputStream zip;
	private final String stem;

	private PthWriter(final OutputStream out, final String stem) {
		counted = new CountedOutput(out);
		zip = new ZipOutputStream(counted);
		zip.setMethod(ZipOutputStream.STORED);
		this.stem = stem;
	}

	/**
	 * Writes a checkpoint, whole or not at all.
	 *
	 * @param content null, Boolean, Integer, Long, Double, String, {@link NewTensor}, and lists and maps of them
	 * @throws ProblemException if the file cannot be written
	 * @throws CancelledException if the user wants the job to end
	 */
	public static void write(final Path file, final Object content, final Progress progress) throws ProblemException {
		final Pickler pickler = new Pickler();
		final byte[] pickle = pickler.pickle(content);
		write(file, writer -> {
			writer.entry("data.pkl", pickle, false);
			writer.entry("byteorder", ascii("little"), false);
			writer.tensors(pickler.tensors(), progress);
			writer.entry("version", ascii("3\n"), false);
		});
	}

	/**
	 * Writes a TorchScript archive with one module, whole or not at all.
	 *
	 * @param name the name of the module's class
	 * @param attributes the module's attributes: tensors and plain values
	 * @param code the class in the language of TorchScript
	 * @throws ProblemException if the file cannot be written
	 * @throws CancelledException if the user wants the job to end
	 */
	public static void writeScript(final Path file, final String name, final Map<String, ?> attributes,
		final String code, final Progress progress) throws ProblemException
	{
		final Pickler pickler = new Pickler();
		final byte[] pickle = pickler.object("__torch__", name, attributes);
		write(file, writer -> {
			writer.entry("data.pkl", pickle, false);
			writer.entry("code/__torch__.py", code.getBytes(StandardCharsets.UTF_8), false);
			writer.tensors(pickler.tensors(), progress);
			// NB: an empty tuple
			writer.entry("constants.pkl", new byte[] { (byte) 0x80, 2, ')', '.' }, false);
			writer.entry("version", ascii("3\n"), false);
		});
	}

	/** The content of a file. */
	@FunctionalInterface
	private interface Content {

		void write(PthWriter writer) throws IOException;
	}

	private static void write(final Path file, final Content content) throws ProblemException {
		WholeFile.createFolder(file.toAbsolutePath().getParent());
		try (WholeFile whole = new WholeFile(file)) {
			try (OutputStream out = Files.newOutputStream(whole.temporary())) {
				final PthWriter writer = new PthWriter(out, stem(file));
				content.write(writer);
				writer.zip.finish();
			}
			whole.commit();
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** The folder in the archive: the name of the file without its ending, in letters that every reader knows. */
	private static String stem(final Path file) {
		final String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9_-]",
			"_");
		return name.isEmpty() ? "archive" : name;
	}

	private void tensors(final List<NewTensor> tensors, final Progress progress) throws IOException {
		for (int key = 0; key < tensors.size(); key++) {
			progress.check();
			progress.update((double) key / tensors.size(), "Writing weights");
			final float[] values = tensors.get(key).values().get();
			if (values.length != tensors.get(key).size()) throw new IllegalArgumentException("tensor " + key + " has " +
				values.length + " elements, but its shape needs " + tensors.get(key).size());
			final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES)).order(
				ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(values);
			entry("data/" + key, bytes.array(), true);
		}
	}

	private void entry(final String name, final byte[] content, final boolean aligned) throws IOException {
		final ZipEntry entry = new ZipEntry(stem + "/" + name);
		final CRC32 crc = new CRC32();
		crc.update(content);
		entry.setCrc(crc.getValue());
		entry.setSize(content.length);
		entry.setTimeLocal(TIME);
		if (aligned) entry.setExtra(padding(counted.count + HEADER + entry.getName().length() + EXTRA));
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	/** An extra field, named FB as in PyTorch's files, after which a multiple of the alignment is reached. */
	private static byte[] padding(final long position) {
		final int count = (int) (ALIGNMENT - position % ALIGNMENT) % ALIGNMENT;
		final byte[] field = new byte[EXTRA + count];
		field[0] = 'F';
		field[1] = 'B';
		field[2] = (byte) count;
		return field;
	}

	private static byte[] ascii(final String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/** Knows how many bytes were written. */
	private static final class CountedOutput extends FilterOutputStream {

		private long count;

		private CountedOutput(final OutputStream out) {
			super(out);
		}

		@Override
		public void write(final int b) throws IOException {
			out.write(b);
			count++;
		}

		@Override
		public void write(final byte[] bytes, final int from, final int size) throws IOException {
			out.write(bytes, from, size);
			count += size;
		}
	}
}
