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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.Blend;
import sc.fiji.nnunet.predict.Decision;
import sc.fiji.nnunet.predict.SlidingWindow;
import sc.fiji.nnunet.predict.WindowOptions;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Volume;

/** Predicts single slices of an image by a network; in 3D, of the slab around them. */
final class NetworkSlices {

	private static final double OVERLAP = 0.5;

	private final Plan plan;
	private final SlidingWindow window;
	private final Decision decision;

	NetworkSlices(final Plan plan, final ExecutorService executor) {
		this.plan = plan;
		window = new SlidingWindow(plan, WindowOptions.of(plan, OVERLAP, Blend.GAUSSIAN, false), executor);
		decision = new Decision(plan.labels());
	}

	/** For each slice of the image, from 0: classes × pixels probabilities on the image's grid. */
	Map<Integer, float[][]> slices(final Network network, final PreparedCase image, final List<Integer> wanted,
		final Progress progress) throws IOException
	{
		final Map<Integer, float[][]> result = new HashMap<>();
		final TreeSet<Integer> left = new TreeSet<>(wanted);
		while (!left.isEmpty()) {
			progress.check();
			final int z = place(image, 0, left.first());
			if (z < 0) result.put(left.first(), outside(image));
			else slab(network, image, z, left, result, progress);
			left.removeAll(result.keySet());
		}
		return result;
	}

	/** Predicts the slab around a slice of the network's grid, and takes the slices that it holds well inside. */
	private void slab(final Network network, final PreparedCase image, final int z, final TreeSet<Integer> wanted,
		final Map<Integer, float[][]> into, final Progress progress) throws IOException
	{
		final int[] size = image.x().size();
		final int depth = Math.min(size[0], plan.patchZyx()[0]);
		final int margin = depth / 4;
		// NB: the wanted slice is the first that is far enough from the slab's border
		final int first = Math.max(0, Math.min(size[0] - depth, z - margin)), end = first + depth;
		final int from = first == 0 ? 0 : first + margin, to = end == size[0] ? end : Math.max(z + 1, end - margin);
		final Map<Integer, Integer> places = new HashMap<>();
		for (final int slice : wanted) {
			final int there = place(image, 0, slice);
			if (there >= from && there < to) places.put(slice, there - first);
		}
		final Volume slab = image.x().crop(new Box(new int[] { first, 0, 0 }, new int[] { end, size[1], size[2] }));
		final float[][][] planes = new float[depth][][];
		window.run(List.of(network), slab, (plane, logits) -> {
			if (!places.containsValue(plane)) return;
			planes[plane] = new float[plan.labels().classes()][];
			for (int label = 0; label < planes[plane].length; label++)
				planes[plane][label] = logits[label].clone();
			decision.probabilities(planes[plane]);
		}, progress);
		places.forEach((slice, plane) -> into.put(slice, onImage(image, planes[plane])));
	}

	private float[][] onImage(final PreparedCase image, final float[][] plane) {
		final int[] grid = image.original().sizeZyx();
		final int[] rows = places(image, 1), columns = places(image, 2);
		final int width = image.x().size()[2];
		final float[][] result = outside(image);
		for (int y = 0; y < grid[1]; y++)
			for (int x = 0; x < grid[2]; x++) {
				if (rows[y] < 0 || columns[x] < 0) continue;
				for (int label = 0; label < result.length; label++)
					result[label][y * grid[2] + x] = plane[label][rows[y] * width + columns[x]];
			}
		return result;
	}

	/** Background only, as outside of the part of an image that is prepared. */
	private float[][] outside(final PreparedCase image) {
		final int[] grid = image.original().sizeZyx();
		final float[][] result = new float[plan.labels().classes()][grid[1] * grid[2]];
		Arrays.fill(result[0], 1);
		return result;
	}

	private static int[] places(final PreparedCase image, final int axis) {
		final int[] places = new int[image.original().sizeZyx()[axis]];
		for (int i = 0; i < places.length; i++)
			places[i] = place(image, axis, i);
		return places;
	}

	/** The voxel of the network's grid in which the middle of a voxel of the image lies; -1 outside of it. */
	private static int place(final PreparedCase image, final int axis, final int voxel) {
		final int start = image.cropBox().start()[axis], extent = image.cropBox().size()[axis];
		if (voxel < start || voxel >= start + extent) return -1;
		final int count = image.x().size()[axis];
		return (int) Math.min(count - 1, (voxel - start + 0.5) * count / extent);
	}
}
