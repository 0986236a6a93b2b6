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

import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.Roi;
import sc.fiji.nnunet.paint.Mark;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.paint.Suggestion;

/**
 * The images that are painted on, and the stroke that is being painted. Used by Swing's thread only, which never waits
 * for the disk: that is left to {@link Disk}.
 */
final class Painting implements Easel, ImageListener {

	/** A stroke that is drawn, but not known to be on the disk yet. */
	private record Pending(int number, Sheet sheet, Place place, Runs pixels, Integer colour) {
	}

	private final Disk disk;
	private final IntConsumer byKey;
	private final Runnable closed;
	private final Map<ImagePlus, Sheet> sheets = new HashMap<>();
	private final Map<ImagePlus, Layers> layers = new HashMap<>();
	private final Map<ImagePlus, PaintKeys> keys = new HashMap<>();
	private final Deque<Pending> pending = new ArrayDeque<>();
	private List<PaintClass> classes;
	private Sheet active;
	private int chosen = 1;
	private int diameter;
	private boolean erasing;
	private double opacity;
	private int sent;
	private Tip tip;
	private Place tipPlace;
	private int tipLabel, lastX, lastY;

	/**
	 * @param byKey receives the class that is chosen by its key
	 * @param closed called when no image is left
	 */
	Painting(final Disk disk, final List<PaintClass> classes, final IntConsumer byKey, final Runnable closed) {
		this.disk = disk;
		this.classes = classes;
		this.byKey = byKey;
		this.closed = closed;
		ImagePlus.addImageListener(this);
	}

	/** Paints on one more image, from now on on this one. */
	void attach(final Sheet sheet) {
		final ImagePlus image = sheet.image();
		if (sheets.putIfAbsent(image, sheet) == null) {
			layers.put(image, new Layers(image, opacity));
			keys.put(image, new PaintKeys(image, this));
			keys.get(image).listen();
			image.setProperty(PROPERTY, this);
		}
		activate(image);
	}

	private void activate(final ImagePlus image) {
		active = sheets.get(image);
		look();
	}

	/** The image that was painted on last. */
	Sheet active() {
		return active;
	}

	/** Chooses the class of the next strokes. */
	void choose(final int label) {
		chosen = label;
	}

	/** The diameter of the next strokes and of points. */
	void diameter(final int pixels) {
		diameter = pixels;
	}

	/** The diameter of strokes and points. */
	int diameter() {
		return diameter;
	}

	/** Whether the next strokes remove paint. */
	void erasing(final boolean erases) {
		erasing = erases;
	}

	/** How much of the image the prediction hides, 0 to 1. */
	void opacity(final double share) {
		opacity = share;
		layers.values().forEach(one -> one.opacity(share));
	}

	/** Other names or colours, or more classes. */
	void classes(final List<PaintClass> others) {
		classes = others;
		look();
	}

	/** Reads what is painted and predicted in the visible slice, and shows it. */
	void look() {
		if (active != null) disk.look(active, Place.shown(active.image()));
	}

	/** Shows a slice, unless another one is visible by now. */
	void show(final SliceView view) {
		final ImagePlus image = view.sheet().image();
		final Layers over = layers.get(image);
		if (over == null || !view.place().equals(Place.shown(image))) return;
		pending.removeIf(one -> one.number <= view.strokes());
		over.show(view, colours());
		for (final Pending one : pending)
			if (one.sheet == view.sheet() && one.place.equals(view.place())) over.draw(one.pixels, one.colour);
		if (tip != null && view.sheet() == active && tipPlace.equals(view.place()))
			over.draw(tip.runs(), colour(tipLabel));
		image.draw();
	}

	private List<Integer> colours() {
		return classes.stream().map(PaintClass::colour).toList();
	}

	private Integer colour(final int label) {
		return label == Mark.ERASER ? null : Integer.valueOf(classes.get(label).colour());
	}

	/** Goes to a place worth painting. */
	void visit(final Suggestion there) {
		for (final Sheet sheet : sheets.values())
			if (sheet.time(there.image()) >= 0) {
				activate(sheet.image());
				visit(there.x(), there.y(), new Place(there.z(), sheet.time(there.image())));
				return;
			}
		IJ.showStatus("Open the image " + there.image() + " first, and nnU-Net Paint and Train on it.");
	}

	private void visit(final int x, final int y, final Place place) {
		final ImagePlus image = active.image();
		if (image.isHyperStack()) image.setPosition(image.getChannel(), place.z() + 1, place.t() + 1);
		else if (image.getNSlices() > 1) image.setSlice(place.z() + 1);
		final Rectangle seen = image.getCanvas().getSrcRect();
		if (!seen.contains(x, y)) {
			final int left = within(x - seen.width / 2, image.getWidth() - seen.width);
			final int top = within(y - seen.height / 2, image.getHeight() - seen.height);
			image.getCanvas().setSourceRect(new Rectangle(left, top, seen.width, seen.height));
		}
		look();
		layers.get(image).ring(x, y, place);
	}

	private static int within(final int value, final int most) {
		return Math.max(0, Math.min(most, value));
	}

	@Override
	public void press(final ImagePlus image, final int x, final int y, final boolean erases) {
		if (active.image() != image) activate(image);
		tip = new Tip(image.getWidth(), image.getHeight(), diameter);
		tipPlace = Place.shown(image);
		tipLabel = erases || erasing ? Mark.ERASER : chosen;
		lastX = x;
		lastY = y;
		drag(x, y);
	}

	@Override
	public void drag(final int x, final int y) {
		if (tip == null) return;
		layers.get(active.image()).draw(tip.move(lastX, lastY, x, y), tip::touched, colour(tipLabel));
		lastX = x;
		lastY = y;
	}

	@Override
	public void release() {
		if (tip == null) return;
		final Runs pixels = tip.runs();
		final Sheet sheet = active;
		final Place place = tipPlace;
		final int label = tipLabel;
		tip = null;
		if (pixels.isEmpty()) return;
		final int number = ++sent;
		pending.add(new Pending(number, sheet, place, pixels, colour(label)));
		disk.stroke(number, session -> session.stroke(sheet, place, label, pixels));
		disk.look(sheet, place);
	}

	@Override
	public void key(final ImagePlus image, final int number) {
		if (active.image() != image) activate(image);
		final Roi roi = image.getRoi();
		if (number > classes.size()) IJ.showStatus("There are " + classes.size() + " classes.");
		else if (roi == null || !SelectionPixels.marks(roi)) byKey.accept(number - 1);
		else add(number - 1);
	}

	/** Makes the selection of the image paint of a class. */
	void add(final int label) {
		final ImagePlus image = active.image();
		final Roi roi = image.getRoi();
		if (roi == null || !SelectionPixels.marks(roi)) {
			IJ.showStatus("Make a selection first, or paint with the nnU-Net Brush.");
			return;
		}
		final Roi copy = (Roi) roi.clone();
		final Place place = Place.shown(image);
		final Sheet sheet = active;
		final SelectionPixels pixels = new SelectionPixels(image, diameter);
		image.deleteRoi();
		disk.stroke(++sent, session -> {
			for (final Map.Entry<Place, Runs> one : pixels.at(copy, place).entrySet())
				session.stroke(sheet, one.getKey(), label, one.getValue());
		});
		disk.look(sheet, place);
	}

	@Override
	public void imageUpdated(final ImagePlus image) {
		SwingUtilities.invokeLater(() -> {
			if (active != null && active.image() == image) look();
		});
	}

	@Override
	public void imageOpened(final ImagePlus image) {
		// NB: an image is attached by the command
	}

	@Override
	public void imageClosed(final ImagePlus image) {
		SwingUtilities.invokeLater(() -> {
			if (sheets.remove(image) == null) return;
			detach(image);
			active = sheets.isEmpty() ? null : sheets.values().iterator().next();
			if (active == null) closed.run();
			else look();
		});
	}

	private void detach(final ImagePlus image) {
		keys.remove(image).stop();
		layers.remove(image).remove();
		image.setProperty(PROPERTY, null);
	}

	/** Lets all images go. */
	void end() {
		ImagePlus.removeImageListener(this);
		List.copyOf(sheets.keySet()).forEach(this::detach);
		sheets.clear();
		active = null;
	}
}
