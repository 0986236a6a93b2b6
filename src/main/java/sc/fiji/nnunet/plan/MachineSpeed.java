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
package sc.fiji.nnunet.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.volume.Chunks;

/**
 * A rough measure of the speed of this machine's processors, for the times in a {@link PlanReport}.
 * <p>
 * NB: Training in TensorFlow comes close to the speed of a matrix product (engine.md 2), which Java alone does not
 * reach. What is measured here, sums of products of numbers that stay in the cache, is therefore a cautious figure; it
 * says nothing about a GPU.
 * </p>
 */
public final class MachineSpeed {

	private static final int LENGTH = 1024;
	private static final long NANOSECONDS = 60_000_000;
	private static final int ROUNDS = 4;

	private MachineSpeed() {
		// static methods only
	}

	/** Measures single-precision operations per second on all processors; takes about a quarter of a second. */
	public static double operationsPerSecond(final ExecutorService executor) {
		final int processors = Runtime.getRuntime().availableProcessors();
		final double[] speeds = new double[processors];
		Chunks.run(executor, processors, i -> {
			for (int round = 0; round < ROUNDS; round++)
				speeds[i] = Math.max(speeds[i], measure());
		});
		double sum = 0;
		for (final double speed : speeds)
			sum += speed;
		return sum;
	}

	private static double measure() {
		final float[] sums = new float[LENGTH];
		final float[] values = new float[LENGTH];
		Arrays.fill(values, 0.5f);
		// NB: processor time, so that other programs do not make the machine look slow
		final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
		final long start = thread.getCurrentThreadCpuTime();
		long operations = 0;
		long elapsed = 0;
		while (elapsed < NANOSECONDS) {
			for (int repeat = 0; repeat < 1000; repeat++)
				add(sums, values, 1e-3f, 2e-3f, 3e-3f, 4e-3f);
			operations += 1000L * LENGTH * 8;
			elapsed = thread.getCurrentThreadCpuTime() - start;
		}
		return operations / (elapsed / 1e9);
	}

	/** Eight operations per element, four of each kind. */
	private static void add(final float[] sums, final float[] values, final float a, final float b, final float c,
		final float d)
	{
		for (int i = 0; i < LENGTH; i++) {
			final float value = values[i];
			sums[i] = (((sums[i] + value * a) * 0.5f + value * b) + value * c) + d;
		}
	}
}
