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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Chooses and loads the models and folds that predict together. */
final class Ensemble {

	private Ensemble() {
		// static methods only
	}

	/**
	 * The model folders with the folds that the options choose, the main one first.
	 *
	 * @throws ProblemException if they cannot be averaged, or there are too few for what the options ask
	 */
	static List<ModelFolder> choose(final PredictOptions options, final ModelFolder model) throws IOException {
		final List<ModelFolder> models = new ArrayList<>();
		models.addAll(folds(options, model));
		for (final Path folder : options.ensemble())
			models.addAll(folds(options, ModelFolder.open(folder)));
		final Plan first = models.get(0).plan();
		for (final ModelFolder one : models) {
			final Plan plan = one.plan();
			if (!plan.labels().equals(first.labels()) || plan.channels().size() != first.channels().size())
				throw new ProblemException(one.folder(), "has labels or channels that differ from those of " + models.get(0)
					.folder() + ".", "Only configurations of the same dataset can be averaged.");
		}
		if (options.uncertainty() && models.stream().allMatch(one -> one.folds().size() == 1)) throw new ProblemException(
			model.folder(), "has only one fold, so there is no disagreement to show.",
			"Give a results folder with several trained folds, or leave uncertainty out.");
		return models;
	}

	private static List<ModelFolder> folds(final PredictOptions options, final ModelFolder model) throws IOException {
		// NB: folds that predict one after the other cannot be compared
		if (options.uncertainty()) return List.of(model.select(options.folds()));
		final List<ModelFolder> groups = model.byPatch(options.folds());
		if (options.windows().preset() != PredictOptions.Preset.FAST || !options.folds().isBlank()) return groups;
		final ModelFolder first = groups.get(0);
		return List.of(new ModelFolder(first.folder(), first.plan(), first.folds().subList(0, 1)));
	}

	/** Builds the networks of all models; the caller closes them. */
	static List<Member> load(final PredictOptions options, final List<ModelFolder> models, final Engine engine,
		final Progress progress) throws IOException
	{
		final List<Member> members = new ArrayList<>();
		try {
			for (final ModelFolder one : models) {
				final ModelFolder first = one.plan().previous() == null ? null : PreviousStage.of(options, one).model();
				final Member previous = first == null ? null : member(options, first, null, 1, engine, progress);
				try {
					members.add(member(options, one, previous, weight(one, models), engine, progress));
				}
				catch (final IOException | RuntimeException | Error e) {
					if (previous != null) previous.close();
					throw e;
				}
			}
		}
		catch (final IOException | RuntimeException | Error e) {
			close(members);
			throw e;
		}
		return members;
	}

	/** The weight of some folds: all folds of a configuration count alike, and together they are 1. */
	private static double weight(final ModelFolder one, final List<ModelFolder> models) {
		int folds = 0;
		for (final ModelFolder other : models)
			if (other.folder().equals(one.folder())) folds += other.folds().size();
		return (double) one.folds().size() / folds;
	}

	private static Member member(final PredictOptions options, final ModelFolder one, final Member previous,
		final double weight, final Engine engine, final Progress progress) throws IOException
	{
		final PredictOptions.Windows asked = options.windows();
		final WindowOptions windows = windows(asked, one.plan());
		// NB: these are to have nnU-Net's labels voxel by voxel
		final boolean exact = windows.halves();
		final Member member = new Member(one.plan(), one.networks(engine, options.checkpoint(), asked.precision(),
			exact), windows, previous, weight);
		progress.message("Model " + one.folder() + ": " + one.plan().configuration() + ", fold " + String.join(", ", one
			.folds().stream().map(ModelFolder.Fold::name).toList()) + checkpoints(options, one) + ", overlap " + asked
				.effectiveOverlap() + ", " + Checks.word(asked.blend()) + copies(windows, asked) + " (preset " + Checks.word(
					asked.preset()) + ")" + (one.isExported() ? "" : ", " + Checks.word(asked.precision().on(engine, one.plan()
						.network(), exact))) + ", on " + engine.device());
		return member;
	}

	/** How the windows of a configuration go over an image. */
	static WindowOptions windows(final PredictOptions.Windows asked, final Plan plan) {
		return WindowOptions.of(plan, asked.effectiveOverlap(), asked.blend(), asked.effectiveFlips()).withSkipConstant(asked
			.preset().skipConstant).withHalves(asked.accumulation() == Accumulation.FP16);
	}

	private static String copies(final WindowOptions windows, final PredictOptions.Windows asked) {
		if (windows.flips()) return ", mirrored copies";
		return asked.effectiveFlips() ? ", no mirrored copies, since this model was trained without mirror images" : "";
	}

	/** Which checkpoints of a model of nnU-Net are used, since there may be another one than the final. */
	private static String checkpoints(final PredictOptions options, final ModelFolder one) throws IOException {
		if (one.nnunet() == null) return "";
		final Set<String> names = new TreeSet<>();
		for (final ModelFolder.Fold fold : one.folds())
			names.add(fold.checkpoint(options.checkpoint()).getFileName().toString());
		return " (" + String.join(", ", names) + ")";
	}

	static void close(final List<Member> members) {
		members.forEach(Member::close);
	}
}
