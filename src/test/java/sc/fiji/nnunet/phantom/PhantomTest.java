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
package sc.fiji.nnunet.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;

class PhantomTest {

	@TempDir
	Path folder;

	@Test
	void neitherBrightnessNorPositionAloneFindsTheStructures() throws IOException {
		final Dataset dataset = Phantom.standard().write(folder, Progress.none());
		assertEquals(24, dataset.training().size());
		assertEquals(6, dataset.test().size());
		assertEquals(Phantom.LABELS, dataset.labels());
		final List<Case> others = new ArrayList<>();
		for (final Case one : dataset.test())
			others.add(new Case(one.name(), one.images(), folder.resolve("labelsTs").resolve(one.name() + ".nii.gz")));
		final Baselines baselines = Baselines.of(dataset.training(), others, dataset.labels(), Progress.none());
		// the limit for both is 0.7; they are well below
		for (int label = 1; label <= 2; label++) {
			assertTrue(baselines.threshold()[label] > 0.1 && baselines.threshold()[label] < 0.6, baselines.toString());
			assertTrue(baselines.meanLabel()[label] > 0.1 && baselines.meanLabel()[label] < 0.6, baselines.toString());
		}
	}

	@Test
	void filesContainTheSamples() throws IOException {
		final Phantom phantom = new Phantom(3, 1, 7);
		phantom.write(folder, Progress.none());
		for (int i = 0; i < 4; i++) {
			final Phantom.Sample sample = phantom.sample(i);
			final String end = i < 3 ? "Tr/phantom_00" : "Ts/phantom_00";
			final Path image = folder.resolve("images" + end + (i + 1) + ".nii.gz");
			final Path label = folder.resolve("labels" + end + (i + 1) + ".nii.gz");
			assertArrayEquals(sample.image().plane(0, 9), ImageFile.read(image).plane(0, 9));
			assertArrayEquals(sample.label().plane(11), ImageFile.readLabels(label).plane(11));
			assertTrue(ImageFile.geometry(image).sameGrid(sample.label().geometry(), 1e-4));
			assertTrue(ImageFile.geometry(label).sameGrid(sample.label().geometry(), 1e-4));
		}
	}

	@Test
	void voxelsAreReproducible() {
		final Phantom phantom = Phantom.standard();
		assertEquals("6ac57a7", checksum(phantom.sample(0)));
		assertEquals("c3e78495", checksum(phantom.sample(29)));
		assertFalse(checksum(phantom.sample(1)).equals(checksum(new Phantom(24, 6, 2027).sample(1))));
	}

	@Test
	void gridsVaryAsDocumented() {
		final Phantom phantom = new Phantom(12, 0, 2026);
		final Set<List<Integer>> sizes = new HashSet<>();
		int thick = 0;
		int oblique = 0;
		for (int i = 0; i < 12; i++) {
			final Geometry geometry = phantom.sample(i).image().geometry();
			final int[] size = geometry.sizeZyx();
			sizes.add(List.of(size[0], size[1], size[2]));
			if (geometry.spacing()[2] == 2 * geometry.spacing()[0]) thick++;
			final double[] affine = geometry.affine();
			if (Math.abs(affine[1]) + Math.abs(affine[2]) + Math.abs(affine[6]) > 0.05) oblique++;
			for (int axis = 0; axis < 3; axis++)
				assertEquals(geometry.spacing()[axis], Math.sqrt(affine[axis] * affine[axis] + affine[4 + axis] * affine[4 +
					axis] + affine[8 + axis] * affine[8 + axis]), 1e-9, "the affine is a turned grid of the stated spacing");
		}
		assertEquals(4, thick);
		assertEquals(3, oblique);
		assertTrue(sizes.size() > 8, sizes.toString());
	}

	@Test
	void structuresAreEquallyBrightAndDoNotOverlap() {
		final Phantom phantom = Phantom.standard();
		double ratio = 0;
		for (int i = 0; i < 8; i++) {
			final Phantom.Sample sample = phantom.sample(i);
			final double[] sum = new double[3];
			final long[] count = new long[3];
			for (int z = 0; z < sample.label().size()[0]; z++)
				for (int k = 0; k < sample.label().plane(z).length; k++) {
					sum[sample.label().plane(z)[k]] += sample.image().plane(0, z)[k];
					count[sample.label().plane(z)[k]]++;
				}
			assertTrue(count[1] > 200 && count[2] > 200, "both structures are there");
			ratio += sum[2] / count[2] / (sum[1] / count[1]) / 8;
		}
		assertEquals(1, ratio, 0.1);
	}

	@Test
	void writingCanBeCancelledAndThenWritesNoDescription() {
		assertThrows(CancelledException.class, () -> new Phantom(2, 0, 1).write(folder,
			Recorded.cancelledAtOnce()));
		assertFalse(Files.exists(folder.resolve("dataset.json")));
	}

	private static String checksum(final Phantom.Sample sample) {
		final CRC32 crc = new CRC32();
		for (int z = 0; z < sample.label().size()[0]; z++) {
			final float[] values = sample.image().plane(0, z);
			final ByteBuffer bytes = ByteBuffer.allocate(6 * values.length);
			for (int i = 0; i < values.length; i++)
				bytes.putFloat(values[i]).putShort(sample.label().plane(z)[i]);
			crc.update(bytes.array());
		}
		return Long.toHexString(crc.getValue());
	}
}
