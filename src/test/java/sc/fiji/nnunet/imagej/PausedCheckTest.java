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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** The check while somebody types: after a pause, in the background, and of what stands there last. */
class PausedCheckTest {

	/** Time and both threads, in the test's hand. */
	private final Deque<Runnable> background = new ArrayDeque<>();
	private final Deque<Runnable> events = new ArrayDeque<>();
	private final List<Long> pauses = new ArrayList<>();
	private final List<String> checked = new ArrayList<>();
	private final List<String> shown = new ArrayList<>();

	private final PausedCheck check = new PausedCheck(answers -> {
		checked.add(answers.get("model"));
		if (answers.get("model").equals("broken")) throw new IllegalStateException("a bug");
		return Map.of("model", "nothing in " + answers.get("model"));
	}, (task, pause) -> {
		background.add(task);
		pauses.add(pause);
	}, events::add, problems -> shown.add(problems.toString()));

	private static void run(final Deque<Runnable> tasks) {
		while (!tasks.isEmpty())
			tasks.remove().run();
	}

	@Test
	void onlyWhatStandsThereAfterThePauseIsChecked() {
		for (final String text : List.of("/", "/d", "/da", "/data"))
			check.changed(Map.of("model", text));
		assertEquals(List.of(300L, 300L, 300L, 300L), pauses);
		run(background);
		assertEquals(List.of("/data"), checked, "once for four keystrokes");
		run(events);
		assertEquals(List.of("{model=nothing in /data}"), shown);
	}

	@Test
	void theThreadOfEventsNeitherChecksNorWaits() {
		check.changed(Map.of("model", "/data"));
		assertEquals(List.of(), checked, "the keystroke is over, the check has not begun");
		run(background);
		assertEquals(List.of("/data"), checked);
		assertEquals(List.of(), shown, "what is found is shown by the thread of events only");
		run(events);
		assertEquals(1, shown.size());
	}

	@Test
	void whatAnOlderCheckFindsIsNotShown() {
		check.changed(Map.of("model", "/old"));
		run(background);
		check.changed(Map.of("model", "/new"));
		run(events);
		assertEquals(List.of(), shown, "while it was checked, something else was typed");
		run(background);
		run(events);
		assertEquals(List.of("{model=nothing in /new}"), shown);
	}

	@Test
	void afterTheDialogNothingIsCheckedOrShown() {
		check.now(Map.of("model", "/data"));
		assertEquals(List.of(0L), pauses);
		run(background);
		check.changed(Map.of("model", "/data/results"));
		check.close();
		run(background);
		run(events);
		assertEquals(List.of("/data"), checked);
		assertEquals(List.of(), shown);
	}

	@Test
	void aCheckThatFailsByItselfKeepsNobodyFromGoingOn() {
		check.changed(Map.of("model", "broken"));
		run(background);
		run(events);
		assertEquals(List.of("{}"), shown);
	}

	@Test
	void onRealThreadsTheCheckIsNotOnSwings() throws Exception {
		final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
		final List<Thread> threads = new ArrayList<>();
		final CountDownLatch done = new CountDownLatch(1);
		try (PausedCheck real = new PausedCheck(answers -> {
			assertFalse(EventQueue.isDispatchThread());
			threads.add(Thread.currentThread());
			return answers;
		}, (task, pause) -> executor.schedule(task, pause, TimeUnit.MILLISECONDS), EventQueue::invokeLater, problems -> {
			if (EventQueue.isDispatchThread() && problems.containsKey("a")) threads.add(Thread.currentThread());
			done.countDown();
		})) {
			EventQueue.invokeAndWait(() -> real.now(Map.of("a", "b")));
			assertTrue(done.await(5, TimeUnit.MINUTES));
		}
		finally {
			executor.shutdownNow();
		}
		assertEquals(2, threads.size());
		assertNotEquals(threads.get(0), threads.get(1));
	}
}
