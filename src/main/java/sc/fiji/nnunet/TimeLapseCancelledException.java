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
package sc.fiji.nnunet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.volume.LabelMap;

/** Thrown if the prediction of a time-lapse is cancelled after some of its time points are done, whose labels it has. */
public final class TimeLapseCancelledException extends CancelledException {

	private static final long serialVersionUID = 1L;

	private final transient List<LabelMap> labels;

	private final String done;

	/**
	 * @param labels those of the time points that are done, which are the first ones
	 * @param failed the number of those of them that could not be predicted
	 * @param count the number of all time points
	 * @param empty the labels of each of the others
	 */
	TimeLapseCancelledException(final List<LabelMap> labels, final int failed, final int count, final LabelMap empty) {
		super("Cancelled. Of " + count + " time points, the first " + (labels.size() == 1 ? "is" : labels.size() + " are") +
			" done" + (failed == 0 ? "" : ", except " + failed + " that cannot be predicted") +
			"; the labels of the others are empty.");
		this.labels = new ArrayList<>(labels);
		this.labels.addAll(Collections.nCopies(count - labels.size(), empty));
		done = (labels.size() == 1 ? "1" : "1 to " + labels.size()) + " of " + count;
	}

	/** The labels of all time points, empty from the first one on that is not done. */
	public List<LabelMap> labels() {
		return List.copyOf(labels);
	}

	/** Which time points are done, such as "1 to 3 of 10". */
	public String done() {
		return done;
	}
}
