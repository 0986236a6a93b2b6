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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.plan.NetworkSpec;

/** The layers of a U-Net as nodes of ONNX; activations are samples × channels × (z ×) y × x. */
final class OnnxLayers implements Layers<String> {

	private final OnnxGraph graph;
	private final String prefix;
	private final int dimensions;
	private int groups;

	/**
	 * @param prefix in front of the weights' names, so that several folds fit into a graph
	 * @param dimensions 2 or 3
	 */
	OnnxLayers(final OnnxGraph graph, final String prefix, final int dimensions) {
		this.graph = graph;
		this.dimensions = dimensions;
		this.prefix = prefix;
	}

	@Override
	public String convolution(final String x, final Convolution layer) {
		final List<Integer> padding = new ArrayList<>(layer.before());
		padding.addAll(layer.after());
		return convolution("Conv", x, layer).with("pads", padding).add();
	}

	@Override
	public String up(final String x, final Convolution layer) {
		return convolution("ConvTranspose", x, layer).add();
	}

	private OnnxGraph.Node convolution(final String operator, final String x, final Convolution layer) {
		final Weight kernel = layer.kernel().channelsFirst();
		final List<String> inputs = new ArrayList<>(List.of(x, weight(kernel)));
		if (layer.bias() != null) inputs.add(weight(layer.bias()));
		final List<Integer> size = Arrays.stream(kernel.shape()).skip(2).boxed().toList();
		return graph.node(operator, inputs.toArray(String[]::new)).with("kernel_shape", size).with("strides", layer.stride());
	}

	@Override
	public String norm(final String x, final Norm layer) {
		if (layer.kind() == NetworkSpec.Norm.GROUP) return group(x, layer);
		final boolean batch = layer.kind() == NetworkSpec.Norm.BATCH;
		final String gamma = weight(layer.gamma());
		final String beta = weight(layer.beta());
		final OnnxGraph.Node node = batch ? graph.node("BatchNormalization", x, gamma, beta, weight(layer.mean()),
			weight(layer.variance())) : graph.node("InstanceNormalization", x, gamma, beta);
		return node.with("epsilon", (float) layer.epsilon()).add();
	}

	/**
	 * NB: ONNX has a group norm from version 18 of its operators on, so it is the instance norm of a reshaped array.
	 */
	private String group(final String x, final Norm layer) {
		final String name = prefix + "group" + ++groups;
		final int[] size = { layer.groups() };
		final float[] ones = new float[layer.groups()];
		Arrays.fill(ones, 1);
		final String grouped = graph.node("Reshape", x, graph.integers(name + "/shape", 0, layer.groups(), -1)).add();
		final String gamma = graph.floats(name + "/one", size, ones);
		final String beta = graph.floats(name + "/zero", size, new float[layer.groups()]);
		final String normal = graph.node("InstanceNormalization", grouped, gamma, beta).with("epsilon", (float) layer
			.epsilon()).add();
		final String back = graph.node("Reshape", normal, graph.node("Shape", x).add()).add();
		final String scaled = graph.node("Mul", back, perChannel(layer.gamma())).add();
		return graph.node("Add", scaled, perChannel(layer.beta())).add();
	}

	@Override
	public String leaky(final String x, final double slope) {
		return graph.node("LeakyRelu", x).with("alpha", (float) slope).add();
	}

	@Override
	public String pool(final String x, final List<Integer> block) {
		return graph.node("AveragePool", x).with("kernel_shape", block).with("strides", block).add();
	}

	@Override
	public String add(final String a, final String b) {
		return graph.node("Add", a, b).add();
	}

	@Override
	public String concatenate(final String a, final String b) {
		return graph.node("Concat", a, b).with("axis", 1L).add();
	}

	private String weight(final Weight weight) {
		return graph.floats(prefix + weight.name(), weight.shape(), weight.values());
	}

	/** A number per channel, in a shape that applies to each voxel. */
	private String perChannel(final Weight weight) {
		final int[] shape = new int[dimensions + 1];
		Arrays.fill(shape, 1);
		shape[0] = weight.values().length;
		return graph.floats(prefix + weight.name(), shape, weight.values());
	}
}
