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
package sc.fiji.nnunet.benchmark;

import java.util.Random;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Where the batches of a benchmark come from. */
interface BatchSource extends Feeding.Source {

	/** NVIDIA's benchmark has the seed 0 (recipe-nvidia.md 1.9). */
	long SEED = 0;

	/** Noise with labels that depend on it, made once and the same in every step. */
	static BatchSource noise(final NetworkSpec network, final int[] patch, final int samples) {
		int voxels = samples;
		for (final int n : patch)
			voxels = Math.multiplyExact(voxels, n);
		final int channels = network.inputChannels();
		final float[] images = new float[Math.multiplyExact(voxels, channels)];
		final byte[] labels = new byte[voxels];
		final Random random = new Random(SEED);
		for (int i = 0; i < images.length; i++)
			images[i] = (float) random.nextGaussian();
		for (int i = 0; i < voxels; i++)
			labels[i] = (byte) (images[i * channels] > 0.5 ? 1 + (i >> 4) % (network.outputs() - 1) : 0);
		final Batch batch = new Batch(samples, patch.clone(), images, labels);
		return () -> batch;
	}
}
