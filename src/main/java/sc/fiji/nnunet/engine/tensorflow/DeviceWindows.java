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

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import ai.djl.ndarray.NDArray;

import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.OutOfMemoryException;

/** The {@link DeviceSums} of a session whose graph has the signatures of {@link WindowGraph}. */
final class DeviceWindows implements DeviceSums {

	private static final int AXES = 3;

	private final GraphSession session;
	private final LogitsInPlanes.Run run;
	private final Sizes sizes;
	private final int outputs;
	private final int batch;
	private final Runnable onClose;
	private int first;

	private DeviceWindows(final GraphSession session, final LogitsInPlanes.Run run, final Sizes sizes, final int outputs,
		final int batch, final Runnable onClose)
	{
		this.session = session;
		this.run = run;
		this.sizes = sizes;
		this.outputs = outputs;
		this.batch = batch;
		this.onClose = onClose;
	}

	/**
	 * Brings an image to the device.
	 *
	 * @param run runs a signature of the session
	 * @param image z × y × x × channels
	 * @param weights of the voxels of a window
	 * @param batch windows per run, always the same number, so that nothing is compiled twice
	 * @param onClose what to do when the memory was given back, also if the image is not on the device after all
	 * @return empty if the device has too little memory left for it, since other programs or networks use it, too
	 */
	static Optional<DeviceSums> open(final GraphSession session, final LogitsInPlanes.Run run, final Sizes sizes,
		final float[] image, final int channels, final float[] weights, final int outputs, final int batch,
		final Runnable onClose)
	{
		final DeviceWindows windows = new DeviceWindows(session, run, sizes, outputs, batch, onClose);
		boolean opened = false;
		try (GraphSession.Feed feed = session.feed()) {
			run.of(feed.floats("rows", image, sizes.plane() * sizes.extent()[0], channels).floats("voxels", weights,
				weights.length).longs("cells", new long[] { sizes.plane() * sizes.depth() }), "windows_open");
			opened = true;
			return Optional.of(windows);
		}
		catch (final OutOfMemoryException exc) {
			return Optional.empty(); // NB: an answer, as there is a way that needs less
		}
		finally {
			if (!opened) windows.close();
		}
	}

	/** A forward pass over a batch that is brought to the device now, and of which one number returns. */
	static Runnable forward(final GraphSession session, final LogitsInPlanes.Run run, final float[] images,
		final long[] shape)
	{
		try (GraphSession.Feed feed = session.lasting()) {
			run.of(feed.floats("images", images, shape), "forward_put");
		}
		return () -> {
			try (GraphSession.Feed feed = session.feed()) {
				run.of(feed.scalar(NetworkGraph.NOTHING, 0), "forward");
			}
		};
	}

	@Override
	public int batch() {
		return batch;
	}

	@Override
	public int first() {
		return first;
	}

	@Override
	public void add(final int[][] starts, final int[] mirrored) {
		final long[] places = new long[batch * AXES];
		final long[] mirrors = new long[batch * AXES];
		final float[] factors = new float[batch];
		for (int i = 0; i < batch; i++) {
			// NB: places that are left over take the first window again, and add nothing
			final int from = i < starts.length ? i : 0;
			factors[i] = i < starts.length ? 1 : 0;
			for (int axis = 0; axis < AXES; axis++) {
				places[i * AXES + axis] = starts[from][axis];
				mirrors[i * AXES + axis] = mirrored[from] >> AXES - 1 - axis & 1;
			}
		}
		try (GraphSession.Feed feed = session.feed()) {
			run.of(feed.longs("starts", places, batch, AXES).longs("mirrored", mirrors, batch, AXES).longs("window", numbers(
				sizes.window()), AXES).longs("extent", numbers(sizes.extent()), AXES).longs("first", new long[] { first })
				.floats("factors", factors, batch), "windows_add");
		}
	}

	@Override
	public void take(final int planes, final float[] fill, final float[] target) {
		try (GraphSession.Feed feed = session.feed()) {
			GraphSession.read(run.of(feed.longs("cells", new long[] { planes * sizes.plane() }).floats("fill", fill, outputs),
				"windows_take").get("logits"), target, 0);
		}
		first += planes;
	}

	@Override
	public int takeClasses(final int planes, final float[] fill, final byte[] target) {
		try (GraphSession.Feed feed = session.feed()) {
			final Map<String, NDArray> taken = run.of(feed.longs("cells", new long[] { planes * sizes.plane() }).longs("planes",
				new long[] { planes }).floats("fill", fill, outputs), "windows_take_classes");
			GraphSession.read(taken.get("classes"), target);
			first += planes;
			final float[] odd = GraphSession.read(taken.get("odd"));
			for (int plane = 0; plane < planes; plane++)
				if (odd[plane] != 0) return plane;
			return -1;
		}
	}

	private static long[] numbers(final int[] numbers) {
		return Arrays.stream(numbers).asLongStream().toArray();
	}

	@Override
	public void close() {
		try (GraphSession.Feed feed = session.feed()) {
			run.of(feed.scalar(NetworkGraph.NOTHING, 0), "windows_close");
		}
		finally {
			onClose.run();
		}
	}
}
