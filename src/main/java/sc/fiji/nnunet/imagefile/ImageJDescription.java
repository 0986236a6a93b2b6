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

import ij.measure.Calibration;

import java.util.HashMap;
import java.util.Map;

/** The description that ImageJ puts into its TIFF files: lines of key=value after a first line ImageJ=version. */
final class ImageJDescription {

	/** ImageJ's calibration functions have five coefficients at most. */
	private static final int COEFFICIENTS = 5;

	private ImageJDescription() {
	}

	/** The values by their keys, empty if the text is not a description by ImageJ. */
	static Map<String, String> parse(final String text) {
		final Map<String, String> values = new HashMap<>();
		if (!text.startsWith("ImageJ")) return values;
		for (final String line : text.split("[\r\n]+")) {
			final int equals = line.indexOf('=');
			if (equals > 0) values.put(line.substring(0, equals).trim(), unescaped(line.substring(equals + 1).trim()));
		}
		return values;
	}

	/** Replaces \\u00B5 and the like by the character. */
	private static String unescaped(final String value) {
		int at = value.indexOf("\\u");
		if (at < 0) return value;
		final StringBuilder text = new StringBuilder();
		int done = 0;
		for (; at >= 0; at = value.indexOf("\\u", at + 1)) {
			if (at + 6 > value.length() || !value.substring(at + 2, at + 6).matches("[0-9a-fA-F]{4}")) continue;
			text.append(value, done, at).append((char) Integer.parseInt(value.substring(at + 2, at + 6), 16));
			done = at + 6;
		}
		return text.append(value.substring(done)).toString();
	}

	/** Sets the time between the frames of a calibration to that of a description, if it states one. */
	static void time(final Map<String, String> description, final Calibration calibration) {
		try {
			calibration.frameInterval = Double.parseDouble(description.getOrDefault("finterval", "0"));
			if (description.containsKey("tunit")) calibration.setTimeUnit(description.get("tunit"));
		}
		catch (final NumberFormatException exc) {
			calibration.frameInterval = 0; // NB: which stands for a time that is not known
		}
	}

	/** Sets the function of a calibration to that of a description, if it states one. */
	static void calibrate(final Map<String, String> description, final Calibration calibration) {
		try {
			final int function = Integer.parseInt(description.getOrDefault("cf", "-1"));
			int count = 0;
			while (count < COEFFICIENTS && description.containsKey("c" + count))
				count++;
			if (function < 0 || count < 2) return;
			final double[] coefficients = new double[count];
			for (int n = 0; n < count; n++)
				coefficients[n] = Double.parseDouble(description.get("c" + n));
			calibration.setFunction(function, coefficients, description.get("vunit"));
		}
		catch (final NumberFormatException exc) {
			calibration.disableDensityCalibration(); // NB: as in ImageJ, the stored numbers are used
		}
	}
}
