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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

class MemoryBudgetTest {

	@Test
	void workWaitsForOtherWork() {
		assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
			final MemoryBudget budget = new MemoryBudget(1000);
			budget.take(400);
			budget.take(400);
			final AtomicBoolean taken = new AtomicBoolean();
			final Thread third = new Thread(() -> {
				try {
					budget.take(400);
					taken.set(true);
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			});
			third.start();
			while (third.isAlive() && third.getState() != Thread.State.WAITING)
				Thread.onSpinWait();
			assertFalse(taken.get());
			budget.end(400);
			third.join();
			assertTrue(taken.get());
			assertFalse(budget.fits(400), "two are at work");
		});
	}

	@Test
	void workThatIsCancelledWhileItWaitsDoesNotBegin() {
		final MemoryBudget budget = new MemoryBudget(1000);
		final AtomicInteger asked = new AtomicInteger();
		final Recorded cancelled = new Recorded(one -> asked.incrementAndGet() > 1);
		final AtomicBoolean begun = new AtomicBoolean();
		assertThrows(CancelledException.class, () -> budget.within(850, cancelled, () -> {
			begun.set(true);
			return null;
		}));
		assertFalse(begun.get());
		assertTrue(budget.tryTake(850), "all is given back");
	}

	@Test
	void workThatFailsGivesItsMemoryBack() throws IOException {
		final MemoryBudget budget = new MemoryBudget(1000);
		assertEquals("done", budget.within(850, Progress.none(), () -> {
			assertFalse(budget.fits(1), "all is taken");
			return "done";
		}));
		assertThrows(IOException.class, () -> budget.within(850, Progress.none(), () -> {
			throw new IOException("unreadable");
		}));
		assertTrue(budget.tryTake(850));
	}

	@Test
	void workThatNeedsAllMemoryRunsAlone() {
		assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
			final MemoryBudget budget = new MemoryBudget(1000);
			assertTrue(budget.tryTake(600));
			assertFalse(budget.tryTake(600));
			budget.take(900);
			budget.end(900);
			budget.release(600);
			assertTrue(budget.fits(850));
			assertFalse(budget.fits(851));
		});
	}
}
