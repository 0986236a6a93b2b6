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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Products of 2048 × 2048 matrices in float32, as a measure of the machine's peak arithmetic performance. */
public final class MatrixProduct implements AutoCloseable {

	private static final int SIZE = 2048;
	private static final int PRODUCTS = 4;

	/** Multiplications and additions of a {@link #run}. */
	public static final double GFLOP = PRODUCTS * 2.0 * SIZE * SIZE * SIZE / 1e9;

	private final GraphLab lab;
	private final Operand<TFloat32> sum;
	private final float[] values = new float[SIZE * SIZE];

	/** @throws IOException if there is no library */
	public MatrixProduct() throws IOException {
		Natives.prepare(null);
		lab = new GraphLab();
		final Operand<TFloat32> a = lab.input("a", SIZE, SIZE);
		Operand<TFloat32> y = a;
		for (int i = 0; i < PRODUCTS; i++)
			y = lab.tf.linalg.matMul(y, a);
		sum = lab.tf.reduceSum(y, lab.tf.constant(new int[] { 0, 1 }));
		Arrays.fill(values, 1e-3f);
	}

	/** Multiplies four times. */
	public void run() {
		lab.run(Map.of("a", values), List.of(sum));
	}

	@Override
	public void close() {
		lab.close();
	}
}
