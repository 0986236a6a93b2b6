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
package sc.fiji.nnunet.evaluate;

import java.util.Locale;
import java.util.Optional;

import sc.fiji.nnunet.volume.DistanceMap;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The part of the images that a comparison covers.
 * <p>
 * With an ignore label, scores are computed on the annotated voxels only and say nothing about the rest. Foreground
 * that is predicted far from every annotation is a sign that the rest is worse than the score.
 * </p>
 *
 * @param partial whether some voxels were not annotated
 * @param foreground predicted foreground voxels
 * @param far the number of them that are farther than {@link #FAR} voxels from every annotated voxel
 */
public record Coverage(boolean partial, long foreground, long far) {

	/** All voxels are annotated. */
	public static final Coverage WHOLE = new Coverage(false, 0, 0);

	/**
	 * Distance in voxels beyond which a voxel counts as far, about the surroundings of a brush stroke. Our own choice.
	 */
	static final double FAR = 10;

	/** The share of the predicted foreground that may be far before there is a warning. Our own choice. */
	private static final double BEARABLE = 0.1;

	private static final double[] VOXELS = { 1, 1, 1 };

	/**
	 * The coverage of one case.
	 *
	 * @param ignore the reference label of voxels that are not annotated, or -1
	 */
	public static Coverage of(final LabelMap reference, final LabelMap prediction, final int ignore) {
		if (ignore < 0) return WHOLE;
		final int[] size = reference.size();
		final byte[][] annotated = new byte[size[0]][size[1] * size[2]];
		boolean partial = false;
		for (int z = 0; z < size[0]; z++) {
			final short[] labels = reference.plane(z);
			for (int i = 0; i < labels.length; i++)
				if (labels[i] != ignore && labels[i] >= 0) annotated[z][i] = 1;
				else partial |= labels[i] == ignore;
		}
		if (!partial) return WHOLE;
		final DistanceMap distances = new DistanceMap();
		distances.compute(annotated, 1, size, VOXELS);
		long foreground = 0;
		long far = 0;
		for (int z = 0; z < size[0]; z++) {
			final short[] labels = prediction.plane(z);
			for (int i = 0; i < labels.length; i++) {
				if (labels[i] <= 0) continue;
				foreground++;
				if (annotated[z][i] == 0 && distances.distance(z, i / size[2], i % size[2]) > FAR) far++;
			}
		}
		return new Coverage(true, foreground, far);
	}

	/** The coverage of both together. */
	public Coverage plus(final Coverage other) {
		return new Coverage(partial || other.partial, foreground + other.foreground, far + other.far);
	}

	/** The text after a score: empty, or {@code " on annotated voxels only"}. */
	public String words() {
		return partial ? " on annotated voxels only" : "";
	}

	/** A warning if much foreground is predicted where nothing is annotated. */
	public Optional<String> warning() {
		if (!partial || foreground == 0 || far <= BEARABLE * foreground) return Optional.empty();
		return Optional.of(String.format(Locale.ROOT,
			"Warning: %.0f %% of the predicted foreground is more than %.0f voxels away from every" +
				" annotation, where it cannot be checked. Annotate some background there.",
			100.0 * far / foreground, FAR));
	}
}
