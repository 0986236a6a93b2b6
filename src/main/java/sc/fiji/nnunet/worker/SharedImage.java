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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import org.apposed.appose.NDArray;
import org.apposed.appose.NDArray.DType;
import org.apposed.appose.NDArray.Shape;
import org.apposed.appose.NDArray.Shape.Order;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

/** Images in memory that two processes share: an array (c, z, y, x) and its grid. */
final class SharedImage {

	private static final String ARRAY = "array", SIZE = "size", SPACING = "spacing", AFFINE = "affine", TITLE = "title",
			UNIT = "unit";

	private SharedImage() {
		// only static methods
	}

	/** A volume copied into new shared memory; the array must be closed by the caller. */
	static NDArray array(final Volume volume) {
		final int[] size = volume.size();
		final NDArray array = new NDArray(DType.FLOAT32, new Shape(Order.C_ORDER, volume.channels(), size[0], size[1],
			size[2]));
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < size[0]; z++)
				plane(array, channel * size[0] + z).asFloatBuffer().put(volume.plane(channel, z));
		return array;
	}

	/** Labels copied into new shared memory; the array must be closed by the caller. */
	static NDArray array(final LabelMap labels) {
		final int[] size = labels.size();
		final NDArray array = new NDArray(DType.INT16, new Shape(Order.C_ORDER, 1, size[0], size[1], size[2]));
		for (int z = 0; z < size[0]; z++)
			plane(array, z).asShortBuffer().put(labels.plane(z));
		return array;
	}

	/** The content of a message: the array, the grid and the title of the image's window. */
	static Map<String, Object> message(final NDArray array, final Geometry geometry, final String title) {
		return Map.of(ARRAY, array, SIZE, geometry.size(), SPACING, geometry.spacing(), AFFINE, geometry.affine(), TITLE,
			title, UNIT, geometry.unit().name());
	}

	/** The title of a message's image. */
	static String title(final Map<?, ?> message) {
		return message.get(TITLE).toString();
	}

	/** The volume of a message. */
	static Volume volume(final Map<?, ?> message) {
		final NDArray array = (NDArray) message.get(ARRAY);
		final double[] size = numbers(message.get(SIZE));
		final Volume volume = new Volume(new Geometry(new long[] { (long) size[0], (long) size[1], (long) size[2] },
			numbers(message.get(SPACING)), numbers(message.get(AFFINE)), null).shownIn(LengthUnit.valueOf(message.get(UNIT)
				.toString())), array.shape().get(0));
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < size[2]; z++)
				plane(array, channel * (int) size[2] + z).asFloatBuffer().get(volume.plane(channel, z));
		return volume;
	}

	/** The labels of a message, on the receiver's grid. */
	static LabelMap labels(final Map<?, ?> message, final Geometry geometry) {
		final LabelMap labels = new LabelMap(geometry);
		for (int z = 0; z < labels.size()[0]; z++)
			plane((NDArray) message.get(ARRAY), z).asShortBuffer().get(labels.plane(z));
		return labels;
	}

	/** NB: one plane at a time, since a buffer is limited to 2 GB. */
	private static ByteBuffer plane(final NDArray array, final int index) {
		final long bytes = (long) array.shape().get(2) * array.shape().get(3) * array.dType().bytesPerElement();
		return array.shm().buf(index * bytes, (index + 1) * bytes).order(ByteOrder.nativeOrder());
	}

	private static double[] numbers(final Object list) {
		return ((List<?>) list).stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
	}
}
