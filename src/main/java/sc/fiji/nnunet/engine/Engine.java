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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import sc.fiji.nnunet.plan.NetworkSpec;

/** Builds and runs networks on a device. */
public interface Engine extends AutoCloseable {

	/** A network with fresh weights that can only predict. */
	Network network(NetworkSpec spec, long seed);

	/** A network with fresh weights that can be trained. */
	Network network(NetworkSpec spec, TrainingSpec training, long seed);

	/**
	 * The same, made for batches of a size. It takes others, too, but may have to be built anew where their number of
	 * samples changes, or their patch from small to large or back, which takes a second or two each time.
	 *
	 * @param patch size of a sample, (z,) y, x
	 * @param samples samples of a step that this engine takes, which may be one of several workers
	 */
	default Network network(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
		final int samples, final long seed)
	{
		return network(spec, training, seed);
	}

	/**
	 * The arithmetic that is fastest for a network on this device among those that passed a self-test; float32 if the
	 * engine has no self-test.
	 */
	default Precision preferredPrecision(final NetworkSpec spec) {
		return Precision.FP32;
	}

	/**
	 * The same for training on samples of a size. On a GPU the test runs steps of just this kind, which may take a minute
	 * or two, and also decides whether XLA compiles the networks that this engine makes from then on. What it compiles is
	 * kept for the training itself.
	 *
	 * @param training how it will be trained, in any arithmetic
	 * @param patch size of a sample
	 * @param samples samples per step
	 */
	default Precision preferredPrecision(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
		final int samples)
	{
		return preferredPrecision(spec);
	}

	/**
	 * The arithmetic for networks of this kind that only predict: a shorter one if it passes a self-test, on GPUs of its
	 * logits, on CPUs of its time too. On a GPU XLA compiles the networks that this engine makes from then on, if it can
	 * and if that is worth its time ({@link #expect}).
	 */
	default Precision predictionPrecision(final NetworkSpec spec) {
		return Precision.FP32;
	}

	/**
	 * Says how much each network that is made from now on will predict; as long as nobody says so, very much. On a GPU
	 * networks are compiled only if that saves more time than it takes.
	 *
	 * @param voxels of all windows, each counted once per mirrored copy
	 */
	default void expect(final double voxels) {
		// NB: an engine that does not compile does not care
	}

	/**
	 * A network with fresh weights that can only predict.
	 *
	 * @param precision one that the device has
	 */
	default Network network(final NetworkSpec spec, final Precision precision, final long seed) {
		if (precision == Precision.FP32) return network(spec, seed);
		throw new IllegalArgumentException("this engine predicts in float32, not " + precision);
	}

	/**
	 * A network that can only predict, of which all weights must be given ({@link Network#restore}, {@link
	 * Network#assign}) before anything else: fresh ones, which take time, need not be made.
	 *
	 * @param window size of most samples, (z,) y, x; if a larger one comes, the network may have to be built anew once, which
	 *          takes a second or two. Empty if nothing is predicted, or its size is unknown
	 */
	default Network unloaded(final NetworkSpec spec, final Precision precision, final List<Integer> window) {
		return network(spec, precision, 0);
	}

	/**
	 * Opens a log for TensorBoard in a folder.
	 *
	 * @throws IOException if it cannot be opened
	 */
	default EventLog events(final Path folder) throws IOException {
		return EventLog.none();
	}

	/**
	 * Writes a network as a SavedModel of TensorFlow, {@code saved_model.pb}, whole or not at all: its weights are
	 * constants, its only signature is {@code serving_default} with the input {@code input} and the output {@code
	 * output}.
	 *
	 * @param folder exists
	 * @throws IOException if the file cannot be written, or would be too large
	 */
	void writeSavedModel(FrozenNetwork network, Path folder) throws IOException;

	/**
	 * Opens what {@link #writeSavedModel} wrote as a network that can only predict.
	 *
	 * @param spec the network that was written; its outputs are the logits, averaged over the folds
	 * @throws IOException if the folder holds no such file
	 */
	Network savedModel(Path folder, NetworkSpec spec) throws IOException;

	/** Bytes of memory that networks on this device could take now; empty if that is unknown. */
	default OptionalLong availableMemory() {
		return OptionalLong.of(MachineMemory.here().available());
	}

	/** The processes that train one network together; networks that only predict belong to one of them. */
	default Workers workers() {
		return Workers.alone();
	}

	/** Whether XLA compiles the networks. */
	default boolean compiles() {
		return false;
	}

	/** What the networks run on. */
	Device device();

	/** The device's name, such as the processor's or the GPU's model. */
	default String deviceName() {
		return Processor.name(Processor.CPUINFO);
	}

	/** Bytes that networks hold on a GPU, or that this program has held at most; empty if that is unknown. */
	default OptionalLong usedMemory() {
		return MachineMemory.here().peak();
	}

	/** Which other programs hold much of a GPU's memory, in a sentence; empty if none does, and on processors. */
	default String otherPrograms() {
		return "";
	}

	/** Name, version and settings in one line, for logs. */
	String description();

	@Override
	void close();
}
