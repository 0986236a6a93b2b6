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
package sc.fiji.nnunet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.MemoryBudget;
import sc.fiji.nnunet.volume.Volume;

/** Breaks small datasets in every way that the check promises to find. */
class DatasetCheckTest {

	private static final Geometry GRID = Geometry.of(new long[] { 6, 5, 4 }, 1, 1, 2);

	@TempDir
	Path folder;
	private ExecutorService executor;

	@BeforeEach
	void start() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		Files.createDirectories(folder.resolve("imagesTr"));
		Files.createDirectories(folder.resolve("labelsTr"));
		final StringBuilder cases = new StringBuilder();
		for (final String name : List.of("a", "b", "c", "d", "e")) {
			ImageFile.write(image(name), volume(GRID, 1));
			ImageFile.writeLabels(label(name), labels(GRID, 1, 2));
			cases.append(cases.isEmpty() ? "" : ",").append("{\"image\": \"imagesTr/" + name +
				".nii.gz\", \"label\": \"labelsTr/" + name + ".nii.gz\"}");
		}
		Files.writeString(folder.resolve("dataset.json"),
			"{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": \"background\", \"1\": \"one\", \"2\": \"two\"}, " +
				"\"numTraining\": 5, \"training\": [" + cases + "]}");
	}

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	@Test
	void aValidDatasetPasses() throws IOException {
		final DatasetReport report = check();
		assertEquals(List.of(), report.findings());
		report.requireUsable();
		assertTrue(report.toTable().contains("Nothing is wrong."), report.toTable());
		assertEquals(5, report.cases().size());
		assertEquals(GRID, report.cases().get(0).geometry());
		assertEquals(1, report.cases().get(0).channels());
		assertEquals("{0=118, 1=1, 2=1}", report.cases().get(0).labels().toString());
	}

	/** Any numbers are objects then; but a mask of 0 and 1 numbers nothing. */
	@Test
	void numberedObjectsNeedNumbers() throws IOException {
		Files.writeString(folder.resolve("dataset.json"), Files.readString(folder.resolve("dataset.json")).replace(
			", \"2\": \"two\"}", "}, \"instances\": true"));
		ImageFile.writeLabels(label("c"), labels(GRID, 700, 3));
		assertEquals(List.of(), check().findings());
		assertTrue(check().toTable().contains("labels [one] numbered one by one"), check()
			.toTable());
		final Volume large = new Volume(GRID, 1);
		large.plane(0, 0)[0] = 40000;
		ImageFile.write(label("c"), large);
		assertTrue(check().problems().toString().contains("Objects have numbers above 32767: 40000 (1 voxel)"), check()
			.toTable());
		for (final String name : List.of("a", "b", "c", "d", "e"))
			ImageFile.writeLabels(label(name), labels(GRID, 1, 1));
		final List<Finding> findings = check().findings();
		assertEquals(1, findings.size(), findings.toString());
		assertEquals(Finding.Severity.WARNING, findings.get(0).severity());
		assertTrue(findings.get(0).problem().what().contains("none has more than one number"), findings.toString());
	}

	@Test
	void allProblemsAreListedAtOnceWithFileAndCure() throws IOException {
		Files.delete(label("a"));
		ImageFile.writeLabels(label("b"), labels(Geometry.of(new long[] { 6, 5, 3 }, 1, 1, 2), 1, 2));
		final Volume broken = volume(GRID, 1);
		broken.plane(0, 2)[7] = Float.NaN;
		broken.plane(0, 3)[7] = Float.NEGATIVE_INFINITY;
		ImageFile.write(image("c"), broken);
		ImageFile.writeLabels(label("d"), labels(GRID, 1, 2, 7, 7));
		final DatasetReport report = check();
		assertEquals(4, report.problems().size(), report.toTable());
		assertProblem(report, 0, label("a"), "The label is missing");
		assertProblem(report, 1, label("b"), "Its shape is 6 x 5 x 3 voxels, that of the image 6 x 5 x 4");
		assertProblem(report, 2, image("c"), "1 voxels are NaN and 1 infinite");
		assertProblem(report, 3, label("d"), "does not list: 7 (2 voxels)");
		final ProblemException e = assertThrows(ProblemException.class, report::requireUsable);
		assertEquals(4, e.problems().size());
		final String table = report.toTable();
		assertTrue(table.contains("ERROR    a                     " + Path.of("labelsTr", "a.nii.gz")), table);
		assertTrue(table.contains("4 errors, 0 warnings."), table);
		final JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
		assertEquals(4, json.get("errors").getAsInt());
		assertEquals(label("a").toString(), json.getAsJsonArray("findings").get(0).getAsJsonObject().get("where")
			.getAsString());
		assertEquals(2, json.getAsJsonArray("cases").get(3).getAsJsonObject().getAsJsonObject("voxels_per_label").get("7")
			.getAsInt());
	}

	@Test
	void aStrayNegativeLabelCanBeTreatedAsBackground() throws IOException {
		ImageFile.write(label("a"), asVolume(GRID, 1, 2, -2));
		assertProblem(check(), 0, label("a"), "Negative label values: -2 (1 voxel).");
		assertTrue(check().problems().get(0).cure().contains("negativeisbackground"));
		final DatasetReport report = DatasetCheck.check(Datasets.open(folder), CheckOptions.defaults()
			.withNegativeAsBackground(), Progress.none(), executor);
		assertEquals(0, report.problems().size());
		assertEquals(1, report.warnings().size());
	}

	@Test
	void fractionsAreNotLabels() throws IOException {
		ImageFile.write(label("a"), asVolume(GRID, 1, 2, 0.5f, 1.0005f, 1e20f));
		final DatasetReport report = check();
		assertEquals(1, report.problems().size(), report.toTable());
		assertProblem(report, 0, label("a"), "2 voxels have values that are not whole numbers, such as [0.5, 1.0E20]");
		assertEquals(2, report.cases().get(0).labels().get(1), "1.0005 counts as 1");
	}

	@Test
	void spacingAndAffineAreCompared() throws IOException {
		ImageFile.writeLabels(label("a"), labels(Geometry.of(new long[] { 6, 5, 4 }, 1, 1, 2.5), 1, 2));
		ImageFile.writeLabels(label("b"), labels(moved(0.7), 1, 2));
		ImageFile.writeLabels(label("c"), labels(moved(0.2), 1, 2));
		ImageFile.writeLabels(label("d"), labels(moved(0.002), 1, 2));
		final DatasetReport report = check();
		assertEquals(2, report.problems().size(), report.toTable());
		assertProblem(report, 0, label("a"), "Its spacing is 1 x 1 x 2.5 mm, that of the image 1 x 1 x 2 mm");
		assertProblem(report, 1, label("b"), "puts voxels up to 0.7");
		assertEquals(1, report.warnings().size(), report.toTable());
		assertTrue(report.warnings().get(0).what().contains("0.2"), report.toTable());
	}

	@Test
	void emptyLabelsConstantImagesAndAbsentClassesAreWarnings() throws IOException {
		for (final String name : List.of("a", "b", "c", "d", "e"))
			ImageFile.writeLabels(label(name), name.equals("a") ? labels(GRID) : labels(GRID, 1));
		final Volume seven = new Volume(GRID, 1);
		for (int z = 0; z < seven.size()[0]; z++)
			Arrays.fill(seven.plane(0, z), 7);
		ImageFile.write(image("b"), seven);
		final DatasetReport report = check();
		assertEquals(0, report.problems().size());
		final String text = report.warnings().toString();
		assertEquals(3, report.warnings().size(), text);
		assertTrue(text.contains("The label is empty"), text);
		assertTrue(text.contains("All voxels are 7.0"), text);
		assertTrue(text.contains("No case has the label 2 (two)"), text);
	}

	@Test
	void spacingFarFromTheOthersIsAWarning() throws IOException {
		final Geometry odd = Geometry.of(new long[] { 6, 5, 4 }, 1, 1, 20);
		ImageFile.write(image("e"), volume(odd, 1));
		ImageFile.writeLabels(label("e"), labels(odd, 1, 2));
		final DatasetReport report = check();
		assertEquals(1, report.findings().size(), report.toTable());
		assertEquals("e", report.findings().get(0).name());
		assertTrue(report.warnings().get(0).what().contains(
			"[1.0, 1.0, 20.0] mm (x, y, z); the median of all cases is [1.0, " +
			"1.0, 2.0]"), report.toTable());
	}

	@Test
	void channelsAreCounted() throws IOException {
		ImageFile.write(image("a"), volume(GRID, 3));
		assertProblem(check(), 0, image("a"), "The image has 3 channels, dataset.json names 1: [MRI]");
		ImageFile.write(image("a"), volume(GRID, 1));
		ImageFile.write(label("a"), volume(GRID, 2));
		assertProblem(check(), 0, label("a"), "The label has 2 channels");
	}

	@Test
	void damagedFilesAreProblems() throws IOException {
		final byte[] image = Files.readAllBytes(image("a"));
		Files.write(image("a"), Arrays.copyOf(image, image.length - 60));
		Files.writeString(label("b"), "no image");
		final DatasetReport report = check();
		assertEquals(2, report.problems().size(), report.toTable());
		assertEquals(image("a").toString(), report.problems().get(0).where());
		assertEquals(label("b").toString(), report.problems().get(1).where());
	}

	@Test
	void channelsInFilesOfTheirOwnAreCompared() throws IOException {
		try (Stream<Path> files = Files.list(folder.resolve("imagesTr"))) {
			for (final Path file : files.toList())
				Files.delete(file);
		}
		Files.writeString(folder.resolve("dataset.json"),
			"{\"channel_names\": {\"0\": \"T1\", \"1\": \"T2\"}, \"labels\": {\"background\": 0, \"one\": 1, \"two\": 2}, " +
				"\"numTraining\": 5, \"file_ending\": \".nii.gz\"}");
		for (final String name : List.of("a_0000", "a_0001", "b_0000", "c_0000", "c_0001", "d_0000", "d_0001", "e0000",
			"e_0001"))
			ImageFile.write(image(name), volume(name.equals("c_0001") ? moved(1) : GRID, 1));
		final DatasetReport report = check();
		assertEquals(3, report.problems().size(), report.toTable());
		assertProblem(report, 0, image("b_0001"), "The image is missing");
		assertProblem(report, 1, image("c_0001"), "from where that of the first channel c_0000.nii.gz puts them");
		assertProblem(report, 2, image("e_0000"), "The image is missing");
		assertEquals(1, report.warnings().size(), report.toTable());
		assertTrue(report.warnings().get(0).cure().contains("The name expected is e0000_0000.nii.gz"));
	}

	@Test
	void casesThatHaveBeenReadAreCheckedAlike() throws IOException {
		final CaseCheck check = new CaseCheck(Datasets.open(folder), CheckOptions.defaults());
		final Case one = Datasets.open(folder).training().get(0);
		assertEquals(check.check(one), check.check(one, ImageFile.read(one.images()), ImageFile.readLabels(one.label())));
		final Volume broken = volume(GRID, 2);
		broken.plane(1, 0)[0] = Float.NaN;
		final CaseReport report = check.check(one, broken, labels(Geometry.of(new long[] { 6, 5, 3 }, 1, 1, 2), 9, -1));
		assertEquals(5, report.findings().size(), report.toString());
	}

	@Test
	void largeFilesAreReadInSlabsWithTheSameResult() throws IOException {
		// more voxels than a slab, the odd ones in the last plane, which is a slab of its own
		final Geometry grid = Geometry.of(new long[] { 256, 128, 257 }, 1, 1, 1);
		final Volume image = new Volume(grid, 1);
		image.plane(0, 256)[3] = Float.NaN;
		image.plane(0, 0)[0] = 1;
		ImageFile.write(image("a"), image);
		final LabelMap label = new LabelMap(grid);
		label.plane(0)[0] = 1;
		label.plane(256)[5] = 9;
		ImageFile.writeLabels(label("a"), label);
		final CaseCheck check = new CaseCheck(Datasets.open(folder), CheckOptions.defaults());
		final Case one = Datasets.open(folder).training().get(0);
		final CaseReport report = check.check(one);
		assertEquals(check.check(one, image, label), report);
		assertEquals(2, report.findings().size(), report.toString());
		assertEquals(256L * 128 * 257 - 2, report.labels().get(0));
		// the checksum at the end of a gzipped file is verified
		final byte[] bytes = Files.readAllBytes(label("a"));
		bytes[bytes.length - 6] ^= 1;
		Files.write(label("a"), bytes);
		assertEquals(2, check.check(one).findings().size());
		assertTrue(check.check(one).findings().get(1).problem().where().equals(label("a").toString()));
		assertTrue(check.check(one).labels().isEmpty());
	}

	@Test
	void casesWaitForMemory() throws Exception {
		final MemoryBudget memory = new MemoryBudget(1000);
		memory.take(800);
		final ExecutorService caller = Executors.newSingleThreadExecutor();
		try {
			final Future<DatasetReport> checked = caller.submit(() -> DatasetCheck.check(Datasets.open(folder), CheckOptions
				.defaults(), Progress.none(), executor, memory));
			assertThrows(TimeoutException.class, () -> checked.get(500, TimeUnit.MILLISECONDS));
			memory.end(800);
			assertEquals(5, checked.get(5, TimeUnit.MINUTES).cases().size());
			assertTrue(memory.tryTake(850), "all is given back");
		}
		finally {
			caller.shutdownNow();
		}
	}

	@Test
	void aCaseTakesTheMemoryOfItsLargestFile() throws IOException {
		final Geometry large = Geometry.of(new long[] { 1 << 11, 1 << 11, 2 }, 1, 1, 1);
		final Path nifti = folder.resolve("x.nii"), tiff = folder.resolve("x.tif"), damaged = Files.writeString(folder
			.resolve("y.tif"), "no image");
		ImageFile.write(nifti, new Volume(large, 1));
		ImageFile.write(tiff, volume(GRID, 3));
		final long slab = 4L << 22;
		assertEquals(slab, CaseCheck.bytes(new Case("x", List.of(tiff), nifti)), "read in slabs");
		assertEquals(2 * 4 * 3 * GRID.voxels(), CaseCheck.bytes(new Case("x", List.of(tiff, damaged), folder.resolve(
			"none"))), "ImageJ's image and its copy");
	}

	@Test
	void reportDoesNotDependOnTheNumberOfThreads() throws IOException {
		Files.delete(label("a"));
		Files.delete(image("c"));
		ImageFile.writeLabels(label("e"), labels(GRID));
		final ExecutorService single = Executors.newSingleThreadExecutor();
		try {
			assertEquals(DatasetCheck.check(Datasets.open(folder), Progress.none(), single).toJson(), check().toJson());
		}
		finally {
			single.shutdown();
		}
	}

	@Test
	void checkCanBeCancelled() throws IOException {
		final Dataset dataset = Datasets.open(folder);
		assertThrows(CancelledException.class, () -> DatasetCheck.check(dataset,
			Recorded.cancelledAtOnce(), executor));
		assertThrows(ProblemException.class, () -> DatasetCheck.check(dataset, new CheckOptions(-1, false), Progress.none(),
			executor));
	}

	@Test
	void aCaseThatWaitedForMemoryIsNotCheckedAfterCancelling() throws IOException {
		final MemoryBudget memory = new MemoryBudget(1000);
		final AtomicInteger asked = new AtomicInteger();
		// NB: a task asks before it waits and after it
		final Recorded recorded = new Recorded(one -> asked.incrementAndGet() > 1);
		final Dataset dataset = Datasets.open(folder);
		final ExecutorService single = Executors.newSingleThreadExecutor();
		try {
			assertThrows(CancelledException.class, () -> DatasetCheck.check(dataset, CheckOptions.defaults(), recorded,
				single, memory));
		}
		finally {
			single.shutdown();
		}
		assertEquals(List.of(), recorded.statuses);
		assertTrue(memory.tryTake(850), "all is given back");
	}

	private DatasetReport check() throws IOException {
		return DatasetCheck.check(Datasets.open(folder), Progress.none(), executor);
	}

	private static void assertProblem(final DatasetReport report, final int index, final Path file, final String what) {
		assertTrue(report.problems().size() > index, report.toTable());
		assertEquals(file.toString(), report.problems().get(index).where());
		assertTrue(report.problems().get(index).what().contains(what), report.toTable());
	}

	private Path image(final String name) {
		return folder.resolve("imagesTr").resolve(name + ".nii.gz");
	}

	private Path label(final String name) {
		return folder.resolve("labelsTr").resolve(name + ".nii.gz");
	}

	/** The grid moved along x by a share of a voxel. */
	private static Geometry moved(final double share) {
		return new Geometry(GRID.size(), GRID.spacing(), new double[] { 1, 0, 0, share, 0, 1, 0, 0, 0, 0, 2, 0 }, null);
	}

	private static Volume volume(final Geometry grid, final int channels) {
		final Volume volume = new Volume(grid, channels);
		for (int c = 0; c < channels; c++)
			for (int z = 0; z < volume.size()[0]; z++)
				for (int i = 0; i < volume.plane(c, z).length; i++)
					volume.plane(c, z)[i] = i + z;
		return volume;
	}

	/** A label map whose first voxels have the given values. */
	private static LabelMap labels(final Geometry grid, final int... values) {
		final LabelMap map = new LabelMap(grid);
		for (int i = 0; i < values.length; i++)
			map.plane(1)[i] = (short) values[i];
		return map;
	}

	private static Volume asVolume(final Geometry grid, final float... values) {
		final Volume volume = new Volume(grid, 1);
		System.arraycopy(values, 0, volume.plane(0, 1), 0, values.length);
		return volume;
	}
}
