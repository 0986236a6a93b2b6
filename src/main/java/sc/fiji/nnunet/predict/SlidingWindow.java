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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Runs networks over a prepared volume of any size, window by window.
 * <p>
 * Windows are as large as the plan's patch. Their logits are weighted, summed and divided
 * by the sum of the weights (recipe-nvidia.md 7.1 without Q5); several networks of one plan are
 * averaged in the same pass. Only a strip as deep as a window is held; finished planes go
 * to a {@link PlaneConsumer} in their order:
 * </p>
 *
 * <pre>
 * new SlidingWindow(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false)) //
 * 	.run(List.of(network), volume, (z, logits) -&gt; ..., progress);
 * </pre>
 * <p>
 * A 2D network is applied slice by slice. A slice is computed whole, with zeros around it up to a
 * multiple of the network's stride (recipe-nvidia.md 7.4, Q4), unless it is more than
 * {@value #WHOLE_SLICE} times the patch or the recipe is nnunet: then slices have windows too.
 * </p>
 */
public final class SlidingWindow {

	/** Slices up to this multiple of the patch's area are computed whole. */
	private static final int WHOLE_SLICE = 4;

	private final Plan plan;
	private final WindowOptions options;
	private final ExecutorService executor;

	/** Runs on the caller's thread only, besides the engine's threads. */
	public SlidingWindow(final Plan plan, final WindowOptions options) {
		this(plan, options, null);
	}

	/** @param executor whose threads may help to add up large windows and to pass on finished planes, or null */
	public SlidingWindow(final Plan plan, final WindowOptions options, final ExecutorService executor) {
		this.plan = plan;
		this.options = options;
		this.executor = executor;
	}

	/** The windows over an image of a size z, y, x. */
	public WindowGrid grid(final int[] size) {
		return WindowGrid.of(size, window(size), options.rule(), options.overlap());
	}

	private int[] window(final int[] size) {
		final int[] patch = plan.patchZyx();
		if (!plan.is2d()) return patch;
		final int[] stride = plan.network().totalStride();
		final int[] slice = { 1, ceil(size[1], stride[0]), ceil(size[2], stride[1]) };
		final boolean whole = options.rule().wholeSlices() && (long) slice[1] * slice[2] <= (long) WHOLE_SLICE *
			patch[1] * patch[2];
		return whole ? slice : patch;
	}

	private static int ceil(final int n, final int multiple) {
		return (n + multiple - 1) / multiple * multiple;
	}

	/**
	 * How often the networks are called for an image of a size z, y, x, counting each window once per flip and network.
	 */
	public long passes(final int[] size, final int networks) {
		return grid(size).count() * flips().length * networks;
	}

	/** Voxels of a window over an image of a size z, y, x. */
	public long voxels(final int[] size) {
		final int[] window = window(size);
		return (long) window[0] * window[1] * window[2];
	}

	/** Bytes of the strip of unfinished planes for an image of a size z, y, x. */
	public long stripBytes(final int[] size) {
		return (long) Math.min(size[0], depth(window(size))) * size[1] * size[2] * (plan.network().outputs() + 1) *
			(options.halves() ? Short.BYTES : Float.BYTES);
	}

	/** Bytes of the windows on their way to and from the networks, at most, for an image of a size z, y, x. */
	long passBytes(final int[] size, final List<Network> networks) {
		final int passes = networks.get(0).streams(networkSize(window(size)));
		final int values = plan.network().inputChannels() + plan.network().outputs() * networks.size();
		return passes * voxels(size) * options.batch() * values * Float.BYTES;
	}

	private int depth(final int[] window) {
		// a 2D network's batch is spread over several slices
		return plan.is2d() ? options.batch() : window[0];
	}

	/**
	 * Predicts a whole image.
	 *
	 * @param networks networks of this plan; their logits are averaged
	 * @param image the prepared image, channels as in the plan
	 * @param consumer receives planes of logits, followed by one of {@link WindowOptions#uncertainty()} if requested; one
	 *          after the other, but perhaps on threads of the executor
	 * @throws IOException if a temporary file cannot be written or the consumer fails
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled, within one call of the engine
	 */
	public void run(final List<Network> networks, final Volume image, final PlaneConsumer consumer,
		final Progress progress) throws IOException
	{
		run(networks, image, null, consumer, progress);
	}

	/**
	 * Predicts a whole image with the last stage of a cascade.
	 *
	 * @param previous the previous stage's classes on the grid of the image, or null if the plan has no previous stage
	 */
	public void run(final List<Network> networks, final Volume image, final LabelMap previous,
		final PlaneConsumer consumer, final Progress progress) throws IOException
	{
		final int channels = plan.network().inputChannels();
		if (image.channels() + plan.previousLabels() != channels) throw new IllegalArgumentException(
			"the network was made for " + (channels - plan.previousLabels()) + " channels, the image has " + image.channels());
		if ((previous == null) != (plan.previous() == null)) throw new IllegalArgumentException(
			"labels of a previous stage are " + (previous == null ? "missing" : "not used by this plan"));
		final WindowGrid grid = grid(image.size());
		final int[] window = grid.window();
		final WindowReader reader = new WindowReader(image.loaded(executor), previous == null ? null : previous.loaded(
			executor), plan.previousLabels(), window);
		final long total = grid.count();
		long done = 0;
		try (WindowSums sums = sums(networks, reader, grid, progress)) {
			for (final int z : grid.starts()[0]) {
				if (!sums.reaches(z + window[0])) {
					sums.flush();
					sums.release(z, consumer);
				}
				for (final int y : grid.starts()[1])
					for (final int x : grid.starts()[2]) {
						final int[] start = { z, y, x };
						progress.update((double) done++ / total, "window " + done + " of " + total);
						// NB: nnU-Net computes every window
						if (options.skipConstant() && !options.halves() && reader.constant(start)) continue;
						sums.add(start);
					}
			}
			sums.flush();
			sums.release(image.size()[0], consumer);
		}
		progress.update(1, total + " windows");
	}

	private WindowSums sums(final List<Network> networks, final WindowReader reader, final WindowGrid grid,
		final Progress progress) throws IOException
	{
		final int[] size = grid.size();
		final int[] window = grid.window();
		final int channels = plan.network().inputChannels();
		final int logits = plan.network().outputs();
		final boolean softmax = plan.labels().regions().isEmpty();
		// NB: for the disagreement of networks and for sums in half precision, the single windows are needed here
		final WindowSums device = options.halves() || options.uncertainty() ? null : WindowsOnDevice.open(networks, reader,
			grid, map(window).weights(), softmax, flips(), executor, progress);
		if (device != null) return device;
		final PassesAtOnce passes = passes(networks, window);
		if (!options.halves()) {
			final float[] weights = map(window).weights();
			final List<WindowBatch> batches = new ArrayList<>();
			for (int place = 0; place < passes.most(); place++)
				batches.add(new WindowBatch(networks, reader, channels, window, options.batch(), options.uncertainty(), weights));
			return new SingleSums(batches, passes, new Strip(size, depth(window), options.uncertainty() ? logits + 1
				: logits, logits, softmax, executor), flips(), channels, softmax, progress);
		}
		final List<Strip> strips = new ArrayList<>();
		for (int n = 0; n < networks.size(); n++)
			strips.add(new Strip(size, depth(window), logits, logits, softmax, true, executor));
		return new HalfSums(networks, strips, reader, window, flips(), map(window).halves().weights(), options.batch(),
			passes, progress);
	}

	/** The passes that run at once. NB: with many outputs, two whole windows of logits would be most of the memory. */
	private PassesAtOnce passes(final List<Network> networks, final int[] window) {
		// NB: without mirrored copies, sums in half precision have nothing to add up before they are rounded
		final boolean single = executor == null || options.halves() && flips().length == 1 || networks.stream().anyMatch(
			Network::givesPlanes);
		return new PassesAtOnce(single ? 1 : networks.get(0).streams(networkSize(window)), executor);
	}

	private int[] networkSize(final int[] window) {
		return plan.is2d() ? new int[] { window[1], window[2] } : window;
	}

	private int[] flips() {
		return options.flips() ? Flips.of(plan.recipe().inference().mirrors().stream().filter(axis -> !plan.is2d() ||
			axis > 0).toList()) : Flips.of(0, false);
	}

	private ImportanceMap map(final int[] window) {
		return plan.is2d() ? ImportanceMap.of(options.weights(), window[1], window[2]) : ImportanceMap.of(options.weights(),
			window);
	}

	/**
	 * Predicts labels on the prepared grid, as validation during training does.
	 *
	 * @param previous the previous stage's classes on the grid of the image, or null if the plan has no previous stage
	 * @return labels with the prepared image's geometry
	 * @throws IOException if a temporary file cannot be written
	 */
	public LabelMap labels(final List<Network> networks, final Volume image, final LabelMap previous,
		final Progress progress) throws IOException
	{
		final LabelMap labels = new LabelMap(image.geometry());
		final Decision decision = new Decision(plan.labels());
		run(networks, image, previous, new PlaneConsumer() {

			@Override
			public void plane(final int z, final float[][] logits) {
				decision.labels(logits, labels.plane(z));
			}

			@Override
			public OfClasses ofClasses() {
				return plan.labels().regions().isEmpty() ? (z, classes) -> System.arraycopy(classes, 0, labels.plane(z), 0,
					classes.length) : null;
			}
		}, progress);
		return labels;
	}
}
