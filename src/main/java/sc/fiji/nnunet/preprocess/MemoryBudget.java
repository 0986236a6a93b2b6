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
package sc.fiji.nnunet.preprocess;

import java.util.Optional;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Geometry;

/**
 * Shares the heap among cases that are processed at the same time.
 */
public final class MemoryBudget {

	/** The share of the heap that cases may fill; the rest is for everything else. */
	private static final double SHARE = 0.85;

	private final long heap;
	private long used;
	private int working;

	/** @param heap bytes that the JVM may use at most */
	public MemoryBudget(final long heap) {
		this.heap = heap;
	}

	/** Bytes that cases may fill. */
	long capacity() {
		return (long) (SHARE * heap);
	}

	/** Whether there is enough memory at the moment. */
	synchronized boolean fits(final long bytes) {
		return used + bytes <= capacity();
	}

	/** Reserves memory if there is enough at the moment. */
	synchronized boolean tryTake(final long bytes) {
		if (!fits(bytes)) return false;
		used += bytes;
		return true;
	}

	/** Reserves memory for work, waiting for other work to end. Work that needs more than there is begins when alone. */
	public synchronized void take(final long bytes) throws InterruptedException {
		while (working > 0 && used + bytes > capacity())
			wait();
		used += bytes;
		working++;
	}

	/** Ends work and releases memory; what the work leaves behind stays reserved. */
	public synchronized void end(final long bytes) {
		used -= bytes;
		working--;
		notifyAll();
	}

	/** Releases memory that no work uses. */
	synchronized void release(final long bytes) {
		used -= bytes;
		notifyAll();
	}

	/** The bytes that a case takes in memory after reading. */
	static long loaded(final Geometry grid, final int channels, final boolean labelled) {
		return grid.voxels() * (4L * channels + (labelled ? 2 : 0));
	}

	/** The bytes at the peak of preparing a case: its planes, those between two axes of one channel, and the result. */
	static long peak(final Geometry grid, final int channels, final boolean labelled, final Plan plan) {
		final long loaded = loaded(grid, channels, labelled);
		if (plan.is2d()) return 2 * loaded;
		final double[] from = grid.spacingZyx();
		final int[] order = plan.transpose().stream().mapToInt(axis -> axis).toArray();
		final double across = from[order[0]] / plan.spacing().get(0);
		final double inPlane = from[order[1]] / plan.spacing().get(1) * from[order[2]] / plan.spacing().get(2);
		final double between = across == 1 || inPlane == 1 ? 0 : 4 * grid.voxels() * Math.min(across, inPlane);
		return (long) (loaded + loaded * across * inPlane + between);
	}

	/**
	 * Whether a case needs more memory than there is.
	 *
	 * @param grid the grid of its images
	 * @return empty if it fits
	 */
	Optional<Problem> tooLarge(final Case one, final Geometry grid, final boolean labelled, final Plan plan) {
		final long peak = peak(grid, plan.channels().size(), labelled, plan);
		if (peak <= heap) return Optional.empty();
		return Optional.of(Problem.of(one.images().get(0), "needs about " + gigabytes(peak) +
			" GB of memory, but Java may use only " + gigabytes(heap) + " GB.", "Start with a larger heap: -Xmx" + (long) Math
				.ceil(peak / SHARE / (1 << 30)) + "g; in Fiji: Edit > Options > Memory & Threads."));
	}

	private static String gigabytes(final long bytes) {
		return String.valueOf(Math.round(bytes / 1e8) / 10.0);
	}
}
