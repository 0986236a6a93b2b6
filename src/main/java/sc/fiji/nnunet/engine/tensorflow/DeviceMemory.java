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

import java.util.OptionalLong;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.LongByReference;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.MachineMemory;

/**
 * The memory that networks on a device use: the machine's, or the GPU's as reported by CUDA's runtime. NB: that is asked
 * for by the name that users' packages have, while DJL's own question needs the one of developers' packages.
 */
final class DeviceMemory {

	private static final String RUNTIME = "libcudart.so.12";

	private DeviceMemory() {}

	/** What is needed of CUDA's runtime. */
	private interface Runtime extends Library {

		int cudaMemGetInfo(LongByReference free, LongByReference total);
	}

	/** Bytes that can be taken now; empty if a GPU's memory is unknown. */
	static OptionalLong available(final Device device) {
		if (!device.isGpu()) return OptionalLong.of(MachineMemory.here().available());
		final long[] memory = ask();
		return memory == null ? OptionalLong.empty() : OptionalLong.of(memory[0]);
	}

	/** All bytes that the machine or the GPU has, which no step can exceed; {@link Long#MAX_VALUE} if unknown. */
	static long total(final Device device) {
		if (!device.isGpu()) return MachineMemory.here().total();
		final long[] memory = ask();
		return memory == null ? Long.MAX_VALUE : memory[1];
	}

	/** Free and all bytes of the only card that this process sees ({@link CardMapping}); null if unknown. */
	private static long[] ask() {
		final LongByReference free = new LongByReference();
		final LongByReference total = new LongByReference();
		try {
			final int status = Native.load(RUNTIME, Runtime.class).cudaMemGetInfo(free, total);
			return status == 0 ? new long[] { free.getValue(), total.getValue() } : null;
		}
		catch (final UnsatisfiedLinkError exc) {
			return null; // NB: unknown is an answer
		}
	}
}
