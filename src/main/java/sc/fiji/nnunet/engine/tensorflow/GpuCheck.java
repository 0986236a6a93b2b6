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
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelList;

import com.google.protobuf.InvalidProtocolBufferException;

import ai.djl.ndarray.NDManager;
import ai.djl.tensorflow.engine.TfNDManager;
import sc.fiji.nnunet.engine.Card;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.CudaLibraries;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Finds out whether a GPU can be used and, if not, why. */
final class GpuCheck {

	private GpuCheck() {}

	/**
	 * Makes sure that a GPU can be used.
	 *
	 * @param gpu its number
	 * @param natives the folder of the library
	 * @throws IOException if it cannot; the message has the reason
	 */
	static void require(final int gpu, final Path natives) throws IOException {
		if (builtForGpu() && !gpus().isEmpty()) return;
		throw new ProblemException(new Problem("gpu:" + gpu, "TensorFlow finds no GPU: " + reason(natives),
			"Choose the device cpu to work without a GPU."));
	}

	/** TensorFlow's names of the GPUs. */
	static List<String> gpus() {
		final List<String> gpus = new ArrayList<>();
		try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "TensorFlow");
				PointerScope scope = new PointerScope())
		{
			final TF_Status status = TF_Status.newStatus();
			final TF_DeviceList devices = tensorflow.TFE_ContextListDevices(((TfNDManager) manager).getEagerSession(),
				status);
			status.throwExceptionIfNotOK();
			for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++)
				if (tensorflow.TF_DeviceListType(devices, i, status).getString().equals("GPU")) gpus.add(tensorflow
					.TF_DeviceListName(devices, i, status).getString());
			tensorflow.TF_DeleteDeviceList(devices);
		}
		return gpus;
	}

	/**
	 * Makes sure that a process sees a card of that number, as far as the driver tells.
	 *
	 * @throws ProblemException if there are cards, but not so many
	 */
	static void require(final int gpu, final Cards cards) throws ProblemException {
		final List<Card> visible = cards.visible();
		if (visible.isEmpty() || gpu < visible.size()) return;
		final String names = String.join(", ", visible.stream().map(Card::name).toList());
		final String hidden = cards.hidden();
		throw new ProblemException(new Problem("gpu:" + gpu, (visible.size() == 1 ? "There is only one GPU, gpu:0 ("
			: "There are only " + visible.size() + " GPUs (") + names + ")." + (hidden.isEmpty() ? "" : " " + hidden + "."),
			"Choose " + (visible.size() == 1 ? "gpu:0" : "one of gpu:0 to gpu:" + (visible.size() - 1)) + ", or cpu."));
	}

	/** Why there is no GPU; what is needed is checked in the order in which it is loaded. */
	private static String reason(final Path natives) throws IOException {
		if (!builtForGpu()) return "the library in " + natives +
			" is built for CPUs only. The libraries with CUDA come with" +
			" the Maven profile 'gpu', or from a folder given as TENSORFLOW_LIBRARY_PATH; there are none for Windows and macOS.";
		return reason(CudaLibraries.load(), Cards.here());
	}

	/** Why a library with CUDA finds no GPU. */
	static String reason(final CudaLibraries libraries, final Cards cards) {
		if (!libraries.reason().isEmpty()) return libraries.reason();
		if (!cards.all().isEmpty() && cards.visible().isEmpty()) return cards.hidden() + ".";
		for (final Card card : cards.visible())
			if (card.tooOld()) return card.remark();
		return "driver, CUDA and cuDNN can be loaded, but TensorFlow lists no device. Start with TF_CPP_MIN_LOG_LEVEL=0 in" +
			" the environment to see its own message.";
	}

	/** Whether the library has operations for GPUs. */
	static boolean builtForGpu() {
		try (PointerScope scope = new PointerScope()) {
			final TF_Status status = TF_Status.newStatus();
			final TF_Buffer kernels = tensorflow.TF_GetRegisteredKernelsForOp("Conv3D", status);
			status.throwExceptionIfNotOK();
			for (final KernelDef kernel : KernelList.parseFrom(kernels.dataAsByteBuffer()).getKernelList())
				if (kernel.getDeviceType().equals("GPU")) return true;
			return false;
		}
		catch (final InvalidProtocolBufferException exc) {
			throw new IllegalStateException("TensorFlow's list of kernels cannot be read", exc);
		}
	}
}
