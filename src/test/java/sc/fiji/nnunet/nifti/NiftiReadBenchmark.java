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
package sc.fiji.nnunet.nifti;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * How long it takes to read a CT of 512 x 512 x 300 int16 as float: the whole .nii.gz, and 20
 * planes of the .nii.
 * <p>
 * The counterpart is {@code nibabel.load(file).get_fdata(dtype='float32')}; for it, call {@code main} with a file
 * name to keep the file that is read.
 * </p>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class NiftiReadBenchmark {

	private Path zipped;
	private Path plain;

	@Setup
	public void write() throws IOException {
		zipped = Files.createTempFile("ct", ".nii.gz");
		plain = Files.createTempFile("ct", ".nii");
		write(zipped);
		write(plain);
	}

	@TearDown
	public void delete() throws IOException {
		Files.delete(zipped);
		Files.delete(plain);
	}

	/** Smooth structure with noise of some 20 units, which gzip compresses to about two thirds, like real CT. */
	private static void write(final Path file) throws IOException {
		final Random random = new Random(1);
		final float[] plane = new float[512 * 512];
		final Geometry geometry = Geometry.of(new long[] { 512, 512, 300 }, .7, .7, 1.5);
		try (NiftiWriter out = NiftiWriter.create(file, NiftiWriter.header(geometry, 1, NiftiType.INT16))) {
			for (int z = 0; z < 300; z++) {
				for (int n = 0; n < plane.length; n++)
					plane[n] = (float) (400 * Math.sin(n % 512 / 40.) * Math.cos(n / 512 / 50. + z / 30.) + 20 * random
						.nextGaussian());
				out.write(plane);
			}
			out.commit();
		}
	}

	@Benchmark
	public Volume wholeGzip() throws IOException {
		return whole(zipped);
	}

	@Benchmark
	public Volume slabOfPlain() throws IOException {
		try (NiftiReader in = NiftiReader.open(plain)) {
			return in.read(140, 160);
		}
	}

	private static Volume whole(final Path file) throws IOException {
		try (NiftiReader in = NiftiReader.open(file)) {
			return in.read();
		}
	}

	/**
	 * Without arguments: the benchmark. With a file: writes it unless it exists, reads it five times, prints time and
	 * memory.
	 */
	public static void main(final String... args) throws IOException, RunnerException {
		if (args.length == 0) {
			new Runner(new OptionsBuilder().include(NiftiReadBenchmark.class.getSimpleName()).build()).run();
			return;
		}
		final Path file = Path.of(args[0]);
		if (!Files.exists(file)) write(file);
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (int n = 0; n < 5; n++) {
			final long start = System.nanoTime(), busy = threads.getCurrentThreadCpuTime();
			final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			final Volume volume = whole(file);
			final long result = 4 * volume.geometry().voxels();
			final long rest = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before - result;
			System.out.printf("%d ms, processor %d ms, result %d kB, everything else that was allocated %d kB%n", (System
				.nanoTime() - start) / 1_000_000, (threads.getCurrentThreadCpuTime() - busy) / 1_000_000, result >> 10,
				rest >> 10);
		}
	}
}
