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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.model.NnUNetModel;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Initialisation with the weights of another training: all that have the same name and size. */
final class Pretrained {

	private Pretrained() {
		// static methods only
	}

	/**
	 * Refuses the fold that is trained itself, since starting over would remove the weights to start from, and warns if
	 * the other one has learned from held-out cases.
	 *
	 * @param pretrained the fold to start from
	 * @param folder the fold that is trained
	 */
	static void requireOther(final Path pretrained, final Path folder, final FoldCases now, final Progress progress)
		throws IOException
	{
		if (InputsKept.same(pretrained, folder)) throw new ProblemException(folder,
			"is the fold that pretrained names, so its weights would be replaced.",
			"Leave pretrained out to resume this fold, or copy the fold to another folder first.");
		final List<String> learned = learned(pretrained, now);
		if (!learned.isEmpty()) progress.message("Warning: " + pretrained + " has learned from " + learned.size() +
			" of the cases that this fold holds out (" + learned.get(0) + (learned.size() > 1 ? ", ...)" : ")") +
			", so the scores of this fold will be too high.");
	}

	/** The names of the held-out cases of a training from which the fold it starts from has learned. */
	static List<String> learned(final Path foldFolder, final FoldCases now) throws IOException {
		final Optional<FoldCases> known = FoldCases.read(foldFolder, List.of());
		return known.isEmpty() ? List.of() : now.validation().stream().filter(known.get()::learnedFrom).map(
			FoldCases.Member::name).toList();
	}

	/**
	 * Copies weights into a network: all that have the same name and size. The heads are those of the other training only
	 * if that is one of nnU-Net's for the same labels.
	 *
	 * @param from the other training's fold folder, or a model of nnU-Net v2, whose first fold is taken
	 * @param labels what the network learns
	 * @return the names of the copied weights
	 * @throws ProblemException if no weight fits
	 */
	static List<String> into(final Network network, final Path from, final Labels labels, final Engine engine)
		throws IOException
	{
		final ModelFolder model = open(from);
		final Map<String, float[]> other = model.weights(engine, ModelFolder.Which.AUTO).get(0);
		final Plan plan = model.plan();
		final boolean heads = model.nnunet() != null && plan.labels().equals(labels);
		final Map<String, float[]> taken = new LinkedHashMap<>();
		network.weights().forEach((name, mine) -> {
			final float[] theirs = other.get(name);
			final boolean wanted = heads || !name.startsWith("head");
			if (wanted && theirs != null && theirs.length == mine.length) taken.put(name, theirs);
		});
		if (taken.isEmpty()) throw new ProblemException(from,
			"holds a network of which no weight fits: features " + plan.network().features() + " there, " + network.spec()
				.features() + " here.", "Train with the same plan and features, or without pretrained weights.");
		network.assign(taken);
		return new ArrayList<>(taken.keySet());
	}

	private static ModelFolder open(final Path from) throws IOException {
		final Path file = from.resolve(PlanFile.NAME);
		if (Files.exists(file)) return new ModelFolder(from, PlanFile.read(file), List.of(new ModelFolder.Fold("", from)));
		final NnUNetModel model = Models.find(from).orElseThrow(() -> new ProblemException(from,
			"has no plan.json, so it is not a trained fold, nor is it a model of nnU-Net.",
			"Give a folder such as OUT/Task04_Hippocampus/results_3d/fold_0."));
		final ModelFolder all = ModelFolder.of(model);
		return new ModelFolder(all.folder(), all.plan(), all.folds().subList(0, 1));
	}
}
