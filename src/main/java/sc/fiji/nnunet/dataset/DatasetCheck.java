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
package sc.fiji.nnunet.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Awaited;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * Checks a dataset for everything that would cause problems later, and lists it all at
 * once.
 * <p>
 * It finds files that are missing, unused, misnamed or damaged; labels and
 * channels on another grid than their image (shape, spacing, affine); NaN and
 * infinite voxels; label values that dataset.json does not list, negative ones and
 * fractions; a wrong number of channels; and, as warnings, empty labels, constant
 * images, labels that no case has and spacings far from the others'.
 * </p>
 */
public final class DatasetCheck {

	private DatasetCheck() {
		// static methods only
	}

	/**
	 * Checks all cases with {@link CheckOptions#defaults()}.
	 *
	 * @throws ProblemException if the dataset's description or folders cannot be read; problems of files are in the
	 *           report
	 * @throws CancelledException if the user cancels
	 */
	public static DatasetReport check(final Dataset dataset, final Progress progress, final ExecutorService executor)
		throws ProblemException
	{
		return check(dataset, CheckOptions.defaults(), progress, executor);
	}

	/**
	 * Checks all cases, as many at a time as fit into the heap.
	 *
	 * @param executor runs one task per case; the call waits for them, so it must not come from a task of the same
	 *          executor
	 * @throws ProblemException if the options, the dataset's description or its folders cannot be used
	 * @throws CancelledException if the user cancels
	 */
	public static DatasetReport check(final Dataset dataset, final CheckOptions options, final Progress progress,
		final ExecutorService executor) throws ProblemException
	{
		return check(dataset, options, progress, executor, new MemoryBudget(Runtime.getRuntime().maxMemory()));
	}

	/** @param memory cases whose files do not fit into it together wait for each other */
	static DatasetReport check(final Dataset dataset, final CheckOptions options, final Progress progress,
		final ExecutorService executor, final MemoryBudget memory) throws ProblemException
	{
		if (!options.validate().isEmpty()) throw new ProblemException(options.validate());
		final List<Finding> folder = Datasets.layout(dataset.folder()).look(dataset);
		final List<Case> cases = new ArrayList<>(dataset.training());
		cases.addAll(dataset.test());
		final CaseCheck check = new CaseCheck(dataset, options);
		final AtomicInteger done = new AtomicInteger();
		final Progress bar = progress.monotonic();
		final List<Future<CaseReport>> running = new ArrayList<>();
		for (final Case one : cases)
			running.add(executor.submit(() -> {
				final CaseReport report = memory.within(CaseCheck.bytes(one), progress, () -> check.check(one));
				bar.update((double) done.incrementAndGet() / cases.size(), "Checked " + one.name());
				return report;
			}));
		return DatasetReport.of(dataset, folder, results(running));
	}

	private static List<CaseReport> results(final List<Future<CaseReport>> running) {
		final List<CaseReport> reports = new ArrayList<>();
		try {
			for (final Future<CaseReport> one : running)
				reports.add(Awaited.get(one));
			return reports;
		}
		catch (final IOException e) {
			throw new IllegalStateException(e); // NB: problems of files are in the reports
		}
		finally {
			running.forEach(one -> one.cancel(false));
		}
	}
}
