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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds the graph of a {@link FrozenNetwork}: its weights are constants. Its inner values {@code image} and {@code
 * logits}, with the channels last, are what {@link SavedModelNetwork} uses.
 */
final class FrozenGraph {

	static final String INPUT = "input";
	static final String OUTPUT = "output";
	static final String IMAGE = "image";
	static final String LOGITS = "logits";
	static final String SIGNATURE = "serving_default";
	static final String TAG = "serve";

	private final Ops tf;
	private final FrozenNetwork network;

	private FrozenGraph(final Ops tf, final FrozenNetwork network) {
		this.tf = tf;
		this.network = network;
	}

	static MetaGraphDef of(final FrozenNetwork network) {
		try (Graph graph = new Graph()) {
			final SignatureDef signature = new FrozenGraph(Ops.create(graph), network).build();
			return MetaGraphDef.newBuilder().setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG))
				.setGraphDef(CompactGraph.of(graph.toGraphDef())).putSignatureDef(SIGNATURE, signature).build();
		}
	}

	private SignatureDef build() {
		final NetworkSpec spec = network.spec();
		final Placeholder<TFloat32> input = tf.withName(INPUT).placeholder(TFloat32.class, Placeholder.shape(shape(spec
			.inputChannels())));
		final Operand<TFloat32> image = tf.withName(IMAGE).identity(network.channelsFirst() ? tf.linalg.transpose(input,
			tf.constant(order(false))) : input);
		final Operand<TFloat32> logits = tf.withName(LOGITS).identity(mean(image));
		final Operand<TFloat32> probabilities = network.softmax() ? tf.nn.softmax(logits) : tf.math.sigmoid(logits);
		final Operand<TFloat32> output = tf.withName(OUTPUT).identity(network.channelsFirst() ? tf.linalg.transpose(
			probabilities, tf.constant(order(true))) : probabilities);
		return SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict")
			.putInputs(INPUT, NetworkGraph.info(input.asOutput(), shape(spec.inputChannels())))
			.putOutputs(OUTPUT, NetworkGraph.info(output.asOutput(), shape(spec.outputs()))).build();
	}

	/** The mean of the folds' logits. */
	private Operand<TFloat32> mean(final Operand<TFloat32> image) {
		final List<Operand<TFloat32>> folds = new ArrayList<>();
		for (int fold = 0; fold < network.folds().size(); fold++)
			folds.add(logits(tf.withSubScope("fold" + fold), image, network.folds().get(fold)));
		if (folds.size() == 1) return folds.get(0);
		return tf.math.mul(tf.math.addN(folds), tf.constant(1f / folds.size()));
	}

	private Operand<TFloat32> logits(final Ops scope, final Operand<TFloat32> image,
		final Map<String, float[]> weights)
	{
		final Class<? extends TNumber> type = switch (network.precision()) {
			case FP32 -> TFloat32.class;
			case BF16 -> TBfloat16.class;
			case FP16 -> TFloat16.class;
		};
		final Variables constants = new Variables(scope, weights);
		return new UNetGraph<>(scope, constants, network.spec(), type, image, false, Parts.ANY).logits().get(0);
	}

	private Shape shape(final int channels) {
		final long[] shape = new long[network.spec().dimensions() + 2];
		Arrays.fill(shape, -1);
		shape[network.channelsFirst() ? 1 : shape.length - 1] = channels;
		return Shape.of(shape);
	}

	/** The order of axes that moves the channels to the front, or back. */
	private int[] order(final boolean toTheFront) {
		final List<Integer> order = new ArrayList<>(IntStream.rangeClosed(0, network.spec().dimensions() + 1).boxed()
			.toList());
		if (toTheFront) order.add(1, order.remove(order.size() - 1));
		else order.add(order.remove(1));
		return order.stream().mapToInt(axis -> axis).toArray();
	}
}
