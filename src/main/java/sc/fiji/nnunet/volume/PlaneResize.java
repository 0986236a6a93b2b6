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

/** Resizes one plane: along y, then along x. */
final class PlaneResize {

	/** The number of lines that are resized together. */
	static final int WIDTH = 32;

	private PlaneResize() {
		// static methods only
	}

	/** The resized plane; the same array if both axes keep their length. */
	static float[] resize(final float[] plane, final AxisResize y, final AxisResize x, final int height,
		final int width, final Range range)
	{
		final float[] rows = y.identity() ? plane : alongY(plane, y, height, width, range, x.identity());
		return x.identity() ? rows : alongX(rows, x, y.length(), width, range);
	}

	private static float[] alongY(final float[] plane, final AxisResize y, final int height, final int width,
		final Range range, final boolean last)
	{
		final float[] result = new float[y.length() * width];
		final float min = last ? range.min() : Float.NEGATIVE_INFINITY;
		final float max = last ? range.max() : Float.POSITIVE_INFINITY;
		final double[] buffer = new double[y.bufferSize(Math.min(WIDTH, width))];
		for (int start = 0; start < width; start += WIDTH) {
			final int count = Math.min(WIDTH, width - start);
			for (int row = 0; row < height; row++)
				y.load(buffer, count, row, plane, row * width + start, count);
			y.prepare(buffer, count);
			for (int row = 0; row < y.length(); row++)
				y.store(buffer, count, row, result, row * width + start, count, min, max);
		}
		return result;
	}

	private static float[] alongX(final float[] plane, final AxisResize x, final int height, final int width,
		final Range range)
	{
		final float[] result = new float[x.length() * height];
		final int lines = Math.min(16, height);
		final double[] buffer = new double[x.bufferSize(lines)];
		for (int start = 0; start < height; start += lines) {
			final int count = Math.min(lines, height - start);
			for (int row = 0; row < count; row++)
				x.loadLine(buffer, count, row, plane, (start + row) * width);
			x.prepare(buffer, count);
			for (int row = 0; row < count; row++)
				x.storeLine(buffer, count, row, result, (start + row) * x.length(), range.min(), range.max());
		}
		return result;
	}
}
