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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Stores prepared cases. The record is removed first and written last, so a case with
 * a record is complete.
 */
final class CaseWriter {

	private final Path folder;
	private final Plan plan;
	private final boolean float16;

	CaseWriter(final Path folder, final Plan plan, final boolean float16) {
		this.folder = folder;
		this.plan = plan;
		this.float16 = float16;
	}

	/**
	 * Writes the arrays and the record of a case.
	 *
	 * @param window the part of the prepared grid to store; it may reach beyond the border
	 * @param key what the case was made from
	 */
	void write(final Case source, final PreparedCase prepared, final Box window, final String key) throws IOException {
		final String name = source.name();
		final Volume x = prepared.x().window(window);
		remove(folder, name);
		image(folder.resolve(name + "_x.npy"), x);
		List<CaseRecord.Locations> lists = List.of();
		if (prepared.y() != null) {
			final LabelMap part = prepared.y().window(window);
			final LabelMap y = part == prepared.y() ? part : part.copy(null);
			labels(folder.resolve(name + "_y.npy"), y, source.label());
			final ClassLocations locations = ClassLocations.of(y, plan.labels());
			lists = locations.lists();
			locations(folder.resolve(name + "_locations.npy"), locations.voxels());
		}
		final Path label = prepared.y() == null ? null : source.label();
		JsonFile.write(folder.resolve(name + ".json"), new CaseRecord(CaseRecord.FORMAT, name, key, CaseKey.settings(
			plan), source.images()
			.stream().map(file -> file.toAbsolutePath().toString()).toList(), label == null ? null : label.toAbsolutePath()
			.toString(), CaseRecord.Grid.of(prepared
				.original()), prepared.cropBox().start(), prepared.cropBox().end(), prepared.transpose(), prepared
					.croppedSize(), prepared.x().size(), window.start(), window.size(), prepared.x().geometry().spacingZyx(), x
						.channels(), lists, contents(source), CaseRecord.ARITHMETIC));
	}

	/**
	 * The part of a prepared case that is stored: recipe-nvidia.md 2.8. NB: slices are cut to the patch only if the patch
	 * comes from NVIDIA's table; a planned one may be smaller than the images, of which nothing must be lost.
	 */
	Box window(final PreparedCase prepared, final Recipe recipe, final boolean training) {
		final int[] size = prepared.x().size();
		if (!training || !recipe.padToPatch()) return Box.whole(size);
		final boolean cut = plan.is2d() && recipe.planning().task(plan.dataset()).isPresent();
		return cut ? Box.slicesOf(size, plan.patchZyx()) : Box.padded(size, plan.patchZyx());
	}

	private static List<String> contents(final Case source) throws IOException {
		final List<String> contents = new ArrayList<>();
		for (final Path image : source.images())
			contents.add(FileIdentity.of(image).content());
		return contents;
	}

	/** Deletes the prepared cases that the dataset does not have. */
	static void clear(final Path folder, final Set<String> keep) throws IOException {
		for (final String name : names(folder))
			if (!keep.contains(name)) remove(folder, name);
	}

	/** The names of the prepared cases in a folder, sorted. */
	static List<String> names(final Path folder) throws IOException {
		try (Stream<Path> list = Files.list(folder)) {
			return list.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")).map(name -> name
				.substring(0, name.length() - ".json".length())).sorted().toList();
		}
	}

	/** Deletes the files of a case, its record first. */
	static void remove(final Path folder, final String name) throws IOException {
		for (final String ending : List.of(".json", "_x.npy", "_y.npy", "_locations.npy"))
			Files.deleteIfExists(folder.resolve(name + ending));
	}

	private void image(final Path file, final Volume x) throws IOException {
		final int[] size = x.size();
		final int channels = x.channels();
		try (NpyWriter writer = new NpyWriter(file, float16 ? NpyHeader.Type.FLOAT16 : NpyHeader.Type.FLOAT32, size[0],
			size[1], size[2], channels))
		{
			x.forEachPlane((voxels, count) -> writer.write(voxels, 0, count));
			writer.commit();
		}
	}

	private static void labels(final Path file, final LabelMap y, final Path source) throws IOException {
		final int[] size = y.size();
		try (NpyWriter writer = new NpyWriter(file, NpyHeader.Type.UINT8, size[0], size[1], size[2], 1)) {
			final byte[] bytes = new byte[size[1] * size[2]];
			for (int z = 0; z < size[0]; z++) {
				final short[] plane = y.plane(z);
				for (int i = 0; i < bytes.length; i++) {
					if (plane[i] < -1 || plane[i] >= PreprocessedCase.OUTSIDE) throw new ProblemException(source,
						"has the label " + plane[i] + ".", "Use label values from 0 to " + (PreprocessedCase.OUTSIDE - 1) + ".");
					bytes[i] = (byte) (plane[i] == -1 ? PreprocessedCase.OUTSIDE : plane[i]);
				}
				writer.write(bytes, 0, bytes.length);
			}
			writer.commit();
		}
	}

	private static void locations(final Path file, final List<long[]> lists) throws IOException {
		long total = 0;
		for (final long[] list : lists)
			total += list.length;
		try (NpyWriter writer = new NpyWriter(file, NpyHeader.Type.INT64, total)) {
			for (final long[] list : lists)
				for (final long voxel : list)
					writer.write(voxel);
			writer.commit();
		}
	}
}
