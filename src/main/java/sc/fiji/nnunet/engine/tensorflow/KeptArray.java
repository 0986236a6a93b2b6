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


import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.tensorflow.engine.TfNDArray;

/**
 * An input of a session whose memory is written again and again, so that no step waits for new memory: of a batch of
 * 67 MB, most of the time that it took to bring it to a GPU was that of new pages.
 */
final class KeptArray implements AutoCloseable {

	private final NDArray array;
	private final ByteBuffer memory;
	private final PageLock lock;

	/**
	 * @param manager closes the array, unless this is closed before
	 * @param pinned whether the memory is locked for copies to a GPU
	 */
	KeptArray(final NDManager manager, final Shape shape, final DataType type, final boolean pinned) {
		final int bytes = Math.toIntExact(Math.multiplyExact(shape.size(), type.getNumOfBytes()));
		array = manager.create(ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()), shape, type);
		try (PointerScope scope = new PointerScope(); TF_Status status = TF_Status.newStatus()) {
			final TF_Tensor tensor = tensorflow.TFE_TensorHandleResolve(((TfNDArray) array).getHandle(), status)
				.withDeallocator();
			status.throwExceptionIfNotOK();
			// NB: the tensor shares its memory with the array, which outlives it
			final BytePointer data = new BytePointer(tensorflow.TF_TensorData(tensor)).capacity(bytes);
			memory = data.asByteBuffer().order(ByteOrder.nativeOrder());
			lock = pinned ? PageLock.of(data.address(), bytes) : null;
		}
	}

	NDArray array() {
		return array;
	}

	/** The memory of the array, from its first byte on. */
	ByteBuffer memory() {
		return memory.rewind();
	}

	@Override
	public void close() {
		if (lock != null) lock.close();
		array.close();
	}
}
