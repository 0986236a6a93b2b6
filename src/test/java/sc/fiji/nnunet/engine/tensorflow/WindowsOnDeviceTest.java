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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TFResourceExhaustedException;

import ai.djl.ndarray.NDArray;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.NetworkSpec.DecoderKernels;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.predict.SlidingWindow;
import sc.fiji.nnunet.predict.WindowOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Compares predictions whose sums stay on the device, which here is the processor, with those summed in memory. */
class WindowsOnDeviceTest {

	private final List<Network> open = new ArrayList<>();

	@BeforeAll
	static void natives() throws IOException {
		Natives.prepare(null);
	}

	@AfterEach
	void close() {
		open.forEach(Network::close);
	}

	private Network network(final Plan plan, final boolean windows, final long seed) {
		final Network network = new TensorFlowNetwork(plan.network(), null, new SessionConfig(new Device(-1, 1), false,
			windows, Precision.FP32), seed);
		open.add(network);
		return network;
	}

	private static Plan plan(final Recipe recipe, final int channels, final int outputs, final Integer... patch) {
		final int axes = patch.length;
		final List<Integer> one = Collections.nCopies(axes, 1);
		final NetworkSpec spec = new NetworkSpec(axes, channels, outputs, new NetworkSpec.Shape(List.of(4, 6), List.of(
			Collections.nCopies(axes, 3), Collections.nCopies(axes, 3)), List.of(one, Collections.nCopies(axes, 2)), List.of(2,
				2), List.of(2)), new NetworkSpec.Blocks(Norm.INSTANCE, 1e-5, false, false, false, DecoderKernels.SKIP, 0.01),
			0);
		final String[] names = new String[outputs];
		for (int i = 0; i < outputs; i++)
			names[i] = i == 0 ? "background" : "class" + i;
		return new Plan(Plan.FORMAT, "Test", recipe, axes + "d", Collections.nCopies(channels, "MRI"), Labels.of(names), List
			.of(0, 1, 2), List.of(1.0, 1.0, 1.0), List.of(), List.of(patch), 2, spec, Collections.nCopies(channels,
				new Normalization(Normalization.Scheme.NONE, false, 0, 0, 0, 1)), false, null, List.of());
	}

	private static Volume image(final int channels, final int... size) {
		final Volume volume = new Volume(Geometry.ofZyx(size, new double[] { 1, 1, 1 }), channels);
		final Random random = new Random(5);
		for (int channel = 0; channel < channels; channel++)
			for (int z = 0; z < size[0]; z++)
				for (int i = 0; i < size[1] * size[2]; i++)
					volume.plane(channel, z)[i] = z < 3 ? 0 : (float) random.nextGaussian();
		return volume;
	}

	private static List<float[]> logits(final Plan plan, final WindowOptions options, final List<Network> networks,
		final Volume image) throws IOException
	{
		final List<float[]> planes = new ArrayList<>();
		new SlidingWindow(plan, options).run(networks, image, (z, logits) -> {
			assertEquals(planes.size() / plan.network().outputs(), z, "planes come in order");
			for (final float[] output : logits)
				planes.add(output.clone());
		}, Progress.none());
		assertEquals(image.size()[0] * plan.network().outputs(), planes.size());
		return planes;
	}

	private static boolean holdsImages(final Network network, final Plan plan, final Volume image) {
		final DeviceSums.Sizes sizes = new DeviceSums.Sizes(image.size(), plan.patchZyx(), Math.min(4, image.size()[0]));
		final float[] voxels = new float[(int) (sizes.extent()[0] * sizes.plane()) * image.channels()];
		final Optional<DeviceSums> sums = network.deviceSums(sizes, () -> voxels, new float[(int) sizes.voxels()]);
		sums.ifPresent(DeviceSums::close);
		return sums.isPresent();
	}

	private void compare(final Plan plan, final WindowOptions options, final Volume image, final long... seeds)
		throws IOException
	{
		final List<Network> device = new ArrayList<>();
		final List<Network> memory = new ArrayList<>();
		for (final long seed : seeds) {
			device.add(network(plan, true, seed));
			memory.add(network(plan, false, seed));
		}
		assertTrue(holdsImages(device.get(0), plan, image));
		assertFalse(holdsImages(memory.get(0), plan, image));
		final List<float[]> expected = logits(plan, options, memory, image);
		final List<float[]> found = logits(plan, options, device, image);
		for (int i = 0; i < expected.size(); i++)
			assertArrayEquals(expected.get(i), found.get(i), 1e-5f, "plane " + i);
		final LabelMap masks = new SlidingWindow(plan, options).labels(memory, image, null, Progress.none());
		final LabelMap same = new SlidingWindow(plan, options).labels(device, image, null, Progress.none());
		for (int z = 0; z < image.size()[0]; z++)
			assertArrayEquals(masks.plane(z), same.plane(z), "mask " + z);
	}

	@Test
	void overlappingWindowsGiveTheSameLogitsAndMasks() throws IOException {
		final Plan plan = plan(Recipe.NVIDIA, 2, 3, 8, 6, 10);
		compare(plan, new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.NVIDIA_GAUSSIAN, false, 1, false, false, false),
			image(2, 19, 11, 23), 1);
	}

	/** NB: nnU-Net's weights are not symmetric, so they must not be mirrored with the window. */
	@Test
	void mirroredCopiesAreTurnedBack() throws IOException {
		final Plan plan = plan(Recipe.NNUNET, 1, 2, 8, 6, 10);
		compare(plan, new WindowOptions(WindowRule.NNUNET, 0.3, WindowWeights.NNUNET_GAUSSIAN, true, 1, false, false, false),
			image(1, 13, 9, 12), 1);
	}

	@Test
	void imagesThatAreSmallerThanAWindowAndConstantWindowsAreTheSame() throws IOException {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		compare(plan, new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.CONSTANT, false, 1, false, false, false), image(1, 5,
			11, 7), 1);
		final Plan thin = plan(Recipe.NVIDIA, 1, 2, 2, 6, 6);
		compare(thin, new WindowOptions(WindowRule.NVIDIA, 0, WindowWeights.CONSTANT, false, 1, true, false, false), image(1, 8, 12,
			12), 1);
	}

	@Test
	void networksAreAveraged() throws IOException {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		compare(plan, new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.NVIDIA_GAUSSIAN, false, 2, false, false, false),
			image(1, 9, 8, 12), 1, 2, 3);
	}

	@Test
	void slicesGiveTheSame() throws IOException {
		final Plan plan = plan(Recipe.NNUNET, 2, 2, 8, 10);
		compare(plan, new WindowOptions(WindowRule.NNUNET, 0.5, WindowWeights.NNUNET_GAUSSIAN, true, 4, false, false, false), image(
			2, 35, 11, 13), 1);
	}

	@Test
	void valuesThatAreNotFiniteAreAnError() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		final Volume image = image(1, 8, 6, 10);
		Arrays.fill(image.plane(0, 4), Float.NaN);
		final Network network = network(plan, true, 1);
		final WindowOptions options = new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.CONSTANT, false, 1, false, false, false);
		assertTrue(assertThrows(ProblemException.class, () -> new SlidingWindow(plan, options).labels(List.of(network), image,
			null, Progress.none())).getMessage().contains("is not a finite number in plane"));
		assertTrue(holdsImages(network, plan, image), "the memory is given back");
	}

	/** As on a card that other programs or networks use, too, where less is left than was planned with. */
	@Test
	void anImageThatDoesNotFitAfterAllLeavesTheDevice() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		final Network network = network(plan, true, 1);
		final List<String> ran = new ArrayList<>();
		final LogitsInPlanes.Run full = (feed, signature) -> {
			ran.add(signature);
			final Map<String, NDArray> result = feed.run(signature);
			if (signature.equals("windows_open")) throw new OutOfMemoryException("It does not fit.", "", null);
			return result;
		};
		assertTrue(open(network, full, ran).isEmpty());
		assertEquals(List.of("windows_open", "windows_close", "closed"), ran);
		assertTrue(holdsImages(network, plan, image(1, 8, 6, 10)), "the memory is given back");
	}

	@Test
	void windowsWithoutMemoryAreRefusedAsPredictionsAre() {
		final Network network = network(plan(Recipe.NVIDIA, 1, 2, 8, 6, 10), true, 1);
		for (final String needing : List.of("windows_add", "windows_take", "windows_take_classes"))
			try (DeviceSums sums = open(network, (feed, signature) -> {
				if (signature.equals(needing)) throw new OutOfMemoryException("It does not fit.", "", null);
				return feed.run(signature);
			}, new ArrayList<>()).orElseThrow())
			{
				assertThrows(OutOfMemoryException.class, () -> {
					sums.add(new int[][] { { 0, 0, 0 } }, new int[] { 0 });
					if (needing.equals("windows_take")) sums.take(8, new float[2], new float[2 * 8 * 6 * 10]);
					sums.takeClasses(8, new float[2], new byte[8 * 6 * 10]);
				}, needing);
			}
	}

	/** NB: TensorFlow's own refusal, which is the network's to tell. */
	@Test
	void aCardWithoutMemoryIsTold() {
		final TensorFlowNetwork network = (TensorFlowNetwork) network(plan(Recipe.NVIDIA, 1, 2, 8, 6, 10), true, 1);
		final int[] size = { 8, 6, 10 };
		final DeviceSums.Sizes sizes = new DeviceSums.Sizes(size, size, 8);
		final float[] voxels = new float[8 * 6 * 10];
		network.runs = full("windows_open");
		assertTrue(network.deviceSums(sizes, () -> voxels, voxels).isEmpty());
		network.runs = full("windows_add");
		try (DeviceSums sums = network.deviceSums(sizes, () -> voxels, voxels).orElseThrow()) {
			assertThrows(OutOfMemoryException.class, () -> sums.add(new int[][] { { 0, 0, 0 } }, new int[] { 0 }));
		}
		network.runs = full("forward_put");
		assertThrows(OutOfMemoryException.class, () -> network.forward(voxels, 1, size));
		network.runs = (feed, signature) -> feed.run(signature);
		final Runnable pass = network.forward(voxels, 1, size);
		network.runs = full("forward");
		assertThrows(OutOfMemoryException.class, pass::run);
	}

	private static LogitsInPlanes.Run full(final String needing) {
		return (feed, signature) -> {
			if (signature.equals(needing)) throw new TFResourceExhaustedException("OOM when allocating tensor");
			return feed.run(signature);
		};
	}

	/** An image of one window and one channel on the device of a network with two outputs. */
	private static Optional<DeviceSums> open(final Network network, final LogitsInPlanes.Run run,
		final List<String> told)
	{
		final int[] size = { 8, 6, 10 };
		return DeviceWindows.open(((TensorFlowNetwork) network).values().session(), run, new DeviceSums.Sizes(size, size, 8),
			new float[8 * 6 * 10], 1, new float[8 * 6 * 10], 2, 1, () -> told.add("closed"));
	}

	@Test
	void networksThatCannotOpenAnImageLeaveTheOthersTheirMemory() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		final Volume image = image(1, 8, 6, 10);
		final Network network = network(plan, true, 1);
		final Network broken = new StandInNetwork(plan.network()) {

			@Override
			public Optional<DeviceSums> deviceSums(final DeviceSums.Sizes sizes, final Supplier<float[]> voxels,
				final float[] weights)
			{
				throw new IllegalStateException("the device is lost");
			}
		};
		final WindowOptions options = new WindowOptions(WindowRule.NVIDIA, 0.5, WindowWeights.CONSTANT, false, 1, false, false, false);
		assertThrows(IllegalStateException.class, () -> new SlidingWindow(plan, options).labels(List.of(network, broken),
			image, null, Progress.none()));
		assertTrue(holdsImages(network, plan, image), "the memory is given back");
	}

	/** Where no window has a weight the fill is taken, which is no number here. */
	@Test
	void thePlaneWithoutNumbersIsTold() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 3, 8, 6, 10);
		final int[] size = { 8, 6, 10 };
		final float[] weights = new float[8 * 6 * 10];
		Arrays.fill(weights, 1);
		weights[5 * 60 + 59] = 0;
		final float[] fill = { Float.NaN, Float.NaN, Float.NaN };
		try (DeviceSums sums = network(plan, true, 1).deviceSums(new DeviceSums.Sizes(size, size, 8), () -> new float[8 * 6 *
			10], weights).orElseThrow())
		{
			sums.add(new int[][] { { 0, 0, 0 } }, new int[] { 0 });
			final byte[] classes = new byte[4 * 60];
			assertEquals(-1, sums.takeClasses(3, fill, classes));
			assertEquals(2, sums.takeClasses(4, fill, classes), "planes 3 to 6, the last row of plane 5");
			assertEquals(-1, sums.takeClasses(1, fill, classes));
		}
	}

	@Test
	void aForwardPassLeavesItsResultOnTheDevice() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 2, 8, 6, 10);
		final Network network = network(plan, true, 1);
		final float[] images = new float[2 * 8 * 6 * 10];
		network.forward(images, 2, new int[] { 8, 6, 10 }).run();
		network(plan(Recipe.NVIDIA, 1, 2, 8, 6), true, 1).forward(images, 10, new int[] { 8, 6 }).run();
	}

	@Test
	void windowsAreAsManyAsFit() {
		final Plan plan = plan(Recipe.NVIDIA, 1, 14, 128, 128, 128);
		final DeviceSums.Sizes sizes = new DeviceSums.Sizes(new int[] { 600, 512, 512 }, new int[] { 128, 128, 128 }, 128);
		assertEquals(4, WindowMemory.batch(plan.network(), Precision.FP32, sizes, 80L << 30));
		assertEquals(0, WindowMemory.batch(plan.network(), Precision.FP32, sizes, 4L << 30));
		final int some = WindowMemory.batch(plan.network(), Precision.FP32, sizes, 12L << 30);
		assertTrue(some > 0 && some < 4, some + " windows");
	}
}
