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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ExportedPackage;
import sc.fiji.nnunet.preprocess.NpyWriter;
import sc.fiji.nnunet.progress.Progress;

/** Writes a package for bioimage.io: a zip file with a description, weights in three formats and test data. */
final class BioimagePackage {

	static final String YAML = ExportedPackage.YAML;
	static final String README = "README.md";
	static final String COVER = ExportedPackage.COVER;
	static final String INPUT = "test_input.npy";
	static final String OUTPUT = "test_output.npy";
	static final String ONNX = "weights.onnx";
	static final String TORCHSCRIPT = "weights.pt";
	static final String SAVED_MODEL = ExportedPackage.SAVED_MODEL;

	private final TrainedModel model;
	private final ExportOptions.About about;
	private final String validation;
	private final Engine engine;

	/** @param validation a sentence about how good the model is; empty if that is not known */
	BioimagePackage(final TrainedModel model, final ExportOptions.About about, final String validation,
		final Engine engine)
	{
		this.model = model;
		this.about = about;
		this.validation = validation;
		this.engine = engine;
	}

	/**
	 * Writes the file, whole or not at all.
	 *
	 * @throws IOException if it cannot be written
	 */
	void write(final Path file, final Progress progress) throws IOException {
		final Path folder = new TemporaryFiles().folder("nnunet-export");
		try (WholeFile whole = new WholeFile(file)) {
			parts(folder, progress.part(0, 0.7));
			zip(folder, List.of(YAML, README, COVER, INPUT, OUTPUT, ONNX, TORCHSCRIPT, SAVED_MODEL), whole.temporary(),
				progress.part(0.7, 1));
			whole.commit();
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, 3 * model.bytes(), exc);
		}
		finally {
			Leftovers.delete(folder);
		}
	}

	private void parts(final Path folder, final Progress progress) throws IOException {
		progress.check();
		progress.update(0, "computing the test output");
		final TestTensors test = TestTensors.of(model, engine);
		npy(folder.resolve(INPUT), test.image(), model.network().inputChannels(), test.size());
		npy(folder.resolve(OUTPUT), test.probabilities(), model.network().outputs(), test.size());
		Files.write(folder.resolve(COVER), Cover.png(test, model.isSoftmax()));
		final Description description = new Description(model, about);
		Files.writeString(folder.resolve(YAML), description.yaml());
		Files.writeString(folder.resolve(README), new Readme(model, description, validation).text());
		progress.check();
		progress.update(0.3, "writing ONNX");
		OnnxFile.write(model, folder.resolve(ONNX));
		progress.check();
		progress.update(0.5, "writing TorchScript");
		TorchScriptFile.write(model, folder.resolve(TORCHSCRIPT), progress.part(0.5, 0.7));
		progress.check();
		progress.update(0.7, "writing a SavedModel");
		final Path saved = Files.createDirectories(folder.resolve("saved"));
		engine.writeSavedModel(model.frozen(Precision.FP32, true), saved);
		PlanFile.write(saved.resolve(PlanFile.NAME), model.plan());
		zip(saved, List.of(PlanFile.NAME, "saved_model.pb", "variables/"), folder.resolve(SAVED_MODEL), progress
			.part(0.8, 1));
	}

	private static void npy(final Path file, final float[] values, final int channels, final int[] size)
		throws IOException
	{
		final long[] shape = new long[size.length + 2];
		shape[0] = 1;
		shape[1] = channels;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + 2] = size[axis];
		try (NpyWriter writer = NpyWriter.floats(file, shape)) {
			writer.write(values, 0, values.length);
			writer.commit();
		}
	}

	/** @param names files of the folder; a name that ends with a slash is an empty folder */
	private static void zip(final Path folder, final List<String> names, final Path file, final Progress progress)
		throws IOException
	{
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
				ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8))
		{
			for (int i = 0; i < names.size(); i++) {
				progress.check();
				progress.update((double) i / names.size(), "packing " + names.get(i));
				zip.putNextEntry(new ZipEntry(names.get(i)));
				if (!names.get(i).endsWith("/")) Files.copy(folder.resolve(names.get(i)), zip);
				zip.closeEntry();
			}
		}
	}
}
