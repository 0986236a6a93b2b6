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
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Difference;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The state of a training besides the network's own: the folder contains the engine's checkpoint and {@code
 * training.json}.
 *
 * @param format version of the file format; 1
 * @param step the number of steps taken
 * @param seconds time spent in all runs
 * @param best best validation score so far; null before the first validation
 * @param waiting validations since the best
 * @param lossSum sum of the losses of the current epoch so far
 * @param lossCount number of losses in that sum
 * @param validated the step at which validation last ran
 * @param seed seed of all random draws
 * @param identity the settings as text, for comparison when resuming
 * @param cases the training cases; null in checkpoints of earlier versions, for which they are not compared
 */
public record Checkpoint(int format, long step, double seconds, Double best, int waiting, double lossSum,
	long lossCount, long validated, long seed, List<String> identity, List<String> cases)
{

	private static final String FILE = FoldCases.STATE;

	/**
	 * Writes network and state atomically: afterwards the folder contains either all of the new or all of the old ones.
	 */
	public void write(final Path folder, final Network network) throws IOException {
		network.save(folder, Map.of(FILE, Json.escaped(Json.pageWithNulls(this))));
	}

	/**
	 * Reads the state and the network.
	 *
	 * @param cases the training cases
	 * @throws ProblemException if the folder's settings are not those of this training, or a file is damaged
	 */
	public static Checkpoint read(final Path folder, final Network network, final TrainSettings settings,
		final List<String> cases, final long seed) throws IOException
	{
		final Path file = folder.resolve(FILE);
		final Checkpoint checkpoint = JsonFile.parse(file, network.notes(folder).get(FILE), Checkpoint.class,
			"a training state", "Delete the folder " + folder + " or start over with force=true.");
		if (checkpoint.format != 1 || checkpoint.identity == null) throw new ProblemException(file,
			"is not a training state of this version.", "Start over with force=true.");
		final List<String> now = settings.identity();
		for (int i = 0; i < now.size(); i++)
			if (i >= checkpoint.identity.size() || !now.get(i).equals(checkpoint.identity.get(i)))
				throw new ProblemException(file, "belongs to a training with other settings: " + Difference.words(
					i < checkpoint.identity.size() ? checkpoint.identity.get(i) : "", now.get(i)) + ".",
					"Use the earlier settings, or start over with force=true.");
		if (checkpoint.seed != seed) throw new ProblemException(file, "belongs to a training with seed " +
			checkpoint.seed + ", not " + seed + ".", "Use that seed, or start over with force=true.");
		if (checkpoint.cases != null && !checkpoint.cases.equals(cases)) throw new ProblemException(file,
			"belongs to a training on " + checkpoint.cases.size() + " other cases than the " + cases.size() +
				" of this fold now, so held-out cases may have been learned from.",
			"Use the earlier split (nfolds, splits.json), or start over with force=true.");
		network.restore(folder, true);
		return checkpoint;
	}

	/**
	 * Options with the optimizer of a training that ran by another one than they have, if they do not name one: preset cpu
	 * had Adam in earlier versions.
	 *
	 * @param folder the training's folder
	 */
	static TrainOptions asBegun(final TrainOptions options, final Path folder) throws IOException {
		final Path plan = PlanFile.of(options.data(), options.configuration());
		final Rule earlier = optimizer(folder).orElse(null);
		if (options.optimization().optimizer() != null || earlier == null || !Files.exists(plan)) return options;
		final Rule preset = options.preset().of(PlanFile.read(plan).recipe()).optimization().rule();
		return earlier == preset ? options : options.with(options.optimization().withOptimizer(earlier));
	}

	/**
	 * The optimizer by which a network was trained last; empty if its checkpoint does not tell, or is damaged, which is
	 * told when all of it is read.
	 *
	 * @param folder the training's folder
	 */
	public static Optional<Rule> optimizer(final Path folder) throws IOException {
		final Path last = folder.resolve(ResultsFolder.LAST);
		if (!CheckpointFolder.isIn(last)) return Optional.empty();
		try {
			final Path state = new CheckpointFolder(last).note(FILE);
			if (Files.exists(state)) return TrainSettings.optimizer(JsonFile.read(state, Checkpoint.class, "a training state", "")
				.identity);
		}
		catch (final ProblemException e) {
			// NB: told when the checkpoint is used
		}
		return Optional.empty();
	}

	/** The best score and the validations since then. */
	public Plateau plateau() {
		return best == null ? Plateau.start() : new Plateau(best, waiting);
	}
}
