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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;

/** What a package says about the normalisation, and whether its test image and test output follow from that. */
class PreprocessingTest extends WithEngine {

	private static final Normalization CT = Normalization.ct(-100, 200, 40, 50);

	private static final ExportOptions.About ABOUT = ExportOptions.builder().build().about();

	/**
	 * A plan without norms in its network, so that the result depends on the image's scale.
	 *
	 * @param labels the channels of a previous stage
	 */
	private static Plan plan(final int dimensions, final List<Double> median, final int labels,
		final Normalization... rules)
	{
		final NetworkSpec spec = Examples.network(dimensions, Recipe.NVIDIA, false).withNorm(NetworkSpec.Norm.NONE);
		final NetworkSpec network = new NetworkSpec(dimensions, rules.length + labels, 3, spec.shape(), spec.blocks(), 1);
		final Plan plan = Examples.plan(network, Examples.labels(false));
		return new Plan(1, plan.dataset(), plan.recipe(), plan.configuration(), plan.channels().subList(0, rules.length), plan
			.labels(), plan.transpose(), plan.spacing(), median, plan.patch(), 2, network, List.of(rules), false, labels > 0
				? "3d_lowres" : null, List.of());
	}

	private static Plan volumes(final Normalization... rules) {
		return plan(3, List.of(), 0, rules);
	}

	private static TrainedModel model(final Plan plan) {
		return new TrainedModel(plan, Examples.model(engine, plan.network(), plan.labels(), 1).folds());
	}

	private static Preprocessing of(final Plan plan) {
		return Preprocessing.of(plan, List.of("z", "y", "x").subList(3 - plan.network().dimensions(), 3));
	}

	private static List<String> ids(final Plan plan) {
		return of(plan).steps().stream().map(step -> step.get("id").toString()).toList();
	}

	private static Normalization rule(final Normalization.Scheme scheme) {
		return scheme == Normalization.Scheme.CT ? CT : new Normalization(scheme, false, 0, 0, 0, 1);
	}

	@Test
	void normalisationIsStatedAsFarAsPossible() {
		assertEquals(List.of("ensure_dtype", "clip", "fixed_zero_mean_unit_variance"), ids(volumes(CT)));
		assertEquals(List.of("ensure_dtype", "zero_mean_unit_variance"), ids(volumes(Normalization.zScore(true))));
		assertEquals(List.of("ensure_dtype"), ids(volumes(CT, Normalization.zScore(false))));
		assertEquals(List.of("ensure_dtype"), ids(volumes(CT, Normalization.ct(0, 1, 2, 3))));
		assertTrue(of(volumes(Normalization.zScore(true))).sentence().contains("cannot leave zeros out"));
		assertFalse(of(volumes(Normalization.zScore(true))).sentence().contains("stack"));
	}

	@Test
	void statisticsOfAStackAreNotStatedAsThoseOfItsSlices() {
		for (final Normalization rule : List.of(Normalization.zScore(false), rule(Normalization.Scheme.RESCALE_0_1))) {
			final Plan stacks = plan(2, List.of(30.0, 200.0, 200.0), 0, rule);
			assertEquals(List.of("ensure_dtype"), ids(stacks));
			final TrainedModel model = model(stacks);
			final String readme = new Readme(model, new Description(model, ABOUT), "").text();
			assertTrue(readme.contains("counted over the whole stack") && !readme.contains("do it themselves"), readme);
			final TestTensors test = TestTensors.of(model, engine);
			assertOutput(model, test, test.image());
			final Plan images = plan(2, List.of(1.0, 200.0, 200.0), 0, rule);
			assertEquals(2, ids(images).size());
			assertFalse(of(images).sentence().contains("stack"));
			final Plan unknown = plan(2, List.of(), 0, rule);
			assertEquals(2, ids(unknown).size());
			assertTrue(of(unknown).sentence().contains("the whole stack"));
		}
		assertTrue(of(plan(2, List.of(), 0, CT, Normalization.zScore(false))).sentence().contains("the whole stack"));
		assertEquals(ids(volumes(CT)), ids(plan(2, List.of(30.0, 200.0, 200.0), 0, CT)), "a rule without statistics");
	}

	@Test
	void theLabelsOfAPreviousStageAreNotNormalised() {
		final TrainedModel model = model(plan(3, List.of(), 2, CT));
		assertEquals(List.of("ensure_dtype"), ids(model.plan()));
		assertTrue(of(model.plan()).sentence().contains("only the image is normalised. Intensities are clipped"));
		final Description description = new Description(model, ABOUT);
		assertEquals(List.of("CT", "liver", "tumour"), description.channels());
		assertTrue(new Readme(model, description, "").text().contains("Channels: CT, liver, tumour."));
		final TestTensors test = TestTensors.of(model, engine);
		final float[] image = test.image();
		final int voxels = image.length / 3;
		final int[] labelled = new int[3];
		for (int i = 0; i < voxels; i++) {
			for (int channel = 1; channel < 3; channel++)
				if (image[channel * voxels + i] == 1) labelled[channel]++;
				else assertEquals(0, image[channel * voxels + i]);
			assertTrue(image[voxels + i] + image[2 * voxels + i] <= 1, "a voxel has one label");
		}
		assertTrue(labelled[1] > 0 && labelled[2] > 0);
		assertOutput(model, test, image);
	}

	/** NB: by bioimage.io's definitions of the steps, not by our own normalisation. */
	@ParameterizedTest
	@EnumSource(Normalization.Scheme.class)
	void whoFollowsTheStepsGetsTheTestOutput(final Normalization.Scheme scheme) {
		final TrainedModel model = model(volumes(rule(scheme), rule(scheme)));
		final TestTensors test = TestTensors.of(model, engine);
		final float[] image = test.image().clone();
		for (final Map<String, Object> step : of(model.plan()).steps())
			for (int channel = 0; channel < 2; channel++)
				apply(step.get("id").toString(), (Map<?, ?>) step.get("kwargs"), image, channel);
		assertOutput(model, test, image);
	}

	/** @param image channels × voxels, as the network gets it */
	private static void assertOutput(final TrainedModel model, final TestTensors test, final float[] image) {
		final int channels = model.network().inputChannels();
		final int voxels = image.length / channels;
		final float[] expected = Examples.probabilities(engine, model, Examples.turn(image, 1, channels, voxels), 1, test
			.size());
		assertArrayEquals(Examples.turn(expected, 1, voxels, 3), test.probabilities(), 1e-4f);
	}

	private static void apply(final String id, final Map<?, ?> arguments, final float[] image, final int channel) {
		final int voxels = image.length / 2;
		double least = Double.POSITIVE_INFINITY;
		double most = Double.NEGATIVE_INFINITY;
		double mean = 0;
		for (int i = channel * voxels; i < (channel + 1) * voxels; i++) {
			least = Math.min(least, image[i]);
			most = Math.max(most, image[i]);
			mean += (double) image[i] / voxels;
		}
		double variance = 0;
		for (int i = channel * voxels; i < (channel + 1) * voxels; i++)
			variance += (image[i] - mean) * (image[i] - mean) / voxels;
		for (int i = channel * voxels; i < (channel + 1) * voxels; i++) {
			final double x = image[i];
			image[i] = (float) switch (id) {
				case "ensure_dtype" -> x;
				case "clip" -> Math.max(number(arguments, "min", channel), Math.min(number(arguments, "max", channel), x));
				case "fixed_zero_mean_unit_variance" -> (x - number(arguments, "mean", channel)) / number(arguments, "std",
					channel);
				case "zero_mean_unit_variance" -> (x - mean) / (Math.sqrt(variance) + number(arguments, "eps", channel));
				case "scale_range" -> (x - least) / (most - least + number(arguments, "eps", channel));
				case "scale_linear" -> x * number(arguments, "gain", channel) + number(arguments, "offset", channel);
				default -> throw new AssertionError(id);
			};
		}
	}

	/** An argument, or that of a channel if there is one for each. */
	private static double number(final Map<?, ?> arguments, final String name, final int channel) {
		final Object value = arguments.get(name);
		return ((Number) (value instanceof List<?> all ? all.get(channel) : value)).doubleValue();
	}
}
