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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.MachineMemory;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.MachineSpeed;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.predict.RunRecord;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Segments CT images of the body into 117 structures by the networks of TotalSegmentator v2 (recipe-nnunet.md 9): the
 * axes closest to right, front and up; a linear zoom to the networks' resolution, cut off to whole numbers; each network
 * without mirrored copies; its labels painted over those of the earlier ones; the nearest labels on the image's own grid.
 * If only some structures are asked for, or the body is to be found first, a coarse network does all that before, and the
 * image is cut to what it finds.
 * <p>
 * An image that the same networks have segmented in the same way is skipped, so a run that was cancelled or killed resumes
 * with the next image.
 * </p>
 */
public final class BodySegmenter {

	/** By how many millimetres an image that is cut to some structures, or to the body, reaches beyond them. */
	private static final double STRUCTURES_MARGIN = 20, BODY_MARGIN = 3;

	/** The coarse network's share of the work, for the progress bar. */
	private static final double COARSE = 0.2;

	private final BodyOptions options;
	private final URI source;
	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;

	/**
	 * @param options the options, validated by {@link #run()}
	 * @param engine builds the networks
	 * @param executor whose threads may help
	 */
	public BodySegmenter(final BodyOptions options, final Engine engine, final ExecutorService executor,
		final Progress progress) throws ProblemException
	{
		this(options, engine, executor, progress, BodyWeights.SOURCE);
	}

	/** @param source where networks are downloaded from, if the options say so */
	BodySegmenter(final BodyOptions options, final Engine engine, final ExecutorService executor,
		final Progress progress, final URI source) throws ProblemException
	{
		this.source = source;
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		this.options = options;
		this.engine = engine;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Segments all images that are not finished yet. One that fails is reported in the result, and the others are
	 * segmented.
	 *
	 * @throws ProblemException if networks are missing or cannot be used, or the output folder holds labels of other
	 *           networks, of another resolution or of other structures, or somebody else's file of the table's name, or if
	 *           the table cannot be replaced
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled; finished images stay
	 */
	public BodyResult run() throws IOException {
		final List<Case> images = images();
		final StructureTable table = new StructureTable(options.output(), options.statistics(), progress);
		if (options.download()) for (final BodyModel one : models())
			new BodyWeights(options.weights(), source, executor).fetch(one, progress.part(0, 0));
		final List<BodyStage> stages = stages();
		WholeFile.createFolder(options.output());
		Leftovers.remove(options.output());
		final RunRecord before = record(stages).continued(options.output(), options.overwrite(), images.stream().filter(
			one -> Files.exists(labels(one))).count());
		final List<Case> finished = new ArrayList<>();
		for (final Case one : images)
			if (!options.overwrite() && Files.exists(labels(one)) && before.isOf(one, labels(one))) finished.add(one);
		final List<Case> ahead = new ArrayList<>(images);
		ahead.removeAll(finished);
		if (!ahead.isEmpty()) forecast(ahead, stages);
		progress.check();
		table.begin(ahead);
		return segment(images, finished, stages, before.with(finished), table);
	}

	private BodyResult segment(final List<Case> images, final List<Case> finished, final List<BodyStage> stages,
		final RunRecord record, final StructureTable table) throws IOException
	{
		if (finished.size() < images.size()) record.write(options.output());
		final List<Path> written = new ArrayList<>();
		final List<Path> skipped = new ArrayList<>();
		final List<StructureRow> rows = new ArrayList<>();
		final List<PredictResult.Failure> failures = new ArrayList<>();
		try (BodyNetwork network = new BodyNetwork(engine, images.size() - finished.size(), executor, progress)) {
			for (int i = 0; i < images.size(); i++) {
				progress.check();
				final Case one = images.get(i);
				final boolean done = finished.contains(one);
				final Progress part = progress.part((double) i / images.size(), (i + 1.0) / images.size()).prefixed("image " +
					(i + 1) + " of " + images.size() + ": ");
				final List<StructureRow> found;
				try {
					found = done ? measured(one) : segmented(one, stages, network, record, table, part);
				}
				catch (final CancellationException e) {
					throw e;
				}
				catch (final IOException | RuntimeException | OutOfMemoryError e) {
					if (network.isUnusable()) throw e;
					failures.add(failed(one, e));
					continue;
				}
				(done ? skipped : written).add(labels(one));
				rows.addAll(found);
				if (!options.statistics()) continue;
				table.put(one.name(), found);
				if (!done) table.write();
			}
		}
		WholeFile.write(options.output().resolve("labels.csv"), Structures.csv());
		table.end();
		return new BodyResult(written, skipped, rows, failures);
	}

	/** Segments an image and writes its labels; returns its structures if there is a table. */
	private List<StructureRow> segmented(final Case one, final List<BodyStage> stages, final BodyNetwork network,
		final RunRecord record, final StructureTable table, final Progress part) throws IOException
	{
		final List<FileIdentity> identity = RunRecord.images(one);
		final Volume image = ImageFile.read(one.images().get(0));
		final LabelMap labels = segment(image, stages, network, part);
		table.forget(one.name());
		ImageFile.writeLabels(labels(one), labels);
		record.add(one, identity);
		record.write(options.output());
		return options.statistics() ? StructureRow.of(one.name(), image, labels) : List.of();
	}

	/** The structures of an image that was finished already, if there is a table. */
	private List<StructureRow> measured(final Case one) throws IOException {
		return options.statistics() ? StructureRow.of(one.name(), ImageFile.read(one.images().get(0)), ImageFile.readLabels(
			labels(one))) : List.of();
	}

	private PredictResult.Failure failed(final Case one, final Throwable cause) {
		final PredictResult.Failure failure = PredictResult.Failure.of(one, cause);
		failure.report(progress);
		return failure;
	}

	/** The models in the order in which they see an image: perhaps a coarse one, and that of the resolution. */
	private List<BodyModel> models() {
		final Set<Integer> labels = options.region().labels();
		final BodyModel fine = BodyModel.named(options.resolution()).only(labels);
		if (options.region().body()) return List.of(BodyModel.BODY, fine);
		return labels.isEmpty() ? List.of(fine) : List.of(BodyModel.named(options.region().robust() ? "3mm" : "6mm"), fine);
	}

	/** The same with their networks, of which all that are missing are named. */
	private List<BodyStage> stages() throws IOException {
		final List<BodyStage> stages = new ArrayList<>();
		final Set<Problem> problems = new LinkedHashSet<>();
		for (final BodyModel one : models())
			try {
				// NB: the coarse network may be that of the resolution too
				final boolean same = !stages.isEmpty() && stages.get(0).model().equals(one);
				stages.add(same ? stages.get(0) : new BodyStage(one, one.in(options.weights())));
			}
			catch (final ProblemException e) {
				problems.addAll(e.problems());
			}
		if (!problems.isEmpty()) throw new ProblemException(List.copyOf(problems));
		return stages;
	}

	/** What the labels depend on beside the images. */
	private RunRecord record(final List<BodyStage> stages) throws IOException {
		final List<ModelFolder> models = new ArrayList<>();
		stages.forEach(stage -> models.addAll(stage.parts()));
		final List<String> names = options.region().labels().stream().map(Structures::name).toList();
		return RunRecord.of(BodyNetwork.options(models.get(models.size() - 1), stages.get(stages.size() - 1).model()
			.overlap()), models).asked(options.resolution() + (names.isEmpty() ? "" : " of " + names) + (options.region()
				.split() ? " in pieces" : ""));
	}

	/** Says what lies ahead, and refuses what does not fit into memory. */
	private void forecast(final List<Case> ahead, final List<BodyStage> stages) throws IOException {
		final List<Path> images = ahead.stream().map(one -> one.images().get(0)).toList();
		BodyForecast forecast = BodyForecast.NOTHING;
		for (final BodyStage stage : stages)
			forecast = forecast.and(BodyForecast.of(stage.model(), stage.parts().stream().map(ModelFolder::plan).toList(),
				images));
		final boolean gpu = engine.device().isGpu();
		progress.message(forecast.words(gpu ? 0 : MachineSpeed.operationsPerSecond(executor)));
		final Runtime java = Runtime.getRuntime();
		// NB: memory that Java holds already can be used again
		forecast.require(options.resolution(), java.maxMemory(), gpu ? Long.MAX_VALUE : MachineMemory.here().available() +
			java.totalMemory());
	}

	private List<Case> images() throws IOException {
		final List<Path> images = new ArrayList<>();
		if (Files.isDirectory(options.input())) {
			for (final Path file : FileNames.list(options.input()))
				if (ImageFile.isImage(file)) images.add(file);
		}
		else images.add(options.input());
		if (images.isEmpty()) throw new ProblemException(options.input(), "There is no image in it.",
			"Give a CT image, or a folder of images.");
		final List<Problem> problems = InputsKept.mixed(images, options.output());
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final List<Case> cases = images.stream().map(image -> new Case(FileNames.stem(image), List.of(image), null)).toList();
		Case.requireUnique(cases);
		return cases;
	}

	private Path labels(final Case one) {
		return options.output().resolve(one.name() + StructureTable.ENDING);
	}

	/** The labels of one image on its own grid. */
	private LabelMap segment(final Volume image, final List<BodyStage> stages, final BodyNetwork network,
		final Progress part) throws IOException
	{
		final BodyStage last = stages.get(stages.size() - 1);
		if (stages.size() == 1) return last.labels(image, options.region().split(), network, executor, part);
		final Box box = box(stages.get(0).labels(image, false, network, executor, part.part(0, COARSE).prefixed(
			"coarse, ")));
		if (box == null) {
			part.message("nothing found by the coarse network: no structures in this image");
			return new LabelMap(image.geometry());
		}
		part.message("cut from " + Arrays.toString(image.size()) + " to " + Arrays.toString(box.size()) +
			" voxels along z, y, x");
		final LabelMap found = last.labels(wholeNumbers(image.crop(box).copy(executor)), options.region().split(), network,
			executor, part.part(COARSE, 1));
		return pasted(found, box, image.geometry());
	}

	/** The box of what the coarse network was to find, with a margin; null if it found nothing. */
	private Box box(final LabelMap coarse) {
		final Set<Integer> wanted = options.region().labels();
		Box box = null;
		for (final Map.Entry<Integer, Box> found : LabelBoxes.of(coarse, executor).entrySet())
			if (wanted.isEmpty() ? found.getKey() > 0 : wanted.contains(found.getKey())) box = Box.union(box, found
				.getValue());
		if (box == null) return null;
		final double margin = wanted.isEmpty() ? BODY_MARGIN : STRUCTURES_MARGIN;
		for (int d = 0; d < 3; d++) {
			// NB: the spacing has single precision in TotalSegmentator, which decides where the margin is a whole number
			final int voxels = (int) (margin / (float) coarse.geometry().spacingZyx()[d]);
			box.start()[d] = Math.max(0, box.start()[d] - voxels);
			box.end()[d] = Math.min(coarse.size()[d], box.end()[d] + voxels);
		}
		return box;
	}

	/** Cuts off what is behind the point, in place, as TotalSegmentator does when it cuts an image. */
	private static Volume wholeNumbers(final Volume image) {
		for (int z = 0; z < image.size()[0]; z++) {
			final float[] plane = image.plane(0, z);
			for (int i = 0; i < plane.length; i++)
				plane[i] = (int) plane[i];
		}
		return image;
	}

	/** What was found in a box, without structures that were not asked for, on the grid of the whole image. */
	private LabelMap pasted(final LabelMap found, final Box box, final Geometry grid) {
		final Set<Integer> wanted = options.region().labels();
		final boolean[] kept = new boolean[Structures.count() + 1];
		for (int label = 1; label < kept.length; label++)
			kept[label] = wanted.isEmpty() || wanted.contains(label);
		final LabelMap whole = new LabelMap(grid);
		final int[] size = box.size();
		for (int z = 0; z < size[0]; z++) {
			final short[] from = found.plane(z);
			final short[] to = whole.plane(box.start()[0] + z);
			for (int i = 0; i < from.length; i++)
				if (kept[from[i]]) to[(box.start()[1] + i / size[2]) * whole.size()[2] + box.start()[2] + i % size[2]] = from[i];
		}
		return whole;
	}
}
