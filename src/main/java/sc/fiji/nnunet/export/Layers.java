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
package sc.fiji.nnunet.export;

import java.util.List;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Writes the layers of a U-Net in some format; {@link UNetWalk} calls it in the order in which they are computed.
 *
 * @param <V> what stands for an activation, such as its name in a file
 */
interface Layers<V> {

	/**
	 * A convolution.
	 *
	 * @param stride per axis
	 * @param before zeros in front of each axis
	 * @param after zeros behind each axis
	 * @param kernel (z ×) y × x × in × out
	 * @param bias null if there is none
	 */
	record Convolution(List<Integer> stride, List<Integer> before, List<Integer> after, Weight kernel, Weight bias) {
	}

	/**
	 * A normalisation: zero mean and unit population variance, then scale and shift per channel.
	 *
	 * @param kind instance, batch or group
	 * @param groups for group norm: how many groups of channels there are
	 * @param mean for batch norm: the running mean, else null
	 * @param variance for batch norm: the running variance, else null
	 */
	record Norm(NetworkSpec.Norm kind, int groups, double epsilon, Weight gamma, Weight beta, Weight mean,
		Weight variance)
	{
	}

	V convolution(V x, Convolution layer);

	/** A transposed convolution whose kernel, (z ×) y × x × out × in, is as large as its stride. */
	V up(V x, Convolution layer);

	V norm(V x, Norm layer);

	/** The leaky ReLU. */
	V leaky(V x, double slope);

	/** Means over blocks. */
	V pool(V x, List<Integer> block);

	V add(V a, V b);

	/** Concatenates the channels of a and b. */
	V concatenate(V a, V b);
}
