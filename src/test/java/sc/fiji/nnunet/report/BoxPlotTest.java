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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;

import org.jfree.data.statistics.BoxAndWhiskerItem;
import org.junit.jupiter.api.Test;

class BoxPlotTest {

	@Test
	void theFiveNumbersEqualNumPys() {
		// NB: NumPy: percentile([1, 2, 3, 4, 100], [25, 50, 75]) = 2, 3, 4; whiskers within 2 - 3 and 4 + 3
		final BoxAndWhiskerItem box = BoxPlot.box(new double[] { 1, 2, 3, 4, 100 });
		assertEquals(2.0, box.getQ1());
		assertEquals(3.0, box.getMedian());
		assertEquals(4.0, box.getQ3());
		assertEquals(1.0, box.getMinRegularValue());
		assertEquals(4.0, box.getMaxRegularValue());
	}

	@Test
	void undefinedValuesAreLeftOut() {
		assertEquals(List.of(0.25, 0.5), new BoxPlot("", "").add("a", 0.5, Double.NaN, 0.25).groups().get("a"));
	}

	@Test
	void everyGroupHasItsBox() {
		final int one = boxes(new BoxPlot("Dice", "").shares().add("a", 0.5, 0.6, 0.7).image());
		final int two = boxes(new BoxPlot("Dice", "").shares().add("a", 0.5, 0.6, 0.7).add("b", 0.5, 0.6, 0.7).image());
		assertTrue(one > 50);
		assertTrue(two > 1.5 * one);
	}

	@Test
	void groupsWithoutValuesAreDrawnEmpty() {
		assertEquals(0, boxes(new BoxPlot("Dice", "").add("a").add("b", Double.NaN).image()));
	}

	private static int boxes(final BufferedImage image) {
		int found = 0;
		for (int y = 0; y < image.getHeight(); y++)
			for (int x = 0; x < image.getWidth(); x++)
				if ((image.getRGB(x, y) & 0xffffff) == (Theme.colour(0).getRGB() & 0xffffff)) found++;
		return found;
	}
}
