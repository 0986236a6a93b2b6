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
package sc.fiji.nnunet.volume;

import java.util.concurrent.ExecutorService;

/**
 * Resizes one channel along all three axes.
 * <p>
 * Planes are resized in y and x, and rows across planes in z; whichever leaves less
 * work for the other comes first. Planes are made when they are needed and released as
 * soon as they have been used, so that little more than input and output is in memory.
 * </p>
 */
final class ChannelResize {

	private final ExecutorService executor;
	private final int[] from;
	private final int[] to;
	private final AxisResize z;
	private final AxisResize y;
	private final AxisResize x;
	private final Volume image;
	private final int channel;
	private final boolean consume;
	private final float[][] input;
	private final Range range;

	/** @param consume whether the image's planes are released once they have been used */
	ChannelResize(final Volume image, final int channel, final int[] size, final Kernel kernel, final boolean consume,
		final ExecutorService executor)
	{
		this.executor = executor;
		this.image = image;
		this.channel = channel;
		this.consume = consume;
		from = image.size();
		to = size;
		z = new AxisResize(from[0], to[0], kernel);
		y = new AxisResize(from[1], to[1], kernel);
		x = new AxisResize(from[2], to[2], kernel);
		input = new float[from[0]][];
		final Range[] ranges = new Range[from[0]];
		for (int k = 0; k < from[0]; k++)
			input[k] = image.plane(channel, k);
		Chunks.run(executor, from[0], k -> ranges[k] = Range.of(input[k]));
		Range all = ranges[0];
		for (final Range one : ranges)
			all = all.and(one);
		range = all;
	}

	/** The planes of the result; none of them is an array of the image. */
	float[][] run() {
		if (z.identity()) return inPlane(input, range, true);
		if (y.identity() && x.identity()) {
			final float[][] result = acrossPlanes(input, from[1], from[2], range);
			for (int k = 0; k < from[0]; k++)
				release(k);
			return result;
		}
		if ((long) from[0] * to[1] * to[2] <= (long) to[0] * from[1] * from[2]) return acrossPlanes(inPlane(input,
			Range.ALL, true), to[1], to[2], range);
		final float[][] tall = acrossPlanes(input, from[1], from[2], Range.ALL);
		for (int k = 0; k < from[0]; k++)
			release(k);
		return inPlane(tall, range, false);
	}

	/** NB: the input planes are released one by one. */
	private float[][] inPlane(final float[][] planes, final Range clip, final boolean images) {
		final float[][] result = new float[planes.length][];
		Chunks.run(executor, planes.length, k -> {
			final float[] resized = PlaneResize.resize(planes[k], y, x, from[1], from[2], clip);
			result[k] = images && !consume && resized == planes[k] ? resized.clone() : resized;
			planes[k] = null;
			if (images) release(k);
		});
		return result;
	}

	private float[][] acrossPlanes(final float[][] planes, final int height, final int width, final Range clip) {
		final float[][] result = new float[to[0]][height * width];
		Chunks.run(executor, height, row -> {
			final double[] buffer = new double[z.bufferSize(Math.min(PlaneResize.WIDTH, width))];
			for (int start = 0; start < width; start += PlaneResize.WIDTH) {
				final int count = Math.min(PlaneResize.WIDTH, width - start);
				final int offset = row * width + start;
				for (int k = 0; k < planes.length; k++)
					z.load(buffer, count, k, planes[k], offset, count);
				z.prepare(buffer, count);
				for (int k = 0; k < result.length; k++)
					z.store(buffer, count, k, result[k], offset, count, clip.min(), clip.max());
			}
		});
		return result;
	}

	private void release(final int k) {
		input[k] = null;
		if (consume) image.release(channel, k);
	}
}
