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

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The common style of all pictures: colours, fonts, lines.
 */
final class Theme {

	static final Color INK = new Color(0x26, 0x2b, 0x33);
	static final Color FAINT_INK = new Color(0x6b, 0x72, 0x80);
	static final Color GRID = new Color(0xe3, 0xe6, 0xea);
	static final Color PAPER = Color.WHITE;
	static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
	static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 14);
	static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
	static final BasicStroke THIN = new BasicStroke(1f);

	/** Colours that people with colour blindness can distinguish (Okabe and Ito 2008, black and yellow last). */
	private static final int[] COLOURS = { 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xe69f00, 0x7a5195,
		0xf0e442 };

	private Theme() {
		// NB: constants and functions, not an object
	}

	/** The colour of the n-th line or bar, from 0. */
	static Color colour(final int n) {
		return new Color(COLOURS[Math.floorMod(n, COLOURS.length)]);
	}

	/** The same colour, partly transparent. */
	static Color faint(final Color colour, final int alpha) {
		return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
	}

	static void style(final XYPlot plot) {
		plot.setBackgroundPaint(PAPER);
		plot.setDomainGridlinePaint(GRID);
		plot.setRangeGridlinePaint(GRID);
		plot.setDomainGridlineStroke(THIN);
		plot.setRangeGridlineStroke(THIN);
		plot.setOutlineVisible(false);
		plot.setAxisOffset(new RectangleInsets(2, 2, 2, 2));
	}

	static void style(final CategoryPlot plot) {
		plot.setBackgroundPaint(PAPER);
		plot.setRangeGridlinePaint(GRID);
		plot.setRangeGridlineStroke(THIN);
		plot.setOutlineVisible(false);
		plot.setAxisOffset(new RectangleInsets(2, 2, 2, 2));
	}

	static void style(final Axis axis) {
		axis.setLabelFont(TEXT);
		axis.setLabelPaint(INK);
		axis.setTickLabelFont(TEXT.deriveFont(12f));
		axis.setTickLabelPaint(FAINT_INK);
		axis.setAxisLineVisible(axis instanceof NumberAxis);
		axis.setAxisLinePaint(GRID);
		axis.setTickMarkPaint(GRID);
	}

	/** A picture as PNG bytes. */
	static byte[] png(final BufferedImage image) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		if (!ImageIO.write(image, "png", bytes)) throw new IOException("This Java cannot write PNG files.");
		return bytes.toByteArray();
	}
}
