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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.report.JsonLog;
import sc.fiji.nnunet.report.LogReader;

/** What a training starts from is checked before anything of an earlier one is changed: tiny networks of one step. */
class BeginningTest {

	private static final List<String> CONFIGURATIONS = List.of("2d", "3d");

	@TempDir
	private static Path temp;

	private static Path data;
	private static Engine engine;
	private static ExecutorService executor;

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		engine = TensorFlowEngine.open(new Device(-1, 1));
		final Path raw = temp.resolve("raw").resolve("Task79_Small");
		new Phantom(5, 0, 7).write(raw, Progress.none());
		for (final String configuration : CONFIGURATIONS)
			data = preprocess(configuration, "out", "");
	}

	private static Path preprocess(final String configuration, final String output, final String normalization)
		throws IOException
	{
		final Path raw = temp.resolve("raw").resolve("Task79_Small");
		return new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(temp.resolve(
			output)).configuration(configuration).normalization(normalization).patch(configuration.equals("2d") ? List.of(16,
				16) : List.of(16, 16, 16)).batchSize(4).build(), Progress.none()).folder();
	}

	@AfterAll
	static void close() {
		engine.close();
		executor.shutdownNow();
	}

	/** A dataset folder of its own, with the same prepared files. */
	private static TrainOptions.Builder options(final String name) throws IOException {
		final Path copy = temp.resolve(name);
		if (!Files.exists(copy)) {
			Files.createDirectories(copy);
			Files.copy(data.resolve("splits.json"), copy.resolve("splits.json"));
			for (final String configuration : CONFIGURATIONS) {
				Files.copy(PlanFile.of(data, configuration), PlanFile.of(copy, configuration));
				final String prepared = "preprocessed_" + configuration;
				Files.createSymbolicLink(copy.resolve(prepared), data.resolve(prepared));
			}
		}
		return TrainOptions.builder().data(copy).steps(1).stepsPerEpoch(1).features(4).amp("fp32").finalValidation(false);
	}

	private static TrainResult train(final TrainOptions options) throws IOException {
		return new Trainer(options, engine, executor, Progress.none()).run();
	}

	private static String refused(final TrainOptions options) {
		return assertThrows(ProblemException.class, () -> train(options)).getMessage();
	}

	@Test
	void aFoldOfCasesThatArePreparedOtherwiseNowIsNotResumed() throws IOException {
		final TrainOptions options = options("prepared").build();
		final Path fold = train(options).folder();
		final String trained = Files.readString(fold.resolve("plan.json"));
		final Path other = preprocess("3d", "ct", "ct"), link = options.data().resolve("preprocessed_3d");
		Files.copy(PlanFile.of(other, "3d"), PlanFile.of(options.data(), "3d"), StandardCopyOption.REPLACE_EXISTING);
		Files.delete(link);
		Files.createSymbolicLink(link, other.resolve("preprocessed_3d"));
		final String message = refused(options);
		assertTrue(message.contains("scheme Z_SCORE, now CT") && message.contains("force=true"), message);
		assertEquals(trained, Files.readString(fold.resolve("plan.json")), "that of the weights beside it");
		assertEquals(1, train(options("prepared").force(true).build()).steps());
		assertEquals(Normalization.Scheme.CT, PlanFile.read(fold.resolve("plan.json")).normalization().get(0).scheme());
	}

	@Test
	void forceRemovesNothingBeforeTheWeightsToStartFromFit() throws IOException {
		final Path fold = train(options("kept").build()).folder();
		final Path other = train(options("wider").features(6).build()).folder();
		assertTrue(refused(options("kept").force(true).pretrained(temp).build()).contains("plan.json"));
		assertTrue(Files.exists(fold.resolve("checkpoint_last")) && Files.exists(fold.resolve("plan.json")));
		final String message = refused(options("kept").force(true).pretrained(other).build());
		assertTrue(message.contains("of which no weight fits"), message);
		assertTrue(Files.exists(fold.resolve("checkpoint_last")) && Files.exists(fold.resolve("plan.json")));
		assertEquals(1, train(options("kept").features(6).force(true).pretrained(other).build()).steps());
	}

	/** A log of any name is continued when a training is resumed, and begun when it starts over. */
	@Test
	void forceBeginsALogWithANameOfItsOwn() throws IOException {
		final Path log = train(options("named").logName("a.json").build()).folder().resolve("a.json");
		train(options("named").logName("a.json").build());
		assertEquals(2, runs(log), "resumed");
		train(options("named").logName("a.json").force(true).build());
		assertEquals(1, runs(log), "started over");
	}

	/** NB: whoever starts over expects a new log. */
	@Test
	void forceTellsOfALogOutsideOfTheFolder() throws IOException {
		final Path log = train(options("outside").logName("../all.json").build()).folder().resolve("../all.json").normalize();
		final Recorded resumed = new Recorded(), forced = new Recorded();
		new Trainer(options("outside").logName("../all.json").build(), engine, executor, resumed).run();
		new Trainer(options("outside").logName("../all.json").force(true).build(), engine, executor, forced).run();
		final String begin = "Nothing of the log " + log + " is removed, since it lies outside of the fold's folder";
		assertEquals(0, resumed.lines.stream().filter(line -> line.startsWith(begin)).count(), resumed.lines.toString());
		assertEquals(1, forced.lines.stream().filter(line -> line.startsWith(begin)).count(), forced.lines.toString());
		assertEquals(3, runs(log), "its lines are kept");
		final Recorded usual = new Recorded();
		new Trainer(options("outside").force(true).build(), engine, executor, usual).run();
		assertTrue(usual.lines.stream().noneMatch(line -> line.startsWith("Nothing of the log")), usual.lines.toString());
	}

	private static long runs(final Path log) throws IOException {
		return LogReader.read(log).stream().filter(record -> record.step().equals(JsonLog.PARAMETER)).count();
	}

	@Test
	void forceRemovesNothingBeforeTheBatchesCanBeMade() throws IOException {
		final Path fold = train(options("batches").configuration("2d").build()).folder();
		final String message = refused(options("batches").configuration("2d").volumes(3).force(true).build());
		assertTrue(message.contains("nvol: is 3, which does not divide a batch of 4 slices"), message);
		assertTrue(Files.exists(fold.resolve("checkpoint_last")) && Files.exists(fold.resolve("plan.json")));
	}

	/** Its Dice would be too high without a word. */
	@Test
	void aSplitThatHoldsOutWhatItLearnsFromIsRefused() throws IOException {
		final TrainOptions options = options("split").build();
		final Path file = options.data().resolve("splits.json");
		final Splits.Split first = Splits.read(file).fold(0);
		final String both = first.train().get(0);
		new Splits(List.of(new Splits.Split(first.train(), List.of(both)))).write(file);
		final String message = refused(options);
		assertTrue(message.startsWith(file.toString()) && message.contains("lists the case " + both + " more than once"),
			message);
		new Splits(List.of(new Splits.Split(List.of(), first.val()))).write(file);
		assertTrue(refused(options).contains("has no training case"));
	}
}
