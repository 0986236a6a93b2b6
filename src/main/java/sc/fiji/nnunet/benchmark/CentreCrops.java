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

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.NextBatch;
import sc.fiji.nnunet.preprocess.PreprocessedCase;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;

/**
 * Batches of the centres of prepared cases, case after case and from the first one again, with zeros where a case is
 * smaller than the patch (recipe-nvidia.md 3.7). A 2D batch is a block of slices of one case. The next batch is read
 * by another thread meanwhile.
 */
final class CentreCrops implements BatchSource {

	private final PreprocessedDataset data;
	private final List<String> names;
	private final int[] block;
	private final int blocks;
	private final Batch[] batches = new Batch[2];
	private final NextBatch pending;
	private int next;
	private int turn;

	/**
	 * @param names the cases
	 * @param patch z, y, x or y, x
	 * @param samples patches or slices per batch
	 * @param executor reads the next batch
	 */
	CentreCrops(final PreprocessedDataset data, final List<String> names, final int[] patch, final int samples,
		final Executor executor)
	{
		this.data = data;
		this.names = names;
		pending = new NextBatch(executor);
		final boolean flat = patch.length == 2;
		block = flat ? new int[] { samples, patch[0], patch[1] } : patch.clone();
		blocks = flat ? 1 : samples;
		final int voxels = Math.multiplyExact(block[0] * block[1] * block[2], blocks);
		for (int i = 0; i < batches.length; i++)
			batches[i] = new Batch(samples, patch.clone(), new float[Math.multiplyExact(voxels, data.plan().network()
				.inputChannels())], new byte[voxels]);
		prepare();
	}

	private void prepare() {
		final Batch batch = batches[turn];
		turn = 1 - turn;
		pending.begin(() -> {
			fill(batch);
			return batch;
		});
	}

	@Override
	public Batch next() throws IOException {
		final Batch batch = pending.take();
		prepare();
		return batch;
	}

	private void fill(final Batch batch) throws IOException {
		Arrays.fill(batch.images(), 0);
		Arrays.fill(batch.labels(), (byte) 0);
		for (int i = 0; i < blocks; i++) {
			fill(batch, i, data.get(names.get(next)));
			next = (next + 1) % names.size();
		}
	}

	private void fill(final Batch batch, final int index, final PreprocessedCase one) {
		final int[] from = new int[3];
		final int[] to = new int[3];
		final int[] size = new int[3];
		for (int axis = 0; axis < 3; axis++) {
			final int spare = one.size()[axis] - block[axis];
			from[axis] = Math.max(0, spare) / 2;
			to[axis] = Math.max(0, -spare) / 2;
			size[axis] = Math.min(one.size()[axis], block[axis]);
		}
		final int channels = one.channels();
		final float[] image = new float[size[0] * size[1] * size[2] * channels];
		one.readPatch(from, size, image);
		final byte[] labels = new byte[size[0] * size[1] * size[2]];
		if (one.labelled()) one.readLabels(from, size, labels);
		final int base = index * block[0] * block[1] * block[2];
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++) {
				final int source = (z * size[1] + y) * size[2];
				final int target = base + ((z + to[0]) * block[1] + y + to[1]) * block[2] + to[2];
				System.arraycopy(image, source * channels, batch.images(), target * channels, size[2] * channels);
				System.arraycopy(labels, source, batch.labels(), target, size[2]);
			}
	}
}
