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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;

/** Opens exported SavedModels through DJL, as programs in Java do, and with the engine. */
class SavedModelTest extends ProbabilitiesContract {

	private static final float TOLERANCE = 5e-5f;

	/** Sums in another order: a hundred units in the last place of a probability below 1. */
	private static final float ROUNDING = 1e-5f;

	SavedModelTest() {
		super(TOLERANCE);
	}

	/** NB: in windows whose coarsest stage has one or two voxels, norms divide by almost nothing. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void channelsMayComeFirst(final int dimensions) throws Exception {
		final TrainedModel model = Examples.model(engine, Examples.network(dimensions, Recipe.NNUNET, true),
			Examples.labels(true), 1);
		final int[] size = dimensions == 3 ? new int[] { 4, 8, 16 } : new int[] { 8, 16 };
		write(model, Precision.FP32, true);
		final float[] image = Examples.image(model.network(), 2, size);
		assertArrayEquals(Examples.probabilities(engine, model, image, 2, size), run(model, true, image, 2, size),
			TOLERANCE);
	}

	/**
	 * Up to rounding: the engine computes the instance norm of one sample by another operation than those of any number of
	 * samples, and on processors without AVX-512 the order of a convolution's sums depends on whether its weights are
	 * constants.
	 */
	@TestFactory
	Stream<DynamicTest> theEngineReadsItBack() {
		return Examples.all().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
			final NetworkSpec spec = entry.getValue();
			final int[] size = spec.dimensions() == 3 ? new int[] { 8, 16, 16 } : new int[] { 32, 32 };
			final TrainedModel model = Examples.model(engine, spec, Examples.labels(false), 1);
			final float[] image = Examples.image(spec, 1, size);
			for (final boolean first : new boolean[] { false, true }) {
				write(model, Precision.FP32, first);
				final float[] logits = new float[image.length / spec.inputChannels() * spec.outputs()];
				try (Network network = engine.savedModel(folder, spec)) {
					network.predict(image, 1, size, logits);
				}
				final double[] values = new double[logits.length];
				for (int i = 0; i < values.length; i++)
					values[i] = logits[i];
				assertArrayEquals(Examples.probabilities(engine, model, image, 1, size),
					Examples.probabilities(values, spec.outputs(), true), ROUNDING);
			}
		}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "BF16", "FP16" })
	void shorterTypesHalveTheFileAndChangeLittle(final Precision precision) throws Exception {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NVIDIA, false), Examples.labels(
			false), 1);
		write(model, Precision.FP32, false);
		final long full = Files.size(folder.resolve("saved_model.pb"));
		write(model, precision, false);
		final long half = Files.size(folder.resolve("saved_model.pb"));
		assertTrue(half < 0.6 * full, half + " of " + full + " bytes");
		final float[] image = Examples.image(model.network(), 1, new int[] { 8, 12 });
		assertArrayEquals(Examples.probabilities(engine, model, image, 1, new int[] { 8, 12 }), run(model, false,
			image, 1,
			8, 12), 0.05f);
	}

	/** TensorFlow's optimizer stumbles over them: "remapper failed: Invalid argument: Mutation". */
	@ParameterizedTest
	@EnumSource(Precision.class)
	void noValueIsCastToTheTypeThatItHas(final Precision precision) throws IOException {
		for (final NetworkSpec spec : Examples.all().values()) {
			write(Examples.model(engine, spec, Examples.labels(false), 1), precision, false);
			final List<NodeDef> casts = SavedModel.parseFrom(Files.readAllBytes(folder.resolve("saved_model.pb")))
				.getMetaGraphs(0).getGraphDef().getNodeList().stream().filter(node -> node.getOp().equals("Cast"))
				.toList();
			assertEquals(precision == Precision.FP32, casts.isEmpty());
			for (final NodeDef cast : casts)
				assertNotEquals(cast.getAttrOrThrow("SrcT"), cast.getAttrOrThrow("DstT"), cast.getName());
		}
	}

	@Test
	void otherFilesAreRefused() throws IOException {
		final NetworkSpec spec = Examples.network(2, Recipe.NVIDIA, false);
		assertTrue(assertThrows(ProblemException.class, () -> engine.savedModel(folder, spec)).getMessage().contains(
			"There is no saved_model.pb."));
		Files.writeString(folder.resolve("saved_model.pb"), "not a model");
		assertTrue(assertThrows(ProblemException.class, () -> engine.savedModel(folder, spec)).getMessage().contains(
			"is damaged"));
		Files.write(folder.resolve("saved_model.pb"), new byte[0]);
		assertTrue(assertThrows(ProblemException.class, () -> engine.savedModel(folder, spec)).getMessage().contains(
			"is not a SavedModel of nnU-Net for Fiji"));
		write(Examples.model(engine, spec, Examples.labels(false), 1), Precision.FP32, false);
		final NetworkSpec other = new NetworkSpec(2, 3, 3, spec.shape(), spec.blocks(), 0);
		assertTrue(assertThrows(ProblemException.class, () -> engine.savedModel(folder, other)).getMessage().contains(
			"does not fit the plan"));
	}

	@Test
	void itCanOnlyPredict() throws IOException {
		final NetworkSpec spec = Examples.network(2, Recipe.NVIDIA, false);
		write(Examples.model(engine, spec, Examples.labels(false), 1), Precision.FP32, false);
		try (Network network = engine.savedModel(folder, spec)) {
			assertThrows(IllegalStateException.class, () -> network.step(null, 1));
			assertThrows(IllegalStateException.class, network::weights);
			assertEquals(0, network.steps());
		}
	}

	private void write(final TrainedModel model, final Precision precision, final boolean first) throws IOException {
		engine.writeSavedModel(new FrozenNetwork(model.network(), model.folds(), model.isSoftmax(), precision, first),
			folder);
	}

	@Override
	float[] run(final TrainedModel model, final float[] image, final int samples, final int[] size) throws Exception {
		write(model, Precision.FP32, false);
		return run(model, false, image, samples, size);
	}

	/** The probabilities of images with the channels last, from the SavedModel that lies in the folder. */
	private float[] run(final TrainedModel model, final boolean first, final float[] image, final int samples,
		final int... size) throws IOException, MalformedModelException
	{
		final int channels = model.network().inputChannels();
		final int voxels = image.length / channels / samples;
		final long[] shape = new long[size.length + 2];
		shape[0] = samples;
		shape[first ? 1 : size.length + 1] = channels;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + (first ? 2 : 1)] = size[axis];
		try (Model djl = Model.newInstance("exported", ai.djl.Device.cpu(), "TensorFlow")) {
			djl.load(folder);
			try (NDManager manager = djl.getNDManager().newSubManager()) {
				final NDArray input = manager.create(first ? Examples.turn(image, samples, voxels, channels) : image,
					new Shape(
					shape));
				assertEquals(List.of("input"), djl.getBlock().describeInput().keys());
				final NDArray output = djl.getBlock().forward(new ParameterStore(manager, false), new NDList(input),
					false)
					.singletonOrThrow();
				assertEquals("output", output.getName());
				return first ? Examples.turn(output.toFloatArray(), samples, model.network().outputs(), voxels) : output
					.toFloatArray();
			}
		}
	}
}
