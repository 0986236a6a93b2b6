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
package sc.fiji.nnunet.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.ConfusionCounts;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A picture of one case: image, reference and prediction side by side in its most informative slices.
 * <p>
 * Labels are tinted and outlined in the colours of {@link LabelColours}; the prediction also shows the reference's
 * outline as a dashed white line. The legend below shows the colour of each class, with its Dice in this case. Voxels
 * with the ignore label are shown and counted as what they are, not annotated. Works without a display.
 * </p>
 */
public final class Overlay {

	private static final int PANEL = 300;
	/** The size of a panel if there is only one slice. */
	private static final int SINGLE = 440;
	private static final int GAP = 6;
	private static final int HEAD = 28;
	private static final int LEGEND = 30;
	private static final Color DARK = new Color(0x15, 0x18, 0x1d);
	private static final Color LIGHT = new Color(0xe6, 0xe8, 0xec);
	private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

	private final Volume image;
	private final LabelMap reference;
	private final LabelMap prediction;
	/** The reference with -1 where it is not annotated. */
	private final LabelMap annotated;
	private final List<String> names;
	private final int ignore;

	/**
	 * A picture of labels that are all annotated.
	 *
	 * @param image the image; its first channel is shown
	 * @param reference the reference on the same grid, or null
	 * @param prediction the prediction on the same grid, or null
	 * @param names the classes' names by label value; may be shorter than needed
	 */
	public Overlay(final Volume image, final LabelMap reference, final LabelMap prediction, final List<String> names) {
		this(image, reference, prediction, names, -1);
	}

	/**
	 * A picture of a dataset's case.
	 *
	 * @param image the image; its first channel is shown
	 * @param reference the reference's classes on the same grid, or null
	 * @param prediction the predicted classes on the same grid, or null
	 * @param labels what the classes are called, and which label is ignored
	 */
	public Overlay(final Volume image, final LabelMap reference, final LabelMap prediction, final Labels labels) {
		this(image, reference, prediction, labels.names(), labels.ignore());
	}

	private Overlay(final Volume image, final LabelMap reference, final LabelMap prediction, final List<String> names,
		final int ignore)
	{
		this.image = image;
		this.reference = reference;
		this.prediction = prediction;
		this.names = List.copyOf(names);
		this.ignore = ignore;
		annotated = annotated(reference, ignore);
	}

	private static LabelMap annotated(final LabelMap reference, final int ignore) {
		if (reference == null || ignore < 0) return reference;
		final LabelMap copy = new LabelMap(reference.geometry());
		for (int z = 0; z < copy.size()[0]; z++) {
			final short[] from = reference.plane(z);
			final short[] to = copy.plane(z);
			for (int i = 0; i < to.length; i++)
				to[i] = (short) (from[i] == ignore ? -1 : from[i]);
		}
		return copy;
	}

	/** Writes the picture as a PNG file, atomically. */
	public void write(final Path png) throws IOException {
		WholeFile.write(png, Theme.png(image()));
	}

	/** The picture. */
	public BufferedImage image() {
		final List<LabelMap> maps = Stream.of(annotated, prediction).filter(map -> map != null).toList();
		final List<Slice> slices = new SlicePicker(image.geometry(), maps).slices();
		final double scale = scale(slices);
		final List<int[]> sizes = slices.stream().map(slice -> pixels(slice, scale)).toList();
		final int cell = sizes.stream().mapToInt(size -> size[0]).max().orElse(PANEL);
		final int columns = 1 + maps.size();
		final List<Integer> labels = labels(maps);
		final int width = columns * cell + (columns + 1) * GAP;
		final int legend = labels.isEmpty() ? 0 : LEGEND * (1 + (labels.size() - 1) / perLine(width));
		final int height = HEAD + sizes.stream().mapToInt(size -> size[1] + GAP).sum() + legend;

		final BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = sheet.createGraphics();
		try {
			g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			g.setColor(DARK);
			g.fillRect(0, 0, width, height);
			g.setFont(TEXT);
			g.setColor(LIGHT);
			heading(g, cell);
			int y = HEAD;
			for (int row = 0; row < slices.size(); row++) {
				final List<BufferedImage> panels = panels(slices.get(row), sizes.get(row));
				for (int column = 0; column < panels.size(); column++)
					g.drawImage(panels.get(column), GAP + column * (cell + GAP) + (cell - sizes.get(row)[0]) / 2, y, null);
				y += sizes.get(row)[1] + GAP;
			}
			legend(g, labels, y, width);
		}
		finally {
			g.dispose();
		}
		return sheet;
	}

	private List<BufferedImage> panels(final Slice slice, final int[] size) {
		final SlicePainter painter = new SlicePainter(slice, size[0], size[1]);
		final int[] grey = painter.grey(image, 0);
		final List<BufferedImage> panels = new ArrayList<>();
		panels.add(painter.image(grey));
		if (reference != null) {
			final int[] panel = grey.clone();
			painter.tint(panel, annotated);
			panels.add(painter.image(panel));
		}
		if (prediction != null) {
			final int[] panel = grey.clone();
			painter.tint(panel, prediction);
			if (reference != null) painter.outline(panel, annotated);
			panels.add(painter.image(panel));
		}
		return panels;
	}

	/** The number of pixels per millimetre at which the largest slice fills a panel. */
	private double scale(final List<Slice> slices) {
		final double[] spacing = image.geometry().spacingZyx();
		double extent = 0;
		for (final Slice slice : slices)
			extent = Math.max(extent, Math.max(slice.rows() * spacing[slice.rowAxis()], slice.columns() * spacing[slice
				.columnAxis()]));
		return (slices.size() == 1 ? SINGLE : PANEL) / extent;
	}

	private int[] pixels(final Slice slice, final double scale) {
		final double[] spacing = image.geometry().spacingZyx();
		return new int[] { (int) Math.max(1, Math.round(slice.columns() * spacing[slice.columnAxis()] * scale)), (int) Math
			.max(1, Math.round(slice.rows() * spacing[slice.rowAxis()] * scale)) };
	}

	private void heading(final Graphics2D g, final int cell) {
		final List<String> titles = new ArrayList<>(List.of("image"));
		if (reference != null) titles.add("reference");
		if (prediction != null) titles.add(reference == null ? "prediction" : "prediction (dashed: reference)");
		for (int column = 0; column < titles.size(); column++) {
			final String title = fit(g, titles.get(column), cell);
			g.drawString(title, GAP + column * (cell + GAP) + (cell - g.getFontMetrics().stringWidth(title)) / 2, 19);
		}
	}

	/** A title, cut at its first bracket if it is too long for its panel. */
	private static String fit(final Graphics2D g, final String title, final int width) {
		return g.getFontMetrics().stringWidth(title) <= width ? title : title.replaceAll(" \\(.*", "");
	}

	private void legend(final Graphics2D g, final List<Integer> labels, final int top, final int width) {
		final ConfusionCounts counts = reference == null || prediction == null ? null : ConfusionCounts.of(reference,
			prediction, ignore);
		final int entry = width / perLine(width);
		for (int n = 0; n < labels.size(); n++) {
			final int label = labels.get(n);
			final int x = GAP + n % perLine(width) * entry;
			final int y = top + n / perLine(width) * LEGEND;
			g.setColor(LabelColours.colour(label));
			g.fillRoundRect(x + 4, y + 6, 14, 14, 4, 4);
			g.setColor(LIGHT);
			final String name = label < names.size() ? names.get(label) : "label " + label;
			final String dice = counts == null ? "" : String.format(Locale.ROOT, "  %.3f", counts.overlap(label).dice(
				EmptyRule.ONE));
			g.drawString(shorten(g, name, entry - 34 - g.getFontMetrics().stringWidth(dice)) + dice, x + 26, y + 18);
		}
	}

	private static String shorten(final Graphics2D g, final String name, final int width) {
		String text = name;
		while (text.length() > 2 && g.getFontMetrics().stringWidth(text) > width)
			text = text.substring(0, text.length() - 2) + "…";
		return text;
	}

	private static int perLine(final int width) {
		return Math.max(1, width / 220);
	}

	private List<Integer> labels(final List<LabelMap> maps) {
		final TreeSet<Integer> labels = new TreeSet<>();
		for (final LabelMap map : maps)
			labels.addAll(LabelBoxes.of(map, null).keySet());
		labels.removeIf(label -> label <= 0 || label == ignore);
		return List.copyOf(labels);
	}
}
