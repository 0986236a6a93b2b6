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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.progress.Progress;

/**
 * Keeps the record of a prediction while it goes on: which cases are finished, from which files they were made, and what
 * lies beside their labels. A case whose results are being replaced is not recorded, so that one whose process is killed
 * meanwhile is predicted again. An output that is a single file has no record.
 */
final class CaseRecorder {

	private final PredictOptions options;
	private final ResultFiles files;
	private final PreviousStage previous;
	private final Progress progress;
	private final Map<String, List<FileIdentity>> read = new ConcurrentHashMap<>();
	private RunRecord record;

	/**
	 * @param previous where the previous stage of a cascade comes from; null if there is none
	 * @param record what is known of the results in the output folder; null if the output is a single file
	 * @param progress is told why a case needs a prediction, and asked whether to end where others are waited for
	 */
	CaseRecorder(final PredictOptions options, final ResultFiles files, final PreviousStage previous,
		final RunRecord record, final Progress progress)
	{
		this.options = options;
		this.files = files;
		this.previous = previous;
		this.progress = progress;
		this.record = record;
	}

	/** Those of some cases that need no prediction; says why one that has results does need it. */
	Set<Case> finished(final List<Case> cases) throws IOException {
		final Set<Case> finished = new LinkedHashSet<>();
		if (record == null) return finished;
		for (final Case one : cases)
			if (isFinished(one)) finished.add(one);
		record = record.with(finished.stream().map(this::whole).toList());
		return finished;
	}

	private boolean isFinished(final Case one) throws IOException {
		if (options.overwrite() || !files.exist(one)) return false;
		final Optional<String> doubt = record.doubt(whole(one), files.labels(one));
		doubt.ifPresent(reason -> progress.message(reason + ": it is predicted again."));
		if (doubt.isPresent()) return false;
		if (has(record, one)) return true;
		progress.message("What is wanted beside the labels of case " + one.name() + " (" + String.join(", ", Extra.of(options)
			.stream().map(Extra::kind).toList()) +
			") is not known to belong to them, or has another form: the case is predicted again.");
		return false;
	}

	/** Whether what is wanted beside a case's labels belongs to them, and is not of an earlier prediction. */
	private boolean has(final RunRecord known, final Case one) {
		return known.extras(one).containsAll(Extra.of(options));
	}

	/** What is recorded now in the output folder, to which other processes may have added. */
	RunRecord stored() throws IOException {
		return record.stored(options.output(), progress);
	}

	/** Whether a case is finished, perhaps by another process, according to a stored record. */
	boolean isDone(final Case one, final RunRecord stored) throws IOException {
		return files.exist(one) && stored.isOf(whole(one), files.labels(one)) && has(stored, one);
	}

	/**
	 * Claims the first case from an index on that no other process has claimed or finished, or else the first before it,
	 * which a process that was killed may have had.
	 *
	 * @return its index; the number of cases if there is none
	 */
	int free(final List<Case> cases, final int from, final Claims claims) throws IOException {
		final RunRecord seen = stored(); // NB: once, not for each of a thousand cases that are finished
		for (int n = 0; n < cases.size(); n++) {
			final int i = (from + n) % cases.size();
			final Case one = cases.get(i);
			// NB: the record is read again for a case that is free only, since others wait for its lock
			if (claims.take(one.name(), () -> isDone(one, seen), () -> isDone(one, stored()))) return i;
		}
		return cases.size();
	}

	/** A case with all files from which its labels are made. */
	private Case whole(final Case one) {
		return previous == null ? one : previous.with(one);
	}

	/** Stores the record when the prediction begins. */
	void begin() throws IOException {
		if (record != null) store(null);
	}

	private void store(final String name) throws IOException {
		if (options.share().several()) record.join(options.output(), name, progress);
		else record.write(options.output());
	}

	/** Notes the files of a case, which are about to be read. */
	void reads(final Case one) throws IOException {
		if (record != null) read.put(one.name(), RunRecord.images(whole(one)));
	}

	/**
	 * Notes that the results of a case are about to be replaced.
	 *
	 * @return what is to lie beside its labels in the end: what is wanted now, and what was made from the same files
	 *         earlier, where the one does not replace the other
	 */
	synchronized List<Extra> writes(final Case one) throws IOException {
		final List<Extra> wanted = Extra.of(options);
		if (record == null) return wanted;
		final boolean same = !options.overwrite() && record.isFrom(one, read.get(one.name()));
		final List<Extra> beside = Extra.together(wanted, same ? record.extras(one) : List.of());
		if (record.forget(one)) store(one.name());
		return beside;
	}

	/** Records that a case is finished. NB: one at a time, as several threads write results. */
	synchronized void wrote(final Case one, final List<Extra> beside) throws IOException {
		if (record == null) return;
		record.add(one, read.get(one.name()), beside);
		store(one.name());
	}
}
