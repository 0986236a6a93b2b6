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
package sc.fiji.nnunet.predict;

import sc.fiji.nnunet.problem.Checks;

/**
 * Whether a prediction writes tables of objects beside the labels, and of which objects.
 *
 * @param wanted whether it writes them
 * @param minimumSize the size from which objects are in them, in the unit of their image, squared or cubed
 */
public record Tables(boolean wanted, double minimumSize) {

	/** Adds what is wrong with these. */
	void check(final Checks checks) {
		checkSize(checks, minimumSize, wanted, "no table", "table=true");
	}

	/**
	 * Adds what is wrong with a smallest size. NB: who wants smaller objects removed from the labels would wait in vain.
	 *
	 * @param used whether objects go anywhere
	 * @param missing where they do not go, such as "no table"
	 * @param options those by which they do
	 */
	public static void checkSize(final Checks checks, final double minimumSize, final boolean used, final String missing,
		final String options)
	{
		checks.atLeast("minimumsize", minimumSize, 0, "Give 0 for all objects, or the size of the smallest.");
		checks.that(used || !(minimumSize > 0), "minimumsize", "is given, but there is " + missing +
			" from which smaller objects could be left out.", "Give " + options + ", or leave minimumsize out.");
	}
}
