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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import sc.fiji.nnunet.pth.PthFile;
import sc.fiji.nnunet.pth.ScriptFile;
import sc.fiji.nnunet.pth.Tensor;

/**
 * Runs the statements of a TorchScript archive slowly and obviously, by PyTorch's definitions of its functions. Two
 * axes are treated as three, the first of length 1.
 */
final class TorchScriptRunner {

	private static final Pattern STATEMENT = Pattern.compile(" {4}(t\\d+) = torch\\.(\\w+)\\((.*)\\)");

	/** An array of samples × channels × z × y × x, or a weight of any axes. */
	record Array(int[] shape, float[] values) {

		static Array of(final int... shape) {
			return new Array(shape, new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
		}

		private float get(final int... at) {
			return values[index(at)];
		}

		private void set(final float value, final int... at) {
			values[index(at)] = value;
		}

		private int index(final int... at) {
			int index = 0;
			for (int axis = 0; axis < at.length; axis++)
				index = index * shape[axis] + at[axis];
			return index;
		}

		private boolean contains(final int... at) {
			for (int axis = 0; axis < at.length; axis++)
				if (at[axis] < 0 || at[axis] >= shape[axis]) return false;
			return true;
		}
	}

	/** Visits each position of an array. */
	private interface Visitor {

		void visit(int... at);
	}

	private final Map<String, Array> variables = new HashMap<>();
	private final List<String> code;

	TorchScriptRunner(final Path file) throws IOException {
		try (PthFile script = ScriptFile.open(file)) {
			for (final Map.Entry<?, ?> attribute : script.dictionary().entrySet())
				if (attribute.getValue() instanceof Tensor tensor) variables.put("self." + attribute.getKey(),
					array(tensor));
		}
		try (ZipFile zip = new ZipFile(file.toFile())) {
			final String entry = zip.stream().map(one -> one.getName()).filter(name -> name.endsWith("__torch__.py"))
				.findFirst().orElseThrow();
			code = new String(zip.getInputStream(zip.getEntry(entry)).readAllBytes(),
				StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static Array array(final Tensor tensor) throws IOException {
		final int[] shape = Arrays.stream(tensor.shape()).mapToInt(n -> (int) n).toArray();
		final int[] volume = shape.length != 4 ? shape : new int[] { shape[0], shape[1], 1, shape[2], shape[3] };
		return new Array(volume, tensor.floats());
	}

	/** Lines of the class, the statements among them. */
	List<String> code() {
		return code;
	}

	/** The result for an image of samples × channels × z × y × x. */
	Array run(final Array image) {
		variables.put("x", image);
		for (final String line : code) {
			final Matcher statement = STATEMENT.matcher(line);
			if (statement.matches()) variables.put(statement.group(1), call(statement.group(2),
				split(statement.group(3))));
			else if (line.startsWith("    return ")) return variables.get(line.substring("    return ".length()));
		}
		throw new IllegalStateException("nothing is returned");
	}

	private Array call(final String function, final List<String> arguments) {
		final Array x = variables.get(arguments.get(0));
		return switch (function) {
			case "constant_pad_nd" -> padded(x, numbers(arguments.get(1)));
			case "conv2d", "conv3d" -> convolution(x, arguments);
			case "conv_transpose2d", "conv_transpose3d" -> up(x, arguments);
			case "instance_norm" -> norm(x, x.shape[1], arguments.get(1), arguments.get(2), arguments.get(7));
			case "group_norm" -> norm(x, Integer.parseInt(arguments.get(1)), arguments.get(2), arguments.get(3),
				arguments.get(4));
			case "batch_norm" -> batchNorm(x, arguments);
			case "leaky_relu" -> each(x, v -> v > 0 ? v : (float) (v * Double.parseDouble(arguments.get(1))));
			case "avg_pool2d", "avg_pool3d" -> pool(x, numbers(arguments.get(1)));
			case "add" -> sum(x, variables.get(arguments.get(1)));
			case "div" -> each(x, v -> v / Integer.parseInt(arguments.get(1)));
			case "cat" -> concatenated(split(arguments.get(0).replaceAll("[\\[\\]]", "")));
			case "sigmoid" -> each(x, v -> (float) (1 / (1 + Math.exp(-v))));
			case "softmax" -> softmax(x);
			default -> throw new IllegalStateException(function);
		};
	}

	/** Arguments, of which lists are one. */
	private static List<String> split(final String arguments) {
		return Stream.of(arguments.split(", (?![^\\[]*\\])")).toList();
	}

	/** A list of two or three numbers as z, y, x; or margins of the last axis first. */
	private static int[] numbers(final String list) {
		final int[] numbers = Stream.of(list.substring(1, list.length() - 1).split(", ")).mapToInt(Integer::parseInt)
			.toArray();
		if (numbers.length == 2) return new int[] { list.startsWith("[0") ? 0 : 1, numbers[0], numbers[1] };
		return numbers;
	}

	private static void visit(final int[] shape, final Visitor visitor) {
		for (int s = 0; s < shape[0]; s++)
			for (int c = 0; c < shape[1]; c++)
				for (int z = 0; z < shape[2]; z++)
					for (int y = 0; y < shape[3]; y++)
						for (int x = 0; x < shape[4]; x++)
							visitor.visit(s, c, z, y, x);
	}

	private static Array padded(final Array x, final int[] margins) {
		final int[] shape = x.shape.clone();
		final int[] before = new int[5];
		for (int n = 0; n < margins.length; n += 2) {
			before[4 - n / 2] = margins[n];
			shape[4 - n / 2] += margins[n] + margins[n + 1];
		}
		final Array result = Array.of(shape);
		visit(x.shape, at -> result.set(x.get(at), at[0], at[1], at[2] + before[2], at[3] + before[3], at[4] +
			before[4]));
		return result;
	}

	private Array convolution(final Array x, final List<String> arguments) {
		final Array kernel = variables.get(arguments.get(1));
		final Array bias = variables.get(arguments.get(2));
		final int[] stride = numbers(arguments.get(3));
		final int[] given = Stream.of(arguments.get(4).replaceAll("[\\[\\] ]", "").split(",")).mapToInt(
			Integer::parseInt).toArray();
		final int[] padding = given.length == 2 ? new int[] { 0, given[0], given[1] } : given;
		final int[] shape = { x.shape[0], kernel.shape[0], 0, 0, 0 };
		for (int axis = 0; axis < 3; axis++)
			shape[axis + 2] = (x.shape[axis + 2] + 2 * padding[axis] - kernel.shape[axis + 2]) / stride[axis] + 1;
		final Array result = Array.of(shape);
		final int[] sizes = { 1, kernel.shape[1], kernel.shape[2], kernel.shape[3], kernel.shape[4] };
		visit(shape, at -> {
			final double[] sum = { bias == null ? 0 : bias.get(at[1]) };
			visit(sizes, k -> {
				final int[] from = { at[0], k[1], at[2] * stride[0] + k[2] - padding[0], at[3] * stride[1] +
					k[3] - padding[1], at[4] * stride[2] + k[4] - padding[2] };
				if (x.contains(from)) sum[0] += x.get(from) * kernel.get(at[1], k[1], k[2], k[3], k[4]);
			});
			result.set((float) sum[0], at);
		});
		return result;
	}

	/** A transposed convolution whose kernel is as large as its stride. */
	private Array up(final Array x, final List<String> arguments) {
		final Array kernel = variables.get(arguments.get(1));
		final Array bias = variables.get(arguments.get(2));
		final int[] stride = numbers(arguments.get(3));
		final Array result = Array.of(x.shape[0], kernel.shape[1], x.shape[2] * stride[0], x.shape[3] * stride[1],
			x.shape[4] * stride[2]);
		visit(result.shape, at -> {
			double sum = bias == null ? 0 : bias.get(at[1]);
			for (int c = 0; c < x.shape[1]; c++)
				sum += x.get(at[0], c, at[2] / stride[0], at[3] / stride[1], at[4] / stride[2]) * kernel.get(c, at[1],
					at[2] % stride[0], at[3] % stride[1], at[4] % stride[2]);
			result.set((float) sum, at);
		});
		return result;
	}

	private Array norm(final Array x, final int groups, final String gamma, final String beta, final String epsilon) {
		final int share = x.shape[1] / groups;
		final double[][] sums = new double[x.shape[0] * groups][2];
		final int count = x.values.length / sums.length;
		visit(x.shape, at -> sums[at[0] * groups + at[1] / share][0] += x.get(at) / count);
		visit(x.shape, at -> sums[at[0] * groups + at[1] / share][1] += Math.pow(x.get(at) - sums[at[0] * groups +
			at[1] / share][0], 2) / count);
		final Array result = Array.of(x.shape);
		visit(x.shape, at -> {
			final double[] sum = sums[at[0] * groups + at[1] / share];
			result.set((float) ((x.get(at) - sum[0]) / Math.sqrt(sum[1] + Double.parseDouble(
				epsilon)) * variables.get(gamma).get(at[1]) + variables.get(beta).get(at[1])), at);
		});
		return result;
	}

	private Array batchNorm(final Array x, final List<String> arguments) {
		final List<Array> weights = arguments.subList(1, 5).stream().map(variables::get).toList();
		final double epsilon = Double.parseDouble(arguments.get(7));
		final Array result = Array.of(x.shape);
		visit(x.shape, at -> result.set((float) ((x.get(at) - weights.get(2).get(at[1])) / Math.sqrt(weights.get(3).get(
			at[1]) + epsilon) * weights.get(0).get(at[1]) + weights.get(1).get(at[1])), at));
		return result;
	}

	private static Array pool(final Array x, final int[] block) {
		final Array result = Array.of(x.shape[0], x.shape[1], x.shape[2] / block[0], x.shape[3] / block[1], x.shape[4] /
			block[2]);
		final int volume = block[0] * block[1] * block[2];
		visit(x.shape, at -> {
			final int[] to = { at[0], at[1], at[2] / block[0], at[3] / block[1], at[4] / block[2] };
			result.set(result.get(to) + x.get(at) / volume, to);
		});
		return result;
	}

	private static Array sum(final Array a, final Array b) {
		final Array result = Array.of(a.shape);
		visit(a.shape, at -> result.set(a.get(at) + b.get(at), at));
		return result;
	}

	private Array concatenated(final List<String> names) {
		final List<Array> parts = new ArrayList<>();
		names.forEach(name -> parts.add(variables.get(name)));
		final int[] shape = parts.get(0).shape.clone();
		shape[1] = parts.stream().mapToInt(part -> part.shape[1]).sum();
		final Array result = Array.of(shape);
		visit(shape, at -> {
			final boolean first = at[1] < parts.get(0).shape[1];
			result.set(first ? parts.get(0).get(at) : parts.get(1).get(at[0], at[1] - parts.get(0).shape[1], at[2],
				at[3], at[4]), at);
		});
		return result;
	}

	private static Array softmax(final Array x) {
		final Array result = Array.of(x.shape);
		visit(x.shape, at -> {
			double sum = 0;
			for (int c = 0; c < x.shape[1]; c++)
				sum += Math.exp(x.get(at[0], c, at[2], at[3], at[4]));
			result.set((float) (Math.exp(x.get(at)) / sum), at);
		});
		return result;
	}

	/** A function of a number. */
	private interface Function {

		float of(float value);
	}

	private static Array each(final Array x, final Function function) {
		final Array result = Array.of(x.shape);
		for (int i = 0; i < x.values.length; i++)
			result.values[i] = function.of(x.values[i]);
		return result;
	}
}
