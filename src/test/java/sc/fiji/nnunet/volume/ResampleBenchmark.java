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
package sc.fiji.nnunet.volume;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Times the resampling of eight CT volumes of 256 x 256 x 96 voxels from 0.9 x 0.9 x 2.5 mm (or
 * the slice thickness given as the argument) to 0.79 x 0.79 x 1.6 mm on two threads, from a cold
 * start, with labels and without. The counterpart in SciPy is {@code resample_benchmark.py}.
 */
public final class ResampleBenchmark {

	private static final double[] TARGET = { 1.6, .79, .79 };

	private ResampleBenchmark() {
		// only main
	}

	public static void main(final String... args) {
		final double thickness = args.length > 0 ? Double.parseDouble(args[0]) : 2.5;
		final int[] size = { (int) (thickness / 1.6 * 96), 291, 291 };
		final Volume[] images = new Volume[8];
		for (int i = 0; i < 8; i++)
			images[i] = ResampleTest.random(new int[] { 96, 256, 256 }, new double[] { thickness, .9, .9 }, i);
		final LabelMap labels = new LabelMap(images[0].geometry());
		for (int z = 20; z < 70; z++)
			for (int i = 60 * 256; i < 180 * 256; i++)
				labels.plane(z)[i] = (short) (i % 256 / 100);
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		for (int run = 0; run < 2; run++) {
			final long wall = System.nanoTime();
			final long processor = processor();
			Chunks.run(executor, 8, i -> Resample.image(images[i], size, TARGET, ResampleRule.NVIDIA, executor));
			final double seconds = (System.nanoTime() - wall) / 1e9;
			System.out.printf("8 images, %s: %.2f s wall, %.2f s of processor time with compiler and collector%n", run == 0
				? "cold" : "warm", seconds, (processor() - processor) / 1e9);
			final long start = System.nanoTime();
			Chunks.run(executor, 8, i -> Resample.labels(labels, size, TARGET, ResampleRule.NVIDIA, executor));
			System.out.printf("8 label maps of 2 classes: %.2f s wall%n", (System.nanoTime() - start) / 1e9);
		}
		executor.shutdown();
	}

	private static long processor() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
			.getProcessCpuTime();
	}
}
