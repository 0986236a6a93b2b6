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
package sc.fiji.nnunet.imagefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A table of the colours of RGB label images and the labels they stand for.
 * <p>
 * Colours say nothing about their order, and an image need not show all of them; so the
 * table is not guessed per image but read from a file {@value #NAME} next to the images,
 * one line {@code value,red,green,blue} per label.
 * </p>
 *
 * @param colours 0xRRGGBB per label value, the background first
 */
public record ColourTable(List<Integer> colours) {

	/** The name of the file in a folder of label images. */
	public static final String NAME = "colours.csv";

	/** An image of more colours is not labels; as many as a folder of images and one of labels may have classes. */
	static final int MOST = 64;

	public ColourTable {
		colours = List.copyOf(colours);
	}

	/**
	 * A table of the colours that occur, or of the first ones if there are more than {@link #MOST}: black is 0 if there is
	 * black, the others follow by red, green, blue.
	 */
	public static ColourTable of(final Iterable<int[]> images) {
		final TreeSet<Integer> found = new TreeSet<>();
		for (final int[] pixels : images)
			for (final int pixel : pixels)
				if (found.size() <= MOST) found.add(pixel & 0xffffff);
		return new ColourTable(new ArrayList<>(found));
	}

	/** The table in the folder of an image, or null if there is none. */
	static ColourTable beside(final Path image) throws ProblemException {
		final Path file = image.resolveSibling(NAME);
		return Files.isRegularFile(file) ? read(file) : null;
	}

	/**
	 * Reads a table.
	 *
	 * @throws ProblemException if a line is not valid, or two labels have one colour, or the file cannot be read
	 */
	public static ColourTable read(final Path file) throws ProblemException {
		final List<Integer> colours = new ArrayList<>();
		try {
			// NB: spreadsheets put a byte order mark in front
			for (final String line : Files.readString(file).replaceFirst("^\uFEFF", "").lines().toList()) {
				if (line.isBlank() || Character.isLetter(line.charAt(0))) continue;
				final String[] parts = line.split(",");
				if (Integer.parseInt(parts[0].trim()) != colours.size()) throw wrong(file, line, null);
				int colour = 0;
				for (int n = 1; n < 4; n++) {
					final int part = Integer.parseInt(parts[n].trim());
					if (part < 0 || part > 255) throw wrong(file, line, null);
					colour = colour << 8 | part;
				}
				if (colours.contains(colour)) throw new ProblemException(file, "\"" + line + "\" has the colour of label " +
					colours.indexOf(colour) + ".", "Give each label a colour of its own.");
				colours.add(colour);
			}
		}
		catch (final NumberFormatException | ArrayIndexOutOfBoundsException exc) {
			throw wrong(file, "line " + (colours.size() + 1), exc);
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
		return new ColourTable(colours);
	}

	private static ProblemException wrong(final Path file, final String line, final Exception cause) {
		return new ProblemException(file, "\"" + line + "\" is not a valid line.",
			"Write one line value,red,green,blue per label, values from 0 on without gaps, colours from 0 to 255.", cause);
	}

	/**
	 * The labels of one plane of pixels.
	 *
	 * @param where the image, for messages
	 * @throws ProblemException if a colour is not in the table
	 */
	void labels(final String where, final int[] pixels, final short[] into) throws ProblemException {
		final Map<Integer, Short> values = new HashMap<>();
		for (int value = 0; value < colours.size(); value++)
			values.put(colours.get(value), (short) value);
		int last = -1;
		short label = 0;
		for (int n = 0; n < pixels.length; n++) {
			final int colour = pixels[n] & 0xffffff;
			if (colour != last) {
				final Short value = values.get(colour);
				if (value == null) throw new ProblemException(new Problem(where, "Its colour " + rgb(colour) + " is not in " +
					NAME +
					".", "Add the colour to the table, or save the image without smoothing and compression."));
				label = value;
				last = colour;
			}
			into[n] = label;
		}
	}

	/** The table as its file has it. */
	@Override
	public String toString() {
		final StringBuilder text = new StringBuilder("value,red,green,blue\n");
		for (int value = 0; value < colours.size(); value++)
			text.append(value).append(',').append(rgb(colours.get(value))).append('\n');
		return text.toString();
	}

	private static String rgb(final int colour) {
		return (colour >> 16 & 255) + "," + (colour >> 8 & 255) + "," + (colour & 255);
	}
}
