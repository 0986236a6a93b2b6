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
package sc.fiji.nnunet.export;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference as bioimage.io wants it.
 *
 * @param text what is cited
 * @param doi its DOI, or null
 * @param url its address, or null; at least one of the two is given
 */
record Citation(String text, String doi, String url) {

	static final Citation NNUNET = new Citation("Isensee et al.: nnU-Net: a self-configuring method for deep" +
		" learning-based biomedical image segmentation. Nature Methods, 2021.", "10.1038/s41592-020-01008-z", null);

	private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}/[^\\s,;\"<>]+");
	private static final Pattern URL = Pattern.compile("https?://[^\\s,;\"<>]+");

	/** A citation from a text with a DOI or an address; empty if it has neither. */
	static Optional<Citation> of(final String text) {
		final Matcher doi = DOI.matcher(text);
		if (doi.find()) return Optional.of(new Citation(text, doi.group(), null));
		final Matcher url = URL.matcher(text);
		return url.find() ? Optional.of(new Citation(text, null, url.group())) : Optional.empty();
	}
}
