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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.NetworkSpec.DecoderKernels;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;

/** A network without TensorFlow: some function from a window to logits. */
final class ToyNetwork extends StandInNetwork {

	/** What the network computes for one sample. */
	@FunctionalInterface
	interface Function {

		/**
		 * @param images the batch
		 * @param base where the sample begins in it
		 * @param voxels voxels of a sample
		 * @param size z, y, x or y, x
		 * @param logits the batch's logits
		 * @param out where the sample's logits begin
		 */
		void apply(float[] images, int base, int voxels, int[] size, float[] logits, int out);
	}

	private final Function function;
	int calls;
	int samples;
	/** How many planes of logits come at a time; 0 = all at once. */
	int planes;
	/** How many calls should be made at once. */
	int streams = 1;
	int[] lastSize;
	/** Makes the sums of an image that the network holds; null if it holds none. */
	BiFunction<DeviceSums.Sizes, float[], DeviceSums> device;
	Path restored;
	Runnable onClose = () -> {};

	ToyNetwork(final NetworkSpec spec, final Function function) {
		super(spec);
		this.function = function;
	}

	/** Output 0 is channel 0, output 1 its negative, further ones are 0. */
	static ToyNetwork copy(final Plan plan) {
		return perVoxel(plan, 1, 0);
	}

	/** Output 0 is a × channel 0 + b, output 1 the negative of that. */
	static ToyNetwork perVoxel(final Plan plan, final float a, final float b) {
		return perVoxel(plan.network(), a, b);
	}

	static ToyNetwork perVoxel(final NetworkSpec spec, final float a, final float b) {
		final int channels = spec.inputChannels();
		final int outputs = spec.outputs();
		return new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++) {
				final float value = a * images[base + v * channels] + b;
				logits[out + v * outputs] = value;
				if (outputs > 1) logits[out + v * outputs + 1] = -value;
			}
		});
	}

	private static Recipe recipe(final String name) {
		return Recipe.ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst().orElseThrow();
	}

	/** A plan of a toy network: one channel, {@code outputs} classes, unit spacing. */
	static Plan plan(final String recipe, final int outputs, final int stride, final int... patch) {
		final int dimensions = patch.length;
		final List<Integer> one = Collections.nCopies(dimensions, 1);
		final List<Integer> strides = Collections.nCopies(dimensions, stride);
		final NetworkSpec network = new NetworkSpec(dimensions, 1, outputs, new NetworkSpec.Shape(List.of(1, 1),
			List.of(one, one), List.of(one, strides), List.of(1, 1), List.of(1)), new NetworkSpec.Blocks(Norm.NONE,
			1e-3, false, false, false, DecoderKernels.SKIP, 0.01), 0);
		final String[] names = new String[outputs];
		for (int i = 0; i < outputs; i++)
			names[i] = i == 0 ? "background" : "class" + i;
		return new Plan(Plan.FORMAT, "Toy", recipe(recipe), dimensions + "d", List.of("MRI"), Labels.of(names), List.of(0,
			1, 2), List.of(1.0, 1.0, 1.0), List.of(), Arrays.stream(patch).boxed().toList(), 2, network, List.of(
				new Normalization(Normalization.Scheme.NONE, false, 0, 0, 0, 1)), false, null, List.of());
	}

	@Override
	public void predict(final float[] images, final int count, final int[] size, final float[] logits) {
		calls++;
		samples += count;
		lastSize = size.clone();
		int voxels = 1;
		for (int axis = 0; axis < size.length; axis++) {
			final int stride = spec().totalStride()[axis];
			if (size[axis] % stride != 0) throw new IllegalArgumentException("axis " + axis + " of " + size[axis] +
				" voxels is no multiple of " + stride);
			voxels *= size[axis];
		}
		for (int sample = 0; sample < count; sample++)
			function.apply(images, sample * voxels * spec().inputChannels(), voxels, size, logits, sample * voxels * spec()
				.outputs());
	}

	@Override
	public Optional<DeviceSums> deviceSums(final DeviceSums.Sizes sizes, final Supplier<float[]> image,
		final float[] weights)
	{
		return device == null ? Optional.empty() : Optional.of(device.apply(sizes, image.get()));
	}

	@Override
	public int streams(final int[] size) {
		return streams;
	}

	@Override
	public boolean givesPlanes() {
		return planes > 0;
	}

	@Override
	public void predict(final float[] images, final int from, final int[] size, final Planes target) {
		final int area = size[1] * size[2];
		final int plane = area * spec().outputs();
		final float[] logits = new float[size[0] * plane];
		function.apply(images, from, size[0] * area, size, logits, 0);
		for (int z = 0; z < size[0]; z += planes)
			target.take(z, Math.min(planes, size[0] - z), Arrays.copyOfRange(logits, z * plane, Math.min(size[0],
				z + planes) * plane));
	}

	@Override
	public void save(final Path folder, final Map<String, String> notes) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("checkpoint"), "toy");
	}

	@Override
	public Map<String, String> notes(final Path folder) {
		return Map.of();
	}

	@Override
	public void restore(final Path folder, final boolean optimizer) throws IOException {
		if (Files.size(folder.resolve("checkpoint")) == 0) throw new IOException("no toy in " + folder);
		restored = folder;
	}

	@Override
	public void assign(final Map<String, float[]> weights) {
		// NB: a toy computes its function, whatever the weights of a model
	}

	@Override
	public void close() {
		onClose.run();
	}
}
