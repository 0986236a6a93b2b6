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
import com.sun.jna.NativeLibrary;

import ai.djl.ndarray.NDManager;
import ai.djl.tensorflow.engine.TfNDManager;
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
		final List<String> gpus = gpus();
		if (gpu < gpus.size()) return;
		if (!gpus.isEmpty()) throw new ProblemException(new Problem("gpu:" + gpu, "There are only " + gpus.size() +
			" GPUs: " + String.join(", ", gpus) + ".", "Choose one of gpu:0 to gpu:" + (gpus.size() - 1) + ", or cpu."));
		throw new ProblemException(new Problem("gpu:" + gpu, "TensorFlow finds no GPU: " + reason(natives),
			"Choose the device cpu to work without a GPU."));
	}

	/** Whether TensorFlow can use a GPU here. */
	static boolean anyGpu() {
		return builtForGpu() && !gpus().isEmpty();
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

	/** Why there is no GPU; what is needed is checked in the order in which it is loaded. */
	private static String reason(final Path natives) {
		if (!builtForGpu()) return "the library in " + natives +
			" is built for CPUs only. The libraries with CUDA come with" +
			" the Maven profile 'gpu', or from a folder given as TENSORFLOW_LIBRARY_PATH; there are none for Windows and macOS.";
		if (!loads("cuda")) return "NVIDIA's driver (libcuda) is not installed or cannot be loaded.";
		for (final String library : new String[] { "cudart", "cudnn" })
			if (!loads(library)) return "the driver is installed, but lib" + library + " cannot be loaded. TensorFlow" +
				" needs CUDA 12 and cuDNN 8.9; LD_LIBRARY_PATH must contain their folders when the program starts.";
		return "driver, CUDA and cuDNN can be loaded, but TensorFlow lists no device. Start with TF_CPP_MIN_LOG_LEVEL=0 in" +
			" the environment to see its own message, and check whether CUDA_VISIBLE_DEVICES hides the GPU.";
	}

	private static boolean builtForGpu() {
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

	private static boolean loads(final String library) {
		try {
			return NativeLibrary.getInstance(library) != null;
		}
		catch (final UnsatisfiedLinkError exc) {
			return false; // NB: a missing library is an answer
		}
	}
}
