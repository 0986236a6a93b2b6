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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * Where predictions may be written, what is removed there first, and what is said of a case that the engine refuses.
 */
class PredictOutputTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private Path images;
	private Path labels;
	private Path results;
	private ToyEngine engine;

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = folder.resolve("labels");
		results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", PLAN, "best", "last");
		engine = ToyEngine.threshold(5);
	}

	/** A volume of 8 x 9 x 10 voxels with values from 1 to 10 that grow along x. */
	private static Volume volume() {
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				volume.plane(0, z)[i] = 1 + i % 10;
		return volume;
	}

	private Path image(final String name) throws IOException {
		final Path file = images.resolve(name);
		ImageFile.write(file, volume());
		return file;
	}

	private PredictOptions.Builder options() {
		return PredictOptions.builder().model(results).input(images).output(labels);
	}

	private PredictResult run(final PredictOptions options) throws IOException {
		return Predictor.run(options, ModelFolder.open(options.model()), engine, null, Progress.none());
	}

	@Test
	void labelsNeverLieAmongTheFilesOfTheModel() throws IOException {
		final Path file = image("a.nii.gz");
		Files.createDirectory(results.resolve("fold_0/validation"));
		final Path link = Files.createSymbolicLink(folder.resolve("link"), results);
		for (final Path model : List.of(results, results.resolve("fold_0")))
			for (final Path output : List.of(results, link, results.resolve("fold_0"), results.resolve(
				"fold_0/checkpoint_best"), results.resolve("fold_0/validation"), results.resolve("fold_0/../fold_0")))
			{
				final String message = assertThrows(ProblemException.class, () -> run(options().model(model).output(output)
					.build()), output.toString()).getMessage();
				assertTrue(message.contains("so results would be mixed with its files"), message);
				assertThrows(ProblemException.class, () -> run(options().model(model).input(file).output(output.resolve(
					"a.nii")).build()), output.toString());
			}
		assertEquals(0, engine.made.size(), "refused before work");
		assertEquals(1, run(options().output(results.resolve("fold_0/predictions")).build()).written().size());
	}

	/** Under the name of the case, by which evaluation finds them. */
	@Test
	void labelsOfAnOmeTiffAreNifti() throws IOException {
		image("a.ome.tif");
		image("b.tif");
		assertEquals(List.of(labels.resolve("a.nii.gz"), labels.resolve("b.tif")), run(options().build()).written());
	}

	@Test
	void whatKilledProcessesLeftInTheOutputIsRemoved() throws IOException {
		image("a.nii.gz");
		final Path left = Files.createDirectories(labels.resolve("probabilities")).resolve(".a.nii.gz.999999999.1.tmp");
		Files.writeString(left, "x");
		Files.writeString(folder.resolve(".b.nii.999999999.1.tmp"), "x");
		Files.writeString(folder.resolve(".other.nii.999999999.1.tmp"), "x");
		Files.writeString(folder.resolve(".b_objects.csv.part.999999999.1.tmp"), "x");
		run(options().build());
		assertFalse(Files.exists(left));
		run(options().output(folder.resolve("b.nii")).build());
		assertFalse(Files.exists(folder.resolve(".b.nii.999999999.1.tmp")));
		assertTrue(Files.exists(folder.resolve(".other.nii.999999999.1.tmp")), "a folder of anybody's");
		run(options().output(folder.resolve("b.nii")).table(true).build());
		assertFalse(Files.exists(folder.resolve(".b_objects.csv.part.999999999.1.tmp")));
	}

	@Test
	void whereNoHeaderCanBeReadNothingIsForecast() throws IOException {
		Files.writeString(images.resolve("a.nii.gz"), "no image");
		final Recorded told = new Recorded();
		assertEquals(1, Predictor.run(options().build(), ModelFolder.open(results), engine, null, told).failures().size());
		assertTrue(told.lines.stream().noneMatch(line -> line.contains(" MB of memory")), told.lines.toString());
		image("b.nii.gz");
		Predictor.run(options().build(), ModelFolder.open(results), engine, null, told.again());
		assertTrue(told.lines.stream().anyMatch(line -> line.contains(" MB of memory")), told.lines.toString());
	}

	@Test
	void aFormatThatIsNotWrittenIsNoFolder() throws IOException {
		image("a.nii");
		for (final String name : List.of("x.nrrd", "x.JPG", "x.ome.tif", "x.hdr")) {
			final String told = assertThrows(ProblemException.class, () -> run(options().output(folder.resolve(name)).build()))
				.getMessage();
			assertTrue(told.contains("Labels are not written as ") && Files.notExists(folder.resolve(name)), told);
		}
		assertEquals(0, run(options().output(folder.resolve("results.v2")).build()).exitCode());
	}

	@Test
	void memoryThatTheEngineLacksIsToldWithItsCure() throws IOException {
		image("a.nii.gz");
		engine = ToyEngine.failing(new OutOfMemoryException("A window needs 9 GB, and there are 4 GB.",
			"Give a smaller patch.", null));
		assertEquals(List.of(images.resolve("a.nii.gz") +
			": A window needs 9 GB, and there are 4 GB. Give a smaller patch."), run(options().build()).failures().get(0)
				.problems().stream().map(Object::toString).toList());
		engine = ToyEngine.failing(new IllegalStateException("odd"));
		final String bug = run(options().build()).failures().get(0).problems().toString();
		assertTrue(bug.contains("should not happen") && bug.contains("Report this message"), bug);
	}
}
