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
package sc.fiji.nnunet.predict;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mirrored copies of a window over which test-time augmentation averages.
 * <p>
 * A flip is a bit mask: bit 0 mirrors x, bit 1 y, bit 2 z; 0 is the window as it is. The
 * logits of each copy are mirrored back and averaged (recipe-nvidia.md 7.3, Q30).
 * </p>
 */
public final class Flips {

	private static final int[] NONE = { 0 };

	private Flips() {
		// static methods only
	}

	/** All flips of a network's axes: 8 in 3D, 4 in 2D; or only the window as it is. */
	public static int[] of(final int dimensions, final boolean all) {
		return all ? of(dimensions == 2 ? List.of(1, 2) : List.of(0, 1, 2)) : NONE.clone();
	}

	/** All flips of some axes: 0 = z, 1 = y, 2 = x. */
	public static int[] of(final Collection<Integer> axes) {
		int allowed = 0;
		for (final int axis : axes)
			allowed |= 1 << 2 - axis;
		final int mask = allowed;
		return IntStream.range(0, 8).filter(flip -> (flip & ~mask) == 0).toArray();
	}

	/**
	 * The same flips in the order in which nnU-Net adds them: first the window as it is, then one axis after the other,
	 * then pairs, then all.
	 */
	static int[] inNnUNetsOrder(final int[] flips) {
		return Arrays.stream(flips).boxed().sorted(Comparator.<Integer> comparingInt(Integer::bitCount).thenComparing(
			Comparator.reverseOrder())).mapToInt(flip -> flip).toArray();
	}

	/** Whether a flip mirrors an axis: 0 = z, 1 = y, 2 = x. */
	static boolean mirrors(final int flip, final int axis) {
		return (flip >> 2 - axis & 1) == 1;
	}
}
