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
package sc.fiji.nnunet.export;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import sc.fiji.nnunet.report.LabelColours;

/**
 * The picture of a package for bioimage.io: the middle plane of the test image, and beside it what the model sees
 * there.
 */
final class Cover {

	private static final int SIDE = 256;

	private Cover() {
		// static methods only
	}

	/** A PNG, twice as wide as high. */
	static byte[] png(final TestTensors test, final boolean softmax) throws IOException {
		final int axes = test.size().length;
		final int height = test.size()[axes - 2];
		final int width = test.size()[axes - 1];
		final int middle = axes == 3 ? test.size()[0] / 2 * height * width : 0;
		float least = Float.POSITIVE_INFINITY;
		float most = Float.NEGATIVE_INFINITY;
		for (int i = 0; i < height * width; i++) {
			least = Math.min(least, test.image()[middle + i]);
			most = Math.max(most, test.image()[middle + i]);
		}
		final BufferedImage picture = new BufferedImage(2 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < SIDE; y++)
			for (int x = 0; x < SIDE; x++) {
				final int voxel = middle + y * height / SIDE * width + x * width / SIDE;
				final int grey = (int) (255 * (test.image()[voxel] - least) / Math.max(1e-6f, most - least));
				picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
				final int label = label(test, voxel, softmax);
				picture.setRGB(SIDE + x, y, label == 0 ? grey << 16 | grey << 8 | grey : LabelColours.rgb(label));
			}
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(picture, "png", bytes);
		return bytes.toByteArray();
	}

	private static int label(final TestTensors test, final int voxel, final boolean softmax) {
		int voxels = 1;
		for (final int n : test.size())
			voxels *= n;
		final int outputs = test.probabilities().length / voxels;
		int label = 0;
		for (int output = softmax ? 1 : 0; output < outputs; output++) {
			final float p = test.probabilities()[output * voxels + voxel];
			if (softmax ? p > test.probabilities()[label * voxels + voxel] : p > 0.5f) label = softmax ? output
				: output + 1;
		}
		return label;
	}
}
