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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

import sc.fiji.nnunet.augment.Augmentation;
import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.augment.CaseOrder;
import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/**
 * The network of a project: trained in bursts, each of which begins with the weights of the last one. Its folder is
 * that of a trained fold, and is replaced as a whole after a burst.
 */
final class PaintNetwork implements SliceProbabilities, AutoCloseable {

	private static final String NOTE = "learning.json";

	/** The rate falls from the first to the last in this many steps after something new was accepted. */
	private static final double RATE = 1e-3, LAST_RATE = 2e-4, FALL = 400;

	/** Steps at the very beginning in which the rate rises. */
	private static final double WARM_UP = 10;

	/** The share of samples within accepted slices, and that of the others that lie around paint. */
	private static final double DENSE = 0.6, AROUND = 0.5;

	/** What is taken from the forest where nobody painted: all, and less once there are accepted slices. */
	private static final double TAUGHT = 1, TAUGHT_BESIDE_SLICES = 0.25;

	private static final int AHEAD = 3, LOADERS = 2, STEPS_PER_EPOCH = 100;

	private final Path folder;
	private final Plan plan;
	private final long seed;
	private final Rule rule;
	private final ExecutorService executor;
	private final List<String> names;
	private final List<PreparedCase> prepared = new ArrayList<>();
	private final List<int[][]> original = new ArrayList<>();
	private final Network network;
	private final NetworkSlices predictor;
	private long renewed;

	/**
	 * Builds the network, or reads it if the folder holds one of the same classes.
	 *
	 * @param images all images of the project
	 */
	PaintNetwork(final PaintProject project, final List<Volume> images, final Engine engine, final long seed,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		this.seed = seed;
		this.executor = executor;
		folder = model(project.folder());
		names = project.images();
		final Plan fresh = PaintPlan.of(project.folder().toAbsolutePath().normalize().getFileName().toString(),
			project.channels(), project.classes(), images.get(0).geometry());
		plan = images.get(0).geometry().forms() == null ? fresh
			: fresh.mirrored(PaintPlan.isPlanar(images.get(0).geometry()));
		final Preprocessor preprocessor = new Preprocessor(executor);
		for (final Volume image : images) {
			progress.check();
			prepared.add(preprocessor.prepare(image, null, plan));
			original.add(Lesson.original(prepared.get(prepared.size() - 1)));
		}
		predictor = new NetworkSlices(plan, executor);
		final boolean goesOn = isIn(project.folder()) && fits();
		rule = goesOn ? rule(project.folder()) : Rule.MUON;
		network = engine.network(plan.network(), new TrainingSpec(LossSpec.nvidia(0).with(true, false, List.of(),
			project.ignore()), OptimizerSpec.of(rule, 0, false, 1e-5, 0, false), Precision.FP32, true), plan.patch(), plan
				.batchSize(), seed);
		try {
			if (goesOn) goOn(project.folder());
			else forget(project.folder());
		}
		catch (final IOException | RuntimeException exc) {
			network.close();
			throw exc;
		}
	}

	/** The folder of a project's network, which prediction takes as a model. */
	static Path model(final Path project) {
		return project.resolve("paint").resolve("model");
	}

	private static Path weights(final Path project) {
		return model(project).resolve(ResultsFolder.LAST);
	}

	/** Whether a project holds a network that has learned. */
	static boolean isIn(final Path project) throws IOException {
		return Files.exists(model(project).resolve(PlanFile.NAME)) && CheckpointFolder.isIn(weights(project));
	}

	private void goOn(final Path project) throws IOException {
		network.restore(weights(project), true);
		renewed = Long.MIN_VALUE / 2;
	}

	/** Removes another network: where there are more classes than before, it begins anew. */
	private void forget(final Path project) throws IOException {
		if (!isIn(project)) return;
		Leftovers.delete(weights(project));
		Leftovers.delete(folder.resolve(PlanFile.NAME));
	}

	/** Whether the network that the project holds is the planned one. */
	private boolean fits() throws IOException {
		final Plan earlier = PlanFile.read(folder.resolve(PlanFile.NAME));
		return earlier.network().equals(plan.network()) && earlier.patch().equals(plan.patch()) && earlier.spacing().equals(
			plan.spacing());
	}

	/** What updated the network that the project holds: Adam if an earlier version began it, whose state is with it. */
	private static Rule rule(final Path project) throws IOException {
		final Path note = new CheckpointFolder(weights(project)).note(NOTE);
		final Learned learned = Files.exists(note) ? JsonFile.read(note, Learned.class, "a note on what a network has learned",
			"Delete the folder " + model(project) + ": the network begins anew.") : null;
		return learned == null || learned.optimizer == null ? Rule.ADAM : learned.optimizer;
	}

	/** What is noted beside the weights; earlier versions noted no optimizer. */
	private record Learned(int format, long steps, Rule optimizer) {
	}

	@Override
	public String name() {
		return "network";
	}

	/** The number of steps so far. */
	long steps() {
		return network.steps();
	}

	/** The plan, with the size of samples. */
	Plan plan() {
		return plan;
	}

	/** An image as the network sees it, on the network's grid. */
	Volume image(final int index) {
		return prepared.get(index).x();
	}

	/** Runs a step that changes nothing before there is anything to learn, since the first one takes longer. */
	void trace() {
		final int[] patch = plan.patchZyx();
		final int voxels = plan.batchSize() * patch[0] * patch[1] * patch[2];
		final int[] size = plan.is2d() ? new int[] { patch[1], patch[2] } : patch;
		final Batch batch = new Batch(plan.batchSize(), size, new float[voxels * plan.network().inputChannels()],
			new byte[voxels]);
		network.trial(batch);
	}

	/** Lets the rate rise again, since there is something new to learn. */
	void renew() {
		renewed = network.steps();
	}

	private double rate() {
		final long step = network.steps();
		final double fallen = Math.min(1, (step - Math.max(0, renewed)) / FALL);
		final double rate = LAST_RATE + (RATE - LAST_RATE) * (1 + Math.cos(Math.PI * (renewed < 0 ? 1 : fallen))) / 2;
		return rate * Math.min(1, (step + 1) / WARM_UP);
	}

	/**
	 * Learns.
	 *
	 * @param divisions the paint of each image
	 * @param taught of each image the slices that the forest has labelled: see {@link Lesson}
	 * @param most the most steps
	 * @param stop whether to end before; asked after each step
	 * @return the mean loss; NaN if there was no step
	 */
	double learn(final List<Division> divisions, final List<Map<Integer, byte[][]>> taught, final int most,
		final BooleanSupplier stop, final Progress progress) throws IOException
	{
		final int classes = plan.labels().classes();
		final boolean slices = divisions.stream().anyMatch(division -> !division.accepted().isEmpty());
		final LessonSampler sampler = new LessonSampler(plan.patchZyx(), DENSE, AROUND);
		final List<Lesson> lessons = new ArrayList<>();
		for (int i = 0; i < divisions.size(); i++) {
			final Lesson lesson = lesson(i, divisions.get(i), taught.get(i), slices ? TAUGHT_BESIDE_SLICES : TAUGHT);
			if (sampler.add(lesson, divisions.get(i).accepted(), classes)) lessons.add(lesson);
		}
		final SamplingSpec spec = new SamplingSpec(plan.patchZyx(), plan.batchSize(), 0, 0, plan.is2d(), seed,
			STEPS_PER_EPOCH);
		final List<Augmentation> augmentations = Augmentations.MODERATE.of(plan.is2d(), plan.patchZyx(),
			!plan.oneSided(), new boolean[plan.network().inputChannels()]);
		double sum = 0;
		int count = 0;
		try (BatchLoader loader = new BatchLoader(lessons, spec, sampler,
			CaseOrder.withReplacement(lessons.size(), seed), augmentations, executor, LOADERS, AHEAD, network.steps()))
		{
			while (count < most && !progress.cancelled() && !(count > 0 && stop.getAsBoolean())) {
				progress.update((double) count / most, "step " + (network.steps() + 1));
				final StepResult result = network.step(loader.next(), rate());
				sum += result.loss();
				count++;
			}
		}
		catch (final CancelledException exc) {
			// NB: what was learned is kept
		}
		return sum / count;
	}

	/**
	 * What an image teaches in the burst that begins now.
	 *
	 * @param share of the voxels without paint that are taken from the forest
	 */
	Lesson lesson(final int image, final Division division, final Map<Integer, byte[][]> taught, final double share) {
		final int width = Math.toIntExact(prepared.get(image).original().size()[0]);
		// NB: all samples of an image within a patch begin at the same voxel, so each burst has draws of its own
		return new Lesson(names.get(image), image(image), original.get(image), width, division.learned(), taught, share, plan
			.labels().ignore(), seed + network.steps());
	}

	/** Writes the network as a model for prediction. */
	void save() throws IOException {
		WholeFile.createFolder(folder);
		if (!Files.exists(folder.resolve(PlanFile.NAME)) || !PlanFile.read(folder.resolve(PlanFile.NAME))
			.equals(plan)) PlanFile
			.write(folder.resolve(PlanFile.NAME), plan);
		network.save(folder.resolve(ResultsFolder.LAST), Map.of(NOTE, Json.page(new Learned(1, network.steps(), rule))));
	}

	@Override
	public Map<Integer, float[][]> slices(final int image, final List<Integer> slices, final Progress progress)
		throws IOException
	{
		if (network.averages()) network.exchange();
		try {
			return predictor.slices(network, prepared.get(image), slices, progress);
		}
		finally {
			if (network.averages()) network.exchange();
		}
	}

	@Override
	public void close() {
		network.close();
	}
}
