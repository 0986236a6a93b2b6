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

import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * An estimate of the memory that a training step or a prediction needs, from its shape alone.
 * <p>
 * In training every convolution keeps its result and its activation until the backward pass, and weights have a
 * gradient and two moments. In prediction only the skip connections and the current layer are held, or the logits if
 * there are very many. Measured resident memory is up to a fifth below the estimate (docs/engine.md).
 * </p>
 * <p>
 * Measured beside the heap, one prediction of 96 x 96 x 96 voxels by a network of six levels, 32 features at the finest,
 * on two cores with AVX-512: 3, 27 and 118 outputs 1153, 1136 and 1242 MB (estimate 1318); with 8 features and 118 outputs
 * 950 (estimate 983). If logits come plane by plane: 27 and 118 outputs 1150 and 1146 MB; with 8 features 474;
 * 128 x 128 x 128 voxels and 118 outputs 2011 (estimate 2259).
 * </p>
 *
 * @param spec the network
 * @param precision what activations are stored in
 * @param patch (z,) y, x
 * @param samples the number of samples in a batch
 * @param training whether it is a training step, else a prediction
 */
public record MemoryEstimate(NetworkSpec spec, Precision precision, List<Integer> patch, int samples,
	boolean training)
{

	/** What the library, the graph and the workspaces of the convolutions take. */
	private static final long BASE = 512L << 20;
	/** Mean bytes per value in mixed precision, where some values (gradients of activations) are still float32. */
	private static final int BYTES_MIXED = 3;

	/** Outputs beyond which logits are a large part of what a prediction holds. */
	private static final int MANY = 16;

	/** The number of small predictions at once: with two, a thread finds work while one of them waits (engine.md 2). */
	public static final int PASSES = 2;

	/** Bytes of a small prediction; a larger one keeps the threads busy for itself, and two would take much memory. */
	private static final long SMALL = 512L << 20;

	public MemoryEstimate {
		patch = List.copyOf(patch);
	}

	/** The same with another batch size. */
	MemoryEstimate withSamples(final int n) {
		return new MemoryEstimate(spec, precision, patch, n, training);
	}

	/** The same with the finest stage of that width and the others in proportion. */
	MemoryEstimate withFeatures(final int finest) {
		return new MemoryEstimate(spec.scaledTo(finest), precision, patch, samples, training);
	}

	/** The same on another patch. */
	MemoryEstimate withPatch(final List<Integer> size) {
		return new MemoryEstimate(spec, precision, size, samples, training);
	}

	/** Whether a network has so many outputs that they matter beside its features. */
	public static boolean many(final NetworkSpec spec) {
		return spec.outputs() > MANY;
	}

	/** The bytes that the engine needs in addition to the JVM's heap. */
	public long bytes() {
		final long weights = parameters() * Float.BYTES;
		return BASE + weights * (training ? 5 : 1) + activations();
	}

	private long activations() {
		final long values = training ? trainingValues() : predictionValues();
		return values * samples * (precision == Precision.FP32 ? Float.BYTES : BYTES_MIXED);
	}

	/**
	 * How many such predictions should run at once on a processor.
	 *
	 * @param most bytes that there are
	 */
	public int passes(final long most) {
		return activations() <= SMALL && withSamples(PASSES * samples).bytes() <= most ? PASSES : 1;
	}

	/** As many such predictions as run at once on a processor. */
	public MemoryEstimate atOnce() {
		return withSamples(passes(Long.MAX_VALUE) * samples);
	}

	/** The largest number of samples that fits, 0 if not even one does. */
	public int largestBatch(final long bytes) {
		final long one = withSamples(1).bytes();
		final long two = withSamples(2).bytes();
		return one > bytes ? 0 : (int) Math.min(1 << 20, 1 + (bytes - one) / (two - one));
	}

	/** What is held at the end of the forward pass, and the gradients at the finest level. */
	private long trainingValues() {
		long values = 0;
		for (int stage = 0; stage < spec.stages(); stage++) {
			final long map = voxels(stage) * spec.features().get(stage);
			final long perBlock = spec.blocks().residual() ? 5 : 2;
			values += map * perBlock * spec.encoderBlocks().get(stage);
			if (stage < spec.stages() - 1) values += map * (2L * spec.decoderBlocks().get(stage) + 3);
		}
		final long finest = voxels(0);
		return values + finest * (6L * spec.features().get(0) + 8L * spec.outputs() + spec.inputChannels());
	}

	private long predictionValues() {
		long skips = 0;
		for (int stage = 0; stage < spec.stages(); stage++)
			skips += voxels(stage) * spec.features().get(stage);
		final long finest = voxels(0);
		// NB: the skip connections and the layers before are gone when the last layer makes logits
		final long layers = 5L * spec.features().get(0);
		return skips + finest * (Math.max(layers, spec.features().get(0) + (long) spec.outputs()) + spec.inputChannels());
	}

	private long voxels(final int stage) {
		long voxels = 1;
		for (int axis = 0; axis < patch.size(); axis++) {
			int size = patch.get(axis);
			for (int i = 1; i <= stage; i++)
				size = -Math.floorDiv(-size, spec.strides().get(i).get(axis));
			voxels *= size;
		}
		return voxels;
	}

	/** The number of weights, without biases and norms. */
	private long parameters() {
		long count = 0;
		for (int stage = 0; stage < spec.stages(); stage++) {
			final long features = spec.features().get(stage);
			final long before = stage == 0 ? spec.inputChannels() : spec.features().get(stage - 1);
			final long kernel = volume(spec.kernels().get(stage));
			final long convolutions = (spec.blocks().residual() ? 2L : 1L) * spec.encoderBlocks().get(stage);
			count += kernel * features * (before + (convolutions - 1) * features);
			if (stage == spec.stages() - 1) continue;
			final long below = spec.features().get(stage + 1);
			final List<Integer> decoder = spec.kernels().get(spec.blocks().decoderKernels() ==
				NetworkSpec.DecoderKernels.BELOW ? stage + 1 : stage);
			count += volume(spec.strides().get(stage + 1)) * features * below;
			count += volume(decoder) * features * features * (spec.decoderBlocks().get(stage) + 1L);
		}
		return count;
	}

	private static long volume(final List<Integer> size) {
		long volume = 1;
		for (final int n : size)
			volume *= n;
		return volume;
	}

	/** The step and its need in words, such as "A training step with 2 samples of ... needs about 1.1 GiB of memory". */
	public String need() {
		return String.format(Locale.ROOT, "%s with %d sample%s of %s and %s features needs about %s of memory", training
			? "A training step" : "A prediction", samples, samples == 1 ? "" : "s", String.join(" × ", patch.stream().map(
				String::valueOf).toList()), spec.features(), text(bytes()));
	}

	/** A number of bytes for people, in GiB. */
	public static String text(final long bytes) {
		return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
	}

	/**
	 * The exception which says that this does not fit, and what would.
	 *
	 * @param available the bytes that are available
	 * @param cause the engine's failure, or null if nothing was tried
	 */
	public OutOfMemoryException refusal(final long available, final Throwable cause) {
		// NB: a step that has failed does not fit, whatever the estimate says
		final long bound = cause == null ? available : Math.min(available, bytes() - 1);
		final String what = need() + ", and " + text(available) + " are available" + (cause == null ? "."
			: ": the engine ran out of it (" + cause.getMessage() + ").");
		return new OutOfMemoryException(what, training ? MemoryFit.of(this, bound).cure()
			: "Close other programs, or use a machine with more memory.", cause);
	}
}
