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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/**
 * Predicts images: prepares them as training did, runs the network over them, and restores the result to the image's
 * own grid.
 *
 * <pre>
 * LabelMap labels = Predictor.open(networks, plan, 0.5, Blend.GAUSSIAN, false, executor).predict(image, progress);
 * </pre>
 * <p>
 * Folds of one plan are averaged as logits in one pass; several configurations, and folds whose patches differ, as
 * probabilities on the original grid (recipe-nnunet.md 5), where each configuration counts alike, however many folds it
 * has. {@link #close()} closes the networks, and tells what was noise, only if the predictor loaded them itself.
 * </p>
 */
public final class Predictor implements Closeable {

	private final List<Member> members;
	private final PostProcessing rules;
	private final Numbering numbering;
	private final Preprocessor preprocessor;
	private final ExecutorService executor;
	private final boolean owner;

	/**
	 * @param members one or several configurations with equal labels; their networks stay the caller's
	 * @param executor whose threads may help besides the engine's, or null
	 */
	public Predictor(final List<Member> members, final ExecutorService executor) {
		this(members, PostProcessing.of(), executor, false, Progress.none());
	}

	private Predictor(final List<Member> members, final PostProcessing rules, final ExecutorService executor,
		final boolean owner, final Progress progress)
	{
		this.members = List.copyOf(members);
		this.rules = rules;
		numbering = new Numbering(members, progress);
		this.owner = owner;
		this.executor = executor;
		preprocessor = new Preprocessor(executor);
		for (final Member member : members)
			if (!member.plan().labels().equals(members.get(0).plan().labels())) throw new IllegalArgumentException(
				"configurations with different labels cannot be averaged: " + member.plan().labels() + " and " + members.get(0)
					.plan().labels());
	}

	/** A predictor for the folds of one plan. */
	public static Predictor open(final List<Network> folds, final Plan plan, final double overlap, final Blend blend,
		final boolean flips, final ExecutorService executor)
	{
		return new Predictor(List.of(new Member(plan, folds, WindowOptions.of(plan, overlap, blend, flips))), executor);
	}

	/**
	 * Loads the folds and configurations that the options name, to predict images that are in memory, and their
	 * post-processing; the options need no input and no output.
	 *
	 * @param model the model folder that the options name, opened
	 * @param images the grids of all that will be predicted, so that the engine prepares for as much as there is
	 * @throws ProblemException if the options or the model cannot be used
	 */
	public static Predictor open(final PredictOptions options, final ModelFolder model, final List<Geometry> images,
		final Engine engine, final ExecutorService executor, final Progress progress) throws IOException
	{
		final List<Problem> problems = options.validateModel();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return load(options, Ensemble.choose(options, model), images.stream().map(Optional::of).toList(), engine, executor,
			progress);
	}

	static Predictor load(final PredictOptions options, final List<ModelFolder> models,
		final List<Optional<Geometry>> images, final Engine engine, final ExecutorService executor, final Progress progress)
		throws IOException
	{
		final PostProcessing rules = options.postProcessing() == null ? PostProcessing.of() : PostProcessing.read(options
			.postProcessing());
		engine.expect(Forecast.voxels(options, models, images));
		return new Predictor(Ensemble.load(options, models, engine, progress), rules, executor, true, progress);
	}

	@Override
	public void close() {
		numbering.tellAll();
		if (owner) Ensemble.close(members);
	}

	/**
	 * Predicts the labels of one image; those of an image of which cropping leaves nothing are empty.
	 *
	 * @param image the image as it was read, channels as in the plan
	 * @return labels with the image's geometry, numbered as in label files
	 * @throws ProblemException if the image does not fit the model
	 * @throws IOException if a temporary file cannot be written
	 */
	public LabelMap predict(final Volume image, final Progress progress) throws IOException {
		return predict(image, null, progress);
	}

	/**
	 * Predicts the labels of one image with a cascade whose previous stage has been predicted already.
	 *
	 * @param previous what the previous stage predicted, numbered as in label files, on the image's grid; null if there
	 *          is no previous stage, or if it is predicted first
	 */
	public LabelMap predict(final Volume image, final LabelMap previous, final Progress progress) throws IOException {
		remark(image, progress);
		try (Prediction prediction = ReadyImage.of(this, image, previous, progress).predict(this, false, false, progress)) {
			return finish(prediction.labels(), progress);
		}
	}

	/**
	 * Predicts an image that is open in a program.
	 *
	 * @param wantProbabilities whether the probabilities are kept
	 * @return labels numbered as in label files, and the probabilities if wanted; close it
	 * @throws ProblemException if the image does not fit the model, or its axes, spacing or unit are invalid
	 * @throws IOException if a temporary file cannot be written
	 */
	public Segmentation predict(final OpenImage image, final boolean wantProbabilities, final Progress progress)
		throws IOException
	{
		final Volume volume = image.volume();
		remark(volume, progress);
		final ReadyImage ready = ReadyImage.of(this, volume, null, progress);
		final Prediction prediction = ready.predict(this, wantProbabilities, false, progress);
		finish(prediction.labels(), progress);
		return new Segmentation(prediction, labels(), image.hasZ());
	}

	/** Applies the post-processing to predicted classes, and numbers them as in label files; in place. */
	LabelMap finish(final LabelMap classes, final Progress progress) {
		rules.apply(classes);
		return labels().instances() ? numbering.of(classes, progress) : labels().toValues(classes);
	}

	/** Warns if the voxels differ much in size from the model's. */
	void remark(final Volume image, final Progress progress) {
		final String remark = SpacingRemark.of(image.geometry(), members.get(0).plan());
		if (remark != null) progress.message(remark);
	}

	/** Prepares an image for each configuration, and for the previous stage of each cascade in front of it. */
	public List<PreparedCase> prepare(final Volume image) throws IOException {
		return prepare(image, null);
	}

	List<PreparedCase> prepare(final Volume image, final LabelMap previous) throws IOException {
		final LabelMap classes = classes(image, previous);
		final List<PreparedCase> prepared = new ArrayList<>();
		for (final Member stage : stages())
			prepared.add(preprocessor.prepare(image, given(stage) ? classes : null, stage.plan()));
		return prepared;
	}

	/** Like {@link #prepare}, in less memory: image and labels must not be used afterwards. */
	List<PreparedCase> take(final Volume image, final LabelMap previous) throws IOException {
		final LabelMap classes = classes(image, previous);
		final List<PreparedCase> prepared = new ArrayList<>();
		final List<Member> stages = stages();
		for (int s = 0; s < stages.size(); s++) {
			final Plan plan = stages.get(s).plan();
			final LabelMap labels = given(stages.get(s)) ? classes : null;
			prepared.add(s == stages.size() - 1 ? preprocessor.take(image, labels, plan) : preprocessor.prepare(image, labels,
				plan));
		}
		return prepared;
	}

	private List<Member> stages() {
		return members.stream().flatMap(member -> member.stages().stream()).toList();
	}

	/** Whether a member needs labels of a previous stage that is not predicted by another member. */
	private static boolean given(final Member stage) {
		return stage.plan().previous() != null && stage.previous() == null;
	}

	/** The classes of a previous stage's labels. */
	private LabelMap classes(final Volume image, final LabelMap previous) throws ProblemException {
		if (members.stream().noneMatch(Predictor::given)) return null;
		if (previous == null) throw new ProblemException(new Problem("previous",
			"is missing: the model is the last stage of a cascade.",
			"Give the model of the previous stage, or a folder with its label files."));
		if (!Arrays.equals(previous.size(), image.size())) throw new ProblemException(new Problem(Preprocessor.IMAGE,
			"has " + Arrays.toString(image.size()) + " voxels along z, y, x; the labels of the previous stage have " + Arrays
				.toString(previous.size()) + ".", "Give labels that the previous stage predicted for this image."));
		requireKnown(previous);
		return labels().toClasses(previous.copy(executor));
	}

	private void requireKnown(final LabelMap previous) throws ProblemException {
		for (int z = 0; z < previous.size()[0]; z++)
			for (final short value : previous.plane(z))
				if (value != 0 && !labels().knows(value)) throw new ProblemException(new Problem(Preprocessor.IMAGE,
					"has the label " + value + " in the prediction of the previous stage, which the model does not know.",
					"Give the labels that the previous stage of this cascade predicted: " + labels().allowed() + "."));
	}

	/**
	 * Predicts an image that was prepared.
	 *
	 * @param prepared what {@link #prepare} returned
	 * @param wantProbabilities whether the probabilities are kept
	 * @param wantUncertainty whether the disagreement of the folds is computed; of several configurations, the mean over
	 *          those with several folds
	 */
	public Prediction predict(final List<PreparedCase> prepared, final boolean wantProbabilities,
		final boolean wantUncertainty, final Progress progress) throws IOException
	{
		final Iterator<PreparedCase> stages = prepared.iterator();
		if (members.size() == 1) return staged(members.get(0), stages, wantProbabilities, wantUncertainty, progress);
		Probabilities mean = null;
		Volume uncertainty = null;
		double weights = 0, disagreeing = 0;
		try {
			for (int m = 0; m < members.size(); m++) {
				final Progress part = progress.part((double) m / members.size(), (m + 1.0) / members.size());
				final double weight = members.get(m).weight();
				final Prediction one = staged(members.get(m), stages, true, wantUncertainty, part);
				if (one.uncertainty() != null) {
					disagreeing += weight;
					if (uncertainty == null) uncertainty = one.uncertainty();
					else blend(uncertainty, one.uncertainty(), (float) (weight / disagreeing));
				}
				weights += weight;
				if (mean == null) mean = one.probabilities();
				else try (one) {
					mean.blend(one.probabilities(), weight / weights);
				}
			}
		}
		catch (final IOException | RuntimeException | Error e) {
			if (mean != null) mean.close();
			throw e;
		}
		final LabelMap labels = mean.labels();
		if (!wantProbabilities) mean.close();
		return new Prediction(labels, wantProbabilities ? mean : null, uncertainty);
	}

	/** Predicts with one configuration, after the previous stage if it is a cascade. */
	private Prediction staged(final Member member, final Iterator<PreparedCase> prepared,
		final boolean wantProbabilities, final boolean wantUncertainty, final Progress progress) throws IOException
	{
		if (member.previous() == null) return single(member, prepared.next(), wantProbabilities, wantUncertainty,
			progress);
		final LabelMap coarse;
		try (Prediction first = single(member.previous(), prepared.next(), false, false, progress.part(0, 0.5).prefixed(
			"previous stage, ")))
		{
			// NB: as training took it, from label files: the border between numbered objects is that of their numbers
			coarse = !labels().instances() ? first.labels() : labels().toClasses(member.previous().plan().toValues(first
				.labels()));
		}
		return single(member, preprocessor.withPrevious(prepared.next(), coarse, member.plan()), wantProbabilities,
			wantUncertainty, progress.part(0.5, 1));
	}

	private Prediction single(final Member member, final PreparedCase prepared, final boolean wantProbabilities,
		final boolean wantUncertainty, final Progress progress) throws IOException
	{
		final Plan plan = member.plan();
		final int outputs = plan.network().outputs();
		final boolean disagreement = wantUncertainty && member.networks().size() > 1;
		final Restore restore = new Restore(Placement.of(prepared, plan), outputs + (disagreement ? 1 : 0), member
			.windows().halves() && plan.recipe().inference().roundsRestored(), executor);
		final LabelMap labels = restore.labels(plan.labels());
		final Volume uncertainty = disagreement ? restore.values(outputs, 1) : null;
		final Probabilities probabilities = wantProbabilities ? restore.probabilities(plan.labels()) : null;
		try {
			new SlidingWindow(plan, member.windows().withUncertainty(disagreement), executor).run(member.networks(),
				prepared.x(), plan.previous() == null ? null : prepared.y(), restore, progress);
		}
		catch (final IOException | RuntimeException | Error e) {
			if (probabilities != null) probabilities.close();
			throw e;
		}
		return new Prediction(labels, probabilities, uncertainty);
	}

	private static void blend(final Volume mean, final Volume other, final float share) {
		for (int z = 0; z < mean.size()[0]; z++) {
			final float[] a = mean.plane(0, z), b = other.plane(0, z);
			for (int i = 0; i < a.length; i++)
				a[i] += share * (b[i] - a[i]);
		}
	}

	/** What the classes mean and how they are numbered in label files, equal for all configurations. */
	Labels labels() {
		return members.get(0).plan().labels();
	}

	/** The configurations. */
	List<Member> members() {
		return members;
	}

	/**
	 * The cases of a dataset that a fold held out, for options with {@code part=validation}.
	 *
	 * @param model the model folder that the options name, opened
	 * @throws ProblemException if the input is no dataset, there are none, the model has several folds, or it learned from
	 *           another dataset
	 */
	public static List<Case> heldOut(final PredictOptions options, final ModelFolder model) throws IOException {
		return InputCases.of(options, Optional.of(Datasets.open(options.input())), Ensemble.choose(options, model));
	}

	/**
	 * Predicts all cases that the options name, each to a file. A case that fails is reported, and the others are still
	 * predicted.
	 *
	 * @param model the model folder that the options name, opened
	 * @param engine builds the networks
	 * @param executor its threads read the next cases and write the last ones meanwhile, or null
	 * @throws ProblemException if the options or the model cannot be used
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled; finished cases stay
	 */
	public static PredictResult run(final PredictOptions options, final ModelFolder model, final Engine engine,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		return new PredictRun(options, model, engine, executor, progress).run();
	}
}
