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

package sc.fiji.nnunet.predict;

import java.io.Closeable;
import java.io.IOException;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The prediction for an open image, as ImgLib2 images. They begin at 0 and have the axes x, y and, if the image has
 * one, z. Close it when the probabilities are no longer needed: large ones lie in a temporary file.
 */
public final class Segmentation implements Closeable {

	private final Img<? extends IntegerType<?>> labels;
	private final Probabilities probabilities;
	private final Geometry geometry;
	private final boolean slices;

	/**
	 * @param prediction its labels are numbered as in label files
	 * @param meaning which numbers there may be
	 * @param slices whether there is an axis z
	 */
	Segmentation(final Prediction prediction, final Labels meaning, final boolean slices) {
		final LabelMap map = prediction.labels();
		geometry = map.geometry();
		labels = largest(meaning) < 256 ? map.bytes(slices) : map.shorts(slices);
		probabilities = prediction.probabilities();
		this.slices = slices;
	}

	private static int largest(final Labels meaning) {
		if (meaning.instances()) return Short.MAX_VALUE;
		int largest = 0;
		for (int label = 0; label < meaning.classes(); label++)
			largest = Math.max(largest, meaning.value(label));
		for (final Labels.Region region : meaning.regions())
			largest = Math.max(largest, region.paint());
		return largest;
	}

	/**
	 * The label of each voxel, numbered as in label files: UnsignedByteType, UnsignedShortType if there may be larger
	 * numbers.
	 */
	public Img<? extends IntegerType<?>> labels() {
		return labels;
	}

	/** The probability of each class or region, the last axis; null if not requested. Not to be used after closing. */
	public Img<FloatType> probabilities() {
		return probabilities == null ? null : probabilities.img(slices);
	}

	/** Where the voxels lie. */
	public Geometry geometry() {
		return geometry;
	}

	@Override
	public void close() throws IOException {
		if (probabilities != null) probabilities.close();
	}
}
