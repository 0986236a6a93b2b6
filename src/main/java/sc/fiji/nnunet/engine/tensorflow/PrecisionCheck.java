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
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * The self-test behind {@code amp=auto}: a few training steps of a narrower network of the same kind in float32 and in
 * the shorter type, alternately. The shorter type is chosen only if its losses stay close to those of float32 and its
 * steps are clearly faster.
 */
final class PrecisionCheck {

	private static final int STEPS = 5;
	private static final int MOST_FEATURES = 64;
	/** The fewest features of the first level for which bfloat16 is tried for prediction. */
	private static final int WIDE = 32;
	/** The shorter type must take less than this fraction of float32's time. */
	private static final double FASTER = 0.9;
	/** Below this fraction, the first rounds decide on predictions. */
	private static final double CLEARLY = 0.75;
	/** The first round includes preparations. */
	private static final int FIRST_ROUNDS = 2;
	private static final double LOSS_TOLERANCE = 0.02;
	/** The largest difference of logits, as a share of the largest logit. */
	private static final double LOGIT_TOLERANCE = 0.05;

	private PrecisionCheck() {}

	/** The best precision for a network on a device. */
	static Precision choose(final Engine engine, final NetworkSpec spec) {
		if (!engine.device().isGpu() && !supportsBfloat16()) return Precision.FP32;
		return compare(engine, spec, engine.device().isGpu() ? Precision.FP16 : Precision.BF16, System::nanoTime);
	}

	/**
	 * The shorter type if it is sound and faster than float32, else float32.
	 *
	 * @param clock the time in nanoseconds
	 */
	static Precision compare(final Engine engine, final NetworkSpec spec, final Precision candidate,
		final LongSupplier clock)
	{
		final NetworkSpec slim = slim(spec);
		final Batch batch = batch(slim);
		final double[][] seconds = new double[2][STEPS];
		try (Network full = network(engine, slim, Precision.FP32);
				Network fast = network(engine, slim, candidate))
		{
			for (int step = 0; step < STEPS; step++) {
				final double expected = timed(full, batch, clock, seconds[0], step);
				final double loss = timed(fast, batch, clock, seconds[1], step);
				if (!(Math.abs(loss - expected) <= LOSS_TOLERANCE * Math.abs(expected))) return Precision.FP32;
			}
		}
		return best(seconds[1]) < FASTER * best(seconds[0]) ? candidate : Precision.FP32;
	}

	/**
	 * A shorter type for networks that only predict if its logits are those of float32, else float32. NB: how fast it is
	 * cannot be told from a small network on a GPU.
	 */
	static Precision predicting(final Engine engine, final NetworkSpec spec, final Precision candidate) {
		return predicting(engine, spec, candidate, 1, new double[2][1], System::nanoTime) ? candidate : Precision.FP32;
	}

	/** The same, and it must also be faster. */
	static Precision predictingFaster(final Engine engine, final NetworkSpec spec, final Precision candidate,
		final LongSupplier clock)
	{
		final double[][] seconds = new double[2][STEPS];
		return predicting(engine, spec, candidate, STEPS, seconds, clock) && best(seconds[1]) < FASTER * best(seconds[0])
			? candidate : Precision.FP32;
	}

	/** The best precision for networks that only predict on this computer's processor. */
	static Precision onProcessor(final Engine engine, final NetworkSpec spec) {
		return tries(spec) && supportsBfloat16() ? predictingFaster(engine, spec, Precision.BF16, System::nanoTime)
			: Precision.FP32;
	}

	/** Whether a network is wide enough for the test: it takes about a second, which narrower ones rarely win back. */
	static boolean tries(final NetworkSpec spec) {
		return spec.features().get(0) >= WIDE;
	}

	/** Predicts alternately, until one is clearly faster; whether the logits of the last round are alike. */
	private static boolean predicting(final Engine engine, final NetworkSpec spec, final Precision candidate,
		final int rounds, final double[][] seconds, final LongSupplier clock)
	{
		final NetworkSpec slim = slim(spec);
		final Batch batch = batch(slim);
		final float[][] logits = new float[2][batch.labels().length / batch.samples() * slim.outputs()];
		for (final double[] one : seconds)
			Arrays.fill(one, Double.POSITIVE_INFINITY);
		try (Network full = engine.network(slim, Precision.FP32, 1); Network fast = engine.network(slim, candidate, 1)) {
			for (int round = 0; round < rounds && !clear(seconds, round); round++)
				for (int way = 0; way < 2; way++) {
					final long start = clock.getAsLong();
					(way == 0 ? full : fast).predict(batch.images(), 1, batch.size(), logits[way]);
					seconds[way][round] = (clock.getAsLong() - start) / 1e9;
				}
		}
		return alike(logits[0], logits[1]);
	}

	private static boolean clear(final double[][] seconds, final int rounds) {
		return rounds >= FIRST_ROUNDS && best(seconds[1]) < CLEARLY * best(seconds[0]);
	}

	private static boolean alike(final float[] expected, final float[] logits) {
		double largest = 0;
		double distance = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			// NB: written so that a value that is not finite counts as far
			if (!(Math.abs(expected[i] - logits[i]) <= distance)) distance = Math.abs(expected[i] - logits[i]);
		}
		return distance <= LOGIT_TOLERANCE * largest;
	}

	private static double timed(final Network network, final Batch batch, final LongSupplier clock,
		final double[] seconds, final int step)
	{
		final long start = clock.getAsLong();
		final StepResult result = network.step(batch, 1e-3);
		seconds[step] = (clock.getAsLong() - start) / 1e9;
		return result.applied() ? result.loss() : Double.NaN;
	}

	/** The shortest step: the first ones include preparations, and other programs only make steps longer. */
	private static double best(final double[] seconds) {
		return Arrays.stream(seconds).min().orElseThrow();
	}

	private static Network network(final Engine engine, final NetworkSpec spec, final Precision precision) {
		return engine.network(spec, new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(0), precision), 1);
	}

	/** The same network, but narrower and without extra heads. */
	private static NetworkSpec slim(final NetworkSpec spec) {
		return spec.withDeepSupervision(0).withFeatures(spec.features().stream().map(n -> Math.min(n, MOST_FEATURES))
			.toList());
	}

	/** Noise on a patch of a few times the total stride: about 32 voxels an axis in 3D, 96 in 2D. */
	private static Batch batch(final NetworkSpec spec) {
		final int[] size = spec.totalStride();
		final int goal = spec.dimensions() == 3 ? 32 : 96;
		int voxels = 2;
		for (int axis = 0; axis < size.length; axis++) {
			size[axis] *= Math.max(2, goal / size[axis]);
			voxels *= size[axis];
		}
		final Random random = new Random(1);
		final float[] images = new float[voxels * spec.inputChannels()];
		for (int i = 0; i < images.length; i++)
			images[i] = (float) random.nextGaussian();
		final byte[] labels = new byte[voxels];
		for (int i = 0; i < voxels; i++)
			labels[i] = (byte) (images[i * spec.inputChannels()] > 0 ? Math.min(1, spec.outputs() - 1) : 0);
		return new Batch(2, size, images, labels);
	}

	/** Whether this computer's processor reports bfloat16 instructions. */
	private static boolean supportsBfloat16() {
		try {
			return supportsBfloat16(Processor.features(Processor.CPUINFO));
		}
		catch (final IOException exc) {
			return false; // NB: unknown counts as no, which costs speed but never soundness
		}
	}

	/** Whether a processor with these features has bfloat16 instructions; false where they are unknown. */
	static boolean supportsBfloat16(final Set<String> features) {
		return features.contains("avx512_bf16") || features.contains("amx_bf16");
	}
}
