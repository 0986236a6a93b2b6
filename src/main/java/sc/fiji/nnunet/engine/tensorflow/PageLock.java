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


import com.sun.jna.Function;
import com.sun.jna.Pointer;

/**
 * Memory that is locked in place, so that a GPU reads it without the copy that the driver makes otherwise. Where CUDA
 * does not allow that, copies take longer and nothing else changes.
 */
final class PageLock implements AutoCloseable {

	/** CUDA's runtime. */
	private static final String LIBRARY = "libcudart.so.12";

	/** cudaHostRegisterPortable: for all contexts. */
	private static final int PORTABLE = 1;

	private final Pointer memory;

	private PageLock(final Pointer memory) {
		this.memory = memory;
	}

	/** Locks memory; null if that is not possible. */
	static PageLock of(final long address, final long bytes) {
		final Pointer memory = new Pointer(address);
		return call("cudaHostRegister", memory, bytes, PORTABLE) ? new PageLock(memory) : null;
	}

	private static boolean call(final String name, final Object... arguments) {
		try {
			return Function.getFunction(LIBRARY, name).invokeInt(arguments) == 0;
		}
		catch (final UnsatisfiedLinkError exc) {
			return false; // NB: then TensorFlow finds no GPU either, and says so
		}
	}

	/** Unlocks the memory; to be called before it is freed. */
	@Override
	public void close() {
		call("cudaHostUnregister", memory);
	}
}
