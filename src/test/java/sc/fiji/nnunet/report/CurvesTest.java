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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {

	@TempDir
	Path folder;

	private static BufferedImage image(final List<LogRecord> records) {
		return new Curves("", records, List.of(), Map.of()).image();
	}

	@Test
	void eachKindOfCurveHasItsPanel() throws IOException {
		final Path log = folder.resolve("log.jsonl");
		try (JsonLog out = JsonLog.open(log)) {
			out.parameters(Map.of("learning_rate", 1));
			for (int step = 1; step <= 20; step++)
				out.record(step, Map.of("train_loss", 1.0 / step, "dice_value", step / 25.0, "dice_max", 1, "L0", 0.99,
					"learning_rate", 1e-3 / step));
		}
		final Path png = folder.resolve("curves.png");
		new Curves("fold 0", LogReader.read(log), List.of(), Map.of()).write(png);
		final BufferedImage image = ImageIO.read(png.toFile());
		assertEquals(1000, image.getWidth());
		// NB: loss, dice_value and learning_rate take the first three colours; dice_max and the background none
		final int third = image.getHeight() / 3;
		assertTrue(count(image, 0, 0, third) > 300, "loss in the first panel");
		assertTrue(count(image, 1, third, 2 * third) > 300, "Dice in the second panel");
		assertTrue(count(image, 2, 2 * third, image.getHeight()) > 300, "rate in the third panel");
		assertEquals(0, count(image, 3, 0, image.getHeight()));
	}

	@Test
	void panelsWithoutNumbersAreLeftOut() throws IOException {
		final Path log = folder.resolve("log.jsonl");
		try (JsonLog out = JsonLog.open(log)) {
			out.record(1, Map.of("dice_value", 0.5));
		}
		final int one = image(LogReader.read(log)).getHeight();
		try (JsonLog out = JsonLog.open(log)) {
			out.record(2, Map.of("val_loss", 0.5));
		}
		assertTrue(image(LogReader.read(log)).getHeight() > one);
	}

	@Test
	void diceOnAnnotatedVoxelsIsLabelledAsSuch() throws IOException {
		final Path log = folder.resolve("log.jsonl");
		final BufferedImage[] images = new BufferedImage[2];
		for (int i = 0; i < 2; i++) {
			Files.deleteIfExists(log);
			try (JsonLog out = JsonLog.open(log)) {
				out.metadata("dice_value", i == 0 ? Map.of("unit", "") : Map.of("unit", "", "scope", "annotated voxels only"));
				out.record(1, Map.of("dice_value", 0.5));
			}
			images[i] = image(LogReader.read(log));
		}
		// NB: the axis has its label, rotated, left of the numbers
		assertTrue(ink(images[1]) > 1.5 * ink(images[0]), ink(images[0]) + ", " + ink(images[1]));
	}

	/** Pixels that are not white in the leftmost part. */
	private static int ink(final BufferedImage image) {
		int ink = 0;
		for (int y = 0; y < image.getHeight(); y++)
			for (int x = 0; x < 32; x++)
				if ((image.getRGB(x, y) & 0xff) < 160) ink++;
		return ink;
	}

	@Test
	void curvesHaveTheNamesOfTheClasses() {
		final Curves curves = new Curves("", List.of(), List.of("background", "anterior", "posterior"), Map.of());
		assertEquals("anterior", curves.shown("L1"));
		assertEquals("posterior", curves.shown("L2"));
		assertEquals("L3", curves.shown("L3"));
		assertEquals("mean Dice", curves.shown("dice_value"));
		assertEquals("L1", new Curves("", List.of(), List.of(), Map.of()).shown("L1"), "a log without its plan");
	}

	@Test
	void aLossThatIsNotInTheLogYetIsDrawn() {
		final Curves curves = new Curves("", List.of(), List.of(), Map.of(1L, 2.0, 2L, 1.5, 3L, 1.0));
		assertTrue(count(curves.image(), 0, 0, 260) > 100);
	}

	@Test
	void anEmptyLogGivesAnEmptyPicture() throws IOException {
		final Path log = Files.createFile(folder.resolve("log.jsonl"));
		final BufferedImage image = image(LogReader.read(log));
		for (int colour = 0; colour < 4; colour++)
			assertEquals(0, count(image, colour, 0, image.getHeight()));
	}

	@Test
	void recordsThatAResumedRunReplacedAreNotDrawn() {
		final List<LogRecord> records = List.of(record(1, 0.1), record(2, 0.2), record(3, 0.9), record(2, 0.25));
		final BufferedImage high = image(records.subList(0, 3));
		final BufferedImage low = image(records);
		// NB: the point at 0.9 is in the top quarter of the panel
		assertTrue(count(high, 0, 0, high.getHeight() / 4) > 0);
		assertEquals(0, count(low, 0, 0, low.getHeight() / 4));
	}

	private static LogRecord record(final long step, final double dice) {
		final com.google.gson.JsonObject data = new com.google.gson.JsonObject();
		data.addProperty("dice_value", dice);
		return new LogRecord("LOG", Long.toString(step), 0, data);
	}

	private static int count(final BufferedImage image, final int colour, final int top, final int bottom) {
		int found = 0;
		for (int y = top; y < bottom; y++)
			for (int x = 0; x < image.getWidth(); x++)
				if ((image.getRGB(x, y) & 0xffffff) == (Theme.colour(colour).getRGB() & 0xffffff)) found++;
		return found;
	}
}
