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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

import ij.ImagePlus;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.download.DownloadOptions;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.fetch.LocalServer;
import sc.fiji.nnunet.imagefile.ConvertOptions;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;
import sc.fiji.nnunet.worker.CommandRunner;

/** Every step of the facade is cancelled at the first thing that it tells, and ends as the facade's Javadoc says. */
class CancelledStepsTest {

	@TempDir
	private static Path temp;

	private static NnUNet nn;
	private static Path raw;
	private static Path data;
	private static Path model;

	/** Asks to end as soon as it is told anything. */
	private static Recorded firstUpdate() {
		return new Recorded(one -> !one.told.isEmpty());
	}

	@BeforeAll
	static void prepare() throws IOException {
		nn = new NnUNet();
		raw = temp.resolve("raw/Task96_Cancelled");
		new Phantom(6, 2, 5).write(raw, Progress.none());
		nn.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16))
			.batchSize(2).build(), Progress.none());
		data = temp.resolve("out/Task96_Cancelled");
		model = nn.train(training().fold(1).steps(1).build(), Progress.none()).folder();
	}

	@AfterAll
	static void close() {
		nn.close();
	}

	private static TrainOptions.Builder training() {
		return TrainOptions.builder().data(data).folds(2).steps(1000).stepsPerEpoch(2).features(4).amp("fp32").threads(1)
			.finalValidation(false);
	}

	private static void throwsCancellation(final Executable step) {
		assertThrows(CancellationException.class, step);
	}

	@Test
	void checkPreprocessAndPlanThrow() {
		throwsCancellation(() -> nn.check(raw, CheckOptions.defaults(), firstUpdate()));
		final Path output = temp.resolve("other");
		final PreprocessOptions options = PreprocessOptions.builder().dataset(raw).output(output).build();
		throwsCancellation(() -> nn.plan(options, firstUpdate()));
		throwsCancellation(() -> nn.preprocess(options, firstUpdate()));
		assertFalse(Files.exists(output.resolve("Task96_Cancelled/plan_3d.json")));
	}

	@Test
	void trainingReturnsAndCanBeResumed() throws IOException {
		final TrainResult result = nn.train(training().fold(0).build(), firstUpdate());
		assertTrue(result.cancelled());
		assertTrue(result.steps() < 1000);
		assertTrue(Files.isDirectory(result.folder().resolve("checkpoint_last")));
		assertFalse(nn.train(training().fold(0).steps(result.steps() + 1).build(), Progress.none()).cancelled());
	}

	@Test
	void predictionInEveryFormThrows() throws IOException {
		final PredictOptions files = PredictOptions.builder().model(model).input(raw.resolve("imagesTs")).output(temp
			.resolve("predicted")).build();
		throwsCancellation(() -> nn.predict(files, firstUpdate()));
		final Path image = raw.resolve("imagesTs").resolve(raw.resolve("imagesTs").toFile().list()[0]);
		throwsCancellation(() -> nn.predict(files, ImageFile.read(List.of(image)), firstUpdate()));
		throwsCancellation(() -> nn.test(files, EvaluateOptions.builder().predictions(temp.resolve("predicted")).references(
			raw.resolve("labelsTs")).build(), firstUpdate()));
	}

	/** In this process and in one of its own, as in Fiji. */
	@Test
	void aTimeLapseKeepsWhatIsDone() throws Exception {
		final int count = 300;
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 16, 16, 16 }, new double[] { 1, 1, 1 }), ModelFolder.plan(
			model).channels().size());
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < 16; z++)
				for (int n = 0; n < 256; n++)
					volume.plane(channel, z)[n] = (n * 7 + z * 3) % 10;
		final ImagePlus film = TimePoints.image(Collections.nCopies(count, volume), "film");
		film.getCalibration().frameInterval = 0.25;
		for (final String worker : List.of(NnUNetCommand.IN_PROCESS, NnUNetCommand.PROCESS)) {
			final Module module = Commands.find("predict image").createModule();
			module.setInput("image", film);
			module.setInput("model", model.toFile());
			module.setInput("worker", worker);
			final Recorded progress = Recorded.until(1, "time point 3 of");
			final CancellationException e = assertThrows(CancellationException.class, () -> CommandRunner.run(
				(NnUNetCommand) module.getDelegateObject(), true, progress));
			assertTrue(e.getMessage().matches("Cancelled\\. Of 300 time points, the first \\d+ are done; .*"), e.getMessage());
			assertFalse(progress.lines.contains(e.getMessage()), "it would be told twice");
			final ImagePlus labels = (ImagePlus) module.getOutput("labels");
			assertTrue(labels.getTitle().matches("Labels of film, time points 1 to \\d+ of 300"), labels.getTitle());
			assertEquals(count, labels.getNFrames());
			assertEquals(0.25, labels.getCalibration().frameInterval);
		}
	}

	@Test
	void evaluationThrowsAndWritesNothing() {
		final Path summary = temp.resolve("evaluated/summary.json");
		throwsCancellation(() -> nn.evaluate(EvaluateOptions.builder().predictions(raw.resolve("labelsTr")).references(raw
			.resolve("labelsTr")).output(summary).build(), firstUpdate()));
		assertFalse(Files.exists(summary));
	}

	@Test
	void crossValidationThrowsThoughTrainingReturns() {
		throwsCancellation(() -> nn.crossValidate(CrossvalidateOptions.builder().data(data).configurations(List.of("3d"))
			.folds(2).build(), training().finalValidation(true).build(), firstUpdate()));
	}

	@Test
	void conversionThrowsAndWritesNothing() {
		final Path image = raw.resolve("imagesTr").resolve(raw.resolve("imagesTr").toFile().list()[0]);
		for (final String name : List.of("a.nii", "a.tif")) {
			throwsCancellation(() -> nn.convert(new ConvertOptions(image, temp.resolve(name), List.of()),
				firstUpdate()));
			assertFalse(Files.exists(temp.resolve(name)));
		}
	}

	@Test
	void theDemoThrows() {
		throwsCancellation(() -> nn.demo(DemoOptions.of(temp.resolve("demo")), firstUpdate()));
	}

	@Test
	void downloadThrows() throws IOException {
		final CountDownLatch over = new CountDownLatch(1);
		try (LocalServer server = new LocalServer(exchange -> {
			exchange.sendResponseHeaders(200, 1_000_000);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(new byte[1000]);
				out.flush();
				over.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		})) {
			throwsCancellation(() -> nn.download(new DownloadOptions("04", temp.resolve("fetched"), server.address(), null),
				firstUpdate()));
			over.countDown();
		}
	}
}
