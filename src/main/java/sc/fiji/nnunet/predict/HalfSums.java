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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.progress.Progress;

/**
 * Sums in half precision as nnU-Net makes them: mirrored copies are averaged in single precision, windows are added up
 * in half precision for each network by itself, and the networks' means are added up and divided in half precision.
 */
final class HalfSums implements WindowSums {

	private final List<Network> networks;
	private final List<Strip> strips;
	private final WindowReader reader;
	private final int[] window;
	private final int[] networkSize;
	private final int[] flips;
	private final float[] weights;
	private final Progress progress;
	private final int capacity;
	private final int voxels;
	private final int outputs;
	private final PassesAtOnce passes;
	private final float[][] images;
	private final float[][] logits;
	private final float[] mean;
	private final boolean inPlanes;
	private final List<int[]> starts = new ArrayList<>();

	/**
	 * @param strips one per network
	 * @param window size z, y, x
	 * @param flips how each window is mirrored
	 * @param weights of the voxels of a window, in half precision
	 * @param capacity windows per call of the engine
	 * @param passes in which the mirrored copies run
	 */
	HalfSums(final List<Network> networks, final List<Strip> strips, final WindowReader reader, final int[] window,
		final int[] flips, final float[] weights, final int capacity, final PassesAtOnce passes, final Progress progress)
	{
		this.passes = passes;
		this.networks = networks;
		this.strips = strips;
		this.reader = reader;
		this.window = window;
		this.flips = Flips.inNnUNetsOrder(flips);
		this.weights = weights;
		this.progress = progress;
		this.capacity = capacity;
		networkSize = networks.get(0).spec().dimensions() == 2 ? new int[] { window[1], window[2] } : window;
		voxels = window[0] * window[1] * window[2];
		outputs = networks.get(0).spec().outputs();
		images = new float[passes.most()][Math.multiplyExact(capacity * voxels, networks.get(0).spec().inputChannels())];
		// NB: 117 classes make this an array of a gigabyte, so that a copy is not made where nothing is added up
		inPlanes = flips.length == 1 && networks.stream().allMatch(Network::givesPlanes);
		logits = new float[passes.most()][inPlanes ? 0 : Math.multiplyExact(capacity * voxels, outputs)];
		mean = flips.length > 1 ? new float[logits[0].length] : logits[0];
	}

	@Override
	public boolean reaches(final int end) {
		return strips.get(0).reaches(end);
	}

	@Override
	public void add(final int[] start) {
		starts.add(start);
		if (starts.size() == capacity) flush();
	}

	@Override
	public void flush() {
		if (starts.isEmpty()) return;
		for (int n = 0; n < networks.size(); n++) {
			if (inPlanes) {
				addInPlanes(networks.get(n), strips.get(n));
				continue;
			}
			for (final int flip : flips) {
				progress.check();
				predict(networks.get(n), flip);
			}
			passes.finish();
			if (flips.length > 1) for (int i = 0; i < starts.size() * voxels * outputs; i++)
				mean[i] /= flips.length;
			for (int i = 0; i < starts.size(); i++)
				strips.get(n).add(mean, i * voxels * outputs, starts.get(i), window, 0, weights);
		}
		starts.clear();
	}

	private void addInPlanes(final Network network, final Strip strip) {
		for (final int[] start : starts) {
			progress.check();
			reader.read(start, flips[0], images[0], 0);
			network.predict(images[0], 0, networkSize, (first, count, some) -> strip.addPlanes(some, 0, start, window, first,
				count, flips[0], weights));
		}
	}

	/** Computes mirrored windows. */
	private void predict(final Network network, final int flip) {
		final float[] input = images[passes.place()];
		final float[] output = logits[passes.place()];
		for (int i = 0; i < starts.size(); i++)
			reader.read(starts.get(i), flip, input, i * input.length / capacity);
		passes.start(() -> network.predict(input, starts.size(), networkSize, output), () -> add(output, flip));
	}

	/** Adds the logits of mirrored windows to the sum of the mirrored copies, which the first begins. */
	private void add(final float[] values, final int flip) {
		if (mean == values) return;
		if (flip == flips[0]) System.arraycopy(values, 0, mean, 0, starts.size() * voxels * outputs);
		else for (int i = 0; i < starts.size(); i++)
			for (int z = 0; z < window[0]; z++)
				for (int y = 0; y < window[1]; y++)
					addRow(values, i, z, y, flip);
	}

	private void addRow(final float[] values, final int sample, final int z, final int y, final int flip) {
		final int fz = Flips.mirrors(flip, 0) ? window[0] - 1 - z : z;
		final int fy = Flips.mirrors(flip, 1) ? window[1] - 1 - y : y;
		final boolean back = Flips.mirrors(flip, 2);
		int to = ((sample * window[0] + z) * window[1] + y) * window[2] * outputs;
		int from = (((sample * window[0] + fz) * window[1] + fy) * window[2] + (back ? window[2] - 1 : 0)) * outputs;
		for (int x = 0; x < window[2]; x++, to += outputs, from += back ? -outputs : outputs)
			for (int o = 0; o < outputs; o++)
				mean[to + o] += values[from + o];
	}

	@Override
	public void release(final int end, final PlaneConsumer consumer) throws IOException {
		if (strips.size() == 1) {
			strips.get(0).release(end, consumer);
			return;
		}
		final float[][] total = new float[outputs][];
		for (int z = strips.get(0).first(); z < end; z++) {
			for (final Strip strip : strips)
				strip.release(z + 1, (plane, values) -> sum(values, total));
			if (total[0] == null) return;
			for (final float[] values : total)
				for (int i = 0; i < values.length; i++)
					values[i] = Half.round(values[i] / strips.size());
			consumer.plane(z, total);
			Arrays.fill(total, null);
		}
	}

	private static void sum(final float[][] values, final float[][] total) {
		for (int o = 0; o < total.length; o++) {
			if (total[o] == null) total[o] = values[o].clone();
			else for (int i = 0; i < total[o].length; i++)
				total[o][i] = Half.round(total[o][i] + values[o][i]);
		}
	}

	@Override
	public void close() throws IOException {
		passes.close();
		for (final Strip strip : strips)
			strip.close();
	}
}
