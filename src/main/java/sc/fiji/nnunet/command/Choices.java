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
package sc.fiji.nnunet.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.Architecture;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.predict.Blend;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.train.Auto;
import sc.fiji.nnunet.train.Checkpoints;
import sc.fiji.nnunet.train.Preset;
import sc.fiji.nnunet.train.Schedule;
import sc.fiji.nnunet.train.YesNo;

/**
 * The choices that parameters offer, derived from the constants they stand for, so that a new constant appears in
 * every menu, help text and check. A parameter names its list of choices by the attribute {@link #OFFERS}.
 */
public final class Choices {

	/** Attribute of a parameter: the list of choices that it offers, one of the constants below. */
	public static final String OFFERS = "offers";

	/** The lists of choices. */
	public static final String PRESETS = "presets", RECIPES = "recipes", OPTIMIZERS = "optimizers", SCHEDULERS =
		"schedulers", NORMS = "norms", YES_NO = "yes or no", PRECISIONS = "precisions", BLENDS = "blends", CHECKPOINTS =
			"checkpoints", ARCHITECTURES = "architectures", REDUCTIONS = "reductions", AUGMENTATIONS = "augmentations",
			CONFIGURATIONS = "configurations", CONFIGURATIONS_OR_AUTO = "configurations or auto";

	private Choices() {
		// static methods only
	}

	/**
	 * The choices of a list, the default first.
	 *
	 * @throws IllegalArgumentException if there is no such list
	 */
	public static List<String> words(final String list) {
		return switch (list) {
			case PRESETS -> Preset.ALL.stream().map(Preset::name).toList();
			case RECIPES -> Recipe.names();
			case OPTIMIZERS -> Auto.words(OptimizerSpec.Rule.class);
			case SCHEDULERS -> Auto.words(Schedule.Kind.class);
			case NORMS -> Auto.words(NetworkSpec.Norm.class);
			case PRECISIONS -> Stream.concat(Auto.words(Precision.class).stream(), Stream.of("true", "false")).toList();
			case YES_NO -> Checks.words(YesNo.class);
			case BLENDS -> Checks.words(Blend.class);
			case AUGMENTATIONS -> Auto.words(Augmentations.class);
			case CHECKPOINTS -> Checks.words(Checkpoints.class);
			case ARCHITECTURES -> Checks.words(Architecture.class);
			case CONFIGURATIONS -> Plan.PREFERRED;
			case CONFIGURATIONS_OR_AUTO -> Stream.concat(Stream.of(Auto.WORD), Plan.PREFERRED.stream()).toList();
			case REDUCTIONS -> Checks.words(Exchange.Way.class);
			default -> throw new IllegalArgumentException("There is no list of choices '" + list + "'");
		};
	}

	/** An explanation of a list's choices, to be appended to a parameter's description; empty if they need none. */
	public static String meaning(final String list) {
		return switch (list) {
			case PRESETS -> sentence(Preset.ALL.stream().map(preset -> preset.name() + ": " + preset.sentence()).toList());
			case RECIPES -> sentence(Recipe.ALL.stream().map(recipe -> recipe.name() + ": " + recipe.sentence()).toList());
			default -> "";
		};
	}

	/** The current name of a choice as typed by a user; older macros use former names of presets. */
	public static String current(final String list, final String typed) {
		return list.equals(PRESETS) ? Preset.current(typed.toLowerCase(Locale.ROOT)) : typed;
	}

	private static String sentence(final List<String> parts) {
		return parts.stream().collect(Collectors.joining("; ", " ", "."));
	}
}
