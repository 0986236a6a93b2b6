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
package sc.fiji.nnunet.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;

/** Opens datasets of any {@link Layout}. */
public final class Datasets {

	/** The file that describes a dataset in the layouts of the decathlon and of nnU-Net. */
	public static final String FILE = DatasetJson.FILE;

	/** The layouts in the order in which they are tried. */
	public static final List<Layout> LAYOUTS = List.of(new DecathlonLayout(), new NnUNetLayout(), new TwoFoldersLayout());

	private Datasets() {
		// static methods only
	}

	/**
	 * Lists the cases of a dataset and reads what its labels and channels mean.
	 *
	 * @param folder the dataset's folder, or its dataset.json
	 * @throws ProblemException if the folder has no known layout, or its description is wrong
	 */
	public static Dataset open(final Path folder) throws ProblemException {
		final Path directory = directory(folder);
		return layout(directory).open(directory);
	}

	/**
	 * What the numbers in a dataset's label files mean. A description that says no more than whether they number objects,
	 * {@code {"instances": true}} or false, needs no images beside it.
	 *
	 * @param folder the dataset's folder, or its dataset.json
	 * @return null if each number is a class without a name
	 * @throws ProblemException as {@link #open}
	 */
	public static Labels described(final Path folder) throws ProblemException {
		final Path directory = directory(folder);
		if (!Files.exists(directory.resolve(FILE))) return open(directory).labels();
		final DatasetJson json = DatasetJson.read(directory);
		if (!TwoFoldersLayout.saysOnlyWhatNumbersAre(json)) return open(directory).labels();
		final Labels labels = json.has("labels") || NnUNetLabels.instances(json) ? NnUNetLabels.read(json) : null;
		json.finish();
		return labels;
	}

	/**
	 * Whether the description in a folder says what labels mean, and nothing of images, and none lie beside it; false if it
	 * cannot be read.
	 */
	public static boolean isLabelsOnly(final Path folder) {
		try {
			final Path directory = directory(folder);
			return TwoFoldersLayout.saysOnlyWhatNumbersAre(DatasetJson.read(directory)) && !new TwoFoldersLayout().recognises(
				directory);
		}
		catch (final ProblemException e) {
			return false;
		}
	}

	/**
	 * The layout of a dataset's folder.
	 *
	 * @throws ProblemException if it has none that is known
	 */
	public static Layout layout(final Path folder) throws ProblemException {
		final Path directory = directory(folder);
		if (!Files.isDirectory(directory)) throw new ProblemException(directory, "There is no such folder.",
			"Give the folder that holds " + DatasetJson.FILE + ".");
		for (final Layout layout : LAYOUTS)
			if (layout.recognises(directory)) return layout;
		if (Files.exists(directory.resolve(DatasetJson.FILE))) throw new ProblemException(directory.resolve(
			DatasetJson.FILE), "It has neither \"modality\" (decathlon) nor \"channel_names\" (nnU-Net v2).",
			"Add \"channel_names\": {\"0\": \"MRI\"}, or the layout's other keys if they are missing too.");
		throw new ProblemException(directory, "This is not a dataset: there is no " + DatasetJson.FILE +
			", and no pair of folders with images and labels.", "Give a folder with " + DatasetJson.FILE +
				", or with two folders \"images\" and \"labels\" that hold files of equal names.");
	}

	/**
	 * The name of a dataset, which is that of its folder.
	 *
	 * @throws ProblemException if it is the root of a drive, which has no name
	 */
	static String name(final Path folder) throws ProblemException {
		final Path name = folder.toAbsolutePath().normalize().getFileName();
		if (name == null) throw new ProblemException(folder, "is the root of a drive, which has no name.",
			"Put the dataset into a folder; the folder's name becomes the dataset's.");
		return name.toString();
	}

	/**
	 * The folder that holds the label files of a dataset's training cases; labelsTr, which need not exist, if the dataset
	 * does not say otherwise.
	 *
	 * @param folder the dataset's folder, or its dataset.json
	 * @throws ProblemException if the dataset's description is wrong
	 */
	public static Path labels(final Path folder) throws ProblemException {
		final Path directory = directory(folder);
		final Path usual = directory.resolve("labelsTr");
		if (Files.isDirectory(usual) || !Files.isDirectory(directory)) return usual;
		// NB: opening two folders would read all label files
		if (new TwoFoldersLayout().recognises(directory)) return TwoFoldersLayout.labels(directory);
		final List<Case> cases = Files.exists(directory.resolve(FILE)) ? open(directory).training() : List.of();
		return cases.isEmpty() ? usual : cases.get(0).label().toAbsolutePath().getParent();
	}

	private static Path directory(final Path folder) {
		final boolean description = DatasetJson.FILE.equals(String.valueOf(folder.getFileName()));
		if (!description || Files.isDirectory(folder)) return folder;
		return folder.toAbsolutePath().getParent();
	}
}
