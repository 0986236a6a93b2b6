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

import java.util.ArrayList;
import java.util.List;

/** A file that a prediction may write beside the labels of a case. */
public enum Extra {
		/** NIfTI of floats. */
		FLOAT_PROBABILITIES("probabilities", ".nii.gz"),
		/** NIfTI of 8 bits. */
		BYTE_PROBABILITIES("probabilities", ".nii.gz"),
		/** NVIDIA's NumPy array of floats. */
		NPY_PROBABILITIES("probabilities", ".npy"),
		/** The map of the folds' disagreement. */
		UNCERTAINTY("uncertainty", ".nii.gz");

	private final String kind;
	private final String ending;

	Extra(final String kind, final String ending) {
		this.kind = kind;
		this.ending = ending;
	}

	/** What the options ask for. */
	static List<Extra> of(final PredictOptions options) {
		final List<Extra> extras = new ArrayList<>();
		switch (options.saveProbabilities()) {
			case FLOAT -> extras.add(FLOAT_PROBABILITIES);
			case BYTE -> extras.add(BYTE_PROBABILITIES);
			case NPY -> extras.add(NPY_PROBABILITIES);
			case NONE -> {}
		}
		if (options.uncertainty()) extras.add(UNCERTAINTY);
		return extras;
	}

	/** New ones, and those of the earlier ones that they do not replace. */
	static List<Extra> together(final List<Extra> now, final List<Extra> earlier) {
		final List<Extra> all = new ArrayList<>(now);
		for (final Extra one : earlier)
			if (now.stream().noneMatch(one::isNamedLike)) all.add(one);
		return all;
	}

	private boolean isNamedLike(final Extra other) {
		return kind.equals(other.kind) && ending.equals(other.ending);
	}

	/** The name of the folder that holds such files. */
	String kind() {
		return kind;
	}

	/** The ending of such files. */
	String ending() {
		return ending;
	}
}
