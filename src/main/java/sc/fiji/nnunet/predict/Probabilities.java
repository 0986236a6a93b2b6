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

import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The probabilities of all outputs on the grid of an image, the mean of one or several
 * predictions (recipe-nnunet.md 5: configurations are averaged as softmax). Large ones lie in
 * a mapped temporary file until {@link #close()}.
 */
public final class Probabilities implements Closeable {

	private final Geometry geometry;
	private final Labels labels;
	private final Decision decision;
	private final int[] size;
	private final int outputs;
	private final FloatPlanes planes;
	private final boolean[] touched;
	private float[][] scratch;

	Probabilities(final Geometry geometry, final Labels labels) throws IOException {
		this.geometry = geometry;
		this.labels = labels;
		decision = new Decision(labels);
		size = geometry.sizeZyx();
		outputs = labels.outputs();
		planes = new FloatPlanes(Math.multiplyExact(outputs, size[0]), Math.multiplyExact(size[1], size[2]));
		touched = new boolean[size[0]];
	}

	/** The grid of the image. */
	public Geometry geometry() {
		return geometry;
	}

	/** The number of outputs. */
	public int outputs() {
		return outputs;
	}

	/** Stores a plane of logits of the crop box as probabilities in its place. */
	void add(final Placement placement, final int z, final float[][] logits) {
		final int width = placement.crop().size()[2];
		final int voxels = placement.crop().size()[1] * width;
		if (scratch == null || scratch[0].length != voxels) scratch = new float[outputs][voxels];
		for (int output = 0; output < outputs; output++)
			System.arraycopy(logits[output], 0, scratch[output], 0, voxels);
		decision.probabilities(scratch);
		final float[] row = new float[width];
		for (int output = 0; output < outputs; output++) {
			final int o = output;
			placement.rows(z, (from, plane, offset, planeStep, step) -> {
				if (planeStep == 0 && step == 1) {
					System.arraycopy(scratch[o], from, row, 0, width);
					write(o, plane, offset, row, width);
				}
				else for (int x = 0; x < width; x++) {
					row[0] = scratch[o][from + x];
					write(o, plane + x * planeStep, offset + x * step, row, 1);
				}
			});
		}
	}

	private void write(final int output, final int z, final int offset, final float[] values, final int count) {
		if (!touched[z]) background(z);
		planes.write(output * size[0] + z, offset, values, count);
	}

	private void background(final int z) {
		touched[z] = true;
		if (!labels.regions().isEmpty()) return;
		final float[] ones = new float[size[1] * size[2]];
		Arrays.fill(ones, 1);
		planes.write(z, 0, ones, ones.length);
	}

	/**
	 * Reads one plane of one output.
	 *
	 * @param values receives y × x values
	 */
	public void plane(final int output, final int z, final float[] values) {
		if (!touched[z]) background(z);
		planes.read(output * size[0] + z, 0, values, size[1] * size[2]);
	}

	/**
	 * Makes this the weighted mean of itself and another: share × other + (1 - share) × this.
	 *
	 * @throws IllegalArgumentException if the other is on another grid
	 */
	public void blend(final Probabilities other, final double share) {
		if (!geometry.sameGrid(other.geometry, Geometry.TOLERANCE) || outputs != other.outputs)
			throw new IllegalArgumentException("probabilities of " + other.outputs + " outputs on " + other.geometry +
				" cannot be averaged with those of " + outputs + " outputs on " + geometry);
		final float[] mine = new float[size[1] * size[2]];
		final float[] theirs = new float[size[1] * size[2]];
		for (int z = 0; z < size[0]; z++)
			for (int output = 0; output < outputs; output++) {
				plane(output, z, mine);
				other.plane(output, z, theirs);
				for (int i = 0; i < mine.length; i++)
					mine[i] += (float) share * (theirs[i] - mine[i]);
				planes.write(output * size[0] + z, 0, mine, mine.length);
			}
	}

	/** The most likely labels. */
	public LabelMap labels() {
		final LabelMap result = new LabelMap(geometry);
		final float[][] values = new float[outputs][size[1] * size[2]];
		for (int z = 0; z < size[0]; z++) {
			for (int output = 0; output < outputs; output++)
				plane(output, z, values[output]);
			decision.labelsOfProbabilities(values, result.plane(z));
		}
		return result;
	}

	/** The probabilities as an image, not copied: x, y, z on request, output. */
	Img<FloatType> img(final boolean slices) {
		for (int z = 0; z < size[0]; z++)
			if (!touched[z]) background(z);
		return slices ? planes.img(size[2], size[1], size[0], outputs) : planes.img(size[2], size[1], outputs);
	}

	/** A copy on the heap, one channel per output. */
	public Volume volume() {
		final Volume result = new Volume(geometry, outputs);
		for (int z = 0; z < size[0]; z++)
			for (int output = 0; output < outputs; output++)
				plane(output, z, result.plane(output, z));
		return result;
	}

	@Override
	public void close() throws IOException {
		planes.close();
	}
}
