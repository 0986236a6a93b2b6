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
package sc.fiji.nnunet.totalsegmentator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Networks of TotalSegmentator at one resolution (recipe-nnunet.md 9).
 *
 * @param resolution its name
 * @param spacing the size of a voxel in millimetres
 * @param overlap the share of a window that the next one covers again
 * @param parts the networks in the order in which they are painted
 */
public record BodyModel(String resolution, double spacing, double overlap, List<Part> parts) {

	/**
	 * One network.
	 *
	 * @param number of its dataset
	 * @param name of its dataset
	 * @param before labels of earlier networks, which its own follow
	 * @param classes without background
	 */
	public record Part(int number, String name, int before, int classes) {

		/** The folder, or the zip file without its ending, as TotalSegmentator names it. */
		public String folder() {
			return "Dataset" + number + "_" + name;
		}

		private boolean has(final Collection<Integer> labels) {
			return labels.stream().anyMatch(label -> label > before && label <= before + classes);
		}
	}

	/** TotalSegmentator's steps for the task total are 0.8 of a window, and half a window for other tasks. */
	private static final double OVERLAP = 0.2, HALF = 0.5;

	/** Five networks at 1.5 mm. */
	private static final BodyModel FINE = new BodyModel("1.5mm", 1.5, OVERLAP, List.of(new Part(291,
		"TotalSegmentator_part1_organs_1559subj", 0, 24), new Part(292, "TotalSegmentator_part2_vertebrae_1532subj", 24, 26),
		new Part(293, "TotalSegmentator_part3_cardiac_1559subj", 50, 18), new Part(294,
			"TotalSegmentator_part4_muscles_1559subj", 68, 23), new Part(295, "TotalSegmentator_part5_ribs_1559subj", 91,
				26)));

	/** All models of the task total, the default first. */
	public static final List<BodyModel> ALL = List.of(new BodyModel("3mm", 3, OVERLAP, List.of(new Part(297,
		"TotalSegmentator_total_3mm_1559subj", 0, 117))), new BodyModel("6mm", 6, OVERLAP, List.of(new Part(298,
			"TotalSegmentator_total_6mm_1559subj", 0, 117))), FINE);

	/** The network that finds the body, as trunk and limbs. */
	static final BodyModel BODY = new BodyModel("6mm", 6, HALF, List.of(new Part(300, "body_6mm_1559subj", 0, 2)));

	public BodyModel {
		parts = List.copyOf(parts);
	}

	/** The names of all models, the default first. */
	public static List<String> names() {
		return ALL.stream().map(BodyModel::resolution).toList();
	}

	/** The model of a name, which must be one of {@link #names}. */
	static BodyModel named(final String name) {
		return ALL.stream().filter(model -> model.resolution.equals(name)).findFirst().orElseThrow();
	}

	/** Whether this is the resolution at which there are several networks, even if only one of them is needed. */
	boolean isSeveral() {
		return resolution.equals(FINE.resolution);
	}

	/** The networks that know some labels; all if there are none. */
	BodyModel only(final Collection<Integer> labels) {
		return labels.isEmpty() ? this : new BodyModel(resolution, spacing, overlap, parts.stream().filter(part -> part.has(
			labels)).toList());
	}

	/**
	 * Finds the networks in a folder, each as a folder or a zip file that begins with the number of its dataset; of several
	 * folds the first is meant.
	 *
	 * @throws ProblemException with all that are missing, and where they are to be had
	 */
	List<ModelFolder> in(final Path weights) throws IOException {
		final List<Problem> problems = new ArrayList<>();
		final List<ModelFolder> models = new ArrayList<>();
		for (final Part part : parts) {
			final Path found = find(weights, part);
			if (found == null) problems.add(Problem.of(weights, "has no " + part.folder() + " for the resolution " +
				resolution + ".", "Put " + BodyWeights.address(
					BodyWeights.SOURCE, part) + " into it (" + BodyWeights.LICENCE + "; it need not be unpacked), let " +
					"download=true do that, or give the folder of an installed TotalSegmentator: " +
					".totalsegmentator/nnunet/results in your home folder."));
			else models.add(checked(ModelFolder.open(found.toRealPath()), part));
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return models;
	}

	/** The folder or zip file of a network; null if there is none. */
	static Path find(final Path weights, final Part part) throws IOException {
		final String beginning = "Dataset" + part.number + "_";
		try (Stream<Path> files = Files.list(weights)) {
			return files.filter(file -> file.getFileName().toString().startsWith(beginning)).filter(file -> Files.isDirectory(
				file) || file.getFileName().toString().endsWith(".zip")).sorted().findFirst().orElse(null);
		}
	}

	private static ModelFolder checked(final ModelFolder model, final Part part) throws IOException {
		final int classes = model.plan().labels().classes() - 1;
		if (classes == part.classes && model.plan().channels().size() == 1) return model.select(model.folds()
			.get(0).name());
		throw new ProblemException(model.folder(), "has " + classes + " classes and " + model.plan().channels().size() +
			" channels; " + part.folder() + " has " + part.classes + " and one.", "Give the model of TotalSegmentator v2.");
	}
}
