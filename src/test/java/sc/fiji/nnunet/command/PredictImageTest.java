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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.imagej.ImageJExecution;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** What is made of the labels of an open image, after the prediction. */
class PredictImageTest {

	@TempDir
	Path folder;

	private final ImagePlus image = IJ.createImage("cells", "8-bit black", 8, 6, 1);
	private final ImagePlus labels = IJ.createImage("Labels of cells", "8-bit black", 8, 6, 1);
	private Module module;

	@BeforeEach
	void predict() throws Exception {
		labels.getProcessor().set(1, 1, 1);
		labels.getProcessor().set(2, 1, 1);
		module = Commands.find("predict image").createModule();
		module.setInput("image", image);
		module.setInput("model", new File(folder.toFile(), "gone"));
		module.setOutput("labels", labels);
	}

	private PredictImage command() {
		return (PredictImage) module.getDelegateObject();
	}

	@Test
	void theRoiManagerIsRefusedBeforeTheWorkIfThereIsNoDisplay() throws Exception {
		command().begin();
		module.setInput("rois", true);
		final ProblemException e = assertThrows(ProblemException.class, command()::begin);
		assertEquals("rois", e.problems().get(0).where());
	}

	@Test
	void labelsAreNotLostIfWhatIsMadeOfThemFails() {
		module.setInput("table", true);
		Interpreter.batchMode = true;
		try {
			assertThrows(IOException.class, command()::end);
			assertThrows(IOException.class, () -> new ImageJExecution().execute(command(), Progress.none()));
			assertArrayEquals(new int[] { labels.getID() }, Interpreter.getBatchModeImageIDs());
		}
		finally {
			Interpreter.removeBatchModeImage(labels);
			Interpreter.batchMode = false;
			WindowManager.setTempCurrentImage(null);
		}
	}

	@Test
	void theFailureIsToldEvenIfTheLabelsCannotBeShown() {
		module.setOutput("labels", new ImagePlus("Labels of cells", labels.getProcessor()) {

			@Override
			public void show() {
				throw new IllegalStateException("no window");
			}
		});
		Interpreter.batchMode = true;
		try {
			final ProblemException e = assertThrows(ProblemException.class, () -> new ImageJExecution().execute(command(),
				Progress.none()));
			assertEquals("no window", e.getSuppressed()[0].getMessage());
		}
		finally {
			Interpreter.batchMode = false;
		}
	}

	/** NB: the labels of an image from NIfTI may be in another unit than the image is shown in. */
	@Test
	void theSmallestSizeIsInTheUnitOfTheImage() throws Exception {
		image.getCalibration().pixelWidth = 10;
		new ObjectDisplay(true, false, false, 15).show(labels, Labels.of("background", "cell"), image);
		assertEquals(1, image.getOverlay().size(), "20 of 15");
		new ObjectDisplay(true, false, false, 25).show(labels, Labels.of("background", "cell"), image);
		assertEquals(0, image.getOverlay().size(), "20 of 25");
	}

	/** NB: whoever gives a smallest size and shows nothing wants smaller objects removed from the labels. */
	@Test
	void aSmallestSizeNeedsObjectsThatAreShownAndIsANumber() {
		assertEquals(List.of(), sizes());
		module.setInput("minimumsize", 5.0);
		assertEquals(List.of(new Problem("minimumsize", "is given, but there is neither an overlay nor a selection nor a " +
			"table from which smaller objects could be left out.",
			"Give overlay=true, rois=true or table=true, or leave minimumsize out.")), sizes());
		for (final String shown : List.of("overlay", "rois", "table")) {
			module.setInput(shown, true);
			assertEquals(List.of(), sizes(), shown);
			module.setInput(shown, false);
		}
		module.setInput("table", true);
		for (final double wrong : new double[] { -1, Double.NaN, Double.POSITIVE_INFINITY }) {
			module.setInput("minimumsize", wrong);
			assertEquals(List.of("is " + wrong + "."), sizes().stream().map(Problem::what).toList());
			assertTrue(assertThrows(ProblemException.class, () -> command().execute(Progress.none())).problems().contains(sizes()
				.get(0)), "before the work");
		}
	}

	private List<Problem> sizes() {
		return command().problems().stream().filter(problem -> problem.where().equals("minimumsize")).toList();
	}

	@Test
	void numberedObjectsThatTouchAreShownOneByOne() throws Exception {
		labels.getProcessor().set(2, 1, 2);
		new ObjectDisplay(true, false, false, 0).show(labels, Labels.ofObjects("cell"), image);
		final Roi first = image.getOverlay().get(0), second = image.getOverlay().get(1);
		assertEquals(List.of("cell 1", "cell 2"), List.of(first.getName(), second.getName()));
		assertEquals(List.of(1, 1), List.of(first.getGroup(), second.getGroup()));
		assertNotEquals(first.getFillColor(), second.getFillColor());
	}

	/** NB: a plan is all that is read of a model for that. */
	@Test
	void timePointsAreChannelsIfTheNetworkNeedsAsMany() throws Exception {
		final Path trained = Path.of("src/test/resources/earlier/fold_nvidia"), model = folder.resolve("fold_0");
		try (Stream<Path> files = Files.walk(trained)) {
			for (final Path file : files.toList())
				Files.copy(file, model.resolve(trained.relativize(file).toString()));
		}
		module.setInput("image", IJ.createHyperStack("film", 8, 6, 1, 1, 3, 8));
		module.setInput("model", model.toFile());
		assertEquals(3, command().points().count());
		final Path plan = model.resolve("plan.json");
		Files.writeString(plan, Files.readString(plan).replaceFirst("(\"channels\": *\\[)", "$1\"T1\", \"T2\", "));
		assertEquals(3, ModelFolder.plan(model).channels().size(), "else nothing is tested");
		assertEquals(1, command().points().count());
		module.setInput("image", IJ.createHyperStack("film", 8, 6, 2, 1, 4, 8));
		assertTrue(assertThrows(ProblemException.class, command()::begin).getMessage().startsWith("film: has 2 channel(s)"),
			"before it is passed to the engine's process");
	}

	@Test
	void objectsOfATimeLapseAreThoseOfEachTimePoint() throws Exception {
		final ImagePlus film = IJ.createHyperStack("film", 8, 6, 1, 1, 3, 8);
		film.getCalibration().frameInterval = 0.25;
		film.getCalibration().setTimeUnit("min");
		final Geometry grid = Geometry.of(new long[] { 8, 6, 1 }, 1, 1, 1);
		final List<LabelMap> predicted = List.of(new LabelMap(grid), new LabelMap(grid), new LabelMap(grid));
		predicted.get(0).plane(0)[9] = 1;
		predicted.get(2).plane(0)[9] = 2;
		predicted.get(2).plane(0)[11] = 300;
		module.setInput("image", film);
		module.setOutput("labels", TimePoints.labelImage(predicted, "Labels of film"));
		command().end();
		final Calibration calibration = ((ImagePlus) module.getOutput("labels")).getCalibration();
		assertEquals("0.25 min", calibration.frameInterval + " " + calibration.getTimeUnit());
		final ResultsTable table = ResultsTable.getResultsTable();
		table.reset();
		new ObjectDisplay(true, false, true, 0).show((ImagePlus) module.getOutput("labels"), Labels.ofObjects("cell"), film);
		assertEquals(List.of("cell 1, frame 1", "cell 2, frame 3", "cell 300, frame 3"), Stream.of(film.getOverlay()
			.toArray()).map(Roi::getName).toList());
		assertEquals(List.of(1.0, 3.0, 3.0), IntStream.range(0, 3).mapToObj(n -> table.getValue("Frame", n)).toList());
		table.reset();
	}

	/** NB: a table of colours has 256, and the first is that of the background. */
	@Test
	void noNumberHasTheColourOfTheBackground() throws Exception {
		final ImagePlus many = IJ.createImage("Labels of cells", "16-bit black", 8, 6, 1);
		many.getProcessor().set(3, 3, 256);
		new ObjectDisplay(true, false, false, 0).show(many, Labels.ofObjects("cell"), image);
		assertEquals("cell 256", image.getOverlay().get(0).getName());
		final Color shown = image.getOverlay().get(0).getFillColor();
		assertNotEquals(Color.BLACK, new Color(shown.getRGB() & 0xffffff));
	}
}
