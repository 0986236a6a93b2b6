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
package sc.fiji.nnunet.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * A set of options to try.
 *
 * @param number its number; 0 is the preset as it is
 * @param options the options that differ from the preset, by name
 */
public record Trial(int number, Map<String, String> options) {

	/** The most options that one trial changes: with more, none of them could be told to be the reason. */
	private static final int MOST_CHANGES = 4;

	public Trial {
		options = new LinkedHashMap<>(options);
	}

	/**
	 * Draws trials: the preset, then one change at a time of options in random order while they last, then several
	 * changes. The draws depend on the seed and the number only, so that more trials begin with the same ones.
	 *
	 * @param count the number of trials, the preset included
	 */
	static List<Trial> draw(final Plan plan, final int count, final long seed) {
		final List<Dimension> space = Dimension.ALL.stream().filter(one -> one.applies().test(plan)).toList();
		final List<Dimension> order = shuffled(space, new SplittableRandom(seed));
		final List<Trial> trials = new ArrayList<>(List.of(new Trial(0, Map.of())));
		for (int number = 1; number < count; number++) {
			final SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
			if (number <= order.size()) trials.add(new Trial(number, Map.of(order.get(number - 1).option(), value(order.get(
				number - 1), random))));
			else trials.add(new Trial(number, several(space, random)));
		}
		return trials;
	}

	private static Map<String, String> several(final List<Dimension> space, final SplittableRandom random) {
		final int changes = 2 + random.nextInt(MOST_CHANGES - 1);
		final Map<String, String> drawn = new TreeMap<>();
		for (final Dimension one : shuffled(space, random).subList(0, Math.min(changes, space.size())))
			drawn.put(one.option(), value(one, random));
		return drawn;
	}

	private static String value(final Dimension one, final SplittableRandom random) {
		return one.values().get(random.nextInt(one.values().size()));
	}

	private static List<Dimension> shuffled(final List<Dimension> space, final SplittableRandom random) {
		final List<Dimension> order = new ArrayList<>(space);
		for (int i = order.size() - 1; i > 0; i--)
			order.set(i, order.set(random.nextInt(i + 1), order.get(i)));
		return order;
	}

	/** Sets the options in a builder. */
	void applyTo(final TrainOptions.Builder builder) {
		for (final Dimension one : Dimension.ALL)
			if (options.containsKey(one.option())) one.set().accept(builder, options.get(one.option()));
	}

	/** The options as in a macro: {@code learningrate=0.003 features=24}; empty for the preset. */
	public String words() {
		return options.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining(
			" "));
	}
}
