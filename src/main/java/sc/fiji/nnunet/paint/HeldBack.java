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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.evaluate.ConfusionCounts;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.progress.Progress;

/** The test on held-back strokes and slices. It is optimistic: users paint what is clear. */
final class HeldBack {

	/** The most slices that are predicted for a test; those with most held-back paint are taken. */
	private static final int MOST = 6;

	private record Slice(int image, int z, short[] labels, int painted) {
	}

	private final List<Slice> slices = new ArrayList<>();
	private final int classes;

	HeldBack(final List<Division> divisions, final int classes) {
		this.classes = classes;
		final List<Slice> all = new ArrayList<>();
		for (int i = 0; i < divisions.size(); i++)
			for (final Map.Entry<Integer, short[]> slice : divisions.get(i).held().entrySet()) {
				int painted = 0;
				for (final short label : slice.getValue())
					if (label >= 0) painted++;
				all.add(new Slice(i, slice.getKey(), slice.getValue(), painted));
			}
		all.sort(Comparator.comparingInt(Slice::painted).reversed());
		slices.addAll(all.subList(0, Math.min(MOST, all.size())));
	}

	/** The mean Dice of the foreground classes that are held back; null if there is none. */
	Double dice(final SliceProbabilities learner, final Progress progress) throws IOException {
		final ConfusionCounts counts = new ConfusionCounts(-1);
		for (final int image : slices.stream().map(Slice::image).distinct().toList()) {
			final List<Slice> here = slices.stream().filter(slice -> slice.image == image).toList();
			final List<Integer> wanted = here.stream().map(Slice::z).toList();
			final Map<Integer, float[][]> predicted = learner.slices(image, wanted, progress);
			for (final Slice slice : here)
				count(slice.labels, predicted.get(slice.z), counts);
		}
		double sum = 0;
		int present = 0;
		for (int label = 1; label < classes; label++) {
			if (!counts.inReference(label)) continue;
			sum += counts.overlap(label).dice(EmptyRule.ONE);
			present++;
		}
		return present == 0 ? null : sum / present;
	}

	private static void count(final short[] labels, final float[][] probabilities, final ConfusionCounts counts) {
		for (int i = 0; i < labels.length; i++)
			if (labels[i] >= 0) counts.add(labels[i], Overlays.best(probabilities, i), 1);
	}
}
