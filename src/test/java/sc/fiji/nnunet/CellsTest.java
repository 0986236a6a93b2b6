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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Metrics;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Cells that touch, numbered one by one, from two folders of images to masks that number the cells of new images. */
class CellsTest {

	private static final int SIZE = 64;
	private static final int STEPS = 200;

	@TempDir
	Path temp;

	@Test
	void cellsThatTouchAreToldApart() throws IOException {
		final Path raw = temp.resolve("cells"), fresh = Files.createDirectories(temp.resolve("fresh"));
		final Path references = Files.createDirectories(temp.resolve("references"));
		Files.createDirectories(raw.resolve("images"));
		Files.createDirectories(raw.resolve("labels"));
		final Random random = new Random(5);
		for (int n = 0; n < 10; n++) {
			final Volume image = new Volume(Geometry.of(new long[] { SIZE, SIZE, 1 }, 1, 1, 1), 1);
			final LabelMap cells = cells(image, 6 + n, random);
			ImageFile.write((n < 8 ? raw.resolve("images") : fresh).resolve("cells" + n + ".tif"), image);
			ImageFile.writeLabels((n < 8 ? raw.resolve("labels") : references).resolve("cells" + n + ".tif"), cells);
		}
		final Path masks = temp.resolve("masks");
		final Summary summary;
		try (NnUNet nn = new NnUNet()) {
			final Recorded told = new Recorded();
			nn.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).folds(2).patch(List.of(32, 32))
				.batchSize(8).build(), told);
			assertTrue(told.lines.toString().contains("seem to number objects one by one"), told.lines.toString());
			final Path data = temp.resolve("out/cells");
			final CrossvalidationResult found = nn.crossValidate(CrossvalidateOptions.builder().data(data).folds(2)
				.configurations(List.of("2d")).worst(0).build(), TrainOptions.builder().data(data).folds(2).steps(STEPS)
					.stepsPerEpoch(STEPS)
					.features(8).learningRate(0.005).optimizer("adam").amp("fp32").threads(1).build(), Progress.none());
			assertEquals(8, found.summary().cases().size());
			assertEquals(found.summary().mean("1").get(Measure.PQ), found.scores().get("2d"), "by which they are compared");
			assertEquals(List.of(), found.postProcessing().rules());
			nn.predict(PredictOptions.builder().model(data.resolve("results_2d")).input(fresh).output(masks).table(true).device(
				"cpu").build(), Progress.none());
			timeLapse(nn, data.resolve("results_2d"), fresh, masks);
			// NB: the description changes after the training, and the network still knows what it has learned
			Files.writeString(raw.resolve("dataset.json"), "{\"instances\": false}");
			final Path tested = temp.resolve("tested");
			assertTrue(nn.test(PredictOptions.builder().model(data.resolve("results_2d/fold_0")).input(raw).part("validation")
				.output(tested).device("cpu").build(), EvaluateOptions.builder().predictions(tested).references(raw.resolve(
					"labels")).dataset(raw).build(), Progress.none()).mean("1").has(Measure.PQ));
			Files.delete(raw.resolve("dataset.json"));
			summary = nn.evaluate(EvaluateOptions.builder().predictions(masks).references(references).dataset(raw).build(),
				Progress.none());
		}
		final Metrics cells = summary.mean("1");
		System.out.printf("cells that touch: F1 %.3f, PQ %.3f, Dice %.3f%n", cells.get(Measure.F1_50), cells.get(
			Measure.PQ), cells.get(Measure.DICE));
		assertTrue(cells.get(Measure.F1_50) > 0.8, cells.toString());
		assertTrue(cells.get(Measure.DICE) > 0.9, cells.toString());
		double parts = 0;
		for (int n = 8; n < 10; n++)
			parts += Components.in(ImageFile.readLabels(masks.resolve("cells" + n + ".tif")), label -> label > 0, true).list()
				.size() / 2.0;
		assertTrue(parts < 0.8 * cells.get(Measure.OBJECTS_PRED), parts + " connected parts: cells do not touch");
		assertTrue(Files.readAllLines(masks.resolve("counts.csv")).get(1).startsWith("cells8,object," + Math.round(summary
			.cases().get(0).metrics().get("1").get(Measure.OBJECTS_PRED)) + ","));
	}

	/** The new images and a broken one as a time-lapse are predicted as each by itself. */
	private static void timeLapse(final NnUNet nn, final Path model, final Path images, final Path masks)
		throws IOException
	{
		final List<Volume> volumes = new ArrayList<>();
		for (int n = 8; n < 10; n++) {
			volumes.add(ImageFile.read(images.resolve("cells" + n + ".tif")));
			volumes.add(new Volume(volumes.get(0).geometry(), 1));
			volumes.get(volumes.size() - 1).plane(0, 0)[0] = Float.NaN;
		}
		final PredictOptions options = PredictOptions.builder().model(model).device("cpu").build();
		final Recorded told = new Recorded();
		final List<LabelMap> labels = nn.predict(options, TimePoints.of(TimePoints.image(volumes, "film")), told);
		assertEquals(4, labels.size());
		for (int t = 0; t < 4; t += 2)
			assertArrayEquals(ImageFile.readLabels(masks.resolve("cells" + (8 + t / 2) + ".tif")).plane(0), labels.get(t).plane(
				0), "as each image by itself");
		assertArrayEquals(new short[SIZE * SIZE], labels.get(1).plane(0));
		assertEquals(List.of("time point 2 of 4: Its labels are empty", "time points 2, 4: Its labels are empty"), told.lines
			.stream().filter(line -> line.contains("empty")).map(line -> line.substring(0, line.indexOf("empty") + 5)).toList());
		assertTrue(told.statuses.stream().anyMatch(status -> status.startsWith("time point 3 of 4: ")), told.statuses
			.toString());
		final TimePoints broken = TimePoints.of(TimePoints.image(List.of(volumes.get(1), volumes.get(1)), "broken"));
		assertThrows(ProblemException.class, () -> nn.predict(options, broken, Progress.none()), "all of them");
	}

	/** Round cells, some of which touch, brightest in the middle, and noise. */
	private static LabelMap cells(final Volume image, final int count, final Random random) {
		final LabelMap labels = new LabelMap(image.geometry());
		final float[] values = image.plane(0, 0);
		final short[] numbers = labels.plane(0);
		int cell = 0;
		while (cell < count) {
			final int y = random.nextInt(SIZE), x = random.nextInt(SIZE), radius = 5 + random.nextInt(3);
			if (!isFree(numbers, y, x, radius)) continue;
			cell++;
			for (int at = 0; at < values.length; at++) {
				final double distance = Math.hypot(at / SIZE - y, at % SIZE - x) / radius;
				if (distance >= 1 || numbers[at] > 0) continue;
				numbers[at] = (short) cell;
				values[at] = (float) (200 - 120 * distance * distance);
			}
		}
		for (int at = 0; at < values.length; at++)
			values[at] += (float) (20 + 10 * random.nextGaussian());
		return labels;
	}

	/** Whether a cell would cover none of the others but for its outermost pixels. */
	private static boolean isFree(final short[] numbers, final int y, final int x, final int radius) {
		for (int at = 0; at < numbers.length; at++)
			if (numbers[at] > 0 && Math.hypot(at / SIZE - y, at % SIZE - x) < radius - 1) return false;
		return true;
	}
}
