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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** What must hold for a case before it can be prepared at all. */
final class CaseCheck {

	private CaseCheck() {
		// static methods only
	}

	static List<Problem> problems(final Dataset dataset, final Case one, final Volume image, final LabelMap labels) {
		final List<Problem> problems = new ArrayList<>();
		final Path file = one.images().get(0);
		if (image.channels() != dataset.channels().size()) problems.add(Problem.of(file, "has " + image.channels() +
			" channels, the dataset " + dataset.channels().size() + ".", "Correct the file or the channels in dataset.json."));
		if (!finite(image)) problems.add(Problem.of(file, "has voxels that are not numbers (NaN or infinite).",
			"Replace them by a number, or take the case out of the dataset."));
		if (labels == null) return problems;
		if (!Arrays.equals(image.size(), labels.size())) {
			problems.add(Problem.of(one.label(), "is " + labels.geometry() + ", its image " + image.geometry() + ".",
				"Use the label file that belongs to the image."));
			return problems;
		}
		for (final short label : LabelBoxes.of(labels, null).keySet())
			if ((label < 0 || label >= dataset.labels().classes()) && label != dataset.labels().ignore()) problems.add(Problem
				.of(one.label(), "has the label " + label + ", which dataset.json does not name.",
					"Correct the label file or the labels in dataset.json."));
		return problems;
	}

	private static boolean finite(final Volume image) {
		for (int channel = 0; channel < image.channels(); channel++)
			for (int z = 0; z < image.size()[0]; z++)
				for (final float voxel : image.plane(channel, z))
					if (!Float.isFinite(voxel)) return false;
		return true;
	}
}
