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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.tensorflow.exceptions.TensorFlowException;

import sc.fiji.nnunet.problem.ProblemException;

/** The values of a network's variables, into its session and out of it. */
record NetworkValues(NetworkGraph graph, GraphSession session) {

	/** Each halves the scale of the loss. */
	private static final int MOST_TRIES = 12;

	/** How a network with averages reads a checkpoint. */
	private static final Map<CheckpointFiles.Averages, String> RESTORE = Map.of(CheckpointFiles.Averages.NONE,
		"restore_earlier", CheckpointFiles.Averages.UNCOUNTED, "restore_uncounted", CheckpointFiles.Averages.COUNTED,
		"restore");

	/** Sets all weights to their initial values, and the optimizer's variables with them. */
	void start(final long seed) {
		set("assign_weights", graph.weights(), variable -> Variables.initial(variable, seed));
		if (!graph.state().isEmpty()) run("reset");
	}

	/** Copies of the weights by their names. */
	Map<String, float[]> weights() {
		return copies("weights");
	}

	/** Copies of the optimizer's variables; empty without training. */
	Map<String, float[]> state() {
		return graph.state().isEmpty() ? Map.of() : copies("state");
	}

	private Map<String, float[]> copies(final String signature) {
		try (GraphSession.Feed feed = session.feed()) {
			return GraphSession.copies(feed.scalar(NetworkGraph.NOTHING, 0).run(signature));
		}
	}

	/** Sets those weights that are given, and leaves the others as they are. */
	void assign(final Map<String, float[]> weights) {
		final Map<String, float[]> all = new HashMap<>();
		for (final Variable variable : graph.weights()) {
			final float[] values = weights.get(variable.name());
			if (values != null && values.length != variable.shape().size()) throw new IllegalArgumentException(variable
				.name() + " has " + variable.shape().size() + " values, not " + values.length);
			if (values != null) all.put(variable.name(), values);
		}
		// NB: those of a network without values cannot be read
		if (all.size() < graph.weights().size()) weights().forEach(all::putIfAbsent);
		set("assign_weights", graph.weights(), variable -> all.get(variable.name()));
	}

	/** Sets all values. */
	void set(final Map<String, float[]> weights, final Map<String, float[]> state) {
		set("assign_weights", graph.weights(), variable -> weights.get(variable.name()));
		if (!state.isEmpty()) set("assign_state", graph.state(), variable -> state.get(variable.name()));
	}

	/**
	 * Tries an update until one is applied, and sets all as it was. NB: in float16 the first ones may be skipped, until the
	 * loss is scaled to what that type can hold.
	 *
	 * @param update whether it was applied
	 */
	void unchanged(final BooleanSupplier update) {
		final Map<String, float[]> weights = weights();
		final Map<String, float[]> state = state();
		boolean applied = false;
		for (int tries = 0; tries < MOST_TRIES && !applied; tries++)
			applied = update.getAsBoolean();
		set(weights, state);
	}

	private void set(final String signature, final List<Variable> variables, final Function<Variable, float[]> values) {
		try (GraphSession.Feed feed = session.feed()) {
			for (final Variable variable : variables)
				feed.floats(variable.name(), values.apply(variable), variable.shape().asArray());
			feed.run(signature);
		}
	}

	/** Runs a signature that takes nothing. */
	void run(final String signature) {
		try (GraphSession.Feed feed = session.feed()) {
			feed.scalar(NetworkGraph.NOTHING, 0).run(signature);
		}
	}

	/** Writes a checkpoint of all values. */
	void save(final Path folder, final Map<String, String> notes) throws IOException {
		CheckpointFiles.write(folder, graph.weights(), graph.state(), notes, prefix -> file("save", prefix));
	}

	/**
	 * Reads a checkpoint.
	 *
	 * @param optimizer whether the optimizer's variables are read, too; otherwise they start anew
	 * @param averages whether this network keeps averages of its weights
	 */
	void restore(final Path folder, final boolean optimizer, final boolean averages) throws IOException {
		final String prefix = CheckpointFiles.check(folder, graph.weights(), optimizer ? graph.commonState() : List.of());
		final CheckpointFiles.Averages given = CheckpointFiles.averages(folder);
		final boolean unscaled = graph.isScaled() && !CheckpointFiles.isScaled(folder);
		try {
			if (optimizer) file((averages ? RESTORE.get(given) : "restore") + (unscaled ? NetworkGraph.UNSCALED : ""), prefix);
			else file(given == CheckpointFiles.Averages.NONE ? "restore_weights" : "restore_averages", prefix);
		}
		catch (final TensorFlowException exc) {
			throw new ProblemException(folder, "The checkpoint is damaged (" + exc.getMessage() + ").",
				"Take an earlier one, such as checkpoint_best.", exc);
		}
		if (!optimizer && !graph.state().isEmpty()) run("reset");
	}

	private void file(final String signature, final String prefix) {
		try (GraphSession.Feed feed = session.feed()) {
			feed.text("prefix", prefix).run(signature);
		}
	}
}
