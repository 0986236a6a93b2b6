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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.CaseCheck;
import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Finding;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.CaseFingerprint;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.MemoryBudget;
import sc.fiji.nnunet.volume.NumberedObjects;
import sc.fiji.nnunet.volume.Volume;

/**
 * Reads cases for two passes, the check and the preparation; what fits into memory is read only once.
 */
final class CaseReader {

	/** The share of the memory for cases that wait between the passes; the rest is for the work itself. */
	private static final double KEPT = 0.4;

	private final Dataset dataset;
	private final Recipe recipe;
	private final boolean labelled;
	private final boolean clamp;
	private final CaseCheck check;
	private final MemoryBudget budget;
	private final MemoryBudget kept;
	private final Map<String, CroppedCase> waiting = new ConcurrentHashMap<>();
	private final Map<String, Geometry> grids = new ConcurrentHashMap<>();

	/** @param clamp whether negative labels become background */
	CaseReader(final Dataset dataset, final Recipe recipe, final boolean labelled, final boolean clamp,
		final MemoryBudget budget)
	{
		this.clamp = clamp;
		check = new CaseCheck(dataset, (clamp ? CheckOptions.defaults().withNegativeAsBackground() : CheckOptions
			.defaults()).withForeground(recipe.foreground()));
		this.dataset = dataset;
		this.recipe = recipe;
		this.labelled = labelled;
		this.budget = budget;
		kept = new MemoryBudget((long) (KEPT * budget.capacity()));
	}

	/** Work on a case in memory. */
	@FunctionalInterface
	interface Use {

		void of(CroppedCase cropped) throws IOException;
	}

	/** Whether a case waits in memory. */
	boolean holds(final Case one) {
		return waiting.containsKey(one.name());
	}

	/** The grid of a case's first image, whose header is read once. */
	private Geometry grid(final Case one) throws ProblemException {
		final Geometry known = grids.get(one.name());
		if (known != null) return known;
		final Geometry grid = ImageFile.geometry(one.images().get(0));
		grids.put(one.name(), grid);
		return grid;
	}

	/** The cases that do not fit into memory, as problems. */
	List<Problem> tooLarge(final List<Case> cases, final Plan plan) throws ProblemException {
		final List<Problem> problems = new ArrayList<>();
		for (final Case one : cases)
			CaseMemory.tooLarge(budget, one, grid(one), labelled, plan).ifPresent(problems::add);
		return problems;
	}

	/**
	 * Reads a case, checks it and measures it.
	 *
	 * @param intensities whether the fingerprint needs the intensities
	 * @param cases how many cases share the memory for those
	 * @param problems receives the errors
	 * @param progress receives the warnings
	 * @return what the case adds to the fingerprint, or null if it cannot be used
	 */
	CaseFingerprint check(final Case one, final boolean intensities, final int cases, final List<Problem> problems,
		final Progress progress) throws InterruptedException
	{
		final long taken;
		try {
			taken = CaseMemory.reading(grid(one), dataset.channels().size(), labelled ? dataset.labels() : null);
		}
		catch (final ProblemException e) {
			refuse(one, e, problems);
			return null;
		}
		budget.take(taken);
		long left = 0;
		try {
			final BiConsumer<Path, String> warned = (file, warning) -> progress.message("Note: " + CaseCheck.odd(file,
				warning));
			final Volume image = ImageFile.read(one.images(), warned);
			final LabelMap labels = labelled ? ImageFile.readLabels(one.label(), image.geometry(), warned) : null;
			for (final Finding finding : check.check(one, image, labels).findings()) {
				if (finding.severity() == Finding.Severity.ERROR) problems.add(finding.problem());
				else progress.message("Note: " + finding.problem());
			}
			if (!problems.isEmpty()) return null;
			final long[] objects = labels == null ? null : toClasses(labels);
			final CroppedCase cropped = crop(image, labels, Crop.box(image, recipe.foreground()));
			if (kept.tryTake(cropped.bytes())) {
				left = cropped.bytes();
				waiting.put(one.name(), cropped);
			}
			final CaseFingerprint print = CaseFingerprint.of(one.name(), cropped.image(), cropped.original(), intensities
				? cropped.labels() : null, cases);
			return objects == null ? print : print.withObjects(objects);
		}
		catch (final ProblemException e) {
			refuse(one, e, problems);
			return null;
		}
		finally {
			budget.end(taken - left);
		}
	}

	/** Makes classes of labels, and returns the sizes of numbered objects; null of other labels. */
	private long[] toClasses(final LabelMap labels) {
		if (dataset.labels().instances()) return NumberedObjects.toClassesMeasured(labels);
		dataset.labels().toClasses(labels);
		return null;
	}

	/** Reports why a case cannot be read in the words of the check, which finds everything that is wrong with it. */
	private void refuse(final Case one, final ProblemException first, final List<Problem> problems) {
		final List<Problem> found = new ArrayList<>();
		for (final Finding finding : check.check(labelled ? one : new Case(one.name(), one.images(), null)).findings())
			if (finding.severity() == Finding.Severity.ERROR) found.add(finding.problem());
		problems.addAll(found.isEmpty() ? first.problems() : found);
	}

	/** Passes on a case, read again if it did not fit into memory, and reserves the memory that preparing it needs. */
	void use(final Case one, final Plan plan, final Use use) throws IOException, InterruptedException {
		CroppedCase held = waiting.remove(one.name());
		final long holds = held == null ? 0 : held.bytes();
		final Geometry grid = held == null ? grid(one) : held.image().geometry();
		final long more = CaseMemory.peak(grid, dataset.channels().size(), labelled, plan) - holds;
		while (!budget.fits(more) && drop()) {
			// NB: a waiting case can be read again
		}
		budget.take(more);
		try {
			if (held == null) held = read(one);
			use.of(held);
		}
		finally {
			budget.end(more + holds);
		}
	}

	/** Drops one of the cases that wait for preparation. */
	private boolean drop() {
		for (final String name : waiting.keySet()) {
			final CroppedCase dropped = waiting.remove(name);
			if (dropped == null) continue;
			kept.release(dropped.bytes());
			budget.release(dropped.bytes());
			return true;
		}
		return false;
	}

	private CroppedCase read(final Case one) throws ProblemException {
		final Volume image = ImageFile.read(one.images());
		final LabelMap labels = labelled ? dataset.labels().toClasses(ImageFile.readLabels(one.label(), image
			.geometry(), (file, warning) -> {
				// told at the check
			})) : null;
		return crop(image, labels, Crop.box(image, recipe.foreground()));
	}

	private CroppedCase crop(final Volume image, final LabelMap labels, final Box box) {
		clampNegatives(labels);
		return new CroppedCase(image.take(box), labels == null ? null : labels.take(box), box, image.geometry());
	}

	private void clampNegatives(final LabelMap labels) {
		if (!clamp || labels == null) return;
		for (int z = 0; z < labels.size()[0]; z++) {
			final short[] plane = labels.plane(z);
			for (int i = 0; i < plane.length; i++)
				if (plane[i] < 0) plane[i] = 0;
		}
	}
}
