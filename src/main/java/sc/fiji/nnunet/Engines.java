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
package sc.fiji.nnunet;

import java.io.IOException;

import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;

/** Opens the engine on a device by its name, and makes the threads that work beside it. */
public final class Engines {

	private Engines() {
		// static methods only
	}

	/** Opens the engine on the hardware that options name. */
	static Engine open(final Hardware hardware) throws IOException {
		return open(hardware.device(), hardware.threads(), hardware.xla());
	}

	/**
	 * Opens the engine for one of several workers on this machine: with device auto or gpu, on a GPU of its own.
	 *
	 * @param worker the worker's number on this machine
	 */
	static Engine open(final Hardware hardware, final int worker) throws IOException {
		return switch (hardware.device()) {
			case "auto" -> TensorFlowEngine.openInTurn(worker, hardware.threads(), hardware.xla());
			case "gpu" -> open("gpu:" + Cards.here().inTurn(worker), hardware.threads(), hardware.xla());
			default -> open(hardware);
		};
	}

	/**
	 * Opens the engine on a device: cpu, gpu, gpu:N, or auto for a GPU if one can be used, else the CPU.
	 *
	 * @param threads CPU threads; 0 = all
	 * @throws IOException if the device or the engine's library cannot be used
	 */
	public static Engine open(final String device, final int threads) throws IOException {
		return open(device, threads, false);
	}

	/**
	 * Opens the engine on a device.
	 *
	 * @param device cpu, gpu, gpu:N, or auto for a GPU if one can be used, else the CPU
	 * @param threads CPU threads; 0 = all
	 * @param xla whether graphs are compiled by XLA
	 * @throws IOException if the device or the engine's library cannot be used
	 */
	static Engine open(final String device, final int threads, final boolean xla) throws IOException {
		if (device.equals("auto")) return TensorFlowEngine.openAny(threads, xla);
		final int gpu = !device.startsWith("gpu") ? -1 : device.length() > 4 ? Integer.parseInt(device.substring(4)) : 0;
		return TensorFlowEngine.open(new Device(gpu, threads), null, xla);
	}

	/** A thread for work beside the engine, which does not keep a program alive. */
	static Thread thread(final Runnable task) {
		final Thread thread = new Thread(task, "nnU-Net");
		thread.setDaemon(true);
		return thread;
	}
}
