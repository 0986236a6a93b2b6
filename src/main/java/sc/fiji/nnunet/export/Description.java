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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;

/**
 * The description of a model for bioimage.io, {@code bioimageio.yaml}: format 0.5.4, which every version of the readers
 * accepts. Axes are b, c, (z,) y, x.
 */
final class Description {

	static final String FORMAT = "0.5.4";

	private final TrainedModel model;
	private final ExportOptions.About about;

	Description(final TrainedModel model, final ExportOptions.About about) {
		this.model = model;
		this.about = about;
	}

	/** The file's content. */
	String yaml() {
		final DumperOptions style = new DumperOptions();
		style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		style.setAllowUnicode(true);
		return new Yaml(style).dump(content());
	}

	/** The package's name. */
	String name() {
		if (!about.name().isEmpty()) return about.name();
		final String name = "nnU-Net " + ExportNames.of(model.plan()).replaceAll("[^A-Za-z0-9.-]+", " ");
		return name.length() > 128 ? name.substring(0, 128).strip() : name;
	}

	/** A sentence about the model. */
	String sentence() {
		return about.description().isEmpty() ? "An nnU-Net (" + model.plan().configuration() + ", recipe " +
			model.plan()
			.recipe().name() + ") that segments " + String.join(", ", foreground()) + "." : about.description();
	}

	/** The names of the space axes of the network's grid, which are those of the image file in another order. */
	List<String> axes() {
		final List<String> file = List.of("z", "y", "x");
		final Plan plan = model.plan();
		return IntStream.range(3 - model.network().dimensions(),
			3).mapToObj(axis -> file.get(plan.transpose().get(axis)))
			.toList();
	}

	/** The spacing along these axes, in millimetres. */
	List<Double> spacing() {
		return model.plan().spacing().subList(3 - model.network().dimensions(), 3);
	}

	/** The outputs without the background. */
	List<String> foreground() {
		if (model.plan().labels().instances()) return model.plan().labels().segmented();
		return model.isSoftmax() ? model.outputs().subList(1, model.outputs().size()) : model.outputs();
	}

	Preprocessing preprocessing() {
		return Preprocessing.of(model.plan(), axes());
	}

	private Map<String, Object> content() {
		final Map<String, Object> content = new LinkedHashMap<>();
		content.put("format_version", FORMAT);
		content.put("type", "model");
		content.put("name", name());
		content.put("description", sentence());
		content.put("license", about.licence());
		content.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		content.put("authors", authors().stream().map(author -> Map.of("name", author)).toList());
		content.put("cite", citations());
		content.put("documentation", BioimagePackage.README);
		content.put("covers", List.of(BioimagePackage.COVER));
		content.put("tags", List.of("semantic-segmentation", "unet", "nnunet", model.network().dimensions() + "d",
			"fiji"));
		content.put("inputs", List.of(input()));
		content.put("outputs", List.of(output()));
		content.put("weights", weights());
		content.put("config", Map.of("nnunet_fiji", config()));
		return content;
	}

	/** The names of the authors. */
	List<String> authors() {
		final List<String> names = Arrays.stream(about.authors().split(",")).map(String::strip).filter(name -> !name
			.isEmpty()).toList();
		return names.isEmpty() ? List.of("unknown") : names;
	}

	private List<Map<String, Object>> citations() {
		final List<Map<String, Object>> all = new ArrayList<>();
		Citation.of(about.citation()).ifPresent(own -> all.add(entry(own)));
		all.add(entry(Citation.NNUNET));
		return all;
	}

	private static Map<String, Object> entry(final Citation citation) {
		return citation.doi() != null ? map("text", citation.text(), "doi", citation.doi()) : map("text",
			citation.text(),
			"url", citation.url());
	}

	private Map<String, Object> input() {
		final List<Map<String, Object>> axes = new ArrayList<>();
		axes.add(map("type", "batch"));
		axes.add(map("type", "channel", "channel_names", ExportNames.identifiers(channels())));
		final int[] stride = model.network().totalStride();
		for (int axis = 0; axis < stride.length; axis++)
			axes.add(space(axis, map("min", least(axis), "step", stride[axis])));
		return map("id", "input", "description", "The image at the model's spacing", "axes", axes, "data", map("type",
			"float32"), "test_tensor", map("source", BioimagePackage.INPUT), "preprocessing", preprocessing().steps());
	}

	private Map<String, Object> output() {
		final List<Map<String, Object>> axes = new ArrayList<>();
		axes.add(map("type", "batch"));
		axes.add(map("type", "channel", "channel_names", ExportNames.identifiers(model.outputs())));
		for (int axis = 0; axis < model.network().dimensions(); axis++) {
			final Map<String, Object> space = space(axis, map("tensor_id", "input", "axis_id", axes().get(axis)));
			final int halo = isLocal() ? Math.min(least(axis) / 4, (least(axis) - 1) / 2) : 0;
			// NB: the format has no halo of 0
			if (halo > 0) space.put("halo", halo);
			axes.add(space);
		}
		return map("id", "output", "description", "The probability of each class", "axes", axes, "data", map("type",
			"float32", "range", List.of(0.0, 1.0)), "test_tensor", map("source", BioimagePackage.OUTPUT));
	}

	/**
	 * Whether a voxel's result depends on its surroundings only, so that readers may pad an image and throw the border of
	 * a tile away; other norms compute their statistics from all that they are given.
	 */
	private boolean isLocal() {
		return model.network().norm() == NetworkSpec.Norm.BATCH || model.network().norm() == NetworkSpec.Norm.NONE;
	}

	private Map<String, Object> space(final int axis, final Object size) {
		final Map<String, Object> space = map("type", "space", "id", axes().get(axis));
		// NB: the format has no unit for pixels
		if (!OwnRules.isOfPixels(model.plan())) space.put("unit", "millimeter");
		space.put("scale", spacing().get(axis));
		space.put("size", size);
		return space;
	}

	/** The patch along an axis, rounded up to what the network accepts. */
	private int least(final int axis) {
		final int stride = model.network().totalStride()[axis];
		return -Math.floorDiv(-model.plan().patch().get(axis), stride) * stride;
	}

	/** A name per channel of the network: those of the image, then the labels of a cascade's previous stage. */
	List<String> channels() {
		final Plan plan = model.plan();
		final List<String> names = new ArrayList<>(plan.channels());
		names.addAll(plan.labels().names().subList(1, 1 + plan.previousLabels()));
		while (names.size() < model.network().inputChannels())
			names.add("channel" + names.size());
		return names;
	}

	private static Map<String, Object> weights() {
		final String first = "tensorflow_saved_model_bundle";
		return map(first, map("source", BioimagePackage.SAVED_MODEL, "tensorflow_version", "2.10"), "onnx",
			map("source",
			BioimagePackage.ONNX, "opset_version", (int) OnnxGraph.OPSET, "parent", first), "torchscript", map("source",
				BioimagePackage.TORCHSCRIPT, "pytorch_version", "2.0", "parent", first));
	}

	/** The plan, so that this program can use the package as a model. */
	private Map<String, Object> config() {
		return map("plan", new Yaml().load(Json.line(model.plan())), "folds", model.folds().size());
	}

	private static Map<String, Object> map(final Object... pairs) {
		final Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			map.put((String) pairs[i], pairs[i + 1]);
		return map;
	}
}
