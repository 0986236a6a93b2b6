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
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.ModelFolder;

/**
 * A trained model in memory, to be exported.
 *
 * @param plan how images are prepared, and the network that was trained
 * @param folds for each fold, the values of all weights by name, such as {@code enc0/conv0/kernel}; the shapes follow
 *          from the network. The logits of several folds are averaged
 */
public record TrainedModel(Plan plan, List<Map<String, float[]>> folds) {

	public TrainedModel {
		folds = folds.stream().map(Map::copyOf).toList();
		if (folds.isEmpty()) throw new IllegalArgumentException("a model needs at least one fold");
	}

	/**
	 * Reads the weights of a model's folds.
	 *
	 * @throws IOException if a checkpoint is missing, damaged or lacks a weight
	 */
	public static TrainedModel read(final ModelFolder model, final ModelFolder.Which checkpoint, final Engine engine)
		throws IOException
	{
		return new TrainedModel(model.plan(), model.weights(engine, checkpoint));
	}

	/**
	 * The network as a SavedModel holds it.
	 *
	 * @param channelsFirst whether images are samples × channels × (z ×) y × x
	 */
	FrozenNetwork frozen(final Precision precision, final boolean channelsFirst) {
		return new FrozenNetwork(network(), folds, isSoftmax(), precision, channelsFirst);
	}

	/** The size of all weights. */
	long bytes() {
		long numbers = 0;
		for (final Map<String, float[]> fold : folds)
			for (final float[] weight : fold.values())
				numbers += weight.length;
		return numbers * Float.BYTES;
	}

	/** The network that was trained. */
	public NetworkSpec network() {
		return plan.network();
	}

	/** Whether the classes exclude each other, so that a softmax picks one; otherwise each region has a sigmoid. */
	public boolean isSoftmax() {
		return plan.labels().regions().isEmpty();
	}

	/** The names of the network's outputs: classes, background first, or regions. */
	public List<String> outputs() {
		return isSoftmax() ? plan.labels().names() : plan.labels().regions().stream().map(Labels.Region::name).toList();
	}
}
