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

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Precision;

/**
 * The configuration of a session: device, threads and optimisations.
 * <p>
 * A batch that is divided among several copies of the network ({@link Parts}) is processed fastest by one thread per
 * copy, each running its own operations: no thread waits at the end of every operation for a slower one. With one
 * thread per copy the order of all sums is fixed, so that training is reproducible bit for bit.
 * </p>
 *
 * @param device the device it runs on
 * @param xla whether graphs are compiled by XLA
 * @param windows whether predictions stay on the device ({@link WindowGraph}) and batches wait there
 *          ({@link StagedBatch})
 * @param prediction arithmetic of networks that only predict
 */
record SessionConfig(Device device, boolean xla, boolean windows, Precision prediction) {

	/** Threads that start operations on a GPU and copy to it. */
	private static final int GPU_THREADS = 4;

	/** The best configuration for a device. NB: on a CPU nothing is saved by it. */
	SessionConfig(final Device device, final boolean xla) {
		this(device, xla, device.isGpu(), Precision.FP32);
	}

	/** The same for networks that predict in another arithmetic. */
	SessionConfig in(final Precision other) {
		return new SessionConfig(device, xla, windows, other);
	}

	/** The number of copies of the network that are processed at once. */
	int streams(final Parts parts) {
		return device.isGpu() ? 1 : Math.min(parts.count(), threads());
	}

	/**
	 * TensorFlow's configuration for a graph with these copies.
	 *
	 * @param precision arithmetic of its convolutions
	 */
	ConfigProto proto(final Parts parts, final Precision precision) {
		final int streams = streams(parts);
		final ConfigProto.Builder config = ConfigProto.newBuilder();
		// NB: otherwise TensorFlow uses the inter-op pool of the first session of the process for all later ones
		config.setUsePerSessionThreads(true);
		// NB: a batch that is brought to a GPU must not keep the step waiting
		config.setInterOpParallelismThreads(device.isGpu() ? GPU_THREADS : streams);
		config.setIntraOpParallelismThreads(device.isGpu() ? device.threads() : streams == threads() ? 1 : threads());
		// NB: the card that this process uses is number 0 for TensorFlow (CardMapping)
		if (device.isGpu()) config.setGpuOptions(GPUOptions.newBuilder().setVisibleDeviceList("0").setAllowGrowth(true));
		else config.putDeviceCount("GPU", 0);
		final GraphOptions.Builder graph = config.getGraphOptionsBuilder();
		if (xla) graph.setOptimizerOptions(OptimizerOptions.newBuilder().setGlobalJitLevel(
			OptimizerOptions.GlobalJitLevel.ON_1));
		// NB: TensorFlow rewrites the whole graph before the first run of each signature, which takes longer than the run of
		// a small one; in float32 on a CPU that makes no later run faster (docs/engine.md)
		if (!device.isGpu() && precision == Precision.FP32) graph.setRewriteOptions(RewriterConfig.newBuilder()
			.setDisableMetaOptimizer(true));
		return config.build();
	}

	/** TensorFlow's configuration for a graph that only predicts, with a thread for each of the passes at once. */
	ConfigProto predicting() {
		final ConfigProto config = proto(Parts.ANY, prediction);
		if (device.isGpu()) return config;
		return config.toBuilder().setInterOpParallelismThreads(Math.min(MemoryEstimate.PASSES, threads())).build();
	}

	/**
	 * The number of predictions that should run at once.
	 *
	 * @param one prediction
	 * @param most bytes of memory that there are
	 */
	int passes(final MemoryEstimate one, final long most) {
		return device.isGpu() ? 1 : Math.min(one.passes(most), threads());
	}

	private int threads() {
		return device.threads() > 0 ? device.threads() : Runtime.getRuntime().availableProcessors();
	}
}
