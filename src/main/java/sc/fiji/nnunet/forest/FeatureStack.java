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
package sc.fiji.nnunet.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;
import sc.fiji.nnunet.volume.Volume;

/**
 * What a voxel and its surroundings look like at several scales, as numbers for a {@link RandomForest}.
 * <p>
 * For each channel: its value and, for each scale, {@link ScaleFeatures}; then the differences between the Gaussians of
 * neighbouring scales. Features are computed when they are asked for, some rows of one slice at a time, so that the
 * memory needed does not grow with the image. They do not depend on how an image is divided into rows. May be used by
 * several threads at once.
 * </p>
 *
 * <pre>
 * final FeatureStack features = FeatureStack.planar(image);
 * final Samples painted = Samples.of(features, z, labels, classes, 50_000, executor, progress);
 * final ForestOptions options = ForestOptions.defaults();
 * final RandomForest forest = RandomForest.grow(List.of(painted), classes, options, executor, progress);
 * final float[][] probabilities = forest.predict(features, z, executor, progress);
 * </pre>
 */
public final class FeatureStack {

	/** Standard deviations of the Gaussians, in voxels along x; planar ones as measured in docs/paint.md. */
	private static final double[] PLANAR = { 1, 2, 4, 8, 16 };
	private static final double[] VOLUMETRIC = { 0.7, 1, 1.6, 3.5, 5 };

	/** The most voxels whose features are computed at once. */
	private static final int BAND = 1 << 17;

	private final Volume image;
	private final boolean volumetric;
	private final double[] scales;

	FeatureStack(final Volume image, final boolean volumetric, final double... scales) {
		this.image = image;
		this.volumetric = volumetric;
		this.scales = scales.clone();
	}

	/** Features of each slice by itself. */
	public static FeatureStack planar(final Volume image) {
		return new FeatureStack(image, false, PLANAR);
	}

	/** Features that take the neighbouring slices into account; scales along z are divided by the spacing. */
	public static FeatureStack volumetric(final Volume image) {
		return new FeatureStack(image, true, VOLUMETRIC);
	}

	/** The image that is described. */
	public Volume image() {
		return image;
	}

	/** The number of features of a voxel. */
	public int count() {
		return image.channels() * perChannel();
	}

	/** How many rows are computed at a time, of an image that may be large. */
	int rowsAtATime() {
		return Math.max(1, BAND / image.size()[2]);
	}

	/**
	 * The features of some rows of a slice.
	 *
	 * @param z the slice
	 * @param from first row
	 * @param to row after the last
	 * @param executor whose threads may join in, or null
	 * @return for each feature the values of all voxels, row by row
	 */
	public float[][] rows(final int z, final int from, final int to, final ExecutorService executor,
		final Progress progress)
	{
		final float[][] features = new float[count()][(to - from) * image.size()[2]];
		final int each = ScaleFeatures.count(volumetric);
		// NB: the widest Gaussians take longest and are begun first
		final List<int[]> parts = new ArrayList<>();
		for (int s = scales.length - 1; s >= 0; s--)
			for (int channel = 0; channel < image.channels(); channel++)
				parts.add(new int[] { channel, s });
		Chunks.run(executor, parts.size(), part -> {
			progress.check();
			final int channel = parts.get(part)[0];
			final int s = parts.get(part)[1];
			final float[][] into = new float[each][];
			System.arraycopy(features, channel * perChannel() + 1 + s * each, into, 0, each);
			new ScaleFeatures(image, volumetric, channel, scales[s]).compute(z, from, to, into);
		});
		for (int channel = 0; channel < image.channels(); channel++)
			withoutScale(z, from, channel, features, each);
		return features;
	}

	private void withoutScale(final int z, final int from, final int channel, final float[][] features,
		final int each) {
		final int first = channel * perChannel();
		final float[] value = features[first];
		System.arraycopy(image.plane(channel, z), from * image.size()[2], value, 0, value.length);
		for (int s = 1; s < scales.length; s++) {
			final float[] fine = features[first + 1 + (s - 1) * each];
			final float[] coarse = features[first + 1 + s * each];
			final float[] difference = features[first + scales.length * each + s];
			for (int i = 0; i < difference.length; i++)
				difference[i] = fine[i] - coarse[i];
		}
	}

	private int perChannel() {
		return scales.length * (1 + ScaleFeatures.count(volumetric));
	}

	/** The bands of rows into which a slice is divided: first row, row after the last. */
	List<int[]> bands() {
		final int height = image.size()[1];
		final int step = rowsAtATime();
		return IntStream.iterate(0, y -> y < height, y -> y + step).mapToObj(y -> new int[] { y, Math.min(height, y +
			step) }).toList();
	}
}
