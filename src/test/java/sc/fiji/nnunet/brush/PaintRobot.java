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

import java.awt.Frame;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.plugin.frame.Editor;
import sc.fiji.nnunet.imagej.NNUNet_Bridge;
import sc.fiji.nnunet.paint.LiveFolder;
import sc.fiji.nnunet.paint.LivePlane;
import sc.fiji.nnunet.paint.LiveState;

/**
 * A person who segments membranes in a real ImageJ, for {@code src/test/scripts/paint.sh}: EM slices and their labels,
 * which tell where a person would paint. Leaves pictures, the labels that the window predicted, and the macro that it
 * made; prints when the first overlay came, and how long the window was held while strokes were painted.
 */
final class PaintRobot {

	private static final int SLICES = 30, LONG = 24, EDGE = 30, MINUTES = 60, LEARNING = 150, STROKES = 30;

	/** The least share of pixels with the same label. NB: windows and mirrored copies may be taken in another order. */
	private static final double SAME = 0.99;

	/** Pixels of the labels that are 0 are membrane. */
	private static final int MEMBRANE = 0, INSIDE = 255;

	private final Path images;
	private final Path labels;
	private final Random random = new Random(1);

	private PaintRobot(final Path data) {
		images = data.resolve("images");
		labels = data.resolve("labels");
	}

	private ImagePlus stack(final Path folder, final int first, final int count, final String title) {
		final ImageStack stack = new ImageStack();
		for (int n = first; n < first + count; n++)
			stack.addSlice(IJ.openImage(folder.resolve(n + ".png").toString()).getProcessor());
		final ImagePlus image = new ImagePlus(title, stack);
		image.getCalibration().setUnit("nm");
		image.getCalibration().pixelWidth = 4;
		image.getCalibration().pixelHeight = 4;
		image.getCalibration().pixelDepth = 50;
		return image;
	}

	/** A straight stroke that stays within a class: x, y, x, y. */
	private int[] stroke(final ImagePlus truth, final int slice, final int value) {
		while (true) {
			final int x = EDGE + random.nextInt(truth.getWidth() - 2 * EDGE), y = EDGE +
				random.nextInt(truth.getHeight() - 2 *
				EDGE);
			final double angle = random.nextDouble() * 2 * Math.PI;
			final int toX = (int) Math.round(x + LONG * Math.cos(angle)), toY = (int) Math.round(y +
				LONG * Math.sin(angle));
			boolean within = true;
			for (int n = 0; n <= LONG && within; n++)
				for (int side = -1; side <= 1 && within; side++)
					within = truth.getStack().getProcessor(slice).get(x + (toX - x) * n / LONG, y + side +
						(toY - y) * n /
						LONG) == value;
			if (within) return new int[] { x, y, (x + toX) / 2, (y + toY) / 2, toX, toY };
		}
	}

	private static ImagePlus shown(final ImagePlus image) {
		image.show();
		image.getWindow().setLocation(5, 130);
		return image;
	}

	private void run(final Path project, final Path out) throws Exception {
		final EventClock clock = EventClock.install();
		final ImagePlus truth = stack(labels, 0, SLICES, "truth");
		final PaintDrive drive = new PaintDrive(shown(stack(images, 0, SLICES, "membranes.tif")), out);
		drive.open(project, "inside, membrane");
		drive.picture("window.png");
		clock.count(true);
		// the brush for membranes, which the window has chosen
		for (int n = 0; n < 4; n++)
			drive.drag(stroke(truth, 1, MEMBRANE));
		drive.await(5, "the brush has not painted", () -> drive.covered("nnU-Net paint") > 100);
		// ImageJ's own line tool and a key for the insides
		IJ.setTool("freeline");
		IJ.run("Line Width...", "line=5");
		drive.drag(stroke(truth, 1, INSIDE));
		final long start = System.nanoTime();
		drive.key(KeyEvent.VK_1);
		drive.await(10, "the key has not taken the selection", () -> drive.image().getRoi() == null);
		drive.await(300, "no result has come", () -> drive.predicted() > 0);
		System.out.printf(Locale.ROOT, "the first overlay came %.1f s after the second class's first stroke%n",
			(System.nanoTime() -
			start) * 1e-9);
		for (int n = 0; n < 5; n++) {
			drive.drag(stroke(truth, 1, INSIDE));
			drive.key(KeyEvent.VK_1);
			drive.await(10, "the key has not taken another selection", () -> drive.image().getRoi() == null);
		}
		BrushTool.choose();
		for (int n = 0; n < 3; n++)
			drive.drag(stroke(truth, 1, MEMBRANE));
		paint(drive, truth);
		clock.count(false);
		System.out.println(clock.sentence());
		System.out.println("the longest: " + clock.longest());
		final int round = PaintDrive.state(project).round();
		drive.await(120, "no later round has come", () -> PaintDrive.state(project).round() > round + 1);
		drive.picture("paint.png");
		drive.slice(2);
		drive.slice(1);
		accept(drive, project);
		final PaintDrive other = drive.on(shown(stack(images, 10, 1, "tenth.tif")), project);
		other.on(shown(stack(images, 20, 1, "twentieth.tif")), project);
		suggest(drive);
		predictAll(other);
		final String macro = macro(drive, out);
		SwingUtilities.invokeAndWait(drive.window()::dispose);
		drive.await(MINUTES, "the learner did not end", () -> !PaintDrive.state(project).running());
		again(project, out);
		System.out.println(macro);
	}

	/** Paints many strokes, while overlays come and go. */
	private void paint(final PaintDrive drive, final ImagePlus truth) throws Exception {
		for (int n = 0; n < STROKES; n++)
			drive.drag(stroke(truth, 1, MEMBRANE));
	}

	private static void accept(final PaintDrive drive, final Path project) throws Exception {
		final long before = journal(project);
		drive.press("Accept");
		drive.await(10, "the slice was not accepted", () -> journal(project) == before + 1);
		drive.press("Undo");
		drive.await(10, "undo did nothing", () -> journal(project) == before + 2);
		drive.press("Accept");
		drive.await(10, "the slice was not accepted again", () -> journal(project) == before + 3);
		// NB: which of them is better is for the learner to say
		final long end = System.nanoTime() + LEARNING * 1_000_000_000L;
		while (!PaintDrive.state(project).source().equals("network") && System.nanoTime() < end)
			Thread.sleep(500);
		final LiveState state = PaintDrive.state(project);
		System.out.println("after one accepted slice: " + StatusText.of(state).replace('\n', '.'));
		Thread.sleep(2000);
		drive.picture("accepted.png");
	}

	private static long journal(final Path project) {
		try {
			return Files.readString(project.resolve("paint").resolve("membranes.jsonl")).lines().count();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static void suggest(final PaintDrive drive) throws Exception {
		drive.press("Suggest");
		drive.await(180, "nothing was suggested", () -> drive.has("Slice "));
		drive.press("Slice ");
		Thread.sleep(1000);
		drive.picture("suggestion.png");
	}

	private static void predictAll(final PaintDrive drive) throws Exception {
		drive.press("Predict all");
		drive.await(1200, "the labels did not come", () -> Stream.of(WindowManager.getImageTitles()).anyMatch(
			title -> title.startsWith("Labels of")));
	}

	private static String macro(final PaintDrive drive, final Path out) throws Exception {
		drive.press("Make macro");
		final List<String> texts = new ArrayList<>();
		drive.await(20, "the macro was not shown", () -> {
			for (final Frame frame : Frame.getFrames())
				if (frame instanceof Editor editor && editor.isShowing()) texts.add(editor.getText());
			return !texts.isEmpty();
		});
		Files.writeString(out.resolve("paint.ijm"), texts.get(0));
		return texts.get(0);
	}

	/** Opens the project again: strokes and result are there. */
	private static void again(final Path project, final Path out) throws Exception {
		WindowManager.closeAllWindows();
		for (final Window window : Window.getWindows())
			if (window instanceof PaintWindow) window.dispose();
		final PaintDrive drive = new PaintDrive(
			shown(new PaintRobot(Path.of(System.getProperty("data"))).stack(Path.of(System
			.getProperty("data"), "images"), 0, SLICES, "membranes.tif")), out);
		drive.open(project, "");
		drive.await(20, "the strokes are not there again", () -> drive.covered("nnU-Net paint") > 100);
		drive.await(20, "the result is not there again", () -> drive.predicted() > 100);
		SwingUtilities.invokeAndWait(drive.window()::dispose);
	}

	/** Holds label files that a macro has made against what the window has predicted: PROJECT PREDICTIONS NAME ... */
	private static void compare(final String... args) throws Exception {
		for (int n = 2; n < args.length; n++) {
			final LivePlane plane = new LiveFolder(Path.of(args[0])).plane(args[n], 0).orElseThrow();
			final ImagePlus labels = IJ.openImage(Path.of(args[1], args[n] + ".tif").toString());
			int same = 0;
			for (int i = 0; i < plane.labels().length; i++)
				if (labels.getProcessor().get(i) == plane.labels()[i]) same++;
			final double share = (double) same / plane.labels().length;
			System.out.printf(Locale.ROOT, "%s: the macro gives the window's label in %.4f of the pixels%n", args[n],
				share);
			if (share < SAME) System.exit(1);
		}
		System.exit(0);
	}

	/** Runs the last line of a macro file by ImageJ's door for machines without a display. */
	private static void runLine(final Path macro) throws Exception {
		final List<String> lines = Files.readAllLines(macro);
		final String[] parts = lines.get(lines.size() - 1).split("\"");
		final String said = NNUNet_Bridge.call(parts[1], parts[3]);
		System.out.println(parts[1] + ": " + said);
		System.exit(said.equals(NNUNet_Bridge.OK) ? 0 : 1);
	}

	/**
	 * DATA (with the folders images and labels) PROJECT PICTURES; or MACRO to run its last line; or PROJECT PREDICTIONS
	 * NAME ... to compare.
	 */
	public static void main(final String... args) throws Exception {
		if (args.length == 1) runLine(Path.of(args[0]));
		if (args.length > 3) compare(args);
		System.setProperty("data", args[0]);
		new ImageJ();
		Files.createDirectories(Path.of(args[2]));
		new PaintRobot(Path.of(args[0])).run(Path.of(args[1]).toAbsolutePath(), Path.of(args[2]));
		System.exit(0);
	}
}
