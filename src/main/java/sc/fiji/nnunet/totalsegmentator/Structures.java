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
package sc.fiji.nnunet.totalsegmentator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The names and colours of the labels 1 to 117 of TotalSegmentator's task total, version 2. */
public final class Structures {

	/** The golden angle: hues that follow each other differ much, however many there are. */
	private static final double TURN = 137.508 / 360;

	private static final List<String> NAMES = read();

	private Structures() {
		// static methods only
	}

	private static List<String> read() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(Structures.class.getResourceAsStream(
			"structures.txt"), StandardCharsets.UTF_8)))
		{
			return reader.lines().filter(line -> !line.isBlank()).toList();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The number of structures. */
	public static int count() {
		return NAMES.size();
	}

	/** The names of the labels from 1 on. */
	public static List<String> names() {
		return NAMES;
	}

	/** The name of a label from 1 on. */
	public static String name(final int label) {
		return NAMES.get(label - 1);
	}

	/** Red, green and blue of a label, 0 to 255. */
	public static int[] colour(final int label) {
		final double hue = label * TURN % 1 * 6;
		final double value = 255 * (1 - 0.25 * (label % 3) / 2);
		final int[] colour = new int[3];
		for (int c = 0; c < 3; c++) {
			final double distance = Math.abs((hue + 6 - 2 * c) % 6 - 3);
			colour[c] = (int) Math.round(value * (0.3 + 0.7 * Math.min(1, Math.max(0, distance - 1))));
		}
		return colour;
	}

	/** A table of all labels with names and colours, as text with commas. */
	static String csv() {
		final StringBuilder text = new StringBuilder("value,red,green,blue,name\n");
		for (int label = 1; label <= count(); label++) {
			final int[] colour = colour(label);
			text.append(label).append(',').append(colour[0]).append(',').append(colour[1]).append(',').append(colour[2])
				.append(',').append(name(label)).append('\n');
		}
		return text.toString();
	}
}
