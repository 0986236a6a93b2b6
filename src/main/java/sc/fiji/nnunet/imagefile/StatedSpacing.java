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

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * The size of a voxel as a file other than NIfTI states it: numbers and units.
 * <p>
 * A stack that does not state the distance of its slices is a problem; it is never taken
 * as 1, since a network that was planned for a wrong spacing is worthless. A single slice
 * needs none.
 * </p>
 *
 * @param sizes along x, y, z, each in its own unit
 * @param units the names of the units of x, y, z; null or empty if there is none
 */
record StatedSpacing(double[] sizes, String[] units) {

	/** A stack of at most so many slices may be the channels of one slice, as Python's programs write them. */
	private static final int MOST_CHANNELS = 4;

	/** Nothing stated: ImageJ's default, one pixel. */
	static final StatedSpacing NONE = new StatedSpacing(1, 1, 1, "pixel");

	/** One unit for all axes. */
	StatedSpacing(final double width, final double height, final double depth, final String unit) {
		this(new double[] { width, height, depth }, new String[] { unit, unit, unit });
	}

	/** Whether nothing is stated, as in a file that another program has written without looking at the image's. */
	boolean isNothing() {
		for (int axis = 0; axis < 3; axis++)
			if (sizes[axis] != 1 && !Double.isNaN(sizes[axis]) || !LengthUnit.isNone(units[axis])) return false;
		return true;
	}

	/** The unit in which the image is shown: that of x. */
	LengthUnit unit() {
		final LengthUnit unit = LengthUnit.of(units[0]);
		return unit == null ? LengthUnit.PIXEL : unit;
	}

	/** Millimetres along x, y, z; without a unit the number counts as millimetres, with an unknown one it is 0. */
	double[] millimetres() {
		final double[] millimetres = new double[3];
		for (int axis = 0; axis < 3; axis++) {
			final LengthUnit unit = LengthUnit.of(units[axis]);
			millimetres[axis] = unit != null ? sizes[axis] * unit.millimetres() : LengthUnit.isNone(units[axis]) ? sizes[axis]
				: 0;
		}
		return millimetres;
	}

	/**
	 * Millimetres along x, y, z.
	 *
	 * @param where the image, for messages
	 * @param slices the number of slices
	 * @param warnings receives a sentence if there is no unit
	 * @throws ProblemException if the spacing is missing or not positive, or in a unit that is not known
	 */
	double[] millimetres(final String where, final int slices, final List<String> warnings) throws ProblemException {
		final int axes = slices == 1 ? 2 : 3;
		double product = 1;
		boolean positive = true;
		int measured = 0;
		for (int axis = 0; axis < axes; axis++) {
			positive &= sizes[axis] > 0;
			product *= sizes[axis];
			if (LengthUnit.of(units[axis]) != null) measured++;
			else if (!LengthUnit.isNone(units[axis])) throw unknown(where, axis);
		}
		if (!positive || Double.isInfinite(product)) throw new ProblemException(new Problem(where,
			"The size of its voxels is " + this + ".",
			"Set it in Fiji with Image > Properties... and save the image as TIFF."));
		if (measured > 0 && measured < axes) throw new ProblemException(new Problem(where, "The size of its voxels is " +
			this +
			", which has a unit of length along some axes only.", "Set all units in Fiji with Image > Properties... and " +
				"save the image as TIFF."));
		final double[] millimetres = millimetres();
		if (slices == 1 && !(millimetres[2] > 0 && millimetres[2] < Double.POSITIVE_INFINITY)) millimetres[2] = 1;
		if (measured > 0) return millimetres;
		if (slices > 1 && sizes[2] == 1) throw new ProblemException(new Problem(where, "It is a stack of " + slices +
			" slices, but the distance of the slices is not stated.", "Set unit and voxel depth in Fiji with Image > " +
				"Properties... and save it as TIFF, or put a file " + ImageFile.stem(where) +
				".json next to it with {\"spacing\": [z, y, x]} in millimetres." + (slices > MOST_CHANNELS ? ""
					: " If they are channels, say so in Fiji with Image > Properties... (channels " + slices +
						", slices 1) and save it.")));
		if (sizes[0] != 1 || sizes[1] != 1 || slices > 1 && sizes[2] != 1) warnings.add("The size of the voxels (" + this +
			") has no unit of length; it was taken as millimetres.");
		return millimetres;
	}

	private ProblemException unknown(final String where, final int axis) {
		return new ProblemException(new Problem(where, "The size of its voxels is " + this + ", and \"" + Problem.plain(
			units[axis]) + "\" is not a known unit of length.", "Set the unit in Fiji with Image > " +
				"Properties..., for instance to mm, micron or nm, and save the image as TIFF; or put a file " + ImageFile.stem(
					where) + ".json next to it with {\"spacing\": [z, y, x]} in millimetres."));
	}

	/** As shown to users: 0.25 x 0.25 x 0.6 micron. */
	@Override
	public String toString() {
		final boolean one = Objects.equals(units[0], units[1]) && Objects.equals(units[0], units[2]);
		final StringBuilder text = new StringBuilder();
		for (int axis = 0; axis < 3; axis++)
			text.append(axis == 0 ? "" : " x ").append(sizes[axis]).append(one && axis < 2 || units[axis] == null ||
			units[axis]
				.isEmpty() ? "" : " " + units[axis]);
		return text.toString();
	}

	/**
	 * The spacing in a JSON file next to an image, as nnU-Net has it for TIFF: the image's name with .json, with or
	 * without the channel's number.
	 *
	 * @return millimetres along x, y, z, or null if there is no such file
	 */
	static double[] beside(final Path image) throws ProblemException {
		final Path file = fileBeside(image);
		if (file == null) return null;
		try {
			final JsonArray list = spacing(file).getAsJsonArray();
			final int count = list.size();
			final double[] spacing = { 1, 1, 1 };
			boolean fine = count == 2 || count == 3;
			for (int n = 0; n < count && fine; n++) {
				final double size = list.get(n).getAsDouble();
				spacing[count - 1 - n] = size;
				fine = size > 0 && size < Double.POSITIVE_INFINITY;
			}
			if (fine) return spacing;
		}
		catch (final IllegalStateException | UnsupportedOperationException | NumberFormatException exc) {
			throw wrong(file, exc);
		}
		throw wrong(file, null);
	}

	/**
	 * The JSON file next to an image that states its spacing, or null if there is none.
	 *
	 * @throws ProblemException if there is one that mentions a spacing, but is damaged or not UTF-8, or cannot be read
	 */
	static Path fileBeside(final Path image) throws ProblemException {
		for (final Path file : filesBeside(image))
			if (spacing(file) != null) return file;
		return null;
	}

	/**
	 * The files next to an image that have the name of one that states its spacing, whatever is in them. For a_0000.ome.tif
	 * these are a_0000.ome.json, a_0000.json and a.json, the one with the longest name first.
	 */
	static List<Path> filesBeside(final Path image) {
		final String name = image.getFileName().toString(), stem = ImageFile.stem(name);
		return Stream.of(name.replaceFirst("(?<=.)\\.[^.]*$", ""), stem, stem.replaceFirst("_\\d{4}$", "")).distinct().map(
			one -> image.resolveSibling(one + ".json")).filter(Files::isRegularFile).toList();
	}

	/** What a file states as spacing, or null if it is another program's: it mentions none, or is not a JSON object. */
	private static JsonElement spacing(final Path file) throws ProblemException {
		try {
			final byte[] bytes = Files.readAllBytes(file);
			// NB: UTF-16, as PowerShell writes it, has a NUL beside each letter
			if (!new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").contains("spacing")) return null;
			final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			if (text.indexOf('\0') >= 0) throw new CharacterCodingException();
			final JsonElement json = Json.parse(text);
			return json.isJsonObject() ? json.getAsJsonObject().get("spacing") : null;
		}
		catch (final CharacterCodingException exc) {
			throw encoded(file, exc);
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
		catch (final JsonParseException exc) {
			throw wrong(file, exc);
		}
	}

	private static ProblemException encoded(final Path file, final CharacterCodingException cause) {
		return new ProblemException(file, "It mentions a \"spacing\", but is not a text in UTF-8.",
			"Save it as UTF-8, or rename it if it belongs to another program.", cause);
	}

	private static ProblemException wrong(final Path file, final Exception cause) {
		return new ProblemException(file, "Its \"spacing\" is not a list of two or three positive numbers.",
			"Write {\"spacing\": [z, y, x]} in millimetres.", cause);
	}
}
