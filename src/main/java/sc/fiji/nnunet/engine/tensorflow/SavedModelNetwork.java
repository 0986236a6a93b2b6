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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;

/** A network from a SavedModel, which can only predict. */
final class SavedModelNetwork implements Network {

	private static final String ONLY = "a SavedModel can only predict";
	private static final String SIGNATURE = "predict";

	private final NetworkSpec spec;
	private final SessionConfig config;
	private final GraphSession session;
	private final long most;
	private final long parameters;

	/** @throws ProblemException if the folder holds no SavedModel of this program, or one of another network */
	SavedModelNetwork(final Path folder, final NetworkSpec spec, final SessionConfig config) throws IOException {
		this.spec = spec;
		this.config = config;
		most = DeviceMemory.total(config.device());
		final MetaGraphDef graph = SavedModelFile.read(folder);
		parameters = values(graph);
		requireFits(folder, graph.getSignatureDefOrThrow(FrozenGraph.SIGNATURE));
		session = new GraphSession(graph.toBuilder().putSignatureDef(SIGNATURE, signature()).build(), exact(config.in(precision(
			graph)).predicting()));
	}

	/**
	 * The same configuration without the folding of constants where graphs are rewritten: it would multiply kernels by the
	 * scales of batch norms, so that the results would differ in the last bits from those of the network that was exported.
	 */
	static ConfigProto exact(final ConfigProto config) {
		final ConfigProto.Builder exact = config.toBuilder();
		exact.getGraphOptionsBuilder().getRewriteOptionsBuilder().setConstantFolding(RewriterConfig.Toggle.OFF);
		return exact.build();
	}

	/** The arithmetic of the convolutions. */
	static Precision precision(final MetaGraphDef graph) {
		for (final NodeDef node : graph.getGraphDef().getNodeList())
			if (node.getOp().matches("Conv[23]D")) return switch (node.getAttrOrThrow("T").getType()) {
				case DT_BFLOAT16 -> Precision.BF16;
				case DT_HALF -> Precision.FP16;
				default -> Precision.FP32;
			};
		return Precision.FP32;
	}

	/** From images to logits, both with the channels last. */
	private SignatureDef signature() {
		return SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict").putInputs("images", value(
			FrozenGraph.IMAGE, spec.inputChannels())).putOutputs("logits", value(FrozenGraph.LOGITS, spec.outputs()))
			.build();
	}

	private TensorInfo value(final String name, final int channels) {
		final TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
		for (int axis = 0; axis <= spec.dimensions(); axis++)
			shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(-1));
		shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(channels));
		return TensorInfo.newBuilder().setName(name + ":0").setDtype(DataType.DT_FLOAT).setTensorShape(shape).build();
	}

	/** The number of values of all weights; single numbers are none. */
	private static long values(final MetaGraphDef graph) {
		long count = 0;
		for (final NodeDef node : graph.getGraphDef().getNodeList()) {
			if (!node.getOp().equals("Const") || node.getAttrOrThrow("dtype").getType() == DataType.DT_INT32) continue;
			long size = 1;
			final TensorShapeProto shape = node.getAttrOrThrow("value").getTensor().getTensorShape();
			for (final TensorShapeProto.Dim dim : shape.getDimList())
				size *= dim.getSize();
			if (size > 1) count += size;
		}
		return count;
	}

	private void requireFits(final Path folder, final SignatureDef signature) throws ProblemException {
		final TensorShapeProto input = signature.getInputsOrThrow(FrozenGraph.INPUT).getTensorShape();
		final TensorShapeProto output = signature.getOutputsOrThrow(FrozenGraph.OUTPUT).getTensorShape();
		if (input.getDimCount() == spec.dimensions() + 2 && holds(input, spec.inputChannels()) && holds(output, spec
			.outputs())) return;
		throw new ProblemException(folder, "The SavedModel does not fit the plan beside it, which has " + spec
			.dimensions() + " dimensions, " + spec.inputChannels() + " channels and " + spec.outputs() + " outputs.",
			"Export the model again, or restore its plan.json.");
	}

	/** Whether one of the axes has that many channels. */
	private static boolean holds(final TensorShapeProto shape, final int channels) {
		return shape.getDimList().stream().anyMatch(dim -> dim.getSize() == channels);
	}

	@Override
	public void predict(final float[] images, final int samples, final int[] size, final float[] logits) {
		final MemoryEstimate estimate = estimate(size, samples);
		if (estimate.bytes() > most) throw estimate.refusal(most, null);
		final long[] shape = new long[size.length + 2];
		shape[0] = samples;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + 1] = size[axis];
		shape[size.length + 1] = spec.inputChannels();
		try (GraphSession.Feed feed = session.feed()) {
			GraphSession.read(feed.floats("images", images, shape).run(SIGNATURE).get("logits"), logits, 0);
		}
		catch (final TFResourceExhaustedException exc) {
			throw estimate.refusal(most, exc);
		}
		catch (final TFInvalidArgumentException exc) {
			throw new IllegalStateException("the SavedModel does not accept the image", exc);
		}
	}

	private MemoryEstimate estimate(final int[] size, final int samples) {
		return new MemoryEstimate(spec, Precision.FP32, Arrays.stream(size).boxed().toList(), samples, false);
	}

	@Override
	public NetworkSpec spec() {
		return spec;
	}

	@Override
	public long parameters() {
		return parameters;
	}

	@Override
	public int streams(final int[] size) {
		return config.passes(estimate(size, 1), most);
	}

	@Override
	public long steps() {
		return 0;
	}

	@Override
	public StepResult step(final Batch batch, final double learningRate) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public StepResult loss(final Batch batch) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public void save(final Path folder, final Map<String, String> notes) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public Map<String, String> notes(final Path folder) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public void restore(final Path folder, final boolean optimizer) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public Map<String, float[]> weights() {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public void assign(final Map<String, float[]> weights) {
		throw new IllegalStateException(ONLY);
	}

	@Override
	public void close() {
		session.close();
	}
}
