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
package sc.fiji.nnunet.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.Labels;

/**
 * An object of measurement: a class, or a region that is the union of several classes.
 *
 * @param key its name in {@code summary.json}: the label's number, or "(1, 2)" for a region (recipe-nnunet.md 6.1)
 * @param name its name for people
 * @param labels the label values that belong to it
 */
public record Target(String key, String name, List<Integer> labels) {

	public Target {
		labels = List.copyOf(labels);
	}

	/** One class. */
	public static Target of(final int label, final String name) {
		return new Target(Integer.toString(label), name, List.of(label));
	}

	/**
	 * What is measured in a dataset's label files: its foreground classes, or its regions if it has any; of numbered
	 * objects all together, as label 1. For maps that hold classes give the {@link Labels#counted()} ones.
	 */
	public static List<Target> of(final Labels labels) {
		if (labels.instances()) return List.of(of(1, labels.name(1)));
		final List<Target> targets = new ArrayList<>();
		if (labels.regions().isEmpty()) {
			for (int label = 1; label < labels.classes(); label++)
				targets.add(of(labels.value(label), labels.names().get(label)));
			return targets;
		}
		for (final Labels.Region region : labels.regions())
			targets.add(region(region.name(), region.labels()));
		return targets;
	}

	/** Classes without names, background left out. */
	public static List<Target> of(final Collection<Integer> labels) {
		return labels.stream().filter(label -> label > 0).sorted().map(label -> of(label, "label " + label)).toList();
	}

	private static Target region(final String name, final List<Integer> members) {
		if (members.size() == 1) return of(members.get(0), name);
		return new Target(members.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")")), name,
			members);
	}

	/** The label values as an array. */
	public int[] members() {
		return labels.stream().mapToInt(Integer::intValue).toArray();
	}
}
