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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.plan.Plan;

/** The names that other programs expect. */
final class ExportNames {

	private static final Pattern PACKAGE = Pattern.compile("[\\p{L}\\p{N} _\\-().,/+]{5,128}");
	private static final Pattern TASK = Pattern.compile("Task(\\d+)_.*");

	/** Words that Python keeps for itself, so that bioimage.io refuses them as identifiers. */
	private static final Set<String> KEYWORDS = Set.of("False", "None", "True", "and", "as", "assert", "async", "await",
		"break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
		"import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
		"yield");

	private ExportNames() {
		// static methods only
	}

	/** Whether a text may be the name of a package of bioimage.io. */
	static boolean isPackageName(final String name) {
		return PACKAGE.matcher(name).matches();
	}

	/** A name for files: letters and digits of all scripts, and _-. only. */
	static String file(final String name) {
		return name.replaceAll("[^\\p{L}\\p{M}\\p{N}_.-]+", "_");
	}

	/** The name of a plan's files: dataset and configuration. */
	static String of(final Plan plan) {
		return file(plan.dataset() + "_" + plan.configuration());
	}

	/**
	 * NVIDIA's name of the folder of a SavedModel (recipe-nvidia.md section 9); the task is the number of a decathlon
	 * task, or the dataset's name. Configurations that NVIDIA has not follow the dimensions, such as {@code _lowres}.
	 */
	static String savedModel(final Plan plan, final boolean shorter) {
		final Matcher task = TASK.matcher(plan.dataset());
		final String axes = plan.network().dimensions() + "d";
		final String other = plan.configuration().equals(axes) ? "" : "_" + file(plan.configuration().replaceFirst("^" +
			axes + "_", ""));
		return "saved_model_task_" + (task.matches() ? task.group(1) : file(plan.dataset())) + "_dim_" + plan.network()
			.dimensions() + other + (shorter ? "_amp" : "_fp32");
	}

	/** nnU-Net's name of a dataset's folder; NB: never one that leads out of the folder that it is in. */
	static String folder(final Plan plan) {
		final String name = file(plan.dataset());
		return name.matches("\\.*") ? "_" + name : name;
	}

	/** Identifiers of Python from any names, all different. */
	static List<String> identifiers(final List<String> names) {
		final List<String> result = new ArrayList<>();
		for (final String name : names) {
			String id = name.replaceAll("[^A-Za-z0-9_]+", "_");
			if (id.isEmpty() || Character.isDigit(id.charAt(0))) id = "_" + id;
			if (KEYWORDS.contains(id)) id += "_";
			String free = id;
			for (int n = 2; result.contains(free); n++)
				free = String.format(Locale.ROOT, "%s_%d", id, n);
			result.add(free);
		}
		return result;
	}
}
