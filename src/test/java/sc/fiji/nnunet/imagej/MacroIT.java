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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.worker.TinyTraining;

/**
 * The macros of this project in plain ImageJ, against the built jar, on a tiny phantom. The engine's jars are not on
 * the class path there but those of TensorFlow 1, so training and prediction run in a process of their own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MacroIT {

	/** Two steps with a narrow network: whether it runs, not what it learns. */
	private static final String TINY = "steps=2 preset=cpu features=4 nfolds=2 finalvalidation=false";

	@TempDir
	static Path folder;

	private static PlainImageJ imagej;
	private static Path raw;
	private static Path out;

	@BeforeAll
	static void install() throws Exception {
		raw = folder.resolve("raw data/Task99_Tiny");
		out = folder.resolve("out");
		new Phantom(4, 2, 5).write(raw, Progress.none());
		imagej = new PlainImageJ(folder.resolve("ImageJ"));
	}

	@AfterAll
	static void uninstall() throws IOException {
		imagej.uninstall();
	}

	/** NB: the macros below train and predict all the same. The profile tensorflow1 brings the native library. */
	@Test
	@Order(0)
	void theHostSeesTensorFlow1() throws Exception {
		final URL graph = imagej.plugin("org.tensorflow.Graph").getResource("Graph.class");
		assertTrue(graph.toString().contains("libtensorflow-1.15.0.jar"), graph.toString());
		assertThrows(ClassNotFoundException.class, () -> imagej.plugin("org.tensorflow.op.core.Conv3d"));
		if (Files.exists(Path.of(System.getProperty("nnunet.tensorflow1"), "libtensorflow_jni-1.15.0.jar"))) assertEquals(
			"1.15.0", imagej.plugin("org.tensorflow.TensorFlow").getMethod("version").invoke(null));
	}

	@Test
	@Order(1)
	void preprocess() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_preprocess.ijm", raw, out));
		assertTrue(Files.exists(out.resolve("Task99_Tiny/plan_3d.json")));
	}

	@Test
	@Order(2)
	void train() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_train.ijm", out.resolve("Task99_Tiny"), TINY));
		assertTrue(Files.exists(fold().resolve("checkpoint_last")));
	}

	@Test
	@Order(3)
	void predict() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_predict.ijm", fold(), raw.resolve("imagesTs"), folder.resolve(
			"labels")));
		assertTrue(Files.exists(folder.resolve("labels/phantom_005.nii.gz")), Files.list(folder.resolve("labels")).toList()
			.toString());
		assertTrue(Files.readString(folder.resolve("labels/counts.csv")).contains("phantom_005,"));
		assertTrue(Files.exists(folder.resolve("labels/objects.csv")));
	}

	@Test
	@Order(4)
	void predictImage() throws Exception {
		final Path labels = folder.resolve("image labels.nii.gz");
		assertEquals("done", imagej.runFile("nnunet_predict_image.ijm", fold(), raw.resolve("imagesTs/phantom_005.nii.gz"),
			labels));
		assertEquals(-1, Files.mismatch(labels, folder.resolve("labels/phantom_005.nii.gz")),
			"the open image and the file give the same labels");
	}

	@Test
	@Order(5)
	void predictATimeLapse() throws Exception {
		assertEquals("16 x 3, 0.5 s, Labels of film", imagej.run(
			"newImage(\"film\", \"16-bit grayscale-mode\", 20, 18, 1, 16, 3); setVoxelSize(1, 1, 1, \"mm\");" +
				"Stack.setFrameInterval(0.5); run(\"Macro...\", \"code=v=x+y+1 stack\");" +
				"run(\"nnU-Net Predict Image\", \"model=[" + PlainImageJ.path(fold()) + "] preset=fast\");" +
				"getDimensions(w, h, c, z, t); return \"\" + z + \" x \" + t + \", \" +" +
				"Stack.getFrameInterval() + \" s, \" + getTitle();", ""));
	}

	@Test
	@Order(5)
	void evaluate() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_evaluate.ijm", folder.resolve("labels"), raw.resolve("labelsTs")));
		assertTrue(Files.readString(folder.resolve("labels/summary.json")).contains("foreground_mean"));
	}

	@Test
	@Order(6)
	void wholeWay() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_whole_way.ijm", raw, folder.resolve("whole"), TINY));
		assertTrue(Files.exists(folder.resolve("whole/predictions/summary.json")));
	}

	@Test
	@Order(7)
	void whatCannotBeUsedStopsTheMacro() throws Exception {
		final String train = "run(\"nnU-Net Train\", \"data=[" + PlainImageJ.path(out.resolve("Task99_Tiny")) +
			"] %s\"); " + "return \"went on\";";
		for (final String options : List.of("Fold=0 modelpath=x", "learning=0.1", "fold=zero", "optimizer=lion",
			"oversampling=2", "tta=perhaps", "device=tpu", "steps=1 epochs=1", "fold=7"))
			assertEquals(PlainImageJ.ABORTED, imagej.run(String.format(train, options), ""), options);
		assertEquals(PlainImageJ.ABORTED, imagej.run("run(\"nnU-Net Trian\", \"\"); return \"went on\";", ""));
		assertEquals(PlainImageJ.ABORTED, imagej.run("run(\"nnU-Net Train\", \"\"); return \"went on\";", ""), "no data");
	}

	/** A wrong type, a wrong choice, a value out of range and nothing at all, for each command. */
	private static final Map<String, List<String>> WRONG = Map.ofEntries( //
		Map.entry("nnU-Net...", List.of("")), //
		Map.entry("nnU-Net Benchmark", List.of("mode=lion", "dim=4", "precision=fp64", "batchsize=x", "task=11")), //
		Map.entry("nnU-Net Check Dataset", List.of("", "tolerance=much", "tolerance=-1", "negativeisbackground=perhaps")),
		//
		Map.entry("nnU-Net Convert", List.of("", "input=pom.xml output=x.nii.gz spacing=a")), //
		Map.entry("nnU-Net Cross-Validate", List.of("", "nfolds=1", "preset=lion", "minutes=many", "ensembles=2")), //
		Map.entry("nnU-Net Demo", List.of("", "minutes=-1", "worker=elsewhere", "force=2")), //
		Map.entry("nnU-Net Doctor", List.of("threads=-1", "worker=elsewhere", "threads=x")), //
		Map.entry("nnU-Net Download", List.of("", "task=77 output=x")), //
		Map.entry("nnU-Net Evaluate", List.of("", "emptyrule=two", "fold=a", "surface=perhaps", "tolerance=-1")), //
		Map.entry("nnU-Net Export", List.of("", "model=/no/such/folder output=x", "formats=lion", "precision=fp64")), //
		Map.entry("nnU-Net Export NIfTI", List.of("", "image=[no such image] output=x.nii")), //
		Map.entry("nnU-Net Import NIfTI", List.of("", "input=/no/file.nii")), //
		Map.entry("nnU-Net Install Engine", List.of("gpu=perhaps")), //
		Map.entry("nnU-Net Learn", List.of("", "project=/no/such/folder", "zero=one", "steps=0", "image=x project=y")), //
		Map.entry("nnU-Net Models", List.of("folder=/no/such/folder")), //
		Map.entry("nnU-Net Open Model", List.of("", "model=/no/such/folder", "segment=perhaps")), //
		Map.entry("nnU-Net Paint and Train", List.of("", "project=/no/such/folder", "classes=[cell]")), //
		Map.entry("nnU-Net Plan", List.of("", "recipe=lion", "batchsize=1.5", "memorytarget=-1")), //
		Map.entry("nnU-Net Predict Image", List.of("", "image=[no such image]", "preset=best", "threads=-1")), //
		Map.entry("nnU-Net Predict", List.of("", "overlap=2", "blend=cubic", "tta=2", "threads=x", "table=perhaps",
			"minimumsize=-1", "minimumsize=5")), //
		Map.entry("nnU-Net Preprocess", List.of("", "configuration=4d", "nfolds=1", "dim=9", "float16=perhaps")), //
		Map.entry("nnU-Net TotalSegmentator", List.of("", "resolution=2mm", "weights=/no/such/folder", "statistics=2")), //
		Map.entry("nnU-Net Train", List.of("", "Fold=0 modelpath=x", "fold=zero", "optimizer=lion", "oversampling=2",
			"tta=perhaps", "nvol=0", "gpus=2")), //
		Map.entry("nnU-Net Tune", List.of("", "data=/no/such/folder", "trials=many", "minutes=-1")));

	@Test
	@Order(8)
	void everyCommandRefusesWrongKeysTypesAndChoices() throws Exception {
		final Set<String> labels = new HashSet<>();
		for (final String line : Files.readAllLines(Path.of("plugins.config"))) {
			if (line.startsWith("#")) continue;
			final String label = line.split("\"")[1];
			labels.add(label);
			for (final String options : Stream.concat(Stream.of("nosuchkey=1"), WRONG.getOrDefault(label, List.of()).stream())
				.toList())
				assertEquals(PlainImageJ.ABORTED, imagej.run("run(\"" + label + "\", \"" + options + "\"); return \"went on\";",
					""), label + " " + options);
		}
		assertEquals(WRONG.keySet(), labels, "a command without wrong options");
	}

	@Test
	@Order(9)
	void callReturnsWhatHappened() throws Exception {
		final String call = "return call(\"sc.fiji.nnunet.imagej.NNUNet_Bridge.call\", \"%s\", \"%s\");";
		assertEquals("ok", imagej.run(String.format(call, "nnU-Net Preprocess", "dataset=[" + PlainImageJ.path(raw) +
			"] output=[" + PlainImageJ.path(out) + "]"), ""));
		assertTrue(imagej.run(String.format(call.replace(".imagej.", ".host."), "nnU-Net Preprocess", "data=x nokey=1"), "")
			.contains("nokey: is not an option of nnU-Net Preprocess. Its options are dataset, output,"));
		assertTrue(imagej.run(String.format(call, "nnU-Net Nothing", ""), "").startsWith("There is no command"));
		assertTrue(imagej.run(String.format(call, "nnU-Net...", ""), "").contains("nnU-Net Train"),
			"without a display, the start window names the commands to use");
	}

	@Test
	@Order(10)
	void escapeEndsATrainingThatGoesOnLater() throws Exception {
		final TinyTraining training = new TinyTraining(folder.resolve("escape"));
		final CompletableFuture<String> macro = CompletableFuture.supplyAsync(() -> {
			try {
				return imagej.run("run(\"nnU-Net Train\", \"" + training.options(0) + "\"); return \"went on\";", "");
			}
			catch (final Exception e) {
				throw new IllegalStateException(e);
			}
		});
		final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
		while (!training.hasCheckpoint(0) && !macro.isDone() && System.nanoTime() < end)
			Thread.sleep(50);
		imagej.pressEscape();
		assertEquals(PlainImageJ.ABORTED, macro.get(5, TimeUnit.MINUTES));
		final TinyTraining.Listener listener = new TinyTraining.Listener().until(1);
		assertThrows(CancelledException.class, () -> training.run(0, NnUNetCommand.IN_PROCESS, listener));
		assertTrue(TinyTraining.resumedFrom(listener.lines()) >= 2, listener.lines());
	}

	@Test
	@Order(11)
	void doctorIsContentBesideTensorFlow1() throws Exception {
		assertEquals("done", imagej.run("run(\"nnU-Net Doctor\", \"device=cpu\"); return \"done\";", ""));
		assertEquals(PlainImageJ.ABORTED, imagej.run("run(\"nnU-Net Doctor\", \"worker=inprocess\"); return \"done\";", ""),
			"in this process there is no engine");
	}

	@Test
	@Order(11)
	void demo() throws Exception {
		assertEquals("done", imagej.runFile("nnunet_demo.ijm", folder.resolve("demo"), "minutes=0.02"));
		assertTrue(Files.exists(folder.resolve("demo/report.html")));
	}

	private static Path fold() {
		return out.resolve("Task99_Tiny/results_3d/fold_0");
	}
}
