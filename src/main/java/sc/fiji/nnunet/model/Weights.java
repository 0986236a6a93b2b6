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
package sc.fiji.nnunet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.pth.Tensor;

/**
 * Turns the tensors of a checkpoint into the weights of our network, and holds them against the plans: the first name
 * that does not fit is a problem.
 */
final class Weights {

	/** The second name of a layer's tensor: the n-th module of convolution, perhaps dropout, norm. */
	private static final Pattern REPEATED = Pattern.compile("(.*)\\.all_modules\\.(\\d+)\\.(.*)");
	/** The second name of the encoder's tensors. */
	private static final String DECODERS_ENCODER = "decoder.encoder.";
	private static final String COUNTER = ".num_batches_tracked";
	private static final String CURE = "Use plans.json and checkpoint of the same training.";

	private final Path file;
	private final Map<String, Tensor> tensors;

	/**
	 * @param file where the tensors come from, for messages
	 * @param tensors by nnU-Net's names
	 */
	Weights(final Path file, final Map<String, Tensor> tensors) {
		this.file = file;
		this.tensors = tensors;
	}

	/** Whether the network has batch norms, as some trainers make it whatever the plans say. */
	boolean hasRunningStatistics() {
		return tensors.keySet().stream().anyMatch(name -> name.endsWith(".norm.running_mean"));
	}

	/** Throws a problem with the first name that does not fit a network. */
	void check(final NetworkSpec spec) throws IOException {
		final Set<String> known = new HashSet<>();
		for (final WeightNames.Weight weight : WeightNames.of(spec)) {
			final Tensor tensor = tensors.get(weight.theirs());
			if (tensor == null) throw new ProblemException(file, "has no " + weight.theirs() + " (" + sizes(weight.shape()) +
				"), which the network of its plans has.", CURE);
			final List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
			if (!shape.equals(weight.shape())) throw new ProblemException(file, "has " + weight.theirs() + " of " + sizes(
				shape) + ", but the network of its plans has " + sizes(weight.shape()) + " there.", CURE);
			known.add(weight.theirs());
		}
		for (final String name : tensors.keySet())
			if (!known.contains(name) && !name.endsWith(COUNTER)) repeated(name, known);
	}

	private static String sizes(final List<Long> shape) {
		return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
	}

	/** Throws a problem if a name that is not needed is not another one for a tensor that is. */
	private void repeated(final String name, final Set<String> known) throws IOException {
		String first = name.startsWith(DECODERS_ENCODER) ? name.substring("decoder.".length()) : name;
		final Matcher matcher = REPEATED.matcher(first);
		if (matcher.matches()) first = matcher.group(1) + (matcher.group(2).equals("0") ? ".conv." : ".norm.") + matcher
			.group(3);
		if (!known.contains(first)) throw new ProblemException(file, "has " + name +
			", which is not part of the network of its plans.", CURE);
		final Tensor tensor = tensors.get(name);
		final Tensor other = tensors.get(first);
		if (tensor.sharesStorageWith(other)) return;
		if (!Arrays.equals(tensor.floats(), other.floats())) throw new ProblemException(file, "has " + name +
			", which should be another name for " + first + ", but holds other numbers.", CURE);
	}

	/**
	 * All weights by our names, in our order of axes.
	 *
	 * @throws ProblemException if they are not those of the network, or not finite
	 */
	Map<String, float[]> read(final NetworkSpec spec) throws IOException {
		check(spec);
		final Map<String, float[]> result = new LinkedHashMap<>();
		for (final WeightNames.Weight weight : WeightNames.of(spec)) {
			final float[] values = tensors.get(weight.theirs()).floats();
			for (final float value : values)
				if (!Float.isFinite(value)) throw new ProblemException(file, "has " + value + " in " + weight.theirs() +
					": the training has diverged.", "Use another checkpoint or fold.");
			result.put(weight.ours(), channelsLast(values, weight.shape()));
		}
		return result;
	}

	/** Reverses the first two axes and moves them to the end: PyTorch's kernels begin with their channels. */
	static float[] channelsLast(final float[] values, final List<Long> shape) {
		if (shape.size() < 2) return values;
		final int first = shape.get(0).intValue();
		final int second = shape.get(1).intValue();
		final int voxels = values.length / (first * second);
		final float[] result = new float[values.length];
		for (int a = 0; a < first; a++)
			for (int b = 0; b < second; b++)
				for (int v = 0; v < voxels; v++)
					result[(v * second + b) * first + a] = values[(a * second + b) * voxels + v];
		return result;
	}
}
