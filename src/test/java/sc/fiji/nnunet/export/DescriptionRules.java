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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.Yaml;

/**
 * The rules of bioimage.io's model description 0.5.4, as far as our descriptions touch them, frozen here so that the
 * tests need no Python. Where from: bioimageio.spec 0.5.12.0 and bioimageio.core 0.11.0; {@code
 * src/test/scripts/check_bioimageio.py} asks these programs themselves.
 */
final class DescriptionRules {

	private static final Map<String, Set<String>> STEPS = Map.of("ensure_dtype", Set.of("dtype"), "clip", Set.of("min",
		"max"), "fixed_zero_mean_unit_variance", Set.of("mean", "std", "axis"), "zero_mean_unit_variance",
		Set.of("axes",
			"eps"), "scale_range", Set.of("axes", "eps"), "scale_linear", Set.of("gain", "offset"));

	private final Map<String, Object> root;
	private final Set<String> files;

	/** @param files the names of the files beside the description */
	private DescriptionRules(final String yaml, final Set<String> files) {
		root = new Yaml().load(yaml);
		this.files = files;
	}

	/** Checks a description. */
	static void check(final String yaml, final Set<String> files) {
		final DescriptionRules rules = new DescriptionRules(yaml, files);
		rules.head();
		rules.tensors();
		rules.weights();
	}

	private void head() {
		assertTrue(root.keySet().containsAll(Set.of("name", "format_version", "type", "inputs", "outputs", "weights",
			"description", "authors", "cite", "license", "documentation", "timestamp")), root.keySet().toString());
		assertEquals("0.5.4", root.get("format_version"));
		assertEquals("model", root.get("type"));
		assertTrue(root.get("name").toString().matches("[\\p{L}\\p{N} _\\-().,/+]{5,128}"),
			root.get("name").toString());
		assertTrue(root.get("license").toString().matches("[A-Za-z0-9.+-]+"));
		assertTrue(!root.get("description").toString().isBlank());
		assertTrue(!maps(root, "authors").isEmpty());
		for (final Map<String, Object> author : maps(root, "authors"))
			assertTrue(!author.get("name").toString().isBlank() && !author.get("name").toString().contains("/"));
		for (final Map<String, Object> cite : maps(root, "cite"))
			assertTrue(!cite.get("text").toString().isBlank() && (cite.containsKey("doi") || cite.containsKey("url")));
		assertEquals("README.md", root.get("documentation"));
		assertTrue(files.contains("README.md"));
		for (final Object cover : (List<?>) root.get("covers"))
			assertTrue(files.contains(cover));
	}

	private void tensors() {
		final Map<String, Object> input = only("inputs");
		final Map<String, Object> output = only("outputs");
		final Map<String, Map<String, Object>> ins = spaces(input);
		final Map<String, Map<String, Object>> outs = spaces(output);
		assertEquals(ins.keySet(), outs.keySet());
		ins.forEach((id, axis) -> {
			final Map<?, ?> size = (Map<?, ?>) axis.get("size");
			final int least = (Integer) size.get("min");
			final int step = (Integer) size.get("step");
			assertTrue(step >= 1 && least >= step && least % step == 0, size.toString());
			final Map<String, Object> other = outs.get(id);
			assertEquals(Map.of("tensor_id", "input", "axis_id", id), other.get("size"));
			assertEquals(axis.get("unit"), other.get("unit"));
			assertEquals(axis.get("scale"), other.get("scale"));
			if (other.containsKey("halo")) {
				final int halo = (Integer) other.get("halo");
				assertTrue(halo >= 1 && least >= 2 * halo + 1);
			}
		});
		for (final Map<String, Object> step : maps(input, "preprocessing")) {
			assertTrue(STEPS.containsKey(step.get("id")), step.toString());
			final Map<?, ?> arguments = (Map<?, ?>) step.get("kwargs");
			assertTrue(STEPS.get(step.get("id")).containsAll(arguments.keySet()), step.toString());
			if (arguments.containsKey("axes")) assertTrue(ins.keySet().containsAll((List<?>) arguments.get("axes")));
		}
	}

	/** The space axes of a tensor by id, after batch and channel. */
	private Map<String, Map<String, Object>> spaces(final Map<String, Object> tensor) {
		assertTrue(tensor.get("id").toString().matches("[a-z_][a-z0-9_]*"));
		assertEquals("float32", ((Map<?, ?>) tensor.get("data")).get("type"));
		assertTrue(files.contains(((Map<?, ?>) tensor.get("test_tensor")).get("source")));
		final List<Map<String, Object>> axes = maps(tensor, "axes");
		assertEquals("batch", axes.get(0).get("type"));
		assertEquals("channel", axes.get(1).get("type"));
		final List<?> names = (List<?>) axes.get(1).get("channel_names");
		assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
		for (final Object name : names)
			assertTrue(name.toString().matches("[A-Za-z_][A-Za-z0-9_]*"), name.toString());
		final Map<String, Map<String, Object>> spaces = new java.util.LinkedHashMap<>();
		for (final Map<String, Object> axis : axes.subList(2, axes.size())) {
			assertEquals("space", axis.get("type"));
			assertTrue(Set.of("x", "y", "z").contains(axis.get("id")));
			assertEquals("millimeter", axis.get("unit"));
			assertTrue((Double) axis.get("scale") > 0);
			spaces.put(axis.get("id").toString(), axis);
		}
		assertEquals(axes.size() - 2, spaces.size());
		return spaces;
	}

	private void weights() {
		final Map<?, ?> weights = (Map<?, ?>) root.get("weights");
		final Map<String, String> version = Map.of("tensorflow_saved_model_bundle", "tensorflow_version", "onnx",
			"opset_version", "torchscript", "pytorch_version");
		assertEquals(version.keySet(), weights.keySet());
		final List<Object> first = new ArrayList<>();
		weights.forEach((format, entry) -> {
			final Map<?, ?> one = (Map<?, ?>) entry;
			assertTrue(files.contains(one.get("source")), one.toString());
			assertTrue(one.containsKey(version.get(format)), one.toString());
			if (one.containsKey("parent")) assertTrue(weights.containsKey(one.get("parent")));
			else first.add(format);
		});
		assertEquals(1, first.size(), "weights that are not made from others: " + first);
	}

	private Map<String, Object> only(final String key) {
		assertEquals(1, maps(root, key).size());
		return maps(root, key).get(0);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> maps(final Map<String, Object> map, final String key) {
		return (List<Map<String, Object>>) map.get(key);
	}
}
