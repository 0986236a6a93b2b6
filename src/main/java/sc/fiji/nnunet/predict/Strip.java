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
import java.util.Arrays;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Chunks;

/**
 * The part of a prediction that windows still add to: a few planes of weighted sums, in a ring.
 * <p>
 * Planes below the next window are finished: {@link #release} divides them by their
 * weights, passes them on and frees their place.
 * </p>
 */
final class Strip implements Closeable {

	/** Logit of the background where no window was computed; the other outputs get its negative. */
	static final float FILL = 20;

	/** Windows of at least this many values are added by several threads. */
	private static final long WORTH_THREADS = 1 << 18;

	private final int[] size;
	private final int depth;
	private final int outputs;
	private final int logits;
	private final boolean softmax;
	private final FloatPlanes sums;
	private final float[][] finished;
	private final ExecutorService executor;
	private final boolean halves;
	private int first;

	/**
	 * @param size the image's size z, y, x
	 * @param depth planes that are open at a time
	 * @param outputs values per voxel
	 * @param logits how many of them are logits; those after them are filled with 0
	 * @param softmax whether output 0 is the background
	 * @param executor whose threads may help, or null
	 */
	Strip(final int[] size, final int depth, final int outputs, final int logits, final boolean softmax,
		final ExecutorService executor) throws IOException
	{
		this(size, depth, outputs, logits, softmax, false, executor);
	}

	/** @param halves whether sums and means are rounded to half precision */
	Strip(final int[] size, final int depth, final int outputs, final int logits, final boolean softmax,
		final boolean halves, final ExecutorService executor) throws IOException
	{
		this.halves = halves;
		this.size = size;
		this.depth = Math.min(depth, size[0]);
		this.outputs = outputs;
		this.logits = logits;
		this.softmax = softmax;
		sums = new FloatPlanes(this.depth * (outputs + 1), Math.multiplyExact(size[1], size[2]), halves);
		finished = new float[outputs][size[1] * size[2]];
		this.executor = executor;
	}

	/** The first plane that is not finished yet. */
	int first() {
		return first;
	}

	/** Whether a window that ends before this plane fits. */
	boolean reaches(final int end) {
		return Math.min(end, size[0]) - first <= depth;
	}

	/**
	 * Adds the result of one window.
	 *
	 * @param values z × y × x × outputs of the window, mirrored as {@code flip} says
	 * @param base where the window's values begin
	 * @param start the window's first voxel in the image, may be negative
	 * @param window the window's size
	 */
	void add(final float[] values, final int base, final int[] start, final int[] window, final int flip,
		final float[] weights)
	{
		addPlanes(values, base, start, window, 0, window[0], flip, weights);
	}

	/**
	 * Adds some planes of the result of one window.
	 *
	 * @param values as in {@link #add}, of these planes only
	 * @param from first plane
	 * @param count planes
	 */
	void addPlanes(final float[] values, final int base, final int[] start, final int[] window, final int from,
		final int count, final int flip, final float[] weights)
	{
		final int low = Flips.mirrors(flip, 0) ? window[0] - from - count : from;
		final int z0 = Math.max(low, -start[0]);
		final int planes = Math.min(low + count, size[0] - start[0]) - z0;
		final boolean large = (long) count * window[1] * window[2] * outputs >= WORTH_THREADS;
		Chunks.run(large ? executor : null, planes, part -> addPlane(values, base, start, window, z0 + part, from, flip,
			weights));
	}

	private void addPlane(final float[] values, final int base, final int[] start, final int[] window, final int z,
		final int first, final int flip, final float[] weights)
	{
		final int x0 = Math.max(0, -start[2]);
		final int count = Math.min(window[2], size[2] - start[2]) - x0;
		final boolean back = Flips.mirrors(flip, 2);
		final int fz = (Flips.mirrors(flip, 0) ? window[0] - 1 - z : z) - first;
		final int slot = (start[0] + z) % depth * (outputs + 1);
		final float[] row = new float[count];
		for (int y = Math.max(0, -start[1]); y < Math.min(window[1], size[1] - start[1]); y++) {
			final int fy = Flips.mirrors(flip, 1) ? window[1] - 1 - y : y;
			final int offset = (start[1] + y) * size[2] + start[2] + x0;
			final int weight = (z * window[1] + y) * window[2] + x0;
			final int from = base + ((fz * window[1] + fy) * window[2] + (back ? window[2] - 1 - x0 : x0)) * outputs;
			final int step = back ? -outputs : outputs;
			for (int o = 0; o < outputs; o++) {
				sums.read(slot + o, offset, row, count);
				for (int x = 0, v = from + o; x < count; x++, v += step)
					row[x] += weights[weight + x] * values[v];
				sums.write(slot + o, offset, row, count);
			}
			sums.read(slot + outputs, offset, row, count);
			for (int x = 0; x < count; x++)
				row[x] += weights[weight + x];
			sums.write(slot + outputs, offset, row, count);
		}
	}

	/** Passes on all planes below {@code end}. */
	void release(final int end, final PlaneConsumer consumer) throws IOException {
		final int plane = size[1] * size[2];
		final float[] weights = new float[plane];
		for (; first < Math.min(end, size[0]); first++) {
			final int slot = first % depth * (outputs + 1);
			sums.read(slot + outputs, 0, weights, plane);
			for (int o = 0; o < outputs; o++) {
				final float[] values = finished[o];
				final float fill = o >= logits ? 0 : softmax && o == 0 ? FILL : -FILL;
				sums.read(slot + o, 0, values, plane);
				float check = 0;
				for (int i = 0; i < plane; i++) {
					values[i] = weights[i] > 0 ? values[i] / weights[i] : fill;
					if (halves) values[i] = Half.round(values[i]);
					check += values[i] * 0;
				}
				if (check != 0) throw notFinite(o, first, halves);
			}
			Arrays.fill(weights, 0);
			for (int o = 0; o <= outputs; o++)
				sums.write(slot + o, 0, weights, plane);
			consumer.plane(first, finished);
		}
	}

	/** Infinite or NaN logits would silently become background. */
	static ProblemException notFinite(final int output, final int plane, final boolean halves) {
		return new ProblemException(new Problem("output " + output + " of the network", "is not a finite number in plane " +
			plane + ".", "The training has diverged or the checkpoint is damaged: use another checkpoint or train again." +
			(halves ? " If logits are too large for half precision, give accumulation=fp32." : "")));
	}

	@Override
	public void close() throws IOException {
		sums.close();
	}
}
