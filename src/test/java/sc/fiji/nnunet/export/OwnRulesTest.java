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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.plan.ImageAxes;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/** Exports of models that nnU-Net trained follow the rules of nnU-Net's plans, or say what they are. */
class OwnRulesTest extends WithEngine {

	private static final ExportOptions.About ABOUT = ExportOptions.builder().build().about();

	/** A model of nnU-Net itself with one line of its plans changed. */
	private Path model(final String old, final String changed) throws IOException {
		final Path model = Files.createDirectories(folder.resolve("model"));
		for (final String name : List.of("plans.json", "dataset.json", "fold_0/checkpoint_final.pth")) {
			Files.createDirectories(model.resolve(name).getParent());
			Files.copy(Fixtures.FULL.resolve(name), model.resolve(name));
		}
		final String plans = Files.readString(model.resolve("plans.json"));
		assertTrue(plans.contains(old), plans);
		Files.writeString(model.resolve("plans.json"), plans.replace(old, changed));
		return model;
	}

	@Test
	void anExportedModelOfNnUNetKeepsItsPlan() throws IOException {
		final ModelFolder model = ModelFolder.open(model("\"SimpleITKIO\"", "\"SimpleITKIOWithReorient\""));
		assertEquals(ImageAxes.RAS, model.plan().recipe().inference().axes());
		assertNotEquals(Recipe.NNUNET, model.plan().recipe());
		final Recorded said = new Recorded();
		final ExportResult result = Exporter.run(ExportOptions.builder().model(model.folder()).output(folder.resolve("out"))
			.licence("MIT").build(), model, engine, said);
		assertEquals(model.plan(), ModelFolder.open(result.savedModel()).plan());
		assertEquals(model.plan(), ModelFolder.open(result.files().get(0)).plan());
		final String lines = said.lines.toString();
		assertTrue(lines.contains("In other programs: Turn the image to RAS first"), lines);
		assertTrue(lines.contains("Without nnU-Net's own folder. The model resamples or turns images"), lines);
	}

	@Test
	void aModelWithinAZipFileIsExportedToo() throws IOException {
		final Path zip = Fixtures.zip(folder.resolve("models.zip"), Fixtures.CT, Fixtures.FULL, Fixtures.LOW);
		final Path inside = zip.resolve(Fixtures.LOW.getFileName());
		final ExportOptions options = ExportOptions.builder().model(inside).output(folder.resolve("out")).formats(
			"savedmodel").build();
		assertEquals(List.of(), options.validate());
		final ModelFolder model = ModelFolder.open(inside);
		assertEquals(model.plan(), ModelFolder.open(Exporter.run(options, model, engine, Progress.none()).savedModel())
			.plan());
		assertEquals(1, ExportOptions.builder().model(folder.resolve("none.zip/model")).output(folder).build().validate()
			.size());
	}

	@Test
	void theReadmeSaysWhatTheFormatCannotState() {
		final Recipe.Inference usual = Recipe.NNUNET.inference();
		final String plain = readme(3, Recipe.NNUNET);
		assertFalse(plain.contains("RAS") || plain.contains("mirrored") || plain.contains("linearly"), plain);
		assertTrue(readme(3, with(ResampleRule.NNUNET, usual.mirrors(), ImageAxes.RAS)).contains(
			"- **Turn the image to RAS first, without interpolation: x to the right, y to the front, z up. Turn the result"));
		assertTrue(readme(3, with(ResampleRule.NNUNET, List.of(0, 2), ImageAxes.STORED)).contains(
			"Average over mirrored copies along z, x only"));
		assertTrue(readme(2, with(ResampleRule.NNUNET, List.of(0, 2), ImageAxes.STORED)).contains(
			"Average over mirrored copies along x only"));
		assertTrue(readme(3, with(ResampleRule.NNUNET, List.of(), ImageAxes.STORED)).contains(
			"Do not average over mirrored copies"));
		assertTrue(readme(3, with(ResampleRule.NNUNET.with(Kernel.LINEAR), usual.mirrors(), ImageAxes.STORED)).contains(
			"Images were resampled linearly"));
		final String photograph = readme(2, with(ResampleRule.NNUNET, usual.mirrors(), ImageAxes.PIXELS));
		assertTrue(photograph.contains("**Spacing: y 1.000 pixels, x 1.000 pixels.**") && photograph.contains(
			"whatever size the file states"), photograph);
	}

	@Test
	void pixelsHaveNoUnit() {
		assertTrue(description(2, Recipe.NNUNET).yaml().contains("unit: millimeter"));
		final String yaml = description(2, with(ResampleRule.NNUNET, Recipe.Inference.ALL_AXES, ImageAxes.PIXELS)).yaml();
		assertFalse(yaml.contains("millimeter"), yaml);
	}

	private static Recipe with(final ResampleRule rule, final List<Integer> mirrors, final ImageAxes axes) {
		final Recipe.Inference usual = Recipe.NNUNET.inference();
		return Recipe.NNUNET.with(rule, new Recipe.Inference(usual.windows(), usual.weights(), usual.restoring(), mirrors,
			axes, true));
	}

	private static TrainedModel model(final int dimensions, final Recipe recipe) {
		final Plan plan = Examples.plan(Examples.network(dimensions, Recipe.NNUNET, false), Examples.labels(false));
		return new TrainedModel(Examples.plan(plan, plan.dataset(), recipe, plan.configuration()), List.of(Map.of()));
	}

	private static Description description(final int dimensions, final Recipe recipe) {
		return new Description(model(dimensions, recipe), ABOUT);
	}

	private static String readme(final int dimensions, final Recipe recipe) {
		return new Readme(model(dimensions, recipe), description(dimensions, recipe), "").text();
	}
}
