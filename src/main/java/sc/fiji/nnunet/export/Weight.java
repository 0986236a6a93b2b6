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

import java.util.Arrays;

/**
 * A weight of a network.
 *
 * @param name such as {@code enc0/conv0/kernel}
 * @param shape kernels are (z ×) y × x × in × out; those of transposed convolutions (z ×) y × x × out × in
 * @param values its numbers, the last axis fastest
 */
record Weight(String name, int[] shape, float[] values) {

	Weight {
		int size = 1;
		for (final int n : shape)
			size *= n;
		if (values == null || values.length != size) throw new IllegalArgumentException(name + " needs the shape " +
			Arrays.toString(shape) + ", but has " + (values == null ? "no" : String.valueOf(values.length)) +
			" values");
	}

	/**
	 * A kernel in the order of PyTorch and ONNX: out × in × (z ×) y × x; of transposed convolutions in × out × (z ×) y
	 * × x. Weights with one axis stay as they are.
	 */
	Weight channelsFirst() {
		if (shape.length == 1) return this;
		final int axes = shape.length - 2;
		final int a = shape[axes];
		final int b = shape[axes + 1];
		final int voxels = values.length / (a * b);
		final float[] turned = new float[values.length];
		for (int v = 0; v < voxels; v++)
			for (int i = 0; i < a; i++)
				for (int o = 0; o < b; o++)
					turned[(o * a + i) * voxels + v] = values[(v * a + i) * b + o];
		final int[] size = new int[shape.length];
		size[0] = b;
		size[1] = a;
		System.arraycopy(shape, 0, size, 2, axes);
		return new Weight(name, size, turned);
	}
}
