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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** A small decathlon folder: a body with two organs in an empty surrounding. */
final class Sample {

	private Sample() {
		// static methods only
	}

	static Dataset write(final Path folder, final int training, final int test, final String modality,
		final double... spacing) throws IOException
	{
		for (final String part : new String[] { "imagesTr", "labelsTr", "imagesTs" })
			Files.createDirectories(folder.resolve(part));
		final List<String> cases = new ArrayList<>();
		final List<String> tests = new ArrayList<>();
		for (int i = 0; i < training + test; i++) {
			final String name = "case_" + (char) ('a' + i) + ".nii.gz";
			final LabelMap labels = labels(i, spacing);
			final Volume image = image(labels, i);
			ImageFile.write(folder.resolve(i < training ? "imagesTr" : "imagesTs").resolve(name), image);
			if (i < training) {
				ImageFile.writeLabels(folder.resolve("labelsTr").resolve(name), labels);
				cases.add("{\"image\": \"./imagesTr/" + name + "\", \"label\": \"./labelsTr/" + name + "\"}");
			}
			else tests.add("\"./imagesTs/" + name + "\"");
		}
		Files.writeString(folder.resolve("dataset.json"), "{\"name\": \"Sample\", \"modality\": {\"0\": \"" + modality +
			"\"}, \"labels\": {\"0\": \"background\", \"1\": \"first\", \"2\": \"second\"}, \"numTraining\": " + training +
			", \"numTest\": " + test + ", \"training\": [" + String.join(", ", cases) + "], \"test\": [" + String.join(", ",
				tests) + "]}");
		return Datasets.open(folder);
	}

	private static LabelMap labels(final int index, final double[] spacing) {
		final int[] size = { 20 + index, 24, 22 + index };
		final LabelMap labels = new LabelMap(Geometry.ofZyx(size, spacing));
		for (int z = 6; z < 14; z++)
			for (int y = 7; y < 17; y++)
				for (int x = 6; x < 16; x++)
					labels.plane(z)[y * size[2] + x] = (short) (x + index % 2 < 11 ? 1 : 2);
		return labels;
	}

	private static Volume image(final LabelMap labels, final int seed) {
		final Random random = new Random(seed);
		final int[] size = labels.size();
		final Volume image = new Volume(labels.geometry(), 1);
		for (int z = 2; z < size[0] - 1; z++)
			for (int y = 1; y < size[1] - 2; y++)
				for (int x = 3; x < size[2] - 1; x++) {
					final int i = y * size[2] + x;
					image.plane(0, z)[i] = 100 + 50 * labels.plane(z)[i] + random.nextInt(30);
				}
		return image;
	}
}
