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
package sc.fiji.nnunet.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.ProblemException;

/** Reads and writes plans as {@code plan_<configuration>.json}. */
public final class PlanFile {

	/** The plan in the folder of a model: that of the network that was trained. */
	public static final String NAME = "plan.json";

	private static final String CURE = "Run preprocess for this dataset again, or correct the folder.";

	private PlanFile() {
		// static methods only
	}

	/** The plan file of a configuration in a dataset's output folder. */
	public static Path of(final Path folder, final String configuration) {
		return folder.resolve("plan_" + configuration + ".json");
	}

	/** The largest number of channels, classes, samples or voxels along an axis that is accepted. */
	private static final int LARGEST = 1 << 16;

	/** Writes a plan; the folder must exist. */
	public static void write(final Path file, final Plan plan) throws IOException {
		JsonFile.write(file, plan);
	}

	/**
	 * Reads a plan.
	 *
	 * @throws ProblemException if the file is missing, of a later version, or not a plan
	 */
	public static Plan read(final Path file) throws IOException {
		return checked(file, JsonFile.read(file, Plan.class, "a plan", CURE));
	}

	/**
	 * Reads a plan from a text that was found in another file.
	 *
	 * @param file where it came from, for messages
	 * @throws ProblemException if it is of a later version, or not a plan
	 */
	public static Plan parse(final Path file, final String text) throws ProblemException {
		return checked(file, JsonFile.parse(file, text, Plan.class, "a plan", CURE));
	}

	private static Plan checked(final Path file, final Plan plan) throws ProblemException {
		if (plan.format() > Plan.NUMBERED || plan.format() < 1) throw new ProblemException(file, "is a plan of format " +
			plan.format() + "; this version reads up to " + Plan.NUMBERED + ".",
			"Use the version of nnU-Net for Fiji that wrote it, or preprocess again.");
		if (plan.network() == null || plan.labels() == null || plan.patch().size() != plan.network().dimensions() || plan
			.spacing().size() != 3 || plan.transpose().size() != 3 || plan.recipe() == null || plan.configuration() == null)
			throw new ProblemException(file,
				"is not a plan: its network, labels, recipe, patch, spacing or transpose is missing or invalid.", CURE);
		final String wrong = impossible(plan);
		if (wrong != null) throw new ProblemException(file, "is not a usable plan: " + wrong + ".", CURE);
		return plan;
	}

	/**
	 * Describes the first number that is out of range, or null. NB: these numbers decide how much memory is allocated.
	 */
	public static String impossible(final Plan plan) {
		final NetworkSpec network = plan.network();
		if (network.inputChannels() < 1 || network.inputChannels() > LARGEST) return "its network has " + network
			.inputChannels() + " input channels";
		if (network.outputs() < 1 || network.outputs() > LARGEST) return "its network has " + network.outputs() +
			" outputs";
		if (plan.batchSize() < 1 || plan.batchSize() > LARGEST) return "its batch size is " + plan.batchSize();
		for (final int size : plan.patch())
			if (size < 1 || size > LARGEST) return "its patch is " + plan.patch();
		for (final int width : network.features())
			if (width < 1 || width > LARGEST) return "the widths of its network are " + network.features();
		for (final double spacing : plan.spacing())
			if (!(spacing > 0 && spacing < Double.POSITIVE_INFINITY)) return "its spacing is " + plan.spacing();
		if (plan.smallestObject() != null && !(plan.smallestObject() >= 0)) return "its smallest object has the size " + plan
			.smallestObject();
		return new HashSet<>(plan.transpose()).equals(Set.of(0, 1, 2)) ? null : "its order of axes is " + plan.transpose();
	}
}
