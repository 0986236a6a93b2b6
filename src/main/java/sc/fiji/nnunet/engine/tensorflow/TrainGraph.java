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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds a training step in a graph: forward pass, loss, backward pass and update.
 *
 * @param <T> the type of the activations; weights, statistics and the loss are float32
 */
final class TrainGraph<T extends TNumber> {

	private final Ops tf;
	private final Parts parts;
	private final List<UNetGraph<T>> networks = new ArrayList<>();
	private final List<Variable> weights;
	private final LossGraph loss;
	private final OptimizerGraph.Update update;

	/**
	 * @param type of the activations
	 * @param optimizer receives the optimizer's variables
	 * @param images samples × (z ×) y × x × channels
	 * @param labels samples × (z ×) y × x
	 * @param wanted above 0 to apply the step, 0 to change nothing
	 * @param rate the learning rate, a scalar
	 * @param others the workers that hold the rest of the batch, or null
	 */
	TrainGraph(final Ops tf, final Class<T> type, final NetworkSpec spec, final TrainingSpec training,
		final Parts parts, final Variables variables, final Variables optimizer, final Operand<TFloat32> images,
		final Operand<TUint8> labels, final Operand<TFloat32> wanted, final Operand<TFloat32> rate,
		final OverWorkers others)
	{
		this.tf = tf;
		this.parts = parts;
		for (final Operand<TFloat32> part : split(images))
			networks.add(new UNetGraph<>(tf, variables, spec, type, part, true, parts.each()));
		weights = variables.trained();
		final OptimizerGraph rule = new OptimizerGraph(tf, training.optimizer(), weights, optimizer, training
			.precision() == Precision.FP16);
		loss = new LossGraph(tf, spec, training.loss(), logits(), labels, rule.scale(), others == null
			? null : others.of(Collectives.Kind.LOSS));
		final List<Operand<TFloat32>> gradients = others == null ? back() : others.added(back());
		final List<Function<Ops, Op>> updates = new ArrayList<>();
		for (final UNetGraph<T> network : networks)
			updates.addAll(network.updates());
		final AverageGraph average = training.averaged() ? new AverageGraph(tf, labels, List.copyOf(variables.all()),
			optimizer) : null;
		update = rule.update(gradients, wanted, rate, updates, average);
	}

	/** The outputs of a step, with the update. */
	Map<String, Operand<?>> step() {
		final Ops after = tf.withControlDependencies(update.done());
		final Map<String, Operand<?>> outputs = new LinkedHashMap<>();
		outputs.put("loss", after.identity(loss.total()));
		outputs.put("norm", after.identity(update.norm()));
		outputs.put("applied", after.identity(update.applied()));
		outputs.put("statistics", after.identity(loss.statistics()));
		return outputs;
	}

	/** The logits of all parts joined, per head. */
	private List<Operand<TFloat32>> logits() {
		final List<Operand<TFloat32>> logits = new ArrayList<>();
		final int heads = networks.get(0).logits().size();
		for (int head = 0; head < heads; head++) {
			final List<Operand<TFloat32>> pieces = new ArrayList<>();
			for (final UNetGraph<T> network : networks)
				pieces.add(network.logits().get(head));
			logits.add(pieces.size() == 1 ? pieces.get(0) : tf.concat(pieces, tf.constant(0)));
		}
		return logits;
	}

	/** The gradients with respect to the weights, summed over all parts. */
	private List<Operand<TFloat32>> back() {
		final List<List<Operand<TFloat32>>> byLogits = new ArrayList<>();
		for (int part = 0; part < parts.count(); part++)
			byLogits.add(new ArrayList<>());
		for (final Operand<TFloat32> gradient : loss.gradients()) {
			final List<? extends Operand<TFloat32>> pieces = gradient == null ? null : split(gradient);
			for (int part = 0; part < parts.count(); part++)
				byLogits.get(part).add(pieces == null ? null : pieces.get(part));
		}
		final List<List<Operand<TFloat32>>> byWeights = new ArrayList<>();
		for (int part = 0; part < parts.count(); part++)
			byWeights.add(networks.get(part).back(byLogits.get(part)));
		final List<Operand<TFloat32>> sums = new ArrayList<>();
		for (int i = 0; i < weights.size(); i++) {
			final List<Operand<TFloat32>> pieces = new ArrayList<>();
			for (final List<Operand<TFloat32>> part : byWeights)
				if (part.get(i) != null) pieces.add(part.get(i));
			sums.add(pieces.isEmpty() ? null : pieces.size() == 1 ? pieces.get(0) : tf.math.addN(pieces));
		}
		return sums;
	}

	private List<? extends Operand<TFloat32>> split(final Operand<TFloat32> batch) {
		return parts.count() == 1 ? List.of(batch) : tf.split(tf.constant(0), batch, (long) parts.count()).output();
	}
}
