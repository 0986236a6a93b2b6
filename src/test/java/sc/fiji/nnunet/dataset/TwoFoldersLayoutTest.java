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

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.util.Map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class TwoFoldersLayoutTest {

	private static final Geometry GRID = Geometry.of(new long[] { 4, 3, 2 }, 1, 1, 1);
	private static final Geometry SQUARE = Geometry.of(new long[] { 30, 30, 1 }, 1, 1, 1);

	@TempDir
	Path folder;

	@BeforeEach
	void twoFolders() throws IOException {
		Files.createDirectories(folder.resolve("Images"));
		Files.createDirectories(folder.resolve("masks"));
		image("b", 1);
		image("a", 1);
		label("b", 1);
		label("a", 2);
	}

	@Test
	void casesAndClassesAreDerivedAndNothingIsWritten() throws IOException {
		Files.writeString(folder.resolve("Images/notes.txt"), "not an image");
		final Dataset dataset = Datasets.open(folder);
		assertInstanceOf(TwoFoldersLayout.class, Datasets.layout(folder));
		assertEquals(Labels.of("background", "class 1", "class 2"), dataset.labels());
		assertEquals(List.of("image"), dataset.channels());
		assertEquals(List.of(new Case("a", List.of(folder.resolve("Images/a.nii")), folder.resolve("masks/a.nii.gz")),
			new Case("b", List.of(folder.resolve("Images/b.nii")), folder.resolve("masks/b.nii.gz"))), dataset.training());
		assertFalse(Files.exists(folder.resolve("dataset.json")));
	}

	@Test
	void writtenProposalOpensAsTheSameDataset() throws IOException {
		final Dataset proposed = Datasets.open(folder);
		final String text = new TwoFoldersLayout().propose(folder);
		final Path file = Files.writeString(folder.resolve("dataset.json"), text);
		assertInstanceOf(NnUNetLayout.class, Datasets.layout(folder));
		assertEquals(proposed, Datasets.open(folder));
		Files.writeString(file, text.replace("class 2", "tumour"));
		assertEquals(Labels.of("background", "class 1", "tumour"), Datasets.open(folder).labels());
	}

	/** NB: a pair begins with the header in each of its files. */
	@Test
	void bothFilesOfAPairAreOneImage() throws IOException {
		ImageFile.write(folder.resolve("Images/c.hdr"), new Volume(GRID, 1));
		ImageFile.writeLabels(folder.resolve("masks/c.hdr"), new LabelMap(GRID));
		assertEquals(List.of("a", "b", "c"), Datasets.open(folder).training().stream().map(Case::name).toList());
		assertEquals(List.of(), Datasets.layout(folder).look(Datasets.open(folder)));
	}

	/** Masks of a stack that other programs write: TIFF without unit and distance of slices. */
	@Test
	void aStackOfMasksWithoutASizeLiesOnItsImage() throws IOException {
		final Geometry thick = Geometry.of(new long[] { 4, 3, 2 }, 0.2, 0.2, 0.5);
		ImageFile.write(folder.resolve("Images/a.tif"), new Volume(thick, 1));
		Files.delete(folder.resolve("Images/a.nii"));
		Files.delete(folder.resolve("masks/a.nii.gz"));
		final Path mask = folder.resolve("masks/a.tif");
		final ImageStack stack = new ImageStack(4, 3);
		stack.addSlice(new ByteProcessor(4, 3, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 }));
		stack.addSlice(new ByteProcessor(4, 3));
		assertTrue(new FileSaver(new ImagePlus("mask", stack)).saveAsTiff(mask.toString()));
		assertThrows(ProblemException.class, () -> ImageFile.readLabels(mask), "whose slices may have any distance");
		final Dataset dataset = Datasets.open(folder);
		assertEquals(Labels.of("background", "class 1", "class 2"), dataset.labels());
		final CaseReport report = new CaseCheck(dataset, CheckOptions.defaults()).check(dataset.training().get(0));
		assertEquals(Map.of(0, 22L, 1, 1L, 2, 1L), report.labels());
		assertEquals(List.of(), report.findings().stream().filter(one -> one.severity() == Finding.Severity.ERROR && !one
			.toString().contains("above zero")).toList());
		final LabelMap labels = ImageFile.readLabels(mask, thick, (file, warning) -> {
			throw new AssertionError(warning);
		});
		assertEquals(thick, labels.geometry());
		assertEquals(2, labels.plane(0)[11]);
	}

	@Test
	void filesWithoutPartnerAreFound() throws IOException {
		image("c", 1);
		label("d", 1);
		final Dataset dataset = Datasets.open(folder);
		assertEquals(folder.resolve("masks/c.nii.gz"), dataset.training().get(2).label());
		final List<Finding> findings = Datasets.layout(folder).look(dataset);
		assertEquals(1, findings.size(), findings.toString());
		assertEquals(folder.resolve("masks/d.nii.gz").toString(), findings.get(0).problem().where());
		final CaseReport report = new CaseCheck(dataset, CheckOptions.defaults()).check(dataset.training().get(2));
		assertTrue(report.findings().toString().contains("The label is missing"), report.toString());
	}

	@Test
	void severalChannelsAreNamed() throws IOException {
		image("a", 3);
		image("b", 3);
		assertEquals(List.of("channel 0", "channel 1", "channel 2"), Datasets.open(folder).channels());
	}

	/** ImageJ's masks are 0 and 255. */
	@Test
	void labelValuesMayHaveGaps() throws IOException {
		label("a", 255);
		label("b", 255);
		final Dataset masks = Datasets.open(folder);
		assertEquals(new Labels(List.of("background", "foreground"), List.of(), -1, List.of(0, 255)), masks.labels());
		final CaseCheck check = new CaseCheck(masks, CheckOptions.defaults());
		assertTrue(check.check(masks.training().get(0)).findings().stream().noneMatch(one -> one
			.severity() == Finding.Severity.ERROR));
		label("a", 254);
		final String text = check.check(masks.training().get(0)).findings().toString();
		assertTrue(text.contains("254") && text.contains("which has 0, 255"), text);
		assertEquals(List.of("background", "class 254", "class 255"), Datasets.open(folder).labels().names());
	}

	@Test
	void greyValuesAndNothingAreRefusedWithACure() throws IOException {
		final LabelMap grey = new LabelMap(SQUARE);
		for (int i = 0; i < grey.plane(0).length; i++)
			grey.plane(0)[i] = (short) (i * 37 % 100);
		ImageFile.writeLabels(folder.resolve("masks/a.nii.gz"), grey);
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder));
		assertTrue(e.getMessage().contains("hold 100 values: 0, 1, 2"), e.getMessage());
		assertTrue(e.getMessage().contains("threshold again. Or images and labels are exchanged"), e.getMessage());
		assertTrue(e.getMessage().contains("{\"instances\": true}"), e.getMessage());
		label("a", 0);
		label("b", 0);
		assertThrows(ProblemException.class, () -> Datasets.open(folder));
	}

	/** Objects that are numbered anew in each file, as for StarDist and Cellpose: also more of them than classes may be. */
	@ParameterizedTest
	@CsvSource({ "12, 9", "80, 60" })
	void numberedObjectsAreFoundOut(final int inA, final int inB) throws IOException {
		squares("a", 1, inA);
		squares("b", 1, inB);
		final Dataset dataset = Datasets.open(folder);
		assertEquals(Labels.ofObjects("object"), dataset.labels());
		final List<Finding> findings = Datasets.layout(folder).look(dataset);
		assertEquals(1, findings.size(), findings.toString());
		assertTrue(findings.get(0).problem().what().contains("number objects one by one"), findings.toString());
		assertTrue(findings.get(0).problem().cure().contains("{\"instances\": false}"), findings.toString());
		Files.writeString(folder.resolve("dataset.json"), new TwoFoldersLayout().propose(folder));
		assertEquals(dataset, Datasets.open(folder));
	}

	/** Also if counts are nearly the same, and if numbers were deleted in one of several files. */
	@Test
	void numberedObjectsMayBeNearlyAsManyInEachFile() throws IOException {
		int n = 0;
		for (final int count : new int[] { 50, 52, 55, 51, 50, 53 }) {
			image("c" + n, 1);
			squares("c" + n++, 1, count);
		}
		squares("a", 40, 3);
		squares("b", 1, 54);
		assertTrue(Datasets.open(folder).labels().instances());
	}

	/** The same highest number in most files, gaps below it, or few numbers: classes; of many there is a remark. */
	@ParameterizedTest
	@CsvSource({ "1, 12, 1, 12, 12", "15, 8, 3, 20, 20", "1, 3, 1, 5, 5" })
	void classesAreNotTakenForObjects(final int firstInA, final int inA, final int firstInB, final int inB,
		final int classes) throws IOException
	{
		squares("a", firstInA, inA);
		squares("b", firstInB, inB);
		final Dataset dataset = Datasets.open(folder);
		assertFalse(dataset.labels().instances());
		assertEquals(classes, dataset.labels().classes() - 1);
		final List<Finding> findings = Datasets.layout(folder).look(dataset);
		assertEquals(classes < 8 ? 0 : 1, findings.size(), findings.toString());
		if (classes >= 8) assertTrue(findings.toString().contains("Each of the " + classes + " numbers") && findings.toString()
			.contains("{\"instances\": true}"), findings.toString());
	}

	/** One scan that ends before the last organs. */
	@Test
	void oneFileWithFewerClassesDoesNotMakeThemObjects() throws IOException {
		for (int n = 0; n < 19; n++) {
			image("c" + n, 1);
			squares("c" + n, 1, 10);
		}
		squares("a", 1, 8);
		squares("b", 1, 10);
		assertFalse(Datasets.open(folder).labels().instances());
	}

	/** Numbers in stripes all over the image are no objects. */
	@Test
	void scatteredValuesAreNotTakenForObjects() throws IOException {
		for (final String name : List.of("a", "b")) {
			final int values = name.equals("a") ? 30 : 20;
			final LabelMap stripes = new LabelMap(SQUARE);
			for (int i = 0; i < stripes.plane(0).length; i++)
				stripes.plane(0)[i] = (short) (i * 7 % (values + 1));
			ImageFile.writeLabels(folder.resolve("masks").resolve(name + ".nii.gz"), stripes);
		}
		assertFalse(Datasets.open(folder).labels().instances());
	}

	/** A description may say no more than that. */
	@Test
	void descriptionsMaySayWhatNumbersAre() throws IOException {
		squares("a", 1, 12);
		squares("b", 1, 9);
		final Path file = folder.resolve("dataset.json");
		Files.writeString(file, "{\"instances\": false}");
		assertInstanceOf(TwoFoldersLayout.class, Datasets.layout(folder));
		assertEquals(13, Datasets.open(folder).labels().classes());
		assertEquals(List.of(), Datasets.layout(folder).look(Datasets.open(folder)));
		Files.writeString(file, "{\"instances\": false, \"labels\": {\"background\": 0, \"tumour\": 1, \"ignore\": 2}}");
		assertEquals(new Labels(List.of("background", "tumour"), List.of(), 2), Datasets.open(folder).labels());
		Files.writeString(file, "{\"instances\": false, \"labels\": {\"background\": 0, \"all\": [1, 2], \"core\": 2}, " +
			"\"regions_class_order\": [1, 2]}");
		assertEquals(2, Datasets.open(folder).labels().regions().size());
		squares("a", 1, 2);
		squares("b", 1, 2);
		Files.writeString(file, "{\"instances\": true, \"labels\": {\"background\": 0, \"nucleus\": 1}}");
		assertEquals(Labels.ofObjects("nucleus"), Datasets.open(folder).labels());
		Files.writeString(file, "{\"instances\": true}");
		assertEquals(Labels.ofObjects("object"), Datasets.open(folder).labels());
		assertEquals(List.of(), Datasets.layout(folder).look(Datasets.open(folder)));
		assertEquals(folder.resolve("masks"), Datasets.labels(folder));
		Files.writeString(file, "{\"instances\": 1}");
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder));
		assertTrue(e.getMessage().contains("\"instances\" is 1"), e.getMessage());
	}

	@Test
	void emptyFoldersAreRefused() throws IOException {
		Files.delete(folder.resolve("Images/a.nii"));
		Files.delete(folder.resolve("Images/b.nii"));
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder));
		assertTrue(e.getMessage().contains("There is no image in this folder"), e.getMessage());
	}

	private void image(final String name, final int channels) throws IOException {
		final Volume image = new Volume(GRID, channels);
		image.plane(0, 0)[3] = 7;
		ImageFile.write(folder.resolve("Images").resolve(name + ".nii"), image);
	}

	/** Squares of two pixels' width, numbered from first on. */
	private void squares(final String name, final int first, final int count) throws IOException {
		final LabelMap labels = new LabelMap(SQUARE);
		for (int n = 0; n < count; n++)
			for (int y = 0; y < 2; y++)
				for (int x = 0; x < 2; x++)
					labels.plane(0)[(3 * (n / 10) + y) * 30 + 3 * (n % 10) + x] = (short) (first + n);
		ImageFile.writeLabels(folder.resolve("masks").resolve(name + ".nii.gz"), labels);
	}

	private void label(final String name, final int value) throws IOException {
		final LabelMap label = new LabelMap(GRID);
		label.plane(1)[5] = (short) value;
		ImageFile.writeLabels(folder.resolve("masks").resolve(name + ".nii.gz"), label);
	}
}
