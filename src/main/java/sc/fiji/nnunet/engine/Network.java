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
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * A U-Net with its weights, ready to predict and, if it was created with a {@link TrainingSpec}, to train.
 * <p>
 * Not thread-safe, except for {@link #predict}. Close it when done: it holds native memory.
 * </p>
 */
public interface Network extends AutoCloseable {

	/** The shape that this network was built from. */
	NetworkSpec spec();

	/** The number of trainable parameters. */
	long parameters();

	/**
	 * One optimisation step: forward, loss, gradients, update.
	 *
	 * @throws IllegalStateException if the network was created without a {@link TrainingSpec}
	 * @throws OutOfMemoryException if the device has too little memory for it
	 */
	StepResult step(Batch batch, double learningRate);

	/** Whether batches can be brought to the device while a step runs: never on a processor. */
	default boolean stages() {
		return false;
	}

	/**
	 * Brings a batch to the device, also while another thread runs a step; the next step on this object takes it from
	 * there, whatever its arrays hold then. At most two batches wait on the device; the third call waits for a step.
	 * A network that does not {@link #stages stage} leaves the batch where it is: its steps take it from memory.
	 */
	default void stage(final Batch batch) {
		// NB: on a processor there is nowhere to bring it
	}

	/**
	 * Runs a step without its update, to measure its memory and time; weights, optimizer and step count stay
	 * as they are. An engine that cannot do that computes the loss.
	 *
	 * @return what the step would have given, {@link StepResult#applied} being false
	 * @throws OutOfMemoryException if the device has too little memory for it
	 */
	default StepResult trial(final Batch batch) {
		return loss(batch);
	}

	/**
	 * Runs an update on a batch and sets everything back, so that what it compiles is not compiled by the first step.
	 *
	 * @throws OutOfMemoryException if the device has too little memory for it
	 */
	default void rehearse(final Batch batch) {
		// NB: most engines compile nothing
	}

	/**
	 * Sets all weights and the optimizer's state to those of the first worker, if several train together; all of them
	 * call this at the same time.
	 */
	default void share() {
		// NB: most networks are trained by one process
	}

	/** The loss of a batch without an update. */
	StepResult loss(Batch batch);

	/**
	 * A forward pass. Several threads may predict at once, as long as none of them calls anything else.
	 *
	 * @param images samples × (z ×) y × x × channels; each axis a multiple of {@link NetworkSpec#totalStride()}
	 * @param samples the number of samples
	 * @param size z, y, x or y, x
	 * @param logits receives samples × (z ×) y × x × outputs raw logits
	 */
	void predict(float[] images, int samples, int[] size, float[] logits);

	/** Receives the logits of some planes of a sample. */
	@FunctionalInterface
	interface Planes {

		/**
		 * @param first plane
		 * @param count planes
		 * @param logits z × y × x × outputs of these planes; the array is used again
		 */
		void take(int first, int count, float[] logits);
	}

	/** Whether {@link #predict(float[], int, int[], Planes)} needs less memory than a pass with all logits at once. */
	default boolean givesPlanes() {
		return false;
	}

	/**
	 * A forward pass over one sample of a 3D network whose logits come a few planes at a time, in their order, so that
	 * those of many classes are never in memory together; all planes at once unless this network {@link #givesPlanes}.
	 *
	 * @param images where the sample is
	 * @param from where it begins: z × y × x × channels
	 * @param size z, y, x
	 */
	default void predict(final float[] images, final int from, final int[] size, final Planes planes) {
		final int voxels = Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
		final float[] logits = new float[Math.multiplyExact(voxels, spec().outputs())];
		predict(Arrays.copyOfRange(images, from, from + voxels * spec().inputChannels()), 1, size, logits);
		planes.take(0, size[0], logits);
	}

	/**
	 * A forward pass that can be run again and again, to measure the network alone: where the engine can, the images are
	 * brought to the device once, and the logits stay there. A run ends when the device has finished.
	 *
	 * @param images as in {@link #predict}
	 */
	default Runnable forward(final float[] images, final int samples, final int[] size) {
		int values = spec().outputs() * samples;
		for (final int n : size)
			values = Math.multiplyExact(values, n);
		final float[] logits = new float[values];
		return () -> predict(images, samples, size, logits);
	}

	/**
	 * Brings an image to the device, to predict it there window by window. The network must not be used otherwise until
	 * the result is closed.
	 *
	 * @param image z × y × x × channels; asked for only if the device can hold it
	 * @param weights of the voxels of a window, z × y × x
	 * @return empty if the device cannot hold an image and the sums of windows of these sizes now: always on a processor
	 */
	default Optional<DeviceSums> deviceSums(final DeviceSums.Sizes sizes, final Supplier<float[]> image,
		final float[] weights)
	{
		return Optional.empty();
	}

	/**
	 * How many calls of {@link #predict} with a sample of a size should be made at once to keep the machine busy: above 1
	 * where a network works on the samples of a training batch side by side, with one thread each, and on a processor for
	 * samples so small that threads often wait for each other. The logits are the same to the last bit.
	 *
	 * @param size as in {@link #predict}
	 */
	int streams(int[] size);

	/** The number of optimisation steps taken so far, restored ones included. */
	long steps();

	/** Whether an average of the weights over the steps is kept beside them. */
	default boolean averages() {
		return false;
	}

	/**
	 * Exchanges the weights with their averages, to predict with these; a second call undoes it, before which there must
	 * be no step and nothing is to be saved.
	 *
	 * @throws IllegalStateException if there are no averages
	 */
	default void exchange() {
		throw new IllegalStateException("this network keeps no averages of its weights");
	}

	/**
	 * Writes weights and optimizer state as a TensorFlow checkpoint into a folder, whole or not at all: files of the new
	 * checkpoint are written next to those of the old one, then the index file {@code checkpoint}, which names the
	 * current one, is replaced by a rename, then the old files are deleted. A process that is killed at any moment
	 * therefore leaves one whole checkpoint.
	 *
	 * @param notes small texts by file name that are saved and replaced together with the checkpoint
	 * @throws IOException if the folder cannot be written
	 */
	void save(Path folder, Map<String, String> notes) throws IOException;

	/**
	 * The texts that were saved with the current checkpoint of a folder.
	 *
	 * @throws IOException if there is no whole checkpoint in the folder
	 */
	Map<String, String> notes(Path folder) throws IOException;

	/**
	 * Reads what {@link #save} wrote.
	 *
	 * @param optimizer true to continue the training: weights, averages, optimizer and step count are restored; false to
	 *          use the network: the averaged weights are read if the checkpoint holds them, otherwise the weights
	 * @throws IOException if something is missing, damaged or of another shape; the network is then unchanged
	 */
	void restore(Path folder, boolean optimizer) throws IOException;

	/** A copy of all weights by name, such as {@code enc0/conv0/kernel}. */
	Map<String, float[]> weights();

	/** Sets weights by name; names that are not in the map keep their values. */
	void assign(Map<String, float[]> weights);

	@Override
	void close();
}
