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
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.renderer.category.BoxAndWhiskerRenderer;
import org.jfree.chart.renderer.category.ScatterRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.statistics.BoxAndWhiskerItem;
import org.jfree.data.statistics.DefaultBoxAndWhiskerCategoryDataset;
import org.jfree.data.statistics.DefaultMultiValueCategoryDataset;

import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.Statistics;

/**
 * A box plot: one box per group, with every value as a dot.
 * <p>
 * Boxes reach from quartile to quartile with a line at the median; whiskers reach to the last value within 1.5 times
 * the box's length. Quartiles are interpolated linearly. Undefined values are left out. Works without a display.
 * </p>
 */
public final class BoxPlot {

	private static final double WHISKER = 1.5;
	private static final int HEIGHT = 340;
	private static final int LANES = 25;
	private static final int USED = 9;
	private static final int STRIDE = 4;

	private final String title;
	private final String unit;
	private final Map<String, double[]> groups = new LinkedHashMap<>();
	private boolean share;

	/**
	 * @param title title above the plot
	 * @param unit label of the axis, such as mm
	 */
	public BoxPlot(final String title, final String unit) {
		this.title = title;
		this.unit = unit;
	}

	/** Adds a group; values that are NaN are left out. */
	public BoxPlot add(final String name, final double... values) {
		final double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
		groups.put(name, defined);
		return this;
	}

	/** Declares that all values are between 0 and 1, so that the axis ends at 1. */
	public BoxPlot shares() {
		share = true;
		return this;
	}

	/** Writes the picture as a PNG file. */
	public void write(final Path png) throws IOException {
		WholeFile.write(png, Theme.png(image()));
	}

	/** The picture: 150 pixels per group and some for the axis. */
	public BufferedImage image() {
		final DefaultBoxAndWhiskerCategoryDataset boxes = new DefaultBoxAndWhiskerCategoryDataset();
		final DefaultMultiValueCategoryDataset dots = new DefaultMultiValueCategoryDataset();
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (final Map.Entry<String, double[]> group : groups.entrySet()) {
			final double[] values = group.getValue();
			if (values.length == 0) continue;
			boxes.add(box(values), "box", group.getKey());
			addDots(dots, values, group.getKey());
			low = Math.min(low, values[0]);
			high = Math.max(high, values[values.length - 1]);
		}
		final CategoryAxis names = new CategoryAxis();
		names.setCategoryMargin(0.4);
		Theme.style(names);
		names.setTickLabelFont(Theme.TEXT);
		names.setTickLabelPaint(Theme.INK);
		final CategoryPlot plot = new CategoryPlot(boxes, names, axis(low, high), boxRenderer());
		plot.setDataset(1, dots);
		plot.setRenderer(1, dotRenderer());
		plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
		Theme.style(plot);
		final JFreeChart chart = new JFreeChart(title, Theme.BOLD, plot, false);
		chart.getTitle().setPaint(Theme.INK);
		chart.setBackgroundPaint(Theme.PAPER);
		chart.setPadding(new RectangleInsets(8, 8, 8, 8));
		return chart.createBufferedImage(Math.min(1000, 130 + 150 * Math.max(1, groups.size())), HEIGHT);
	}

	/** Spreads the dots over the middle lanes, with neighbours far apart, so that they overlap less. */
	private static void addDots(final DefaultMultiValueCategoryDataset dots, final double[] values, final String group) {
		for (int lane = 0; lane < LANES; lane++) {
			final List<Double> here = new ArrayList<>();
			for (int i = 0; i < values.length; i++)
				if ((LANES - USED) / 2 + i * STRIDE % USED == lane) here.add(values[i]);
			dots.add(here, lane, group);
		}
	}

	/** The five numbers of a group. */
	static BoxAndWhiskerItem box(final double[] sorted) {
		final double q1 = Statistics.percentileOfSorted(sorted, 25);
		final double q3 = Statistics.percentileOfSorted(sorted, 75);
		final double reach = WHISKER * (q3 - q1);
		final double low = Arrays.stream(sorted).filter(value -> value >= q1 - reach).min().orElse(q1);
		final double high = Arrays.stream(sorted).filter(value -> value <= q3 + reach).max().orElse(q3);
		return new BoxAndWhiskerItem(null, Statistics.percentileOfSorted(sorted, 50), q1, q3, low, high, low, high,
			new ArrayList<>());
	}

	private NumberAxis axis(final double low, final double high) {
		final NumberAxis axis = new NumberAxis(unit);
		Theme.style(axis);
		if (low > high) return axis;
		final double margin = Math.max(0.05 * (high - low), 1e-3);
		// NB: shares are shown from the tenth below the lowest value to 1, other values from 0
		final double from = share ? Math.max(0, Math.floor((low - margin) * 10) / 10) : Math.min(0, low - margin);
		axis.setRange(from, share ? 1.005 : high + margin);
		return axis;
	}

	private static BoxAndWhiskerRenderer boxRenderer() {
		final BoxAndWhiskerRenderer renderer = new BoxAndWhiskerRenderer();
		final Color colour = Theme.colour(0);
		renderer.setMeanVisible(false);
		renderer.setFillBox(true);
		renderer.setSeriesPaint(0, Theme.faint(colour, 70));
		renderer.setSeriesOutlinePaint(0, colour);
		renderer.setUseOutlinePaintForWhiskers(true);
		renderer.setSeriesOutlineStroke(0, Theme.LINE);
		renderer.setMaximumBarWidth(0.16);
		renderer.setWhiskerWidth(0.4);
		renderer.setDefaultToolTipGenerator(null);
		return renderer;
	}

	private static ScatterRenderer dotRenderer() {
		final ScatterRenderer renderer = new ScatterRenderer();
		for (int lane = 0; lane < LANES; lane++) {
			renderer.setSeriesPaint(lane, Theme.faint(Theme.colour(1), 100));
			renderer.setSeriesShape(lane, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
		}
		renderer.setUseFillPaint(false);
		renderer.setDrawOutlines(false);
		renderer.setItemMargin(0);
		return renderer;
	}

	/** The groups' values, sorted and without undefined ones. */
	Map<String, List<Double>> groups() {
		final Map<String, List<Double>> copy = new LinkedHashMap<>();
		groups.forEach((name, values) -> copy.put(name, Arrays.stream(values).boxed().toList()));
		return copy;
	}
}
