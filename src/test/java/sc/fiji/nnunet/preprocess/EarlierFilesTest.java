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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Files of every format that was ever written are read: {@code formats/preprocessed_<format>}. */
class EarlierFilesTest {

	@Test
	void aFolderOfFormat1IsRead() throws Exception {
		final Path folder = folder("preprocessed_1");
		final PreprocessedDataset dataset = PreprocessedDataset.open(folder, "3d");
		assertEquals(List.of(8, 8, 8), dataset.plan().patch());
		assertEquals(2, dataset.plan().network().stages());
		assertEquals(List.of("hippocampus_1"), dataset.caseNames());
		final PreprocessedCase one = dataset.get("hippocampus_1");
		// as NumPy reads the arrays
		final Volume image = one.image();
		assertArrayEquals(new int[] { 8, 8, 8 }, image.size());
		assertEquals(0.41995206f, image.plane(0, 4)[4 * 8 + 4]);
		final LabelMap labels = one.labels();
		final int[] counts = new int[3];
		for (int z = 0; z < 8; z++)
			for (final short label : labels.plane(z))
				counts[label]++;
		assertArrayEquals(new int[] { 512 - 27 - 18, 27, 18 }, counts);
		assertEquals(27, one.locations(0).length);
		assertEquals(new Box(new int[] { 0, 1, 1 }, new int[] { 6, 8, 8 }), one.record().cropBox());
		assertArrayEquals(new int[] { -1, 0, 0 }, one.record().storedStart());
		assertArrayEquals(new long[] { 9, 8, 7 }, one.record().original().size());
		assertEquals(2, one.record().original().forms().sformCode());
		assertEquals(5, Splits.read(folder.resolve("splits.json")).folds().size());
		final Fingerprint print = JsonFile.read(folder.resolve("fingerprint.json"), Fingerprint.class, "a fingerprint", "");
		assertEquals(5, print.spacings().size());
	}

	private static Path folder(final String name) throws URISyntaxException {
		return Path.of(EarlierFilesTest.class.getResource("/formats/" + name + "/plan_3d.json").toURI()).getParent();
	}
}
