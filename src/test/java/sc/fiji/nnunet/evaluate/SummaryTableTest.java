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
package sc.fiji.nnunet.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;

/** Tables for people: lengths are in a unit in which they can be read. */
class SummaryTableTest extends WithEvaluations {

	/** The edge of a pixel of a microscope in millimetres. */
	private static final double PIXEL = 3.25e-4;

	@Test
	void imagesOfAMicroscopeAreShownInMicrometres() throws IOException {
		save("a.tif", PIXEL, LengthUnit.MICROMETRE);
		final Summary summary = evaluate(1);
		assertEquals(LengthUnit.MICROMETRE, summary.unit());
		final SummaryTable table = new SummaryTable(summary);
		assertEquals(List.of("class", "cases", "Dice", "IoU", "HD95 µm", "HD µm", "ASSD µm", "pred µm3", "ref µm3"), table
			.headings());
		// NB: two pixels of three were found; a voxel has 0.325 x 0.325 x 1 µm
		assertEquals(List.of("0.325", "0.211", "0.317"), List.of(cell(table, "HD µm"), cell(table, "pred µm3"), cell(table,
			"ref µm3")));
		assertTrue(table.text().contains("No surface Dice: its tolerance, 1 mm, is much larger than any distance here (at " +
			"most 0.325 µm), so that it would be 1 wherever both images have the class. Evaluate with a smaller one, such as " +
			"tolerance=0.001 for 1 µm."), table.text());
		final String[] csv = table.csv().split("\n");
		assertTrue(csv[0].contains(",volume_ref_mm3,HD,HD95,ASSD,surface_Dice"), "spreadsheets stay as they are");
		assertEquals(PIXEL, summary.foregroundMean().get(Measure.HD), 1e-9);
	}

	@Test
	void aSmallToleranceIsUsed() throws IOException {
		save("a.tif", PIXEL, LengthUnit.MICROMETRE);
		final SummaryTable table = new SummaryTable(evaluate(1e-4));
		assertTrue(table.headings().contains("sDice 0.1 µm"), table.headings().toString());
		assertFalse(cell(table, "sDice 0.1 µm").startsWith("1"), table.text());
		assertFalse(table.text().contains("No surface Dice"), table.text());
	}

	@Test
	void imagesWithoutUnitAreShownInPixels() throws IOException {
		save("a.png", 1, LengthUnit.PIXEL);
		final SummaryTable table = new SummaryTable(evaluate(1));
		assertEquals(List.of("class", "cases", "Dice", "IoU", "HD95 px", "HD px", "ASSD px", "sDice 1 px", "pred voxels",
			"ref voxels"), table.headings());
		assertEquals(List.of("1.00", "2.0", "3.0"), List.of(cell(table, "HD px"), cell(table, "pred voxels"), cell(table,
			"ref voxels")));
	}

	/** NB: a size without a unit counts as millimetres, and centimetres are the unit of dots per inch. */
	@Test
	void otherUnitsAreNoUnitsOfMicrographs() throws IOException {
		save("a.tif", 0.65, LengthUnit.PIXEL);
		assertEquals("0.650", cell(new SummaryTable(evaluate(1)), "HD mm"));
		save("a.tif", PIXEL, LengthUnit.MICROMETRE);
		final Summary one = evaluate(1);
		final Summary centimetres = new Summary(one.cases(), one.targets(), one.empty(), 1, List.of(), one.coverage(),
			LengthUnit.CENTIMETRE);
		assertEquals("0.325", cell(new SummaryTable(centimetres), "HD µm"));
	}

	@Test
	void millimetresStayWhereTheyCanBeRead() throws IOException {
		save("a.nii.gz", 2.5, LengthUnit.MILLIMETRE);
		final SummaryTable table = new SummaryTable(evaluate(1));
		assertEquals(List.of("class", "cases", "Dice", "IoU", "HD95 mm", "HD mm", "ASSD mm", "sDice 1 mm", "pred mm3",
			"ref mm3"), table.headings());
		assertEquals("2.50", cell(table, "HD mm"));
	}

	/** Such as micrographs in NIfTI, or a summary that an earlier version wrote. */
	@Test
	void tinyMillimetresAreShownInASmallerUnit() throws IOException {
		save("a.nii.gz", PIXEL, LengthUnit.MILLIMETRE);
		final Summary summary = evaluate(1);
		final Summary old = new Summary(summary.cases(), summary.targets(), summary.empty(), 1, List.of());
		for (final Summary one : List.of(summary, old))
			assertEquals("0.325", cell(new SummaryTable(one), "HD µm"));
		final Summary overlapOnly = Evaluator.run(options().surface(false).build(), executor, Progress.none());
		assertTrue(new SummaryTable(overlapOnly).headings().contains("pred µm3"), "there are volumes only");
	}

	@Test
	void theUnitIsKeptInTheSummaryUnlessImagesDiffer() throws IOException {
		save("a.tif", PIXEL, LengthUnit.MICROMETRE);
		final Path file = folder.resolve("summary.json");
		for (final LengthUnit unit : List.of(LengthUnit.MICROMETRE, LengthUnit.PIXEL, LengthUnit.MILLIMETRE)) {
			final Summary one = evaluate(1);
			SummaryFile.write(file, new Summary(one.cases(), one.targets(), one.empty(), 1, List.of(), one.coverage(), unit));
			assertEquals(unit, SummaryFile.read(file).unit());
		}
		save("b.png", 1, LengthUnit.PIXEL);
		final Summary mixed = evaluate(1);
		assertNull(mixed.unit());
		SummaryFile.write(file, mixed);
		assertFalse(Files.readString(file).contains("image_unit"));
		assertEquals(mixed, SummaryFile.read(file));
	}

	private static String cell(final SummaryTable table, final String heading) {
		return table.means().get(0).get(table.headings().indexOf(heading));
	}

	private Summary evaluate(final double tolerance) throws IOException {
		return Evaluator.run(options().tolerance(tolerance).build(), executor, Progress.none());
	}

	/** Writes a reference with three pixels in a row, of which the prediction has the first two. */
	private void save(final String name, final double pixel, final LengthUnit unit) throws IOException {
		final Geometry geometry = Geometry.of(new long[] { 8, 8, 1 }, pixel, pixel, pixel == PIXEL ? 1e-3 : pixel).shownIn(
			unit);
		final LabelMap reference = new LabelMap(geometry);
		final LabelMap prediction = new LabelMap(geometry);
		for (int x = 2; x < 5; x++)
			reference.plane(0)[24 + x] = 1;
		for (int x = 2; x < 4; x++)
			prediction.plane(0)[24 + x] = 1;
		ImageFile.writeLabels(references.resolve(name), reference);
		ImageFile.writeLabels(predictions.resolve(name), prediction);
	}
}
