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
package sc.fiji.nnunet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A prediction of the time points of an image, one after the other. What is to be said in the same words of several of
 * them is said at the first one, and once more at the end with the numbers of all.
 */
final class TimeLapse {

	/** Predicts the labels of one time point. */
	@FunctionalInterface
	interface Prediction {

		LabelMap of(Volume image, Progress progress) throws IOException;
	}

	private final TimePoints image;
	private final Prediction prediction;
	private final Progress progress;

	/** The lines that were reported, and the time points that they are about, from 1 on. */
	private final Map<String, List<Integer>> told = new LinkedHashMap<>();

	/** The number of time points that could not be predicted. */
	private int failed;

	TimeLapse(final TimePoints image, final Prediction prediction, final Progress progress) {
		this.image = image;
		this.prediction = prediction;
		this.progress = progress;
	}

	/**
	 * Predicts all time points. The labels of one whose voxels cannot be used, such as values that are not
	 * numbers, are empty, and it is told which.
	 *
	 * @throws ProblemException if those of none can be used, or if anything else is wrong
	 * @throws TimeLapseCancelledException with the labels of what is done, if it is cancelled after the first of them
	 */
	List<LabelMap> predict() throws IOException {
		if (image.count() == 1) return List.of(prediction.of(image.volume(0), progress));
		final List<LabelMap> labels = new ArrayList<>();
		try {
			addAll(labels);
			return labels;
		}
		catch (final CancellationException e) {
			if (labels.size() == failed) throw e;
			throw new TimeLapseCancelledException(labels, failed, image.count(), new LabelMap(image.geometry()));
		}
		finally {
			told.forEach((line, points) -> {
				if (points.size() > 1) progress.message(points(points) + ": " + line);
			});
		}
	}

	private void addAll(final List<LabelMap> labels) throws IOException {
		ProblemException first = null;
		for (int t = 0; t < image.count(); t++) {
			progress.check();
			final Progress point = point(t);
			try {
				labels.add(prediction.of(image.volume(t), point));
			}
			catch (final ProblemException e) {
				if (first == null) first = e;
				if (!e.problems().stream().allMatch(problem -> problem.where().equals(Preprocessor.IMAGE))) throw e;
				if (++failed == image.count()) {
					told.clear();
					throw first;
				}
				labels.add(new LabelMap(image.geometry()));
				point.message("Its labels are empty, since it cannot be predicted. " + e.getMessage());
			}
		}
	}

	private Progress point(final int t) {
		final String name = "time point " + (t + 1) + " of " + image.count() + ": ";
		return progress.part((double) t / image.count(), (t + 1.0) / image.count()).prefixed(name).telling(line -> {
			final List<Integer> points = told.computeIfAbsent(line, one -> new ArrayList<>());
			if (points.isEmpty()) progress.message(name + line);
			points.add(t + 1);
		});
	}

	private String points(final List<Integer> points) {
		return points.size() == image.count() ? "all " + image.count() + " time points" : "time points " + points.stream()
			.map(String::valueOf).collect(Collectors.joining(", "));
	}
}
