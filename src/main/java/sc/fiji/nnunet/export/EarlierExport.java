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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What an earlier export left in the folder of a model of nnU-Net. An export of the same dataset is replaced as a whole,
 * so that folds of two models are never mixed; a training, a downloaded model or anything else is never touched.
 *
 * @param folder the folder of the model, which need not exist
 */
record EarlierExport(Path folder) {

	static final String PLANS = "plans.json", DATASET = "dataset.json", CHECKPOINT = "checkpoint_final.pth";

	/** All that an export writes, which says less than a training, by names relative to the folder. */
	private static final Pattern OURS = Pattern.compile("plans\\.json|dataset\\.json|fold_\\d+/checkpoint_final\\.pth");

	private static final String CURE = "Give another output folder.";

	/**
	 * Requires that the folder holds nothing, or an export of a model of the same dataset and nothing else.
	 *
	 * @throws ProblemException if it holds something else
	 */
	void requireOf(final Plan plan) throws IOException {
		if (!Files.isDirectory(folder)) return;
		Leftovers.remove(folder);
		final List<String> files = files();
		for (final String name : files)
			if (!OURS.matcher(name).matches()) throw new ProblemException(folder, "holds " + name +
				", which no export writes: it may be a training of nnU-Net, and would be replaced.", CURE);
		if (files.isEmpty()) return;
		final Path description = folder.resolve(DATASET);
		if (!files.contains(DATASET) || !NnUNetFolderDataset.isOf(plan, JsonFile.tree(description,
			"a description of a dataset", CURE))) throw new ProblemException(folder, "holds a model that is no export of " +
				plan.dataset() + ", and would be replaced.", CURE);
	}

	/**
	 * The names of all files and links below the folder, with slashes. NB: hidden files, such as those of file managers,
	 * neither count nor are removed.
	 */
	private List<String> files() throws IOException {
		final Path real = folder.toRealPath();
		try (Stream<Path> all = Files.walk(real)) {
			return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !file.getFileName().toString()
				.startsWith(".")).map(file -> real.relativize(file).toString().replace('\\', '/')).sorted().toList();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Removes an export. NB: without {@code plans.json} the folder is no model, so that file goes first; with its
	 * {@code dataset.json}, which stays, a folder that was left half empty is still known as an export's.
	 */
	void remove() throws IOException {
		if (!Files.isDirectory(folder)) return;
		Files.deleteIfExists(folder.resolve(PLANS));
		for (final String name : files()) {
			if (name.equals(DATASET) || !OURS.matcher(name).matches()) continue;
			final Path file = folder.resolve(name);
			Files.delete(file);
			if (isEmpty(file.getParent())) Files.delete(file.getParent());
		}
	}

	private static boolean isEmpty(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.findAny().isEmpty();
		}
	}
}
