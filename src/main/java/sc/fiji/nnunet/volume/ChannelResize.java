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
 * Planes are resized in y and x, and rows across planes in z; whichever leaves less to
 * do for the other comes first. Planes between the steps are dropped as soon as they
 * are used up, so that little more than input and output is in memory.
 * </p>
 */
final class ChannelResize {

	private final ExecutorService executor;
	private final int[] from;
	private final int[] to;
	private final AxisResize z;
	private final AxisResize y;
	private final AxisResize x;
	private final float[][] input;
	private final float[][] output;
	private final Range range;

	ChannelResize(final Volume image, final int channel, final Volume result, final Kernel kernel,
		final ExecutorService executor)
	{
		this.executor = executor;
		from = image.size();
		to = result.size();
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
		output = new float[to[0]][];
		for (int k = 0; k < to[0]; k++)
			output[k] = result.plane(channel, k);
	}

	void run() {
		if (z.identity()) {
			Chunks.run(executor, from[0], k -> copy(PlaneResize.resize(input[k], y, x, from[1], from[2], range),
				output[k]));
			return;
		}
		if (y.identity() && x.identity()) {
			acrossPlanes(input, output, from[1], from[2], range);
			return;
		}
		if ((long) from[0] * to[1] * to[2] <= (long) to[0] * from[1] * from[2]) {
			final float[][] flat = new float[from[0]][];
			Chunks.run(executor, from[0], k -> {
				flat[k] = PlaneResize.resize(input[k], y, x, from[1], from[2], Range.ALL);
				input[k] = null;
			});
			acrossPlanes(flat, output, to[1], to[2], range);
			return;
		}
		final float[][] tall = new float[to[0]][from[1] * from[2]];
		acrossPlanes(input, tall, from[1], from[2], Range.ALL);
		Chunks.run(executor, to[0], k -> {
			copy(PlaneResize.resize(tall[k], y, x, from[1], from[2], range), output[k]);
			tall[k] = null;
		});
	}

	private void acrossPlanes(final float[][] planes, final float[][] result, final int height,
		final int width, final Range clip)
	{
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
	}

	private static void copy(final float[] from, final float[] to) {
		System.arraycopy(from, 0, to, 0, to.length);
	}
}
