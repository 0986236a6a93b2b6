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

import java.util.List;

/**
 * What the numbers in a label file mean.
 * <p>
 * Without regions the network has one output per class, background included, and a
 * softmax picks one. With regions (nnU-Net: a list of integers per name) it has one
 * sigmoid output per region, and regions are painted in order, later over earlier.
 * </p>
 *
 * @param names the class names, indexed by label value; entry 0 is the background; without the ignore label
 * @param regions foreground regions, or an empty list for ordinary classes
 * @param ignore the label value that counts for nothing, or -1 if there is none
 */
public record Labels(List<String> names, List<Region> regions, int ignore) {

	/**
	 * A union of labels that is learned as one output.
	 *
	 * @param name its name
	 * @param labels the label values that belong to it
	 * @param paint the label value that is written where the region is predicted
	 */
	public record Region(String name, List<Integer> labels, int paint) {

		public Region {
			labels = List.copyOf(labels);
		}
	}

	public Labels {
		names = List.copyOf(names);
		regions = List.copyOf(regions);
	}

	/** Ordinary classes: background first. */
	public static Labels of(final String... names) {
		return new Labels(List.of(names), List.of(), -1);
	}

	/** The number of classes, background included, the ignore label not. */
	public int classes() {
		return names.size();
	}

	/** The number of network outputs. */
	public int outputs() {
		return regions.isEmpty() ? classes() : regions.size();
	}
}
