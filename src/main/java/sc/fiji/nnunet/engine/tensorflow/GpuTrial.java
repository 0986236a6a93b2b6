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

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * The self-test behind {@code amp=auto} on a GPU: training steps of the network itself on its own patch and batch, in
 * float32 and float16, with and without XLA. The fastest way is taken whose loss is that of the first one.
 * <p>
 * NB: on a GPU a small network tells nothing, because the time of small operations is that of starting them. Steps that
 * compile or search for algorithms are not counted.
 * </p>
 */
final class GpuTrial {

	/** Steps that prepare, and steps that are timed. */
	private static final int FIRST = 2, TIMED = 3;

	private static final double LOSS_TOLERANCE = 0.02;

	/** A way is preferred to an earlier one only if it takes less than this fraction of its time. */
	private static final double FASTER = 0.95;

	/**
	 * A way that takes less than this fraction of the first one's time ends the search, since compiling others would take
	 * longer than they could save. On an H200 float16 with XLA takes 0.2 (engine.md 6).
	 */
	private static final double ENOUGH = 0.5;

	private GpuTrial() {
		// static methods only
	}

	/**
	 * A way to compute.
	 *
	 * @param precision arithmetic of the convolutions
	 * @param xla whether XLA compiles the graph
	 */
	record Way(Precision precision, boolean xla) {
	}

	/**
	 * The ways to try: the simplest, then the one that is most likely the fastest, then the others.
	 *
	 * @param wanted whether the user wants XLA, and no way without it
	 * @param compiler whether XLA can compile here
	 */
	static List<Way> ways(final boolean wanted, final boolean compiler) {
		final Way plain = new Way(Precision.FP32, false), half = new Way(Precision.FP16, false);
		final Way compiled = new Way(Precision.FP32, true), both = new Way(Precision.FP16, true);
		if (wanted) return List.of(compiled, both);
		return compiler ? List.of(plain, both, half, compiled) : List.of(plain, half);
	}

	/**
	 * The fastest sound way.
	 *
	 * @param networks makes the network for a way, always with the same weights
	 * @param clock the time in nanoseconds
	 */
	static Way fastest(final List<Way> ways, final Function<Way, Network> networks, final Batch batch,
		final LongSupplier clock)
	{
		Way best = ways.get(0);
		double first = Double.NaN;
		double shortest = Double.POSITIVE_INFINITY;
		double expected = Double.NaN;
		for (final Way way : ways)
			try (Network network = networks.apply(way)) {
				final double[] losses = new double[FIRST + TIMED];
				final double seconds = seconds(network, batch, clock, losses);
				if (Double.isNaN(expected)) expected = losses[0];
				if (!isSound(losses, expected) || seconds >= FASTER * shortest) continue;
				best = way;
				shortest = seconds;
				if (Double.isNaN(first)) first = seconds;
				if (seconds < ENOUGH * first) break;
			}
			catch (final OutOfMemoryException exc) {
				continue; // NB: another way may need less
			}
		return best;
	}

	private static double seconds(final Network network, final Batch batch, final LongSupplier clock,
		final double[] losses)
	{
		double shortest = Double.POSITIVE_INFINITY;
		for (int step = 0; step < losses.length; step++) {
			final long start = clock.getAsLong();
			final StepResult result = network.step(batch, 1e-3);
			if (step >= FIRST) shortest = Math.min(shortest, (clock.getAsLong() - start) / 1e9);
			losses[step] = result.loss();
		}
		return shortest;
	}

	/** NB: float16 may skip its first steps until its scale is right, so that only the first loss can be compared. */
	private static boolean isSound(final double[] losses, final double expected) {
		return Arrays.stream(losses).allMatch(Double::isFinite) && Math.abs(losses[0] - expected) <= LOSS_TOLERANCE * Math
			.abs(expected);
	}

	/** Noise with labels that depend on it. */
	static Batch noise(final NetworkSpec spec, final List<Integer> patch, final int samples) {
		int voxels = samples;
		for (final int n : patch)
			voxels = Math.multiplyExact(voxels, n);
		final Random random = new Random(1);
		final float[] images = new float[Math.multiplyExact(voxels, spec.inputChannels())];
		for (int i = 0; i < images.length; i++)
			images[i] = (float) random.nextGaussian();
		final byte[] labels = new byte[voxels];
		for (int i = 0; i < voxels; i++)
			labels[i] = (byte) (images[i * spec.inputChannels()] > 0 ? Math.min(1, spec.outputs() - 1) : 0);
		return new Batch(samples, patch.stream().mapToInt(Integer::intValue).toArray(), images, labels);
	}
}
