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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;

/**
 * Work that is done once for each case, by several threads, and perhaps by several processes: these claim cases in a
 * folder, or have fixed shares of them, and wait for each other.
 */
final class CaseWork {

	private final List<Case> all;
	private final Share share;
	private final Path folder;
	private final ExecutorService executor;
	private final int jobs;
	private final Progress progress;

	/**
	 * @param all all cases, in the order that the processes have in common
	 * @param folder the folder of the results, in which cases are claimed
	 * @param jobs cases at a time; 0 = as many as there are threads
	 */
	CaseWork(final List<Case> all, final Share share, final Path folder, final ExecutorService executor, final int jobs,
		final Progress progress)
	{
		this.all = all;
		this.share = share;
		this.folder = folder;
		this.executor = executor;
		this.jobs = jobs;
		this.progress = progress;
	}

	/** Work on a case. */
	@FunctionalInterface
	interface Work {

		void on(Case one) throws IOException, InterruptedException;
	}

	/** Whether the work on a case is done, by this process or another. */
	@FunctionalInterface
	interface Done {

		boolean test(Case one) throws IOException;
	}

	/**
	 * Returns as soon as the work is done for all cases.
	 *
	 * @param what what is done with a case, for its report: "checked"
	 */
	void each(final List<Case> cases, final Progress part, final String what, final Done done, final Work task)
		throws IOException
	{
		final AtomicInteger finished = new AtomicInteger();
		final Progress bar = part.monotonic();
		final Work work = one -> {
			task.on(one);
			bar.update((double) finished.incrementAndGet() / cases.size(), what + " " + one.name());
		};
		if (!share.several()) {
			run(cases, work);
			return;
		}
		boolean told = false;
		try (Claims claims = new Claims(folder, Claims.LIFE)) {
			final Set<Case> own = ConcurrentHashMap.newKeySet();
			List<Case> open = open(cases, done);
			while (!open.isEmpty()) {
				final int before = own.size();
				run(share.claims() ? open : open.stream().filter(one -> share.holds(all.indexOf(one))).toList(), one -> {
					claims.renew();
					if (!claims.take(one.name(), () -> done.test(one))) return;
					try {
						work.on(one);
						own.add(one);
					}
					finally {
						claims.release(one.name());
					}
				});
				open = open(open, done);
				for (final Case one : open)
					if (own.contains(one)) throw new ProblemException(folder, "is being prepared by another process with " +
						"other options, which replaced " + one.name() + ".", "Give all of them the same options.");
				finished.set(cases.size() - open.size());
				if (own.size() > before || open.isEmpty()) continue;
				if (!told) progress.message("Waiting for " + open.size() + (open.size() == 1 ? " case" : " cases") +
					" that other processes have, first " + open.get(0).name() + ".");
				told = true;
				part.update((double) finished.get() / cases.size(), "waiting for other processes");
				Claims.await(progress);
			}
			claims.sweep();
		}
	}

	private static List<Case> open(final List<Case> cases, final Done done) throws IOException {
		final List<Case> open = new ArrayList<>();
		for (final Case one : cases)
			if (!done.test(one)) open.add(one);
		return open;
	}

	private void run(final List<Case> cases, final Work work) throws IOException {
		final int count = cases.size();
		try {
			final AtomicInteger next = new AtomicInteger();
			Chunks.run(executor, jobs > 0 ? Math.min(jobs, count) : count, worker -> {
				try {
					for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
						progress.check();
						work.on(cases.get(i));
					}
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
					throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for memory"));
				}
				finally {
					// NB: after a failure the other threads begin no further case
					next.set(count);
				}
			});
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}
}
