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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.SciJava;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.progress.Progress;

/** SciJava's own command line, {@code --headless --run}, in a child process: a Jython script and a command. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HeadlessIT {

	@TempDir
	static Path folder;

	private static Path raw;
	private String output;

	@BeforeAll
	static void makeData() throws IOException {
		raw = folder.resolve("raw data/Task96_Tiny");
		new Phantom(5, 2, 8).write(raw, Progress.none());
	}

	/** What Fiji's launcher does with its arguments. */
	public static final class Launcher {

		public static void main(final String... args) {
			final SciJava scijava = new SciJava();
			scijava.launch(args);
			scijava.context().dispose();
			System.exit(0);
		}
	}

	/** Tells which commands SciJava shows the results of, if it is asked to. */
	@Plugin(type = PostprocessorPlugin.class)
	public static final class Shown extends AbstractPostprocessorPlugin {

		private static final String ASKED = "nnunet.test.shown";

		@Override
		public void process(final Module module) {
			if (Boolean.getBoolean(ASKED)) System.out.println("shown: " + module.getDelegateObject().getClass().getSimpleName());
		}
	}

	private int run(final String code, final String inputs, final String... jvm) throws Exception {
		final File log = folder.resolve("log.txt").toFile();
		final List<String> words = new ArrayList<>(List.of("java", "-Djava.awt.headless=true", "-cp", System.getProperty(
			"surefire.test.class.path", System.getProperty("java.class.path"))));
		words.addAll(List.of(jvm));
		words.addAll(List.of(Launcher.class.getName(), "--headless", "--run", code, inputs));
		final Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log).start();
		assertTrue(process.waitFor(10, TimeUnit.MINUTES), "does not end");
		output = Files.readString(log.toPath());
		return process.exitValue();
	}

	@Test
	@Order(1)
	void jythonScript() throws Exception {
		run("examples/nnunet_jython.py", "dataset=\"" + raw + "\",output=\"" + folder.resolve("out") +
			"\",steps=1,minutes=30,features=4");
		assertTrue(output.contains("Mean foreground Dice: 0."), output);
		assertTrue(Files.exists(folder.resolve("out/predictions/summary.json")));
	}

	/** NB: with the network that the Jython script has trained. */
	@Test
	@Order(2)
	void groovyScript() throws Exception {
		final Path labels = folder.resolve("groovy labels");
		run("examples/nnunet_groovy.groovy", "model=\"" + folder.resolve("out/Task96_Tiny/results_3d/fold_0") +
			"\",input=\"" + raw.resolve("imagesTs") + "\",output=\"" + labels + "\"");
		assertEquals(2, output.lines().filter(line -> line.contains(".nii.gz: ")).count(), output);
		assertTrue(output.contains("phantom_006.nii.gz: "), output);
		try (Stream<Path> files = Files.list(labels)) {
			assertEquals(2, files.filter(file -> file.toString().endsWith(".nii.gz")).count());
		}
	}

	/** NB: with the same network. */
	@Test
	@Order(3)
	void scriptsGiveAndGetImgLib2Images() throws Exception {
		final String inputs = "model=\"" + folder.resolve("out/Task96_Tiny/results_3d/fold_0") + "\",file=\"" + raw.resolve(
			"imagesTs/phantom_006.nii.gz") + "\"";
		final int[] size = ImageFile.geometry(raw.resolve("imagesTs/phantom_006.nii.gz")).sizeZyx();
		run("examples/nnunet_image_jython.py", inputs, "-D" + Shown.ASKED + "=true");
		assertTrue(output.contains(size[2] + " x " + size[1] + " x " + size[0] + ", voxels per label: {"), output);
		assertFalse(output.contains("shown: PredictImage"), "the labels are the script's");
		run("examples/nnunet_image_groovy.groovy", inputs);
		assertTrue(output.contains(size[2] - 2 + " x " + (size[1] - 2) + " x " + (size[0] - 2) + ", voxels per label: ["),
			output);
	}

	@Test
	void groovyTemplate() throws Exception {
		run("src/main/resources/script_templates/nnU-Net/Train_and_Predict.groovy", "dataset=\"" + raw + "\",output=\"" +
			folder.resolve("groovy") + "\",images=\"" + raw.resolve("imagesTs") + "\",steps=1,minutes=30,features=4");
		assertTrue(output.contains("Labels are in " + folder.resolve("groovy/predictions")), output);
		try (Stream<Path> files = Files.list(folder.resolve("groovy/predictions"))) {
			assertEquals(2, files.filter(file -> file.toString().endsWith(".nii.gz")).count());
		}
	}

	@Test
	void jythonTemplate() throws Exception {
		run("src/main/resources/script_templates/nnU-Net/Train_and_Predict.py", "dataset=\"" + raw + "\",output=\"" + folder
			.resolve("template") + "\",images=\"" + raw.resolve("imagesTs") + "\",steps=1,minutes=30,features=4");
		assertTrue(output.contains("Labels are in "), output);
		try (Stream<Path> files = Files.list(folder.resolve("template/predictions"))) {
			assertEquals(2, files.filter(file -> file.toString().endsWith(".nii.gz")).count());
		}
	}

	@Test
	void commandByItsLabel() throws Exception {
		assertEquals(0, run("nnU-Net Preprocess", "dataset=\"" + raw + "\",output=\"" + folder.resolve("label") + "\"",
			"-D" + Shown.ASKED + "=true"));
		assertTrue(output.contains("Preprocessed 5 cases"), output);
		assertTrue(output.contains("shown: Preprocess"), output);
	}

	@Test
	void exitCodesWhenAskedFor() throws Exception {
		assertEquals(2, run("nnU-Net Preprocess", "dataset=\"nowhere\",recipe=\"cake\"", "-Dnnunet.exit=true"));
		assertTrue(output.contains("recipe: is 'cake'") && output.contains("output: is missing"), output);
		assertFalse(output.contains("Preprocessed"), output);
	}
}
