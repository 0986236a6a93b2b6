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
package sc.fiji.nnunet.paint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

/** Tests of projects on disk: what is painted is kept, in the journal and as labels of an nnU-Net dataset. */
class PaintProjectTest {

	private static final List<PaintClass> TWO = List.of(new PaintClass("background", 0x0000ff),
		new PaintClass("cell", 0xff0000));

	@TempDir
	private Path temp;

	@Test
	void aProjectIsADatasetWithAnIgnoreLabel() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			final String image = project.addImage("my cells.tif", volume(3, 5, 4, 2));
			project.stroke(image, 1, 0, new Runs(new int[] { 1, 1, 2 }));
			project.stroke(image, 0, 2, new Runs(new int[] { 4, 0, 4 }));
		}
		final Dataset dataset = Datasets.open(temp.resolve("p"));
		assertEquals(List.of("background", "cell"), dataset.labels().names());
		assertEquals(2, dataset.labels().ignore());
		assertEquals("my_cells", dataset.training().get(0).name());
		assertEquals(2, dataset.training().get(0).images().size());
		final LabelMap labels = ImageFile.readLabels(dataset.training().get(0).label());
		assertArrayEquals(new short[] { 2, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 }, labels.plane(0));
		assertArrayEquals(new short[] { 0, 0, 0, 0 }, Arrays.copyOfRange(labels.plane(2), 16, 20));
		final Volume read = ImageFile.read(dataset.training().get(0).images());
		assertEquals(volume(3, 5, 4, 2).geometry(), read.geometry());
		assertArrayEquals(volume(3, 5, 4, 2).plane(1, 2), read.plane(1, 2));
	}

	@Test
	void aStackWithoutUnitKeepsItsSpacing() throws IOException {
		final Volume image = new Volume(Geometry.of(new long[] { 4, 4, 3 }, 1, 1, 1).shownIn(LengthUnit.PIXEL), 1);
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			final String name = project.addImage("stack", image);
			assertArrayEquals(new double[] { 1, 1, 1 }, project.image(name).geometry().spacing());
			assertEquals(3, project.paint(name).geometry().size()[2]);
		}
	}

	@Test
	void strokesLieOverAcceptedSlicesAndLaterOverEarlierOnes() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			final String image = project.addImage("a", volume(1, 2, 4, 1));
			project.stroke(image, 1, 0, new Runs(new int[] { 0, 0, 2 }));
			project.accept(image, 0, new short[] { 0, 0, 0, 0, 1, 1, 1, 1 });
			assertArrayEquals(new short[] { 1, 1, 0, 0, 1, 1, 1, 1 }, project.paint(image).slice(0));
			project.stroke(image, 0, 0, new Runs(new int[] { 0, 1, 1, 1, 0, 1 }));
			assertArrayEquals(new short[] { 1, 0, 0, 0, 0, 1, 1, 1 }, project.paint(image).slice(0));
			project.stroke(image, Mark.ERASER, 0, new Runs(new int[] { 0, 0, 2 }));
			assertArrayEquals(new short[] { 0, 0, 0, 0, 0, 1, 1, 1 }, project.paint(image).slice(0));
			assertEquals(List.of(0), project.paint(image).accepted());
		}
	}

	@Test
	void undoTakesBackOneAfterTheOther() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			final String image = project.addImage("a", volume(2, 2, 4, 1));
			project.stroke(image, 1, 0, new Runs(new int[] { 0, 0, 2 }));
			project.stroke(image, 0, 1, new Runs(new int[] { 1, 0, 1 }));
			assertEquals(1, project.undo(image).z());
			assertEquals(List.of(0), project.paint(image).painted());
			project.stroke(image, 1, 1, new Runs(new int[] { 1, 3, 1 }));
			assertEquals(4, project.undo(image).id());
			assertEquals(1, project.undo(image).id());
			assertNull(project.undo(image));
			assertEquals(List.of(), project.paint(image).painted());
		}
		try (PaintProject again = PaintProject.open(temp.resolve("p"))) {
			assertEquals(List.of(), again.paint("a").painted());
			assertEquals(6, again.paint("a").last());
		}
	}

	@Test
	void aJournalThatEndsAnywhereKeepsAllWholeLines() throws IOException {
		final Path journal = temp.resolve("p/paint/a.jsonl");
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			project.addImage("a", volume(1, 2, 4, 1));
			project.stroke("a", 1, 0, new Runs(new int[] { 0, 0, 2 }));
			project.accept("a", 0, new short[] { 0, 0, 0, 0, 1, 1, 1, 1 });
			project.undo("a");
			project.stroke("a", 0, 0, new Runs(new int[] { 1, 2, 2 }));
		}
		final byte[] whole = Files.readAllBytes(journal);
		for (int length = 0; length <= whole.length; length++)
			for (final int zeros : new int[] { 0, 7 }) {
				Files.write(journal, Arrays.copyOf(Arrays.copyOf(whole, length), length + zeros));
				final int lines = lines(whole, length);
				assertEquals(lines, PaintProject.read(temp.resolve("p")).paint("a").last(),
					"read after " + length + " bytes");
				try (PaintProject project = PaintProject.open(temp.resolve("p"))) {
					assertEquals(lines, project.paint("a").last(), "after " + length + " bytes");
					assertEquals(lines + 1, project.stroke("a", 1, 0, new Runs(new int[] { 0, 3, 1 })));
				}
				assertEquals(lines + 1, PaintProject.read(temp.resolve("p")).paint("a").last(), "after " + length);
				assertEquals(1, PaintProject.read(temp.resolve("p")).paint("a").slice(0)[3], "after " + length);
			}
	}

	/** The lines that are whole but for the line break. */
	private static int lines(final byte[] bytes, final int length) {
		int lines = 0;
		for (int i = 0; i < bytes.length; i++)
			if (bytes[i] == '\n' && i <= length) lines++;
		return lines;
	}

	@Test
	void aBrokenLineInTheMiddleIsAProblem() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			project.addImage("a", volume(1, 2, 4, 1));
			project.stroke("a", 1, 0, new Runs(new int[] { 0, 0, 2 }));
		}
		final Path journal = temp.resolve("p/paint/a.jsonl");
		final String line = Files.readString(journal);
		Files.writeString(journal, "rubbish\n" + line);
		final ProblemException problem = assertThrows(ProblemException.class,
			() -> PaintProject.read(temp.resolve("p")).paint("a"));
		assertTrue(problem.getMessage().contains("line 1"), problem.getMessage());
		Files.writeString(journal, line.replace("\"z\":0", "\"z\":9"), StandardOpenOption.TRUNCATE_EXISTING);
		assertThrows(ProblemException.class, () -> PaintProject.read(temp.resolve("p")).paint("a"));
	}

	@Test
	void severalImagesHaveTheirOwnPaintAndNames() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			assertEquals("a", project.addImage("a.tif", volume(1, 2, 4, 1)));
			assertEquals("A-2", project.addImage("A.nii.gz", volume(2, 3, 3, 1)));
			assertEquals("image", project.addImage("???", volume(1, 3, 3, 1)));
			assertThrows(ProblemException.class, () -> project.addImage("b", volume(1, 3, 3, 2)));
			project.stroke("A-2", 1, 1, new Runs(new int[] { 2, 2, 1 }));
		}
		try (PaintProject project = PaintProject.open(temp.resolve("p"))) {
			assertEquals(List.of("a", "A-2", "image"), project.images());
			assertEquals(List.of(), project.paint("a").painted());
			assertEquals(List.of(1), project.paint("A-2").painted());
		}
		assertEquals(3, Datasets.open(temp.resolve("p")).training().size());
	}

	@Test
	void aNewClassMovesTheIgnoreLabelInAllFiles() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			project.addImage("a", volume(1, 2, 4, 1));
			project.stroke("a", 1, 0, new Runs(new int[] { 0, 0, 1 }));
			project.save();
			project.classes(List.of(TWO.get(0), TWO.get(1), new PaintClass("nucleus", 0xff00)));
			project.stroke("a", 2, 0, new Runs(new int[] { 1, 0, 1 }));
			assertThrows(ProblemException.class, () -> project.classes(TWO));
		}
		final Dataset dataset = Datasets.open(temp.resolve("p"));
		assertEquals(3, dataset.labels().ignore());
		assertArrayEquals(new short[] { 1, 3, 3, 3, 2, 3, 3, 3 },
			ImageFile.readLabels(dataset.training().get(0).label()).plane(0));
	}

	@Test
	void theGeometryOfNiftiIsKept() throws IOException {
		final Path file = temp.resolve("in.nii.gz");
		ImageFile.write(file, volume(3, 5, 4, 1));
		final Volume image = ImageFile.read(file);
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			project.addImage("in.nii.gz", image);
		}
		final Dataset dataset = Datasets.open(temp.resolve("p"));
		assertEquals(".nii.gz", dataset.fileEnding());
		assertEquals(image.geometry(), ImageFile.readLabels(dataset.training().get(0).label()).geometry());
	}

	@Test
	void oneProcessPaintsAndOthersRead() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), TWO)) {
			project.addImage("a", volume(1, 2, 4, 1));
			assertThrows(ProblemException.class, () -> PaintProject.open(temp.resolve("p")));
			final PaintProject other = PaintProject.read(temp.resolve("p"));
			project.stroke("a", 1, 0, new Runs(new int[] { 0, 0, 1 }));
			assertEquals(1, other.paint("a").last());
			assertThrows(IllegalStateException.class, () -> other.undo("a"));
		}
		assertThrows(ProblemException.class, () -> PaintProject.create(temp.resolve("p"), TWO));
		assertFalse(PaintProject.isIn(temp));
	}

	@Test
	void classesThatNnUNetCannotHaveAreRefused() {
		for (final String name : List.of("ignore", "background", "", "cell"))
			assertThrows(ProblemException.class, () -> PaintProject.create(temp.resolve("q"),
				List.of(TWO.get(0), TWO.get(1),
				new PaintClass(name, 0))), name);
		assertThrows(ProblemException.class, () -> PaintProject.create(temp.resolve("q"), List.of(TWO.get(0))));
	}

	@Test
	void runsAreFoundRowByRow() {
		final Runs runs = Runs.of(4, 2, index -> index != 1 && index != 6);
		assertArrayEquals(new int[] { 0, 0, 1, 0, 2, 2, 1, 0, 2, 1, 3, 1 }, runs.yxn());
		final boolean[] back = new boolean[8];
		runs.forEach(4, (index, length) -> Arrays.fill(back, index, index + length, true));
		assertArrayEquals(new boolean[] { true, false, true, true, true, true, false, true }, back);
		assertFalse(new Runs(new int[] { 0, 3, 2 }).within(4, 2));
	}

	@Test
	void windowAndLearnerReadWhatTheOtherWrote() throws IOException {
		final LiveFolder live = new LiveFolder(temp);
		assertTrue(live.request().isEmpty() && live.state().isEmpty() && live.plane("a", 0).isEmpty());
		final LiveRequest request = new LiveRequest(3, "a", 7, LiveRequest.Wish.ALL, 99);
		live.request(request);
		assertEquals(request, live.request().orElseThrow());
		final LiveState state = new LiveState(2, "forest", 0.5, null, 7, null, 1.5, "m", 3,
			List.of(new Suggestion("a", 1,
			2, 3, "why")), List.of("cell"), true, null, 5);
		live.state(state);
		assertEquals(state, live.state().orElseThrow());
		live.plane("a", 12, new LivePlane(2, "forest", 2, 1, new byte[] { 0, 1 }, new byte[] { 9, -1 }));
		live.plane("a", 3, new LivePlane(2, "forest", 2, 1, new byte[] { 0, 1 }, new byte[] { 9, -1 }));
		assertArrayEquals(new byte[] { 9, -1 }, live.plane("a", 12).orElseThrow().certainty());
		assertEquals(List.of(3, 12), live.planes("a"));
	}

	private static Volume volume(final int depth, final int height, final int width, final int channels) {
		final Volume volume = new Volume(Geometry.of(new long[] { width, height, depth }, 0.5, 0.5, 2), channels);
		for (int c = 0; c < channels; c++)
			for (int z = 0; z < depth; z++)
				for (int i = 0; i < width * height; i++)
					volume.plane(c, z)[i] = 1 + c * 1000 + z * 100 + i;
		return volume;
	}
}
