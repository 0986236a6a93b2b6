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
package sc.fiji.nnunet.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.library.Library;
import sc.fiji.nnunet.library.LibraryModel;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Exports folds and looks at what lies in the folder. */
class ExporterTest extends WithEngine {

	@Test
	void aFoldOfRecipeNnunetLeavesEveryFormat() throws IOException {
		final ExportResult result = export(fold(3, Recipe.NNUNET, 0), ExportOptions.builder().licence("MIT"));
		assertEquals(List.of("Dataset007_Example_3d.zip", "saved_model_task_Dataset007_Example_dim_3_fp32",
			"Dataset007_Example_3d.onnx", "Dataset007_Example_3d.pt", "nnUNetTrainer__nnUNetPlans__3d_fullres"), result
				.files().stream().map(file -> file.getFileName().toString()).toList());
		for (final Path file : result.files())
			assertTrue(Files.exists(file), file.toString());
		assertEquals(result.files().get(1), result.savedModel());
		assertEquals(result.files().size(), list(folder.resolve("out")).size());
	}

	@Test
	void nnunetsFolderIsLeftOutForRecipeNvidiaAndRefusedByName() throws IOException {
		final Path fold = fold(2, Recipe.NVIDIA, 0);
		assertEquals(4, export(fold, ExportOptions.builder().licence("MIT")).files().size());
		final ProblemException refused = assertThrows(ProblemException.class, () -> export(fold, ExportOptions.builder()
			.formats("onnx,nnunet").output(folder.resolve("other"))));
		assertTrue(refused.getMessage().contains("recipe nvidia"), refused.getMessage());
		assertFalse(Files.exists(folder.resolve("other")));
	}

	@Test
	void aPackageIsWrittenOnlyUnderALicenceThatItsAuthorChose() throws IOException {
		final String problem = ExportOptions.builder().formats("onnx,bioimageio").build().validate().toString();
		for (final String word : List.of("licence", "is missing", "CC-BY-4.0", "CC0-1.0", "MIT"))
			assertTrue(problem.contains(word), problem);
		assertFalse(ExportOptions.builder().formats("onnx").build().validate().toString().contains("licence"));
		final Recorded said = new Recorded();
		final Path fold = fold(2, Recipe.NNUNET, 0);
		final ExportOptions options = ExportOptions.builder().model(fold).output(folder.resolve("out")).build();
		assertEquals(4, Exporter.run(options, ModelFolder.open(fold), engine, said).files().size());
		assertTrue(said.lines.get(0).startsWith(
			"Without the package for bioimage.io, which must state a licence"), said.lines.get(0));
		assertTrue(list(folder.resolve("out")).stream().noneMatch(name -> name.endsWith(".zip")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void aSavedModelPredictsAsItsCheckpoint(final int dimensions) throws IOException {
		final Path fold = fold(dimensions, Recipe.NVIDIA, 0);
		final ExportResult result = export(fold, ExportOptions.builder().formats("savedmodel"));
		assertArrayEquals(logits(fold), logits(result.savedModel()), 1e-5f);
		assertEquals(FoldCases.read(fold, List.of()), FoldCases.read(result.savedModel(), List.of()));
		assertEquals(PlanFile.read(fold.resolve("plan.json")), ModelFolder.open(result.savedModel()).plan());
	}

	/** NB: the last digit of the image changes these logits by up to 1.8e-5, and both ways sum norms in another order. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void aPackagePredictsAsItsCheckpoint(final int dimensions) throws IOException {
		final Path fold = fold(dimensions, Recipe.NNUNET, 0);
		final Path file = export(fold, ExportOptions.builder().formats("bioimageio").licence("MIT")).files().get(0);
		assertArrayEquals(logits(fold), logits(file), 5e-5f);
		assertEquals(PlanFile.read(fold.resolve("plan.json")), ModelFolder.open(file).plan());
		final LibraryModel listed = Library.of(List.of(file.getParent())).models().get(0);
		assertEquals(LibraryModel.Kind.EXPORTED, listed.kind());
		assertEquals("MIT", listed.licence());
		assertEquals(file, listed.path());
		assertTrue(Library.looksLikeModel(file));
		assertThrows(ProblemException.class, () -> export(file, ExportOptions.builder()));
	}

	@Test
	void shorterTypesLieBesideTheFullOnes() throws IOException {
		final ExportResult result = export(fold(2, Recipe.NVIDIA, 0), ExportOptions.builder().formats("savedmodel")
			.precision("bf16"));
		assertEquals(List.of("saved_model_task_Dataset007_Example_dim_2_amp",
			"saved_model_task_Dataset007_Example_dim_2_fp32"), list(folder.resolve("out")));
		assertTrue(result.savedModel().endsWith("saved_model_task_Dataset007_Example_dim_2_amp"));
		final Path plain = export(fold(2, Recipe.NVIDIA, 0), ExportOptions.builder().formats("savedmodel").precision(
			"bf16").loadsm(true)).savedModel();
		assertTrue(plain.endsWith("saved_model_task_Dataset007_Example_dim_2_fp32"));
	}

	@Test
	void foldsAreAveragedInOneGraph() throws IOException {
		final Path first = fold(2, Recipe.NVIDIA, 0);
		final Path second = fold(2, Recipe.NVIDIA, 1);
		final float[] mean = logits(first);
		final float[] other = logits(second);
		for (int i = 0; i < mean.length; i++)
			mean[i] = (mean[i] + other[i]) / 2;
		final ExportResult both = export(first.getParent(), ExportOptions.builder().formats("savedmodel"));
		assertArrayEquals(mean, logits(both.savedModel()), 1e-5f);
		final ExportResult one = export(first.getParent(), ExportOptions.builder().formats("savedmodel").folds("1"));
		assertArrayEquals(other, logits(one.savedModel()), 1e-5f);
	}

	@Test
	void anExportIsNotExportedAgain() throws IOException {
		final Path saved = export(fold(2, Recipe.NVIDIA, 0),
			ExportOptions.builder().formats("savedmodel")).savedModel();
		assertTrue(assertThrows(ProblemException.class, () -> export(saved,
			ExportOptions.builder())).getMessage().contains(
			"was exported already"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void aPackageFollowsTheRulesOfBioimageIo(final int dimensions) throws IOException {
		final Path fold = fold(dimensions, Recipe.NNUNET, 0);
		export(fold, ExportOptions.builder().formats("bioimageio").name("Liver (CT)").authors("A. Author, B. Author")
			.licence("MIT").citation("Us, https://example.org/paper"));
		final Map<String, byte[]> files = unzip(folder.resolve("out/Liver_CT_.zip"));
		final String yaml = new String(files.get("bioimageio.yaml"), StandardCharsets.UTF_8);
		DescriptionRules.check(yaml, files.keySet());
		assertFalse(yaml.contains("halo"), "the norm needs all of an image");
		for (final String part : List.of("name: Liver (CT)", "name: B. Author", "license: MIT",
			"url: https://example.org/paper",
			"doi: 10.1038/s41592-020-01008-z", "- tumour"))
			assertTrue(yaml.contains(part), yaml);
		final String readme = new String(files.get("README.md"), StandardCharsets.UTF_8);
		assertTrue(readme.contains(dimensions == 3 ? "**Spacing: z 2.000 mm, y 1.000 mm, x 1.000 mm.**"
			: "**Spacing: y 1.000 mm, x 1.000 mm.**"), readme);
		assertTrue(readme.contains("- 2: tumour") && readme.contains("## Validation"), readme);
		final TestTensors test = TestTensors.of(TrainedModel.read(ModelFolder.open(fold), ModelFolder.Which.AUTO, engine),
			engine);
		final String voxels = dimensions == 3 ? "4, 8, 12)" : "8, 12)";
		assertArrayEquals(test.image(), numbers(files.get("test_input.npy"), "(1, 2, " + voxels));
		assertArrayEquals(test.probabilities(), numbers(files.get("test_output.npy"), "(1, 3, " + voxels), 1e-5f);
		assertEquals(512, ImageIO.read(new java.io.ByteArrayInputStream(files.get("cover.png"))).getWidth());
	}

	/** The numbers in a file of NumPy, which has this shape. */
	private static float[] numbers(final byte[] npy, final String shape) {
		final ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
		final int header = bytes.getShort(8);
		final String text = new String(npy, 10, header, StandardCharsets.US_ASCII);
		assertTrue(text.contains("'<f4'") && text.contains(shape), text);
		final float[] numbers = new float[(npy.length - 10 - header) / Float.BYTES];
		bytes.position(10 + header).asFloatBuffer().get(numbers);
		return numbers;
	}

	@Test
	void namesFollowTheOthersRules() {
		assertEquals(List.of("left_lung", "_3rd", "class_", "left_lung_2"), ExportNames.identifiers(List.of("left lung",
			"3rd", "class", "left-lung")));
		assertEquals("saved_model_task_04_dim_3_fp32", ExportNames.savedModel(task("Task04_Hippocampus", "3d"), false));
		assertEquals("saved_model_task_04_dim_3_amp", ExportNames.savedModel(task("Task04_Hippocampus", "3d"), true));
		assertEquals("saved_model_task_04_dim_3_lowres_fp32", ExportNames.savedModel(task("Task04_Hippocampus",
			"3d_lowres"), false));
		assertEquals("saved_model_task_04_dim_3_cascade_amp", ExportNames.savedModel(task("Task04_Hippocampus",
			"3d_cascade"), true));
		assertEquals("saved_model_task_04_dim_3_my_own_fp32", ExportNames.savedModel(task("Task04_Hippocampus", "my own"),
			false));
		assertEquals("_..", ExportNames.folder(task("..", "3d")));
		assertEquals("Liver_CT_.1", ExportNames.file("Liver (CT)/.1"));
		assertEquals("Dataset肝臓_3d", ExportNames.of(task("Dataset肝臓", "3d")), "or it would replace that of Dataset肺");
		assertEquals("saved_model_task_Dataset肺_dim_3_fp32", ExportNames.savedModel(task("Dataset肺", "3d"), false));
		final Plan plan = task("Dataset肝臓", "3d");
		assertEquals("nnU-Net Dataset 3d", new Description(new TrainedModel(plan, List.of(Map.of())), ExportOptions.builder()
			.build().about()).name());
	}

	/** What keeps objects apart is none of the things that a network segments. */
	@Test
	void numberedObjectsAreDescribedWithoutTheirBorder() {
		final Plan plan = Examples.plan(Examples.network(3, Recipe.NVIDIA, false), Labels.ofObjects("nucleus"));
		assertTrue(new Description(new TrainedModel(plan, List.of(Map.of())), ExportOptions.builder().build().about())
			.sentence().endsWith("that segments nucleus."));
	}

	private static Plan task(final String dataset, final String configuration) {
		return Examples.plan(Examples.plan(Examples.network(3, Recipe.NVIDIA, false), Examples.labels(false)), dataset,
			Recipe.NVIDIA, configuration);
	}

	@Test
	void modelsOfOtherDatasetsAndConfigurationsLieBesideEachOther() throws IOException {
		final Path fold = fold(3, Recipe.NNUNET, 0);
		for (final String dataset : List.of("Task04_Hippocampus", "Task09_Spleen"))
			for (final String configuration : List.of("3d", "3d_lowres"))
				export(change(fold, dataset, configuration), ExportOptions.builder().formats("savedmodel,nnunet"));
		final Path out = folder.resolve("out");
		assertEquals(List.of("Task04_Hippocampus", "Task09_Spleen", "saved_model_task_04_dim_3_fp32",
			"saved_model_task_04_dim_3_lowres_fp32", "saved_model_task_09_dim_3_fp32",
			"saved_model_task_09_dim_3_lowres_fp32"), list(out));
		for (final String dataset : List.of("Task04_Hippocampus", "Task09_Spleen"))
			for (final String configuration : List.of("3d_fullres", "3d_lowres")) {
				final ModelFolder model = ModelFolder.open(out.resolve(dataset).resolve("nnUNetTrainer__nnUNetPlans__" +
					configuration));
				assertEquals(dataset, model.plan().dataset());
				assertEquals(configuration, model.plan().configuration());
			}
	}

	@Test
	void anExportOfAnotherDatasetIsNotReplaced() throws IOException {
		final Path fold = fold(2, Recipe.NNUNET, 0);
		final Path first = export(change(fold, "Task04_Hippocampus", "2d"), ExportOptions.builder().formats("savedmodel"))
			.savedModel();
		change(fold, "Task04_Other", "2d");
		final String message = assertThrows(ProblemException.class, () -> export(fold, ExportOptions.builder().formats(
			"onnx,savedmodel"))).getMessage();
		assertTrue(message.startsWith(first + ": holds an export of Task04_Hippocampus, 2d, which would be replaced"),
			message);
		assertEquals(List.of(first.getFileName().toString()), list(folder.resolve("out")));
	}

	/** Gives the model of a fold another dataset and configuration. */
	private static Path change(final Path fold, final String dataset, final String configuration) throws IOException {
		final Path file = fold.resolve("plan.json");
		final Plan plan = PlanFile.read(file);
		PlanFile.write(file, Examples.plan(plan, dataset, plan.recipe(), configuration));
		return fold;
	}

	@Test
	void theDiceIsThatOfTheWeightsThatAreExported() throws IOException {
		final Path fold = fold(2, Recipe.NVIDIA, 0);
		assertEquals("", Exporter.validation(ModelFolder.open(fold), ModelFolder.Which.AUTO));
		Files.writeString(fold.resolve("summary.json"), "{\"mean\": {\"1\": {\"Dice\": 0.5}}, \"metric_per_case\": " +
			"[{\"metrics\": {\"1\": {\"Dice\": 0.5}}, \"prediction_file\": \"a.nii.gz\", " +
			"\"reference_file\": \"b.nii.gz\"}]}");
		try (Network network = engine.network(Examples.network(2, Recipe.NVIDIA, false), 0)) {
			network.save(fold.resolve("checkpoint_best"), Map.of());
		}
		// NB: without a selection, of an unfinished training, the best weights count
		for (final ModelFolder.Which checkpoint : List.of(ModelFolder.Which.AUTO, ModelFolder.Which.BEST))
			assertTrue(Exporter.validation(ModelFolder.open(fold), checkpoint).endsWith(": 0.5000."));
		assertEquals("", Exporter.validation(ModelFolder.open(fold), ModelFolder.Which.LAST));
		Selection.of(1, Selection.Weights.LAST, Selection.Choice.NOTHING, 0.5, Double.NaN, 0.6).write(fold);
		assertTrue(Exporter.validation(ModelFolder.open(fold), ModelFolder.Which.LAST).endsWith(": 0.5000."));
		assertEquals("", Exporter.validation(ModelFolder.open(fold), ModelFolder.Which.BEST));
	}

	@Test
	void allWrongOptionsAreListedAtOnce() {
		final String problems = ExportOptions.builder().model(folder.resolve("none")).formats("onnx,keras").precision(
			"int8").name("x").licence("my own").citation("a book").build().validate().toString();
		for (final String word : List.of("model", "output", "keras", "int8", "name", "licence", "citation"))
			assertTrue(problems.contains(word), problems);
	}

	@Test
	void aCancelledExportLeavesNoPartOfAFile() throws IOException {
		final Path fold = fold(2, Recipe.NNUNET, 0);
		final AtomicInteger asked = new AtomicInteger();
		final Progress cancelled = new Recorded(one -> asked.incrementAndGet() > 4);
		final ExportOptions options = ExportOptions.builder().model(fold).licence("MIT").output(folder.resolve("out"))
			.build();
		assertThrows(CancelledException.class, () -> Exporter.run(options, ModelFolder.open(fold), engine, cancelled));
		assertEquals(List.of(), list(folder.resolve("out")));
	}

	private ExportResult export(final Path model, final ExportOptions.Builder options) throws IOException {
		final ExportOptions given = options.build();
		final ExportOptions all = options.model(model).output(given.output() == null ? folder.resolve("out") : given
			.output()).build();
		return Exporter.run(all, ModelFolder.open(model), engine, Progress.none());
	}

	/** The folder of a fold with random weights. */
	private Path fold(final int dimensions, final Recipe recipe, final int seed) throws IOException {
		final NetworkSpec spec = Examples.network(dimensions, recipe, false);
		final TrainedModel model = Examples.model(engine, spec, Examples.labels(false), seed + 1);
		final Path fold = Files.createDirectories(folder.resolve("results/fold_" + seed));
		PlanFile.write(fold.resolve("plan.json"), model.plan());
		FoldCases.of("Dataset007_Example", seed, 5, List.of(), List.of()).write(fold);
		try (Network network = engine.network(spec, 0)) {
			network.assign(model.folds().get(seed));
			network.save(fold.resolve("checkpoint_last"), Map.of());
		}
		return fold;
	}

	private static float[] logits(final Path model) throws IOException {
		final List<Network> networks = ModelFolder.open(model).networks(engine, ModelFolder.Which.AUTO);
		try {
			final NetworkSpec spec = networks.get(0).spec();
			final int[] size = spec.dimensions() == 3 ? new int[] { 8, 16, 16 } : new int[] { 32, 32 };
			final float[] image = Examples.image(spec, 1, size);
			final float[] logits = new float[image.length / spec.inputChannels() * spec.outputs()];
			networks.get(0).predict(image, 1, size, logits);
			return logits;
		}
		finally {
			networks.forEach(Network::close);
		}
	}

	private static List<String> list(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static Map<String, byte[]> unzip(final Path file) throws IOException {
		final Map<String, byte[]> files = new TreeMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (final ZipEntry entry : zip.stream().toList())
				files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
		}
		return files;
	}
}
