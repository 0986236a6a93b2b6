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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Transpose;

/**
 * An estimate of the work ahead from the headers of the images: an upper bound, as cropping and skipping windows only
 * reduce it.
 */
final class Forecast {

	private final List<Member> members;
	private final double[] work;
	private double largestBytes;
	private long passes;

	/** @param grids those of the cases, see {@link #grids} */
	Forecast(final List<Member> members, final List<Optional<Geometry>> grids) throws ProblemException {
		this.members = members.stream().flatMap(member -> member.stages().stream()).toList();
		work = new double[grids.size()];
		for (int i = 0; i < work.length; i++)
			if (grids.get(i).isPresent()) for (final Member member : this.members)
				add(i, member, grids.get(i).get());
	}

	/** The grids of cases; none for a file that cannot be read, which is reported when its turn comes. */
	static List<Optional<Geometry>> grids(final List<Case> cases) {
		final List<Optional<Geometry>> grids = new ArrayList<>();
		List<Path> before = List.of();
		for (final Case one : cases) {
			// NB: the time points of a file follow each other, and its header may be long
			if (one.images().equals(before)) {
				grids.add(grids.get(grids.size() - 1));
				continue;
			}
			before = one.images();
			try {
				grids.add(Optional.of(ImageFile.geometry(one.images().get(0), one.timePoint())));
			}
			catch (final ProblemException e) {
				grids.add(Optional.empty());
			}
		}
		return grids;
	}

	/**
	 * The voxels of all windows over images that a network will predict, each counted once per mirrored copy, before the
	 * networks are there; of several configurations the most.
	 */
	static double voxels(final PredictOptions options, final List<ModelFolder> models,
		final List<Optional<Geometry>> grids) throws IOException
	{
		double most = 0;
		for (final ModelFolder one : models) {
			final ModelFolder first = one.plan().previous() == null ? null : PreviousStage.of(options, one).model();
			if (first != null) most = Math.max(most, voxels(options, List.of(first), grids));
			most = Math.max(most, voxels(new SlidingWindow(one.plan(), Ensemble.windows(options.windows(), one.plan())), one
				.plan(), grids));
		}
		return most;
	}

	private static double voxels(final SlidingWindow window, final Plan plan, final List<Optional<Geometry>> grids)
		throws ProblemException
	{
		double voxels = 0;
		for (final Optional<Geometry> grid : grids) {
			if (grid.isEmpty()) continue;
			final int[] size = prepared(plan, grid.get());
			voxels += (double) window.passes(size, 1) * window.voxels(size);
		}
		return voxels;
	}

	private void add(final int index, final Member member, final Geometry geometry) throws ProblemException {
		final int[] size = prepared(member.plan(), geometry);
		final SlidingWindow window = new SlidingWindow(member.plan(), member.windows());
		final long count = window.passes(size, member.networks().size());
		passes += count;
		work[index] += (double) count * window.grid(size).voxels();
		final double channels = member.plan().channels().size();
		final double voxels = (double) size[0] * size[1] * size[2];
		largestBytes = Math.max(largestBytes, Math.min(window.stripBytes(size), FloatPlanes.heapLimit()) + window
			.passBytes(size, member.networks()) + Float.BYTES *
			channels * (2.0 * voxels + geometry.voxels()) + Short.BYTES * 2.0 * geometry.voxels());
	}

	private static int[] prepared(final Plan plan, final Geometry geometry) throws ProblemException {
		final int[] size = Transpose.apply(geometry.sizeZyx(), plan.axes(geometry).order());
		final double[] spacing = plan.spacing(geometry);
		if (!plan.isResampled()) return size;
		final double[] target = plan.spacing().stream().mapToDouble(s -> s).toArray();
		if (plan.is2d()) target[0] = spacing[0];
		return plan.recipe().newSize(size, spacing, target);
	}

	/** Windows of all cases, each counted once per flip and network. */
	long passes() {
		return passes;
	}

	/** About how many bytes of heap the largest case needs. */
	double bytes() {
		return largestBytes;
	}

	/** The share of all work that lies before a case; the last entry is 1. */
	double[] shares() {
		final double[] shares = new double[work.length + 1];
		// a case whose header cannot be read still takes a moment
		final double least = Math.max(1, Arrays.stream(work).sum() / 1e4);
		for (int i = 0; i < work.length; i++)
			shares[i + 1] = shares[i] + Math.max(work[i], least);
		for (int i = 0; i <= work.length; i++)
			shares[i] /= shares[work.length];
		return shares;
	}

	/** Measures the time of one pass per member and returns the seconds that all cases take at most. */
	double seconds() {
		final List<Double> perVoxel = new ArrayList<>();
		for (final Member member : members) {
			final Network network = member.networks().get(0);
			final int[] patch = member.plan().patch().stream().mapToInt(n -> n).toArray();
			final int voxels = Arrays.stream(patch).reduce(1, Math::multiplyExact);
			final float[] image = new float[voxels * member.plan().network().inputChannels()];
			final float[] logits = new float[voxels * network.spec().outputs()];
			network.predict(image, 1, patch, logits);
			final long start = System.nanoTime();
			network.predict(image, 1, patch, logits);
			perVoxel.add((System.nanoTime() - start) / 1e9 / voxels);
		}
		final double mean = perVoxel.stream().mapToDouble(s -> s).average().orElse(0);
		return mean * Arrays.stream(work).sum();
	}
}
