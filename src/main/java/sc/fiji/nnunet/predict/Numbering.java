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

import java.util.List;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;

/**
 * Numbers the objects that networks have predicted, and tells what it has left out: of the first image where there is
 * such, and at the end of all, since each image of many may have some.
 */
final class Numbering {

	private static final String ADVICE = "If there are objects among such parts, preprocess and train again with labels in " +
		"which more than one in fifty objects, and at least three, are as small and touch no edge: then they are kept.";

	private final List<Plan> plans;
	private final Progress whole;
	private int images, parts;
	private long largest;

	/**
	 * @param members one or several configurations that predict together
	 * @param whole is told about all images
	 */
	Numbering(final List<Member> members, final Progress whole) {
		plans = members.stream().map(Member::plan).toList();
		this.whole = whole;
	}

	/** Replaces the classes of objects by their numbers, in place. */
	LabelMap of(final LabelMap classes, final Progress progress) {
		final double smallest = plans.stream().mapToDouble(plan -> plan.smallestObject(classes.geometry())).min()
			.getAsDouble();
		final NumberedObjects.Noise noise = NumberedObjects.toNumbers(classes, smallest);
		if (NumberedObjects.isFull(classes)) progress.message(NumberedObjects.FULL);
		if (noise.insides() == 0 || !isFirst(noise)) return classes;
		progress.message(words(noise.insides(), noise.largest()));
		progress.message(ADVICE);
		return classes;
	}

	private synchronized boolean isFirst(final NumberedObjects.Noise noise) {
		parts += noise.insides();
		largest = Math.max(largest, noise.largest());
		return ++images == 1;
	}

	/** Tells what was left out of all images, if the first one was not all. */
	synchronized void tellAll() {
		if (images > 1) whole.message("In " + images + " images together, " + words(parts, largest));
	}

	private static String words(final int parts, final long largest) {
		return (parts == 1 ? "1 part" : parts + " parts") + " of at most " + largest + (largest == 1 ? " voxel" : " voxels") +
			", borders apart, " + (parts == 1 ? "is" : "are") + " left out as noise.";
	}
}
