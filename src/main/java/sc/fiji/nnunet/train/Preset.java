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
package sc.fiji.nnunet.train;

import java.util.List;
import java.util.function.UnaryOperator;

import com.google.gson.annotations.JsonAdapter;

import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.plan.Recipe;

/**
 * A named set of choices for a training, which override those of the plan's recipe. The user's options override both.
 * <p>
 * Menus, help texts and the options' parser take presets from {@link #ALL}: a new preset is one more constant.
 * </p>
 *
 * @param name its name in options
 * @param sentence short description for menus and help texts
 * @param former names that older macros use for it
 * @param compiled whether XLA compiles the graph on a GPU
 * @param overrides its changes to a recipe's regime
 */
@JsonAdapter(PresetText.class)
public record Preset(String name, String sentence, List<String> former, boolean compiled,
	UnaryOperator<Regime> overrides)
{

	/**
	 * The passes over the data from which on a network stops to gain from light augmentation, and from which on it has
	 * the time that nnU-Net's own list needs (docs/measurements.md).
	 */
	private static final double LONG = 20, LONGEST = 400;

	/**
	 * The same for networks of full width, which learn their cases by heart sooner: with NVIDIA's list, Dice of held-out
	 * hippocampi fell from 0.878 after 68 passes to 0.873 after 282 (docs/engine.md 6).
	 */
	private static final double LONGEST_WIDE = 60;

	/**
	 * With fewer steps than 350, half of them after a beginning, nothing is learned from large patches: on a CT phantom of
	 * 32 x 160 x 160 two minutes gave Dice 0.18, with 8 x 32 x 32 0.63. Patches of 3/4 in each direction let a step take a
	 * quarter to a third of the time. In the time of the first 240 steps more is learned from more steps, later from
	 * larger patches, and trainings of 1,600 gain nothing (docs/measurements.md).
	 */
	private static final Regime.First FIRST = new Regime.First(350, 0.75, 240, 1600);

	/** The recipe as it is. */
	public static final Preset RECIPE = new Preset("recipe", "the recipe as it is", List.of(), false, regime -> regime);

	/**
	 * A quarter of the work per step, and a schedule for few steps. Muon learns as much in half to two thirds of Adam's
	 * steps. The rate, with a warm-up, was reasoned for Adam, and searches found no other that is better by more than
	 * chance; on EM slices four steps with 256² gave more than one with 512²; where left and right, front and back differ, a
	 * short training should not spend steps on mirror images, which do not occur: 1,600 steps on hippocampi gave Dice 0.886
	 * without and 0.870 with them (docs/measurements.md).
	 */
	public static final Preset CPU = new Preset("cpu", "a smaller network for a computer without GPU", List.of(), false,
		regime -> growing(regime, Rule.MUON, LONGEST, FIRST).with(new Regime.Length(regime.length().epochs(), 0, 0,
			Regime.Length.PROCESSOR)) //
			.with(new Regime.Size(16, 256, 0, 0, 2)));

	/**
	 * The network, patches and batches of the plan, which a card has the time for, with the short schedule of {@link
	 * #CPU}. Muon was never measured on a card. NB: an epoch of all cases is over in a fraction of a second there.
	 */
	public static final Preset GPU = new Preset("gpu", "the planned network and a short schedule for a GPU", List.of(),
		false, regime -> growing(regime, Rule.ADAM, LONGEST_WIDE, Regime.First.WHOLE).with(new Regime.Length(regime.length()
			.epochs(), Regime.NNUNET.length().stepsPerEpoch(), 0, Regime.Length.CARD)));

	/**
	 * NVIDIA's script for one GPU (recipe-nvidia.md 1.8). NB: the script always enables XLA; on a CPU that is five times
	 * slower, so it is enabled on GPUs only.
	 */
	public static final Preset NVIDIA = new Preset("nvidia", "NVIDIA's training script", List.of("seed"), true,
		regime -> regime.with(new Regime.Length(300, regime.length().stepsPerEpoch(), 100, regime.length().pace())) //
			.with(new Regime.Size(0, 0, 64, 2, 0)) //
			.with(regime.optimization().budgeted()) //
			.withDeepSupervision(true));

	/** All presets, the default first. */
	public static final List<Preset> ALL = List.of(RECIPE, CPU, GPU, NVIDIA);

	/** What is right for trainings of minutes, whatever they run on. */
	private static Regime growing(final Regime regime, final Rule rule, final double longest, final Regime.First first) {
		return regime.with(regime.samples().with(Augmentations.LIGHT, false, new Regime.Longer(LONG,
			Augmentations.MODERATE), new Regime.Longer(longest, Augmentations.NNUNET)).everywhere().beginning(first)) //
			.with(regime.optimization().with(rule, 2e-3, Schedule.Kind.WARM_UP_COSINE)) //
			.withDeepSupervision(true);
	}

	/** The current name of a preset; the word itself if it is not a former name. */
	public static String current(final String word) {
		for (final Preset preset : ALL)
			if (word != null && preset.former.contains(word)) return preset.name;
		return word;
	}

	/** What to say if a training with this preset runs on a device for which another is made; empty if it fits. */
	String advice(final boolean gpu) {
		if (gpu && this == CPU) return "preset=cpu is for computers without a GPU: preset=gpu trains the whole network in" +
			" the same time.";
		return !gpu && this == GPU ? "preset=gpu is for GPUs: with preset=cpu a training of some minutes learns more here."
			: "";
	}

	/** The defaults of a training with this preset and a recipe. */
	Regime of(final Recipe recipe) {
		return overrides.apply(Regime.of(recipe));
	}
}
