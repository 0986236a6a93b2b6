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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import sc.fiji.nnunet.plan.NetworkSpec;

/** A network without weights. A test fails if it runs, saves or restores it in a way that it did not give. */
public class StandInNetwork implements Network {

	private final NetworkSpec spec;

	/** @param spec null if nobody asks for the shape */
	public StandInNetwork(final NetworkSpec spec) {
		this.spec = spec;
	}

	@Override
	public NetworkSpec spec() {
		return spec;
	}

	@Override
	public long parameters() {
		return 0;
	}

	@Override
	public StepResult step(final Batch batch, final double learningRate) {
		throw new AssertionError("no step is taken here");
	}

	@Override
	public StepResult loss(final Batch batch) {
		throw new AssertionError("no loss is computed here");
	}

	@Override
	public void predict(final float[] images, final int samples, final int[] size, final float[] logits) {
		throw new AssertionError("nothing is predicted here");
	}

	@Override
	public int streams(final int[] size) {
		return 1;
	}

	@Override
	public long steps() {
		return 0;
	}

	@Override
	public void save(final Path folder, final Map<String, String> notes) throws IOException {
		throw new AssertionError("nothing is saved here");
	}

	@Override
	public Map<String, String> notes(final Path folder) {
		throw new AssertionError("no checkpoint is read here");
	}

	@Override
	public void restore(final Path folder, final boolean optimizer) throws IOException {
		throw new AssertionError("no checkpoint is read here");
	}

	@Override
	public Map<String, float[]> weights() {
		return Map.of();
	}

	@Override
	public void assign(final Map<String, float[]> weights) {
		if (!weights.isEmpty()) throw new AssertionError("there are no weights here: " + weights.keySet());
	}

	@Override
	public void close() {
		// nothing to close
	}
}
