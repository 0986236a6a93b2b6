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
package sc.fiji.nnunet.engine.tensorflow;

import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Makes Java format numbers with the digits 0 to 9. TensorFlow's Java classes number the nodes of a graph with the
 * digits of the user's language, and TensorFlow's library rejects those of Arabic, Persian, Bengali and others.
 */
final class LatinDigits {

	private LatinDigits() {
		// static methods only
	}

	/** Changes only the digits of the locale for formats, and only if they are not Latin. */
	static void require() {
		final Locale locale = Locale.getDefault(Locale.Category.FORMAT);
		if (isLatin(locale)) return;
		final Locale other = new Locale.Builder().setLocale(locale).setUnicodeLocaleKeyword("nu", "latn").build();
		Locale.setDefault(Locale.Category.FORMAT, isLatin(other) ? other : Locale.ROOT);
	}

	private static boolean isLatin(final Locale locale) {
		return DecimalFormatSymbols.getInstance(locale).getZeroDigit() == '0';
	}
}
