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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.plan.NetworkSpec;

/** Tests the weights of the networks: names, shapes, counts and initial values. */
public class UNetGraphTest {

	@BeforeAll
	public static void load() throws IOException {
		Natives.prepare(null);
	}

	/** The twenty codes of recipe-nvidia.md 4.1 with the patches and spacings of its table 2.2. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "01_3d; 128,128,128; 1,1,1; 4; 4; 31192868; 776",
		"02_3d; 80,192,160; 1.37,1.25,1.25; 1; 2; 30780610; 388",
		"03_3d; 128,128,128; 1,0.7676,0.7676; 1; 3; 31190243; 582", "04_3d; 40,56,40; 1,1,1; 1; 3; 5601187; 582",
		"05_3d; 20,320,256; 3.6,0.62,0.62; 2; 3; 30555075; 582", "06_3d; 80,192,160; 1.24,0.79,0.79; 1; 2; 30780610; 388",
		"07_3d; 40,224,224; 2.5,0.8,0.8; 1; 3; 30753443; 582", "08_3d; 64,192,192; 1.5,0.8,0.8; 1; 3; 30780643; 582",
		"09_3d; 64,192,160; 1.6,0.79,0.79; 1; 2; 31163010; 388", "10_3d; 56,192,160; 3,0.78,0.78; 1; 2; 30753410; 388",
		"01_2d; 192,160; 1,1; 4; 4; 20613092; 776", "02_2d; 320,256; 1.25,1.25; 1; 2; 20612162; 388",
		"03_2d; 512,512; 0.7676,0.7676; 1; 3; 20612195; 582", "04_2d; 56,40; 1,1; 1; 3; 1926499; 582",
		"05_2d; 320,320; 0.62,0.62; 2; 3; 20612483; 582", "06_2d; 512,512; 0.79,0.79; 1; 2; 20612162; 388",
		"07_2d; 512,512; 0.8,0.8; 1; 3; 20612195; 582", "08_2d; 512,512; 0.8,0.8; 1; 3; 20612195; 582",
		"09_2d; 512,512; 0.79,0.79; 1; 2; 20612162; 388", "10_2d; 512,512; 0.78,0.78; 1; 2; 20612162; 388" })
	public void networksHaveNvidiasNumbersOfParameters(final String code, final String patch, final String spacing,
		final int channels, final int classes, final long expected, final long deep)
	{
		final NetworkSpec spec = nvidia(numbers(patch), numbers(spacing), channels, classes);
		assertEquals(expected, count(spec), code);
		assertEquals(expected + deep, count(spec.withDeepSupervision(2)), code);
	}

	@Test
	public void theDecoderTakesTheKernelOfTheBlockBelow() {
		final NetworkSpec prostate = nvidia(new double[] { 20, 320, 256 }, new double[] { 3.6, 0.62, 0.62 }, 2, 3);
		final Map<String, long[]> shapes = shapes(prostate);
		assertArrayEquals(new long[] { 1, 3, 3, 32, 64 }, shapes.get("enc1/conv0/kernel"));
		assertArrayEquals(new long[] { 1, 3, 3, 64, 32 }, shapes.get("dec0/conv0/kernel"));
		assertArrayEquals(new long[] { 3, 3, 3, 128, 64 },
			shapes.get("dec1/conv0/kernel")); // NB: block 1 itself has 1 × 3 × 3
		assertArrayEquals(new long[] { 1, 2, 2, 32, 64 }, shapes.get("dec0/up/kernel"));
		final NetworkSpec nnunet = withSkipKernels(prostate);
		assertArrayEquals(new long[] { 1, 3, 3, 128, 64 }, shapes(nnunet).get("dec1/conv0/kernel"));
	}

	@Test
	public void nvidiasConvolutionsHaveNoBias() {
		for (final String name : shapes(TrainStepBenchmark.spec()).keySet())
			if (name.endsWith("/bias")) assertTrue(name.startsWith("head") || name.contains("/up/"), name);
		assertTrue(shapes(TrainStepBenchmark.spec()).containsKey("dec0/up/bias"));
	}

	/**
	 * nnU-Net v2's ResEnc (recipe-nnunet.md 1.8c): a stem, blocks of two convolutions, shortcuts where channels change.
	 */
	@Test
	public void aResidualEncoderHasStemBlocksAndShortcuts() {
		final List<Integer> two = List.of(2, 2, 2);
		final NetworkSpec spec = new NetworkSpec(3, 1, 2, new NetworkSpec.Shape(List.of(8, 16, 16),
			Collections.nCopies(3, List.of(3, 3, 3)), List.of(List.of(1, 1, 1), two, two), List.of(1, 3, 1), List.of(1,
			1)), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-5, true, true, true,
			NetworkSpec.DecoderKernels.SKIP, 0.01), 1);
		final Map<String, long[]> shapes = shapes(spec);
		assertArrayEquals(new long[] { 3, 3, 3, 1, 8 }, shapes.get("stem/conv0/kernel"));
		assertArrayEquals(new long[] { 3, 3, 3, 8, 8 }, shapes.get("enc0/block0/conv1/kernel"));
		assertArrayEquals(new long[] { 1, 1, 1, 8, 16 }, shapes.get("enc1/block0/skip/kernel"));
		assertFalse(shapes.containsKey("enc1/block0/skip/bias"));
		assertFalse(shapes.containsKey("enc1/block1/skip/kernel"));
		assertFalse(shapes.containsKey("enc2/block0/skip/kernel"));
		assertArrayEquals(new long[] { 16 }, shapes.get("enc1/block2/conv0/bias"));
		assertFalse(shapes.containsKey("dec0/conv1/kernel"));
		for (final Variable variable : variables(spec))
			if (variable.name().endsWith("gamma")) assertEquals(variable.name().matches("enc./block./conv1/gamma") ? 0 : 1,
				Variables.initial(variable, 3)[0], variable.name());
	}

	@Test
	public void initialValuesHaveTheGivenDistributions() {
		for (final Variable variable : variables(TrainStepBenchmark.spec().withDeepSupervision(2))) {
			final float[] values = Variables.initial(variable, 5);
			assertArrayEquals(values, Variables.initial(variable, 5), variable.name());
			double sum = 0;
			double squares = 0;
			double most = 0;
			for (final float value : values) {
				sum += value;
				squares += value * value;
				most = Math.max(most, Math.abs(value));
			}
			final double variance = squares / values.length;
			final long[] shape = variable.shape().asArray();
			if (variable.name().endsWith("bias") || variable.name().endsWith("beta")) assertEquals(0, most);
			else if (variable.name().endsWith("gamma")) assertEquals(values.length, sum);
			else {
				final double volume = shape[0] * shape[1] * shape[2];
				final boolean up = variable.name().contains("/up/");
				final double expected = up ? 2 / (volume * (shape[3] + shape[4])) : 2 / (1 + 1e-4) / (volume * shape[3]);
				final double error = 5 * Math.sqrt(2.0 / values.length);
				assertEquals(1, variance / expected, error, variable.name());
				assertEquals(0, sum / values.length / Math.sqrt(expected), 5 / Math.sqrt(values.length), variable.name());
				if (up) assertTrue(most <= Math.sqrt(3 * expected));
				assertFalse(java.util.Arrays.equals(values, Variables.initial(variable, 6)));
			}
		}
	}

	/** NVIDIA's rule for kernels and strides (recipe-nvidia.md 4.1, 4.2). */
	private static NetworkSpec nvidia(final double[] patch, final double[] spacing, final int channels,
		final int classes)
	{
		final double[] size = patch.clone();
		final double[] sp = spacing.clone();
		final List<List<Integer>> kernels = new ArrayList<>();
		final List<List<Integer>> strides = new ArrayList<>();
		strides.add(Collections.nCopies(size.length, 1));
		while (kernels.size() < 5) {
			final double least = java.util.Arrays.stream(sp).min().orElseThrow();
			final List<Integer> kernel = new ArrayList<>();
			final List<Integer> stride = new ArrayList<>();
			for (int axis = 0; axis < size.length; axis++) {
				final boolean fine = sp[axis] / least <= 2;
				kernel.add(fine ? 3 : 1);
				stride.add(fine && size[axis] >= 8 ? 2 : 1);
			}
			if (stride.stream().allMatch(n -> n == 1)) break;
			for (int axis = 0; axis < size.length; axis++) {
				size[axis] /= stride.get(axis);
				sp[axis] *= stride.get(axis);
			}
			kernels.add(kernel);
			strides.add(stride);
		}
		kernels.add(Collections.nCopies(size.length, 3));
		final List<Integer> features = new ArrayList<>();
		for (int stage = 0; stage < kernels.size(); stage++)
			features.add(Math.min(32 << stage, size.length == 3 ? 320 : 512));
		final List<Integer> blocks = Collections.nCopies(features.size(), 2);
		return new NetworkSpec(size.length, channels, classes, new NetworkSpec.Shape(features, kernels, strides, blocks,
			blocks.subList(1, blocks.size())), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false, false,
			false, NetworkSpec.DecoderKernels.BELOW, 0.01), 0);
	}

	private static NetworkSpec withSkipKernels(final NetworkSpec s) {
		return new NetworkSpec(s.dimensions(), s.inputChannels(), s.outputs(), s.shape(),
			new NetworkSpec.Blocks(s.norm(), s.blocks().normEpsilon(), s.blocks().convolutionBias(),
			s.blocks().symmetricPadding(), s.blocks().residual(), NetworkSpec.DecoderKernels.SKIP,
			s.blocks().negativeSlope()), s.deepSupervision());
	}

	private static List<Variable> variables(final NetworkSpec spec) {
		return new NetworkGraph(spec, null, Parts.ANY).weights();
	}

	private static long count(final NetworkSpec spec) {
		return variables(spec).stream().mapToLong(variable -> variable.shape().size()).sum();
	}

	private static Map<String, long[]> shapes(final NetworkSpec spec) {
		return variables(spec).stream().collect(Collectors.toMap(Variable::name, variable -> variable.shape().asArray()));
	}

	private static double[] numbers(final String text) {
		return java.util.Arrays.stream(text.trim().split(",")).mapToDouble(Double::parseDouble).toArray();
	}
}
