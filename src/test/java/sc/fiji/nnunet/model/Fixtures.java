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
package sc.fiji.nnunet.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.google.gson.JsonObject;

import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.preprocess.NpyFile;
import sc.fiji.nnunet.pth.PthFile;
import sc.fiji.nnunet.pth.Tensor;

/**
 * The models of src/test/resources/nnunetv2, which nnU-Net 2.8.1 itself made (make_models.py there), and copies of them
 * that are changed somewhere. Other models of the same kinds, made with another seed, are tried by
 * {@code mvn test -Dtest=NnUNetGoldenTest,WeightsTest -Dnnunet.models=FOLDER}.
 */
public final class Fixtures {

	public static final Path ROOT = Path.of(System.getProperty("nnunet.models", "src/test/resources/nnunetv2"));
	public static final Path CT = ROOT.resolve("Dataset901_TinyCT");
	public static final Path FULL = CT.resolve("nnUNetTrainer__nnUNetPlans__3d_fullres");
	public static final Path LOW = CT.resolve("nnUNetTrainer__nnUNetPlans__3d_lowres");
	public static final Path CASCADE = CT.resolve("nnUNetTrainer__nnUNetPlans__3d_cascade_fullres");
	public static final Path REGIONS = ROOT.resolve(
		"Dataset902_TinyRegions/nnUNetTrainer__nnUNetResEncUNetMPlans__2d");

	private Fixtures() {
		// static methods only
	}

	/** A tensor to write. */
	record Values(List<Integer> shape, float[] values) {
	}

	/** The tensors of a fold's checkpoint. */
	static Map<String, Values> tensors(final Path model) throws IOException {
		final Map<String, Values> result = new LinkedHashMap<>();
		try (PthFile file = PthFile.open(model.resolve("fold_0/checkpoint_final.pth"))) {
			for (final Map.Entry<String, Tensor> entry : file.tensors("network_weights").entrySet()) {
				final List<Integer> shape = Arrays.stream(entry.getValue().shape()).mapToObj(n -> (int) n).toList();
				result.put(entry.getKey(), new Values(shape, entry.getValue().floats()));
			}
		}
		return result;
	}

	/** Writes tensors as a safetensors file. */
	static void write(final Path file, final Map<String, Values> tensors) throws IOException {
		final JsonObject header = new JsonObject();
		int at = 0;
		for (final Map.Entry<String, Values> entry : tensors.entrySet()) {
			final int end = at + 4 * entry.getValue().values.length;
			header.add(entry.getKey(), Json.tree(Map.of("dtype", "F32", "shape", entry.getValue().shape, "data_offsets", List
				.of(at, end))));
			at = end;
		}
		final byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
		final ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + at).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putLong(text.length).put(text);
		for (final Values one : tensors.values())
			for (final float value : one.values)
				bytes.putFloat(value);
		Files.createDirectories(file.getParent());
		Files.write(file, bytes.array());
	}

	/** Copies a model's folder, only its first fold. */
	static Path copy(final Path model, final Path to) throws IOException {
		Files.createDirectories(to.resolve("fold_0"));
		for (final String name : List.of("plans.json", "dataset.json", "fold_0/checkpoint_final.pth"))
			Files.copy(model.resolve(name), to.resolve(name));
		return to;
	}

	/** Puts all files of some folders into a zip file. */
	public static Path zip(final Path file, final Path below, final Path... folders) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (final Path folder : folders)
				try (Stream<Path> files = Files.walk(folder)) {
					for (final Path one : files.filter(Files::isRegularFile).sorted().toList()) {
						out.putNextEntry(new ZipEntry(below.relativize(one).toString().replace('\\', '/')));
						try (InputStream in = Files.newInputStream(one)) {
							in.transferTo(out);
						}
					}
				}
		}
		return file;
	}

	/** All numbers of an array of float16 or float32. */
	public static float[] npy(final Path file) throws IOException {
		final NpyFile array = NpyFile.open(file);
		final float[] values = new float[(int) array.elements()];
		int i = 0;
		for (final FloatType value : array.floats(array.elements()).flatIterable())
			values[i++] = value.get();
		return values;
	}

	/** The sizes of an array's axes. */
	public static long[] shape(final Path file) throws IOException {
		return NpyFile.open(file).shape();
	}
}
