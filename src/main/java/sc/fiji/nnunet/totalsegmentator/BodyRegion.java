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
package sc.fiji.nnunet.totalsegmentator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import sc.fiji.nnunet.problem.Checks;

/**
 * What of an image is segmented, and in how many pieces (recipe-nnunet.md 9).
 *
 * @param structures their names: a coarse network finds them, and the image is cut to them first; empty = all, in the
 *          whole image
 * @param robust whether the structures are found at 3 mm, not at 6 mm
 * @param body whether the image is cut to the body first, which a network for it finds at 6 mm
 * @param split whether the image is segmented in three pieces along the body, however small it is
 */
public record BodyRegion(List<String> structures, boolean robust, boolean body, boolean split) {

	/** All structures of the whole image. */
	public static final BodyRegion WHOLE = new BodyRegion(List.of(), false, false, false);

	public BodyRegion {
		structures = structures == null ? null : Checks.texts(structures);
	}

	void check(final Checks checks) {
		checks.given("structures", structures, "Give names separated by commas, or nothing for all.");
		if (structures == null) return;
		final List<String> unknown = new ArrayList<>(structures);
		unknown.removeAll(Structures.names());
		checks.that(unknown.isEmpty(), "structures", "has names that TotalSegmentator does not know: " + String.join(", ",
			unknown) + ".", "The names are " + String.join(", ", Structures.names()) + ".");
		checks.that(!robust || !structures.isEmpty(), "robust", "is set, but no structures are asked for.",
			"Give structures, or leave robust out.");
		checks.that(!body || structures.isEmpty(), "body", "is set, and so are structures.",
			"Give one of the two: the image is cut to what the coarse network finds.");
	}

	/** The labels of the structures; empty if all are meant. */
	Set<Integer> labels() {
		final Set<Integer> labels = new TreeSet<>();
		for (final String structure : structures)
			labels.add(1 + Structures.names().indexOf(structure));
		return labels;
	}
}
