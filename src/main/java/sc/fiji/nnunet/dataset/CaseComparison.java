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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Geometry;

/** Compares the cases of a dataset with each other. */
final class CaseComparison {

	/** A spacing this many times above or below the median is probably a wrong header. */
	private static final double OUTLIER = 3;

	private CaseComparison() {
		// static methods only
	}

	static List<Finding> findings(final Dataset dataset, final List<CaseReport> cases) {
		final List<Finding> findings = new ArrayList<>();
		spacings(cases, findings);
		absentLabels(dataset, cases, findings);
		return findings;
	}

	private static void spacings(final List<CaseReport> cases, final List<Finding> findings) {
		final double[] median = new double[3];
		for (int d = 0; d < 3; d++) {
			final int axis = d;
			final double[] sorted = cases.stream().map(CaseReport::geometry).filter(geometry -> geometry != null).mapToDouble(
				geometry -> geometry.spacing()[axis]).sorted().toArray();
			if (sorted.length < 3) return;
			median[d] = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
		}
		for (final CaseReport one : cases)
			if (one.geometry() != null && isOutlier(one.geometry(), median)) findings.add(Finding.warning(one.name(),
				new Problem(one.name(), "Its spacing is " + Arrays.toString(one.geometry().spacing()) +
					" mm (x, y, z); the median of all cases is " + Arrays.toString(median) + ".",
					"Check the spacing in the image's header.")));
	}

	private static boolean isOutlier(final Geometry geometry, final double[] median) {
		for (int d = 0; d < 3; d++) {
			final double ratio = geometry.spacing()[d] / median[d];
			if (ratio > OUTLIER || ratio < 1 / OUTLIER) return true;
		}
		return false;
	}

	private static void absentLabels(final Dataset dataset, final List<CaseReport> cases, final List<Finding> findings) {
		if (cases.stream().allMatch(one -> one.labels().isEmpty())) return;
		if (dataset.labels().instances()) {
			if (cases.stream().allMatch(one -> one.labels().tailMap(1).size() <= 1)) findings.add(Finding.warning("", Problem.of(
				dataset.folder(), "Label images should number objects one by one, and none has more than one number.",
				"Number the objects (in Fiji, Analyze > Analyze Particles..., Show: Count Masks), or take \"instances\" out of " +
					DatasetJson.FILE + ".")));
			return;
		}
		for (int value = 1; value < dataset.labels().classes(); value++) {
			final int label = dataset.labels().value(value);
			if (cases.stream().noneMatch(one -> one.labels().containsKey(label))) findings.add(Finding.warning("", Problem.of(
				dataset.folder(), "No case has the label " + label + " (" + dataset.labels().name(label) + ").",
				"Remove it from " + DatasetJson.FILE + ", or check the label images: nothing can be learned about it.")));
		}
	}
}
