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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.engine.Processor;

/** Gradients of convolutions of few planes against a loop, in float32 and, where the processor has it, in bfloat16. */
class ConvolutionGradientTest {

	private static final int SAMPLES = 2, FROM = 16, TO = 32, HEIGHT = 5, WIDTH = 6;

	/** Wrong gradients show only where the memory beyond a tensor holds something: each run is repeated. */
	private static final int RUNS = 4;

	@ParameterizedTest
	@CsvSource({ "1,3", "2,3", "3,3", "4,3", "5,3", "1,5", "2,5", "3,5", "4,5", "6,5", "2,1", "2,2" })
	void gradientsByWeightsEqualTheSlowOnes(final int depth, final int kernelDepth) throws IOException {
		compare(TFloat32.class, depth, kernelDepth, 1e-4);
		assumeTrue(PrecisionCheck.supportsBfloat16(Processor.features(Processor.CPUINFO)), "no bfloat16 here");
		compare(TBfloat16.class, depth, kernelDepth, 0.02);
	}

	/** NB: numbers of eight bits, which bfloat16 holds exactly, so that only sums are rounded. */
	private static float[] random(final Random random, final int n) {
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = (random.nextInt(255) - 127) / 64f;
		return values;
	}

	private static <T extends TNumber> void compare(final Class<T> type, final int depth, final int kernelDepth,
		final double tolerance)
	{
		final Random random = new Random(1);
		final float[] x = random(random, SAMPLES * depth * HEIGHT * WIDTH * FROM);
		final float[] dy = random(random, SAMPLES * depth * HEIGHT * WIDTH * TO);
		try (GraphLab lab = new GraphLab()) {
			final Tape<T> tape = new Tape<>(lab.tf);
			final Variables variables = new Variables(lab.tf);
			final Layers<T> layers = new Layers<>(lab.tf, type, tape, 3);
			final Variable kernel = variables.get("k", Variable.Role.KERNEL, 1, kernelDepth, 3, 3, FROM, TO);
			final Operand<T> start = tape.record(lab.tf.dtypes.cast(lab.input("x", SAMPLES, depth, HEIGHT, WIDTH, FROM), type),
				gradient -> {});
			final Operand<T> y = layers.convolution(start, kernel, List.of(1, 1, 1), false);
			tape.give(y, lab.tf.dtypes.cast(lab.input("dy", SAMPLES, depth, HEIGHT, WIDTH, TO), type));
			tape.back();
			lab.set(kernel, random(random, kernelDepth * 9 * FROM * TO));
			final Operand<TFloat32> garbage = lab.tf.math.mul(lab.tf.constant(Float.NaN), lab.input("garbage", x.length));
			final List<Operand<TFloat32>> outputs = new ArrayList<>(List.of(tape.gradient(kernel), garbage));
			final double[] expected = slow(x, dy, depth, kernelDepth);
			double largest = 0;
			for (final double value : expected)
				largest = Math.max(largest, Math.abs(value));
			for (int run = 0; run < RUNS; run++) {
				final float[] found = lab.run(Map.of("x", x, "dy", dy, "garbage", x), outputs)[0];
				for (int i = 0; i < expected.length; i++)
					assertEquals(expected[i], found[i], tolerance * largest, type.getSimpleName() + ", run " + run + ", weight " + i);
			}
		}
	}

	/** The sum over all voxels of the input under each weight times the gradient of the output; SAME padding. */
	private static double[] slow(final float[] x, final float[] dy, final int depth, final int kernelDepth) {
		final double[] sums = new double[kernelDepth * 9 * FROM * TO];
		final int before = (kernelDepth - 1) / 2;
		for (int n = 0; n < SAMPLES; n++)
			for (int z = 0; z < depth; z++)
				for (int row = 0; row < HEIGHT; row++)
					for (int column = 0; column < WIDTH; column++)
						for (int k = 0; k < kernelDepth * 9; k++) {
							final int[] at = { z + k / 9 - before, row + k / 3 % 3 - 1, column + k % 3 - 1 };
							if (at[0] < 0 || at[0] >= depth || at[1] < 0 || at[1] >= HEIGHT || at[2] < 0 || at[2] >= WIDTH) continue;
							final int from = (((n * depth + at[0]) * HEIGHT + at[1]) * WIDTH + at[2]) * FROM;
							final int to = (((n * depth + z) * HEIGHT + row) * WIDTH + column) * TO;
							for (int i = 0; i < FROM; i++)
								for (int o = 0; o < TO; o++)
									sums[(k * FROM + i) * TO + o] += (double) x[from + i] * dy[to + o];
						}
		return sums;
	}
}
