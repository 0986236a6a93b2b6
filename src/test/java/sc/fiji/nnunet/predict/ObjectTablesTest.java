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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

/** The tables of objects beside label files, with values worked out by hand. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ObjectTablesTest extends WithObjects {

	/** Two slices with two objects of class 1, of which one goes through both slices by a corner, and one of class 2. */
	private Path solid(final String name) throws IOException {
		final Volume volume = volume(Geometry.of(new long[] { 6, 5, 2 }, 2, 3, 4), 1);
		set(volume, 1, 1, 0, 100);
		set(volume, 2, 2, 1, 120);
		set(volume, 5, 4, 0, 140);
		set(volume, 4, 0, 0, 200);
		set(volume, 4, 1, 0, 220);
		final Path file = images.resolve(name);
		ImageFile.write(file, volume);
		return file;
	}

	@Test
	void objectsOfVolumesAndSlicesAreMeasuredInTheUnitOfTheirImage() throws IOException {
		solid("a.nii");
		final Volume microns = volume(Geometry.of(new long[] { 6, 5, 1 }, 5e-4, 5e-4, 1).shownIn(LengthUnit.MICROMETRE), 1);
		set(microns, 0, 0, 0, 200);
		set(microns, 1, 0, 0, 230);
		set(microns, 1, 1, 0, 230);
		ImageFile.write(images.resolve("b.tif"), microns);
		final byte[] pixels = new byte[30];
		Arrays.fill(pixels, (byte) 10);
		pixels[7] = 20;
		ImageFile.write(images.resolve("c.png"), new ImagePlus("c", new ByteProcessor(6, 5, pixels)));
		assertEquals(3, run(tables().build()).written().size());
		assertEquals(OBJECTS + //
			"a,class1,1,2,48,mm^3,4,6,4,110,100,120\n" + //
			"a,class1,2,1,24,mm^3,11,13.5,2,140,140,140\n" + //
			"a,class2,1,2,48,mm^3,9,3,2,210,200,220\n" + //
			"b,class2,1,3,0.75,micron^2,0.5833333,0.4166667,,220,200,230\n", objects());
		assertEquals(COUNTS + //
			"a,class1,2,72,36,mm^3\n" + //
			"a,class2,1,48,48,mm^3\n" + //
			"b,class1,0,0,,micron^2\n" + //
			"b,class2,1,0.75,0.75,micron^2\n" + //
			"c,class1,0,0,,pixel^2\n" + //
			"c,class2,0,0,,pixel^2\n", counts());
		assertTrue(log.lines.contains("Measured 4 objects in 3 cases: " + labels.resolve("objects.csv") + ", counts.csv"),
			log.lines.toString());
	}

	@Test
	void smallObjectsAreLeftOut() throws IOException {
		solid("a.nii");
		run(tables().minimumSize(48).build());
		assertEquals(OBJECTS + "a,class1,1,2,48,mm^3,4,6,4,110,100,120\n" + "a,class2,1,2,48,mm^3,9,3,2,210,200,220\n",
			objects());
		assertEquals(COUNTS + "a,class1,1,48,48,mm^3\n" + "a,class2,1,48,48,mm^3\n", counts());
		for (final double wrong : new double[] { -1, Double.NaN, Double.POSITIVE_INFINITY })
			assertEquals(List.of("minimumsize"), tables().minimumSize(wrong).build().validate().stream().map(Problem::where)
				.toList());
		assertEquals(List.of("minimumsize"), options().minimumSize(5).build().validate().stream().map(Problem::where)
			.toList(), "there is no table");
	}

	/** Two squares of 5 x 5 pixels that touch, each with an inside of 3 x 3 pixels of 150 and a border of 250. */
	@Test
	void numberedObjectsThatTouchAreMeasuredOneByOne() throws IOException {
		ToyEngine.fold(folder.resolve("results_2d"), "0", with(Labels.ofObjects("nucleus"), 1), "best");
		final Volume volume = volume(Geometry.of(new long[] { 12, 7, 1 }, 1, 1, 1), 1);
		for (int y = 1; y < 6; y++)
			for (int x = 1; x < 11; x++)
				set(volume, x, y, 0, y > 1 && y < 5 && (x - 1) % 5 > 0 && (x - 1) % 5 < 4 ? 150 : 250);
		ImageFile.write(images.resolve("n.nii"), volume);
		run(tables().build());
		assertEquals(2, ImageFile.readLabels(labels.resolve("n.nii")).plane(0)[5 * 12 + 10], "the number of an object");
		assertEquals(OBJECTS + "n,nucleus,1,25,25,mm^2,3.5,3.5,,214,150,250\n" +
			"n,nucleus,2,25,25,mm^2,8.5,3.5,,214,150,250\n", objects());
		assertEquals(COUNTS + "n,nucleus,2,50,25,mm^2\n", counts());
	}

	/** The second channel is in a file of its own; a comma in a name does not begin a cell. */
	@Test
	void eachChannelIsMeasured() throws IOException {
		ToyEngine.fold(folder.resolve("results_2d"), "0", with(PLAN.labels(), 2), "best");
		slice("x,y_0000.nii");
		final Volume second = volume(Geometry.of(new long[] { 6, 5, 1 }, 1, 1, 1), 1);
		set(second, 2, 1, 0, -1024.5f);
		ImageFile.write(images.resolve("x,y_0001.nii"), second);
		run(tables().build());
		assertEquals(OBJECTS.strip() + ",mean_2,min_2,max_2\n" +
			"\"x,y\",class1,1,1,1,mm^2,2.5,1.5,,150,150,150,-1024.5,-1024.5,-1024.5\n", objects());
		assertEquals(COUNTS + "\"x,y\",class1,1,1,1,mm^2\n\"x,y\",class2,0,0,,mm^2\n", counts());
	}

	@Test
	void casesOfAnEarlierRunAreInTheTablesToo() throws IOException {
		slice("b.nii");
		run(options().build());
		assertFalse(Files.exists(labels.resolve("objects.csv")), "nobody wants it");
		slice("a.nii");
		final PredictResult second = run(tables().build());
		assertEquals(List.of(labels.resolve("b.nii")), second.skipped());
		assertEquals(OBJECTS + object("a") + object("b"), objects());
		assertEquals(COUNTS + count("a") + count("b"), counts());
		Files.delete(labels.resolve("objects.csv"));
		final int networks = engine.made.size(), told = log.fractions.size();
		run(tables().build());
		assertEquals(OBJECTS + object("a") + object("b"), objects());
		assertEquals(networks, engine.made.size(), "nothing is predicted");
		assertEquals(0, log.fractions.get(told), 1e-9, "the whole bar is that of measuring");
		assertEquals(1, log.fractions.get(log.fractions.size() - 1), 1e-9);
	}

	@Test
	void theBarGoesOnWhileObjectsAreMeasured() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		final int first = log.statuses.indexOf("measuring case 1 of 2 (a)");
		final int second = log.statuses.indexOf("measuring case 2 of 2 (b)");
		assertTrue(first > 0 && second == first + 1, log.statuses.toString());
		assertTrue(log.fractions.get(first - 1) > 0.5 && log.fractions.get(second) > log.fractions.get(first));
		assertEquals(1, log.fractions.get(log.fractions.size() - 1), 1e-9);
	}

	@Test
	void theTablesOfASingleFileLieBesideIt() throws IOException {
		final Path file = slice("a.nii");
		final Path output = folder.resolve("out.nii.gz");
		run(tables().input(file).output(output).build());
		assertEquals(OBJECTS + object("a"), Files.readString(folder.resolve("out_objects.csv")));
		assertEquals(COUNTS + count("a"), Files.readString(folder.resolve("out_counts.csv")));
		run(tables().input(slice("b.nii")).output(output).build());
		assertEquals(OBJECTS + object("b"), Files.readString(folder.resolve("out_objects.csv")), "its only image");
		run(options().input(file).output(output).build());
		assertFalse(Files.exists(folder.resolve("out_objects.csv")) || Files.exists(folder.resolve("out_counts.csv")),
			"the labels are new");
	}

	/** One has a column more than ours, the other nothing in common. */
	@Test
	void filesOfTheSameNameThatSomebodyElseWroteAreKept() throws IOException {
		slice("a.nii");
		final Path objects = Files.createDirectories(labels).resolve("objects.csv"), counts = labels.resolve("counts.csv");
		final String own = OBJECTS.strip() + ",comment\n" + object("a").strip() + ",mitosis\n";
		Files.writeString(objects, own);
		Files.writeString(counts, "day,visitors\n1,20\n");
		final ProblemException e = assertThrows(ProblemException.class, () -> run(tables().build()));
		assertEquals(List.of(objects.toString(), counts.toString()), e.problems().stream().map(Problem::where).toList());
		assertEquals(0, engine.made.size(), "refused before work");
		assertEquals(1, run(options().build()).written().size());
		assertEquals(own, objects());
		assertEquals("day,visitors\n1,20\n", counts());
	}

	/** A spreadsheet ends lines as Windows does. */
	@Test
	void ourTablesAreKnownByTheirFirstLine() throws IOException {
		slice("a.nii");
		run(tables().build());
		Files.writeString(labels.resolve("counts.csv"), counts().replace("\n", "\r\n"));
		run(tables().overwrite(true).build());
		assertEquals(COUNTS + count("a"), counts());
	}

	@Test
	void aCancelLeavesTheLabelsAndNoHalfOfATable() throws IOException {
		for (final String name : List.of("a.nii", "b.nii", "c.nii"))
			slice(name);
		final Recorded ending = Recorded.until(1, "measuring case 2 of 3");
		assertThrows(CancellationException.class, () -> run(tables().build(), ending));
		try (Stream<Path> files = Files.list(labels)) {
			assertEquals(List.of("a.nii", "b.nii", "c.nii", "prediction.json"), files.map(file -> file.getFileName().toString())
				.sorted().toList());
		}
		run(tables().build());
		assertEquals(List.of("a", "b", "c"), counted());
	}

	@Test
	void aCaseThatCannotBeMeasuredHasFailed() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		Files.write(labels.resolve("a.nii"), new byte[] { 1, 2, 3 });
		final PredictResult result = run(tables().build());
		assertEquals(List.of("a"), result.failures().stream().map(PredictResult.Failure::name).toList());
		assertEquals(List.of(labels.resolve("b.nii")), result.skipped(), "finished or failed, not both");
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith("FAILED a: " + labels.resolve("a.nii"))), log.lines
			.toString());
		assertEquals(List.of("a", "b"), counted(), "it may be readable again soon");
		assertTrue(log.lines.contains("Measured 1 object in 1 case: " + labels.resolve("objects.csv") +
			", counts.csv, beside the rows of 1 other image"), log.lines.toString());
	}

	/** Its intensities would be those of other places. */
	@Test
	void labelsOfAnotherSizeThanTheirImageAreNotMeasured() throws IOException {
		slice("a.nii");
		run(tables().build());
		final LabelMap cropped = new LabelMap(Geometry.of(new long[] { 5, 5, 1 }, 1, 1, 1));
		cropped.plane(0)[7] = 1;
		ImageFile.writeLabels(labels.resolve("a.nii"), cropped);
		final PredictResult result = run(tables().build());
		assertEquals(List.of(new Problem(labels.resolve("a.nii").toString(), "has 5 x 5 x 1 voxels of 1 x 1 mm, " +
			"its image 6 x 5 x 1 voxels of 1 x 1 mm.",
			"Predict it again with overwrite=true, or restore the file.")), result.failures().get(0).problems());
		assertFalse(Files.exists(labels.resolve("objects.csv")), "nothing was measured, and earlier rows do not fit");
		run(tables().overwrite(true).build());
		assertEquals(List.of("a"), counted());
	}

	@Test
	void aCaseThatCannotBePredictedIsNotInTheTables() throws IOException {
		slice("a.nii");
		Files.writeString(images.resolve("b.nii"), "no image");
		final PredictResult result = run(tables().build());
		assertEquals(List.of("b"), result.failures().stream().map(PredictResult.Failure::name).toList());
		assertEquals(List.of("a"), counted());
	}

	@Test
	void whoeverEndsWritesWhatAllProcessesHaveFinished() throws IOException {
		for (int i = 0; i < 4; i++)
			slice("s" + i + ".nii");
		run(tables().share("1/2").build());
		assertEquals(List.of("s0", "s2"), counted());
		run(tables().share("2/2").build());
		assertEquals(List.of("s0", "s1", "s2", "s3"), counted());
		assertEquals(OBJECTS + object("s0") + object("s1") + object("s2") + object("s3"), objects());
	}

	private static List<String> counts(final Labels meaning, final short... plane) {
		final Geometry grid = Geometry.of(new long[] { plane.length, 1, 1 }, 1, 1, 1);
		return ObjectRows.of("i", meaning, LabelMap.of(grid, new short[][] { plane }), volume(grid, 1), 0).counts().lines()
			.toList();
	}

	/** Masks of 0 and 255; regions, of which only what they paint is in label files; a number that no class has. */
	@Test
	void classesAreThoseThatLabelFilesMayHold() {
		assertEquals(List.of("i,cell,2,3,1.5,mm^2"), counts(new Labels(List.of("background", "cell"), List.of(), -1, List
			.of(0, 255)), (short) 255, (short) 0, (short) 255, (short) 255));
		final Labels regions = new Labels(List.of("background", "oedema", "core"), List.of(new Labels.Region("whole", List.of(
			1, 2), 1), new Labels.Region("core", List.of(2), 2)), -1);
		assertEquals(List.of("i,oedema,0,0,,mm^2", "i,core,1,2,2,mm^2"), counts(regions, (short) 2, (short) 2));
		assertEquals(List.of("i,cell,0,0,,mm^2", "i,label 7,1,1,1,mm^2"), counts(Labels.of("background", "cell"),
			(short) 0, (short) 7));
	}

	@Test
	void numbersAreShortAndPlain() {
		assertEquals("0.3", ObjectRows.plain(0.1 + 0.2));
		assertEquals("0.1", ObjectRows.plain(0.1f));
		assertEquals("0.3333333", ObjectRows.plain(1 / 3.0));
		assertEquals("0.000000003333333", ObjectRows.plain(1e-8 / 3));
		assertEquals("-1024.5", ObjectRows.plain(-1024.5));
		assertEquals("123456789012", ObjectRows.plain(123456789012.25));
		assertEquals("0", ObjectRows.plain(0));
		assertEquals("", ObjectRows.plain(Double.NaN));
	}
}
