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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apposed.appose.NDArray;
import org.apposed.appose.NDArray.DType;
import org.apposed.appose.NDArray.Shape;
import org.apposed.appose.NDArray.Shape.Order;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

/**
 * Images in memory that two processes share: an array, in which all channels of a time point come before those of the
 * next one (t and c, z, y, x), and its grid.
 */
final class SharedImage {

	private static final String ARRAY = "array", SIZE = "size", SPACING = "spacing", AFFINE = "affine", TITLE = "title",
			UNIT = "unit", COUNT = "count", SAMPLES = "samples";

	/** Where Linux keeps memory that processes share; other systems have no such place. */
	private static final Path MEMORY = Path.of("/dev/shm");

	private SharedImage() {
		// only static methods
	}

	/**
	 * Time points copied into new shared memory; the array must be closed by the caller.
	 *
	 * @throws ProblemException if the image cannot be used, or there is no room for it and its labels
	 */
	static NDArray array(final TimePoints image, final Progress progress) throws IOException {
		final int channels = image.channels();
		final long[] size = image.geometry().size();
		final int depth = (int) size[2];
		requireRoom(MEMORY, size[0] * size[1] * size[2] * image.count() * (channels * Float.BYTES + Short.BYTES));
		final NDArray array = new NDArray(DType.FLOAT32, new Shape(Order.C_ORDER, image.count() * channels, depth,
			(int) size[1], (int) size[0]));
		try {
			for (int t = 0; t < image.count(); t++) {
				progress.check();
				if (image.count() > 1) progress.update(0, "passing time point " + (t + 1) + " of " + image.count() +
					" to the engine's process");
				final Volume volume = image.volume(t);
				for (int n = 0; n < channels * depth; n++)
					plane(array, t * channels * depth + n).asFloatBuffer().put(volume.plane(n / depth, n % depth));
			}
			return array;
		}
		catch (final IOException | RuntimeException | Error e) {
			array.close();
			throw e;
		}
	}

	/**
	 * Makes sure that there is enough memory. NB: else a program would get it, and fault when it writes to it.
	 *
	 * @param memory where the system keeps it
	 */
	static void requireRoom(final Path memory, final long bytes) throws IOException {
		if (!Files.isDirectory(memory)) return;
		final long free = Files.getFileStore(memory).getUsableSpace();
		if (free < bytes) throw new ProblemException(memory, "has " + (free >> 20) + " MB free, but " + ((bytes >> 20) + 1) +
			" MB are needed to pass the image to the engine's process and its labels back.",
			"Make it larger (docker run --shm-size=" + ((bytes >> 30) + 1) + "g), or give worker=inprocess.");
	}

	/** Labels of each time point copied into new shared memory; the array must be closed by the caller. */
	static NDArray array(final List<LabelMap> labels) {
		final int[] size = labels.get(0).size();
		final NDArray array = new NDArray(DType.INT16, new Shape(Order.C_ORDER, labels.size(), size[0], size[1], size[2]));
		for (int n = 0; n < labels.size() * size[0]; n++)
			plane(array, n).asShortBuffer().put(labels.get(n / size[0]).plane(n % size[0]));
		return array;
	}

	/** The content of a message about an image, whose title is that of its window. */
	static Map<String, Object> message(final NDArray array, final TimePoints image) throws ProblemException {
		return message(array, image.geometry(), image.count(), image.image().getBitDepth() == 24 ? 3 : 1, image.image()
			.getTitle());
	}

	/** The content of a message about the labels of an image. */
	static Map<String, Object> message(final NDArray array, final Geometry geometry, final int count,
		final String title)
	{
		return message(array, geometry, count, 1, title);
	}

	/**
	 * @param geometry the grid of each time point
	 * @param count the number of time points
	 * @param samples the number of channels that are one in ImageJ: 3 of a colour image
	 */
	private static Map<String, Object> message(final NDArray array, final Geometry geometry, final int count,
		final int samples, final String title)
	{
		return Map.of(ARRAY, array, SIZE, geometry.size(), SPACING, geometry.spacing(), AFFINE, geometry.affine(), TITLE,
			title, UNIT, geometry.unit().name(), COUNT, count, SAMPLES, samples);
	}

	/** The title of a message's image. */
	static String title(final Map<?, ?> message) {
		return message.get(TITLE).toString();
	}

	/** The image of a message, of which each plane is read from the shared memory when it is needed. */
	static ImagePlus image(final Map<?, ?> message) {
		final NDArray array = (NDArray) message.get(ARRAY);
		final double[] size = numbers(message.get(SIZE));
		final Geometry geometry = new Geometry(new long[] { (long) size[0], (long) size[1], (long) size[2] }, numbers(message
			.get(SPACING)), numbers(message.get(AFFINE)), null).shownIn(LengthUnit.valueOf(message.get(UNIT).toString()));
		final int count = ((Number) message.get(COUNT)).intValue(), channels = array.shape().get(0) / count;
		final int width = (int) size[0], height = (int) size[1], depth = (int) size[2];
		final int samples = ((Number) message.get(SAMPLES)).intValue(), shown = channels / samples;
		final ImageStack planes = new VirtualStack(width, height, count * shown * depth) {

			@Override
			public ImageProcessor getProcessor(final int number) {
				// NB: ImageJ's order is channels first
				final int n = number - 1, channel = n % shown, z = n / shown % depth, t = n / shown / depth;
				final float[][] values = new float[samples][width * height];
				for (int sample = 0; sample < samples; sample++)
					plane(array, (t * channels + channel * samples + sample) * depth + z).asFloatBuffer().get(values[sample]);
				return samples == 1 ? new FloatProcessor(width, height, values[0]) : colours(width, height, values);
			}

			@Override
			public int getBitDepth() {
				return samples == 1 ? Float.SIZE : 24;
			}
		};
		return TimePoints.image(planes, shown, count, geometry, message.get(TITLE).toString());
	}

	/** NB: colours stay colours, since their order among the channels of several time points is another one. */
	private static ImageProcessor colours(final int width, final int height, final float[][] values) {
		final int[] pixels = new int[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (int) values[0][i] << 16 | (int) values[1][i] << 8 | (int) values[2][i];
		return new ColorProcessor(width, height, pixels);
	}

	/** The labels of each time point of a message, on the receiver's grid. */
	static List<LabelMap> labels(final Map<?, ?> message, final Geometry geometry) {
		final NDArray array = (NDArray) message.get(ARRAY);
		final List<LabelMap> all = new ArrayList<>();
		for (int t = 0; t < array.shape().get(0); t++) {
			final LabelMap labels = new LabelMap(geometry);
			final int depth = labels.size()[0];
			for (int z = 0; z < depth; z++)
				plane(array, t * depth + z).asShortBuffer().get(labels.plane(z));
			all.add(labels);
		}
		return all;
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
