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
package sc.fiji.nnunet.volume;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A unit of length, and the one table of the names that programs write for it. A name that is not in the table is
 * unknown, never a millimetre.
 */
public enum LengthUnit {

	/** 1000 mm. */
	METRE(1e3, "m", "m", "meter", "meters", "metre", "metres", "mètre", "mètres", "metro", "metros", "metri"),
	/** 10 mm. */
	CENTIMETRE(10, "cm", "cm", "centimeter", "centimeters", "centimetre", "centimetres", "zentimeter", "centimètre",
			"centimètres", "centímetro", "centímetros", "centimetro", "centimetri"),
	/** The unit of all geometries. */
	MILLIMETRE(1, "mm", "mm", "millimeter", "millimeters", "millimetre", "millimetres", "millimètre", "millimètres",
			"milímetro", "milímetros", "millimetro", "millimetri"),
		/** 0.001 mm; ImageJ's own name for it is micron. */
		MICROMETRE(1e-3, "micron", "um", "µm", "micron", "microns", "micrometer", "micrometers", "micrometre",
			"micrometres", "mikrometer", "mikron", "micromètre", "micromètres", "micrómetro", "micrómetros", "micrometro",
			"micrometri", "mu", "µ"),
		/** 1e-6 mm. */
		NANOMETRE(1e-6, "nm", "nm", "nanometer", "nanometers", "nanometre", "nanometres", "nanomètre", "nanomètres",
			"nanómetro", "nanómetros", "nanometro", "nanometri"),
	/** 1e-7 mm. */
	ANGSTROM(1e-7, "Angstrom", "å", "angstrom", "angstroms", "ångström", "ångströms", "ångstrom", "angström"),
	/** 1e-9 mm. */
	PICOMETRE(1e-9, "pm", "pm", "picometer", "picometers", "picometre", "picometres"),
	/** 25.4 mm. */
	INCH(25.4, "inch", "inch", "inches", "in", "zoll"),
	/** A thousandth of an inch. */
	THOU(0.0254, "thou", "thou", "mil"),
	/** 304.8 mm. */
	FOOT(304.8, "ft", "ft", "foot", "feet"),
	/** 914.4 mm. */
	YARD(914.4, "yd", "yd", "yard", "yards"),
	/** 1e6 mm. */
	KILOMETRE(1e6, "km", "km", "kilometer", "kilometers", "kilometre", "kilometres"),
	/** No unit of length; a pixel counts as a millimetre. {@link #of} never returns it, see {@link #isNone(String)}. */
	PIXEL(1, "pixel");

	/** Names that say that there is no unit. */
	private static final Set<String> NONE = Set.of("", "pixel", "pixels", "px", "voxel", "voxels", "null", "none",
		"uncalibrated");

	/** Lengths below that many of a unit are easier to read in a smaller one. */
	private static final double SMALL = 0.05;

	/** Digits of a length in a message; a size in single precision has no more that are exact. */
	private static final MathContext DIGITS = new MathContext(6);

	private final double millimetres;
	private final String title;
	private final Set<String> names;

	LengthUnit(final double millimetres, final String title, final String... names) {
		this.millimetres = millimetres;
		this.title = title;
		this.names = Set.of(names);
	}

	/** The unit that has a name, or null if there is none; case does not matter. */
	public static LengthUnit of(final String name) {
		final String plain = plain(name);
		for (final LengthUnit unit : values())
			if (unit.names.contains(plain)) return unit;
		return null;
	}

	/** The unit in which a length of that many millimetres can be read: millimetre, micrometre or nanometre. */
	public static LengthUnit readable(final double length) {
		if (!(length > 0) || length >= SMALL) return MILLIMETRE;
		return length >= SMALL * MICROMETRE.millimetres ? MICROMETRE : NANOMETRE;
	}

	/** Whether a name says that lengths are not calibrated at all. */
	public static boolean isNone(final String name) {
		return NONE.contains(plain(name));
	}

	/** Lower case; the Greek mu becomes the micro sign, and the angstrom sign the letter. */
	private static String plain(final String name) {
		return name == null ? "" : name.strip().toLowerCase(Locale.ROOT).replace('\u03bc', '\u00b5').replace('\u212b',
			'\u00e5');
	}

	/** The length of one unit in millimetres. */
	public double millimetres() {
		return millimetres;
	}

	/** What stands behind a number in messages and tables: µm, mm, px. */
	public String sign() {
		return switch (this) {
			case MICROMETRE -> "µm";
			case PIXEL -> "px";
			default -> title;
		};
	}

	/** Lengths in millimetres as users read them in this unit: 0.325 x 0.325 x 1 µm. */
	public String text(final double... lengths) {
		return numbers(lengths) + " " + sign();
	}

	/** Like {@link #text} without the unit: 0.325 x 0.325 x 1, never with an exponent. */
	public String numbers(final double... lengths) {
		return Arrays.stream(lengths).mapToObj(length -> decimal(length / millimetres)).collect(Collectors.joining(" x "));
	}

	private static String decimal(final double number) {
		return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString() : Double
			.toString(number);
	}

	/** ImageJ's name for the unit. */
	@Override
	public String toString() {
		return title;
	}
}
