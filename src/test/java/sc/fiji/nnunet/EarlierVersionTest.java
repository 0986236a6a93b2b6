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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.command.Train;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.train.TrainSettings;
import sc.fiji.nnunet.train.Trainer;

/** Tests that plans, checkpoints and macros of an earlier version still work ({@code earlier/README.txt}). */
class EarlierVersionTest {

	private static final Path EARLIER = Path.of("src/test/resources/earlier");

	@TempDir
	private Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "plan_nvidia_2d.json", "plan_nvidia_3d.json", "plan_nnunet_2d.json", "plan_nnunet_3d.json",
		"fold_nvidia/plan.json", "fold_nnunet/plan.json" })
	void aPlanIsReadAndWrittenUnchanged(final String name) throws IOException {
		final Plan plan = PlanFile.read(EARLIER.resolve(name));
		assertTrue(name.contains(plan.recipe().name()), plan.recipe().name());
		PlanFile.write(temp.resolve("plan.json"), plan);
		assertEquals(Files.readString(EARLIER.resolve(name)), Files.readString(temp.resolve("plan.json")));
	}

	/**
	 * Every line: a plan, a macro's options, and the resulting settings at that time. NB: preset cpu had Adam then, which
	 * is what {@code optimizer=adam} is for, and has Muon now.
	 */
	@Test
	void optionsAndPresetsKeepTheirMeaning() throws Exception {
		final List<String> then = Files.readAllLines(EARLIER.resolve("settings.txt"));
		final List<String> expected = new ArrayList<>(), now = new ArrayList<>(), likeThen = new ArrayList<>();
		for (final String line : then) {
			final String[] parts = line.split("\\|", 3);
			final boolean changed = parts[1].contains("preset=cpu") && !parts[1].contains("optimizer=");
			expected.add(changed ? line.replace("rule=ADAM", "rule=MUON") : line);
			now.add(parts[0] + "|" + parts[1] + "|" + describe(parts[0], parts[1]));
			likeThen.add(parts[0] + "|" + parts[1] + "|" + describe(parts[0], changed ? parts[1] + " optimizer=adam"
				: parts[1]));
		}
		assertEquals(String.join("\n", expected), String.join("\n", now));
		assertEquals(String.join("\n", then), String.join("\n", likeThen));
	}

	/** @param data the plan's recipe and dimensions, and whether the cases are oriented */
	private static String describe(final String data, final String options) throws Exception {
		final String[] plan = data.split(" ");
		return describe(TrainSettings.of(macro(options), PlanFile.read(EARLIER.resolve("plan_" + plan[0] + "_" + plan[1] +
			".json")), 163, plan.length > 2, Precision.FP32));
	}

	private static String describe(final TrainSettings settings) {
		final Plan plan = settings.plan();
		final List<String> parts = new ArrayList<>(settings.identity());
		parts.set(0, plan.network().shape().features() + " heads " + plan.network().deepSupervision() + " " + plan.network()
			.blocks().norm() + " " + plan.network().blocks().negativeSlope());
		parts.addAll(List.of(settings.schedule().toString(), settings.budget().toString(), settings.stepsPerEpoch() +
			" steps per epoch", "nvol " + settings.volumesPerBatch(), "one-sided " + plan.oneSided()));
		return String.join("|", parts);
	}

	/** The options of {@code run("nnU-Net Train", text)}. */
	private static TrainOptions macro(final String text) throws Exception {
		final CommandInfo info = Commands.find("train");
		final Module module = info.createModule();
		for (final Map.Entry<String, Object> value : MacroOptions.values(info, text).entrySet())
			module.setInput(value.getKey(), value.getValue());
		final Method options = Train.class.getDeclaredMethod("options");
		options.setAccessible(true);
		return (TrainOptions) options.invoke(module.getDelegateObject());
	}

	@Test
	void aTrainingIsResumedByTheMacroThatStartedIt() throws Exception {
		resume("nvidia", "3d", List.of(16, 16, 16), "preset=seed features=1 steps=6 stepsperepoch=2 amp=fp32");
		resume("nnunet", "2d", List.of(16, 16), "dim=2 features=2 steps=6 stepsperepoch=2 amp=fp32");
	}

	private void resume(final String recipe, final String configuration, final List<Integer> patch, final String macro)
		throws Exception
	{
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1))) {
			final Path raw = temp.resolve("raw").resolve("Task77_Small");
			final Dataset dataset = new Phantom(5, 0, 7).write(raw, Progress.none());
			final Path output = temp.resolve(recipe);
			new Preprocessor(executor).run(dataset, PreprocessOptions.builder().dataset(raw).output(output).recipe(recipe)
				.configuration(configuration).patch(patch).batchSize(2).build(), Progress.none());
			final Path data = output.resolve("Task77_Small");
			assertEquals(Files.readString(EARLIER.resolve("splits.json")), Files.readString(data.resolve("splits.json")));
			final Path fold = data.resolve("results_" + configuration).resolve("fold_0");
			copy(EARLIER.resolve("fold_" + recipe), fold);

			final Recorded progress = new Recorded();
			final TrainResult result = new Trainer(macro("data=[" + data + "] fold=0 finalvalidation=false " +
				"ckptstrategy=last_only " + macro), engine, executor, progress).run();
			assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith(
				"Resuming from the checkpoint of step 4")), progress.lines.toString());
			assertEquals(6, result.steps());

			final Path labels = temp.resolve("labels_" + recipe + ".nii.gz");
			copy(EARLIER.resolve("fold_" + recipe), temp.resolve("model_" + recipe));
			final PredictOptions predict = PredictOptions.builder().model(temp.resolve("model_" + recipe)).input(dataset
				.training().get(0).images().get(0)).output(labels).build();
			Predictor.run(predict, ModelFolder.open(predict.model()), engine, executor, Progress.none());
			assertEquals(3, ImageFile.geometry(labels).size().length);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void copy(final Path from, final Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (final Path file : files.toList()) {
				final Path target = to.resolve(from.relativize(file));
				if (Files.isDirectory(file)) Files.createDirectories(target);
				else Files.copy(file, target);
			}
		}
	}
}
