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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Where a cascade's previous stage comes from: a model that predicts it first, or label files.
 *
 * @param model the model with its folds, or null
 * @param labels the folder with a label file for each case, or null
 */
record PreviousStage(ModelFolder model, Path labels) {

	/**
	 * The previous stage of a model: what the options name, or else the results folder beside the model's, with the
	 * folds of the same names, so that held-out cases stay held out.
	 *
	 * @param cascade the model with the folds that predict
	 * @throws ProblemException if there is none
	 */
	static PreviousStage of(final PredictOptions options, final ModelFolder cascade) throws IOException {
		final Plan plan = cascade.plan();
		final Path given = options.previous();
		if (given != null && !isModel(given)) {
			if (Files.isDirectory(given)) return new PreviousStage(null, given);
			throw new ProblemException(given, "is neither a model nor a folder of label files.",
				"Give the results folder of the previous stage, or a folder with its label files.");
		}
		final ModelFolder all = given != null ? ModelFolder.open(given) : beside(cascade);
		if (!all.plan().labels().equals(plan.labels()) || all.plan().channels().size() != plan.channels().size() || all
			.plan().previous() != null) throw new ProblemException(all.folder(), "does not fit the cascade " + cascade.folder() +
				": its labels or channels differ, or it is a last stage itself.", "Give the results folder of " + plan
					.previous() + " of the same dataset.");
		return new PreviousStage(folds(all, cascade), null);
	}

	/** The model of the previous stage beside that of the last one. */
	private static ModelFolder beside(final ModelFolder cascade) throws IOException {
		if (cascade.nnunet() != null) return ModelFolder.of(cascade.nnunet().previous().orElseThrow());
		final Path results = cascade.folds().get(0).folder().toAbsolutePath().normalize().getParent();
		final Path folder = new ResultsFolder(results).beside(cascade.plan().previous()).path();
		if (Files.isDirectory(folder)) return ModelFolder.open(folder);
		throw new ProblemException(cascade.folder(), "is the last stage of a cascade, and there is no " + folder +
			" that predicts its first stage.", "Give previous=" + folder.getFileName() +
				" with its path, or a folder with the label files of " + cascade.plan().previous() + ".");
	}

	/**
	 * The folds of the same names; a model that was trained on all cases may also follow all folds, and so may an exported
	 * one of which nobody knows the fold.
	 */
	private static ModelFolder folds(final ModelFolder all, final ModelFolder cascade) throws IOException {
		final List<String> known = all.folds().stream().map(ModelFolder.Fold::name).toList();
		final List<String> wanted = cascade.isExported() ? exported(cascade) : cascade.folds().stream().map(
			ModelFolder.Fold::name).toList();
		if (wanted.equals(List.of(ResultsFolder.ALL)) && !known.contains(ResultsFolder.ALL)) return all.select("");
		return known.size() == 1 && all.folder().equals(all.folds().get(0).folder()) ? all : all.select(String.join(",",
			wanted));
	}

	/** The name of the fold that was exported; NB: that of its folder is another one. */
	private static List<String> exported(final ModelFolder cascade) throws IOException {
		final Optional<FoldCases> cases = FoldCases.read(cascade.folds().get(0).folder(), List.of());
		if (cases.isEmpty()) return List.of();
		return List.of(ResultsFolder.foldName(cases.get().fold()));
	}

	private static boolean isModel(final Path path) throws IOException {
		if (!Files.isDirectory(path) || Files.exists(path.resolve(PlanFile.NAME))) return Models.exists(path);
		try (Stream<Path> files = Files.list(path)) {
			return files.anyMatch(file -> ResultsFolder.foldName(file).isPresent()) || Models.find(path).isPresent();
		}
	}

	/**
	 * The labels of a case from its file.
	 *
	 * @param image the grid of its image
	 *
	 * @throws ProblemException if there is no such file
	 */
	LabelMap read(final Case one, final Geometry image) throws IOException {
		return ImageFile.readLabels(file(one).orElseThrow(() -> new ProblemException(labels, "has no label file of " + one
			.name() + ".", "Predict the case with the previous stage into this folder, or leave previous out.")), image, (file,
			warning) -> {
			// NB: that of the image was told
		});
	}

	/** A case whose images are followed by the label file that it has of this stage, if there is one. */
	Case with(final Case one) {
		final Optional<Path> file = labels == null ? Optional.empty() : file(one);
		if (file.isEmpty()) return one;
		final List<Path> files = new ArrayList<>(one.images());
		files.add(file.get());
		return new Case(one.name(), files, one.label(), one.timePoint());
	}

	private Optional<Path> file(final Case one) {
		return Stream.of(".nii.gz", ".nii", ".tif", ".tiff", ".png").map(ending -> labels.resolve(one.name() + ending))
			.filter(Files::exists).findFirst();
	}
}
