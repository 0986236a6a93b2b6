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
package sc.fiji.nnunet.dataset;

/**
 * The random generator MT19937 with 32-bit seeding (Matsumoto and Nishimura 1998).
 * <p>
 * It is NumPy's legacy generator, which NVIDIA's nnU-Net and nnU-Net v2 use for their
 * splits, so a split made here equals theirs.
 * </p>
 */
final class MersenneTwister {

	private static final int N = 624;
	private static final int M = 397;

	private final int[] state = new int[N];
	private int next = N;

	MersenneTwister(final int seed) {
		state[0] = seed;
		for (int i = 1; i < N; i++)
			state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
	}

	/** The next 32 random bits. */
	int nextBits() {
		if (next == N) twist();
		int y = state[next++];
		y ^= y >>> 11;
		y ^= y << 7 & 0x9d2c5680;
		y ^= y << 15 & 0xefc60000;
		return y ^ y >>> 18;
	}

	/**
	 * A random number from 0 to max, both ends included: words are cut to the
	 * smallest all-ones mask that covers max, and drawn again while they are larger
	 * (recipe-nvidia.md 3.1).
	 */
	int nextUpTo(final int max) {
		if (max == 0) return 0;
		final int mask = -1 >>> Integer.numberOfLeadingZeros(max);
		int value = nextBits() & mask;
		while (value > max)
			value = nextBits() & mask;
		return value;
	}

	private void twist() {
		for (int i = 0; i < N; i++) {
			final int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
			state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
		}
		next = 0;
	}
}
