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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;

/**
 * Windows over an image that the networks hold on their device, with the same windows, weights and planes as a
 * {@link Strip} in memory; only the image and finished planes are copied.
 * <p>
 * Taken planes are passed on by the executor, while the device runs the next windows or gives the next planes.
 * </p>
 */
final class WindowsOnDevice implements WindowSums {

	/** Planes that are copied at once. */
	private static final int PLANES = 8;

	/**
	 * Planes of classes, and voxels in them, that are copied at once. NB: each time the device moves all sums that it holds.
	 */
	private static final int CLASS_PLANES = 64, CLASS_VOXELS = 1 << 26;

	/** Slices that are open at a time for 2D networks. */
	private static final int SLICES = 32;

	/** Rows of a plane that are copied at a time, if the plane has at least this many values in all. */
	private static final int ROWS = 16, WORTH_THREADS = 1 << 18;

	private final List<DeviceSums> sums;
	private final WindowGrid grid;
	private final int[] low;
	private final DeviceSums.Sizes sizes;
	private final int outputs;
	private final float[] fill;
	private final float[] taken;
	private final float[][] finished;
	private final byte[][] decided;
	private final short[] classes;
	private final float[][] plane;
	private final PassesAtOnce passing;
	private final ExecutorService executor;
	private final int[] mirrored;
	private final Progress progress;
	private final List<int[]> starts = new ArrayList<>();
	private final List<Integer> flips = new ArrayList<>();

	private WindowsOnDevice(final List<DeviceSums> sums, final WindowGrid grid, final int[] low,
		final DeviceSums.Sizes sizes, final int outputs, final boolean softmax, final int[] mirrored,
		final ExecutorService executor, final Progress progress)
	{
		this.mirrored = mirrored;
		this.progress = progress;
		this.sums = sums;
		this.grid = grid;
		this.low = low;
		this.sizes = sizes;
		this.outputs = outputs;
		fill = new float[outputs];
		for (int output = 0; output < outputs; output++)
			fill[output] = softmax && output == 0 ? Strip.FILL : -Strip.FILL;
		this.executor = (long) outputs * sizes.plane() < WORTH_THREADS ? null : executor;
		// NB: two places for planes: one is passed on while the other is filled
		passing = new PassesAtOnce(executor == null ? 1 : 2, executor);
		finished = new float[passing.most()][];
		decided = new byte[passing.most()][];
		taken = sums.size() == 1 ? null : new float[planesOfLogits()];
		classes = new short[grid.size()[1] * grid.size()[2]];
		plane = new float[outputs][grid.size()[1] * grid.size()[2]];
	}

	/**
	 * Brings an image to the networks' device.
	 *
	 * @param weights of the voxels of a window
	 * @param softmax whether output 0 is the background
	 * @param mirrored the copies of each window, see {@link Flips}
	 * @param executor whose threads may pass planes on, or null
	 * @param progress is asked whether to stop
	 * @return null if a network does not hold images on its device, or not one of this size
	 */
	static WindowsOnDevice open(final List<Network> networks, final WindowReader image, final WindowGrid grid,
		final float[] weights, final boolean softmax, final int[] mirrored, final ExecutorService executor,
		final Progress progress)
	{
		final int[] low = new int[3];
		final int[] extent = new int[3];
		long values = networks.get(0).spec().inputChannels();
		for (int axis = 0; axis < 3; axis++) {
			final int[] along = grid.starts()[axis];
			low[axis] = Math.min(0, along[0]);
			extent[axis] = Math.max(grid.size()[axis], along[along.length - 1] + grid.window()[axis]) - low[axis];
			values *= extent[axis];
		}
		final int outputs = networks.get(0).spec().outputs();
		if (values > Integer.MAX_VALUE / Float.BYTES || (long) extent[1] * extent[2] * outputs * PLANES >
			Integer.MAX_VALUE) return null;
		final boolean flat = networks.get(0).spec().dimensions() == 2;
		final DeviceSums.Sizes sizes = new DeviceSums.Sizes(extent, grid.window(), Math.min(extent[0], flat ? SLICES : grid
			.window()[0]));
		final float[][] copy = new float[1][];
		final int length = (int) values;
		final List<DeviceSums> sums = new ArrayList<>();
		WindowsOnDevice opened = null;
		try {
			for (final Network network : networks) {
				final Optional<DeviceSums> one = network.deviceSums(sizes, () -> {
					if (copy[0] == null) image.withWindow(extent).read(low, 0, copy[0] = new float[length], 0);
					return copy[0];
				}, weights);
				if (one.isEmpty()) return null;
				sums.add(one.get());
			}
			opened = new WindowsOnDevice(sums, grid, low, sizes, outputs, softmax, mirrored, executor, progress);
			return opened;
		}
		finally {
			if (opened == null) sums.forEach(DeviceSums::close);
		}
	}

	@Override
	public boolean reaches(final int end) {
		return end - low[0] - first() <= sizes.depth();
	}

	@Override
	public void add(final int[] start) {
		for (final int flip : mirrored) {
			progress.check();
			starts.add(new int[] { start[0] - low[0], start[1] - low[1], start[2] - low[2] });
			flips.add(flip);
			if (starts.size() == sums.get(0).batch()) flush();
		}
	}

	private int first() {
		return sums.get(0).first();
	}

	@Override
	public void flush() {
		if (starts.isEmpty()) return;
		for (final DeviceSums one : sums)
			one.add(starts.toArray(new int[0][]), flips.stream().mapToInt(Integer::intValue).toArray());
		starts.clear();
		flips.clear();
	}

	@Override
	public void release(final int end, final PlaneConsumer consumer) throws IOException {
		final PlaneConsumer.OfClasses ofClasses = sums.size() == 1 && outputs <= DeviceSums.MOST_CLASSES ? consumer
			.ofClasses() : null;
		try {
			while (first() < end - low[0]) {
				final int begin = first();
				final int count = Math.min(ofClasses == null ? PLANES : classPlanes(), Math.min(end - low[0] - begin, sizes
					.depth()));
				final int place = passing.place();
				final Runnable pass = ofClasses == null ? takeLogits(place, begin, count, consumer) : takeClasses(place, begin,
					count, ofClasses);
				passing.finish();
				passing.start(pass, () -> {});
			}
			if (end >= grid.size()[0]) passing.finish();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private int classPlanes() {
		return (int) Math.max(1, Math.min(Math.min(CLASS_PLANES, sizes.depth()), CLASS_VOXELS / sizes.plane()));
	}

	/** Takes planes from the device; the result passes them on. */
	private Runnable takeClasses(final int place, final int begin, final int count,
		final PlaneConsumer.OfClasses consumer)
	{
		if (decided[place] == null) decided[place] = new byte[Math.toIntExact(classPlanes() * sizes.plane())];
		final byte[] taken = decided[place];
		final int odd = sums.get(0).takeClasses(count, fill, taken);
		return () -> {
			try {
				for (int i = 0; i < count; i++) {
					final int z = begin + i + low[0];
					if (z < 0 || z >= grid.size()[0]) continue;
					if (i == odd) throw Strip.notFinite(0, z, false);
					consumer.plane(z, plane(taken, i));
				}
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		};
	}

	private short[] plane(final byte[] taken, final int index) {
		final int width = grid.size()[2];
		for (int y = 0, to = 0; y < grid.size()[1]; y++) {
			final int from = (int) (index * sizes.plane() + (long) (y - low[1]) * sizes.extent()[2] - low[2]);
			for (int x = 0; x < width; x++)
				classes[to++] = (short) (taken[from + x] & 0xff);
		}
		return classes;
	}

	private Runnable takeLogits(final int place, final int begin, final int count, final PlaneConsumer consumer) {
		if (finished[place] == null) finished[place] = new float[planesOfLogits()];
		final float[] mean = finished[place];
		average(count, mean);
		return () -> pass(mean, begin, count, consumer);
	}

	private int planesOfLogits() {
		return Math.multiplyExact(PLANES * outputs, (int) sizes.plane());
	}

	/** The mean over the networks. */
	private void average(final int planes, final float[] mean) {
		sums.get(0).take(planes, fill, mean);
		if (sums.size() == 1) return;
		final int values = (int) (planes * sizes.plane()) * outputs;
		final float share = 1f / sums.size();
		for (int n = 1; n < sums.size(); n++) {
			sums.get(n).take(planes, fill, taken);
			for (int i = 0; i < values; i++)
				mean[i] = (n == 1 ? share * mean[i] : mean[i]) + share * taken[i];
		}
	}

	private void pass(final float[] mean, final int begin, final int count, final PlaneConsumer consumer) {
		try {
			for (int i = 0; i < count; i++) {
				final int z = begin + i + low[0];
				if (z < 0 || z >= grid.size()[0]) continue;
				copy(mean, i, z);
				consumer.plane(z, plane);
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void copy(final float[] mean, final int index, final int z) throws IOException {
		final int height = grid.size()[1];
		final boolean[] broken = new boolean[outputs];
		Chunks.run(executor, (height + ROWS - 1) / ROWS, part -> {
			for (int y = part * ROWS; y < Math.min(height, (part + 1) * ROWS); y++)
				row(mean, index, y, broken);
		});
		for (int output = 0; output < outputs; output++)
			if (broken[output]) throw Strip.notFinite(output, z, false);
	}

	private void row(final float[] mean, final int index, final int y, final boolean[] broken) {
		final int width = grid.size()[2];
		final int begin = (int) ((index * sizes.plane() + (long) (y - low[1]) * sizes.extent()[2] - low[2]) * outputs);
		for (int output = 0; output < outputs; output++) {
			final float[] to = plane[output];
			float check = 0;
			for (int x = 0, i = y * width, from = begin + output; x < width; x++, i++, from += outputs) {
				to[i] = mean[from];
				check += to[i] * 0;
			}
			if (check != 0) broken[output] = true;
		}
	}

	@Override
	public void close() {
		passing.close();
		sums.forEach(DeviceSums::close);
	}
}
