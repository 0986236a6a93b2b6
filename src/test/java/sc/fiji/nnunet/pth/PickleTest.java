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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.problem.ProblemException;

/** Pickles and zip files written by hand: what is accepted, and what each hostile one is rejected for. */
class PickleTest {

	private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n" +
		"X\1\0\0\0000X\3\0\0\0cpuK\6tQ";

	@TempDir
	Path folder;

	@Test
	void valuesAreReadBeforeAndAfterTheyAreRemembered() throws IOException {
		assertEquals(List.of(List.of(1L, -2L), List.of(1L, -2L)), read("](K\1J\376\377\377\377\206q\1h\1e."));
		assertEquals(Map.of("a", 1L, 2L, List.of()), read("}(X\1\0\0\0aK\1K\2)u."));
		assertEquals(-256L, read("\212\2\0\377."));
		assertEquals(Long.MIN_VALUE, read("\212\10\0\0\0\0\0\0\0\200."));
		assertEquals(0L, read("\212\0."));
		assertEquals(0.5, read("G\77\340\0\0\0\0\0\0."));
	}

	@Test
	void aTensorOfAnyStridesIsRead() throws IOException {
		try (PthFile file = PthFile.open(write(TENSOR + "K\1K\2K\2\206K\1K\2\206\211NtR."))) {
			assertArrayEquals(new float[] { 1, 3, 2, 4 }, ((Tensor) file.content()).floats());
		}
	}

	/** Each is rejected with a message that contains the second column. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"cposix\\nsystem\\n.|os.system", "csubprocess\\nPopen\\n.|'subprocess.Popen'",
		"ctorch\\nload\\n.|'torch.load'", "ctorch.storage\\nFloatStorage\\n.|'torch.storage.FloatStorage'",
		"c__torch__\\nNet\\n.|'__torch__.Net'", "ccollections\\nOrderedDict|name without an end",
		"P1\\n.|instruction 0x50", "i__main__\\nA\\n.|instruction 0x69", "N0.|instruction 0x30",
		".|nothing on the stack", "(.|nothing on the stack", "t.|no mark", "N(\\205.|too little on the stack",
		"h\\7.|nothing remembered by number 7", "j\\377\\377\\377\\377.|4294967295",
		"X\\377\\377\\377\\177a.|cut off at byte 2", "X\\377\\377\\377\\377a.|cut off",
		"X\\2\\0\\0\\0\\303\\50.|not UTF-8", "\\212\\11|number of 9 bytes", "]|cut off", "N|cut off",
		"]N]s.|no dictionary", "}]Ns.|key that is neither", "NNa.|no list", ")Na.|no list", "}(NNNu.|no dictionary",
		"N)R.|not a function", "ccollections\\nOrderedDict\\nN\\205R.|OrderedDict in a form",
		"ccollections\\nOrderedDict\\n.|class or function",
		"ccollections\\nOrderedDict\\n)\\201.|instruction 0x81", "NQ.|a storage in a form",
		"]q\\1h\\1a.|contains itself", "\\200\\4N.|protocol 4", "NNb.|an object with a state",
		"cnumpy\\ndtype\\nX\\2\\0\\0\\0V8\\205R.|type of NumPy", "ctorch\\nFloatStorage\\n)R.|not a function" })
	void aHostilePickleIsRejected(final String pickle, final String why) throws IOException {
		final Path file = write(unescaped(pickle));
		final String message = assertThrows(ProblemException.class, () -> PthFile.open(file)).getMessage();
		assertTrue(message.contains(why), message);
		assertTrue(message.contains("hand.pth"), message);
	}

	/** Offset, shape and strides that do not fit into the six elements of the storage. */
	@ParameterizedTest
	@ValueSource(strings = {
		"K\7)", "J\377\377\377\377)", "K\1K\6\205K\1\205", "K\0K\2\205K\6\205", "K\0K\2\205J\377\377\377\377\205",
		"K\0J\377\377\377\377\205K\1\205", "K\0\212\10\0\0\0\0\0\0\0\100\205\212\10\0\0\0\0\0\0\0\100\205",
		"K\0K\7\205K\0\205", "K\0K\2K\2\206K\1\205" })
	void aTensorBeyondItsStorageIsRejected(final String place) throws IOException {
		final String strides = place.endsWith(")") ? ")" : "";
		final Path file = write(TENSOR + place + strides + "\211NtR.");
		final String message = assertThrows(ProblemException.class, () -> PthFile.open(file)).getMessage();
		assertTrue(message.contains("tensor"), message);
	}

	@ParameterizedTest
	@CsvSource({ "K\\5tQ,6 elements", "K\\7tQ,7 elements" })
	void aStorageMustHaveTheSizeThatThePickleSays(final String count, final String why) throws IOException {
		final Path file = write(TENSOR.replace("K\6tQ", unescaped(count)) + ".");
		final String message = assertThrows(ProblemException.class, () -> PthFile.open(file)).getMessage();
		assertTrue(message.contains("24 bytes in storage '0'"), message);
	}

	@Test
	void listsThatDoubleThirtyTimesAreRejectedAtOnce() throws IOException {
		final StringBuilder pickle = new StringBuilder("]q\0");
		for (int n = 0; n < 30; n++)
			pickle.append("h").append((char) n).append("h").append((char) n).append("\206q").append((char) (n + 1));
		final Path file = write(pickle + ".");
		rejectedAtOnce(file);
	}

	@Test
	void listsInListsWithoutEndAreRejectedAtOnce() throws IOException {
		final Path deep = write(")" + "\205".repeat(1_000_000) + ".");
		final Path wide = folder.resolve("wide.pth");
		Files.write(wide, PthFuzz.zip(Map.of("a/data.pkl", "]".repeat(30_000_000).getBytes(StandardCharsets.US_ASCII)),
			true));
		rejectedAtOnce(deep);
		rejectedAtOnce(wide);
	}

	/** NB: other programs may keep the processor from a test, so that only its own time is limited. */
	private static void rejectedAtOnce(final Path file) {
		final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		final long start = threads.getCurrentThreadCpuTime();
		assertThrows(ProblemException.class, () -> PthFile.open(file));
		assertTrue(threads.getCurrentThreadCpuTime() - start < 1_000_000_000);
	}

	@Test
	void aZipFileBeyondFourGigabytesIsReadByItsLargerFields() throws IOException {
		final byte[] pickle = "\200\2K\5.".getBytes(StandardCharsets.ISO_8859_1);
		final CRC32 crc = new CRC32();
		crc.update(pickle);
		final byte[] name = "a/data.pkl".getBytes(StandardCharsets.US_ASCII);
		final ByteBuffer zip = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
		zip.putInt(0x04034b50).put(new byte[22]).putShort((short) name.length).putShort(
			(short) 0).put(name).put(pickle);
		final int directory = zip.position();
		zip.putInt(0x02014b50).put(new byte[12]).putInt((int) crc.getValue()).putInt(-1).putInt(-1).putShort(
			(short) name.length).putShort((short) 33).put(new byte[10]).putInt(-1).put(name);
		zip.putShort((short) 0x4246).putShort((short) 1).put((byte) 0).putShort((short) 1).putShort((short) 24).putLong(
			pickle.length).putLong(pickle.length).putLong(0);
		final int end = zip.position();
		zip.putInt(0x06064b50).putLong(44).put(new byte[12]).putLong(1).putLong(1).putLong(end - directory).putLong(
			directory);
		zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
		zip.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
		final Path file = folder.resolve("large.pth");
		Files.write(file, Arrays.copyOf(zip.array(), zip.position()));
		try (PthFile opened = PthFile.open(file)) {
			assertEquals(5L, opened.content());
		}
	}

	@Test
	void bytesInTheOtherOrderAreTurned() throws IOException {
		final Map<String, byte[]> content = new LinkedHashMap<>();
		content.put("a/data.pkl", ("\200\2" + TENSOR + "K\0K\6\205K\1\205\211NtR.").getBytes(
			StandardCharsets.ISO_8859_1));
		content.put("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
		content.put("a/data/0", storage(ByteOrder.BIG_ENDIAN));
		final Path file = folder.resolve("big.pth");
		Files.write(file, PthFuzz.zip(content, false));
		try (PthFile opened = PthFile.open(file)) {
			assertArrayEquals(new float[] { 0, 1, 2, 3, 4, 5 }, ((Tensor) opened.content()).floats());
		}
	}

	@Test
	void aTorchScriptArchiveIsNoCheckpoint() throws IOException {
		final Path file = folder.resolve("script.pt");
		Files.write(file, PthFuzz.zip(Map.of("a/data.pkl", "\200\2N.".getBytes(StandardCharsets.ISO_8859_1),
			"a/constants.pkl", new byte[1]), false));
		assertTrue(assertThrows(ProblemException.class, () -> PthFile.open(file)).getMessage().contains("TorchScript"));
	}

	@Test
	void twentyThousandDamagedFilesAreReadOrRejected() throws IOException {
		final PthFuzz fuzz = new PthFuzz(folder, 5);
		fuzz.mutate(20_000);
		assertTrue(fuzz.read() > 2_000 && fuzz.rejected() > 10_000 && fuzz.tensors() > 50_000, fuzz.toString());
	}

	@Test
	@Tag("slow")
	void aMillionDamagedFilesAreReadOrRejected() throws IOException {
		final PthFuzz fuzz = new PthFuzz(folder, 6);
		fuzz.mutate(1_000_000);
		assertEquals(1_000_000, fuzz.read() + fuzz.rejected());
	}

	private Object read(final String pickle) throws IOException {
		try (PthFile file = PthFile.open(write(pickle))) {
			return file.content();
		}
	}

	/** A checkpoint with that pickle and a storage with the numbers from 0 to 5. */
	private Path write(final String pickle) throws IOException {
		final Map<String, byte[]> content = new LinkedHashMap<>();
		content.put("a/data.pkl", (pickle.startsWith("\200") ? pickle : "\200\2" + pickle).getBytes(
			StandardCharsets.ISO_8859_1));
		content.put("a/data/0", storage(ByteOrder.LITTLE_ENDIAN));
		return Files.write(folder.resolve("hand.pth"), PthFuzz.zip(content, false));
	}

	private static byte[] storage(final ByteOrder order) {
		final ByteBuffer bytes = ByteBuffer.allocate(24).order(order);
		for (int n = 0; n < 6; n++)
			bytes.putFloat(n);
		return bytes.array();
	}

	/** The text with its escapes, as in Java; the values of an annotation cannot have bytes of their own. */
	private static String unescaped(final String text) {
		return text.translateEscapes();
	}
}
