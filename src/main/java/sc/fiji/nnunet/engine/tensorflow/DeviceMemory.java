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

import java.lang.management.MemoryUsage;
import java.util.OptionalLong;

import ai.djl.util.cuda.CudaUtils;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.MachineMemory;

/** The memory that networks on a device use: the machine's, or the GPU's as reported by CUDA's runtime. */
final class DeviceMemory {

	private DeviceMemory() {}

	/** Bytes that can be taken now; empty if a GPU's memory is unknown. */
	static OptionalLong available(final Device device) {
		if (!device.isGpu()) return OptionalLong.of(MachineMemory.here().available());
		if (!CudaUtils.hasCuda()) return OptionalLong.empty();
		final MemoryUsage usage = usage(device);
		return OptionalLong.of(usage.getMax() - usage.getUsed());
	}

	/** All bytes that the machine or the GPU has, which no step can exceed; {@link Long#MAX_VALUE} if unknown. */
	static long total(final Device device) {
		if (!device.isGpu()) return MachineMemory.here().total();
		return CudaUtils.hasCuda() ? usage(device).getMax() : Long.MAX_VALUE;
	}

	private static MemoryUsage usage(final Device device) {
		return CudaUtils.getGpuMemory(ai.djl.Device.gpu(device.gpu()));
	}
}
