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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import sc.fiji.nnunet.pth.NewTensor;

/**
 * Writes the layers of a network as statements of TorchScript, PyTorch's subset of Python. An activation is the name of
 * a local variable; weights are attributes of the module.
 */
final class TorchScriptLayers implements Layers<String> {

	private final int dimensions;
	private final List<Integer> unit;
	private final List<Integer> none;
	private final String prefix;
	private final Map<String, NewTensor> parameters;
	private final Map<String, NewTensor> buffers;
	private final List<String> code;

	/** Layers of one network. */
	TorchScriptLayers(final int dimensions) {
		this(dimensions, "", new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
	}

	private TorchScriptLayers(final int dimensions, final String prefix, final Map<String, NewTensor> parameters,
		final Map<String, NewTensor> buffers, final List<String> code)
	{
		this.dimensions = dimensions;
		this.prefix = prefix;
		this.parameters = parameters;
		this.buffers = buffers;
		this.code = code;
		unit = Collections.nCopies(dimensions, 1);
		none = Collections.nCopies(dimensions, 0);
	}

	/** The layers of another fold in the same module. */
	TorchScriptLayers fold(final int fold) {
		return new TorchScriptLayers(dimensions, "fold_" + fold + "_", parameters, buffers, code);
	}

	/** The trained weights by the names of their attributes. */
	Map<String, NewTensor> parameters() {
		return parameters;
	}

	/** The running statistics by the names of their attributes. */
	Map<String, NewTensor> buffers() {
		return buffers;
	}

	/** The statements. */
	List<String> code() {
		return code;
	}

	@Override
	public String convolution(final String x, final Convolution layer) {
		final boolean symmetric = layer.before().equals(layer.after());
		final String wide = symmetric ? x : call("constant_pad_nd", x, list(padding(layer)), "0");
		return call("conv" + dimensions + "d", wide, weight(layer.kernel()), weight(layer.bias()), list(layer.stride()),
			list(symmetric ? layer.before() : none), list(unit));
	}

	/** The margins of all axes, the last axis first. */
	private static List<Integer> padding(final Convolution layer) {
		final List<Integer> margins = new ArrayList<>();
		for (int axis = layer.before().size() - 1; axis >= 0; axis--) {
			margins.add(layer.before().get(axis));
			margins.add(layer.after().get(axis));
		}
		return margins;
	}

	@Override
	public String up(final String x, final Convolution layer) {
		return call("conv_transpose" + dimensions + "d", x, weight(layer.kernel()), weight(layer.bias()), list(layer
			.stride()));
	}

	@Override
	public String norm(final String x, final Norm layer) {
		final String epsilon = number(layer.epsilon());
		final String gamma = weight(layer.gamma());
		final String beta = weight(layer.beta());
		return switch (layer.kind()) {
			case GROUP -> call("group_norm", x, String.valueOf(layer.groups()), gamma, beta, epsilon, "True");
			case BATCH -> call("batch_norm", x, gamma, beta, attribute(layer.mean(), buffers),
				attribute(layer.variance(), buffers), "False", "0.1", epsilon, "True");
			default -> call("instance_norm", x, gamma, beta, "None", "None", "True", "0.1", epsilon, "True");
		};
	}

	@Override
	public String leaky(final String x, final double slope) {
		return call("leaky_relu", x, number(slope));
	}

	@Override
	public String pool(final String x, final List<Integer> block) {
		return call("avg_pool" + dimensions + "d", x, list(block), list(block));
	}

	@Override
	public String add(final String a, final String b) {
		return call("add", a, b);
	}

	@Override
	public String concatenate(final String a, final String b) {
		return call("cat", "[" + a + ", " + b + "]", "1");
	}

	/** The mean of activations of several folds. */
	String mean(final List<String> activations) {
		String sum = activations.get(0);
		for (final String other : activations.subList(1, activations.size()))
			sum = add(sum, other);
		return activations.size() == 1 ? sum : call("div", sum, String.valueOf(activations.size()));
	}

	/** The probabilities of classes that exclude each other, or of each class by itself. */
	String probabilities(final String logits, final boolean exclusive) {
		return exclusive ? call("softmax", logits, "1") : call("sigmoid", logits);
	}

	/** Adds a statement that calls a function of torch; gives the name of its result. */
	private String call(final String function, final String... arguments) {
		final String result = "t" + code.size();
		code.add(result + " = torch." + function + "(" + String.join(", ", arguments) + ")");
		return result;
	}

	private String weight(final Weight weight) {
		return weight == null ? "None" : attribute(weight, parameters);
	}

	private String attribute(final Weight weight, final Map<String, NewTensor> attributes) {
		final String name = prefix + weight.name().replace('/', '_');
		// NB: the values are turned when they are written, so that they are in memory only once
		attributes.put(name, new NewTensor(shape(weight), () -> weight.channelsFirst().values()));
		return "self." + name;
	}

	private static long[] shape(final Weight weight) {
		final int[] ours = weight.shape();
		if (ours.length == 1) return new long[] { ours[0] };
		final int axes = ours.length - 2;
		return LongStream.concat(LongStream.of(ours[axes + 1], ours[axes]), IntStream.range(0, axes).mapToLong(
			axis -> ours[axis])).toArray();
	}

	private static String list(final List<Integer> numbers) {
		return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
	}

	private static String number(final double number) {
		return Double.toString(number).toLowerCase(Locale.ROOT);
	}
}
