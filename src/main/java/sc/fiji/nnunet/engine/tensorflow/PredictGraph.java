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

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds the signatures of a prediction:
 * <ul>
 * <li>{@code predict}: images to logits;</li>
 * <li>in 3D without training {@code features}: images to what the last layer takes, and {@code planes}: some planes of
 * that to their logits;</li>
 * <li>{@code predict_large} and {@code features_large}, where large samples are expected: the same for those, whose
 * norms are summed in stages ({@link Parts#isLarge}).</li>
 * </ul>
 *
 * @param weights the network's
 * @param type of the activations
 */
record PredictGraph(Ops tf, Variables weights, NetworkSpec spec, Class<? extends TNumber> type,
	WindowGraph.Signatures signatures)
{

	private static final int SPACE = 3;

	/** The end of a signature's name that predicts large samples. */
	private static final String LARGE = "_large";

	/** The signatures of which there is another one for large samples. */
	private static final Set<String> SIZED = Set.of("predict", "features");

	/** The signature that is meant for samples of a size, (z,) y, x. */
	static String signature(final String name, final Parts parts, final boolean wide, final int[] size) {
		return wide && parts.samples() > 0 && Parts.isLarge(size) && SIZED.contains(name) ? name + LARGE : name;
	}

	/**
	 * @param alone whether there is no training beside it
	 * @param wide whether there are signatures for large samples, too, if the number of samples is fixed
	 */
	void build(final Parts parts, final boolean alone, final boolean wide) {
		final boolean inPlanes = alone && spec.dimensions() == SPACE;
		final UNetGraph<?> network = predict(parts.single(false), inPlanes);
		if (wide && parts.samples() > 0) predict(parts.single(true), inPlanes);
		if (inPlanes) planes(network);
	}

	/** Adds a prediction, and with planes one up to the last layer. */
	private UNetGraph<?> predict(final Parts parts, final boolean inPlanes) {
		final String suffix = parts.large() ? LARGE : "";
		final Placeholder<TFloat32> x = NetworkGraph.placeholder(tf, "image" + suffix, TFloat32.class, parts.samples(), spec,
			spec.inputChannels());
		final UNetGraph<?> network = new UNetGraph<>(tf, weights, spec, type, x, false, parts);
		signatures.add("predict" + suffix, Map.of("images", x), Map.of("logits", tf.withName("logits" + suffix).identity(
			network.logits().get(0))));
		if (inPlanes) signatures.add("features" + suffix, Map.of("images", x), Map.of("features", tf.withName("features" +
			suffix).identity(network.features())));
		return network;
	}

	/** Adds the last layer for some planes. */
	private void planes(final UNetGraph<?> network) {
		final Placeholder<TFloat32> features = NetworkGraph.placeholder(tf, "featuresBelow", TFloat32.class, 1, spec, spec
			.features().get(0));
		final Placeholder<TInt64> first = tf.withName("firstPlane").placeholder(TInt64.class, Placeholder.shape(Shape
			.scalar()));
		final Placeholder<TInt64> count = tf.withName("planes").placeholder(TInt64.class, Placeholder.shape(Shape
			.scalar()));
		final Operand<TInt64> zero = tf.constant(0L);
		final Operand<TInt64> all = tf.constant(-1L);
		final Operand<TFloat32> part = tf.slice(features, tf.stack(List.of(zero, first, zero, zero, zero)), tf.stack(List
			.of(all, count, all, all, all)));
		signatures.add("planes", Map.of("features", features, "first", first, "count", count), Map.of("logits", tf.withName(
			"planesOfLogits").identity(network.logits(part))));
	}
}
