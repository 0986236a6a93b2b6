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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.management.OperatingSystemMXBean;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Lets a robot paint on public data and measures after each round how good forest, network and what is shown are on
 * slices that nobody painted: {@code PaintBenchmark isbi|hippocampus[=PAINTED] DATA SEED ROUNDS STEPS [alone] [once]}.
 * Of the hippocampus 12 cases are painted, or as many as are said. With {@code alone} the network is not taught; with
 * {@code once} nothing is painted after the second round, that is, of EM slices one is accepted.
 */
public final class PaintBenchmark {

	/** Voxels that are labelled for the network in a round, as without a window. */
	private static final int TAUGHT = 1 << 20;
	private static final int TAUGHT_3D = 6 << 20;

	/** Cases of the hippocampus that are tested: of few painted ones fewer. */
	private static final int TESTED = 40, TESTED_OF_FEW = 8, FEW = 12;

	/**
	 * What is painted, and where it is tested.
	 *
	 * @param classes the number of classes
	 * @param test image and slice of each tested slice
	 * @param supervised Dice of training on whole labels (docs/measurements.md)
	 * @param fromStrokes see {@link PaintBars}
	 */
	private record Task(List<Volume> images, List<LabelMap> truth, int classes, List<int[]> test, double supervised,
		double fromStrokes)
	{
	}

	private final Task task;
	private final PaintProject project;
	private final List<String> names = new ArrayList<>();
	private final Learner learner;
	private final RobotPainter[] robots;
	private final boolean alone;
	private final PaintBars bars;
	private final double began = processor();
	private final long beganWall = System.nanoTime();

	private PaintBenchmark(final Task task, final Path folder, final Engine engine, final ExecutorService executor,
		final long seed, final boolean alone) throws IOException
	{
		this.task = task;
		this.alone = alone;
		bars = new PaintBars(task.supervised, task.fromStrokes);
		final List<PaintClass> classes = new ArrayList<>();
		for (int label = 0; label < task.classes; label++)
			classes.add(new PaintClass("class " + label, 0x3f3f3f * (label + 1)));
		project = PaintProject.create(folder, classes);
		robots = new RobotPainter[task.images.size()];
		for (int i = 0; i < robots.length; i++) {
			final int[] size = task.images.get(i).size();
			robots[i] = new RobotPainter(size[2], size[1], 25, 100 * seed + i);
			names.add(project.addImage("image" + i, task.images.get(i)));
		}
		learner = new Learner(project, engine, seed, executor, Progress.none());
	}

	/** Runs it. */
	public static void main(final String... args) throws IOException {
		final long seed = Long.parseLong(args[2]);
		final Path data = Path.of(args[1]);
		final boolean isbi = args[0].equals("isbi");
		final int cases = args[0].contains("=") ? Integer.parseInt(args[0].replaceFirst(".*=", "")) : FEW;
		final ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
		final Path folder = Files.createTempDirectory("paint");
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			final PaintBenchmark benchmark = new PaintBenchmark(isbi ? isbi(data) : hippocampus(data, cases),
				folder.resolve("p"), engine, executor, seed, List.of(args).contains("alone"));
			final int rounds = Integer.parseInt(args[3]);
			final int steps = Integer.parseInt(args[4]);
			final int painted = List.of(args).contains("once") ? 2 : rounds;
			System.out.println("round | paint | steps | forest | network | shown | processor s | wall s");
			for (int round = 0; round < rounds; round++)
				benchmark.round(round, round >= painted ? "nothing" : isbi ? benchmark.paintMembranes(round, seed)
					: benchmark.paintHippocampus(round, cases), steps);
			benchmark.bars.sentences().forEach(System.out::println);
			benchmark.learner.close();
			benchmark.project.close();
		}
		finally {
			executor.shutdown();
		}
	}

	/** One stack of all slices; every fifth, from the third on, is tested. */
	private static Task isbi(final Path data) throws IOException {
		final int depth = 30;
		final float[][] planes = new float[depth][];
		final short[][] labels = new short[depth][];
		final Geometry grid = Geometry.of(new long[] { 512, 512, depth }, 4e-6, 4e-6, 50e-6);
		for (int z = 0; z < depth; z++) {
			planes[z] = ImageFile.read(data.resolve("images/" + z + ".png")).plane(0, 0);
			labels[z] = ImageFile.readLabels(data.resolve("labels/" + z + ".png")).plane(0).clone();
			for (int i = 0; i < labels[z].length; i++)
				labels[z][i] = (short) (labels[z][i] > 127 ? 0 : 1);
		}
		return new Task(List.of(Volume.of(grid, planes)), List.of(LabelMap.of(grid, labels)), 2,
			List.of(new int[] { 0, 2 }, new int[] { 0, 12 }, new int[] { 0, 22 }), 0.821, 0);
	}

	/** Cases that are painted, and others after them that are tested. */
	private static Task hippocampus(final Path data, final int painted) throws IOException {
		final List<Volume> images = new ArrayList<>();
		final List<LabelMap> truth = new ArrayList<>();
		final List<int[]> test = new ArrayList<>();
		final List<Path> files;
		try (var list = Files.list(data.resolve("imagesTr"))) {
			files = list.filter(file -> file.toString().endsWith(".nii.gz")).sorted()
				.limit(painted + (painted > FEW ? TESTED : TESTED_OF_FEW)).toList();
		}
		for (final Path file : files) {
			final LabelMap labels = ImageFile.readLabels(data.resolve("labelsTr").resolve(file.getFileName()));
			for (int z = 0; images.size() >= painted && z < labels.size()[0]; z++)
				test.add(new int[] { images.size(), z });
			images.add(ImageFile.read(file));
			truth.add(labels);
		}
		return new Task(images, truth, 3, test, 0.879, 0.75);
	}

	/** Strokes on a slice; then it is accepted; then by turns a correction and an accepted slice. */
	private String paintMembranes(final int round, final long seed) throws IOException {
		final int z = (int) (4 + 10 * (seed % 3) + 3 * (round / 2)) % 30;
		final int free = z % 10 == 2 ? z + 1 : z;
		if (round == 0) {
			strokes(0, free, 14);
			return "14 strokes of each class on slice " + free;
		}
		if (round % 2 == 1) {
			project.accept(names.get(0), free, task.truth.get(0).plane(free));
			return "slice " + free + " accepted";
		}
		return correct(0, free);
	}

	/** An inner stroke and one along the border of each class on every third slice; then corrections. */
	private String paintHippocampus(final int round, final int painted) throws IOException {
		if (round == 0) {
			for (int image = 0; image < painted; image++)
				for (int z = 1; z < task.truth.get(image).size()[0]; z += 3)
					strokes(image, z, 2);
			return "2 strokes of each class on every third slice";
		}
		final int image = (round - 1) % painted;
		return correct(image, task.truth.get(image).size()[0] / 2);
	}

	private void strokes(final int image, final int z, final int count) throws IOException {
		for (int label = 0; label < task.classes; label++)
			for (final RobotPainter.Stroke stroke : robots[image].strokes(task.truth.get(image).plane(z), label, count))
				paint(image, z, stroke);
	}

	private String correct(final int image, final int z) throws IOException {
		final RobotPainter.Stroke stroke = robots[image].correction(task.truth.get(image).plane(z),
			labels(learner.shown(), image, z));
		if (stroke != null) paint(image, z, stroke);
		return "a correction on slice " + z + " of image " + image;
	}

	private void paint(final int image, final int z, final RobotPainter.Stroke stroke) throws IOException {
		final boolean[] on = new boolean[task.truth.get(image).plane(z).length];
		for (final int pixel : stroke.pixels())
			on[pixel] = true;
		final int[] size = task.images.get(image).size();
		project.stroke(names.get(image), stroke.label(), z, Runs.of(size[2], size[1], pixel -> on[pixel]));
	}

	private void round(final int round, final String paint, final int steps) throws IOException {
		final List<ImagePaint> all = new ArrayList<>();
		for (final String name : names)
			all.add(project.paint(name));
		final long start = System.nanoTime();
		if (learner.look(all)) learner.grow(Progress.none());
		if (round == 0) {
			learner.forest().slices(0, List.of(all.get(0).painted().get(0)), Progress.none());
			bars.firstOverlay((System.nanoTime() - start) / 1e9);
		}
		if (!alone) learner.teach(task.images.size() == 1 ? TAUGHT : TAUGHT_3D, () -> false, Progress.none());
		learner.learn(steps, () -> false, Progress.none());
		learner.test(Progress.none());
		final double spent = processor() - began;
		final double wall = (System.nanoTime() - beganWall) / 1e9;
		final double forest = dice(learner.forest()), network = dice(learner.network());
		final double shown = learner.shown() == learner.forest() ? forest : network;
		bars.round(all.stream().mapToInt(image -> image.accepted().size()).sum(), learner.network().steps(), forest,
			network, shown);
		System.out.printf(Locale.ROOT, "%d | %s | %d | %.3f | %.3f | %.3f %s (held back %.3f, %.3f) | %.0f | %.0f%n",
			round + 1, paint, learner.network().steps(), forest, network, shown, learner.shown().name(),
			learner.verdict().forestDice(), learner.verdict().networkDice(), spent, wall);
	}

	/** The mean Dice of the classes but the first, over all tested slices together. */
	private double dice(final SliceProbabilities one) throws IOException {
		final long[][] counts = new long[task.classes][3];
		for (final int[] place : task.test) {
			final short[] predicted = labels(one, place[0], place[1]);
			final short[] truth = task.truth.get(place[0]).plane(place[1]);
			for (int i = 0; i < truth.length; i++) {
				counts[predicted[i]][0]++;
				counts[truth[i]][1]++;
				if (predicted[i] == truth[i]) counts[truth[i]][2]++;
			}
		}
		double sum = 0;
		for (int label = 1; label < task.classes; label++)
			sum += 2.0 * counts[label][2] / (counts[label][0] + counts[label][1]);
		return sum / (task.classes - 1);
	}

	private short[] labels(final SliceProbabilities one, final int image, final int z) throws IOException {
		final Map<Integer, float[][]> slices = one.slices(image, List.of(z), Progress.none());
		final float[][] probabilities = slices.get(z);
		final short[] labels = new short[probabilities[0].length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (short) Overlays.best(probabilities, i);
		return labels;
	}

	private static double processor() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
	}
}
