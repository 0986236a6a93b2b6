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
package sc.fiji.nnunet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.problem.ProblemException;

/** Tests the training options of NVIDIA's main.py (recipe-nvidia.md 1.2, rows C02 to C05). */
class NvidiaOptionsTest {

	private static final CommandInfo TRAIN = Commands.find("train");

	private static Map<String, Object> train(final String... words) throws ProblemException, ModuleException {
		final Map<String, String> texts = new CommandSyntax(TRAIN).parse(List.of(words));
		texts.remove(CommandSyntax.QUIET);
		return new Arguments(TRAIN).values(texts);
	}

	@Test
	void bothSpellingsOfEveryOptionAreAccepted() throws Exception {
		final String[][] options = { { "data", "/data" }, { "task", "04" }, { "dim", "3" }, { "seed", "1" }, { "tta",
			"true" }, { "logname", "a.json" }, { "use-dllogger", "false" }, { "amp", "true" }, { "xla", "true" }, {
				"batch-size", "2" }, { "learning-rate", "0.0003" }, { "momentum", "0.99" }, { "scheduler", "cosine_annealing" },
			{ "end-learning-rate", "0.00001" }, { "cosine-annealing-first-cycle-steps", "4096" }, {
				"cosine-annealing-peak-decay", "0.95" }, { "optimizer", "radam" }, { "deep-supervision", "true" }, {
					"lookahead", "true" }, { "weight-decay", "0.0001" }, { "loss-batch-reduction", "true" }, {
						"loss-include-background", "false" }, { "negative-slope", "0.01" }, { "norm", "group" }, { "ckpt-strategy",
							"last_only" }, { "resume-training", "true" }, { "nvol", "2" }, { "oversampling", "0.33" }, {
								"num-workers", "8" }, { "overlap", "0.25" }, { "blend", "gaussian" }, { "blend-mode", "constant" }, {
									"nfolds", "5" }, { "fold", "0" }, { "epochs", "1000" }, { "skip-eval", "0" }, { "steps-per-epoch",
										"10" }, { "gpus", "1" } };
		for (final String[] option : options) {
			final Map<String, Object> dashes = train("--" + option[0], option[1]);
			assertEquals(1, dashes.size(), option[0]);
			assertEquals(dashes, train("--" + option[0].replace('-', '_') + "=" + option[1]), option[0]);
		}
	}

	@Test
	void booleansMayHaveAValueOrNone() throws Exception {
		for (final String flag : List.of("tta", "use-dllogger", "amp", "xla", "deep-supervision", "lookahead",
			"loss-batch-reduction", "loss-include-background", "resume-training"))
		{
			final Object yes = train("--" + flag).values().iterator().next();
			assertEquals("true", yes.toString(), flag);
			for (final String word : List.of("yes", "TRUE", "t", "y", "1"))
				assertEquals(yes, train("--" + flag, word).values().iterator().next(), flag + " " + word);
			for (final String word : List.of("no", "False", "f", "n", "0"))
				assertEquals("false", train("--" + flag, word).values().iterator().next().toString(), flag + " " + word);
			assertThrows(ProblemException.class, () -> train("--" + flag, "perhaps"), flag);
		}
		assertEquals(Map.of("amp", "bf16"), train("--amp", "bf16"));
		assertThrows(ProblemException.class, () -> train("--optimizer"), "a choice is no switch");
	}

	@Test
	void rangesAreTheSameAsNvidias() {
		final String[][] wrong = { { "batch-size", "-1" }, { "cosine-annealing-first-cycle-steps", "0" }, {
			"cosine-annealing-peak-decay", "1.5" }, { "nvol", "-1" }, { "oversampling", "1.1" }, { "oversampling", "-0.1" }, {
				"num-workers", "-1" }, { "overlap", "2" }, { "nfolds", "1" }, { "epochs", "-1" }, { "skip-eval", "-1" }, {
					"gpus", "-1" }, { "dim", "4" }, { "norm", "layer" }, { "blend", "cubic" }, { "momentum", "fast" }, { "seed",
						"1.5" } };
		for (final String[] option : wrong)
			assertThrows(ProblemException.class, () -> train("--" + option[0], option[1]), option[0] + " " + option[1]);
	}

	@Test
	void optionsOfOtherModesAreErrors() {
		for (final String option : List.of("exec-mode", "benchmark", "bench-steps", "warmup-steps", "save-preds", "results",
			"ckpt-dir", "saved-model-dir", "load_sm", "validate", "sw-benchmark"))
		{
			final ProblemException e = assertThrows(ProblemException.class, () -> train("--" + option, "1"), option);
			assertTrue(e.getMessage().contains("is not an option of nnU-Net Train. Its options are data,"), e.getMessage());
		}
	}

	/** NVIDIA's scripts/benchmark.py: recipe-nvidia.md 1.9. */
	@Test
	void theBenchmarkHasNvidiasOptionsAndDefaults() throws Exception {
		final CommandInfo info = Commands.find("benchmark");
		for (final String[] option : new String[][] { { "mode", "predict" }, { "task", "01" }, { "dim", "2" }, { "gpus",
			"1" }, { "batch-size", "64" }, { "batch_size", "64" }, { "amp", "true" }, { "xla", "true" }, { "bench-steps",
				"200" }, { "bench_steps", "200" }, { "warmup-steps", "100" }, { "results", "r" }, { "logname", "perf.json" } })
			new Arguments(info).values(new CommandSyntax(info).parse(List.of("--" + option[0], option[1])));
		final Map<String, String> defaults = Map.of("task", "01", "gpus", "1", "amp", "false", "xla", "false", "benchsteps",
			"200", "warmupsteps", "100", "logname", "perf.json");
		for (final ModuleItem<?> item : new Arguments(info).inputs())
			if (defaults.containsKey(item.getName())) assertEquals(defaults.get(item.getName()), item.getValue(info
				.createModule()).toString(), item.getName());
	}

	@Test
	void theMostImportantOptionsComeFirst() {
		final List<String> names = new ArrayList<>(new Arguments(TRAIN).inputs().stream().map(ModuleItem::getName)
			.toList());
		assertEquals(List.of("data", "configuration", "fold", "minutes", "epochs", "preset", "device", "force", "task"),
			names.subList(0, 9));
	}
}
