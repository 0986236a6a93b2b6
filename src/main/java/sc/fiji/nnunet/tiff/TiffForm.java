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
package sc.fiji.nnunet.tiff;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The form in which the pixels of a TIFF page are stored, and the table of supported forms.
 *
 * @param compression how they are compressed
 * @param bits bits per sample
 * @param format 1 = unsigned, 2 = signed, 3 = floating point (field 339)
 * @param predictor 1 = none, 2 = differences of numbers, 3 = differences of floating point's bytes (field 317)
 * @param photometric 0 = white is zero, 1 = black is zero, 2 = RGB, 3 = palette, 6 = YCbCr … (field 262)
 * @param samples samples per pixel
 * @param alpha how many of the samples are transparency
 * @param planar whether each sample has planes of its own
 * @param reversed whether the lowest bit of a byte comes first (field 266)
 */
record TiffForm(Compression compression, int bits, int format, int predictor, int photometric, int samples, int alpha,
	boolean planar, boolean reversed)
{

	static final int WHITE_IS_ZERO = 0, BLACK_IS_ZERO = 1, RGB = 2, PALETTE = 3, YCBCR = 6;

	static final int UNSIGNED = 1, SIGNED = 2, FLOAT = 3;

	private static final Set<Compression> BYTES = EnumSet.of(Compression.NONE, Compression.LZW, Compression.DEFLATE,
		Compression.OLD_DEFLATE, Compression.PACKBITS);

	/** One line of the table: every combination of its entries is supported, as strips and as tiles. */
	private record Line(Set<Compression> compressions, Set<Integer> bits, Set<Integer> formats, Set<Integer> predictors,
		Set<Integer> photometrics, boolean planarToo)
	{

		boolean holds(final TiffForm form) {
			return compressions.contains(form.compression) && bits.contains(form.bits) && formats.contains(form.format) &&
				predictors.contains(form.predictor) && photometrics.contains(form.photometric) && (planarToo || !form.planar);
		}
	}

	/** All supported forms; what is in no line is refused. */
	private static final List<Line> READ = List.of( //
		new Line(BYTES, Set.of(1, 2, 4), Set.of(UNSIGNED), Set.of(1), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE), true),
		new Line(BYTES, Set.of(10, 12, 14), Set.of(UNSIGNED), Set.of(1), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, RGB), true),
		new Line(BYTES, Set.of(8, 16), Set.of(UNSIGNED), Set.of(1, 2), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE),
			true),
		new Line(BYTES, Set.of(8, 16), Set.of(SIGNED), Set.of(1, 2), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO), true),
		new Line(BYTES, Set.of(32, 64), Set.of(UNSIGNED, SIGNED), Set.of(1, 2), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, RGB),
			true),
		new Line(BYTES, Set.of(16, 32, 64), Set.of(FLOAT), Set.of(1, 3), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, RGB), true),
		new Line(BYTES, Set.of(32, 64), Set.of(FLOAT), Set.of(2), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO, RGB), true),
		new Line(EnumSet.of(Compression.JPEG), Set.of(8), Set.of(UNSIGNED), Set.of(1), Set.of(WHITE_IS_ZERO, BLACK_IS_ZERO,
			RGB, YCBCR), false));

	/** A description of this form if it is not supported; null if it is. */
	String refusal() {
		for (final Line line : READ)
			if (line.holds(this)) return reversed && compression == Compression.JPEG ? words() : null;
		return words();
	}

	private String words() {
		final String order = reversed ? ", the lowest bit first" : "";
		final String differences = predictor == 1 ? "" : ", predictor " + predictor;
		return bits + "-bit " + formatName() + ", " + photometricName() + ", compression " + compression + differences +
			(planar ? ", a plane per sample" : "") + order;
	}

	private String formatName() {
		return switch (format) {
			case UNSIGNED -> "unsigned";
			case SIGNED -> "signed";
			case FLOAT -> "floating point";
			case 5, 6 -> "complex";
			default -> "of sample format " + format;
		};
	}

	private String photometricName() {
		return switch (photometric) {
			case WHITE_IS_ZERO, BLACK_IS_ZERO -> "grey";
			case RGB -> "RGB";
			case PALETTE -> "palette";
			case 4 -> "transparency mask";
			case 5 -> "CMYK";
			case YCBCR -> "YCbCr";
			case 8, 9, 10 -> "CIE L*a*b*";
			case 32803 -> "colour filter array";
			default -> "photometric interpretation " + photometric;
		};
	}

	/** Whether the pixels are colours: red, green, blue. */
	boolean colour() {
		return photometric == RGB || photometric == YCBCR;
	}

	/** Whether the pixels are stored in the file as in ImageJ's memory. */
	boolean plain() {
		final boolean grey = samples == 1 && (bits == 8 && format == UNSIGNED || bits == 16 && format != FLOAT ||
			bits == 32 &&
			format == FLOAT);
		return compression == Compression.NONE && predictor == 1 && !reversed && (grey || photometric == RGB && bits == 8 &&
			format == UNSIGNED && samples == 3 && !planar);
	}

	/** The number of samples that are read: all but transparency. */
	int channels() {
		return samples - alpha;
	}
}
