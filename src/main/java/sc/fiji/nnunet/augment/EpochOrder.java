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

/**
 * Goes through all cases in a new random order each time, as NVIDIA's reader does (recipe-nvidia.md 3.2).
 * <p>
 * With several workers, each takes a contiguous piece of the common order; pieces that are shorter than the longest
 * repeat their last case, and so does the last batch of a pass if the piece does not fill it.
 * </p>
 */
public final class EpochOrder implements CaseOrder {

	private final int cases;
	private final int blocks;
	private final long seed;
	private final int begin;
	private final int end;
	private final int batchesPerPass;
	private long pass = -1;
	private int[] order;

	/**
	 * @param cases the total number of cases of all workers
	 * @param blocks blocks per batch of this worker
	 * @param seed seed of the order, the same for all workers
	 * @param worker number of this worker, from 0
	 * @param workers number of workers, not more than there are cases
	 */
	public EpochOrder(final int cases, final int blocks, final long seed, final int worker, final int workers) {
		if (cases < workers || worker < 0 || worker >= workers || blocks < 1) throw new IllegalArgumentException(
			"cannot share " + cases + " cases among " + workers + " workers (this is number " + worker + ") in batches of " +
				blocks + ": each worker needs at least one case");
		this.cases = cases;
		this.blocks = blocks;
		this.seed = seed;
		begin = (int) ((long) cases * worker / workers);
		end = (int) ((long) cases * (worker + 1) / workers);
		final int longest = (cases + workers - 1) / workers;
		batchesPerPass = (longest + blocks - 1) / blocks;
	}

	/** The number of batches in one pass over the cases: NVIDIA's steps per epoch. */
	public int batchesPerPass() {
		return batchesPerPass;
	}

	@Override
	public int caseOf(final long batch, final int block) {
		final int index = (int) (batch % batchesPerPass) * blocks + block;
		return order(batch / batchesPerPass)[Math.min(begin + index, end - 1)];
	}

	/** The order of all cases in a pass; the latest one is cached. */
	private synchronized int[] order(final long wanted) {
		if (wanted == pass) return order;
		final int[] shuffled = new int[cases];
		final Generator random = new Generator(seed, EpochOrder.class.getName().hashCode(), wanted);
		for (int i = 0; i < cases; i++) {
			final int j = random.integer(0, i);
			shuffled[i] = shuffled[j];
			shuffled[j] = i;
		}
		order = shuffled;
		pass = wanted;
		return shuffled;
	}
}
