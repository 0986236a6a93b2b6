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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;
import sc.fiji.nnunet.volume.Volume;

/**
 * Numbered objects of which some are a hundred times as large as others, from the label files to the rule that tells
 * objects from noise.
 */
class SmallObjectsTest {

	/** Of each image: eight large objects, two of which touch, and three small ones. */
	private static final int LARGE = 8, SMALL = 3, CASES = 4;

	@TempDir
	private Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "nvidia 2d", "nvidia 3d", "nnunet 2d", "nnunet 3d" })
	void smallObjectsOfTheTrainingAreNoNoise(final String how) throws IOException {
		final String recipe = how.split(" ")[0], configuration = how.split(" ")[1];
		final boolean flat = configuration.equals("2d");
		final Dataset dataset = dataset(flat ? 1 : 12);
		final Plan plan = preprocess(dataset, recipe, configuration, "").plan();
		for (final Case one : dataset.training()) {
			final LabelMap map = dataset.labels().toClasses(ImageFile.readLabels(one.label()));
			final double smallest = plan.smallestObject(map.geometry());
			assertEquals(flat ? 9 : 18, smallest, 1e-6);
			final LabelMap before = map.copy(null);
			NumberedObjects.toNumbers(before);
			assertEquals(LARGE, last(before), "as earlier versions have it");
			// NB: the speck of the first case
			assertEquals(new NumberedObjects.Noise(one == dataset.training().get(0) ? 1 : 0, one == dataset.training().get(
				0) ? 1 : 0), NumberedObjects.toNumbers(map, smallest));
			assertEquals(LARGE + SMALL, last(map));
		}
	}

	/** NB: an earlier version's cases stay, since they would be the same. */
	@Test
	void aFolderOfAnEarlierVersionIsMeasuredWhenItIsPreparedAgain() throws IOException {
		final Dataset dataset = dataset(1);
		final Path folder = preprocess(dataset, "nvidia", "2d", "").folder();
		final Path plan = PlanFile.of(folder, "2d"), print = folder.resolve("fingerprint.json");
		final String planned = Files.readString(plan), measured = Files.readString(print);
		Files.writeString(plan, planned.replaceFirst(",\\s*\"smallestObject\": [0-9.]+", ""));
		Files.writeString(print, measured.replaceFirst("(?s),\\s*\"smallestObject\": \\{.*?\\}", ""));
		assertNull(PreprocessedDataset.open(folder, "2d").plan().smallestObject());
		assertNull(JsonFile.read(print, Fingerprint.class, "a fingerprint", "").smallestObject());
		final PreprocessResult again = preprocess(dataset, "nvidia", "2d", "");
		assertEquals(List.of(), again.written());
		assertEquals(planned, Files.readString(plan));
		assertEquals(measured, Files.readString(print));
	}

	/** NB: the speck is in a case of the first, small objects are in one of the second, and neither knows enough alone. */
	@Test
	void processesThatShareTheWorkMeasureTheSame() throws Exception {
		final Dataset dataset = dataset(1, n -> n == CASES - 1 ? 2 : 0);
		final PreprocessResult alone = preprocess(dataset, "nvidia", "2d", "");
		assertEquals(9, alone.plan().smallestObject());
		final FutureTask<PreprocessResult> second = new FutureTask<>(() -> preprocess(dataset, "nvidia", "2d", "2/2"));
		new Thread(second).start();
		final PreprocessResult first = preprocess(dataset, "nvidia", "2d", "1/2");
		assertEquals(List.of("0", "2"), first.written());
		assertEquals(List.of("1", "3"), second.get(1, TimeUnit.MINUTES).written());
		assertEquals(alone.plan(), first.plan());
		assertEquals(alone.plan(), second.get().plan());
		assertEquals(Files.readString(alone.folder().resolve("fingerprint.json")), Files.readString(first.folder().resolve(
			"fingerprint.json")));
	}

	private PreprocessResult preprocess(final Dataset dataset, final String recipe, final String configuration,
		final String share) throws IOException
	{
		return new Preprocessor(null).run(dataset, PreprocessOptions.builder().dataset(dataset.folder()).output(temp.resolve(
			share.isEmpty() ? recipe : "shared")).recipe(recipe).configuration(configuration).share(share).build(), Progress.none());
	}

	/** @param depth slices; of volumes, the voxels are twice as deep as wide */
	private Dataset dataset(final int depth) throws IOException {
		return dataset(depth, n -> SMALL);
	}

	/** @param small how many small objects a case has */
	private Dataset dataset(final int depth, final IntUnaryOperator small) throws IOException {
		final Path folder = temp.resolve("Cells");
		for (final String part : new String[] { "images", "labels" })
			Files.createDirectories(folder.resolve(part));
		final Random random = new Random(1);
		for (int n = 0; n < CASES; n++) {
			final LabelMap labels = new LabelMap(Geometry.ofZyx(new int[] { depth, 112, 160 }, new double[] { depth == 1 ? 1
				: 2, 1, 1 }));
			for (int object = 0; object < LARGE; object++)
				add(labels, object + 1, 5 + object / 4 * 35, object == 1 ? 35 : 5 + object % 4 * 35, 30);
			for (int object = 0; object < small.applyAsInt(n); object++)
				add(labels, LARGE + 1 + object, 85, 10 + 20 * object, 3);
			if (n == 0) labels.plane(depth / 2)[100 * 160 + 100] = LARGE + SMALL + 1;
			final Volume image = new Volume(labels.geometry(), 1);
			for (int z = 0; z < depth; z++)
				for (int i = 0; i < image.plane(0, z).length; i++)
					image.plane(0, z)[i] = 20 + random.nextInt(10) + (labels.plane(z)[i] > 0 ? 100 : 0);
			ImageFile.write(folder.resolve("images").resolve(n + ".nii.gz"), image);
			ImageFile.writeLabels(folder.resolve("labels").resolve(n + ".nii.gz"), labels);
		}
		Files.writeString(folder.resolve("dataset.json"), "{\"instances\": true}");
		return Datasets.open(folder);
	}

	/** A square; in volumes a large one has six slices, and a small one two. */
	private static void add(final LabelMap labels, final int number, final int y, final int x, final int width) {
		final int depth = labels.size()[0];
		final int slices = depth == 1 ? 1 : width > 10 ? 6 : 2;
		for (int z = depth == 1 ? 0 : 3; z < (depth == 1 ? 1 : 3 + slices); z++)
			for (int row = y; row < y + width; row++)
				Arrays.fill(labels.plane(z), row * 160 + x, row * 160 + x + width, (short) number);
	}

	private static int last(final LabelMap numbers) {
		int last = 0;
		for (int z = 0; z < numbers.size()[0]; z++)
			for (final short number : numbers.plane(z))
				last = Math.max(last, number);
		return last;
	}
}
