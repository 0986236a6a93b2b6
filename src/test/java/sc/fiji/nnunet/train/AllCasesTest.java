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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.EventLog;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.progress.Progress;

/** The schedule of a training on all cases, whose number of steps nobody gave as a budget. */
class AllCasesTest {

	@TempDir
	private Path folder;

	/** NB: recipe nvidia has another schedule for budgets. */
	@Test
	void theScheduleIsThatOfTheFolds() throws IOException {
		final Plan plan = PlanFile.read(Path.of("src/test/resources/earlier/plan_nvidia_3d.json"));
		PlanFile.write(PlanFile.of(folder, "3d"), plan);
		final Path fold = Files.createDirectories(folder.resolve("results_3d/fold_0"));
		PlanFile.write(fold.resolve("plan.json"), plan);
		Selection.of(600, Selection.Weights.AVERAGED, Selection.Choice.NOTHING, 0.8, 0.81, 0.82).write(fold);
		assertEquals(Schedule.Kind.WARM_UP_COSINE, schedule(plan, "auto"), "nothing tells");
		log(fold, plan, 0, "auto");
		assertEquals(Schedule.Kind.COSINE_ANNEALING, schedule(plan, "auto"));
		assertEquals(Schedule.Kind.POLY, schedule(plan, "poly"), "what the user says");
		log(fold, plan, 10, "auto");
		assertEquals(Schedule.Kind.WARM_UP_COSINE, schedule(plan, "auto"), "the folds had ten minutes");
		log(fold, plan, 10, "poly");
		assertEquals(Schedule.Kind.POLY, schedule(plan, "auto"), "what the folds were told");
		assertEquals(Schedule.Kind.COSINE, schedule(plan, "cosine"), "what the user says");
		log(fold, plan, 0, "none");
		assertEquals(Schedule.Kind.NONE, schedule(plan, "auto"), "without a budget, too");
		Files.writeString(fold.resolve("log.jsonl"), "no record\n");
		assertEquals(Schedule.Kind.WARM_UP_COSINE, schedule(plan, "auto"), "a damaged log tells nothing");
	}

	/** NB: preset cpu had Adam in earlier versions. */
	@Test
	void theOptimizerIsThatOfTheFolds() throws IOException {
		final Plan plan = PlanFile.read(Path.of("src/test/resources/earlier/plan_nvidia_3d.json"));
		PlanFile.write(PlanFile.of(folder, "3d"), plan);
		final Path fold = Files.createDirectories(folder.resolve("results_3d/fold_0"));
		Selection.of(600, Selection.Weights.AVERAGED, Selection.Choice.NOTHING, 0.8, 0.81, 0.82).write(fold);
		final TrainOptions options = TrainOptions.builder().data(folder).preset("cpu").build();
		assertNull(options.onAllCases("3d").optimization().optimizer(), "nothing tells");
		final Path state = Files.createDirectories(fold.resolve("checkpoint_last/3/notes")).resolve("training.json");
		Files.writeString(fold.resolve("checkpoint_last/checkpoint"), "model_checkpoint_path: \"3/weights\"\n");
		assertNull(options.onAllCases("3d").optimization().optimizer(), "no state");
		for (final OptimizerSpec.Rule rule : OptimizerSpec.Rule.values()) {
			Files.writeString(state, "{\"identity\": [\"batch 2\", \"optimizer " + OptimizerSpec.of(rule, 0.9, false, 0, 0,
				false) + "\"]}");
			assertEquals(rule == OptimizerSpec.Rule.MUON ? null : rule, options.onAllCases("3d").optimization().optimizer());
		}
		assertEquals(OptimizerSpec.Rule.SGD, TrainOptions.builder().data(folder).preset("cpu").optimizer("sgd").build()
			.onAllCases("3d").optimization().optimizer(), "what the user says");
		Files.writeString(state, "{\"identity\": [");
		assertNull(options.onAllCases("3d").optimization().optimizer(), "a damaged state is told when the fold is used");
	}

	/** As a training does that begins or goes on. */
	private void log(final Path fold, final Plan plan, final double minutes, final String scheduler) throws IOException {
		final TrainOptions options = TrainOptions.builder().data(folder).preset("recipe").minutes(minutes).scheduler(
			scheduler).build();
		new TrainingLog(fold, options, TrainSettings.of(options, plan, 24, true, Precision.FP32), 0, 0, EventLog.none(),
			Progress.none()).close();
	}

	private Schedule.Kind schedule(final Plan plan, final String wanted) throws IOException {
		final TrainOptions all = TrainOptions.builder().data(folder).fold(-1).preset("recipe").scheduler(wanted).build()
			.likeFolds();
		assertEquals(600, all.budget().steps());
		return TrainSettings.of(all, plan, 24, true, Precision.FP32).schedule().kind();
	}
}
