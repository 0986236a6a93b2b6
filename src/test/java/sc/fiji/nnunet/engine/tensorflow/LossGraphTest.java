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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Compares the loss with the fixtures of recipe-nvidia.md A.3 and with slow double-precision code. */
public class LossGraphTest {

	@BeforeAll
	public static void load() throws IOException {
		Natives.prepare(null);
	}

	@Test
	public void theLossEqualsNvidiasFixtures() {
		final int[] size = { 2, 3, 4 };
		final float[] logits = new float[2 * 24 * 3];
		for (int i = 0; i < logits.length; i++)
			logits[i] = (float) Math.sin(0.7f * i);
		final byte[] three = new byte[48];
		final byte[] two = new byte[48];
		for (int i = 0; i < 48; i++) {
			three[i] = (byte) (i % 3);
			two[i] = (byte) (i % 2);
		}
		assertEquals(1.922205, run(spec(true, true), size, List.of(logits), three).loss, 2e-6);
		assertEquals(1.922205, run(spec(false, true), size, List.of(logits), three).loss, 2e-6);
		assertEquals(1.862886, run(spec(true, false), size, List.of(logits), three).loss, 2e-6);
		assertEquals(1.862888, run(spec(false, false), size, List.of(logits), three).loss, 2e-6);
		assertEquals(1.975507, run(spec(true, false), size, List.of(logits), two).loss, 2e-6);
	}

	@Test
	public void softmaxWithAnIgnoreLabelEqualsTheSlowLoss() {
		compare(new LossSpec(true, false, 1e-5, List.of(), 3, List.of(1.0), false), 0, 4);
		compare(new LossSpec(false, true, 1e-5, List.of(), 3, List.of(1.0), false), 0, 4);
	}

	@Test
	public void regionsEqualTheSlowLoss() {
		final List<List<Integer>> regions = List.of(List.of(1, 2, 3), List.of(2, 3), List.of(3));
		compare(new LossSpec(true, false, 1e-5, regions, -1, List.of(1.0), false), 0, 4);
		compare(new LossSpec(false, false, 1e-5, regions, 4, List.of(1.0), false), 0, 5);
	}

	@Test
	public void deepSupervisionOfBothRecipesEqualsTheSlowLoss() {
		final List<Double> weights = List.of(0.5, 0.3, 0.2);
		compare(new LossSpec(true, false, 1e-6, List.of(), -1, weights, false), 2, 3);
		compare(new LossSpec(true, false, 1e-6, List.of(), -1, weights, true), 2, 3);
		compare(new LossSpec(false, true, 1e-6, List.of(), 2, weights, true), 2, 3);
		compare(new LossSpec(true, false, 1e-6, List.of(), 2, List.of(0.7, 0.0, 0.3), false), 2, 3);
	}

	@Test
	public void theNumberOfWeightsMustEqualThatOfTheHeads() {
		assertThrows(IllegalArgumentException.class, () -> compare(new LossSpec(true, false, 1e-6, List.of(), -1, List.of(
			1.0), false), 2, 3));
		assertThrows(IllegalArgumentException.class, () -> compare(new LossSpec(true, false, 1e-6, List.of(), -1, List.of(
			0.0), false), 0, 3));
	}

	@Test
	public void headsHaveNvidiasWeights() {
		assertEquals(0.533333, LossSpec.nvidia(2).deepWeights().get(0), 1e-6);
		assertEquals(0.266667, LossSpec.nvidia(2).deepWeights().get(1), 1e-6);
		assertEquals(0.133333, LossSpec.nvidia(2).deepWeights().get(2), 1e-6);
	}

	@Test
	public void statisticsCountVoxels() {
		final float[] logits = { 2, 1, 0, /**/ 0, 3, 1, /**/ 0, 0, 5, /**/ 1, 0, 0 };
		final byte[] labels = { 0, 1, 1, 2 };
		final Outcome outcome = run(spec(true, false), new int[] { 1, 2, 2 }, List.of(logits), labels, 1);
		assertEquals(List.of(1f, 1f, 0f, 2f, 1f, 1f, 1f, 2f, 1f), outcome.statistics);
	}

	/** Compares the loss of random logits and labels with the slow loss, and its gradient with finite differences. */
	private static void compare(final LossSpec spec, final int heads, final int values) {
		final Random random = new Random(4);
		final int[] size = { 2, 4, 8 };
		final byte[] labels = new byte[2 * 64];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (byte) random.nextInt(values);
		final List<float[]> logits = new ArrayList<>();
		final List<double[]> exact = new ArrayList<>();
		for (int head = 0; head <= heads; head++) {
			final int[] part = coarse(size, head);
			final float[] data = new float[2 * part[0] * part[1] * part[2] * 3];
			for (int i = 0; i < data.length; i++)
				data[i] = (float) random.nextGaussian() * 2;
			logits.add(data);
			final double[] copy = new double[data.length];
			for (int i = 0; i < copy.length; i++)
				copy[i] = data[i];
			exact.add(copy);
		}
		final Outcome outcome = run(spec, size, logits, labels);
		assertEquals(slow(spec, size, exact, labels), outcome.loss, 3e-6);
		for (int head = 0; head <= heads; head++) {
			if (spec.deepWeights().get(head) == 0) continue;
			for (int i = 0; i < exact.get(head).length; i++) {
				final double value = exact.get(head)[i];
				exact.get(head)[i] = value + 1e-4;
				final double above = slow(spec, size, exact, labels);
				exact.get(head)[i] = value - 1e-4;
				final double below = slow(spec, size, exact, labels);
				exact.get(head)[i] = value;
				assertEquals((above - below) / 2e-4, outcome.gradients.get(head)[i], 2e-6, "head " + head + " element " + i);
			}
		}
	}

	/** The loss computed voxel by voxel, with predictions or labels resampled to the other's size. */
	private static double slow(final LossSpec spec, final int[] size, final List<double[]> logits, final byte[] labels) {
		double total = 0;
		for (int head = 0; head < logits.size(); head++) {
			final double weight = spec.deepWeights().get(head);
			if (weight == 0) continue;
			final int[] coarse = coarse(size, head);
			total += weight * (spec.downsampleLabels() ? slow(spec, coarse, logits.get(head), coarse, labels, size) : slow(
				spec, size, logits.get(head), coarse, labels, size));
		}
		return total;
	}

	private static double slow(final LossSpec spec, final int[] grid, final double[] logits, final int[] logitSize,
		final byte[] labels, final int[] labelSize)
	{
		final boolean regions = !spec.regions().isEmpty();
		final double[][][] sums = new double[2][3][3]; // sample, output, {common, predicted, labelled}
		double entropy = 0;
		double count = 0;
		for (int n = 0; n < 2; n++)
			for (int z = 0; z < grid[0]; z++)
				for (int y = 0; y < grid[1]; y++)
					for (int x = 0; x < grid[2]; x++) {
						final int label = labels[at(n, z, y, x, grid, labelSize)];
						if (label == spec.ignore()) continue;
						count++;
						final int from = 3 * at(n, z, y, x, grid, logitSize);
						double normaliser = 0;
						for (int c = 0; c < 3; c++)
							normaliser += Math.exp(logits[from + c]);
						for (int c = 0; c < 3; c++) {
							final double value = logits[from + c];
							final double p = regions ? 1 / (1 + Math.exp(-value)) : Math.exp(value) / normaliser;
							final boolean t = regions ? spec.regions().get(c).contains(label) : label == c;
							if (regions) entropy -= Math.log(t ? p : 1 - p) / 3;
							else if (t) entropy -= Math.log(p);
							sums[n][c][0] += t ? p : 0;
							sums[n][c][1] += p;
							sums[n][c][2] += t ? 1 : 0;
						}
					}
		double dice = 0;
		int terms = 0;
		for (int c = regions || spec.background() ? 0 : 1; c < 3; c++)
			for (int n = 0; n < (spec.batchDice() ? 1 : 2); n++) {
				final double[] a = sums[n][c];
				final double[] b = spec.batchDice() ? sums[1][c] : new double[3];
				dice += (2 * (a[0] + b[0]) + spec.smooth()) / (a[1] + b[1] + a[2] + b[2] + spec.smooth());
				terms++;
			}
		return entropy / count + 1 - dice / terms;
	}

	/**
	 * The voxel of another grid that corresponds to a voxel of a grid: the centre of the block when downsampling, the
	 * covering voxel when upsampling.
	 */
	private static int at(final int n, final int z, final int y, final int x, final int[] grid, final int[] other) {
		final int[] p = { z, y, x };
		int index = n;
		for (int axis = 0; axis < 3; axis++) {
			final int q = other[axis] >= grid[axis] ? (int) ((p[axis] + 0.5) * other[axis] / grid[axis]) : p[axis] *
				other[axis] / grid[axis];
			index = index * other[axis] + q;
		}
		return index;
	}

	/** Strides 1 × 2 × 2, then 2 × 2 × 2. */
	private static int[] coarse(final int[] size, final int head) {
		return head == 0 ? size : head == 1 ? new int[] { size[0], size[1] / 2, size[2] / 2 } : new int[] { size[0] / 2,
			size[1] / 4, size[2] / 4 };
	}

	private static LossSpec spec(final boolean batchDice, final boolean background) {
		return new LossSpec(batchDice, background, 1e-6, List.of(), -1, List.of(1.0), false);
	}

	private record Outcome(double loss, List<Float> statistics, List<float[]> gradients) {
	}

	private static Outcome run(final LossSpec spec, final int[] size, final List<float[]> logits, final byte[] labels) {
		return run(spec, size, logits, labels, 2);
	}

	private static Outcome run(final LossSpec spec, final int[] size, final List<float[]> logits, final byte[] labels,
		final int samples)
	{
		final List<Integer> three = List.of(3, 3, 3);
		final NetworkSpec network = new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(List.of(1, 1, 1, 1),
			Collections.nCopies(4, three), List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 2, 2), List.of(1, 1,
			1)), List.of(1, 1, 1, 1), List.of(1, 1, 1)), new NetworkSpec.Blocks(NetworkSpec.Norm.NONE, 0, false, false,
			false, NetworkSpec.DecoderKernels.SKIP, 0.01), logits.size() - 1);
		try (Graph graph = new Graph(); Session session = new Session(graph)) {
			final Ops tf = Ops.create(graph);
			final List<Operand<TFloat32>> inputs = new ArrayList<>();
			for (int head = 0; head < logits.size(); head++)
				inputs.add(tf.placeholder(TFloat32.class));
			final Placeholder<TUint8> y = tf.placeholder(TUint8.class);
			final LossGraph loss = new LossGraph(tf, network, spec, inputs, y, null);
			final Session.Runner runner = session.runner().fetch(loss.total()).fetch(loss.statistics());
			for (final Operand<TFloat32> gradient : loss.gradients())
				if (gradient != null) runner.fetch(gradient);
			final List<TFloat32> fed = new ArrayList<>();
			for (int head = 0; head < logits.size(); head++) {
				final int[] part = coarse(size, head);
				fed.add(TFloat32.tensorOf(Shape.of(samples, part[0], part[1], part[2], 3), DataBuffers.of(logits.get(head))));
				runner.feed(inputs.get(head), fed.get(head));
			}
			try (TUint8 tensor = TUint8.tensorOf(Shape.of(samples, size[0], size[1], size[2]), DataBuffers.of(labels));
					Result result = runner.feed(y, tensor).run())
			{
				final List<float[]> gradients = new ArrayList<>();
				int next = 2;
				for (final Operand<TFloat32> gradient : loss.gradients())
					gradients.add(gradient == null ? null : floats(result, next++));
				final List<Float> statistics = new ArrayList<>();
				for (final float value : floats(result, 1))
					statistics.add(value);
				return new Outcome(floats(result, 0)[0], statistics, gradients);
			}
			finally {
				fed.forEach(TFloat32::close);
			}
		}
	}

	private static float[] floats(final Result result, final int index) {
		final TFloat32 tensor = (TFloat32) result.get(index);
		final float[] values = new float[(int) tensor.size()];
		tensor.copyTo(DataBuffers.of(values));
		return values;
	}
}
