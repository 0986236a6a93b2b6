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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiHeader.Intent;
import sc.fiji.nnunet.volume.Geometry;

/**
 * What nibabel and SimpleITK read from files that we write. {@code peers/read.json} holds their answers,
 * made by {@code peers/read_with_peers.py}, with the checksum of the very bytes that they read; this test
 * writes the same files again.
 */
class PeerReadTest {

	private static final Path PEERS = Path.of("src/test/resources/peers");

	@TempDir
	Path folder;

	/** One file: its header, its values in file order, the expected affine. */
	record Case(NiftiHeader header, double[] values, double[] affine) {
	}

	/** Writes the files for the peers: {@code PeerReadTest <folder>}. */
	public static void main(final String... args) throws IOException {
		for (final Map.Entry<String, Case> one : cases().entrySet())
			write(Path.of(args[0]).resolve(one.getKey()), one.getValue());
	}

	private static void write(final Path file, final Case one) throws IOException {
		try (NiftiWriter out = NiftiWriter.create(file, one.header)) {
			out.write(one.values);
			out.commit();
		}
	}

	private static Map<String, Case> cases() {
		final Map<String, Case> cases = new LinkedHashMap<>();
		final Geometry oblique = new Geometry(new long[] { 4, 3, 5 }, new double[] { .5, 1.5, 3 }, affine(false, 0),
			null);
		final Geometry left = new Geometry(new long[] { 4, 3, 5 }, new double[] { .5, 1.5, 3 }, affine(true, 0), null);
		final Geometry sheared = new Geometry(new long[] { 4, 3, 5 }, new double[] { .5, 1.5, 3 }, affine(false, .3), null);
		for (final NiftiType type : NiftiType.values())
			if (type.readable() && type != NiftiType.RGBA32) cases.put(type.name().toLowerCase() + ".nii.gz", one(oblique, 1,
				type, ByteOrder.LITTLE_ENDIAN));
		cases.put("left.nii", one(left, 1, NiftiType.INT16, ByteOrder.LITTLE_ENDIAN));
		cases.put("big.nii.gz", one(left, 1, NiftiType.INT16, ByteOrder.BIG_ENDIAN));
		cases.put("sheared.nii", one(sheared, 1, NiftiType.INT16, ByteOrder.LITTLE_ENDIAN));
		cases.put("pair.hdr", one(oblique, 1, NiftiType.FLOAT32, ByteOrder.LITTLE_ENDIAN));
		cases.put("channels.nii.gz", one(oblique, 2, NiftiType.FLOAT32, ByteOrder.LITTLE_ENDIAN));
		final NiftiHeader h = NiftiWriter.header(oblique, 1, NiftiType.UINT8);
		cases.put("nifti2.nii.gz", valued(new NiftiHeader(2, h.order(), false, h.type(), h.dims(), h.forms(), 1, 0, 0,
			Intent.NONE, Acquisition.NONE), oblique.affine()));
		cases.put("scaled.nii.gz", valued(new NiftiHeader(1, h.order(), false, NiftiType.INT16, h.dims(), h.forms(), 0.5,
			-3, 0, Intent.NONE, Acquisition.NONE), oblique.affine()));
		return cases;
	}

	private static Case one(final Geometry geometry, final int channels, final NiftiType type, final ByteOrder order) {
		final NiftiHeader h = NiftiWriter.header(geometry, channels, type);
		return valued(new NiftiHeader(h.version(), order, false, type, h.dims(), h.forms(), 1, 0, 0, Intent.NONE,
			Acquisition.NONE), geometry.affine());
	}

	private static Case valued(final NiftiHeader header, final double[] affine) {
		final Random random = new Random(4);
		final double[] values = new double[(int) (header.bytes() / header.type().bytes()) * header.type().samples()];
		for (int n = 0; n < values.length; n++)
			values[n] = switch (header.type()) {
				case UINT8, RGB24, UINT16, UINT32, UINT64 -> random.nextInt(200);
				case FLOAT32 -> (float) random.nextGaussian();
				case FLOAT64 -> random.nextGaussian();
				default -> random.nextInt(250) - 125;
			};
		return new Case(header, values, affine);
	}

	/** Rotated by 30 degrees about z and 20 about x; mirrored, or sheared, if asked for. */
	private static double[] affine(final boolean mirrored, final double shear) {
		final double c = Math.cos(Math.PI / 6), s = Math.sin(Math.PI / 6), k = Math.cos(Math.PI / 9), l = Math.sin(Math.PI /
			9);
		final double[][] r = { { c, -s * k, s * l }, { s, c * k, -c * l }, { shear, l, k } };
		final double[] spacing = { mirrored ? -.5 : .5, 1.5, 3 };
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++) {
			for (int axis = 0; axis < 3; axis++)
				affine[4 * row + axis] = r[row][axis] * spacing[axis];
			affine[4 * row + 3] = 10 - 17 * row;
		}
		return affine;
	}

	@TestFactory
	Iterable<DynamicTest> peersReadWhatWasWritten() throws IOException {
		final JsonObject answers = new Gson().fromJson(Files.readString(PEERS.resolve("read.json")), JsonObject.class);
		final Map<String, Case> cases = cases();
		assertEquals(cases.keySet(), answers.keySet());
		return cases.entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> check(one.getKey(), one
			.getValue(), answers.getAsJsonObject(one.getKey())))).toList();
	}

	private void check(final String name, final Case one, final JsonObject answer) throws IOException {
		final Path file = folder.resolve(name);
		write(file, one);
		assertEquals(answer.get("sha256").getAsString(), sum(file) + (one.header.pair() || name.endsWith(".hdr") ? sum(
			folder.resolve("pair.img")) : ""), "the peers have read other bytes: run read_with_peers.py again");
		final JsonObject nibabel = answer.getAsJsonObject("nibabel");
		assertValues(one.values, nibabel.getAsJsonArray("values"));
		for (int n = 0; n < 12; n++)
			assertEquals(one.affine[n], nibabel.getAsJsonArray("affine").get(n).getAsDouble(), 1e-6 * Math.max(1, Math.abs(
				one.affine[n])));
		// NB: a = sqrt(1 - b^2 - c^2 - d^2) of float32 numbers is less precise than they are if a is small
		if (nibabel.has("qform")) for (int n = 0; n < 12; n++)
			assertEquals(one.affine[n], nibabel.getAsJsonArray("qform").get(n).getAsDouble(), 1e-5 * Math.max(1, Math.abs(
				one.affine[n])));
		else assertEquals("sheared.nii", name); // a quaternion cannot express it
		if (!answer.has("simpleitk")) {
			// ITK refuses directions that are not at right angles, and does not support NIfTI-2
			assertTrue(name.equals("sheared.nii") || name.equals("nifti2.nii.gz"), name);
			return;
		}
		final JsonObject itk = answer.getAsJsonObject("simpleitk");
		assertValues(one.values, itk.getAsJsonArray("values"));
		// ITK's world has x to the left and y to the back
		for (int row = 0; row < 3; row++) {
			final int sign = row < 2 ? -1 : 1;
			assertEquals(sign * one.affine[4 * row + 3], itk.getAsJsonArray("origin").get(row).getAsDouble(), 1e-4);
			for (int axis = 0; axis < 3; axis++)
				assertEquals(sign * one.affine[4 * row + axis], itk.getAsJsonArray("direction").get(3 * row + axis)
					.getAsDouble() * itk.getAsJsonArray("spacing").get(axis).getAsDouble(), 1e-5);
		}
	}

	private static void assertValues(final double[] expected, final JsonArray actual) {
		assertEquals(expected.length, actual.size());
		for (int n = 0; n < expected.length; n++)
			assertEquals(expected[n], actual.get(n).getAsDouble(), 0, "value " + n);
	}

	/** The checksum of a file's inflated content. */
	private static String sum(final Path file) throws IOException {
		try (ByteSource in = ByteSource.open(file)) {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.from(0).readAllBytes()));
		}
		catch (final NoSuchAlgorithmException exc) {
			throw new AssertionError(exc);
		}
	}
}
