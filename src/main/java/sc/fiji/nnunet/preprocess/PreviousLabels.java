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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * What the previous stage of a cascade predicted for the cases of a dataset, on the grids of the prepared images.
 * <p>
 * In {@code preprocessed_3d_cascade/} each case has {@code <case>_previous.npy} (uint8; D, H, W, 1) and, written after
 * it, {@code <case>.json} that says from which prediction it was made. The images themselves are those of the full
 * resolution.
 * </p>
 */
public final class PreviousLabels {

	private static final String CURE = "Delete the file and start the training again.";

	private final Path folder;
	private final PreprocessedDataset data;
	private final ConcurrentMap<String, PreviousCase> open = new ConcurrentHashMap<>();

	/**
	 * The record of a case.
	 *
	 * @param format version of this file format; 1
	 * @param prediction the file that the previous stage wrote
	 * @param key changes when its content or the prepared case changes
	 */
	private record Made(int format, String prediction, String key) {
	}

	private PreviousLabels(final Path folder, final PreprocessedDataset data) {
		this.folder = folder;
		this.data = data;
	}

	/**
	 * Brings predictions to the grids of the prepared cases, where that was not done before.
	 *
	 * @param output the dataset's output folder
	 * @param data the prepared cases of the cascade
	 * @param predictions the previous stage's label file of each case
	 * @param executor whose threads may help, or null
	 * @throws ProblemException if a prediction does not fit its case
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled; finished cases stay
	 */
	public static PreviousLabels prepare(final Path output, final PreprocessedDataset data,
		final Map<String, Path> predictions, final ExecutorService executor, final Progress progress) throws IOException
	{
		final Path folder = output.resolve("preprocessed_" + data.plan().configuration());
		WholeFile.createFolder(folder);
		Leftovers.remove(folder);
		final PreviousLabels labels = new PreviousLabels(folder, data);
		int done = 0;
		for (final Map.Entry<String, Path> one : predictions.entrySet()) {
			progress.check();
			progress.update((double) done++ / predictions.size(), "labels of the previous stage: " + one.getKey());
			labels.prepare(one.getKey(), one.getValue(), executor);
		}
		return labels;
	}

	private void prepare(final String name, final Path prediction, final ExecutorService executor) throws IOException {
		final CaseRecord record = data.get(name).record();
		final Plan plan = data.plan();
		final String key = CaseKey.digest(List.of(FileIdentity.of(prediction).content(), record.key(), CaseKey.settings(
			plan)));
		final Path json = folder.resolve(name + ".json");
		if (isMade(name, json, key)) return;
		Files.deleteIfExists(json);
		final LabelMap read = ImageFile.readLabels(prediction);
		if (!Arrays.equals(read.size(), record.original().sizeZyx())) throw new ProblemException(prediction, "has " + Arrays
			.toString(read.size()) + " voxels along z, y, x; its image has " + Arrays.toString(record.original().sizeZyx()) +
			".", "Predict the case again with the previous stage.");
		write(file(name), new Preprocessor(executor).previous(plan.labels().toClasses(read), record, plan));
		JsonFile.write(json, new Made(1, prediction.toAbsolutePath().toString(), key));
	}

	/** Whether a case's file is whole and was made from the same prediction. */
	private boolean isMade(final String name, final Path json, final String key) throws IOException {
		final int[] size = data.get(name).size();
		try {
			return key.equals(JsonFile.read(json, Made.class, "the record of a prediction", CURE).key) && Arrays.equals(NpyFile
				.open(file(name)).shape(), new long[] { size[0], size[1], size[2], 1 });
		}
		catch (final ProblemException e) {
			return false; // NB: whatever is missing or wrong with them, the files are made again
		}
	}

	private static void write(final Path file, final LabelMap labels) throws IOException {
		final int[] size = labels.size();
		try (NpyWriter writer = new NpyWriter(file, NpyHeader.Type.UINT8, size[0], size[1], size[2], 1)) {
			final byte[] bytes = new byte[size[1] * size[2]];
			for (int z = 0; z < size[0]; z++) {
				final short[] plane = labels.plane(z);
				for (int i = 0; i < bytes.length; i++)
					bytes[i] = (byte) Math.max(0, plane[i]);
				writer.write(bytes, 0, bytes.length);
			}
			writer.commit();
		}
	}

	private Path file(final String name) {
		return folder.resolve(name + "_previous.npy");
	}

	/** The labels of a case; its file is opened the first time and stays mapped. */
	PreviousCase get(final String name) throws IOException {
		final PreviousCase known = open.get(name);
		if (known != null) return known;
		final PreprocessedCase prepared = data.get(name);
		final PreviousCase opened = new PreviousCase(file(name), prepared.size(), prepared.record().spacing());
		final PreviousCase raced = open.putIfAbsent(name, opened);
		return raced == null ? opened : raced;
	}
}
