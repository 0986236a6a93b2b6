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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Normalize;
import sc.fiji.nnunet.volume.Resample;
import sc.fiji.nnunet.volume.Volume;

/**
 * Prepares cases for the network, for training and for prediction by the same code:
 * crop, reorder, resample and normalise (recipe-nvidia.md 2.3, recipe-nnunet.md 2.1).
 */
public final class Preprocessor {

	/** Where a problem of an image lies, since its file is known to the caller alone. */
	public static final String IMAGE = "the image";

	private final ExecutorService executor;

	/** @param executor whose threads may help; null works on the caller's thread alone */
	public Preprocessor(final ExecutorService executor) {
		this.executor = executor;
	}

	/**
	 * Prepares one case. The arguments are not changed.
	 *
	 * @param image the case as read from its file
	 * @param labels its segmentation on the same grid, or null
	 * @throws BlankImageException if there are only zeros in the image and the recipe crops to what is above zero
	 * @throws ProblemException if it has another number of channels than the plan, voxels that are NaN or infinite, or
	 *           negative ones only and such a recipe
	 */
	public PreparedCase prepare(final Volume image, final LabelMap labels, final Plan plan) throws ProblemException {
		final Box box = box(image, plan);
		final Axes axes = plan.axes(image.geometry());
		// NB: voxels are changed in place, which must not be the caller's
		final Volume x = image.crop(box).turn(axes).copy(executor);
		final LabelMap y = labels == null ? null : labels.crop(box).turn(axes).copy(executor);
		return prepare(x, y, box, image.geometry(), plan);
	}

	/** Like {@link #prepare}, in less memory: neither image nor labels must be used afterwards. */
	public PreparedCase take(final Volume image, final LabelMap labels, final Plan plan) throws ProblemException {
		final Box box = box(image, plan);
		final LabelMap part = labels == null ? null : labels.take(box);
		return take(new CroppedCase(image.take(box), part, box, image.geometry()), plan);
	}

	/**
	 * A case that was prepared for a cascade, together with what the previous stage predicted for it, which is prepared
	 * as labels are (recipe-nnunet.md 1.8b).
	 *
	 * @param labels the classes that the previous stage predicted, on the grid of the image as it was read
	 */
	public PreparedCase withPrevious(final PreparedCase prepared, final LabelMap labels, final Plan plan) {
		final LabelMap y = previous(labels.crop(prepared.cropBox()).turn(plan.axes(prepared.original())).copy(executor),
			prepared.outside(), prepared.x().size(), plan);
		return new PreparedCase(prepared.x(), y, prepared.cropBox(), prepared.original(), prepared.croppedSize(), prepared
			.transpose(), prepared.mirrored(), prepared.outside());
	}

	/** The previous stage's labels of a case as {@link CaseWriter} stored it. */
	LabelMap previous(final LabelMap labels, final CaseRecord record, final Plan plan) {
		final LabelMap cut = labels.crop(record.cropBox()).turn(plan.axes(record.original())).copy(executor);
		final int[] start = record.storedStart();
		final int[] end = new int[3];
		for (int d = 0; d < 3; d++)
			end[d] = start[d] + record.storedSize()[d];
		return previous(cut, null, record.preparedSize(), plan).window(new Box(start, end)).loaded(executor);
	}

	private LabelMap previous(final LabelMap cut, final OutsideMask outside, final int[] size, final Plan plan) {
		if (outside != null) outside.mark(cut);
		if (Arrays.equals(size, cut.size())) return cut;
		return Resample.labels(cut, size, target(plan, plan.recipe(), cut.geometry()), plan.recipe().resampling(),
			executor);
	}

	/** The crop box. */
	private static Box box(final Volume image, final Plan plan) throws ProblemException {
		final Recipe recipe = plan.recipe();
		if (image.channels() != plan.channels().size()) throw new ProblemException(new Problem(IMAGE, "has " + image
			.channels() + (image.channels() == 1 ? " channel" : " channels") + ", but the plan was made for " + plan
				.channels().size() + " (" + String.join(", ", plan.channels()) + ").",
			"Give the channels that the network was trained with, in that order."));
		requireFinite(image);
		final Box box = Crop.box(image, recipe.foreground());
		// NB: nnU-Net keeps an image whole that has nothing but zeros
		if (box.end()[0] == 0 && recipe.foreground() == Crop.Foreground.NON_ZERO) return Box.whole(image.size());
		if (box.end()[0] == 0 && Crop.box(image, Crop.Foreground.NON_ZERO).end()[0] == 0) throw new BlankImageException();
		if (box.end()[0] == 0) throw new ProblemException(BlankImageException.PROBLEM);
		return box;
	}

	/** NB: one such voxel makes the whole prediction of its window NaN. */
	private static void requireFinite(final Volume image) throws ProblemException {
		final int[] size = image.size();
		long broken = 0;
		String first = "";
		for (int channel = 0; channel < image.channels(); channel++)
			for (int z = 0; z < size[0]; z++) {
				final float[] plane = image.plane(channel, z);
				float sum = 0;
				for (final float value : plane)
					sum += value - value;
				for (int n = 0; sum != 0 && n < plane.length; n++)
					if (!Float.isFinite(plane[n]) && broken++ == 0) first = "x=" + n % size[2] + ", y=" + n / size[2] + ", z=" +
						z;
			}
		if (broken > 0) throw new ProblemException(new Problem(IMAGE, "has " + broken + (broken == 1 ? " voxel that is"
			: " voxels that are") + " NaN or infinite, the first at " + first + ".",
			"Replace them, for instance by the background's value."));
	}

	/** Prepares a case, which must not be used afterwards. */
	PreparedCase take(final CroppedCase cropped, final Plan plan) throws ProblemException {
		final Axes axes = plan.axes(cropped.original());
		final Volume image = cropped.image().turn(axes);
		final LabelMap labels = cropped.labels() == null ? null : cropped.labels().turn(axes);
		return prepare(image == cropped.image() ? image : image.copy(executor), labels == cropped.labels() ? labels : labels
			.copy(executor), cropped.box(), cropped.original(), plan);
	}

	/** Resamples and normalises what has been cropped and transposed, in place if nothing is resampled. */
	private PreparedCase prepare(final Volume turned, final LabelMap labels, final Box box, final Geometry original,
		final Plan plan) throws ProblemException
	{
		final Recipe recipe = plan.recipe();
		Volume x = turned.spaced(plan.spacing(original));
		LabelMap y = labels;
		final OutsideMask outside = recipe.markOutside() && (y != null || plan.previous() != null || plan.normalization()
			.stream().anyMatch(Normalization::masked)) ? OutsideMask.of(x) : null;
		if (outside != null && y != null) outside.mark(y);
		final int[] croppedSize = x.size();
		final double[] spacing = x.geometry().spacingZyx();
		final double[] target = target(plan, recipe, x.geometry());
		final boolean keep = Arrays.equals(target, spacing);
		final int[] size = keep ? croppedSize : recipe.newSize(croppedSize, spacing, target);
		if (recipe.normalizeFirst()) normalize(x, plan, recipe, outside);
		if (!keep) x = Resample.take(x, size, target, recipe.resampling(), executor);
		if (!recipe.normalizeFirst()) normalize(x, plan, recipe, outside);
		if (y != null && !keep) y = Resample.labels(y, size, target, recipe.resampling(), executor);
		final Axes axes = plan.axes(original);
		return new PreparedCase(x, y, box, original, croppedSize, axes.order(), axes.mirrored(), plan.previous() == null
			? null : outside);
	}

	/**
	 * Checks, plans and prepares a dataset and writes it to {@code <output>/<dataset>/}.
	 * Results that are already there and up to date are kept.
	 *
	 * @throws ProblemException with everything that is wrong with the options or with any case
	 */
	public PreprocessResult run(final Dataset dataset, final PreprocessOptions options, final Progress progress)
		throws IOException
	{
		return new PreprocessRun(this, executor, dataset, options, progress).run();
	}

	/**
	 * Plans what {@link #run} would do, looking at the images only where the recipe needs it, and writes the plans of
	 * all configurations that make sense for the dataset.
	 *
	 * @return the plans by configuration; {@link sc.fiji.nnunet.plan.PlanReport} puts them into words
	 * @throws ProblemException with everything that is wrong with the options or with any case
	 */
	public Map<String, Plan> plan(final Dataset dataset, final PreprocessOptions options, final Progress progress)
		throws IOException
	{
		return new PreprocessRun(this, executor, dataset, options, progress).plan();
	}

	/** The spacing to resample to; across the slices of a 2D plan it is the image's own. */
	private static double[] target(final Plan plan, final Recipe recipe, final Geometry image) {
		final double[] own = image.spacingZyx();
		if (!plan.is2d()) return plan.spacing().stream().mapToDouble(s -> s).toArray();
		return recipe.resample2d() ? new double[] { own[0], plan.spacing().get(1), plan.spacing().get(2) } : own;
	}

	private void normalize(final Volume x, final Plan plan, final Recipe recipe, final OutsideMask outside)
		throws ProblemException
	{
		for (int channel = 0; channel < x.channels(); channel++) {
			final Normalization rule = plan.normalization().get(channel);
			switch (rule.scheme()) {
				case CT:
					Normalize.ct(x, channel, rule.clipMin(), rule.clipMax(), rule.mean(), rule.std(), executor);
					break;
				case Z_SCORE:
					final Normalize.Mask mask = !rule.masked() ? Normalize.Mask.ALL : outside == null
						? Normalize.Mask.NON_ZERO : (z, index, value) -> !outside.outside(z, index);
					Normalize.zScore(x, channel, mask, recipe.stdFloor(), executor);
					break;
				case RESCALE_0_1:
					final float[] range = Normalize.range(x, channel);
					Normalize.linear(x, channel, range[0], Math.max(1e-8, range[1] - range[0]), executor);
					break;
				case RGB_0_1:
					final float[] colours = Normalize.range(x, channel);
					if (colours[0] < 0 || colours[1] > 255) throw new ProblemException(new Problem("channel " + plan.channels()
						.get(channel), "has values from " + colours[0] + " to " + colours[1] + ".",
						"Colours go from 0 to 255; choose another normalization such as zscore."));
					Normalize.linear(x, channel, 0, 255, executor);
					break;
				default:
					break;
			}
		}
	}
}
