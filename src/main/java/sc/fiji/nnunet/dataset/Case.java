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
package sc.fiji.nnunet.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * One image of a dataset, with its label if it has one.
 *
 * @param name the case's name: the file's name without channel number and ending
 * @param images the files that hold the channels in order; one file may hold several channels
 * @param label the label file, or null
 * @param timePoint which of the files' time points it is, from 0 on; {@link ImageFile#WHOLE} for files without time
 */
public record Case(String name, List<Path> images, Path label, int timePoint) {

	public Case {
		images = List.copyOf(images);
	}

	/** A case of files without time points. */
	public Case(final String name, final List<Path> images, final Path label) {
		this(name, images, label, ImageFile.WHOLE);
	}

	/**
	 * Requires that each case has a name of its own, after which its result is named.
	 *
	 * @throws ProblemException with all cases that share one
	 */
	public static void requireUnique(final List<Case> cases) throws ProblemException {
		final Map<String, Case> seen = new HashMap<>();
		final List<Problem> problems = new ArrayList<>();
		for (final Case one : cases) {
			final Case other = seen.put(one.name, one);
			if (other != null) problems.add(Problem.of(one.images.get(0), "has the same case name as " + other.images.get(0)
				.getFileName() + ".", "Rename or move one of them: both would write the same result."));
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}
}
