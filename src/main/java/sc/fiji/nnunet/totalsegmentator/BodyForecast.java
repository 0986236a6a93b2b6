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
package sc.fiji.nnunet.totalsegmentator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkCost;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.Blend;
import sc.fiji.nnunet.predict.SlidingWindow;
import sc.fiji.nnunet.predict.WindowOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Seconds;
import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * The work ahead, from the headers of the images and the plans of the networks.
 *
 * @param images how many are segmented
 * @param networks how many each is segmented by
 * @param windows of all images, each counted once per network
 * @param operations multiply-adds of all windows
 * @param heap bytes of Java's memory that the largest image needs
 * @param engine bytes that the networks need beside that
 */
record BodyForecast(int images, int networks, long windows, double operations, long heap, long engine) {

	/** An addition and a multiplication. */
	private static final double OPERATIONS = 2;

	/** Logits that are held where many come plane by plane. */
	private static final long SOME = 1 << 23;

	static final BodyForecast NOTHING = new BodyForecast(0, 0, 0, 0, 0, 0);

	/** This work and other work on the same images, one after the other. */
	BodyForecast and(final BodyForecast other) {
		return new BodyForecast(other.images, networks + other.networks, windows + other.windows, operations +
			other.operations, Math.max(heap, other.heap), Math.max(engine, other.engine));
	}

	/**
	 * Counts the windows and adds up the memory; of images that cannot be read, none.
	 *
	 * @param plans of the networks
	 * @param images which are segmented
	 */
	static BodyForecast of(final BodyModel model, final List<Plan> plans, final List<Path> images) throws IOException {
		long windows = 0;
		double operations = 0;
		long heap = 0;
		for (final Path image : images) {
			final Geometry grid;
			try {
				grid = ImageFile.geometry(image);
			}
			catch (final ProblemException e) {
				continue; // NB: it is reported when its turn comes
			}
			final int[] size = size(grid, Axes.ras(grid), model.spacing());
			long own = 0;
			for (final Plan plan : plans) {
				final SlidingWindow window = new SlidingWindow(plan, WindowOptions.of(plan, model.overlap(),
					Blend.GAUSSIAN, false).withHalves(true));
				final long count = window.passes(size, 1);
				windows += count;
				operations += count * NetworkCost.of(plan.network(), plan.patch()).multiplyAdds();
				own = Math.max(own, heap(plan, window, size));
			}
			final long coarse = (long) size[0] * size[1] * size[2];
			// NB: the image is copied if its axes are turned, before anything else is there
			heap = Math.max(heap, (2L * Float.BYTES + Short.BYTES) * grid.voxels() + own + (2L * Float.BYTES + 2L *
				Short.BYTES) * coarse);
		}
		return new BodyForecast(images.size(), plans.size(), windows, operations, heap, engine(plans));
	}

	/**
	 * The logits that are held, a plane of finished ones, and the unfinished ones, which lie in a file if they are many.
	 */
	private static long heap(final Plan plan, final SlidingWindow window, final int[] size) {
		final long plane = (long) size[1] * size[2] * plan.network().outputs();
		final long logits = MemoryEstimate.many(plan.network()) ? SOME : window.voxels(size) * plan.network().outputs();
		return Float.BYTES * (logits + plane) + Math.min(window.stripBytes(size), Runtime.getRuntime().maxMemory() / 8);
	}

	/** One network is open at a time. */
	private static long engine(final List<Plan> plans) {
		long largest = 0;
		for (final Plan plan : plans)
			largest = Math.max(largest, new MemoryEstimate(plan.network(), Precision.FP32, plan.patch(), 1, false).atOnce()
				.bytes());
		return largest;
	}

	/** The size of an image at another spacing, z, y, x, on the axes that are turned to the body's. */
	static int[] size(final Geometry grid, final Axes axes, final double target) {
		final int[] size = new int[3];
		for (int d = 0; d < 3; d++) {
			final int from = axes.order()[d];
			size[d] = (int) Math.max(1, Math.rint(grid.sizeZyx()[from] * (grid.spacingZyx()[from] / target)));
		}
		return size;
	}

	/**
	 * The forecast in a sentence.
	 *
	 * @param speed operations per second of this machine; 0 if it is unknown
	 */
	String words(final double speed) {
		return (images == 1 ? "1 image" : images + " images") + ", " + (networks == 1 ? "1 network" : networks +
			" networks") + ": " + windows + (windows == 1 ? " window" : " windows") + (speed > 0 ? ", about " + Seconds.words(
				Math.max(1, OPERATIONS * operations / speed)) : "") + "; about " + MemoryEstimate.text(heap) +
			" of memory in Java and " + MemoryEstimate.text(engine) + " beside it.";
	}

	/**
	 * Refuses work that does not fit.
	 *
	 * @param resolution the model's
	 * @param most bytes that Java may use
	 * @param available bytes that Java and the networks can take
	 * @throws ProblemException with what needs less memory
	 */
	void require(final String resolution, final long most, final long available) throws ProblemException {
		final String smaller = switch (resolution) {
			case "1.5mm" -> "Choose resolution=3mm or resolution=6mm, or ";
			case "3mm" -> "Choose resolution=6mm, or ";
			default -> "Crop the image, or ";
		};
		if (heap > most) throw new ProblemException(new Problem("resolution", "needs about " + MemoryEstimate.text(heap) +
			" of memory in Java at " + resolution + ", which may use " + MemoryEstimate.text(most) + ".", smaller +
				MemoryBudget.MORE));
		if (heap + engine > available) throw new ProblemException(new Problem("resolution", "needs about " + MemoryEstimate
			.text(heap + engine) + " of memory at " + resolution + ", and " + MemoryEstimate.text(available) +
			" are available.", smaller + "close other programs, or use a machine with more memory."));
	}
}
