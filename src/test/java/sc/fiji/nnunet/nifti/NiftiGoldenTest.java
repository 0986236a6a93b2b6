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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Files that nibabel and SimpleITK wrote, with the values and affines that nibabel reads from them. */
class NiftiGoldenTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	/** float32 keeps 24 bits. */
	private static final double FLOAT = Math.pow(2, -24);

	@TempDir
	Path folder;

	static List<JsonObject> files() throws IOException {
		final JsonObject index = new Gson().fromJson(Files.readString(GOLDEN.resolve("index.json")), JsonObject.class);
		final List<JsonObject> files = new ArrayList<>();
		for (final JsonElement row : index.getAsJsonArray("files"))
			files.add(row.getAsJsonObject());
		assertEquals(26, files.size());
		return files;
	}

	@ParameterizedTest
	@MethodSource("files")
	void valuesAreThoseOfNibabel(final JsonObject row) throws IOException {
		final Npy expected = Npy.read(GOLDEN.resolve(row.get("values").getAsString()));
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve(row.get("file").getAsString()))) {
			final long[] size = in.geometry().size();
			final int channels = in.channels();
			assertEquals(expected.values().length, size[0] * size[1] * size[2] * channels);
			final Volume volume = in.read();
			final int width = (int) size[0];
			final double[] exact = new double[width * (int) size[1]];
			for (int c = 0; c < channels; c++)
				for (int z = 0; z < size[2]; z++) {
					in.readPlane(c, z, exact);
					for (int n = 0; n < exact.length; n++) {
						// a frame's number runs over axes four to seven; those of the golden files have one axis longer than 1
						final int[] at = expected.shape().length == 5 ? new int[] { n % width, n / width, z, 0, c } : new int[] {
							n % width, n / width, z, c };
						final double value = expected.get(at);
						assertEquals(value, exact[n], 0, row.get("file") + " channel " + c + " z " + z + " voxel " + n);
						assertEquals((float) value, volume.plane(c, z)[n], 0);
					}
				}
		}
	}

	/** The view of an uncompressed file is mapped, and holds what reading gives. */
	@ParameterizedTest
	@MethodSource("files")
	void viewsHoldTheSame(final JsonObject row) throws IOException {
		final Path stored = GOLDEN.resolve(row.get("file").getAsString());
		final boolean single = stored.toString().endsWith(".nii.gz");
		final Path plain = single ? folder.resolve("plain.nii") : stored;
		if (single) try (InputStream in = new GZIPInputStream(Files.newInputStream(stored))) {
			Files.copy(in, plain);
		}
		final Volume view;
		final Volume volume;
		final boolean mapped;
		try (NiftiReader in = NiftiReader.open(plain)) {
			view = in.view();
			volume = in.read();
			mapped = !plain.toString().endsWith(".gz") && in.header().type().samples() == 1 && in
				.header().type() != NiftiType.UINT64;
		}
		assertEquals(mapped, view != view.loaded(null));
		assertEquals(volume.channels(), view.channels());
		for (int c = 0; c < volume.channels(); c++)
			for (int z = 0; z < volume.size()[0]; z++)
				assertArrayEquals(volume.plane(c, z), view.plane(c, z), row.get("file").getAsString());
	}

	@ParameterizedTest
	@MethodSource("files")
	void geometryIsThatOfNibabel(final JsonObject row) throws IOException {
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve(row.get("file").getAsString()))) {
			final boolean quaternion = in.header().forms().sformCode() == 0;
			final double[] affine = in.geometry().affine();
			for (int n = 0; n < 12; n++) {
				final double expected = row.getAsJsonArray("affine").get(n / 4).getAsJsonArray().get(n % 4).getAsDouble();
				final double tolerance = (quaternion ? 1e-6 : FLOAT) * Math.max(1e-3, Math.abs(expected));
				assertEquals(expected, affine[n], tolerance, row.get("file") + " affine " + n);
			}
			if (!row.has("spacing")) return;
			assertEquals(row.get("qform_code").getAsInt(), in.header().forms().qformCode());
			assertEquals(row.get("sform_code").getAsInt(), in.header().forms().sformCode());
			for (int d = 0; d < row.getAsJsonArray("spacing").size(); d++)
				assertEquals(row.getAsJsonArray("spacing").get(d).getAsDouble(), in.geometry().spacing()[d], 1e-12);
		}
	}

	@ParameterizedTest
	@MethodSource("files")
	void labelsOnTheGridOfAFileKeepItsOrientationFieldsBitForBit(final JsonObject row) throws IOException {
		final Path copy = folder.resolve("labels.nii.gz");
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve(row.get("file").getAsString()))) {
			NiftiWriter.write(copy, new LabelMap(in.geometry()));
			try (NiftiReader back = NiftiReader.open(copy)) {
				assertEquals(in.geometry(), back.geometry());
				assertEquals(in.header().forms().qformCode(), back.header().forms().qformCode());
				assertEquals(in.header().forms().sformCode(), back.header().forms().sformCode());
				assertEquals(in.header().forms().units(), back.header().forms().units());
				assertArrayEquals(in.header().forms().pixdim(), back.header().forms().pixdim());
				assertArrayEquals(in.header().forms().quaternion(), back.header().forms().quaternion());
				assertArrayEquals(in.header().forms().srow(), back.header().forms().srow());
			}
		}
	}

	@Test
	void anExtensionIsReadAndWrittenAgain() throws IOException {
		final Path copy = folder.resolve("extension.nii.gz");
		try (NiftiReader in = NiftiReader.open(GOLDEN.resolve("extension.nii.gz"))) {
			NiftiWriter.write(copy, in.read());
		}
		try (NiftiReader in = NiftiReader.open(copy)) {
			final var extensions = in.header().forms().notes().extensions();
			assertEquals(1, extensions.size());
			assertEquals(6, extensions.get(0).code());
			assertTrue(new String(extensions.get(0).data()).startsWith("kept as it is"));
		}
	}
}
