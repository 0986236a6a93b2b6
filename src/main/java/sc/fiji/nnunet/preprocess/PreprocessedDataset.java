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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The prepared cases of one configuration in a dataset's output folder.
 */
public final class PreprocessedDataset {

	private static final String AGAIN = "Run preprocess for this dataset again.";

	private final Path folder;
	private final Plan plan;
	private final List<String> names;
	private final PreviousLabels previous;
	private final ConcurrentMap<String, PreprocessedCase> open = new ConcurrentHashMap<>();

	private PreprocessedDataset(final Path folder, final Plan plan, final List<String> names,
		final PreviousLabels previous)
	{
		this.folder = folder;
		this.plan = plan;
		this.names = names;
		this.previous = previous;
	}

	/** The same cases with what the previous stage of a cascade predicted for them. */
	public PreprocessedDataset with(final PreviousLabels predicted) {
		return new PreprocessedDataset(folder, plan, names, predicted);
	}

	/**
	 * Opens what preprocessing wrote.
	 *
	 * @param output the dataset's output folder, such as OUT/Task04_Hippocampus
	 * @param configuration 2d, 3d, 3d_lowres or 3d_cascade
	 * @throws ProblemException if there is no plan or no case
	 */
	public static PreprocessedDataset open(final Path output, final String configuration) throws IOException {
		final Plan plan = PlanFile.read(PlanFile.of(output, configuration));
		final Path folder = folder(output, configuration);
		if (!Files.isDirectory(folder)) throw new ProblemException(folder, "does not exist.",
			"Run preprocess for this dataset, or correct the folder or configuration.");
		final List<String> names = CaseWriter.names(folder);
		if (names.isEmpty()) throw new ProblemException(folder, "holds no prepared case.",
			AGAIN);
		return new PreprocessedDataset(folder, plan, names, null);
	}

	/** The configuration that was prepared: the preferred one of those that there are; 3d if there is none. */
	public static String configuration(final Path output) {
		for (final String name : Plan.PREFERRED)
			if (Files.exists(PlanFile.of(output, name)) && Files.isDirectory(folder(output, name))) return name;
		return "3d";
	}

	/** Where a configuration's arrays lie; the cascade uses those of the full resolution. */
	public static Path folder(final Path output, final String configuration) {
		return output.resolve("preprocessed_" + sharing(configuration).get(0));
	}

	/** The configurations with the same arrays: a cascade's last stage has those of the full resolution. */
	static List<String> sharing(final String configuration) {
		final List<String> full = List.of("3d", "3d_cascade");
		return full.contains(configuration) ? full : List.of(configuration);
	}

	/** The plan that the cases were prepared with. */
	public Plan plan() {
		return plan;
	}

	/** The cases' names, sorted. */
	public List<String> caseNames() {
		return names;
	}

	/**
	 * The labels that the previous stage of a cascade predicted for a case, on the grid of its image.
	 *
	 * @return null if there is no previous stage
	 * @throws ProblemException if they are missing
	 */
	public PreviousCase previous(final String name) throws IOException {
		return previous == null ? null : previous.get(name);
	}

	/**
	 * A case; its files are opened the first time and stay mapped.
	 *
	 * @throws ProblemException if there is no such case, it was prepared with another plan, or by an
	 *           earlier version that prepared it wrongly
	 */
	public PreprocessedCase get(final String name) throws IOException {
		final PreprocessedCase known = open.get(name);
		if (known != null) return known;
		final PreprocessedCase opened = PreprocessedCase.open(folder, name);
		if (!CaseKey.settings(plan).equals(opened.record().settings())) throw new ProblemException(folder.resolve(name +
			".json"), "was prepared with another plan than plan_" + plan.configuration() + ".json.",
			AGAIN);
		if (opened.record().isNormalisedTwice(plan.recipe())) throw new ProblemException(folder.resolve(name + ".json"),
			"was prepared by an earlier version, which has normalised planes of its thick slices more than once.", AGAIN);
		final PreprocessedCase raced = open.putIfAbsent(name, opened);
		return raced == null ? opened : raced;
	}
}
