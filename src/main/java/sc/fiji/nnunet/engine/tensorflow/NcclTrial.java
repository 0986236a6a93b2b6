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

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.Exchange.Way;
import sc.fiji.nnunet.engine.Precision;

/** Decides whether sums over workers are computed by NCCL or by TensorFlow's ring. */
final class NcclTrial {

	private static final int SECONDS = 30;

	private NcclTrial() {
		// static methods only
	}

	/**
	 * The hint for TensorFlow's operation.
	 *
	 * @throws IllegalArgumentException if NCCL is asked for on a CPU
	 */
	static String hint(final Way way, final Device device) {
		if (way == Way.NCCL && !device.isGpu()) throw new IllegalArgumentException("NCCL is for GPUs; choose the ring");
		final boolean nccl = way == Way.NCCL || way == Way.AUTO && device.isGpu() && answers(new SessionConfig(device, false)
			.proto(Parts.ANY, Precision.FP32));
		return nccl ? "nccl" : "ring";
	}

	/**
	 * Whether NCCL can sum one number. NB: in a session of its own with a group of one, since a failure among workers
	 * would make all further sums of the process fail.
	 */
	private static boolean answers(final ConfigProto config) {
		try (Graph graph = new Graph()) {
			final Ops tf = Ops.create(graph);
			final Operand<TFloat32> sum = new Collectives(1, "nccl", new Exchange(Way.NCCL, false, SECONDS, SECONDS)).sum(
				tf, Collectives.Kind.LOSS, tf.constant(new float[] { 1 }));
			try (Session session = new Session(graph, config); Result result = session.runner().fetch(sum).run()) {
				return ((TFloat32) result.get(0)).getFloat(0) == 1;
			}
		}
		catch (final TensorFlowException exc) {
			return false;
		}
	}
}
