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

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiHeader.Intent;
import sc.fiji.nnunet.volume.Geometry.Extension;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;

/**
 * What any writer and reader of NIfTI have to do together: values, sizes and every
 * orientation field come back as they went in, for all types, byte orders, containers,
 * versions and random affines. A subclass says how to write and how to read; the core
 * and the SCIFIO format inherit the same cases.
 */
abstract class RoundTripContract {

	private static final String[] CONTAINERS = { "a.nii", "a.nii.gz", "a.hdr", "a.img.gz" };

	@TempDir
	Path folder;

	/** What was read from a file: values in file order, and the header. */
	record Content(NiftiHeader header, double[] values) {
	}

	/** Writes values, in file order, as the header says. */
	abstract void write(Path file, NiftiHeader header, double[] values) throws IOException;

	/** Reads a file. */
	abstract Content read(Path file) throws IOException;

	/** One combination. */
	record Setting(NiftiType type, int version, boolean big, String container, long seed) {
	}

	static List<Setting> settings() {
		final List<Setting> settings = new ArrayList<>();
		long seed = 0;
		for (final NiftiType type : NiftiType.values())
			if (type.readable()) for (final int version : new int[] { 1, 2 })
				for (final boolean big : new boolean[] { false, true })
					for (final String container : CONTAINERS)
						settings.add(new Setting(type, version, big, container, seed++));
		return settings;
	}

	@ParameterizedTest
	@MethodSource("settings")
	void isReadAsItWasWritten(final Setting setting) throws IOException {
		final Random random = new Random(setting.seed);
		final NiftiHeader header = header(setting, random);
		final double[] values = values(header, random);
		final Path file = folder.resolve(setting.container);
		write(file, header, values);
		final Content content = read(file);
		assertArrayEquals(values, content.values);
		assertSameHeader(header, content.header);
	}

	static void assertSameHeader(final NiftiHeader expected, final NiftiHeader actual) {
		assertEquals(expected.version(), actual.version());
		assertEquals(expected.type(), actual.type());
		assertEquals(expected.order(), actual.order());
		assertArrayEquals(expected.dims(), actual.dims());
		assertEquals(expected.slope(), actual.slope());
		assertEquals(expected.intercept(), actual.intercept());
		final Forms a = expected.forms(), b = actual.forms();
		assertArrayEquals(a.pixdim(), b.pixdim());
		assertArrayEquals(a.quaternion(), b.quaternion());
		assertArrayEquals(a.srow(), b.srow());
		assertEquals(a.qformCode(), b.qformCode());
		assertEquals(a.sformCode(), b.sformCode());
		assertEquals(a.units(), b.units());
		assertEquals(a.notes().description(), b.notes().description());
		assertEquals(a.notes().auxFile(), b.notes().auxFile());
		assertEquals(a.notes().extensions().size(), b.notes().extensions().size());
		for (int n = 0; n < a.notes().extensions().size(); n++) {
			assertEquals(a.notes().extensions().get(n).code(), b.notes().extensions().get(n).code());
			assertArrayEquals(a.notes().extensions().get(n).data(), b.notes().extensions().get(n).data());
		}
		assertEquals(expected.intent().code(), actual.intent().code());
		assertEquals(expected.intent().name(), actual.intent().name());
		assertArrayEquals(expected.intent().parameters(), actual.intent().parameters());
		assertEquals(expected.acquisition(), actual.acquisition());
	}

	private static NiftiHeader header(final Setting setting, final Random random) {
		final long[] dims = new long[1 + random.nextInt(7)];
		for (int axis = 0; axis < dims.length; axis++)
			dims[axis] = 1 + random.nextInt(axis < 3 ? 6 : 2);
		final double[] pixdim = numbers(random, 8, setting.version);
		for (int n = 1; n < 8; n++)
			pixdim[n] = Math.max(Math.abs(pixdim[n]), 0.125);
		pixdim[0] = random.nextBoolean() ? -1 : 1;
		final List<Extension> extensions = new ArrayList<>();
		for (int n = random.nextInt(3); n > 0; n--) {
			final byte[] data = new byte[16 * random.nextInt(4) + 8]; // with its two numbers a multiple of 16
			random.nextBytes(data);
			extensions.add(new Extension(2 * random.nextInt(20), data));
		}
		final Notes notes = new Notes("made of seed " + setting.seed + " \u00e9", random.nextBoolean() ? "aux" : "",
			extensions);
		final double[] quaternion = numbers(random, 6, setting.version);
		for (int n = 0; n < 3; n++)
			quaternion[n] /= 1024;
		final Forms forms = new Forms(random.nextInt(5), random.nextInt(5), pixdim, quaternion, numbers(random, 12,
			setting.version), random.nextInt(64) & 56 | 2, notes);
		final boolean scaled = setting.type.samples() == 1 && random.nextInt(4) == 0;
		return new NiftiHeader(setting.version, setting.big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, false,
			setting.type, dims, forms, scaled ? 0.25 : 1, scaled ? -3 : 0, 0, new Intent(random.nextInt(2000), numbers(random,
				3, setting.version), "meaning"), new Acquisition(-1, random.nextInt(9), 2, 3, random.nextInt(64), 1, 2, 3));
	}

	/** Numbers that a float holds, for NIfTI-1, or need a double, for NIfTI-2. */
	private static double[] numbers(final Random random, final int count, final int version) {
		final double[] numbers = new double[count];
		for (int n = 0; n < count; n++)
			numbers[n] = version == 1 ? (float) (random.nextGaussian() * 100) : random.nextGaussian() * 100;
		return numbers;
	}

	/** Values that the type holds: its extremes and random ones. */
	private static double[] values(final NiftiHeader header, final Random random) {
		final double[] values = new double[(int) (header.bytes() / header.type().bytes()) * header.type().samples()];
		for (int n = 0; n < values.length; n++) {
			final double stored = switch (header.type()) {
				case UINT8, RGB24, RGBA32 -> random.nextInt(256);
				case INT8 -> random.nextInt(256) - 128;
				case UINT16 -> random.nextInt(65536);
				case INT16 -> random.nextInt(65536) - 32768;
				case UINT32 -> random.nextInt() & 0xffffffffL;
				case INT32 -> random.nextInt();
				case INT64 -> random.nextLong() >> 11;
				case UINT64 -> random.nextLong() >>> 11;
				case FLOAT32 -> n == 0 ? Float.NaN : (float) random.nextGaussian();
				default -> random.nextGaussian();
			};
			values[n] = header.scaled() && header.type().integer() ? stored * header.slope() + header.intercept() : stored;
			if (header.scaled() && !header.type().integer()) values[n] = Math.rint(stored * 8) + 0.0;
		}
		return values;
	}
}
