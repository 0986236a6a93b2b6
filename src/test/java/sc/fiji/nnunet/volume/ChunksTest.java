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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunksTest {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	@Test
	void everyPartRunsOnce() {
		for (final ExecutorService used : new ExecutorService[] { null, executor }) {
			final AtomicIntegerArray runs = new AtomicIntegerArray(1000);
			Chunks.run(used, 1000, runs::incrementAndGet);
			for (int part = 0; part < 1000; part++)
				assertEquals(1, runs.get(part));
		}
		Chunks.run(executor, 0, part -> {
			throw new AssertionError("there is no part");
		});
	}

	@Test
	void loopsInsideLoopsDoNotBlock() {
		assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
			final AtomicIntegerArray runs = new AtomicIntegerArray(1);
			Chunks.run(executor, 20, outer -> Chunks.run(executor, 20, inner -> runs.incrementAndGet(0)));
			assertEquals(400, runs.get(0));
		});
	}

	@Test
	void theFirstFailureIsThrown() {
		final IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> Chunks.run(executor, 100,
			part -> {
				if (part == 7) throw new IllegalStateException("part 7");
			}));
		assertEquals("part 7", thrown.getMessage());
	}

	@Test
	void aClosedExecutorIsNotUsed() {
		executor.shutdown();
		final AtomicIntegerArray runs = new AtomicIntegerArray(1);
		Chunks.run(executor, 10, part -> runs.incrementAndGet(0));
		assertEquals(10, runs.get(0));
	}

	@Test
	void aBusyExecutorDoesNotHoldTheArrays() throws Exception {
		final CountDownLatch block = new CountDownLatch(1);
		for (int i = 0; i < 2; i++)
			executor.execute(() -> {
				try {
					block.await();
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			});
		final WeakReference<byte[]> array = loop();
		for (int i = 0; i < 500 && array.get() != null; i++) {
			System.gc();
			Thread.sleep(10);
		}
		assertEquals(null, array.get());
		block.countDown();
	}

	private WeakReference<byte[]> loop() {
		final byte[] array = new byte[1 << 20];
		Chunks.run(executor, 10, part -> array[part] = 1);
		return new WeakReference<>(array);
	}
}
