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
package sc.fiji.nnunet.augment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.Components.Component;

/**
 * NVIDIA's biased crop (recipe-nvidia.md 3.3 step 2).
 * <p>
 * With probability {@code oversampling}, a class is drawn from those present, then one of its two largest
 * face-connected components by the volume of the bounding box; else the region of interest is the whole case. The block
 * is placed at random so that it contains the region, or is within it if the region is larger.
 * </p>
 */
public final class NvidiaSampler implements PatchSampler {

	/** Components per class that can be drawn. */
	private static final int LARGEST = 2;

	private final int[] block;
	private final double oversampling;
	private final int ignore;
	private final Map<String, List<List<Box>>> regions = new ConcurrentHashMap<>();

	/**
	 * @param blockZyx size of the blocks
	 * @param oversampling probability of a block around foreground
	 * @param ignore label value that is not a class, or -1
	 */
	public NvidiaSampler(final int[] blockZyx, final double oversampling, final int ignore) {
		block = blockZyx.clone();
		this.oversampling = oversampling;
		this.ignore = ignore;
	}

	@Override
	public int[] start(final PatchSource source, final int number, final Generator random) throws IOException {
		final int[] size = source.size();
		final Box roi = region(source, size, random);
		final int[] start = new int[3];
		for (int d = 0; d < 3; d++)
			start[d] = place(roi.start()[d], roi.end()[d], size[d], block[d], random);
		return start;
	}

	/** Places a crop of the given size along one axis of n voxels with the region of interest from a to b. */
	static int place(final int a, final int b, final int n, final int crop, final Generator random) {
		if (n <= crop) return PatchSampler.centred(n, crop);
		final int low = Math.max(0, Math.min(a, b - crop));
		final int high = Math.min(n - crop, Math.max(a, b - crop));
		return random.integer(low, high);
	}

	private Box region(final PatchSource source, final int[] size, final Generator random) throws IOException {
		if (!random.chance(oversampling)) return Box.whole(size);
		final List<List<Box>> classes = classes(source);
		if (classes.isEmpty()) return Box.whole(size);
		final List<Box> components = classes.get(random.integer(0, classes.size() - 1));
		return components.get(random.integer(0, components.size() - 1));
	}

	/** For each class present, the boxes that can be drawn; found once per case. */
	private List<List<Box>> classes(final PatchSource source) throws IOException {
		final List<List<Box>> known = regions.get(source.name());
		if (known != null) return known;
		final List<List<Box>> found = find(source);
		regions.put(source.name(), found);
		return found;
	}

	private List<List<Box>> find(final PatchSource source) throws IOException {
		final CaseLabels labels = CaseLabels.read(source);
		final List<List<Box>> classes = new ArrayList<>();
		for (int label = 1; label < CaseLabels.VALUES; label++) {
			if (label == ignore || labels.count(label) == 0) continue;
			final List<Box> boxes = new ArrayList<>();
			for (final Component component : Components.of(labels.map(), label, true))
				boxes.add(component.box());
			boxes.sort(Comparator.comparingLong(NvidiaSampler::volume).reversed());
			classes.add(List.copyOf(boxes.subList(0, Math.min(LARGEST, boxes.size()))));
		}
		return classes;
	}

	private static long volume(final Box box) {
		final int[] size = box.size();
		return (long) size[0] * size[1] * size[2];
	}
}
