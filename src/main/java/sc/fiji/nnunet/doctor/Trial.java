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
package sc.fiji.nnunet.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.Engines;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.NetworkSpec.DecoderKernels;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;

/** Opens the engine and measures the speed of a small network. */
final class Trial {

	private static final int SIZE = 32;
	private static final int FINE = 32, COARSE = 64;
	private static final int RUNS = 3;

	/** Below this speed, a training of usual size takes days. */
	private static final double SLOW_GFLOPS = 20;

	private static final NetworkSpec NETWORK = new NetworkSpec(3, 1, 2, new NetworkSpec.Shape(List.of(FINE, COARSE),
		List.of(List.of(3, 3, 3), List.of(3, 3, 3)), List.of(List.of(1, 1, 1), List.of(2, 2, 2)), List.of(2, 2),
		List.of(2)), new NetworkSpec.Blocks(Norm.INSTANCE, 1e-5, false, false, false, DecoderKernels.SKIP, 0.01), 0);

	/** Multiply-adds per voxel of the network above: 27 per 3x3x3 kernel and pair of channels, an eighth if strided. */
	private static final double MACS_PER_VOXEL = 27.0 * (FINE + FINE * FINE) + 27.0 * (FINE * COARSE + COARSE * COARSE) /
		8 + FINE * COARSE + 27.0 * (COARSE * FINE + FINE * FINE) + 2 * FINE;

	private String used;

	/** The device that the engine runs on, such as cpu if auto was requested; without an engine the requested one. */
	String device(final String asked) {
		return used == null ? asked : used;
	}

	List<Entry> examine(final String device, final int threads) {
		final List<Entry> entries = new ArrayList<>();
		try (Engine engine = Engines.open(device, threads)) {
			used = engine.device().toString();
			entries.add(Entry.ok("Engine", engine.description()));
			try (Network network = engine.network(NETWORK, 1)) {
				final double seconds = time(network);
				final double gflops = 2e-9 * MACS_PER_VOXEL * SIZE * SIZE * SIZE / seconds;
				final String text = String.format(Locale.ROOT, "%.0f ms on %s, %.0f GFLOP/s", 1000 * seconds, engine.device(),
					gflops);
				entries.add(gflops < SLOW_GFLOPS ? Entry.warning("Convolutions", text +
					": slow; check whether other programs are busy, and whether oneDNN is on") : Entry.ok("Convolutions", text));
			}
		}
		catch (final IOException | RuntimeException | LinkageError e) {
			entries.add(Entry.error("Engine", "does not work on " + device + ": " + (e
				.getMessage() == null ? e : e.getMessage())));
		}
		return entries;
	}

	/** The fastest of some forward passes, in seconds. */
	private static double time(final Network network) {
		final float[] image = new float[SIZE * SIZE * SIZE];
		for (int i = 0; i < image.length; i++)
			image[i] = i % 7;
		final float[] logits = new float[2 * image.length];
		double best = Double.POSITIVE_INFINITY;
		for (int run = 0; run <= RUNS; run++) {
			final long start = System.nanoTime();
			network.predict(image, 1, new int[] { SIZE, SIZE, SIZE }, logits);
			best = Math.min(best, 1e-9 * (System.nanoTime() - start));
		}
		if (!Float.isFinite(logits[0])) throw new IllegalStateException("the network gives " + logits[0]);
		return best;
	}
}
