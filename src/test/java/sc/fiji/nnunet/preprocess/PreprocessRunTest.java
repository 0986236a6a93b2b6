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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class PreprocessRunTest {

	private static final double[] ONE = { 1, 1, 1 };

	@TempDir
	Path temp;

	@Test
	void nvidiasLayout() throws Exception {
		// recipe-nvidia.md 2.4 and docs/files.md
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 2, "MRI", ONE);
		final PreprocessResult result = run(dataset, options(dataset).build());
		final Path out = temp.resolve("out/Task04_Hippocampus");
		assertEquals(out, result.folder());
		assertEquals(List.of("fingerprint.json", "plan_3d.json", "preprocessed_3d", "splits.json"), list(out));
		assertEquals(List.of("case_a.json", "case_a_locations.npy", "case_a_x.npy", "case_a_y.npy"), list(out.resolve(
			"preprocessed_3d")).subList(0, 4));
		final PreprocessedDataset stored = PreprocessedDataset.open(out, "3d");
		assertEquals(List.of("case_a", "case_b", "case_c", "case_d", "case_e"), stored.caseNames());
		assertEquals(List.of(40, 56, 40), stored.plan().patch());
		for (final String name : stored.caseNames()) {
			final PreprocessedCase one = stored.get(name);
			assertArrayEquals(new int[] { 40, 56, 40 }, one.size());
			assertArrayEquals(new long[] { 40, 56, 40, 1 }, NpyFile.open(out.resolve("preprocessed_3d/" + name + "_x.npy"))
				.shape());
			assertArrayEquals(new long[] { 40, 56, 40, 1 }, NpyFile.open(out.resolve("preprocessed_3d/" + name + "_y.npy"))
				.shape());
		}
		assertEquals(5, Splits.read(out.resolve("splits.json")).folds().size());
	}

	@Test
	void aPatchWithOtherAxesThanTheImagesIsAProblem() throws Exception {
		final Path flat = temp.resolve("Flat");
		final Path deep = temp.resolve("Deep");
		for (final Path folder : List.of(flat, deep)) {
			Files.createDirectories(folder.resolve("images"));
			Files.createDirectories(folder.resolve("masks"));
			final Volume image = new Volume(Geometry.ofZyx(new int[] { folder == flat ? 1 : 8, 32, 32 }, ONE), 1);
			for (int i = 0; i < 1024; i++)
				image.plane(0, 0)[i] = 1 + i % 7;
			final LabelMap mask = new LabelMap(image.geometry());
			mask.plane(0)[500] = 1;
			for (int n = 0; n < 5; n++) {
				ImageFile.write(folder.resolve("images/c" + n + ".tif"), image);
				ImageFile.writeLabels(folder.resolve("masks/c" + n + ".tif"), mask);
			}
		}
		final PreprocessOptions.Builder options = PreprocessOptions.builder().output(temp.resolve("out"));
		final PreprocessOptions ignored = options.dataset(flat).patch(List.of(8, 16, 16)).build();
		for (final Executable step : new Executable[] { () -> run(Datasets.open(flat), ignored),
			() -> new Preprocessor(null).plan(Datasets.open(flat), ignored, Progress.none()) })
			assertEquals("patch: is [8, 16, 16], but configuration auto is 2d for Flat, whose images have a single slice. " +
				"Give two numbers: y, x.", assertThrows(ProblemException.class, step).getMessage());
		assertEquals(List.of(16, 16), run(Datasets.open(flat), options.patch(List.of(16, 16)).build()).plan().patch());
		assertEquals("patch: is [16, 16], but configuration auto is 3d for Deep, whose images are volumes. Give three " +
			"numbers: z, y, x; or the configuration 2d.", assertThrows(ProblemException.class, () -> run(Datasets.open(deep),
				options.dataset(deep).build())).getMessage());
	}

	/** Masks of 0 and 255 next to single images: the usual dataset of a microscopist, without any option. */
	@Test
	void slicesWithMasksOfImageJ() throws Exception {
		final Path folder = temp.resolve("cells");
		Files.createDirectories(folder.resolve("images"));
		Files.createDirectories(folder.resolve("masks"));
		final Random random = new Random(4);
		for (int n = 0; n < 5; n++) {
			final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, 32, 32 }, ONE), 1);
			final LabelMap mask = new LabelMap(image.geometry());
			for (int i = 0; i < 1024; i++) {
				image.plane(0, 0)[i] = 1 + random.nextInt(200);
				mask.plane(0)[i] = (short) (image.plane(0, 0)[i] > 100 ? 255 : 0);
			}
			ImageFile.write(folder.resolve("images/c" + n + ".tif"), image);
			ImageFile.writeLabels(folder.resolve("masks/c" + n + ".png"), mask);
		}
		final Dataset dataset = Datasets.open(folder);
		final PreprocessResult result = run(dataset, PreprocessOptions.builder().dataset(folder).output(temp.resolve("out"))
			.build());
		assertEquals("2d", result.plan().configuration());
		assertEquals("2d", PreprocessedDataset.configuration(result.folder()));
		assertEquals(List.of(0, 255), result.plan().labels().values());
		assertEquals(result.plan(), PlanFile.read(PlanFile.of(result.folder(), "2d")));
		final PreprocessedCase one = PreprocessedDataset.open(result.folder(), "2d").get("c0");
		final LabelMap stored = one.labels();
		int foreground = 0;
		for (final short value : stored.plane(0)) {
			assertTrue(value == 0 || value == 1, "class " + value);
			foreground += value;
		}
		assertTrue(foreground > 300 && foreground < 700, foreground + " voxels");
	}

	@Test
	void storedCasesArePreparedAndPadded() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		final PreprocessResult result = run(dataset, options(dataset).build());
		final PreprocessedCase one = PreprocessedDataset.open(result.folder(), "3d").get("case_b");
		final Volume image = ImageFile.read(dataset.training().get(1).images());
		final LabelMap labels = ImageFile.readLabels(dataset.training().get(1).label());
		final PreparedCase prepared = new Preprocessor(null).prepare(image, labels, result.plan());
		final int[] size = prepared.x().size();
		final int[] before = new int[3];
		for (int d = 0; d < 3; d++)
			before[d] = (result.plan().patchZyx()[d] - size[d]) / 2;
		final Volume x = one.image();
		final LabelMap y = one.labels();
		for (int z = 0; z < 40; z++)
			for (int line = 0; line < 56; line++)
				for (int i = 0; i < 40; i++) {
					final int a = z - before[0];
					final int b = line - before[1];
					final int c = i - before[2];
					final boolean inside = a >= 0 && a < size[0] && b >= 0 && b < size[1] && c >= 0 && c < size[2];
					assertEquals(inside ? prepared.x().plane(0, a)[b * size[2] + c] : 0, x.plane(0, z)[line * 40 + i]);
					assertEquals(inside ? prepared.y().plane(a)[b * size[2] + c] : 0, y.plane(z)[line * 40 + i]);
				}
		final CaseRecord record = one.record();
		assertEquals(prepared.cropBox(), record.cropBox());
		assertArrayEquals(new int[] { -before[0], -before[1], -before[2] }, record.storedStart());
		assertArrayEquals(size, record.preparedSize());
		assertEquals(image.geometry(), record.original());
		assertEquals(image.geometry().forms().qformCode(), record.original().forms().qformCode());
		assertArrayEquals(image.geometry().forms().srow(), record.original().forms().srow());
		assertEquals(dataset.training().get(1).images().get(0).toString(), record.images().get(0));
	}

	@Test
	void flatCasesAreCutToThePatch() throws Exception {
		// recipe-nvidia.md 2.8: exact patch in y and x, depth untouched
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		final PreprocessResult result = run(dataset, options(dataset).dim(2).build());
		final PreprocessedCase one = PreprocessedDataset.open(result.folder(), "2d").get("case_c");
		assertArrayEquals(new int[] { 22 - 3, 56, 40 }, one.size());
		assertTrue(result.plan().is2d());
	}

	@Test
	void slicesOfAnotherDatasetLoseNothing() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 0, "MRI", ONE);
		final PreprocessResult result = run(dataset, options(dataset).dim(2).patch(List.of(16, 32)).build());
		final PreprocessedCase one = PreprocessedDataset.open(result.folder(), "2d").get("case_c");
		assertArrayEquals(new int[] { 22 - 3, 24 - 3, 32 }, one.size());
		assertArrayEquals(new int[] { 0, 0, -(32 - 20) / 2 }, one.record().storedStart());
	}

	@Test
	void valAndTestHaveNoLabelsAndNoPadding() throws Exception {
		// recipe-nvidia.md Q1, Q25: dataset.json is not touched
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 2, "MRI", ONE);
		final String json = Files.readString(dataset.folder().resolve("dataset.json"));
		final PreprocessResult test = run(dataset, options(dataset).mode("test").build());
		assertEquals(List.of("case_f", "case_g"), test.written());
		final Path folder = test.folder().resolve("preprocessed_3d/test");
		assertEquals(List.of("case_f.json", "case_f_x.npy", "case_g.json", "case_g_x.npy"), list(folder));
		final PreprocessedCase one = PreprocessedCase.open(folder, "case_f");
		assertFalse(one.labelled());
		assertArrayEquals(new int[] { 25 - 3, 24 - 3, 27 - 4 }, one.size());
		assertArrayEquals(new int[] { 2, 1, 3 }, one.record().cropStart());
		final PreprocessResult val = run(dataset, options(dataset).mode("val").build());
		assertEquals(5, val.written().size());
		assertEquals(json, Files.readString(dataset.folder().resolve("dataset.json")));
	}

	@Test
	void onlyWhatChangedIsPreparedAgain() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		assertEquals(5, run(dataset, options(dataset).build()).written().size());
		final Map<String, FileTime> times = times(temp.resolve("out/Task04_Hippocampus/preprocessed_3d"));
		assertEquals(List.of(), run(dataset, options(dataset).build()).written());
		assertEquals(times, times(temp.resolve("out/Task04_Hippocampus/preprocessed_3d")));
		// a plan that does not change the arrays
		final PreprocessResult batch = run(dataset, options(dataset).batchSize(7).build());
		assertEquals(List.of(), batch.written());
		assertEquals(7, PreprocessedDataset.open(batch.folder(), "3d").plan().batchSize());
		// an input file
		final Path label = dataset.training().get(2).label();
		Files.setLastModifiedTime(label, FileTime.fromMillis(Files.getLastModifiedTime(label).toMillis() + 5000));
		assertEquals(List.of("case_c"), run(dataset, options(dataset).build()).written());
		// an array that is truncated, one that is missing
		final Path cut = batch.folder().resolve("preprocessed_3d/case_d_x.npy");
		Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 4000));
		Files.delete(batch.folder().resolve("preprocessed_3d/case_a_y.npy"));
		assertEquals(List.of("case_a", "case_d"), run(dataset, options(dataset).build()).written());
		// options
		assertEquals(5, run(dataset, options(dataset).float16(true).build()).written().size());
		assertEquals(5, run(dataset, options(dataset).normalization("nonorm").build()).written().size());
		assertEquals(5, run(dataset, options(dataset).normalization("nonorm").force(true).build()).written().size());
		// a case that is no longer in the dataset
		final Dataset smaller = new Dataset(dataset.name(), dataset.folder(), dataset.channels(), dataset.labels(), dataset
			.training().subList(1, 5), dataset.test(), dataset.fileEnding());
		run(smaller, options(dataset).normalization("nonorm").folds(4).build());
		assertEquals(List.of("case_b", "case_c", "case_d", "case_e"), PreprocessedDataset.open(batch.folder(), "3d")
			.caseNames());
	}

	@Test
	void aDatasetIsNotPreparedIntoItself() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 0, "MRI", ONE);
		final Path link = Files.createSymbolicLink(temp.resolve("link"), temp);
		for (final Path output : List.of(temp, link, dataset.folder().resolve("imagesTr"), dataset.folder().resolve(
			"../Mine/labelsTr")))
			assertThrows(ProblemException.class, () -> run(dataset, options(dataset).output(output).build()), output
				.toString());
		assertFalse(Files.exists(dataset.folder().resolve("splits.json")));
	}

	@Test
	void aSplitThatTheUserPutIntoTheOutputFolderStays() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 0, "MRI", ONE);
		final Path out = run(dataset, options(dataset).build()).folder();
		final List<String> names = dataset.training().stream().map(one -> one.name()).toList();
		final Splits own = new Splits(List.of(new Splits.Split(names.subList(0, 3), names.subList(3, 5)), new Splits.Split(
			names.subList(2, 5), names.subList(0, 2))));
		own.write(out.resolve("splits.json"));
		run(dataset, options(dataset).float16(true).build());
		assertEquals(own, Splits.read(out.resolve("splits.json")));
		// the dataset's own wins
		final Splits theirs = new Splits(List.of(new Splits.Split(names.subList(0, 4), names.subList(4, 5)),
			new Splits.Split(names.subList(1, 5), names.subList(0, 1))));
		theirs.write(dataset.folder().resolve("splits.json"));
		run(dataset, options(dataset).build());
		assertEquals(theirs, Splits.read(out.resolve("splits.json")));
	}

	@Test
	void eachCaseRemembersTheContentOfItsImages() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 0, "MRI", ONE);
		final PreprocessedDataset data = PreprocessedDataset.open(run(dataset, options(dataset).build()).folder(), "3d");
		for (final Case one : dataset.training())
			assertEquals(List.of(FileIdentity.of(one.images().get(0)).content()), data.get(one.name()).record().contents());
	}

	@Test
	void oneWorkerAndEightWriteTheSameBytes() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 6, 0, "CT", 2, 0.8, 0.9);
		for (final String recipe : new String[] { "nvidia", "nnunet" }) {
			final Path one = temp.resolve("one-" + recipe);
			final Path eight = temp.resolve("eight-" + recipe);
			new Preprocessor(null).run(dataset, options(dataset).output(one).recipe(recipe).jobs(1).build(), Progress.none());
			final ExecutorService executor = Executors.newFixedThreadPool(8);
			new Preprocessor(executor).run(dataset, options(dataset).output(eight).recipe(recipe).build(), Progress.none());
			executor.shutdown();
			final Map<String, byte[]> expected = bytes(one);
			final Map<String, byte[]> actual = bytes(eight);
			assertEquals(expected.keySet(), actual.keySet());
			for (final String file : expected.keySet())
				assertArrayEquals(expected.get(file), actual.get(file), file);
			assertTrue(expected.size() >= 27);
		}
	}

	@Test
	void jobsIsTheNumberOfCasesAtATime() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 8, 0, "MRI", ONE);
		final ExecutorService executor = Executors.newFixedThreadPool(8);
		for (final int jobs : new int[] { 1, 3 }) {
			final Set<Thread> threads = ConcurrentHashMap.newKeySet();
			final Progress who = new Recorded() {

				@Override
				public void update(final double fraction, final String status) {
					if (status.startsWith("prepared")) threads.add(Thread.currentThread());
				}
			};
			final PreprocessResult result = new Preprocessor(executor).run(dataset, options(dataset).force(true).jobs(jobs)
				.build(), who);
			assertEquals(8, result.written().size());
			assertTrue(threads.size() <= jobs, threads.toString());
		}
		executor.shutdown();
	}

	@Test
	void aRunThatEndsEarlyLeavesNoPlanAndIsResumed() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		final Progress stop = Recorded.until(2, "prepared");
		assertThrows(CancelledException.class, () -> new Preprocessor(null).run(dataset, options(dataset).build(), stop));
		final Path out = temp.resolve("out/Task04_Hippocampus");
		final ProblemException thrown = assertThrows(ProblemException.class, () -> PreprocessedDataset.open(out, "3d"));
		assertTrue(thrown.getMessage().contains("plan_3d.json"), thrown.getMessage());
		assertEquals(List.of("fingerprint.json", "preprocessed_3d"), list(out));
		assertEquals(List.of("case_a.json", "case_a_locations.npy", "case_a_x.npy", "case_a_y.npy", "case_b.json",
			"case_b_locations.npy", "case_b_x.npy", "case_b_y.npy"), list(out.resolve("preprocessed_3d")));
		assertEquals(List.of("case_c", "case_d", "case_e"), run(dataset, options(dataset).build()).written());
		assertEquals(5, PreprocessedDataset.open(out, "3d").caseNames().size());
	}

	@Test
	void allProblemsOfAllCasesComeAtOnce() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		final Path labels = dataset.folder().resolve("labelsTr");
		final Path images = dataset.folder().resolve("imagesTr");
		ImageFile.writeLabels(labels.resolve("case_a.nii.gz"), new LabelMap(Geometry.ofZyx(new int[] { 5, 5, 5 }, ONE)));
		final Volume image = ImageFile.read(images.resolve("case_b.nii.gz"));
		image.plane(0, 9)[200] = Float.NaN;
		ImageFile.write(images.resolve("case_b.nii.gz"), image);
		final LabelMap stray = ImageFile.readLabels(labels.resolve("case_c.nii.gz"));
		stray.plane(0)[0] = -2;
		ImageFile.writeLabels(labels.resolve("case_c.nii.gz"), stray);
		final byte[] whole = Files.readAllBytes(images.resolve("case_d.nii.gz"));
		Files.write(images.resolve("case_d.nii.gz"), Arrays.copyOf(whole, whole.length / 2));
		final Volume air = new Volume(ImageFile.geometry(images.resolve("case_e.nii.gz")), 1);
		ImageFile.write(images.resolve("case_e.nii.gz"), air);
		final ProblemException thrown = assertThrows(ProblemException.class, () -> run(dataset, options(dataset).build()));
		for (final String name : new String[] { "labelsTr/case_a", "imagesTr/case_b", "labelsTr/case_c", "imagesTr/case_d",
			"imagesTr/case_e" })
			assertTrue(thrown.problems().stream().anyMatch(problem -> problem.where().replace('\\', '/').contains(name)),
				name + " in " + thrown.getMessage());
		assertFalse(Files.exists(temp.resolve("out/Task04_Hippocampus/plan_3d.json")));
	}

	@Test
	void aStrayNegativeLabelBecomesBackgroundWhenAskedFor() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", ONE);
		final Path file = dataset.training().get(2).label();
		final LabelMap stray = ImageFile.readLabels(file);
		stray.plane(8)[10 * stray.size()[2] + 10] = -2;
		ImageFile.writeLabels(file, stray);
		assertThrows(ProblemException.class, () -> run(dataset, options(dataset).build()));
		final PreprocessResult result = run(dataset, options(dataset).negativeIsBackground(true).build());
		final LabelMap stored = PreprocessedDataset.open(result.folder(), "3d").get("case_c").labels();
		for (int z = 0; z < 40; z++)
			for (final short label : stored.plane(z))
				assertTrue(label >= 0 && label <= 2);
	}

	@Test
	void aCustomDatasetIsPlannedFromItsImages() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 6, 1, "CT", 1.5, 0.8, 0.8);
		final PreprocessResult result = run(dataset, options(dataset).build());
		assertEquals(List.of(1.5, (double) 0.8f, (double) 0.8f), result.plan().spacing());
		// 100 + 50 * label + 0..29, labels 1 and 2 only
		assertEquals(150, result.plan().normalization().get(0).clipMin(), 2);
		assertEquals(229, result.plan().normalization().get(0).clipMax(), 2);
		assertEquals(6, result.written().size());
		assertEquals(List.of(), run(dataset, options(dataset).build()).written());
		// test cases are prepared with the existing plan
		assertEquals(List.of("case_g"), run(dataset, options(dataset).mode("test").build()).written());
		assertThrows(ProblemException.class, () -> run(dataset, options(dataset).mode("test").output(temp.resolve("other"))
			.build()));
	}

	@Test
	void planningAloneWritesPlansOnly() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 6, 0, "MRI", ONE);
		final Map<String, Plan> plans = new Preprocessor(null).plan(dataset, options(dataset).recipe("nnunet").build(),
			Progress.none());
		assertEquals(List.of("2d", "3d"), new ArrayList<>(new TreeMap<>(plans).keySet()));
		assertEquals(List.of("fingerprint.json", "plan_2d.json", "plan_3d.json"), list(temp.resolve("out/Mine")));
		assertEquals(plans.get("3d"), PlanFile.read(temp.resolve("out/Mine/plan_3d.json")));
		assertThrows(ProblemException.class, () -> PreprocessedDataset.open(temp.resolve("out/Mine"), "3d"));
		// and then the cases are prepared with that plan
		final PreprocessResult result = run(dataset, options(dataset).recipe("nnunet").build());
		assertEquals(plans.get("3d"), result.plan());
		// a plan with other arrays is noticed when a case is opened
		new Preprocessor(null).plan(dataset, options(dataset).recipe("nnunet").spacing(List.of(2.0, 1.0, 1.0)).build(),
			Progress.none());
		final PreprocessedDataset mixed = PreprocessedDataset.open(result.folder(), "3d");
		assertTrue(assertThrows(ProblemException.class, () -> mixed.get("case_a")).getMessage().contains("another plan"));
	}

	@Test
	void aConfigurationThatMakesNoSenseIsRefused() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Mine"), 5, 0, "MRI", ONE);
		final ProblemException thrown = assertThrows(ProblemException.class, () -> run(dataset, options(dataset).recipe(
			"nnunet").configuration("3d_lowres").build()));
		assertTrue(thrown.getMessage().contains("Give one of 2d, 3d."), thrown.getMessage());
	}

	@Test
	void optionsListAllThatIsWrong() {
		final PreprocessOptions bad = PreprocessOptions.builder().recipe("x").mode("y").configuration("z").folds(1).jobs(-1)
			.spacing(List.of(1.0, 0.0, 1.0)).patch(List.of(0)).batchSize(-1).normalization("q").memoryTarget(-1).architecture(
				"r").build();
		assertEquals(13, bad.validate().size(), bad.validate().toString());
		assertEquals(List.of(), PreprocessOptions.builder().dataset(temp).output(temp.resolve("new")).build().validate());
	}

	private PreprocessOptions.Builder options(final Dataset dataset) {
		return PreprocessOptions.builder().dataset(dataset.folder()).output(temp.resolve("out"));
	}

	private static PreprocessResult run(final Dataset dataset, final PreprocessOptions options) throws IOException {
		return new Preprocessor(null).run(dataset, options, Progress.none());
	}

	private static List<String> list(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static Map<String, FileTime> times(final Path folder) throws IOException {
		final Map<String, FileTime> times = new TreeMap<>();
		for (final String file : list(folder))
			times.put(file, Files.getLastModifiedTime(folder.resolve(file)));
		return times;
	}

	private static Map<String, byte[]> bytes(final Path folder) throws IOException {
		final Map<String, byte[]> bytes = new TreeMap<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.filter(Files::isRegularFile).toList())
				bytes.put(folder.relativize(file).toString(), Files.readAllBytes(file));
		}
		return bytes;
	}
}
