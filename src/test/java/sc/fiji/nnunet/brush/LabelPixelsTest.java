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
package sc.fiji.nnunet.brush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** Label images and Labkit's files as paint. */
class LabelPixelsTest {

	@TempDir
	private Path folder;

	private static ImagePlus image(final int slices) {
		return IJ.createImage("cells", "8-bit black", 4, 3, slices);
	}

	private static void assertFound(final String name, final int z, final int[] yxn, final FoundPaint found) {
		assertEquals(name, found.name());
		assertEquals(new Place(z, 0), found.place());
		assertArrayEquals(yxn, found.pixels().yxn());
	}

	/** As Predict Image makes them of a time-lapse. */
	@Test
	void ofLabelsWithTheSameTimePointsThoseOfOneAreFound() throws ProblemException {
		final ImagePlus labels = image(6), film = image(6);
		labels.setDimensions(1, 2, 3);
		film.setDimensions(1, 2, 3);
		labels.getStack().getProcessor(4).set(5, 7);
		labels.getStack().getProcessor(6).set(5, 8);
		final List<FoundPaint> found = LabelPixels.of(labels, film, 1).stream().filter(one -> !one.name().equals("value 0"))
			.toList();
		assertEquals(List.of("value 7"), found.stream().map(FoundPaint::name).toList());
		assertEquals(new Place(1, 1), found.get(0).place());
	}

	@Test
	void labelsWithOtherTimePointsAreRefused() {
		final ImagePlus labels = image(6);
		labels.setDimensions(1, 2, 3);
		assertTrue(assertThrows(ProblemException.class, () -> LabelPixels.of(labels, image(2), 0)).getMessage().contains(
			"It has 3 time points."));
	}

	@Test
	void everyValueOfALabelImageIsFoundSliceBySlice() throws ProblemException {
		final ImagePlus labels = image(2);
		for (int n = 0; n < 12; n++) {
			labels.getStack().getProcessor(1).set(n, 2);
			labels.getStack().getProcessor(2).set(n, n > 4 && n < 7 ? 1 : 0);
		}
		final List<FoundPaint> found = LabelPixels.of(labels, image(2), 0);
		assertEquals(3, found.size());
		assertFound("value 2", 0, new int[] { 0, 0, 4, 1, 0, 4, 2, 0, 4 }, found.get(0));
		assertFound("value 0", 1, new int[] { 0, 0, 4, 1, 0, 1, 1, 3, 1, 2, 0, 4 }, found.get(1));
		assertFound("value 1", 1, new int[] { 1, 1, 2 }, found.get(2));
	}

	@Test
	void aLabelImageOfAnotherSizeIsRefused() {
		final ProblemException e = assertThrows(ProblemException.class, () -> LabelPixels.of(image(3), image(2), 0));
		assertTrue(
			e.getMessage().contains("has 4 x 3 pixels and 3 slice(s), but cells has 4 x 3 pixels and 2 slice(s)"), e
			.getMessage());
	}

	@Test
	void aFileOfLabkitIsRead() throws Exception {
		final Path file = folder.resolve("leaf.tif.labeling");
		Files.writeString(file,
			"{\"interval\":{\"min\":[0,0],\"max\":[3,2],\"n\":2},\"pixelSizes\":[{\"size\":1.0,\"unit\":" +
			"\"pixel\"},{\"size\":1.0,\"unit\":\"pixel\"}],\"labels\":{\"background\":[[0,1],[1,1]," +
			"[3,2]],\"foreground\":" +
			"[[2,0]]},\"colors\":{\"background\":\"#004AFF\",\"foreground\":\"#FF0000\"}}");
		final List<FoundPaint> found = LabkitLabeling.read(file, image(1));
		assertEquals(2, found.size());
		assertFound("background", 0, new int[] { 1, 0, 2, 2, 3, 1 }, found.get(0));
		assertFound("foreground", 0, new int[] { 0, 2, 1 }, found.get(1));
		final ProblemException e = assertThrows(ProblemException.class, () -> LabkitLabeling.read(file, image(2)));
		assertTrue(e.getMessage().contains("labels an image of [4, 3] pixels, but cells has [4, 3, 2]"),
			e.getMessage());
	}

	@Test
	void brokenFilesOfLabkitAreRefusedByASentence() throws Exception {
		for (final String text : List.of("", "{}", "[1]", "{\"interval\":{\"min\":[0],\"max\":[3]},\"labels\":{}}",
			"{\"interval\":{\"min\":[0,0],\"max\":[3,2]},\"labels\":{\"a\":[[4,0]]}}",
			"{\"interval\":{\"min\":[0,0],\"max\":[3,2]},\"labels\":{\"a\":[[1]]}}"))
		{
			final Path file = Files.writeString(folder.resolve("broken.labeling"), text);
			assertThrows(ProblemException.class, () -> LabkitLabeling.read(file, image(1)), text);
		}
	}

	@Test
	void whatIsWrittenForLabkitIsReadAgain() throws Exception {
		final LabelMap labels = LabelMap.of(Geometry.of(new long[] { 4, 3, 2 }, new double[] { 1, 1, 2 }),
			new short[][] { {
			-1, -1, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1 }, { -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1 } });
		final Path file = folder.resolve("cells.labeling");
		LabkitLabeling.write(file, labels, List.of(new PaintClass("background", 0x0000ff), new PaintClass("a \"cell\"",
			0xff0000)));
		assertEquals(
			"{\"interval\":{\"min\":[0,0,0],\"max\":[3,2,1],\"n\":3},\"pixelSizes\":[{\"size\":1.0,\"unit\":\"mm\"}," +
			"{\"size\":1.0,\"unit\":\"mm\"},{\"size\":2.0,\"unit\":\"mm\"}],\"labels\":{\"background\":" +
			"[[2,0,0],[3,0,0]],\"a \\\"cell\\\"\":[[0,1,0],[1,2,1],[2,2,1],[3,2,1]]}," +
			"\"colors\":{\"background\":\"#0000FF\",\"a \\\"cell\\\"\":\"#FF0000\"}}", Files.readString(file));
		final List<FoundPaint> found = LabkitLabeling.read(file, image(2));
		assertEquals(3, found.size());
		assertFound("background", 0, new int[] { 0, 2, 2 }, found.get(0));
		assertFound("a \"cell\"", 0, new int[] { 1, 0, 1 }, found.get(1));
		assertFound("a \"cell\"", 1, new int[] { 2, 1, 3 }, found.get(2));
	}
}
