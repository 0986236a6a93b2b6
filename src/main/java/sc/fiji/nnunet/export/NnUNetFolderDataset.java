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
package sc.fiji.nnunet.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Plan;

/** Writes a plan's channels and labels as nnU-Net's {@code dataset.json}. */
final class NnUNetFolderDataset {

	private static final String BACKGROUND = "background", IGNORE = "ignore", NAME = "name", DESCRIPTION = "description";

	/** What says that an export wrote the file. NB: a training in the same folder writes another one over it. */
	private static final String OURS = "Exported by nnU-Net for Fiji";

	private NnUNetFolderDataset() {
		// only static methods
	}

	/** The description as a tree of plain values. */
	static Map<String, Object> of(final Plan plan) {
		final Map<String, Object> channels = new LinkedHashMap<>();
		for (int channel = 0; channel < plan.channels().size(); channel++)
			channels.put(String.valueOf(channel), plan.channels().get(channel));
		final Map<String, Object> description = new LinkedHashMap<>();
		description.put(NAME, String.valueOf(plan.dataset()));
		description.put(DESCRIPTION, OURS);
		description.put("channel_names", channels);
		description.put("labels", labels(plan.labels()));
		if (!plan.labels().regions().isEmpty()) description.put("regions_class_order", plan.labels().regions().stream()
			.map(Labels.Region::paint).toList());
		description.put("numTraining", 0);
		description.put("file_ending", ".nii.gz");
		return description;
	}

	/** Whether a description was written by an export of a model of the plan's dataset. */
	static boolean isOf(final Plan plan, final JsonElement description) {
		return description.isJsonObject() && is(OURS, description.getAsJsonObject().get(DESCRIPTION)) && is(String.valueOf(
			plan.dataset()), description.getAsJsonObject().get(NAME));
	}

	private static boolean is(final String text, final JsonElement value) {
		return new JsonPrimitive(text).equals(value);
	}

	/**
	 * NB: nnU-Net numbers classes 0, 1, 2 ... in files too. It finds the outputs of regions by the order of this list.
	 */
	private static Map<String, Object> labels(final Labels labels) {
		final Map<String, Object> result = new LinkedHashMap<>();
		result.put(BACKGROUND, 0);
		if (labels.regions().isEmpty()) for (int label = 1; label < labels.classes(); label++)
			result.put(unused(labels.names().get(label), result), label);
		for (final Labels.Region region : labels.regions())
			result.put(unused(region.name(), result), region.labels().size() == 1 ? region.labels().get(0) : region
				.labels());
		if (labels.ignore() >= 0) result.put(IGNORE, labels.ignore());
		return result;
	}

	/** A name that is not yet among the labels and has no meaning of its own for nnU-Net. */
	private static String unused(final String name, final Map<String, Object> labels) {
		String unused = name;
		for (int n = 2; labels.containsKey(unused) || List.of(BACKGROUND, IGNORE).contains(unused); n++)
			unused = name + " " + n;
		return unused;
	}
}
