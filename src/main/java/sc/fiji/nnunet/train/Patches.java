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

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import sc.fiji.nnunet.plan.Plan;

/**
 * The sizes of a training's patches over its time, z, y, x or y, x.
 *
 * @param whole those that it would have with more time
 * @param last those at its end, which are also its windows of prediction
 * @param first those with which it begins
 * @param until until which share of its time it has these; 0 if it begins with the last ones
 * @param enough the minutes from which on it has whole ones; 0 if it has
 */
public record Patches(List<Integer> whole, List<Integer> last, List<Integer> first, double until, double enough) {

	/** Shares of an edge are tried in such steps. */
	private static final int TWENTIETHS = 20;

	public Patches {
		whole = List.copyOf(whole);
		last = List.copyOf(last);
		first = List.copyOf(first);
	}

	/**
	 * Patches of one size throughout.
	 *
	 * @param longest in 2D, edges longer than this are shortened first
	 * @param share of each edge
	 */
	static Patches constant(final Plan plan, final int longest, final double share) {
		final List<Integer> patch = of(plan, longest, share);
		return new Patches(patch, patch, patch, 0, 0);
	}

	/**
	 * Patches of a training whose time may be short for large ones.
	 *
	 * @param longest in 2D, edges longer than this are shortened first
	 * @param rule when they are smaller
	 * @param minutes that the training has
	 * @param steps how many it gets in them with a plan
	 */
	static Patches growing(final Plan plan, final int longest, final Regime.First rule, final double minutes,
		final ToDoubleFunction<Plan> steps)
	{
		final List<Integer> whole = of(plan, longest, 1);
		final List<Integer> last = largest(plan, longest, steps, rule.fewest());
		final double enough = last.equals(whole) ? 0 : minutes * rule.fewest() / steps.applyAsDouble(plan.withPatch(whole));
		final Plan ending = plan.withPatch(last);
		final List<Integer> small = of(ending, 0, rule.share());
		final double until = small.equals(last) ? 0 : rule.until(steps.applyAsDouble(ending));
		return new Patches(whole, last, until > 0 ? small : last, until, enough);
	}

	/**
	 * A plan's patch, of which only a share of each edge is used.
	 *
	 * @param plan the plan with the network that is used
	 * @param longest in 2D, edges longer than this are shortened first
	 * @param share edges that are shortened end at a multiple of the network's strides
	 */
	static List<Integer> of(final Plan plan, final int longest, final double share) {
		final int most = plan.is2d() && longest > 0 ? longest : Integer.MAX_VALUE;
		final int[] stride = plan.network().totalStride();
		final List<Integer> patch = new ArrayList<>();
		for (int axis = 0; axis < plan.patch().size(); axis++) {
			final int planned = plan.patch().get(axis);
			final int wanted = (int) Math.round(share * Math.min(planned, most));
			patch.add(wanted >= planned ? planned : Math.max(1, wanted / stride[axis]) * stride[axis]);
		}
		return patch;
	}

	/**
	 * The largest patch with which a training gets enough steps, or the smallest there is.
	 *
	 * @param steps how many it gets with a plan
	 * @param fewest how many are enough
	 */
	static List<Integer> largest(final Plan plan, final int longest, final ToDoubleFunction<Plan> steps,
		final double fewest)
	{
		for (int share = TWENTIETHS; share > 1; share--) {
			final List<Integer> patch = of(plan, longest, (double) share / TWENTIETHS);
			if (steps.applyAsDouble(plan.withPatch(patch)) >= fewest) return patch;
		}
		return of(plan, longest, 1.0 / TWENTIETHS);
	}

	/** The share of each edge that gives a patch; 1 if none does. */
	static double share(final Plan plan, final int longest, final List<Integer> patch) {
		for (int share = TWENTIETHS; share > 0; share--)
			if (of(plan, longest, (double) share / TWENTIETHS).equals(patch)) return (double) share / TWENTIETHS;
		return 1;
	}
}
