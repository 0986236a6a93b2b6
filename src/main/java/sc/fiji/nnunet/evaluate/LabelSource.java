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
package sc.fiji.nnunet.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.NumberedLabels;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Finds the labels of an evaluation.
 *
 * @param labels what the numbers in the files mean; null = every value found is a class
 * @param plan the plan that names them, or null
 */
record LabelSource(Labels labels, Plan plan) {

	/**
	 * The labels of the options' dataset, or of the description next to the references; numbered objects if the references
	 * seem to be such; else, or where a description says that each number is a class, null.
	 */
	static LabelSource of(final EvaluateOptions options, final Progress progress) throws IOException {
		if (options.dataset() != null) return read(options.dataset());
		final Path folder = options.described();
		if (folder == null) return new LabelSource(found(options, progress), null);
		progress.message("Labels from " + folder.resolve(Datasets.FILE) + ".");
		return read(folder);
	}

	private static Labels found(final EvaluateOptions options, final Progress progress) throws IOException {
		if (!options.labels().isEmpty() || !numbersObjects(options, progress)) return null;
		progress.message("Note: the references seem to number objects one by one, so objects are compared. If each number " +
			"is a class, name the classes, such as labels=1,2,3, or put a dataset.json with {\"instances\": false} beside " +
			"the folder of the references.");
		return Labels.ofObjects(Labels.OBJECT);
	}

	private static boolean numbersObjects(final EvaluateOptions options, final Progress progress) throws IOException {
		final List<Path> references = CaseFiles.match(options.references(), options.predictions()).pairs().stream().map(
			CaseFiles.Pair::reference).toList();
		try {
			return NumberedLabels.in(references, progress);
		}
		catch (final ProblemException e) {
			return false; // NB: the evaluation reads all files and reports each that cannot be read
		}
	}

	private static LabelSource read(final Path source) throws IOException {
		final String name = source.getFileName() == null ? "" : source.getFileName().toString();
		if (!name.endsWith(".json") || name.equals(Datasets.FILE)) return new LabelSource(Datasets.described(source), null);
		final Plan plan = PlanFile.read(source);
		return new LabelSource(plan.labels(), plan);
	}
}
