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
package sc.fiji.nnunet.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;

import org.apposed.appose.NDArray;
import org.apposed.appose.util.Types;
import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Tests that images are passed through shared memory and Appose's JSON without a change. */
class SharedImageTest {

	private final Random random = new Random(4);
	private final Geometry geometry = new Geometry(new long[] { 5, 4, 3 }, new double[] { 0.5, 1, 2.5 }, new double[] {
		0.5, 0, 0, -10, 0, 0.9, 0.1, 20, 0, -0.2, 2.4, 1e-3 }, null);

	@Test
	void aVolumeIsUnchanged() {
		final Volume volume = new Volume(geometry, 2);
		for (int c = 0; c < 2; c++)
			for (int z = 0; z < 3; z++)
				for (int i = 0; i < 20; i++)
					volume.plane(c, z)[i] = random.nextFloat();
		try (NDArray array = SharedImage.array(volume)) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, geometry,
				"Labels of a.nii")));
			assertEquals("Labels of a.nii", SharedImage.title(sent));
			final Volume received = SharedImage.volume(sent);
			assertEquals(geometry, received.geometry());
			assertEquals(2, received.channels());
			for (int c = 0; c < 2; c++)
				for (int z = 0; z < 3; z++)
					assertArrayEquals(volume.plane(c, z), received.plane(c, z));
			((NDArray) sent.get("array")).close();
		}
	}

	@Test
	void labelsAreUnchanged() {
		final LabelMap labels = new LabelMap(geometry);
		for (int z = 0; z < 3; z++)
			for (int i = 0; i < 20; i++)
				labels.plane(z)[i] = (short) (random.nextInt(400) - 1);
		try (NDArray array = SharedImage.array(labels)) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, geometry,
				"Labels of a.nii")));
			final LabelMap received = SharedImage.labels(sent, geometry);
			for (int z = 0; z < 3; z++)
				assertArrayEquals(labels.plane(z), received.plane(z));
			((NDArray) sent.get("array")).close();
		}
	}
}
