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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Batches on their way to the steps of a network. While a step runs on a GPU, another thread brings the next batch to
 * the device, so that no step waits for the copy; on a processor the batches are those of the source.
 */
public final class Feeding implements AutoCloseable {

	/** Where batches come from. */
	public interface Source extends AutoCloseable {

		/** The next batch, valid until the next call. */
		Batch next() throws IOException;

		/** Seconds that callers have waited for batches. */
		default double waitedSeconds() {
			return 0;
		}

		@Override
		default void close() {
			// NB: most sources hold nothing
		}
	}

	private final Source source;
	private final Network network;
	private final NextBatch pending;
	private long waited;

	/**
	 * @param source is closed with this
	 * @param executor brings batches to the device
	 */
	public Feeding(final Source source, final Network network, final Executor executor) {
		this.source = source;
		this.network = network;
		pending = new NextBatch(executor);
	}

	/**
	 * Starts with a batch of {@link #next}, on which the next step is taken. NB: its arrays are no longer valid then,
	 * because it is on the device.
	 */
	public void start(final Batch first) {
		if (!network.stages()) return;
		network.stage(first);
		fetch();
	}

	private void fetch() {
		pending.begin(() -> {
			final Batch batch = source.next();
			network.stage(batch);
			return batch;
		});
	}

	/** The next batch, in the order of the source. */
	public Batch next() throws IOException {
		if (!pending.isBegun()) return source.next();
		final long begin = System.nanoTime();
		try {
			final Batch batch = pending.take();
			fetch();
			return batch;
		}
		finally {
			waited += System.nanoTime() - begin;
		}
	}

	/** Seconds that steps have waited for batches. */
	public double waitedSeconds() {
		return pending.isBegun() ? waited * 1e-9 : source.waitedSeconds();
	}

	/** Closes the source after the batch that is being brought to the device, which nobody takes. */
	@Override
	public void close() {
		pending.await();
		source.close();
	}
}
