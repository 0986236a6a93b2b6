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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

import sc.fiji.nnunet.plan.NetworkSpec;

/** Compares norms and their gradients with double-precision code. */
public class NormLayersTest {

	private static final int SAMPLES = 3;
	private static final int VOXELS = 4 * 2;
	private static final double EPSILON = 1e-3;
	private static final int CHANNELS = 8;

	@ParameterizedTest
	@CsvSource({ "INSTANCE,0,5", "INSTANCE,-1,5", "INSTANCE,3,5", "BATCH,0,5", "GROUP,0,64", "GROUP,0,5" })
	public void valuesAndGradientsEqualTheSlowOnes(final NetworkSpec.Norm norm, final int samples, final int channels) {
		final Random random = new Random(2);
		final float[] x = random(random, SAMPLES * VOXELS * channels, 3, 2);
		final float[] gamma = random(random, channels, 1, 0.3);
		final float[] beta = random(random, channels, 0, 0.3);
		final float[] dy = random(random, x.length, 0, 1);
		try (GraphLab lab = new GraphLab()) {
			final Operand<TFloat32> input = lab.input("x", SAMPLES, 4, 2, channels);
			final Operand<TFloat32> gradient = lab.input("dy", SAMPLES, 4, 2, channels);
			final Tape<TFloat32> tape = new Tape<>(lab.tf);
			final Variables variables = new Variables(lab.tf);
			final List<Operand<TFloat32>> dx = new ArrayList<>();
			final Operand<TFloat32> start = tape.record(lab.tf.identity(input), dx::add);
			final NormLayers<TFloat32> layers = new NormLayers<>(lab.tf, TFloat32.class, tape, spec(norm), true, new Parts(1, samples, false));
			final Operand<TFloat32> y = layers.apply(variables, start, "n", channels, 1);
			tape.give(y, gradient);
			tape.back();
			final Variable g = variables.get("n/gamma", Variable.Role.NORM, 1, channels);
			final Variable b = variables.get("n/beta", Variable.Role.NORM, 0, channels);
			lab.set(g, gamma);
			lab.set(b, beta);
			final float[][] values = lab.run(Map.of("x", x, "dy", dy), List.of(y, dx.get(0), tape.gradient(g), tape.gradient(
				b)));
			final double[] expected = slow(norm, x, gamma, beta, channels);
			for (int i = 0; i < x.length; i++)
				assertEquals(expected[i], values[0][i], 2e-5, "value " + i);
			differences(x, values[1], dy, () -> slow(norm, x, gamma, beta, channels));
			differences(gamma, values[2], dy, () -> slow(norm, x, gamma, beta, channels));
			differences(beta, values[3], dy, () -> slow(norm, x, gamma, beta, channels));
		}
	}

	/** NB: the difference of the mean square and the squared mean would keep no digit of this variance. */
	@Test
	public void largeValuesWithASmallVarianceKeepTheirDigits() {
		final float[] x = new float[SAMPLES * VOXELS * 2];
		final Random random = new Random(3);
		for (int i = 0; i < x.length; i++)
			x[i] = 4096 + random.nextInt(64) / 64f;
		final float[] one = { 1, 1 };
		final float[] zero = { 0, 0 };
		try (GraphLab lab = new GraphLab()) {
			final Operand<TFloat32> input = lab.input("x", SAMPLES, 4, 2, 2);
			final Variables variables = new Variables(lab.tf);
			final Operand<TFloat32> y = new NormLayers<>(lab.tf, TFloat32.class, new Tape<>(lab.tf), spec(
				NetworkSpec.Norm.INSTANCE), true, Parts.ON_GPU).apply(variables, input, "n", 2, 1);
			for (final Variable variable : variables.all())
				lab.set(variable, Variables.initial(variable, 0));
			final float[] values = lab.run(Map.of("x", x), List.of(y))[0];
			final double[] expected = slow(NetworkSpec.Norm.INSTANCE, x, one, zero, 2);
			for (int i = 0; i < x.length; i++)
				assertEquals(expected[i], values[i], 2e-3, "value " + i);
		}
	}

	/** Float32 sums of so many equal values are off by some thousandths if they are summed one after the other. */
	@ParameterizedTest
	@ValueSource(strings = { "48;48;64", "320;512", "512;330" })
	public void aLargeWindowOfMostlyEqualVoxelsIsNormedExactly(final String window) {
		final long[] shape = LongStream.concat(LongStream.of(1), LongStream.concat(Arrays.stream(window.split(";"))
			.mapToLong(Long::parseLong), LongStream.of(CHANNELS))).toArray();
		final int dimensions = shape.length - 2;
		final float[] x = mostlyEqual((int) Arrays.stream(shape).reduce(1, Math::multiplyExact));
		final float[] dy = random(new Random(4), x.length, 0, 1);
		try (GraphLab lab = new GraphLab()) {
			final Tape<TFloat32> tape = new Tape<>(lab.tf);
			final Variables variables = new Variables(lab.tf);
			final List<Operand<TFloat32>> dx = new ArrayList<>();
			final Operand<TFloat32> start = tape.record(lab.tf.identity(lab.input("x", shape)), dx::add);
			final Operand<TFloat32> y = new NormLayers<>(lab.tf, TFloat32.class, tape, spec(
				NetworkSpec.Norm.INSTANCE, dimensions), true, new Parts(1, 1, true)).apply(variables, start, "n", CHANNELS, 1);
			tape.give(y, lab.input("dy", shape));
			tape.back();
			for (final Variable variable : variables.all())
				lab.set(variable, Variables.initial(variable, 0));
			final float[][] values = lab.run(Map.of("x", x, "dy", dy), List.of(y, dx.get(0)));
			for (int channel = 0; channel < CHANNELS; channel++)
				check(channel, x, dy, values);
		}
	}

	/** Compares norm and gradient of a channel, with a gamma of one and a beta of zero. */
	private static void check(final int channel, final float[] x, final float[] dy, final float[][] values) {
		final int n = x.length / CHANNELS;
		double mean = 0;
		double squares = 0;
		for (int i = channel; i < x.length; i += CHANNELS)
			mean += x[i] / (double) n;
		for (int i = channel; i < x.length; i += CHANNELS)
			squares += (x[i] - mean) * (x[i] - mean);
		final double inverse = 1 / Math.sqrt(squares / n + EPSILON);
		double slope = 0;
		double product = 0;
		for (int i = channel; i < x.length; i += CHANNELS) {
			slope += dy[i] / (double) n;
			product += dy[i] * (x[i] - mean) * inverse / n;
		}
		for (int i = channel; i < x.length; i += CHANNELS) {
			final double normal = (x[i] - mean) * inverse;
			assertEquals(normal, values[0][i], 8e-6 * (1 + Math.abs(normal)), "value " + i);
			assertEquals(inverse * (dy[i] - slope - normal * product), values[1][i], 2e-4, "gradient " + i);
		}
	}

	/** Air of one value per channel, and one voxel in ten of another. */
	private static float[] mostlyEqual(final int n) {
		final Random random = new Random(3);
		final float[] air = random(random, CHANNELS, 0, 2);
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = i < n / 10 ? (float) random.nextGaussian() : air[i % CHANNELS];
		return values;
	}

	@Test
	public void runningStatisticsAreUpdatedAndUsedInPrediction() {
		try (GraphLab lab = new GraphLab()) {
			final Operand<TFloat32> input = lab.input("x", 2, 2, 1, 1);
			final Tape<TFloat32> tape = new Tape<>(lab.tf);
			final Variables variables = new Variables(lab.tf);
			final NormLayers<TFloat32> layers = new NormLayers<>(lab.tf, TFloat32.class, tape, spec(NetworkSpec.Norm.BATCH),
				true, Parts.ANY);
			layers.apply(variables, input, "n", 1, 1);
			final Operand<TFloat32> prediction = new NormLayers<>(lab.tf, TFloat32.class, tape, spec(NetworkSpec.Norm.BATCH),
				false, Parts.ANY).apply(variables, input, "n", 1, 1);
			for (final Variable variable : variables.all())
				lab.set(variable, Variables.initial(variable, 0));
			final Map<String, float[]> x = Map.of("x", new float[] { 1, 3, 5, 7 });
			lab.run(x, List.of(),
				layers.updates().stream().map(update -> update.apply(lab.tf)).toArray(Op[]::new)); // mean 4, variance 5
			final double mean = 0.01 * 4;
			final double variance = 0.99 + 0.01 * 5;
			final float[] y = lab.run(x, List.of(prediction))[0];
			assertEquals((7 - mean) / Math.sqrt(variance + EPSILON), y[3], 1e-5);
		}
	}

	@Test
	public void theGroupsMustDivideTheChannels() {
		try (GraphLab lab = new GraphLab()) {
			final Operand<TFloat32> input = lab.input("x", 1, 2, 2, 48);
			final NormLayers<TFloat32> layers = new NormLayers<>(lab.tf, TFloat32.class, new Tape<>(lab.tf), spec(
				NetworkSpec.Norm.GROUP), true, Parts.ANY);
			assertThrows(IllegalArgumentException.class, () -> layers.apply(new Variables(lab.tf), input, "n", 48, 1));
		}
	}

	/** Checks the derivative of the sum of y · dy with respect to some of the inputs by finite differences. */
	private static void differences(final float[] inputs, final float[] gradient, final float[] dy,
		final java.util.function.Supplier<double[]> function)
	{
		for (int i = 0; i < inputs.length; i += 1 + inputs.length / 20) {
			final float value = inputs[i];
			inputs[i] = value + 1f / 256;
			final double above = sum(function.get(), dy);
			final double up = inputs[i];
			inputs[i] = value - 1f / 256;
			final double below = sum(function.get(), dy);
			final double step = up - inputs[i];
			inputs[i] = value;
			assertEquals((above - below) / step, gradient[i], 2e-3, "gradient " + i);
		}
	}

	private static double sum(final double[] y, final float[] dy) {
		double sum = 0;
		for (int i = 0; i < y.length; i++)
			sum += y[i] * dy[i];
		return sum;
	}

	private static double[] slow(final NetworkSpec.Norm norm, final float[] x, final float[] gamma, final float[] beta,
		final int channels)
	{
		final double[] y = new double[x.length];
		final int group = norm == NetworkSpec.Norm.GROUP ? channels / Math.min(32, channels) : 1;
		for (int i = 0; i < x.length; i++) {
			double sum = 0;
			double squares = 0;
			int count = 0;
			for (int j = 0; j < x.length; j++) {
				if (j % channels / group != i % channels / group) continue;
				if (norm != NetworkSpec.Norm.BATCH && j / (VOXELS * channels) != i / (VOXELS * channels)) continue;
				sum += x[j];
				squares += (double) x[j] * x[j];
				count++;
			}
			final double mean = sum / count;
			y[i] = (x[i] - mean) / Math.sqrt(squares / count - mean * mean + EPSILON) * gamma[i % channels] + beta[i %
				channels];
		}
		return y;
	}

	private static float[] random(final Random random, final int n, final double mean, final double deviation) {
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = (float) (mean + deviation * random.nextGaussian());
		return values;
	}

	private static NetworkSpec spec(final NetworkSpec.Norm norm) {
		return spec(norm, 2);
	}

	private static NetworkSpec spec(final NetworkSpec.Norm norm, final int dimensions) {
		final List<Integer> one = Collections.nCopies(dimensions, 1);
		final List<Integer> two = Collections.nCopies(dimensions, 2);
		return new NetworkSpec(dimensions, 1, 2, new NetworkSpec.Shape(List.of(8, 8), Collections.nCopies(2, Collections
			.nCopies(dimensions, 3)), List.of(one, two), List.of(1, 1), List.of(1)), new NetworkSpec.Blocks(norm, EPSILON,
			false, false, false, NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}
}
