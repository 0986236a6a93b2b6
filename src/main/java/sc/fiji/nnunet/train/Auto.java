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
package sc.fiji.nnunet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import sc.fiji.nnunet.problem.Checks;

/** Choices that a user may leave to the recipe or preset: the word "auto" in options, null in their records. */
public final class Auto {

	/** The word by which users leave a choice open. */
	public static final String WORD = "auto";

	private Auto() {
		// static methods only
	}

	/** The words of all choices, "auto" first. */
	public static <E extends Enum<E>> List<String> words(final Class<E> type) {
		return constants(type).stream().map(Auto::<E> word).toList();
	}

	/** The word of a choice. */
	static <E extends Enum<E>> String word(final E choice) {
		return choice == null ? WORD : Checks.word(choice);
	}

	/** The choice of a word; null for "auto", and null with a problem for an unknown word. */
	static <E extends Enum<E>> E choice(final Checks checks, final String option, final String word,
		final Class<E> type)
	{
		final Function<E, String> words = Auto::word;
		return checks.choice(option, word, constants(type), words);
	}

	private static <E extends Enum<E>> List<E> constants(final Class<E> type) {
		final List<E> constants = new ArrayList<>(Arrays.asList(type.getEnumConstants()));
		constants.add(0, null);
		return constants;
	}
}
