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
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Measures the objects of cases whose labels are there, several cases at a time where memory and processors allow. */
final class ObjectMeasurer {

	/** Bytes of a voxel besides those of its channels: its label, and what is noted of the objects. */
	private static final int BYTES_PER_VOXEL = 8;

	/** Bytes of a voxel's channel: as it is in the file, and as a float. */
	private static final int BYTES_PER_CHANNEL = 2 * Float.BYTES;

	/** Thrown if labels are of another size than their image. */
	static final class OtherSizeException extends ProblemException {

		private static final long serialVersionUID = 1L;

		private OtherSizeException(final Path labels, final LabelMap map, final Volume image) {
			super(labels, "has " + map.geometry() + ", its image " + image.geometry() + ".",
				"Predict it again with overwrite=true, or restore the file.");
		}
	}

	private final Plan plan;
	private final ResultFiles files;
	private final double smallest;
	private final ExecutorService executor;
	private final int processors;
	private final long heap;

	/**
	 * @param plan that of the model
	 * @param files where the labels are
	 * @param smallest the size from which objects count, in the unit of their image, squared or cubed
	 * @param executor its threads measure, or null
	 * @param processors of the machine
	 * @param heap the memory that Java may use, in bytes
	 */
	ObjectMeasurer(final Plan plan, final ResultFiles files, final double smallest, final ExecutorService executor,
		final int processors, final long heap)
	{
		this.plan = plan;
		this.files = files;
		this.smallest = smallest;
		this.executor = executor;
		this.processors = processors;
		this.heap = heap;
	}

	/**
	 * Writes the rows of cases, in their order.
	 *
	 * @param objects the file that gets a row for each object
	 * @param counts the file that gets a row for each image and class
	 * @param failed is told of each case that cannot be measured, and why
	 * @return the number of objects
	 */
	long measure(final List<Case> cases, final Path objects, final Path counts, final BiConsumer<Case, Throwable> failed,
		final Progress progress) throws IOException
	{
		// NB: no engine needs the processors any more, which is as if a GPU computed
		final int ahead = executor == null ? 0 : CasesInFlight.ahead(processors, true, heap, bytes(cases), false);
		long number = 0;
		int next = 0, done = 0;
		try (Writer lines = Files.newBufferedWriter(objects); Writer sums = Files.newBufferedWriter(counts);
				CasesInFlight<ObjectRows> measuring = new CasesInFlight<>(ahead + 1, ahead == 0 ? null : executor, progress))
		{
			lines.write(ObjectRows.columns(plan.channels().size()) + "\n");
			sums.write(ObjectRows.COUNTS + "\n");
			for (int i = 0; i < cases.size(); i++) {
				for (; next < cases.size() && !measuring.isFull(); next++) {
					final Case one = cases.get(next);
					measuring.add(next, () -> rows(one, progress));
				}
				progress.check();
				final Case oldest = cases.get(i);
				progress.update((double) i / cases.size(), "measuring case " + (i + 1) + " of " + cases.size() + " (" + oldest
					.name() + ")");
				final ObjectRows rows = measuring.take(cause -> failed.accept(oldest, cause));
				if (Thread.currentThread().isInterrupted()) throw new CancelledException();
				if (rows == null) continue;
				lines.write(rows.objects());
				sums.write(rows.counts());
				number += rows.number();
				done++;
			}
		}
		progress.update(1, "measured " + words(done));
		return number;
	}

	/** So many cases, in words. */
	static String words(final int cases) {
		return cases + (cases == 1 ? " case" : " cases");
	}

	private ObjectRows rows(final Case one, final Progress progress) throws IOException {
		final Path labels = files.labels(one);
		final LabelMap map = ImageFile.readLabels(labels);
		progress.check();
		final Volume image = ImageFile.read(one.images(), one.timePoint());
		// NB: somebody may have cropped one of them
		if (!Arrays.equals(map.size(), image.size())) throw new OtherSizeException(labels, map, image);
		return ObjectRows.of(one.name(), plan.labels(), map, image, smallest);
	}

	/** About how many bytes of heap the largest case needs. */
	private double bytes(final List<Case> cases) {
		double voxels = 0;
		for (final Optional<Geometry> grid : Forecast.grids(cases))
			if (grid.isPresent()) voxels = Math.max(voxels, grid.get().voxels());
		return voxels * (BYTES_PER_VOXEL + BYTES_PER_CHANNEL * plan.channels().size());
	}
}
