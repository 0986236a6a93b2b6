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
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import sc.fiji.nnunet.file.WholeFile;

/**
 * The learning curves of a training run: loss, Dice and learning rate over the steps, one above the other.
 * <p>
 * They are drawn from a log's records by the names of their numbers: names that contain {@code loss} go to the first
 * panel, {@code dice} (without {@code dice_max}) and {@code L1}, {@code L2} … to the second, under the names of their
 * classes, {@code learning_rate} to the third. Panels without numbers are left out. Works without a display.
 * </p>
 */
public final class Curves {

	private static final int WIDTH = 1000;
	private static final int PANEL = 260;
	private static final int MANY = 60;

	/** Names in the legend that differ from those in the log. */
	private static final Map<String, String> WORDS = Map.of("train_loss", "training loss", "val_loss", "validation loss",
		"dice_value", "mean Dice", "learning_rate", "learning rate");

	/** The name of the curve of losses that are not in the log yet. */
	private static final String RUNNING = "loss of the steps";

	/** The name of the background among the classes. */
	private static final String BACKGROUND = "background";

	private final Map<String, Map<Long, Double>> series = new LinkedHashMap<>();
	private final List<String> classes;
	private final String title;
	private final String scope;

	/**
	 * @param title title above the panels, such as the fold's name
	 * @param records a log, see {@link LogReader#read}
	 * @param classes the names of L0, L1 … in the log; classes without a name keep their number
	 * @param running steps and losses that are not in the log yet; may be empty
	 */
	public Curves(final String title, final List<LogRecord> records, final List<String> classes,
		final Map<Long, Double> running)
	{
		this.title = title;
		this.classes = List.copyOf(classes);
		scope = records.stream().map(record -> record.data().get("scope")).filter(Objects::nonNull).map(
			one -> " (" + one.getAsString() + ")").findFirst().orElse("");
		if (!running.isEmpty()) series.put(RUNNING, new TreeMap<>(running));
		for (final LogRecord record : LogReader.steps(records))
			for (final String name : record.members().keySet()) {
				final double value = record.value(name);
				if (!Double.isNaN(value)) series.computeIfAbsent(name, n -> new TreeMap<>()).put(record.number(), value);
			}
	}

	/** Writes the picture as a PNG file, atomically. */
	public void write(final Path png) throws IOException {
		WholeFile.write(png, Theme.png(image()));
	}

	/** The picture, 1000 pixels wide. */
	public BufferedImage image() {
		final List<XYPlot> panels = panels();
		final NumberAxis steps = new NumberAxis("step");
		steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		steps.setLowerMargin(0.01);
		steps.setUpperMargin(0.01);
		Theme.style(steps);
		final CombinedDomainXYPlot all = new CombinedDomainXYPlot(steps);
		all.setGap(14);
		Theme.style(all);
		panels.forEach(all::add);
		final JFreeChart chart = new JFreeChart(title, Theme.BOLD, all, true);
		chart.setBackgroundPaint(Theme.PAPER);
		chart.getTitle().setPaint(Theme.INK);
		chart.setPadding(new RectangleInsets(8, 8, 8, 16));
		final LegendTitle legend = chart.getLegend();
		legend.setPosition(RectangleEdge.BOTTOM);
		legend.setItemFont(Theme.TEXT);
		legend.setItemPaint(Theme.INK);
		legend.setFrame(org.jfree.chart.block.BlockBorder.NONE);
		return chart.createBufferedImage(WIDTH, 80 + PANEL * Math.max(1, panels.size()));
	}

	private List<XYPlot> panels() {
		final List<String> losses = new ArrayList<>();
		final List<String> dice = new ArrayList<>();
		final List<String> rates = new ArrayList<>();
		for (final String name : series.keySet()) {
			if (name.contains("loss")) losses.add(name);
			else if (name.contains("dice") && !name.equals("dice_max") || isForeground(name)) dice.add(name);
			else if (name.equals("learning_rate")) rates.add(name);
		}
		final List<XYPlot> panels = new ArrayList<>();
		int colour = 0;
		if (!losses.isEmpty()) panels.add(panel("loss", losses, colour, lossAxis(losses)));
		colour += losses.size();
		if (!dice.isEmpty()) panels.add(panel("Dice" + scope, dice, colour, diceAxis()));
		colour += dice.size();
		if (!rates.isEmpty()) panels.add(panel("learning rate", rates, colour, new NumberAxis()));
		return panels;
	}

	private boolean isForeground(final String name) {
		if (!name.matches("L\\d+")) return false;
		return classes.isEmpty() ? !name.equals("L0") : !shown(name).equals(BACKGROUND);
	}

	/** The name of a curve in the legend. */
	String shown(final String name) {
		if (!name.matches("L\\d{1,9}")) return WORDS.getOrDefault(name, name);
		final int target = Integer.parseInt(name.substring(1));
		return target < classes.size() ? classes.get(target) : name;
	}

	private static ValueAxis diceAxis() {
		final NumberAxis axis = new NumberAxis();
		axis.setRange(0, 1);
		return axis;
	}

	private ValueAxis lossAxis(final List<String> names) {
		final NumberAxis axis = new NumberAxis();
		axis.setAutoRangeIncludesZero(names.stream().flatMap(name -> series.get(name).values().stream()).allMatch(v -> v >=
			0));
		return axis;
	}

	private XYPlot panel(final String label, final List<String> names, final int firstColour, final ValueAxis axis) {
		final XYSeriesCollection data = new XYSeriesCollection();
		final XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
		int row = 0;
		for (int n = 0; n < names.size(); n++) {
			final Color colour = Theme.colour(firstColour + n);
			final Map<Long, Double> points = series.get(names.get(n));
			final boolean noisy = label.equals("loss") && points.size() > MANY;
			if (noisy) {
				data.addSeries(line(shown(names.get(n)) + " (each)", points));
				look(lines, row++, Theme.faint(colour, 60), false);
			}
			data.addSeries(line(shown(names.get(n)), noisy ? smooth(points) : points));
			look(lines, row, colour, true);
			lines.setSeriesShapesVisible(row, points.size() <= MANY);
			lines.setSeriesShape(row, new java.awt.geom.Ellipse2D.Double(-2.5, -2.5, 5, 5));
			row++;
		}
		axis.setLabel(label);
		Theme.style(axis);
		if (axis instanceof NumberAxis && label.startsWith("learning")) axis.setStandardTickUnits(
			new NumberTickUnitSource(false, new DecimalFormat("0.0E0", DecimalFormatSymbols.getInstance(Locale.ROOT))));
		final XYPlot plot = new XYPlot(data, null, axis, lines);
		Theme.style(plot);
		return plot;
	}

	private static void look(final XYLineAndShapeRenderer lines, final int row, final Color colour,
		final boolean inLegend)
	{
		lines.setSeriesPaint(row, colour);
		lines.setSeriesStroke(row, inLegend ? Theme.LINE : Theme.THIN);
		lines.setSeriesVisibleInLegend(row, inLegend);
		lines.setDrawSeriesLineAsPath(true);
	}

	private static XYSeries line(final String name, final Map<Long, Double> points) {
		final XYSeries line = new XYSeries(name, false);
		points.forEach((step, value) -> line.add(step, value));
		return line;
	}

	/** An exponential moving average over about a thirtieth of the points, corrected for its start at zero. */
	private static Map<Long, Double> smooth(final Map<Long, Double> points) {
		final double keep = 1 - 1.0 / Math.max(5, points.size() / 30.0);
		final Map<Long, Double> smooth = new TreeMap<>();
		double mean = 0;
		double weight = 0;
		for (final Map.Entry<Long, Double> point : points.entrySet()) {
			mean = keep * mean + (1 - keep) * point.getValue();
			weight = keep * weight + 1 - keep;
			smooth.put(point.getKey(), mean / weight);
		}
		return smooth;
	}
}
