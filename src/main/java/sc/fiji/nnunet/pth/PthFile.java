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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * A checkpoint of PyTorch (version 1.6 or later), opened: a zip file with a pickle and an entry for each storage of
 * tensors. Nothing in it is executed. What was pickled is given as plain values:
 * <table>
 * <caption>Values</caption>
 * <tr><th>Python</th><th>here</th></tr>
 * <tr><td>{@code None}, {@code bool}, {@code int}, {@code float}, {@code str}</td>
 * <td>null, {@link Boolean}, {@link Long}, {@link Double}, {@link String}</td></tr>
 * <tr><td>{@code list}, {@code tuple}</td><td>{@link List}</td></tr>
 * <tr><td>{@code dict}, {@code OrderedDict}</td>
 * <td>{@link Map} in the order of the file; keys are {@link String} or {@link Long}</td></tr>
 * <tr><td>{@code bytes}</td><td>byte[]</td></tr>
 * <tr><td>a number of NumPy</td><td>{@link Double}, {@link Long} or {@link Boolean}</td></tr>
 * <tr><td>{@code torch.Tensor}, {@code torch.nn.Parameter}</td>
 * <td>{@link Tensor}, whose elements are read while the file is open</td></tr>
 * <tr><td>{@code torch.device}</td><td>{@link String}, such as {@code cuda:0}</td></tr>
 * </table>
 */
public final class PthFile implements Closeable {

	private static final String PICKLE = "/data.pkl";

	/** Checkpoints of nnU-Net's longest trainings have a pickle of a few megabytes, mostly logs. */
	private static final long LARGEST_PICKLE = 32 << 20;

	private static final int ZIP = 0x04034b50, EMPTY_ZIP = 0x06054b50;

	private static final String CURE = "Give the checkpoint_final.pth of a trained model of nnU-Net version 2.";

	private final Path file;
	private final ZipArchive zip;
	private final String stem;
	private final ByteOrder order;
	private final Object content;

	private PthFile(final Path file, final ZipArchive zip) throws IOException, FormatException {
		this.file = file;
		this.zip = zip;
		stem = stem(zip);
		order = order();
		final ZipArchive.Entry pickle = zip.entries().get(stem + PICKLE);
		if (pickle.size() > LARGEST_PICKLE) throw new FormatException("has a pickle of " + pickle.size() +
			" bytes; checkpoints have less than " + LARGEST_PICKLE + ".");
		content = new Unpickler(zip.read(pickle, 0, (int) pickle.size()), new Globals(this::storage)).load();
		PlainTree.check(content);
	}

	/**
	 * Opens a checkpoint.
	 *
	 * @throws ProblemException if it cannot be read, is no checkpoint, is damaged, or names a function that is not
	 *           allowed
	 */
	public static PthFile open(final Path file) throws IOException {
		return FileWork.on(file, () -> {
			final FileChannel channel = FileChannel.open(file);
			try {
				FirstBytes.check(channel, file);
				return new PthFile(file, new ZipArchive(channel));
			}
			catch (final IOException | FormatException | RuntimeException | Error e) {
				channel.close();
				throw e;
			}
		});
	}

	/** The file. */
	public Path file() {
		return file;
	}

	/** What the file holds, as plain values. */
	public Object content() {
		return content;
	}

	/**
	 * What the file holds, if that is a dictionary.
	 *
	 * @throws ProblemException if it is something else
	 */
	public Map<?, ?> dictionary() throws ProblemException {
		if (content instanceof Map<?, ?> map) return map;
		throw new ProblemException(file, "does not hold a dictionary.", CURE);
	}

	/**
	 * The tensors of a dictionary within the dictionary, such as {@code network_weights}, by name.
	 *
	 * @throws ProblemException if there is no such dictionary, or it holds something else
	 */
	public Map<String, Tensor> tensors(final String key) throws ProblemException {
		if (!(dictionary().get(key) instanceof Map<?, ?> map)) throw new ProblemException(file, "has no " + key + ".",
			CURE);
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (final Map.Entry<?, ?> entry : map.entrySet()) {
			if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof Tensor tensor))
				throw new ProblemException(file, "has " + FormatException.quoted(String.valueOf(entry.getKey())) +
					" in " + key + ", which is no tensor.", CURE);
			tensors.put(name, tensor);
		}
		return tensors;
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}

	private static String stem(final ZipArchive zip) throws FormatException {
		final List<String> pickles = zip.entries().keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
		if (pickles.size() != 1) throw new FormatException("is a zip file with " + (pickles.isEmpty() ? "no"
			: "more than one") + " data.pkl, so it is not a checkpoint of PyTorch.", CURE);
		final String stem = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
		if (zip.entries().containsKey(stem + "/constants.pkl")) throw new FormatException(
			"is a TorchScript archive (a program), not a checkpoint.", CURE);
		return stem;
	}

	private ByteOrder order() throws IOException, FormatException {
		final ZipArchive.Entry entry = zip.entries().get(stem + "/byteorder");
		if (entry == null) return ByteOrder.LITTLE_ENDIAN;
		final String word = new String(zip.read(entry, 0, (int) Math.min(entry.size(), 10)), StandardCharsets.UTF_8)
			.strip();
		if (word.equals("little")) return ByteOrder.LITTLE_ENDIAN;
		if (word.equals("big")) return ByteOrder.BIG_ENDIAN;
		throw new FormatException("has the byte order " + FormatException.quoted(word) + ".");
	}

	private Storage storage(final String key, final ElementType type, final long count) throws FormatException {
		final ZipArchive.Entry entry = zip.entries().get(stem + "/data/" + key);
		if (entry == null) throw new FormatException("lacks the storage " + FormatException.quoted(key) + ".");
		if (count < 0 || count > Long.MAX_VALUE / type.size() || count * type.size() != entry.size())
			throw new FormatException("has " + entry.size() + " bytes in storage " + FormatException.quoted(key) +
				", but " + count + " elements of " + type.size() + " bytes are needed.");
		return new Storage(type, count, order, (from, size) -> FileWork.on(file, () -> zip.read(entry, from, size)));
	}
}
