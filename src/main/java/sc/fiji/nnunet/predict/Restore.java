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
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.volume.Chunks;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Restores a prediction from the prepared grid to the grid of the image that was read.
 * <p>
 * Planes of logits are resized to the crop box (linear; along a separate axis the nearest
 * plane; recipe-nnunet.md 2.2), then turned into labels and written into the box, axes
 * transposed back; outside of the box is background. Resizing comes before placing, unlike in
 * NVIDIA's code (recipe-nvidia.md Q8). Planes are processed as they come from a
 * {@link SlidingWindow}, so that memory is bounded by a few planes besides the result.
 * </p>
 *
 * <pre>
 * Restore restore = new Restore(placement, plan.network().outputs());
 * LabelMap labels = restore.labels(plan.labels());
 * window.run(networks, prepared, restore, progress);
 * </pre>
 */
public final class Restore implements PlaneConsumer {

	/** Voxels of a plane whose labels are decided at a time; with all their logits they fit into a core's cache. */
	private static final int PART = 1 << 13;

	private final Placement placement;
	private final ExecutorService executor;
	private final List<PlaneConsumer> targets = new ArrayList<>();
	private final List<OfClasses> classTargets = new ArrayList<>();
	private final PlaneConsumer first;

	/** @param outputs values per voxel of the planes that it receives */
	public Restore(final Placement placement, final int outputs) {
		this(placement, outputs, null);
	}

	/**
	 * @param outputs values per voxel of the planes that it receives
	 * @param executor whose threads may help with resizing and deciding, or null
	 */
	public Restore(final Placement placement, final int outputs, final ExecutorService executor) {
		this(placement, outputs, false, executor);
	}

	/** @param halves whether resized values are rounded to half precision */
	Restore(final Placement placement, final int outputs, final boolean halves, final ExecutorService executor) {
		this.placement = placement;
		this.executor = executor;
		first = placement.sameGrid() ? this::emit : new PlaneResizer(placement.grid(), placement.crop().size(), placement
			.separateAxis(), outputs, halves ? this::emitRounded : this::emit, executor);
	}

	/** Requests label values; the map is complete after the last plane. */
	public LabelMap labels(final Labels meaning) {
		final LabelMap result = new LabelMap(placement.original());
		final Decision decision = new Decision(meaning);
		final int[] extent = placement.crop().size();
		final short[] decided = new short[extent[1] * extent[2]];
		final OfClasses paste = (z, classes) -> placement.rows(z, (from, plane, offset, planeStep, step) -> {
			if (planeStep == 0 && step == 1) System.arraycopy(classes, from, result.plane(plane), offset, extent[2]);
			else for (int x = 0; x < extent[2]; x++)
				result.plane(plane + x * planeStep)[offset + x * step] = classes[from + x];
		});
		targets.add((z, logits) -> {
			Chunks.run(executor, (decided.length + PART - 1) / PART, part -> decision.labels(logits, decided, part * PART, Math
				.min(decided.length, (part + 1) * PART)));
			paste.plane(z, decided);
		});
		if (placement.sameGrid() && meaning.regions().isEmpty()) classTargets.add(paste);
		return result;
	}

	/**
	 * Requests the values as they are received, such as logits; zero outside of the box.
	 *
	 * @param from first output
	 * @param count number of outputs; they become channels
	 */
	public Volume values(final int from, final int count) {
		final Volume result = new Volume(placement.original(), count);
		targets.add((z, outputs) -> {
			for (int channel = 0; channel < count; channel++)
				paste(z, outputs[from + channel], result, channel);
		});
		return result;
	}

	/** Requests probabilities, one channel per output; outside of the box, background has the probability 1. */
	public Probabilities probabilities(final Labels meaning) throws IOException {
		final Probabilities result = new Probabilities(placement.original(), meaning);
		targets.add((z, logits) -> result.add(placement, z, logits));
		return result;
	}

	private void paste(final int z, final float[] values, final Volume result, final int channel) {
		final int width = placement.crop().size()[2];
		placement.rows(z, (from, plane, offset, planeStep, step) -> {
			if (planeStep == 0 && step == 1) System.arraycopy(values, from, result.plane(channel, plane), offset, width);
			else for (int x = 0; x < width; x++)
				result.plane(channel, plane + x * planeStep)[offset + x * step] = values[from + x];
		});
	}

	@Override
	public void plane(final int z, final float[][] outputs) throws IOException {
		first.plane(z, outputs);
	}

	@Override
	public OfClasses ofClasses() {
		return classTargets.size() < targets.size() ? null : (z, classes) -> {
			for (final OfClasses target : classTargets)
				target.plane(z, classes);
		};
	}

	private void emitRounded(final int z, final float[][] outputs) throws IOException {
		for (final float[] output : outputs)
			for (int i = 0; i < output.length; i++)
				output[i] = Half.round(output[i]);
		emit(z, outputs);
	}

	private void emit(final int z, final float[][] outputs) throws IOException {
		for (final PlaneConsumer target : targets)
			target.plane(z, outputs);
	}
}
