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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;

/** The weights of nnU-Net's checkpoints in our networks. */
class WeightsTest {

	private static final String FIRST = "encoder.stages.0.0.convs.0.";

	@TempDir
	Path folder;
	private Path model;
	private Map<String, Fixtures.Values> tensors;

	@BeforeEach
	void copy() throws IOException {
		model = Fixtures.copy(Fixtures.FULL, folder.resolve("T__P__3d_fullres"));
		Files.delete(model.resolve("fold_0/checkpoint_final.pth"));
		tensors = Fixtures.tensors(Fixtures.FULL);
	}

	private Map<String, float[]> read() throws IOException {
		Fixtures.write(model.resolve("fold_0/checkpoint_final.safetensors"), tensors);
		final NnUNetModel opened = Models.open(model);
		return opened.weights(opened.folds().get(0), "final");
	}

	private String refusal() {
		return assertThrows(ProblemException.class, this::read).getMessage();
	}

	/** Runs the first window of nnU-Net's test through our network: samples × channels × axes there. */
	private static double difference(final Path expected, final NnUNetModel opened) throws IOException {
		final long[] shape = Fixtures.shape(expected.resolve("one_patch_in.npy"));
		final int[] size = new int[shape.length - 2];
		int voxels = 1;
		for (int axis = 0; axis < size.length; axis++)
			voxels *= size[axis] = (int) shape[axis + 2];
		final NetworkSpec spec = opened.plan().network();
		final float[] images = Weights.channelsLast(Fixtures.npy(expected.resolve("one_patch_in.npy")), List.of(1L, (long) spec
			.inputChannels(), (long) voxels));
		final float[] logits = new float[voxels * spec.outputs()];
		try (Engine engine = TensorFlowEngine.open(Device.cpu()); Network network = engine.network(spec, 1)) {
			final Map<String, float[]> weights = opened.weights(opened.folds().get(0), "final");
			assertEquals(network.weights().keySet(), weights.keySet());
			network.assign(weights);
			network.predict(images, 1, size, logits);
		}
		final float[] theirs = Weights.channelsLast(Fixtures.npy(expected.resolve("one_patch_out.npy")), List.of(1L,
			(long) spec.outputs(), (long) voxels));
		double largest = 0;
		for (int i = 0; i < logits.length; i++)
			largest = Math.max(largest, Math.abs(logits[i] - theirs[i]));
		return largest;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thePatchOfATrainedNetworkEqualsNnUNets(final boolean residual) throws IOException {
		final Path of = residual ? Fixtures.REGIONS : Fixtures.FULL;
		final double difference = difference(of.resolveSibling("expected"), Models.open(of));
		assertTrue(difference <= 2e-4, "largest difference " + difference);
	}

	@Test
	void thePatchOfANetworkWithBatchNormsEqualsPyTorchs() throws IOException {
		final Path of = Fixtures.ROOT.resolve("BatchNorm/nnUNetTrainerBN__nnUNetPlans__3d_lowres");
		final NnUNetModel opened = Models.open(of);
		assertEquals(NetworkSpec.Norm.BATCH, opened.plan().network().norm());
		final double difference = difference(of, opened);
		assertTrue(difference <= 2e-4, "largest difference " + difference);
	}

	@Test
	void kernelsGetTheOrderOfTensorFlow() {
		// 2 outputs, 3 inputs, 2 voxels
		assertArrayEquals(new float[] { 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11 }, Weights.channelsLast(new float[] { 0, 1, 2,
			3, 4, 5, 6, 7, 8, 9, 10, 11 }, List.of(2L, 3L, 2L)));
	}

	@Test
	void safetensorsGiveTheSameWeights() throws IOException {
		final NnUNetModel pth = Models.open(Fixtures.FULL);
		final Map<String, float[]> expected = pth.weights(pth.folds().get(0), "final");
		final Map<String, float[]> weights = read();
		assertEquals(expected.keySet(), weights.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
		assertTrue(Models.open(model).plan().oneSided(), "a safetensors file does not say that mirroring is allowed");
	}

	@Test
	void prefixesOfWrappersAreTakenOff() throws IOException {
		final Map<String, float[]> expected = read();
		final Map<String, Fixtures.Values> wrapped = new LinkedHashMap<>();
		tensors.forEach((name, values) -> wrapped.put("_orig_mod.module." + name, values));
		tensors = wrapped;
		final Map<String, float[]> weights = read();
		expected.forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
	}

	@Test
	void secondNamesMayBeLeftOut() throws IOException {
		tensors.keySet().removeIf(name -> name.contains("all_modules") || name.startsWith("decoder.encoder."));
		assertEquals(48, read().size());
	}

	@Test
	void aSecondNameWithOtherNumbersIsRefused() {
		final String name = "decoder.encoder." + FIRST.substring("encoder.".length()) + "all_modules.0.weight";
		tensors.get(name).values()[3] += 1;
		assertTrue(refusal().contains(name + ", which should be another name for " + FIRST +
			"conv.weight, but holds other numbers"), refusal());
	}

	@Test
	void theFirstNameThatDisagreesWithThePlansIsToldOf() {
		tensors.put("decoder.stages.1.convs.0.conv.weight", new Fixtures.Values(List.of(6, 24, 1, 3, 3), new float[6 * 24 *
			9]));
		final String message = refusal();
		assertTrue(message.contains("has decoder.stages.1.convs.0.conv.weight of 6x24x1x3x3, but the network of its plans " +
			"has 6x12x1x3x3 there"), message);
	}

	@Test
	void aMissingAndAForeignNameAreRefused() {
		final Fixtures.Values bias = tensors.remove(FIRST + "conv.bias");
		assertTrue(refusal().contains("has no " + FIRST + "conv.bias (6)"), refusal());
		tensors.put(FIRST + "conv.bias", bias);
		tensors.put("attention.weight", bias);
		assertTrue(refusal().contains("has attention.weight, which is not part of the network"), refusal());
	}

	@Test
	void aWeightThatIsNotANumberIsRefusedWithItsName() {
		tensors.keySet().removeIf(name -> name.contains("all_modules") || name.startsWith("decoder.encoder."));
		tensors.get("decoder.seg_layers.1.weight").values()[2] = Float.NaN;
		assertTrue(refusal().contains("has NaN in decoder.seg_layers.1.weight: the training has diverged"), refusal());
	}

	@Test
	void aTrainerThatReplacesTheNormsByBatchNormsIsFollowed() throws IOException {
		tensors.keySet().removeIf(name -> name.contains("all_modules") || name.startsWith("decoder.encoder."));
		for (final String name : List.copyOf(tensors.keySet())) {
			if (!name.endsWith(".norm.weight")) continue;
			final String layer = name.substring(0, name.length() - "weight".length());
			final int channels = tensors.get(name).values().length;
			tensors.put(layer + "running_mean", new Fixtures.Values(List.of(channels), new float[channels]));
			final float[] ones = new float[channels];
			Arrays.fill(ones, 1);
			tensors.put(layer + "running_var", new Fixtures.Values(List.of(channels), ones));
			tensors.put(layer + "num_batches_tracked", new Fixtures.Values(List.of(), new float[1]));
		}
		final Map<String, float[]> weights = read();
		final NetworkSpec spec = Models.open(model).plan().network();
		assertEquals(NetworkSpec.Norm.BATCH, spec.norm());
		assertEquals(1e-5, spec.blocks().normEpsilon());
		assertEquals(1, weights.get("enc0/conv0/moving_variance")[0]);
		try (Engine engine = TensorFlowEngine.open(Device.cpu()); Network network = engine.network(spec, 1)) {
			assertEquals(network.weights().keySet(), weights.keySet());
		}
	}
}
