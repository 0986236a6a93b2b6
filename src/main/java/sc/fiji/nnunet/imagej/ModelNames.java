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
package sc.fiji.nnunet.imagej;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import sc.fiji.nnunet.library.LibraryModel;

/** Names of the known models in a list of choices, where no two are the same: such a list finds an entry by its text. */
public final class ModelNames {

	private ModelNames() {
		// only static methods
	}

	/**
	 * The names in the models' order; those of several models are followed by the path, as where a dataset was trained in
	 * two folders.
	 *
	 * @param first stands before them, for none of the models
	 */
	public static List<String> of(final String first, final List<LibraryModel> models,
		final Function<LibraryModel, String> name)
	{
		final List<String> plain = models.stream().map(name).toList();
		final List<String> names = new ArrayList<>(List.of(first));
		for (int n = 0; n < models.size(); n++)
			names.add(plain.get(n) + (Collections.frequency(plain, plain.get(n)) > 1 ? ": " + models.get(n).path() : ""));
		return names;
	}
}
