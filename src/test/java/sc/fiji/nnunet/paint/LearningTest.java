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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.Engines;
import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Tests of learning from strokes without a window, on bright discs in noise. */
class LearningTest {

	private static final int EDGE = 48;

	private static ExecutorService executor;
	private static NnUNet nn;

	@TempDir
	private Path temp;

	@BeforeAll
	static void open() {
		executor = Executors.newFixedThreadPool(2);
		nn = new NnUNet(executor);
	}

	@AfterAll
	static void shutDown() {
		nn.close();
		executor.shutdown();
	}

	/** NB: a window that is opened again at once; in the engine's process it is asked each second whether to end. */
	@Test
	void aLearnerWithAWindowWaitsForTheOneBefore() throws IOException {
		final Path project = temp.resolve("again");
		final LearnOptions.Builder options = LearnOptions.builder().project(project);
		try (FolderLock before = FolderLock.take(PaintNetwork.model(project), "learns.", "Wait.")) {
			assertThrows(CancelledException.class, () -> new Learning(options.live(true).build(), null, null, Recorded
				.cancelledAtOnce()).run());
			assertEquals("learns in another process.", assertThrows(LockedException.class, () -> new Learning(options.live(false)
				.build(), null, null, Recorded.cancelledAtOnce()).run()).problems().get(0).what(), "without one it is told at once");
		}
	}

	@Test
	void strokesOfALabelImageBecomeAModelThatPredictionTakes() throws IOException {
		ImageFile.write(temp.resolve("discs.tif"), discs(2));
		ImageFile.writeLabels(temp.resolve("strokes.tif"), strokes(2));
		final Recorded progress = new Recorded();
		final LearnResult result = nn.learn(LearnOptions.builder().image(temp.resolve("discs.tif"))
			.labels(temp.resolve("strokes.tif")).output(temp.resolve("p")).classes("paper, disc").rounds(2).steps(10)
			.device("cpu").build(), progress);
		assertEquals(2, result.rounds());
		assertEquals(20, result.steps());
		assertEquals("forest", result.better(), "before it has learned enough the network is not taken");
		assertTrue(result.forestDice() > 0.9, "forest: " + result.forestDice());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("on held-back strokes (optimistic)")),
			progress.lines.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("the forest is taken to be better")),
			progress.lines.toString());
		assertEquals(3, result.suggestions().size());
		assertTrue(Files.size(result.picture()) > 1000);
		final LabelMap learned = ImageFile.readLabels(result.predictions().get(0));
		nn.predict(PredictOptions.builder().model(result.model()).input(temp.resolve("discs.tif"))
			.output(temp.resolve("out.tif")).device("cpu").build(), Progress.none());
		final LabelMap predicted = ImageFile.readLabels(temp.resolve("out.tif"));
		for (int z = 0; z < 2; z++)
			assertArrayEquals(learned.plane(z), predicted.plane(z));
		assertEquals(List.of("paper", "disc"), PaintProject.read(temp.resolve("p")).classes().stream()
			.map(PaintClass::name).toList());
	}

	@Test
	void theSamePaintAndSeedGiveTheSameNetworkAndMoreRoundsResumeIt() throws IOException {
		for (final int threads : List.of(2, 1)) {
			final List<Map<String, float[]>> weights = new ArrayList<>();
			for (final String name : List.of("a", "b")) {
				project(name + threads);
				nn.learn(LearnOptions.builder().project(temp.resolve(name + threads)).rounds(1).steps(4).device("cpu")
					.threads(threads).build(), Progress.none());
				weights.add(weights(name + threads));
			}
			weights.get(0).forEach((name, values) -> assertArrayEquals(values, weights.get(1).get(name), name));
		}
		final LearnResult more = nn.learn(LearnOptions.builder().project(temp.resolve("a1")).rounds(1).steps(3)
			.device("cpu").build(), Progress.none());
		assertEquals(7, more.steps());
		assertEquals(1, more.rounds());
	}

	/** NB: Adam's state does not fit Muon, and the notes of earlier versions name neither. */
	@Test
	void aNetworkOfAnEarlierVersionGoesOnByAdam() throws IOException {
		project("p");
		final Path project = temp.resolve("p");
		try (Engine engine = Engines.open("cpu", 1)) {
			final Engine earlier = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {
				Engine.class }, (proxy, method, values) -> {
					if (method.getName().equals("network")) for (int i = 0; i < values.length; i++)
						if (values[i] instanceof TrainingSpec training) values[i] = new TrainingSpec(training.loss(), OptimizerSpec.adam(
							1e-5), training.precision(), training.averaged());
					return method.invoke(engine, values);
				});
			try (Learner learner = new Learner(PaintProject.read(project), earlier, 1, executor, Progress.none())) {
				learner.network().save();
			}
		}
		Files.writeString(saved(project).resolve("notes/learning.json"), "{\"format\":1,\"steps\":0}");
		for (int run = 1; run <= 2; run++) {
			assertEquals(2 * run, nn.learn(LearnOptions.builder().project(project).rounds(1).steps(2).device("cpu").build(),
				Progress.none()).steps());
			assertTrue(Files.readString(saved(project).resolve("notes/learning.json")).contains("ADAM"));
			assertTrue(Files.readString(saved(project).resolve("variables.json")).contains("optimizer/v/enc0/conv0/kernel"));
		}
		final Path file = PaintNetwork.model(project).resolve("plan.json");
		PlanFile.write(file, PlanFile.read(file).withPatch(List.of(EDGE, 2 * EDGE)));
		nn.learn(LearnOptions.builder().project(project).rounds(1).steps(1).device("cpu").build(), Progress.none());
		assertTrue(Files.readString(saved(project).resolve("notes/learning.json")).contains("MUON"),
			"a network that begins anew, as with another class");
		assertFalse(Files.readString(saved(project).resolve("variables.json")).contains("optimizer/v/enc0/conv0/kernel"));
		project("q");
		nn.learn(LearnOptions.builder().project(temp.resolve("q")).rounds(1).steps(1).device("cpu").build(), Progress.none());
		assertTrue(Files.readString(saved(temp.resolve("q")).resolve("notes/learning.json")).contains("MUON"));
	}

	private static Path saved(final Path project) throws IOException {
		return new CheckpointFolder(PaintNetwork.model(project).resolve("checkpoint_last")).current();
	}

	@Test
	void anImageOnTheNetworksGridIsHeldInMemoryOnce() throws IOException {
		project("p");
		try (Engine engine = Engines.open("cpu", 1);
			Learner learner = new Learner(PaintProject.read(temp.resolve("p")), engine, 1, executor, Progress.none()))
		{
			final Volume image = learner.images().get(0);
			assertSame(learner.network().image(0), image);
			double sum = 0, squares = 0;
			for (int z = 0; z < 2; z++)
				for (final float value : image.plane(0, z)) {
					sum += value;
					squares += value * value;
				}
			assertEquals(0, sum / EDGE / EDGE / 2, 1e-4);
			assertEquals(1, squares / EDGE / EDGE / 2, 1e-4);
		}
	}

	@Test
	void aCancelledRunKeepsWhatItHasLearned() throws IOException {
		project("p");
		final LearnResult result = nn.learn(LearnOptions.builder().project(temp.resolve("p")).rounds(5).steps(4)
			.device("cpu").build(), Recorded.until(1, "round 2"));
		assertTrue(result.cancelled());
		assertEquals(4, result.steps());
		assertTrue(PaintNetwork.isIn(temp.resolve("p")));
		assertEquals(List.of(), result.predictions());
	}

	/** NB: an engine that is not told expects very much, and compiles on a GPU for longer than two slices take. */
	@Test
	void theEngineIsToldHowMuchThereIsToPredict() throws IOException {
		project("p");
		nn.learn(LearnOptions.builder().project(temp.resolve("p")).rounds(1).steps(1).device("cpu").build(), Progress
			.none());
		final double[] told = new double[1];
		try (Engine engine = Engines.open("cpu", 1)) {
			final Engine watched = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {
				Engine.class }, (proxy, method, values) -> {
					if (method.getName().equals("expect")) told[0] = (double) values[0];
					return method.invoke(engine, values);
				});
			new AllSlices(PaintProject.read(temp.resolve("p")), new Hardware("cpu", 1, false), watched, executor).forEach(Progress
				.none(), (image, labels) -> {});
		}
		final double slice = EDGE * EDGE;
		assertTrue(told[0] >= 2 * slice && told[0] < 20 * slice, told[0] + " voxels of windows");
	}

	@Test
	void aProjectIsPreprocessedAndTrainedLikeAnyDataset() throws IOException {
		project("p");
		nn.preprocess(PreprocessOptions.builder().dataset(temp.resolve("p")).output(temp.resolve("out"))
			.configuration("2d").build(), Progress.none());
		final TrainResult trained = nn.train(TrainOptions.builder().data(temp.resolve("out/p")).configuration("2d")
			.fold(-1).features(4).steps(2).stepsPerEpoch(2).device("cpu").build(), Progress.none());
		assertEquals(2, trained.steps());
	}

	@Test
	void paintOfOneClassIsNotEnough() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("p"), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))))
		{
			project.addImage("discs", discs(1));
			project.stroke("discs", 1, 0, new Runs(new int[] { 24, 20, 8 }));
		}
		final String message = assertThrows(ProblemException.class, () -> nn.learn(LearnOptions.builder().project(temp
			.resolve("p")).device("cpu").build(), Progress.none())).getMessage();
		assertTrue(message.contains("none of paper"), message);
	}

	@Test
	void everyFifthStrokeOfAClassIsHeldBackAndNotLearned() throws IOException {
		project("p");
		final PaintProject project = PaintProject.read(temp.resolve("p"));
		final Division division = Division.of(List.of(project.paint("discs")), 2).get(0);
		assertEquals(List.of(0), List.copyOf(division.held().keySet()));
		int held = 0, both = 0;
		for (int i = 0; i < EDGE * EDGE; i++) {
			if (division.held().get(0)[i] >= 0) held++;
			if (division.held().get(0)[i] >= 0 && division.learned().get(0)[i] >= 0) both++;
		}
		assertEquals(16, held, "the third stroke of each class");
		assertEquals(0, both);
		assertEquals(40, division.counts(2)[1]);
	}

	@Test
	void ofAnAcceptedSliceTheMiddleIsHeldBackButStrokesAreAllLearned() throws IOException {
		project("p");
		try (PaintProject project = PaintProject.open(temp.resolve("p"))) {
			final short[] labels = new short[EDGE * EDGE];
			Arrays.fill(labels, (short) 1);
			project.accept("discs", 0, labels);
			final Division division = Division.of(List.of(project.paint("discs")), 2).get(0);
			assertEquals(List.of(0, 1), List.copyOf(division.held().keySet()));
			assertEquals(List.of(0), division.accepted());
			int held = 0;
			for (int i = 0; i < EDGE * EDGE; i++) {
				final int x = i % EDGE, y = i / EDGE;
				final boolean middle = x >= 15 && x < 33 && y >= 15 && y < 33;
				// NB: the three strokes of discs are 8 wide from x = 20 on, in rows 20, 23 and 26
				final boolean stroke = x >= 20 && x < 28 && (y == 20 || y == 23 || y == 26);
				assertEquals(middle && !stroke ? 1 : -1, division.held().get(0)[i], x + ", " + y);
				assertEquals(middle && !stroke, division.learned().get(0)[i] < 0, x + ", " + y);
				if (middle && !stroke) held++;
			}
			assertEquals(18 * 18 - 24, held);
			project.accept("discs", 1, labels);
			assertTrue(Division.of(List.of(project.paint("discs")), 2).get(0).learned().get(1)[0] >= 0);
		}
	}

	@Test
	void onceAWholeSliceIsHeldBackOthersAreLearnedWhole() throws IOException {
		try (PaintProject project = PaintProject.create(temp.resolve("q"), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))))
		{
			project.addImage("discs", discs(3));
			for (int z = 0; z < 3; z++)
				project.accept("discs", z, new short[EDGE * EDGE]);
			final Division division = Division.of(List.of(project.paint("discs")), 2).get(0);
			assertEquals(List.of(2), List.copyOf(division.held().keySet()));
			assertEquals(2 * EDGE * EDGE, division.counts(2)[0]);
		}
	}

	@Test
	void aSliceAcceptedThreeTimesIsStillLearned() throws IOException {
		project("p");
		try (PaintProject project = PaintProject.open(temp.resolve("p"))) {
			for (final int label : new int[] { 0, 1, 0 }) {
				final short[] labels = new short[EDGE * EDGE];
				Arrays.fill(labels, (short) label);
				project.accept("discs", 1, labels);
			}
			final Division division = Division.of(List.of(project.paint("discs")), 2).get(0);
			assertEquals(List.of(1), division.accepted());
			assertEquals(0, division.learned().get(1)[0], "the labels that were accepted last");
			assertTrue(division.held().get(1)[0] < 0, "only the middle is held back");
			project.accept("discs", 0, new short[EDGE * EDGE]);
			assertEquals(List.of(0, 1), Division.of(List.of(project.paint("discs")), 2).get(0).accepted(),
				"the second slice, not the fourth");
		}
	}

	@Test
	void aProjectThatIsLeftAtAnyMomentOpensAgainWithPaintAndWeights() throws IOException {
		project("p");
		final List<Path> copies = new ArrayList<>();
		nn.learn(LearnOptions.builder().project(temp.resolve("p")).rounds(2).steps(1).device("cpu").build(),
			new Recorded() {

			@Override
			public void update(final double fraction, final String status) {
				if (!status.startsWith("round") && !status.startsWith("step")) return;
				copies.add(temp.resolve("copy" + copies.size()));
				copy(temp.resolve("p"), copies.get(copies.size() - 1));
			}
		});
		final List<Long> steps = new ArrayList<>();
		for (final Path copy : copies) {
			try (PaintProject project = PaintProject.open(copy); Engine engine = Engines.open("cpu", 1);
				PaintNetwork network = new PaintNetwork(project, List.of(project.image("discs")), engine, 1, executor,
					Progress.none()))
			{
				assertEquals(12, project.paint("discs").marks().size());
				steps.add(network.steps());
			}
		}
		assertEquals(List.of(0L, 0L, 1L, 1L), steps);
	}

	private static void copy(final Path from, final Path to) {
		try (Stream<Path> files = Files.walk(from)) {
			for (final Path file : files.toList())
				Files.copy(file, to.resolve(from.relativize(file)));
		}
		catch (final IOException exc) {
			throw new UncheckedIOException(exc);
		}
	}

	@Test
	void labelsOfUnpaintedVoxelsAreDrawnByTheForestsProbabilities() {
		final float[][] probabilities = { new float[10_000], new float[10_000], new float[10_000] };
		for (int i = 0; i < 10_000; i++) {
			probabilities[0][i] = 0.7f;
			probabilities[2][i] = 0.3f;
		}
		final short[] paint = new short[10_000];
		Arrays.fill(paint, ImagePaint.UNPAINTED);
		paint[5] = 1;
		final int[] axis = IntStream.range(0, 100).toArray();
		final Volume image = new Volume(Geometry.of(new long[] { 100, 100, 2 }, 1, 1, 1), 1);
		final Lesson lesson = new Lesson("a", image, new int[][] { { 0, 1 }, axis, axis }, 100,
			Map.of(0, paint), Map.of(0, Lesson.sums(probabilities)), 0.5, 3, 1);
		final byte[] labels = new byte[20_000];
		lesson.readLabels(new int[3], new int[] { 2, 100, 100 }, labels);
		final int[] counts = new int[4];
		for (int i = 0; i < 10_000; i++)
			counts[labels[i]]++;
		assertEquals(3500, counts[0], 150);
		assertEquals(1500, counts[2], 150);
		assertEquals(5000, counts[3], 150);
		assertEquals(1, labels[5], "paint is not drawn");
		assertEquals(1, counts[1]);
		assertEquals(3, labels[15_000], "the forest has not seen this slice");
		final byte[] other = new byte[100];
		lesson.readLabels(new int[] { 0, 0, 1 }, new int[] { 1, 2, 50 }, other);
		assertFalse(Arrays.equals(Arrays.copyOfRange(labels, 1, 51), Arrays.copyOf(other, 50)),
			"other samples have other draws");
	}

	/** NB: of an image that is not larger than a patch all samples begin at the same voxel. */
	@Test
	void eachBurstDrawsTheForestsLabelsAnew() throws IOException {
		project("p");
		final PaintProject project = PaintProject.read(temp.resolve("p"));
		try (Engine engine = Engines.open("cpu", 1);
			Learner learner = new Learner(project, engine, 1, executor, Progress.none()))
		{
			learner.look(project.paint());
			final byte[] first = drawn(learner);
			assertArrayEquals(first, drawn(learner), "the same burst");
			learner.learn(1, () -> false, Progress.none());
			assertFalse(Arrays.equals(first, drawn(learner)), "the next one");
		}
	}

	/** The labels of a slice of which the forest knows nothing. */
	private static byte[] drawn(final Learner learner) {
		final float[][] even = new float[2][EDGE * EDGE];
		for (final float[] plane : even)
			Arrays.fill(plane, 0.5f);
		final byte[] labels = new byte[EDGE * EDGE];
		learner.network().lesson(0, learner.divisions().get(0), Map.of(0, Lesson.sums(even)), 1).readLabels(new int[3],
			new int[] { 1, EDGE, EDGE }, labels);
		return labels;
	}

	@Test
	void theNetworkIsShownWhenItIsALittleBetterAndTheForestAgainWhenThatIs() {
		final Verdict verdict = new Verdict();
		verdict.tested(0.7, 0.9, 30, -1);
		assertFalse(verdict.network(), "too few steps");
		verdict.tested(0.7, 0.69, 90, -1);
		assertFalse(verdict.network());
		verdict.tested(0.7, 0.9, 120, 60);
		assertFalse(verdict.network(), "too few steps since a slice was accepted");
		verdict.tested(0.7, 0.69, 400, 310);
		assertFalse(verdict.network(), "a slice was accepted long ago, but the network is still worse");
		verdict.tested(0.7, 0.71, 460, 370);
		assertFalse(verdict.network(), "not clearly better");
		verdict.tested(0.7, 0.72, 460, 370);
		assertTrue(verdict.network());
		verdict.tested(0.8, 0.8, 520, 430);
		assertTrue(verdict.network(), "as good as the forest");
		verdict.tested(0.8, 0.79, 580, 490);
		assertFalse(verdict.network());
		verdict.tested(1.0, 1.0, 640, 550);
		assertTrue(verdict.network(), "both make no error");
	}

	@Test
	void withoutATestTheNetworkIsShownOnlyLongAfterASliceWasAccepted() {
		final Verdict untested = new Verdict();
		untested.tested(null, null, 400, -1);
		assertFalse(untested.network());
		untested.tested(null, null, 400, 199);
		assertFalse(untested.network());
		untested.tested(null, null, 400, 200);
		assertTrue(untested.network());
		assertNull(untested.networkDice());
	}

	/** A project of two slices with three strokes of each class in each. */
	private void project(final String name) throws IOException {
		final LabelMap labels = strokes(2);
		try (PaintProject project = PaintProject.create(temp.resolve(name), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))))
		{
			project.addImage("discs", discs(2));
			for (int z = 0; z < 2; z++)
				for (int n = 0; n < 3; n++) {
					project.stroke("discs", 0, z, new Runs(new int[] { 2 + 3 * n, 3, 8 }));
					project.stroke("discs", 1, z, new Runs(new int[] { 20 + 3 * n, 20, 8 }));
				}
			for (int z = 0; z < 2; z++)
				for (int i = 0; i < EDGE * EDGE; i++)
					assertEquals(labels.plane(z)[i] - 1, project.paint("discs").slice(z)[i]);
		}
	}

	private Map<String, float[]> weights(final String name) throws IOException {
		final ModelFolder model = ModelFolder.open(PaintNetwork.model(temp.resolve(name)));
		try (Engine engine = Engines.open("cpu", 1); Network network = model.networks(engine,
			ModelFolder.Which.LAST).get(
			0))
		{
			return network.weights();
		}
	}

	/** A stack of noise with a bright disc of radius 12 in each slice. */
	static Volume discs(final int slices) {
		final Volume volume = new Volume(Geometry.of(new long[] { EDGE, EDGE, slices }, 1, 1, 5), 1);
		final Random random = new Random(7);
		for (int z = 0; z < slices; z++)
			for (int i = 0; i < EDGE * EDGE; i++)
				volume.plane(0, z)[i] = (float) (100 + 20 * random.nextGaussian() + (inDisc(i) ? 60 : 0));
		return volume;
	}

	private static boolean inDisc(final int i) {
		return Math.hypot(i % EDGE - 24, i / EDGE - 24) < 12;
	}

	/** Three strokes of each class in each slice: 1 is background, 2 is disc, 0 is unknown. */
	static LabelMap strokes(final int slices) {
		final LabelMap labels = new LabelMap(discs(slices).geometry());
		for (int z = 0; z < slices; z++)
			for (int n = 0; n < 3; n++)
				for (int x = 0; x < 8; x++) {
					labels.plane(z)[(2 + 3 * n) * EDGE + 3 + x] = 1;
					labels.plane(z)[(20 + 3 * n) * EDGE + 20 + x] = 2;
				}
		return labels;
	}
}
