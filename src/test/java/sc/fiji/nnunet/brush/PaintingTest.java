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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.swing.SwingUtilities;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import sc.fiji.nnunet.paint.LiveFolder;
import sc.fiji.nnunet.paint.LivePlane;
import sc.fiji.nnunet.paint.LiveRequest;
import sc.fiji.nnunet.paint.LiveRequest.Wish;
import sc.fiji.nnunet.paint.LiveState;
import sc.fiji.nnunet.paint.PaintClass;

/** Strokes, from the mouse to the picture and the disk. */
class PaintingTest implements Disk.Listener {

	private static final int BLUE = 0x0000ff, RED = 0xff0000;

	@TempDir
	private Path folder;
	private ImagePlus image;
	private Session session;
	private Disk disk;
	private Painting painting;
	private final List<Throwable> failures = new ArrayList<>();
	private final List<Integer> chosen = new ArrayList<>();
	private final List<Wish> granted = new ArrayList<>();
	private List<String> unpainted = List.of();

	@BeforeEach
	void open() throws Exception {
		image = SessionTest.image("cells.tif", 1);
		session = Session.open(folder.resolve("project"), List.of(new PaintClass("background", BLUE),
			new PaintClass("cell", RED)));
		disk = new Disk(session, this);
		onSwing(() -> {
			painting = new Painting(disk, session.classes(), chosen::add, () -> { });
			painting.diameter(1);
			painting.opacity(0.5);
			painting.attach(new Sheet(image));
		});
		settle();
	}

	@AfterEach
	void close() throws Exception {
		settle();
		onSwing(painting::end);
		disk.close();
		assertTrue(disk.isClosedWithin(300));
		assertEquals(List.of(), failures);
	}

	private static void onSwing(final Runnable work) throws Exception {
		SwingUtilities.invokeAndWait(work);
	}

	/** Waits until the disk and then Swing have done what was asked for. */
	private void settle() throws Exception {
		final CountDownLatch done = new CountDownLatch(1);
		disk.run(any -> done.countDown());
		assertTrue(done.await(5, TimeUnit.MINUTES));
		onSwing(() -> { });
	}

	private int[] pixels(final String layer) {
		return (int[]) ((ImageRoi) image.getOverlay().get(layer)).getProcessor().getPixels();
	}

	private int painted(final int x, final int y) {
		return pixels("nnU-Net paint")[y * 4 + x] & 0xffffff;
	}

	private String journal() throws Exception {
		final Path file = folder.resolve("project/paint/cells.jsonl");
		return Files.exists(file) ? Files.readString(file) : "";
	}

	@Test
	void aStrokeIsDrawnWhileTheDiskIsBusyAndThenKept() throws Exception {
		final CountDownLatch blocked = new CountDownLatch(1);
		block(blocked);
		onSwing(() -> {
			painting.press(image, 0, 0, false);
			painting.drag(3, 0);
			assertEquals(RED, painted(2, 0), "drawn under the mouse");
			painting.release();
			painting.press(image, 0, 2, false);
			painting.release();
			assertEquals(RED, painted(2, 0));
		});
		assertEquals("", journal(), "the disk has had no turn");
		blocked.countDown();
		settle();
		onSwing(() -> assertEquals(RED, painted(2, 0)));
		assertEquals(2, journal().lines().count());
		assertTrue(journal().contains("\"label\":1,\"z\":0,\"runs\":[0,0,4]"), journal());
		assertEquals(List.of("background"), unpainted);
	}

	/** Lets the disk wait; the latch that is returned opens when it does. */
	private CountDownLatch block(final CountDownLatch until) {
		final CountDownLatch begun = new CountDownLatch(1);
		disk.run(any -> {
			begun.countDown();
			try {
				until.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		});
		return begun;
	}

	@Test
	void aLookFromBeforeAStrokeDoesNotWipeItOff() throws Exception {
		final CountDownLatch before = new CountDownLatch(1), after = new CountDownLatch(1);
		block(before);
		onSwing(painting::look);
		final CountDownLatch looked = block(after);
		onSwing(() -> {
			painting.press(image, 0, 0, false);
			painting.release();
		});
		before.countDown();
		assertTrue(looked.await(5, TimeUnit.MINUTES));
		final int[] seen = new int[1];
		onSwing(() -> seen[0] = painted(0, 0));
		after.countDown();
		assertEquals(RED, seen[0]);
	}

	@Test
	void aLookAtTheDiskDoesNotWipeOffTheStrokeUnderTheMouse() throws Exception {
		onSwing(() -> {
			painting.press(image, 1, 1, false);
			painting.look();
		});
		settle();
		onSwing(() -> {
			assertEquals(RED, painted(1, 1));
			painting.release();
		});
	}

	@Test
	void erasingTakesPaintAway() throws Exception {
		onSwing(() -> {
			painting.press(image, 0, 0, false);
			painting.drag(3, 0);
			painting.release();
			painting.press(image, 1, 0, true);
			painting.release();
			assertEquals(0, painted(1, 0));
		});
		settle();
		onSwing(() -> {
			assertEquals(0, painted(1, 0));
			assertEquals(RED, painted(2, 0));
		});
	}

	@Test
	void aKeyPaintsTheSelectionOrChoosesTheClass() throws Exception {
		onSwing(() -> painting.key(image, 2));
		assertEquals(List.of(1), chosen);
		image.setRoi(new Roi(1, 0, 2, 2));
		onSwing(() -> painting.key(image, 1));
		settle();
		onSwing(() -> assertEquals(BLUE, painted(2, 1)));
		assertNull(image.getRoi());
		image.setRoi(new Roi(1, 0, 2, 2));
		onSwing(() -> painting.key(image, 7));
		assertTrue(image.getRoi() != null, "there is no such class");
	}

	@Test
	void theOverlayFollowsTheSliceAndLeavesOthersAlone() throws Exception {
		final Roi other = new Roi(0, 0, 2, 2);
		image.setOverlay(new Overlay(other));
		final byte[] labels = new byte[12];
		labels[3] = 1;
		new LiveFolder(folder.resolve("project")).plane("cells", 1, new LivePlane(1, "forest", 4, 3, labels,
			new byte[12]));
		onSwing(() -> {
			painting.press(image, 0, 0, false);
			painting.release();
		});
		settle();
		assertEquals(0, pixels("nnU-Net prediction")[3]);
		image.setSlice(2);
		// NB: ImageJ tells its listeners only of images with a window
		painting.imageUpdated(image);
		onSwing(() -> { });
		settle();
		onSwing(() -> {
			assertEquals(RED, pixels("nnU-Net prediction")[3] & 0xffffff);
			assertEquals(0, pixels("nnU-Net prediction")[2], "the background stays clear");
			assertEquals(0, painted(0, 0), "that stroke lies in another slice");
			assertEquals(2, image.getOverlay().get("nnU-Net paint").getPosition());
			assertEquals(0.5, ((ImageRoi) image.getOverlay().get("nnU-Net prediction")).getOpacity());
		});
		assertEquals(3, image.getOverlay().size());
		onSwing(painting::end);
		assertArrayEquals(new Roi[] { other }, image.getOverlay().toArray());
		assertNull(Easel.of(image));
	}

	@Test
	void theLearnerHearsWhatIsVisibleAndItsAnswersAreSeen() throws Exception {
		final LiveFolder live = new LiveFolder(folder.resolve("project"));
		image.setSlice(2);
		painting.imageUpdated(image);
		onSwing(() -> { });
		settle();
		assertEquals(1, live.request().orElseThrow().z());
		final byte[] labels = new byte[12];
		labels[3] = 1;
		live.plane("cells", 1, new LivePlane(1, "forest", 4, 3, labels, new byte[12]));
		live.state(state(1, 0));
		until(() -> (pixels("nnU-Net prediction")[3] & 0xffffff) == RED, "a new round is shown");
		assertEquals(List.of(), granted);
		disk.wish(Wish.ALL);
		settle();
		final LiveRequest asked = live.request().orElseThrow();
		assertEquals(Wish.ALL, asked.wish());
		live.state(state(1, asked.number()));
		until(() -> granted.equals(List.of(Wish.ALL)), "the wish is granted");
		until(() -> live.request().orElseThrow().time() > asked.time(), "a learner that hears nothing would end");
	}

	private static LiveState state(final int round, final long answered) {
		return new LiveState(round, "forest", null, null, 0, null, 1, "", answered, null, null, true, null, 0);
	}

	private void until(final Callable<Boolean> condition, final String what) throws Exception {
		final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
		while (!condition.call()) {
			assertTrue(System.nanoTime() < end, what);
			Thread.sleep(50);
			settle();
		}
	}

	@Test
	void theBrushFindsTheWindowOfItsImage() {
		assertSame(painting, Easel.of(image));
		assertNull(Easel.of(SessionTest.image("other", 1)));
	}

	@Override
	public void seen(final SliceView view) {
		painting.show(view);
	}

	@Override
	public void state(final LiveState state, final List<String> missing) {
		unpainted = missing;
	}

	@Override
	public void granted(final Wish wish, final LiveState state) {
		granted.add(wish);
	}

	@Override
	public void failed(final Throwable failure) {
		failures.add(failure);
	}
}
