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
package sc.fiji.nnunet.objects;

import java.util.BitSet;

import sc.fiji.nnunet.volume.Volume;

/**
 * The values of an image within an object.
 *
 * @param mean their mean
 * @param least the smallest of them
 * @param most the largest of them
 */
public record Intensity(double mean, double least, double most) {

	/**
	 * The values of one channel.
	 *
	 * @param image the image on whose grid the object was found
	 */
	public static Intensity of(final LabelObject object, final Volume image, final int channel) {
		final int[] corner = object.box().start();
		final int width = object.box().size()[2], rowOfImage = image.size()[2];
		double sum = 0, least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
		for (int n = 0; n < object.slices().size(); n++) {
			final float[] plane = image.plane(channel, corner[0] + n);
			final BitSet voxels = object.slices().get(n);
			for (int at = voxels.nextSetBit(0); at >= 0; at = voxels.nextSetBit(at + 1)) {
				final float value = plane[(corner[1] + at / width) * rowOfImage + corner[2] + at % width];
				sum += value;
				least = Math.min(least, value);
				most = Math.max(most, value);
			}
		}
		return new Intensity(sum / object.voxels(), least, most);
	}
}
