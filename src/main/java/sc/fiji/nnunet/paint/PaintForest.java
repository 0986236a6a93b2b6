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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.forest.FeatureStack;
import sc.fiji.nnunet.forest.ForestOptions;
import sc.fiji.nnunet.forest.RandomForest;
import sc.fiji.nnunet.forest.Samples;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/** The forest of a project: grown anew whenever paint has changed, within seconds. */
final class PaintForest implements SliceProbabilities {

	/** The most voxels of a class that are taken from a slice. */
	private static final int MOST = 10_000;

	private final List<FeatureStack> stacks = new ArrayList<>();
	private final int classes;
	private final long seed;
	private final ExecutorService executor;
	private final List<Map<Integer, Samples>> samples = new ArrayList<>();
	private List<Division> grownOn = List.of();
	private RandomForest forest;

	PaintForest(final List<Volume> images, final int classes, final long seed, final ExecutorService executor) {
		this.classes = classes;
		this.seed = seed;
		this.executor = executor;
		for (final Volume image : images) {
			stacks.add(PaintPlan.isPlanar(image.geometry()) ? FeatureStack.planar(image)
				: FeatureStack.volumetric(image));
			samples.add(new TreeMap<>());
		}
	}

	@Override
	public String name() {
		return "forest";
	}

	/** Grows it; features of slices whose paint is the same as before are kept. */
	void grow(final List<Division> divisions, final Progress progress) {
		final List<Samples> all = new ArrayList<>();
		for (int i = 0; i < divisions.size(); i++) {
			final Division division = divisions.get(i), earlier = grownOn.isEmpty() ? null : grownOn.get(i);
			final Map<Integer, Samples> known = samples.get(i);
			known.keySet().retainAll(division.learned().keySet());
			for (final Map.Entry<Integer, short[]> slice : division.learned().entrySet()) {
				progress.check();
				final int z = slice.getKey();
				if (known.containsKey(z) && division.sameSlice(earlier, z)) continue;
				known.put(z, Samples.of(stacks.get(i), z, slice.getValue(), classes, MOST, executor, progress));
			}
			all.addAll(known.values());
		}
		forest = RandomForest.grow(all, classes, ForestOptions.defaults().withSeed(seed), executor, progress);
		grownOn = List.copyOf(divisions);
	}

	@Override
	public Map<Integer, float[][]> slices(final int image, final List<Integer> slices, final Progress progress) {
		final Map<Integer, float[][]> result = new HashMap<>();
		for (final int z : slices) {
			progress.check();
			result.put(z, forest.predict(stacks.get(image), z, executor, progress));
		}
		return result;
	}
}
