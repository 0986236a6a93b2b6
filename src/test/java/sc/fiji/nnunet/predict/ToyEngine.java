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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;

/** Makes toy networks. */
class ToyEngine extends StandInEngine {

	final List<ToyNetwork> made = new ArrayList<>();
	final List<List<Integer>> windows = new ArrayList<>();
	int closed;
	double expected;
	private final Function<NetworkSpec, ToyNetwork> maker;

	ToyEngine(final Function<NetworkSpec, ToyNetwork> maker) {
		this.maker = maker;
	}

	/** Networks that predict class 1 above a threshold. */
	static ToyEngine threshold(final float threshold) {
		return new ToyEngine(spec -> ToyNetwork.perVoxel(spec, -1, threshold));
	}

	/** Networks that fail whatever they are given. */
	static ToyEngine failing(final RuntimeException failure) {
		return new ToyEngine(spec -> new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
			throw failure;
		}));
	}

	/** Writes the folder of a trained fold with the given checkpoints. */
	static Path fold(final Path results, final String name, final Plan plan, final String... checkpoints)
		throws IOException
	{
		final Path fold = Files.createDirectories(results.resolve("fold_" + name));
		PlanFile.write(fold.resolve("plan.json"), plan);
		for (final String checkpoint : checkpoints) {
			Files.createDirectories(fold.resolve("checkpoint_" + checkpoint));
			Files.writeString(fold.resolve("checkpoint_" + checkpoint).resolve("checkpoint"), checkpoint);
		}
		return fold;
	}

	@Override
	public void expect(final double voxels) {
		expected = voxels;
	}

	@Override
	public Network network(final NetworkSpec spec, final long seed) {
		final ToyNetwork network = maker.apply(spec);
		network.onClose = () -> closed++;
		made.add(network);
		return network;
	}

	@Override
	public Network unloaded(final NetworkSpec spec, final Precision precision, final List<Integer> window) {
		windows.add(window);
		return super.unloaded(spec, precision, window);
	}

	@Override
	public Network network(final NetworkSpec spec, final TrainingSpec training, final long seed) {
		return network(spec, seed);
	}
}
