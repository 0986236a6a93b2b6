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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import sc.fiji.nnunet.preprocess.NpyFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * NVIDIA's saved predictions: a NumPy array of probabilities, axes class, z, y, x, without geometry
 * (recipe-nvidia.md 7.5). The label of a voxel is its most probable class; in case of a tie, the lower one.
 */
final class ProbabilityFile {

	private ProbabilityFile() {
		// NB: a function, not an object
	}

	/**
	 * Reads the labels, plane by plane.
	 *
	 * @param geometry of the reference, whose size the array must have
	 */
	static LabelMap labels(final Path file, final Geometry geometry) throws IOException {
		final NpyFile array = NpyFile.open(file);
		final long[] shape = array.shape();
		final int[] size = geometry.sizeZyx();
		if (shape.length != 4 || shape[1] != size[0] || shape[2] != size[1] || shape[3] != size[2])
			throw new ProblemException(file, "has the shape " + Arrays.toString(shape) + "; its reference has " + Arrays
				.toString(size) + " voxels along z, y, x.",
				"Give probabilities of shape classes, z, y, x on the reference's grid.");
		final LabelMap labels = new LabelMap(geometry);
		final Volume values = Volume.of(geometry, array.floats(size[2], size[1], size[0], shape[0]));
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = labels.plane(z);
			final float[] best = values.plane(0, z);
			for (int label = 1; label < shape[0]; label++) {
				final float[] next = values.plane(label, z);
				for (int i = 0; i < best.length; i++) {
					if (!(next[i] > best[i])) continue;
					best[i] = next[i];
					plane[i] = (short) label;
				}
			}
		}
		return labels;
	}
}
