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
import java.util.Map;
import java.util.Random;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;

/** Small networks of every architecture that is trained, with random weights. */
final class Examples {

	private static final List<Integer> WIDTHS = List.of(4, 8, 64);

	private Examples() {
		// static methods only
	}

	/** All architectures by name. */
	static Map<String, NetworkSpec> all() {
		final Map<String, NetworkSpec> all = new LinkedHashMap<>();
		for (final int dimensions : List.of(2, 3)) {
			final String end = dimensions + "d";
			for (final NetworkSpec.Norm norm : NetworkSpec.Norm.values())
				all.put("nvidia " + norm + " " + end, network(dimensions, Recipe.NVIDIA, false).withNorm(norm));
			all.put("nnunet plain " + end, network(dimensions, Recipe.NNUNET, false));
			all.put("nnunet residual " + end, network(dimensions, Recipe.NNUNET, true));
		}
		return all;
	}

	/** Three stages: the first pools in the plane only; group norm has several channels per group in the last. */
	static NetworkSpec network(final int dimensions, final Recipe recipe, final boolean residual) {
		final Recipe.Blocks blocks = recipe.blocks();
		final NetworkSpec.Blocks made = new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, blocks.normEpsilon(),
			blocks.convolutionBias(), blocks.symmetricPadding(), residual, blocks.decoderKernels(), 0.01);
		return new NetworkSpec(dimensions, 2, 3, dimensions == 3 ? volumes() : planes(), made, 1);
	}

	private static NetworkSpec.Shape volumes() {
		final List<Integer> full = List.of(3, 3, 3);
		return new NetworkSpec.Shape(WIDTHS, List.of(List.of(1, 3, 3), full, full),
			List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 2, 2)), List.of(1, 2, 2), List.of(2, 1));
	}

	private static NetworkSpec.Shape planes() {
		return new NetworkSpec.Shape(WIDTHS, Collections.nCopies(3, List.of(3, 3)),
			List.of(List.of(1, 1), List.of(2, 2), List.of(1, 2)), List.of(1, 2, 2), List.of(2, 1));
	}

	/** A model of random weights with as many folds. */
	static TrainedModel model(final Engine engine, final NetworkSpec spec, final Labels labels, final int folds) {
		final List<Map<String, float[]>> weights = new ArrayList<>();
		for (int fold = 0; fold < folds; fold++)
			weights.add(weights(engine, spec, fold));
		return new TrainedModel(plan(spec, labels), weights);
	}

	static Plan plan(final NetworkSpec spec, final Labels labels) {
		final boolean volume = spec.dimensions() == 3;
		final Recipe recipe = spec.blocks().convolutionBias() ? Recipe.NNUNET : Recipe.NVIDIA;
		final List<Integer> patch = volume ? List.of(4, 8, 12) : List.of(8, 12);
		final List<Normalization> normalization = List.of(Normalization.ct(-100, 200, 40, 50),
			Normalization.zScore(false));
		return new Plan(1, "Dataset007_Example", recipe, volume ? "3d" : "2d", List.of("CT", "T1"), labels,
			List.of(0, 1, 2), List.of(2.0, 1.0, 1.0), List.of(), patch, 2, spec, normalization, false, null, List.of());
	}

	/** The same plan of another dataset, by another recipe, or of another configuration. */
	static Plan plan(final Plan plan, final String dataset, final Recipe recipe, final String configuration) {
		return new Plan(1, dataset, recipe, configuration, plan.channels(), plan.labels(), plan.transpose(), plan.spacing(),
			plan.medianShape(), plan.patch(), plan.batchSize(), plan.network(), plan.normalization(), plan.batchDice(), null,
			plan.reasons());
	}

	/** Labels without and with regions for three outputs. */
	static Labels labels(final boolean regions) {
		if (!regions) return Labels.of("background", "liver", "tumour");
		final List<Labels.Region> nested = List.of(new Labels.Region("whole", List.of(1, 2, 3), 1),
			new Labels.Region("core", List.of(2, 3), 2), new Labels.Region("seed", List.of(3), 3));
		return new Labels(List.of("background", "a", "b", "c"), nested, -1);
	}

	/** Random values for every weight; those of running variances are positive. */
	private static Map<String, float[]> weights(final Engine engine, final NetworkSpec spec, final int seed) {
		final Map<String, float[]> weights;
		try (Network network = engine.network(spec, seed)) {
			weights = network.weights();
		}
		final Random random = new Random(seed);
		weights.forEach((name, values) -> {
			for (int i = 0; i < values.length; i++)
				if (name.endsWith("variance")) values[i] = 0.5f + random.nextFloat();
				else if (!name.endsWith("kernel")) values[i] = (name.endsWith("gamma") ? 1 : 0) + 0.3f * (float) random
					.nextGaussian();
		});
		return weights;
	}

	/** An image of random numbers: samples × (z ×) y × x × channels. */
	static float[] image(final NetworkSpec spec, final int samples, final int[] size) {
		int count = samples * spec.inputChannels();
		for (final int n : size)
			count *= n;
		final Random random = new Random(count);
		final float[] image = new float[count];
		for (int i = 0; i < count; i++)
			image[i] = (float) random.nextGaussian();
		return image;
	}

	/** The probabilities that the engine computes: the mean of the folds' logits, then softmax or sigmoid. */
	static float[] probabilities(final Engine engine, final TrainedModel model, final float[] image, final int samples,
		final int[] size)
	{
		final int outputs = model.network().outputs();
		final double[] logits = new double[image.length / model.network().inputChannels() * outputs];
		for (final Map<String, float[]> fold : model.folds())
			try (Network network = engine.network(model.network(), 0)) {
				network.assign(fold);
				final float[] one = new float[logits.length];
				network.predict(image, samples, size, one);
				for (int i = 0; i < logits.length; i++)
					logits[i] += one[i] / model.folds().size();
			}
		return probabilities(logits, outputs, model.isSoftmax());
	}

	static float[] probabilities(final double[] logits, final int outputs, final boolean softmax) {
		final float[] result = new float[logits.length];
		for (int i = 0; i < logits.length; i += outputs) {
			double sum = 0;
			for (int c = 0; c < outputs; c++)
				sum += Math.exp(logits[i + c]);
			for (int c = 0; c < outputs; c++)
				result[i + c] = (float) (softmax ? Math.exp(logits[i + c]) / sum : 1 / (1 + Math.exp(-logits[i + c])));
		}
		return result;
	}

	/** Moves the channels to the front, samples × channels × voxels, or back. */
	static float[] turn(final float[] values, final int samples, final int a, final int b) {
		final float[] turned = new float[values.length];
		for (int s = 0; s < samples; s++)
			for (int i = 0; i < a; i++)
				for (int j = 0; j < b; j++)
					turned[(s * b + j) * a + i] = values[(s * a + i) * b + j];
		return turned;
	}
}
