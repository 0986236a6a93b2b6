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
package sc.fiji.nnunet.cluster;

import java.util.Locale;

/**
 * A small model of the throughput of synchronous training, for the table in docs/cluster.md; {@code main} prints it.
 * <p>
 * A step lasts as long as the slowest of the workers, whose times are taken as normally distributed, and then the ring
 * sends 2 (n - 1) / n of the gradients' bytes through the slowest connection, in 2 (n - 1) messages. A worker that is
 * lost costs all of them the steps since the last checkpoint and the time of a restart.
 * </p>
 *
 * @param step seconds per step of one worker
 * @param samples samples per step of one worker
 * @param bytes bytes of the gradients
 * @param near workers that are connected by the faster network
 * @param nearBandwidth bytes per second of that network
 * @param farBandwidth bytes per second of the network between them
 * @param latency seconds per message
 * @param spread standard deviation of a worker's time for a step, as a share of it
 * @param checkpoint seconds between two checkpoints
 * @param restart seconds from the loss of a worker to the first step after it
 * @param lifetime mean seconds until a worker is lost
 */
record ScalingModel(double step, int samples, double bytes, int near, double nearBandwidth, double farBandwidth,
	double latency, double spread, double checkpoint, double restart, double lifetime)
{

	private static final double DAY = 86_400;

	/** A100, 3D, AMP, two patches (recipe-nvidia.md 13.1), 31.2 million weights, eight in a machine, 100 Gbit/s between. */
	static final ScalingModel A100 = new ScalingModel(2 / 29.3, 2, 4 * 31.2e6, 8, 100e9, 12.5e9, 10e-6, 0.005, 300, 120, 30 *
		DAY);

	/** Computers with two cores (engine.md 2), the network of the hippocampus with 5.6 million weights, 1 Gbit/s. */
	static final ScalingModel COMPUTERS = new ScalingModel(1.55, 2, 4 * 5.6e6, 1, 0.125e9, 0.125e9, 100e-6, 0.03, 300, 60, 30 *
		DAY);

	/** The expected largest of n standard normal numbers, by Blom's approximation. */
	static double slowest(final int n) {
		if (n == 1) return 0;
		final double p = (n - 0.375) / (n + 0.25);
		double low = 0;
		double high = 8;
		for (int i = 0; i < 60; i++) {
			final double middle = (low + high) / 2;
			if (below(middle) < p) low = middle;
			else high = middle;
		}
		return low;
	}

	/** The normal distribution's share below x, by its series. */
	private static double below(final double x) {
		double sum = x;
		double term = x;
		for (int k = 1; k < 200; k++) {
			term *= x * x / (2 * k + 1);
			sum += term;
		}
		return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
	}

	/** Seconds per step of n workers. */
	double seconds(final int n) {
		final double exchange = n == 1 ? 0 : 2.0 * (n - 1) / n * bytes / (n <= near ? nearBandwidth : farBandwidth) + 2 * (n -
			1) * latency;
		return step * (1 + spread * slowest(n)) + exchange;
	}

	/** The share of the time that is not lost to restarts. */
	double available(final int n) {
		return Math.max(0, 1 - n / lifetime * (checkpoint / 2 + restart));
	}

	/** Samples per second of n workers. */
	double throughput(final int n) {
		return n * samples / seconds(n) * available(n);
	}

	/** A row of the table: workers, and for each model samples per second and how many workers that equals. */
	static String row(final int n) {
		final StringBuilder row = new StringBuilder("| " + n + " |");
		for (final ScalingModel model : new ScalingModel[] { A100, COMPUTERS })
			row.append(String.format(Locale.ROOT, " %.1f | %.2f |", model.throughput(n), model.throughput(n) / model.throughput(
				1)));
		return row.toString();
	}

	/** Prints the table. */
	public static void main(final String... args) {
		for (int n = 1; n <= 512; n *= 2)
			System.out.println(row(n));
	}
}
