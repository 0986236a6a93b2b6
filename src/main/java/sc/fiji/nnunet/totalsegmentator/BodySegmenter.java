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
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.MachineMemory;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.MachineSpeed;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Segments CT images of the body into 117 structures by the networks of TotalSegmentator v2 (recipe-nnunet.md 9): the
 * axes closest to right, front and up; a linear zoom to the networks' resolution, cut off to whole numbers; each network
 * without mirrored copies; its labels painted over those of the earlier ones; the nearest labels on the image's own grid.
 * <p>
 * An image whose label file exists is skipped, so a run that was cancelled or killed resumes with the next image.
 * </p>
 */
public final class BodySegmenter {

	/** The share of a window that the next one covers again: TotalSegmentator's steps are 0.8 of a window. */
	static final double OVERLAP = 0.2;

	private final BodyOptions options;
	private final BodyModel model;
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
		model = BodyModel.named(options.resolution());
	}

	/**
	 * Segments all images that have no label file yet.
	 *
	 * @throws ProblemException if networks are missing, or an image cannot be used
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled; finished images stay
	 */
	public BodyResult run() throws IOException {
		final List<Path> images = images();
		if (options.download()) new BodyWeights(options.weights(), source, executor).fetch(model, progress);
		final List<ModelFolder> parts = model.in(options.weights());
		WholeFile.createFolder(options.output());
		Leftovers.remove(options.output());
		forecast(images, parts);
		final List<Path> written = new ArrayList<>();
		final List<Path> skipped = new ArrayList<>();
		final List<StructureRow> rows = new ArrayList<>();
		final List<Predictor> predictors = new ArrayList<>();
		try {
			for (int i = 0; i < images.size(); i++) {
				progress.check();
				final Path file = labels(images.get(i));
				if (Files.exists(file) && !options.overwrite()) {
					skipped.add(file);
					if (options.statistics()) rows.addAll(StructureRow.of(FileNames.stem(images.get(i)),
						ImageFile.read(images.get(i)), ImageFile.readLabels(file)));
					continue;
				}
				if (predictors.isEmpty()) for (final ModelFolder part : parts)
					predictors.add(open(part));
				final Volume image = ImageFile.read(images.get(i));
				final LabelMap labels = segment(image, predictors, progress.part((double) i / images.size(), (i + 1.0) / images
					.size()).prefixed("image " + (i + 1) + " of " + images.size() + ": "));
				ImageFile.writeLabels(file, labels);
				written.add(file);
				if (options.statistics()) rows.addAll(StructureRow.of(FileNames.stem(images.get(i)), image, labels));
			}
		}
		finally {
			predictors.forEach(Predictor::close);
		}
		WholeFile.write(options.output().resolve("labels.csv"), Structures.csv());
		if (options.statistics()) WholeFile.write(options.output().resolve("statistics.csv"), StructureRow.csv(rows));
		return new BodyResult(written, skipped, rows);
	}

	/** Says what lies ahead, and refuses what does not fit into memory. */
	private void forecast(final List<Path> images, final List<ModelFolder> parts) throws IOException {
		final List<Path> ahead = images.stream().filter(image -> options.overwrite() || !Files.exists(labels(image)))
			.toList();
		if (ahead.isEmpty()) return;
		final BodyForecast forecast = BodyForecast.of(model, parts.stream().map(ModelFolder::plan).toList(), ahead);
		final boolean gpu = engine.device().isGpu();
		progress.message(forecast.words(gpu ? 0 : MachineSpeed.operationsPerSecond(executor)));
		final Runtime java = Runtime.getRuntime();
		// NB: memory that Java holds already can be used again
		forecast.require(model.resolution(), java.maxMemory(), gpu ? Long.MAX_VALUE : MachineMemory.here().available() +
			java.totalMemory());
	}

	private List<Path> images() throws IOException {
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
		return images;
	}

	private Path labels(final Path image) {
		return options.output().resolve(FileNames.stem(image) + ".nii.gz");
	}

	private Predictor open(final ModelFolder part) throws IOException {
		final ModelFolder first = part.folds().size() == 1 ? part : part.select(part.folds().get(0).name());
		return Predictor.open(PredictOptions.builder().model(part.folder()).folds(first.folds().get(0).name()).overlap(
			OVERLAP).accumulation("fp16").preset("balanced").build(), first, engine, executor, progress);
	}

	/** The labels of one image on its own grid. */
	private LabelMap segment(final Volume image, final List<Predictor> predictors, final Progress part)
		throws IOException
	{
		if (image.channels() != 1) throw new ProblemException(new Problem("input", "has " + image.channels() +
			" channels.", "Give CT images, which have one."));
		final Geometry grid = image.geometry();
		final Axes axes = Axes.ras(grid);
		final int[] coarse = BodyForecast.size(grid, axes, model.spacing());
		final double[] target = { model.spacing(), model.spacing(), model.spacing() };
		final Volume zoomed = CornerZoom.image(image.turn(axes).copy(executor), coarse, target, executor);
		final LabelMap painted = new LabelMap(zoomed.geometry());
		int offset = 0;
		for (int p = 0; p < predictors.size(); p++) {
			part.check();
			final String name = predictors.size() == 1 ? "" : "network " + (p + 1) + " of " + predictors.size() + ", ";
			paint(predictors.get(p).predict(zoomed, part.part((double) p / predictors.size(), (p + 1.0) / predictors.size())
				.prefixed(name)), offset, painted);
			offset += model.parts().get(p).classes();
		}
		return back(CornerZoom.labels(painted, image.turn(axes).geometry()), axes, grid);
	}

	private static void paint(final LabelMap labels, final int offset, final LabelMap painted) {
		for (int z = 0; z < painted.size()[0]; z++) {
			final short[] from = labels.plane(z);
			final short[] to = painted.plane(z);
			for (int i = 0; i < to.length; i++)
				if (from[i] > 0) to[i] = (short) (from[i] + offset);
		}
	}

	/** Labels of turned axes on the axes of the image as it was read. */
	private static LabelMap back(final LabelMap turned, final Axes axes, final Geometry grid) {
		final LabelMap result = new LabelMap(grid);
		final int[] size = turned.size();
		final int width = grid.sizeZyx()[2];
		final int[] voxel = new int[3];
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = turned.plane(z);
			voxel[axes.order()[0]] = axes.mirrored()[0] ? size[0] - 1 - z : z;
			for (int y = 0; y < size[1]; y++) {
				voxel[axes.order()[1]] = axes.mirrored()[1] ? size[1] - 1 - y : y;
				for (int x = 0; x < size[2]; x++) {
					voxel[axes.order()[2]] = axes.mirrored()[2] ? size[2] - 1 - x : x;
					result.plane(voxel[0])[voxel[1] * width + voxel[2]] = plane[y * size[2] + x];
				}
			}
		}
		return result;
	}
}
