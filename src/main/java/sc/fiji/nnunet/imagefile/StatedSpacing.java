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

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The size of a voxel as a file outside of NIfTI states it: numbers and a unit.
 * <p>
 * A stack whose distance of slices is not stated is a problem, never 1: a network that
 * was planned for a wrong spacing is worthless. A single slice may do without.
 * </p>
 *
 * @param width along x, in the unit
 * @param height along y
 * @param depth along z
 * @param unit its name, may be null
 */
record StatedSpacing(double width, double height, double depth, String unit) {

	/** Nothing stated: ImageJ's default, one pixel. */
	static final StatedSpacing NONE = new StatedSpacing(1, 1, 1, "pixel");

	/** Millimetres in one of the unit, or 0 if it is no unit of length. */
	double millimetres() {
		final String name = unit == null ? "" : unit.trim().toLowerCase(Locale.ROOT).replace('\u03bc', '\u00b5');
		return switch (name) {
			case "mm", "millimeter", "millimeters", "millimetre" -> 1;
			case "cm", "centimeter", "centimetre" -> 10;
			case "m", "meter", "metre" -> 1000;
			case "um", "\u00b5m", "micron", "microns", "micrometer", "micrometre" -> 1e-3;
			case "nm", "nanometer", "nanometre" -> 1e-6;
			case "inch", "in", "inches" -> 25.4;
			default -> 0;
		};
	}

	/**
	 * Millimetres along x, y, z.
	 *
	 * @param where the image, for messages
	 * @param slices the number of slices
	 * @param warnings takes a line if the unit had to be guessed
	 * @throws ProblemException if the spacing is missing or not positive
	 */
	double[] millimetres(final String where, final int slices, final List<String> warnings) throws ProblemException {
		final double scale = millimetres();
		if (!(width > 0 && height > 0 && (depth > 0 || slices == 1)) || Double.isInfinite(width * height * depth))
			throw new ProblemException(new Problem(where, "The size of its voxels is " + width + " x " + height + " x " + depth +
				" " + unit + ".", "Set it in Fiji with Image > Properties... and save the image as TIFF."));
		if (scale > 0) return new double[] { width * scale, height * scale, slices == 1 && !(depth > 0) ? 1 : depth * scale };
		if (slices > 1 && depth == 1) throw new ProblemException(new Problem(where, "It is a stack of " + slices +
			" slices, but the distance of the slices is not stated.", "Set unit and voxel depth in Fiji with Image > " +
				"Properties... and save it as TIFF, or put a file " + stem(where) +
				".json beside it with {\"spacing\": [z, y, x]} in millimetres."));
		if (width != 1 || height != 1 || depth != 1) warnings.add("The size of the voxels (" + width + " x " + height + " x " +
			depth + ") has no unit of length; it was taken as millimetres.");
		return new double[] { width, height, depth > 0 ? depth : 1 };
	}

	/**
	 * The spacing in a JSON file beside an image, as nnU-Net has it for TIFF: the image's name with .json, with or
	 * without the channel's number.
	 *
	 * @return millimetres along x, y, z, or null if there is no such file
	 */
	static double[] beside(final Path image) throws ProblemException {
		final String stem = stem(image.getFileName().toString());
		for (final String name : new String[] { stem, stem.replaceFirst("_\\d{4}$", "") }) {
			final Path file = image.resolveSibling(name + ".json");
			if (!Files.isRegularFile(file)) continue;
			try {
				final JsonObject json = Json.parse(Files.readString(file), JsonObject.class);
				final JsonElement list = json == null ? null : json.get("spacing");
				if (list == null) return null; // another program's file
				final int count = list.getAsJsonArray().size();
				final double[] spacing = { 1, 1, 1 };
				for (int n = 0; n < count; n++)
					spacing[count - 1 - n] = list.getAsJsonArray().get(n).getAsDouble();
				if (count >= 2 && spacing[0] > 0 && spacing[1] > 0 && spacing[2] > 0) return spacing;
			}
			catch (final IOException | JsonParseException | IllegalStateException | UnsupportedOperationException
					| IndexOutOfBoundsException | NumberFormatException exc)
			{
				throw wrong(file, exc);
			}
			throw wrong(file, null);
		}
		return null;
	}

	private static ProblemException wrong(final Path file, final Exception cause) {
		return new ProblemException(file, "Its \"spacing\" is no list of two or three positive numbers.",
			"Write {\"spacing\": [z, y, x]} in millimetres.", cause);
	}

	private static String stem(final String name) {
		final int dot = name.lastIndexOf('.');
		return dot <= 0 ? name : name.substring(0, dot);
	}
}
