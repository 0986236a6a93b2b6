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
package sc.fiji.nnunet.brush;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures how long each event holds the thread of the windows. */
final class EventClock extends EventQueue {

	/** Nanoseconds after which an event is looked at. */
	private static final long LONG = 20_000_000;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
	private final List<Double> millis = new ArrayList<>(), processor = new ArrayList<>();
	private boolean counting;
	private final Thread watch = new Thread(this::watch, "clock of events");
	private volatile Thread dispatcher;
	private volatile long begun;
	private volatile String seen = "";
	private double longest;
	private String where = "nothing";

	/** Measures from now on, in this program. */
	static EventClock install() {
		final EventClock clock = new EventClock();
		clock.watch.setDaemon(true);
		clock.watch.setPriority(Thread.MAX_PRIORITY);
		clock.watch.start();
		Toolkit.getDefaultToolkit().getSystemEventQueue().push(clock);
		return clock;
	}

	@Override
	protected void dispatchEvent(final AWTEvent event) {
		// NB: by this event the robot waits until the display has drawn everything; nobody who paints does
		if (event.getClass().getName().startsWith("sun.awt.SunToolkit")) {
			super.dispatchEvent(event);
			return;
		}
		final long start = System.nanoTime(), spent = threads.getCurrentThreadCpuTime();
		dispatcher = Thread.currentThread();
		seen = "";
		begun = start;
		try {
			super.dispatchEvent(event);
		}
		finally {
			begun = 0;
			remember((System.nanoTime() - start) / 1e6, event);
			add((System.nanoTime() - start) / 1e6, (threads.getCurrentThreadCpuTime() - spent) / 1e6);
		}
	}

	/** Looks what an event does that takes long. */
	private void watch() {
		try {
			while (true) {
				Thread.sleep(5);
				final long start = begun;
				if (start == 0 || System.nanoTime() - start < LONG || !seen.isEmpty()) continue;
				final ThreadInfo info = threads.getThreadInfo(dispatcher.getId(), 60);
				if (info != null && begun == start) seen = info.toString();
			}
		}
		catch (final InterruptedException exc) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void remember(final double wall, final AWTEvent event) {
		if (!counting || wall <= longest) return;
		longest = wall;
		where = event.paramString() + " to " + event.getSource().getClass().getName() + ": " + (seen.isEmpty()
			? "not seen" : seen);
	}

	/** What the event did that held the window for the longest time, when it had lasted for 20 ms. */
	synchronized String longest() {
		return where;
	}

	private synchronized void add(final double wall, final double cpu) {
		if (!counting) return;
		millis.add(wall);
		processor.add(cpu);
	}

	/** Counts events from now on, or no more. */
	synchronized void count(final boolean counts) {
		counting = counts;
	}

	/** What was counted, in a sentence. */
	synchronized String sentence() {
		return String.format(Locale.ROOT, "%d events while painting: one held the window %.1f ms at most, 99 %% " +
			"of them %.1f ms or less (of the processor: %.1f and %.1f ms)", millis.size(), share(millis, 1), share(millis,
				0.99), share(processor, 1), share(processor, 0.99));
	}

	private static double share(final List<Double> values, final double share) {
		final double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
	}
}
