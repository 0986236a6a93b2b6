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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Files that are inconsistent, truncated or unusual. */
class NiftiSafetyTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	/** Offsets of NIfTI-1 fields. */
	private static final int DIM = 40, DATATYPE = 70, PIXDIM = 76, VOX_OFFSET = 108, SLOPE = 112, INTER = 116, UNITS =
		123, SFORM_CODE = 254, QUATERN = 256, SROW = 280, MAGIC = 344;

	@TempDir
	Path folder;

	/** A complete NIfTI-1 file, 5 x 6 x 7 int16, little-endian but for the golden file's own order. */
	private static ByteBuffer big() throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve("big_endian.nii"))).order(ByteOrder.BIG_ENDIAN);
	}

	private Path save(final String name, final byte[] bytes) throws IOException {
		return Files.write(folder.resolve(name), bytes);
	}

	private String refusal(final Path file) {
		final ProblemException exc = assertThrows(ProblemException.class, () -> {
			try (NiftiReader in = NiftiReader.open(file)) {
				in.read();
			}
		});
		assertTrue(exc.getMessage().contains(file.getFileName().toString().split("\\.")[0]), exc.getMessage());
		return exc.getMessage();
	}

	private static byte[] gzip(final byte[] bytes) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	@Test
	void aSmallFileThatClaimsATerabyteIsRefused() throws IOException {
		final ByteBuffer bytes = big();
		for (int axis = 1; axis <= 3; axis++)
			bytes.putShort(DIM + 2 * axis, (short) 10000);
		final Path raw = save("a.nii", bytes.array()), zipped = save("a.nii.gz", gzip(bytes.array()));
		final long expected = 352 + 2_000_000_000_000L;
		assertTrue(refusal(raw).contains("ends at byte " + bytes.capacity() + ", but its header promises " + expected));
		assertTrue(refusal(zipped).contains("byte " + bytes.capacity() + " of its inflated content, but its header " +
			"promises " + expected));
		// a large gzip is not inflated to the end to count
		final Path large = save("large.nii.gz", Arrays.copyOf(gzip(bytes.array()), 1 << 19));
		assertTrue(refusal(large).contains("can hold"));
	}

	@Test
	void sizesThatOverflowAreRefused() throws IOException {
		final ByteBuffer bytes = big();
		bytes.putShort(DIM, (short) 7);
		for (int axis = 1; axis <= 7; axis++)
			bytes.putShort(DIM + 2 * axis, Short.MAX_VALUE);
		assertTrue(refusal(save("a.nii", bytes.array())).contains("more voxels than any file"));
		bytes.putShort(DIM + 2, (short) -1);
		assertTrue(refusal(save("a.nii", bytes.array())).contains("size -1"));
		bytes.putShort(DIM, (short) 8);
		assertTrue(refusal(save("a.nii", bytes.array())).contains("8 dimensions"));
	}

	@Test
	void aBombIsBoundedByItsHeader() throws IOException {
		// 64 MB of zeros after a small image are never inflated
		final byte[] bomb = Arrays.copyOf(big().array(), 64 << 20);
		final Path file = save("bomb.nii.gz", gzip(bomb));
		final var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try (NiftiReader in = NiftiReader.open(file)) {
			assertArrayEquals(new int[] { 7, 6, 5 }, in.read().size());
		}
		assertTrue(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before < 4 << 20);
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		for (final String name : new String[] { "big_endian.nii", "nifti2.nii.gz", "extension.nii.gz" }) {
			final byte[] whole = Files.readAllBytes(GOLDEN.resolve(name));
			for (int length = 0; length < whole.length - 8; length += 3)
				refusal(save("cut" + name.substring(name.indexOf('.')), Arrays.copyOf(whole, length)));
		}
	}

	@Test
	void severalGzipMembersAndTrailingBytesAreRead() throws IOException {
		final byte[] whole = big().array();
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int at = 0; at < whole.length; at += 100)
			out.write(gzip(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + 100))));
		assertSameAsGolden(save("members.nii.gz", out.toByteArray()));
		out.write(new byte[] { 0, 0, 0, 1, 2, 3 });
		assertSameAsGolden(save("trailing.nii.gz", out.toByteArray()));
		assertSameAsGolden(save("trailing.nii", Arrays.copyOf(whole, whole.length + 77)));
	}

	@Test
	void gzipIsKnownByContent() throws IOException {
		assertSameAsGolden(save("plain.nii.gz", big().array()));
		assertSameAsGolden(save("zipped.nii", gzip(big().array())));
	}

	@Test
	void gzipHeadersWithNamesAndCommentsAreSkipped() throws IOException {
		final byte[] zipped = gzip(big().array());
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(zipped, 0, 3);
		out.write(2 | 4 | 8 | 16); // checksum, extra field, name, comment
		out.write(zipped, 4, 6);
		out.write(new byte[] { 3, 0, 7, 7, 7 });
		out.write("name\0".getBytes());
		out.write("comment\0".getBytes());
		out.write(new byte[] { 1, 2 });
		out.write(zipped, 10, zipped.length - 10);
		assertSameAsGolden(save("named.nii.gz", out.toByteArray()));
	}

	@Test
	void aWrongCheckSumIsRefused() throws IOException {
		final byte[] zipped = gzip(big().array());
		zipped[zipped.length - 6] ^= 1;
		assertTrue(refusal(save("sum.nii.gz", zipped)).contains("checksum"));
	}

	private static void assertSameAsGolden(final Path file) throws IOException {
		try (NiftiReader a = NiftiReader.open(GOLDEN.resolve("big_endian.nii")); NiftiReader b = NiftiReader.open(file)) {
			final Volume x = a.read(), y = b.read();
			for (int z = 0; z < 7; z++)
				assertArrayEquals(x.plane(0, z), y.plane(0, z));
		}
	}

	@ParameterizedTest
	@CsvSource({ "32, complex64", "1536, float128", "1792, complex128", "2048, complex256", "1, binary", "77, 77" })
	void typesThatAreNotReadAreNamed(final short code, final String name) throws IOException {
		assertTrue(refusal(save("type.nii", big().putShort(DATATYPE, code).array())).contains(name));
	}

	@Test
	void uint64Above2To63IsRefusedWithItsValue() throws IOException {
		final NiftiHeader header = NiftiWriter.header(Geometry.of(new long[] { 2, 1, 1 }, 1, 1, 1), 1, NiftiType.UINT64);
		final Path file = folder.resolve("u.nii");
		try (NiftiWriter out = NiftiWriter.create(file, header)) {
			out.write(new double[] { 5, Long.MAX_VALUE / 2 });
			out.commit();
		}
		final byte[] bytes = Files.readAllBytes(file);
		assertEquals(5, NiftiReader.open(file).read().plane(0, 0)[0]);
		bytes[bytes.length - 1] = (byte) 0x80;
		assertTrue(refusal(save("u.nii", bytes)).contains("2^63"));
	}

	@Test
	void missingScalingIsAcceptedAndBrokenScalingIsRefused() throws IOException {
		for (final float none : new float[] { 0, Float.NaN, Float.POSITIVE_INFINITY })
			assertSameAsGolden(save("none.nii", big().putFloat(SLOPE, none).putFloat(INTER, 7).array()));
		try (NiftiReader in = NiftiReader.open(save("two.nii", big().putFloat(SLOPE, 2).putFloat(INTER, 7).array()));
				NiftiReader raw = NiftiReader.open(GOLDEN.resolve("big_endian.nii")))
		{
			assertEquals(2 * raw.read().plane(0, 3)[8] + 7, in.read().plane(0, 3)[8]);
		}
		assertTrue(refusal(save("bad.nii", big().putFloat(SLOPE, 2).putFloat(INTER, Float.NaN).array())).contains(
			"intercept"));
	}

	@Test
	void voxOffsetIsCheckedAndCorrected() throws IOException {
		final byte[] whole = big().array();
		final ByteBuffer moved = ByteBuffer.allocate(whole.length + 16).order(ByteOrder.BIG_ENDIAN);
		moved.put(0, whole, 0, 352).put(368, whole, 352, whole.length - 352).putFloat(VOX_OFFSET, 368);
		assertSameAsGolden(save("moved.nii", moved.array()));
		assertSameAsGolden(save("zero.nii", big().putFloat(VOX_OFFSET, 0).array()));
		assertTrue(refusal(save("frac.nii", big().putFloat(VOX_OFFSET, 352.5f).array())).contains("352.5"));
		assertTrue(refusal(save("nan.nii", big().putFloat(VOX_OFFSET, Float.NaN).array())).contains("vox_offset"));
		refusal(save("far.nii", big().putFloat(VOX_OFFSET, 1e18f).array()));
	}

	@Test
	void unitsBecomeMillimetres() throws IOException {
		final double[] golden;
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve("big_endian.nii"))) {
			golden = in.geometry().affine();
		}
		for (final double[] unit : new double[][] { { 1, 1000 }, { 2, 1 }, { 3, .001 }, { 0, 1 } })
			try (NiftiReader in = NiftiReader.open(save("unit.nii", big().put(UNITS, (byte) (unit[0] + 8)).array()))) {
				assertEquals((double) 0.7f * unit[1], in.geometry().spacing()[0], 1e-12 * unit[1]);
				for (int n = 0; n < 12; n++)
					assertEquals(golden[n] * unit[1], in.geometry().affine()[n], 1e-12 * unit[1]);
				assertEquals(0.7f, in.geometry().forms().pixdim()[1]);
			}
	}

	@Test
	void anInvalidFormIsIgnoredWithAWarning() throws IOException {
		final ByteBuffer bytes = big();
		for (int n = 0; n < 12; n++)
			bytes.putFloat(SROW + 4 * n, 0);
		try (NiftiReader in = NiftiReader.open(save("a.nii", bytes.array()))) {
			assertEquals(1, in.warnings().size());
			assertEquals(-0.7f, in.geometry().affine()[0], 1e-7); // neither form: x to the left
			assertEquals(2 * 0.7f, in.geometry().affine()[3], 1e-6);
		}
		bytes.putShort(SFORM_CODE, (short) 0).putShort(SFORM_CODE - 2, (short) 1).putFloat(QUATERN, 2);
		try (NiftiReader in = NiftiReader.open(save("a.nii", bytes.array()))) {
			assertTrue(in.warnings().get(0).contains("qform"));
		}
	}

	@Test
	void theSizeOfAVoxelIsNotInvented() throws IOException {
		final ByteBuffer bytes = big().putFloat(PIXDIM + 12, 0);
		try (NiftiReader in = NiftiReader.open(save("a.nii", bytes.array()))) {
			assertEquals(2.5, in.geometry().spacing()[2], 1e-6); // from the affine
		}
		assertTrue(refusal(save("a.nii", bytes.putShort(SFORM_CODE, (short) 0).array())).contains("pixdim"));
	}

	@Test
	void analyzeIsReadWithAWarning() throws IOException {
		final ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve("pair.hdr")));
		header.putInt(MAGIC, 0);
		save("a.hdr", header.array());
		Files.copy(GOLDEN.resolve("pair.img"), folder.resolve("a.img"));
		try (NiftiReader in = NiftiReader.open(folder.resolve("a.img")); NiftiReader pair = NiftiReader.open(GOLDEN.resolve(
			"pair.hdr")))
		{
			assertTrue(in.warnings().get(0).contains("Analyze"));
			assertEquals(0, in.header().version());
			assertArrayEquals(pair.geometry().spacing(), in.geometry().spacing());
			assertArrayEquals(pair.read().plane(0, 2), in.read().plane(0, 2));
		}
		Files.delete(folder.resolve("a.img"));
		assertTrue(refusal(folder.resolve("a.hdr")).contains(".img"));
	}

	@Test
	void valuesThatAreNotLabelsAreRefused() throws IOException {
		final Path file = folder.resolve("l.nii");
		final Volume volume = new Volume(Geometry.of(new long[] { 3, 2, 2 }, 1, 1, 1), 1);
		volume.plane(0, 1)[4] = 1.5f;
		NiftiWriter.write(file, volume);
		try (NiftiReader in = NiftiReader.open(file)) {
			final String message = assertThrows(ProblemException.class, in::readLabels).getMessage();
			assertTrue(message.contains("x=1, y=1, z=1") && message.contains("1.5"), message);
		}
		volume.plane(0, 1)[4] = 40000;
		NiftiWriter.write(file, volume);
		try (NiftiReader in = NiftiReader.open(file)) {
			assertThrows(ProblemException.class, in::readLabels);
		}
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve("rgb.nii.gz"))) {
			assertThrows(ProblemException.class, in::readLabels);
		}
	}

	@Test
	void aSlabIsTheSameAsThatPartOfTheWhole() throws IOException {
		for (final String name : new String[] { "big_endian.nii", "type_int32.nii.gz", "dims_4x5x6x3.nii.gz",
			"rgb.nii.gz" })
			try (NiftiReader in = NiftiReader.open(GOLDEN.resolve(name))) {
				final Volume whole = in.read(), slab = in.read(1, 3);
				assertArrayEquals(new int[] { 2, whole.size()[1], whole.size()[2] }, slab.size());
				for (int c = 0; c < in.channels(); c++)
					for (int z = 0; z < 2; z++)
						assertArrayEquals(whole.plane(c, z + 1), slab.plane(c, z));
				for (int row = 0; row < 3; row++)
					assertEquals(in.geometry().affine()[4 * row + 3] + in.geometry().affine()[4 * row + 2], slab.geometry()
						.affine()[4 * row + 3], 1e-9);
				assertNull(slab.geometry().forms());
			}
	}

	@Test
	void aPartOfAFileAbove4GBIsRead() throws IOException {
		// a sparse file: 3000 x 2000 x 800 uint8 would be 4.8 GB; only the last plane is touched
		final NiftiHeader header = NiftiWriter.header(Geometry.of(new long[] { 3000, 2000, 800 }, 1, 1, 1), 1,
			NiftiType.UINT8);
		final Path file = folder.resolve("large.nii");
		Files.write(file, HeaderWriter.bytes(header));
		final long last = 352 + 3000L * 2000 * 800 - 1;
		try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
			out.seek(last);
			out.write(9);
		}
		try (NiftiReader in = NiftiReader.open(file)) {
			final Volume plane = in.read(799, 800);
			assertEquals(9, plane.plane(0, 0)[3000 * 2000 - 1]);
			assertEquals(9, in.readLabels(799, 800).plane(0)[3000 * 2000 - 1]);
		}
		Files.delete(file);
	}

	@Test
	void whatIsTooLargeForNifti1BecomesNifti2() throws IOException {
		final Path file = folder.resolve("wide.nii.gz");
		final LabelMap labels = new LabelMap(Geometry.of(new long[] { 40000, 1, 1 }, 1, 1, 1));
		labels.plane(0)[39999] = 3;
		NiftiWriter.write(file, labels);
		try (NiftiReader in = NiftiReader.open(file)) {
			assertEquals(2, in.header().version());
			assertEquals(3, in.readLabels().plane(0)[39999]);
		}
	}

	@Test
	void valuesThatDoNotFitAreRefusedAndNoFileIsLeft() throws IOException {
		final Volume volume = new Volume(Geometry.of(new long[] { 2, 1, 1 }, 1, 1, 1), 1);
		volume.plane(0, 0)[1] = 300;
		final Path file = folder.resolve("w.nii.gz");
		assertTrue(assertThrows(ProblemException.class, () -> NiftiWriter.write(file, volume, NiftiType.UINT8)).getMessage()
			.contains("300"));
		try (var files = Files.list(folder)) {
			assertEquals(0, files.count());
		}
		assertThrows(ProblemException.class, () -> NiftiWriter.write(folder.resolve("no/w.nii"), volume));
	}

	@Test
	void foreignContentIsNotAccepted() throws IOException {
		assertFalse(NiftiReader.accepts(GOLDEN.resolve("index.json")));
		assertFalse(NiftiReader.accepts(folder));
		assertFalse(NiftiReader.accepts(save("empty.nii", new byte[0])));
		assertFalse(NiftiReader.accepts(save("empty.nii.gz", gzip(new byte[0]))));
		assertTrue(NiftiReader.accepts(GOLDEN.resolve("gzpair.img.gz")));
		assertTrue(refusal(GOLDEN.resolve("index.json")).contains("not a NIfTI file"));
		assertTrue(refusal(folder.resolve("missing.nii")).contains("does not exist"));
	}

	/** A stream with a wrong bit that inflates to the end all the same; its checksum is wrong. */
	@Test
	void aGzipWithAWrongCheckSumIsRefusedHoweverItIsRead() throws IOException {
		final Path healthy = Path.of("src/test/resources/nifti/healthy.nii.gz"), damaged = Path.of(
			"src/test/resources/nifti/damaged.nii.gz");
		try (NiftiReader in = NiftiReader.open(healthy)) {
			in.read();
			assertEquals(List.of(), in.warnings());
		}
		try (NiftiReader in = NiftiReader.open(damaged)) {
			assertTrue(assertThrows(ProblemException.class, in::read).getMessage().contains("checksum"));
		}
		try (NiftiReader in = NiftiReader.open(damaged)) {
			final long[] size = in.geometry().size();
			final float[] plane = new float[(int) (size[0] * size[1])];
			assertTrue(assertThrows(ProblemException.class, () -> {
				for (int z = 0; z < size[2]; z++)
					in.readPlane(0, z, plane);
			}).getMessage().contains("checksum"));
		}
	}

	@Test
	void aGzipWithoutItsLastBytesIsReadWithAWarning() throws IOException {
		final byte[] whole = Files.readAllBytes(Path.of("src/test/resources/nifti/healthy.nii.gz"));
		for (int missing = 1; missing <= 8; missing++) {
			final Path file = save("cut.nii.gz", Arrays.copyOf(whole, whole.length - missing));
			try (NiftiReader in = NiftiReader.open(file)) {
				in.read();
				assertTrue(in.warnings().toString().contains("checksum"), in.warnings().toString());
			}
		}
	}

	/** Sform turned by 15 degrees, qform by none; NB: with another code that may be on purpose. */
	@Test
	void formsOfOneKindThatDisagreeAreReported() {
		final double cos = Math.cos(Math.PI / 12), sin = Math.sin(Math.PI / 12);
		final double[] turned = { cos, -sin, 0, 0, sin, cos, 0, 0, 0, 0, 1, 0 }, straight = { 1, 0, 0, 0.1, 0, 1, 0, 0, 0, 0,
			1, 0 };
		for (final int code : new int[] { 1, 2 })
			for (final double[] affine : List.of(turned, straight)) {
				final List<String> warnings = new ArrayList<>();
				final Geometry grid = Orientation.geometry(new long[] { 20, 20, 20 }, new Geometry.Forms(1, code, new double[] { 1,
					1, 1, 1, 1, 1, 1, 1 }, new double[6], affine, 2), warnings);
				assertArrayEquals(affine, grid.affine(), 1e-12);
				assertEquals(code == 1 && affine == turned ? 1 : 0, warnings.size(), warnings.toString());
			}
	}

	@Test
	void aSpacingThatIsNotTheAffinesIsReported() throws IOException {
		final ByteBuffer bytes = big();
		try (NiftiReader in = NiftiReader.open(save("sound.nii", bytes.array()))) {
			assertFalse(in.warnings().toString().contains("pixdim"), in.warnings().toString());
		}
		for (int axis = 1; axis <= 3; axis++)
			bytes.putFloat(PIXDIM + 4 * axis, 3 + axis);
		try (NiftiReader in = NiftiReader.open(save("other.nii", bytes.array()))) {
			assertTrue(in.warnings().toString().contains("pixdim 4.0 x 5.0 x 6.0"), in.warnings().toString());
		}
	}

	@Test
	void aPositionOfTheVoxelsThatOverflowsIsRefused() throws IOException {
		for (final long offset : new long[] { Long.MAX_VALUE, Long.MAX_VALUE - 100, Integer.MAX_VALUE, -1 }) {
			final byte[] bytes = new byte[700];
			final ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
			out.putInt(0, 540).put(4, (byte) 'n').put(5, (byte) '+').put(6, (byte) '2');
			out.putShort(12, (short) 2).putShort(14, (short) 8).putLong(16, 3).putLong(24, 2).putLong(32, 2).putLong(40, 2);
			out.putDouble(112, 1).putDouble(120, 1).putDouble(128, 1).putLong(168, offset);
			final Path file = save("offset.nii", bytes);
			assertTrue(refusal(file).contains("vox_offset") || refusal(file).contains("cut off"), refusal(file));
		}
	}

	/** The file is sparse: 2 GB between header and voxels that claim to be one extension. */
	@Test
	void largeExtensionsAreLeftOutWithoutReadingThem() throws IOException {
		final Path file = folder.resolve("extensions.nii");
		final long end = 2L << 30;
		final ByteBuffer header = ByteBuffer.allocate(552).order(ByteOrder.LITTLE_ENDIAN);
		header.putInt(0, 540).put(4, (byte) 'n').put(5, (byte) '+').put(6, (byte) '2');
		header.putShort(12, (short) 2).putShort(14, (short) 8).putLong(16, 3).putLong(24, 2).putLong(32, 2).putLong(40, 2);
		header.putDouble(112, 1).putDouble(120, 1).putDouble(128, 1).putLong(168, end);
		header.put(540, (byte) 1).putInt(544, Integer.MAX_VALUE - 540).putInt(548, 6);
		try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
			out.write(header.array());
			out.setLength(end + 8);
		}
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try (NiftiReader in = NiftiReader.open(file)) {
			assertEquals(8, in.read().geometry().voxels());
			assertTrue(in.warnings().toString().contains("extensions"), in.warnings().toString());
		}
		final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		assertTrue(allocated < 50_000_000, allocated + " bytes");
	}

	@Test
	void damagedFilesAreReadOrRefused() throws IOException {
		final NiftiFuzz fuzz = new NiftiFuzz(GOLDEN, folder, 20);
		fuzz.headers(3000);
		fuzz.bodies(1000);
		assertEquals(4000, fuzz.read() + fuzz.refused());
		assertTrue(fuzz.read() > 500 && fuzz.refused() > 500, fuzz.toString());
		assertTrue(fuzz.slowestMillis() < 5000, fuzz.toString());
	}
}
