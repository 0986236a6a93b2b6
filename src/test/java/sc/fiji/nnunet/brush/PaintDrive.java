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

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import sc.fiji.nnunet.imagej.NNUNet_Bridge;
import sc.fiji.nnunet.paint.LiveFolder;
import sc.fiji.nnunet.paint.LiveState;

/**
 * Hands on a real ImageJ: opens an image, paints on it with ImageJ's tools by moving the mouse,
	and presses the buttons of
 * nnU-Net Paint and Train. Each step that does not come about ends the program with a sentence and a picture.
 */
final class PaintDrive {

	private static final int SETTLE = 60;

	private final Robot robot;
	private final Path pictures;
	private final ImagePlus image;
	private PaintWindow window;

	PaintDrive(final ImagePlus image, final Path pictures) throws AWTException {
		this.image = image;
		this.pictures = pictures;
		robot = new Robot();
		robot.setAutoDelay(15);
		// NB: or Java joins the moves of two strokes where the machine is slow
		robot.setAutoWaitForIdle(true);
	}

	/** Opens the window on the image, in a project. */
	void open(final Path project, final String classes) throws Exception {
		final String said = NNUNet_Bridge.call("nnU-Net Paint and Train", "project=[" + project + "] classes=[" +
			classes +
			"]");
		check(said.equals(NNUNet_Bridge.OK), "the window did not open: " + said);
		await(30, "the window did not come", () -> PaintWindow.of(project) != null &&
			PaintWindow.of(project).isShowing());
		window = PaintWindow.of(project);
		robot.delay(1000);
	}

	/** Draws with the mouse from pixel to pixel: x, y, x, y ... */
	void drag(final int... pixels) throws Exception {
		final ImageCanvas canvas = image.getCanvas();
		final Point corner = canvas.getLocationOnScreen();
		for (int n = 0; n < pixels.length; n += 2) {
			final int x = corner.x + canvas.screenX(pixels[n]), y = corner.y + canvas.screenY(pixels[n + 1]);
			robot.mouseMove(x, y);
			robot.delay(20);
			if (n == 0) robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		}
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		robot.delay(SETTLE);
	}

	/** Presses a key of the keyboard over the image. */
	void key(final int code) {
		robot.keyPress(code);
		robot.keyRelease(code);
		robot.delay(SETTLE);
	}

	/** Presses a button of the window. */
	void press(final String title) throws Exception {
		final AbstractButton button = button(window, title);
		check(button != null, "there is no button " + title);
		SwingUtilities.invokeAndWait(button::doClick);
	}

	/** The first button whose title begins so. */
	private static AbstractButton button(final Container within, final String title) {
		for (final Component part : within.getComponents()) {
			if (part instanceof AbstractButton one && one.getText().startsWith(title)) return one;
			final AbstractButton inside = part instanceof Container more ? button(more, title) : null;
			if (inside != null) return inside;
		}
		return null;
	}

	/** Whether there is a button whose title begins so. */
	boolean has(final String title) {
		return button(window, title) != null;
	}

	/** All texts of the window. */
	String texts() {
		final List<String> texts = new ArrayList<>();
		collect(window, texts);
		return String.join(" | ", texts);
	}

	private static void collect(final Container within, final List<String> texts) {
		for (final Component part : within.getComponents())
			if (part instanceof JTextArea text) texts.add(text.getText());
			else if (part instanceof Container more) collect(more, texts);
	}

	/** The number of pixels that the prediction covers. */
	long predicted() {
		return covered("nnU-Net prediction");
	}

	/** The number of pixels that a layer covers. */
	long covered(final String layer) {
		if (image.getOverlay() == null) return 0;
		final Roi roi = image.getOverlay().get(layer);
		if (!(roi instanceof ImageRoi picture)) return 0;
		long count = 0;
		final int[] pixels = (int[]) picture.getProcessor().getPixels();
		for (final int pixel : pixels)
			if ((pixel & 0xffffff) != 0) count++;
		return count;
	}

	void await(final int seconds, final String failure, final BooleanSupplier done) throws Exception {
		final long end = System.nanoTime() + seconds * 1_000_000_000L;
		while (!done.getAsBoolean()) {
			check(System.nanoTime() < end, failure);
			Thread.sleep(100);
		}
	}

	void check(final boolean fine, final String failure) throws Exception {
		if (fine) return;
		picture("failure.png", new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
		System.err.println("FAILED: " + failure + (window == null ? "" : "\nThe window says: " + texts()));
		System.exit(1);
	}

	/** Photographs the image and the window. */
	void picture(final String name) throws Exception {
		robot.delay(500);
		Rectangle area = image.getWindow().getBounds();
		area = area.union(window.getBounds());
		picture(name, area.intersection(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize())));
	}

	private void picture(final String name, final Rectangle area) throws IOException {
		ImageIO.write(robot.createScreenCapture(area), "png", pictures.resolve(name).toFile());
	}

	PaintWindow window() {
		return window;
	}

	/** Opens another image of the project and paints on it from now on. */
	PaintDrive on(final ImagePlus other, final Path project) throws Exception {
		final PaintDrive drive = new PaintDrive(other, pictures);
		drive.open(project, "");
		drive.check(drive.window == window, "the other image has got a window of its own");
		return drive;
	}

	/** The window's project, as someone else reads it. */
	static LiveState state(final Path project) {
		try {
			return new LiveFolder(project).state().orElse(null);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Goes to a slice, as the slider does, and waits for a result there. */
	void slice(final int number) throws Exception {
		image.setSlice(number);
		await(60, "slice " + number + " has got no result", () -> {
			final Roi roi = image.getOverlay() == null ? null : image.getOverlay().get("nnU-Net prediction");
			return roi != null && roi.getPosition() == number && predicted() > 0;
		});
	}

	ImagePlus image() {
		return image;
	}
}
