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

import java.nio.file.Path;

import sc.fiji.nnunet.plan.NetworkSpec;

/** An engine without TensorFlow, on a processor. A test fails if it asks for a network of a kind that it did not give. */
public class StandInEngine implements Engine {

	@Override
	public Network network(final NetworkSpec spec, final long seed) {
		throw new AssertionError("nothing is predicted here");
	}

	@Override
	public Network network(final NetworkSpec spec, final TrainingSpec training, final long seed) {
		throw new AssertionError("nothing is trained here");
	}

	@Override
	public void writeSavedModel(final FrozenNetwork network, final Path folder) {
		throw new AssertionError("nothing is exported here");
	}

	@Override
	public Network savedModel(final Path folder, final NetworkSpec spec) {
		throw new AssertionError("no export is opened here");
	}

	@Override
	public Device device() {
		return Device.cpu();
	}

	@Override
	public String description() {
		return "stand-in";
	}

	@Override
	public void close() {
		// nothing to close
	}
}
