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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Roi;
import ij.io.OpenDialog;
import ij.plugin.frame.RoiManager;
import sc.fiji.nnunet.paint.PaintClass;

/** Asks where paint is to be taken from, and which class is which. */
final class ImportSource {

	private static final String MANAGER = "the ROI Manager", OVERLAY = "the overlay of the image", LABKIT =
		"a file of Labkit (.labeling)...";

	/** What is left out, and what gets a class of its own, in the place of a class's number. */
	static final int LEFT_OUT = -1, NEW = -2;

	private static final String UNPAINTED = "not painted", OWN = "a new class";

	/** So many questions fit on a small screen. */
	private static final int MOST = 16;

	private ImportSource() {
		// only static methods
	}

	/** Finds paint. */
	@FunctionalInterface
	interface Finder {

		/** Reads it; takes a while. */
		List<FoundPaint> find() throws IOException;
	}

	/**
	 * Asks where paint is to be taken from.
	 *
	 * @param diameter of the disc at a point
	 * @return null if the user left
	 */
	static Finder ask(final ImagePlus image, final int diameter) {
		final List<String> sources = new ArrayList<>(List.of(MANAGER, OVERLAY, LABKIT));
		for (final String title : WindowManager.getImageTitles())
			if (!title.equals(image.getTitle())) sources.add(title);
		final GenericDialog dialog = new GenericDialog("Take paint from elsewhere");
		dialog.addChoice("Take it from", sources.toArray(String[]::new), MANAGER);
		final List<String> ways = new ArrayList<>();
		for (final SelectionClass by : SelectionClass.values())
			ways.add(by.toString());
		dialog.addChoice("The class of a selection is", ways.toArray(String[]::new), ways.get(0));
		dialog.showDialog();
		if (dialog.wasCanceled()) return null;
		final String source = dialog.getNextChoice();
		final SelectionClass by = SelectionClass.values()[dialog.getNextChoiceIndex()];
		final SelectionPixels pixels = new SelectionPixels(image, diameter);
		switch (source) {
			case MANAGER -> {
				final RoiManager manager = RoiManager.getInstance();
				final List<Roi> rois = manager == null ? List.of() : List.of(manager.getRoisAsArray());
				return () -> pixels.of(rois, by);
			}
			case OVERLAY -> {
				final List<Roi> rois = image.getOverlay() == null ? List.of() : List.of(image.getOverlay().toArray());
				return () -> pixels.of(rois.stream().filter(roi -> !Layers.isOurs(roi)).toList(), by);
			}
			case LABKIT -> {
				final OpenDialog open = new OpenDialog("A file of Labkit");
				if (open.getPath() == null) return null;
				return () -> LabkitLabeling.read(Path.of(open.getPath()), image);
			}
			default -> {
				final ImagePlus labels = WindowManager.getImage(source);
				final int t = image.getFrame() - 1;
				return () -> LabelPixels.of(labels, image, t);
			}
		}
	}

	/**
	 * Asks which class each name stands for.
	 *
	 * @return a class's number, {@link #LEFT_OUT} or {@link #NEW} for each name; null if the user left
	 */
	static List<Integer> askClasses(final List<String> names, final List<PaintClass> classes) {
		if (names.isEmpty() || names.size() > MOST) {
			IJ.error(PaintAndTrain.LABEL, names.isEmpty() ? "There is nothing to take paint from." :
				"There are " + names.size() + " different names or values, and at most " + MOST +
					" can become classes.\n" +
					"If they are objects, make a class of them: Image > Adjust > Threshold, or rename the selections.");
			return null;
		}
		final List<String> choices = new ArrayList<>(List.of(UNPAINTED, OWN));
		classes.forEach(one -> choices.add(one.name()));
		final GenericDialog dialog = new GenericDialog("Which class is which");
		dialog.addMessage("Pixels that are not painted are unknown, not background.");
		for (final String name : names) {
			final int guess = guess(name, classes);
			dialog.addChoice(name, choices.toArray(String[]::new), guess == LEFT_OUT ? UNPAINTED : guess == NEW
				? OWN : classes.get(guess).name());
		}
		dialog.showDialog();
		if (dialog.wasCanceled()) return null;
		final List<Integer> labels = new ArrayList<>();
		for (int n = 0; n < names.size(); n++) {
			final int choice = dialog.getNextChoiceIndex();
			labels.add(choice == 0 ? LEFT_OUT : choice == 1 ? NEW : choice - 2);
		}
		return labels;
	}

	/** The class that a name most likely stands for. Value 0 of a label image mostly means that nothing is painted. */
	static int guess(final String name, final List<PaintClass> classes) {
		for (int label = 0; label < classes.size(); label++)
			if (classes.get(label).name().equalsIgnoreCase(name)) return label;
		if (name.equals("value 0")) return LEFT_OUT;
		if (!name.matches("(value|group) \\d{1,9}")) return NEW;
		final int label = Integer.parseInt(name.substring(name.indexOf(' ') + 1));
		return label < classes.size() ? label : NEW;
	}
}
