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
import java.util.Arrays;
import java.util.function.BiConsumer;

import sc.fiji.nnunet.dataset.CaseCheck;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Reads the two label maps of one case, converts probabilities to labels, and checks that both are on the same grid.
 * One whose file states no size of voxels is on the grid of the other.
 */
final class CaseReader {

	private final LabelMap reference;
	private final LabelMap prediction;

	/**
	 * @param labels what the numbers in the files mean, or null
	 * @param plan of the networks that predicted, or null
	 * @param progress receives warnings about the files
	 * @throws ProblemException if a file cannot be read, or the grids differ by more than {@link Geometry#ACCEPTED} of a
	 *           voxel; beyond {@link Geometry#TOLERANCE} there is a warning
	 */
	CaseReader(final CaseFiles.Pair pair, final Labels labels, final Plan plan, final Progress progress)
		throws IOException
	{
		final BiConsumer<Path, String> warned = (file, warning) -> progress.message(CaseCheck.odd(file, warning)
			.toString());
		final boolean array = pair.prediction().toString().endsWith(".npy");
		if (array || !ImageFile.isBare(pair.reference())) {
			reference = ImageFile.readLabels(pair.reference(), warned);
			prediction = array ? fromClasses(labels, plan, ProbabilityFile.labels(pair.prediction(), reference.geometry()))
				: ImageFile.readLabels(pair.prediction(), reference.geometry(), warned);
		}
		else {
			prediction = ImageFile.readLabels(pair.prediction(), warned);
			reference = ImageFile.readLabels(pair.reference(), prediction.geometry(), warned);
		}
		final Geometry expected = reference.geometry();
		final Geometry found = prediction.geometry();
		if (!Arrays.equals(expected.size(), found.size())) throw new ProblemException(pair.prediction(), "has " + found +
			", its reference " + pair.reference() + " has " + expected + ".",
			"Compare files of the same image; predictions must be restored to the image's own grid.");
		if (expected.sameGrid(found, Geometry.TOLERANCE)) return;
		final boolean accepted = expected.sameGrid(found, Geometry.ACCEPTED);
		if (!accepted && !expected.sameSpacing(found)) throw new ProblemException(pair.prediction(), "has " + found +
			", its reference " + pair.reference() + " has " + expected + ".", "Correct the size of the voxels in the one that " +
				"is wrong (in Fiji: Image > Properties...), or resample one of the two.");
		final String moved = "is at another position than its reference " + pair.reference() +
			": corners differ by up to " + (float) expected.distance(found) + " voxels.";
		if (!accepted) throw new ProblemException(pair.prediction(), moved,
			"Write the prediction with the affine of the image, or resample one of the two.");
		warned.accept(pair.prediction(), moved);
	}

	private static LabelMap fromClasses(final Labels labels, final Plan plan, final LabelMap classes) {
		if (plan != null) return plan.toValues(classes);
		return labels == null ? classes : labels.toValues(classes);
	}

	LabelMap reference() {
		return reference;
	}

	LabelMap prediction() {
		return prediction;
	}
}
