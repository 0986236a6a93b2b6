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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.paint.LiveFolder;
import sc.fiji.nnunet.paint.LivePlane;
import sc.fiji.nnunet.paint.LiveRequest;
import sc.fiji.nnunet.paint.LiveRequest.Wish;
import sc.fiji.nnunet.paint.LiveState;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.Runs;

/** What the window does on disk. */
class SessionTest {

	private static final List<PaintClass> CLASSES = List.of(new PaintClass("background", 0x0000ff),
		new PaintClass("cell", 0xff0000));
	private static final Place FIRST = new Place(0, 0), SECOND = new Place(1, 0);
	private static final Runs PIXELS = new Runs(new int[] { 1, 1, 2 });

	@TempDir
	private Path folder;
	private Path project;
	private Sheet sheet;

	@BeforeEach
	void open() {
		project = folder.resolve("project");
		sheet = new Sheet(image("cells.tif", 1));
	}

	/** Two slices of 4 x 3. */
	static ImagePlus image(final String title, final int frames) {
		final ImagePlus image = IJ.createImage(title, "8-bit ramp", 4, 3, 2 * frames);
		image.setDimensions(1, 2, frames);
		image.setOpenAsHyperStack(frames > 1);
		image.getCalibration().setUnit("micron");
		image.getCalibration().pixelDepth = 2;
		return image;
	}

	private static LivePlane plane(final int label) {
		final byte[] labels = new byte[12];
		Arrays.fill(labels, (byte) label);
		return new LivePlane(1, "forest", 4, 3, labels, new byte[12]);
	}

	private static LiveState state(final long answered) {
		return new LiveState(1, "forest", null, null, 0, null, 1, "", answered, null, null, true, null, 0);
	}

	@Test
	void strokesAndClassesAreThereWhenTheImageIsOpenedAgain() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.stroke(sheet, SECOND, 1, PIXELS);
			session.classes(List.of(CLASSES.get(0), new PaintClass("nucleus", 0xff0000)));
		}
		try (Session session = Session.open(project, CLASSES)) {
			final SliceView view = session.view(new Sheet(image("cells.tif", 1)), SECOND);
			assertArrayEquals(new short[] { -1, -1, -1, -1, -1, 1, 1, -1, -1, -1, -1, -1 }, view.paint());
			assertNull(view.result());
			assertEquals("nucleus", session.classes().get(1).name());
			assertEquals(List.of("cells"), session.images(), "the image is not added again");
			assertEquals("cells", session.sheet("cells").image().getTitle(), "without the image, that of the project");
		}
	}

	@Test
	void severalImagesAndAllTimePointsBelongToOneProject() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.stroke(sheet, FIRST, 1, PIXELS);
			final Sheet film = new Sheet(image("film.tif", 3));
			session.stroke(film, new Place(1, 2), 0, PIXELS);
			assertEquals(List.of("cells", "film_t3"), session.images());
			session.name(new Sheet(IJ.createImage("cells.tif", "8-bit black", 9, 9, 1)), FIRST);
			assertEquals(List.of("cells", "film_t3", "cells-2"), session.images(), "another size, so another image");
		}
	}

	/** NB: which is what a user has drawn to paint with. */
	@Test
	void anAreaSelectionDoesNotCropATimePoint() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			final ImagePlus image = image("film.tif", 3);
			image.setRoi(1, 1, 2, 2);
			session.name(new Sheet(image), new Place(0, 1));
			image.deleteRoi();
			assertEquals("film_t2", session.name(new Sheet(image), new Place(0, 1)), "the whole of it");
		}
	}

	@Test
	void aProjectWhoseFirstImageWasRefusedIsBegunAgain() throws Exception {
		final List<PaintClass> three = List.of(CLASSES.get(0), CLASSES.get(1), new PaintClass("border", 0x00ff00));
		Session.open(project, three).close();
		final CommandInfo info = Commands.find(PaintAndTrain.LABEL);
		final Module module = info.createModule();
		module.setInput("project", project.toFile());
		assertEquals("holds no project with an image.", ((PaintAndTrain) module.getDelegateObject()).check().get(0)
			.what());
		try (Session session = Session.open(project, CLASSES)) {
			assertEquals(CLASSES, session.classes(), "the classes of the next try");
			session.name(sheet, FIRST);
		}
		assertEquals(List.of(), ((PaintAndTrain) module.getDelegateObject()).check());
		try (Session session = Session.open(project, three)) {
			assertEquals(CLASSES, session.classes(), "those of a project with an image stay");
		}
	}

	/** As of two folders in which a microscope has written the same names. */
	@Test
	void anotherImageOfTheSameNameAndSizeIsAnotherImage() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.stroke(sheet, SECOND, 1, PIXELS);
			final ImagePlus other = image("cells.tif", 1);
			other.getStack().getProcessor(2).set(3, 2, 77);
			assertNull(session.view(new Sheet(other), SECOND).result());
			assertEquals(-1, session.view(new Sheet(other), SECOND).paint()[5], "nobody painted there");
			assertEquals(List.of("cells", "cells-2"), session.images());
			assertEquals("cells", session.name(new Sheet(image("cells.tif", 1)), FIRST));
			assertEquals("cells-2", session.name(new Sheet(other), FIRST));
		}
	}

	@Test
	void timePointsOfAnImageWithALongNameAreDifferentImages() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			final Sheet film = new Sheet(image("a".repeat(120) + ".tif", 3));
			assertNotEquals(session.name(film, FIRST), session.name(film, new Place(0, 1)));
		}
	}

	@Test
	void classesWithoutPaintAreNamed() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.name(sheet, FIRST);
			assertEquals(List.of("background", "cell"), session.unpainted());
			session.stroke(sheet, FIRST, 1, PIXELS);
			assertEquals(List.of("background"), session.unpainted());
			session.undo(sheet, FIRST);
			assertEquals(List.of("background", "cell"), session.unpainted());
			assertNull(session.undo(sheet, FIRST));
		}
	}

	@Test
	void aPredictedSliceIsAcceptedAsItIsOnDisk() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			assertFalse(session.accept(sheet, SECOND), "nothing is predicted");
			new LiveFolder(project).plane("cells", 1, plane(1));
			assertTrue(session.accept(sheet, SECOND));
			session.stroke(sheet, SECOND, 0, PIXELS);
			final SliceView view = session.view(sheet, SECOND);
			assertTrue(view.accepted());
			assertArrayEquals(new byte[] { 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1 }, view.result());
			assertArrayEquals(new short[] { -1, -1, -1, -1, -1, 0, 0, -1, -1, -1, -1, -1 }, view.paint());
			assertEquals(List.of(), session.unpainted());
			assertEquals(1, session.result(sheet, SECOND).plane(1)[0]);
			assertEquals(0, session.result(sheet, SECOND).plane(0)[0], "not predicted yet");
		}
	}

	@Test
	void whatIsAcceptedAgainIsWhatIsShownAndNotANewerPrediction() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.name(sheet, SECOND);
			new LiveFolder(project).plane("cells", 1, plane(1));
			session.accept(sheet, SECOND);
			session.stroke(sheet, SECOND, 0, PIXELS);
			new LiveFolder(project).plane("cells", 1, plane(0));
			final byte[] shown = session.view(sheet, SECOND).result();
			assertTrue(session.accept(sheet, SECOND));
			assertArrayEquals(shown, session.view(sheet, SECOND).result());
			assertArrayEquals(new byte[] { 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1 }, shown);
		}
	}

	@Test
	void whatWasFoundElsewhereIsPaintedExceptWhatIsLeftOut() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.add(sheet, List.of(new FoundPaint("value 0", FIRST, new Runs(new int[] { 0, 0, 4 })),
				new FoundPaint("value 1", SECOND, PIXELS)), Map.of("value 1", 1));
			assertEquals(-1, session.view(sheet, FIRST).paint()[0]);
			assertEquals(1, session.view(sheet, SECOND).paint()[5]);
		}
	}

	@Test
	void aWishIsRepeatedUntilItIsGranted() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			final LiveFolder live = new LiveFolder(project);
			session.request(sheet, FIRST);
			final LiveRequest none = live.request().orElseThrow();
			assertEquals(Wish.NONE, none.wish());
			session.wish(Wish.ALL);
			session.request(sheet, SECOND);
			session.request(sheet, SECOND);
			final LiveRequest all = live.request().orElseThrow();
			assertEquals(Wish.ALL, all.wish());
			assertEquals(1, all.z());
			assertEquals("cells", all.image());
			assertTrue(all.number() > none.number());
			assertEquals(Wish.NONE, session.granted(state(none.number())));
			assertEquals(Wish.ALL, session.granted(state(all.number())));
			assertEquals(Wish.NONE, session.granted(state(all.number())), "once");
			session.request(sheet, SECOND);
			assertEquals(Wish.NONE, live.request().orElseThrow().wish());
		}
	}

	@Test
	void whatIsPaintedIsWrittenForLabkit() throws IOException {
		try (Session session = Session.open(project, CLASSES)) {
			session.stroke(sheet, SECOND, 1, PIXELS);
			final Path file = folder.resolve("cells.labeling");
			session.export(sheet, FIRST, file);
			assertTrue(Files.readString(file).contains("\"cell\":[[1,1,1],[2,1,1]]"), Files.readString(file));
		}
	}
}
