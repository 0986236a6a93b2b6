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

import java.util.Map;

import ai.djl.ndarray.NDArray;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Predictions of many classes: what the last layer takes stays in the session, and that layer makes the logits of a few
 * planes at a time from it.
 */
final class LogitsInPlanes {

	private static final int SPACE = 3;

	/** Logits that are held at a time: 32 MB. */
	private static final int PIECE = 1 << 23;

	/** Runs a signature. */
	@FunctionalInterface
	interface Run {

		Map<String, NDArray> of(GraphSession.Feed feed, String signature);
	}

	private LogitsInPlanes() {
		// static methods only
	}

	/** Whether a network has so many outputs that it is worth it. */
	static boolean pay(final NetworkSpec spec) {
		return spec.dimensions() == SPACE && MemoryEstimate.many(spec);
	}

	/** Predicts one sample of {@code images}, which begins at {@code from}. */
	static void predict(final GraphSession session, final NetworkSpec spec, final float[] images, final int from,
		final int[] size, final Network.Planes planes, final Run run)
	{
		final int area = Math.multiplyExact(size[1] * size[2], spec.outputs());
		final int several = Math.max(1, Math.min(size[0], PIECE / area));
		final float[] logits = new float[Math.multiplyExact(several, area)];
		try (GraphSession.Feed feed = session.feed()) {
			feed.part("images", images, from, GraphSession.shape(1, size, spec.inputChannels()));
			final NDArray features = run.of(feed, "features").get("features");
			for (int z = 0; z < size[0]; z += several) {
				final int count = Math.min(several, size[0] - z);
				try (GraphSession.Feed piece = session.feed()) {
					piece.array("features", features).longs("first", new long[] { z }).longs("count", new long[] { count });
					GraphSession.read(run.of(piece, "planes").get("logits"), logits, 0);
				}
				planes.take(z, count, logits);
			}
		}
	}
}
