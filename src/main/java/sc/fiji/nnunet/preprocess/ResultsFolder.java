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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with the results of a configuration, and how it and what lies in it are named. A fold's folder has its
 * number, or the word "all" if it was trained on all cases, as nnU-Net has it too:
 *
 * <pre>
 * OUT/Task04_Hippocampus/results_3d/fold_0/checkpoint_last
 * OUT/Task04_Hippocampus/results_3d/fold_all/checkpoint_last
 *
 * ResultsFolder.of(output, "3d").fold(0).resolve(ResultsFolder.LAST)
 * </pre>
 *
 * Files with a class of their own are named there, such as {@code plan.json} by {@link sc.fiji.nnunet.plan.PlanFile}.
 *
 * @param path where it lies
 */
public record ResultsFolder(Path path) {

	/** The name of the fold that holds out no case. */
	public static final String ALL = "all";

	/** What the names of the checkpoints in a fold's folder begin with, and those of the last and of the best one. */
	public static final String CHECKPOINT = "checkpoint_", LAST = CHECKPOINT + "last",
			BEST = CHECKPOINT + "best";

	/** The log and the pictures of a training in a fold's folder. */
	public static final String LOG = "log.jsonl", CURVES = "curves.png", OVERLAYS = "overlays";

	/** The labels of the held-out cases in a fold's folder, as predicted by its training and by a test of it. */
	public static final String VALIDATION = "validation", EVALUATION = "evaluation";

	private static final String RESULTS = "results_", FOLD = "fold_";

	/**
	 * The results of a configuration.
	 *
	 * @param output the dataset's output folder
	 */
	public static ResultsFolder of(final Path output, final String configuration) {
		return new ResultsFolder(output.resolve(RESULTS + configuration));
	}

	/** The results in a dataset's output folder, by name. */
	public static List<ResultsFolder> in(final Path output) throws IOException {
		try (Stream<Path> files = Files.list(output)) {
			return files.filter(file -> configuration(file).isPresent() && Files.isDirectory(file)).sorted().map(
				ResultsFolder::new).toList();
		}
	}

	/** The configuration that the name of a folder tells; empty if it is not that of a results folder. */
	public static Optional<String> configuration(final Path folder) {
		return after(RESULTS, folder);
	}

	/** The name of the fold that the name of a folder tells; empty if it is not that of a fold's folder. */
	public static Optional<String> foldName(final Path folder) {
		return after(FOLD, folder);
	}

	/** The name of a fold; a negative number stands for all cases. */
	public static String foldName(final int number) {
		return number < 0 ? ALL : Integer.toString(number);
	}

	private static Optional<String> after(final String beginning, final Path path) {
		final String name = path.getFileName() == null ? "" : path.getFileName().toString();
		return name.startsWith(beginning) ? Optional.of(name.substring(beginning.length())) : Optional.empty();
	}

	/** The results of another configuration of the same dataset. */
	public ResultsFolder beside(final String configuration) {
		return new ResultsFolder(path.resolveSibling(RESULTS + configuration));
	}

	/** The folder of a fold; a negative number stands for all cases. */
	public Path fold(final int number) {
		return fold(foldName(number));
	}

	/** The folder of a fold. */
	public Path fold(final String name) {
		return path.resolve(FOLD + name);
	}

	/** Whether there is a fold with a number, which has held out cases. */
	boolean hasHeldOut() throws IOException {
		try (Stream<Path> files = Files.list(path)) {
			return files.anyMatch(file -> foldName(file).filter(name -> name.matches("[0-9].*")).isPresent());
		}
	}
}
