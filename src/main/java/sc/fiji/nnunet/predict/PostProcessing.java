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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Rules that are applied to predicted labels: each keeps only the largest connected component (part) of some labels
 * (recipe-nnunet.md 1.10). They are chosen by cross-validation and stored as {@code postprocessing.json}.
 * <p>
 * Rules are applied one after the other; removed voxels become background. Voxels touch by faces, edges and corners;
 * parts that tie for the largest all stay.
 * </p>
 *
 * @param format version of this file format; 1
 * @param rules what is done, in order; empty = nothing
 * @param reasons for each rule that was tried, what it changed and whether it was accepted; for the user
 */
public record PostProcessing(int format, List<Rule> rules, List<String> reasons) {

	/** The version that this program writes. */
	public static final int FORMAT = 1;

	private static final String CURE = "Run the cross-validation again, or leave the post-processing out.";

	/**
	 * Keeps only the largest connected part of the union of some labels.
	 *
	 * @param name what the union is, for the user
	 * @param labels the label values; empty = all foreground
	 */
	public record Rule(String name, List<Integer> labels) {

		public Rule {
			labels = List.copyOf(labels);
		}

		/** The rule for all foreground together. */
		public static Rule foreground() {
			return new Rule("foreground", List.of());
		}

		private boolean concerns(final int label) {
			return labels.isEmpty() ? label > 0 : labels.contains(label);
		}
	}

	public PostProcessing {
		rules = List.copyOf(rules);
		reasons = List.copyOf(reasons);
	}

	/** Rules without reasons. */
	public static PostProcessing of(final Rule... rules) {
		return new PostProcessing(FORMAT, List.of(rules), List.of());
	}

	/** The same with one more rule. */
	public PostProcessing with(final Rule rule) {
		final List<Rule> more = new ArrayList<>(rules);
		more.add(rule);
		return new PostProcessing(format, more, reasons);
	}

	/** The same rules with other reasons. */
	public PostProcessing withReasons(final List<String> texts) {
		return new PostProcessing(format, rules, texts);
	}

	/**
	 * Applies the rules to a label map, in place.
	 *
	 * @return how many voxels were removed
	 */
	public long apply(final LabelMap labels) {
		long removed = 0;
		for (final Rule rule : rules)
			removed += Components.in(labels, rule::concerns, false).keepLargest(labels);
		return removed;
	}

	/** Writes the rules as JSON; the folder must exist. */
	public void write(final Path file) throws IOException {
		JsonFile.write(file, this);
	}

	/**
	 * Reads rules.
	 *
	 * @throws ProblemException if the file is missing, of a later version, or not such a file
	 */
	public static PostProcessing read(final Path file) throws IOException {
		final PostProcessing rules = JsonFile.read(file, PostProcessing.class, "a post-processing", CURE);
		if (rules.format() < 1 || rules.format() > FORMAT) throw new ProblemException(file,
			"is a post-processing of format " +
			rules.format() + "; this version reads up to " + FORMAT + ".",
			"Use the version of nnU-Net for Fiji that wrote it, or run the cross-validation again.");
		return rules;
	}
}
