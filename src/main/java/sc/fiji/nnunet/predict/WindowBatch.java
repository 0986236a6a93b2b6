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

import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.engine.Network;

/**
 * Collects windows and sends them through the networks together; several networks are averaged.
 */
final class WindowBatch {

	private record Entry(int[] start, int flip) {
	}

	private final List<Network> networks;
	private final WindowReader reader;
	private final int[] window;
	private final int[] networkSize;
	private final int voxels;
	private final int capacity;
	private final int outputs;
	private final boolean uncertainty;
	private final float[] weights;
	private final float[] images;
	private final float[][] logits;
	private final float[] result;
	private final boolean inPlanes;
	private final List<Entry> entries = new ArrayList<>();

	/**
	 * @param window size z, y, x
	 * @param capacity windows per call of the engine
	 * @param uncertainty whether the disagreement of the networks is an extra output
	 */
	WindowBatch(final List<Network> networks, final WindowReader reader, final int channels, final int[] window,
		final int capacity, final boolean uncertainty, final float[] weights)
	{
		this.networks = networks;
		this.reader = reader;
		this.window = window;
		this.capacity = capacity;
		this.uncertainty = uncertainty;
		this.weights = weights;
		voxels = window[0] * window[1] * window[2];
		outputs = networks.get(0).spec().outputs();
		networkSize = networks.get(0).spec().dimensions() == 2 ? new int[] { window[1], window[2] } : window;
		images = new float[Math.multiplyExact(capacity * voxels, channels)];
		inPlanes = !uncertainty && networks.size() == 1 && networks.get(0).givesPlanes();
		logits = new float[networks.size()][inPlanes ? 0 : Math.multiplyExact(capacity * voxels, outputs)];
		result = uncertainty ? new float[Math.multiplyExact(capacity * voxels, outputs + 1)] : logits[0];
	}

	boolean full() {
		return entries.size() == capacity;
	}

	boolean isEmpty() {
		return entries.isEmpty();
	}

	void add(final int[] start, final int flip, final int channels) {
		reader.read(start, flip, images, entries.size() * voxels * channels);
		entries.add(new Entry(start, flip));
	}

	/** Runs the networks over what was collected; logits that come some planes at a time wait for {@link #addTo}. */
	void compute() {
		if (inPlanes) return;
		for (int n = 0; n < logits.length; n++)
			networks.get(n).predict(images, entries.size(), networkSize, logits[n]);
	}

	/** Adds what was computed to a strip, and is empty then. */
	void addTo(final Strip strip, final boolean softmax) {
		final int samples = entries.size();
		if (inPlanes) {
			for (int i = 0; i < samples; i++)
				addInPlanes(i, entries.get(i), strip);
			entries.clear();
			return;
		}
		final int values = samples * voxels * outputs;
		if (uncertainty) Disagreement.append(logits, samples * voxels, outputs, softmax, result);
		else average(values);
		final int perVoxel = uncertainty ? outputs + 1 : outputs;
		for (int i = 0; i < samples; i++)
			strip.add(result, i * voxels * perVoxel, entries.get(i).start, window, entries.get(i).flip, weights);
		entries.clear();
	}

	private void addInPlanes(final int sample, final Entry entry, final Strip strip) {
		networks.get(0).predict(images, sample * images.length / capacity, networkSize, (first, count, some) -> strip
			.addPlanes(some, 0, entry.start, window, first, count, entry.flip, weights));
	}

	private void average(final int values) {
		if (logits.length == 1) return;
		final float factor = 1f / logits.length;
		for (int i = 0; i < values; i++) {
			float sum = 0;
			for (final float[] one : logits)
				sum += one[i];
			result[i] = sum * factor;
		}
	}
}
