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
import java.util.stream.Collectors;

import sc.fiji.nnunet.plan.ImageAxes;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.volume.Kernel;

/**
 * The rules by which a model may differ from others: how images are turned and resampled, and along which axes windows
 * may be mirrored. In the former, which no format but ours states, only models of nnU-Net differ; in the latter, which
 * nnU-Net's folder states too, also networks that were trained here without mirror images.
 */
final class OwnRules {

	private OwnRules() {
		// static methods only
	}

	/**
	 * The rules in a sentence each, for those who run the network in another program; empty if it has none of its own.
	 *
	 * @param axes the names of the space axes of the network's grid
	 */
	static List<String> of(final Plan plan, final List<String> axes) {
		final List<String> rules = new ArrayList<>();
		if (plan.recipe().inference().axes() == ImageAxes.RAS) rules.add("Turn the image to RAS first, without interpolation:" +
			" x to the right, y to the front, z up. Turn the result back.");
		if (isOfPixels(plan)) rules.add("Every pixel has the size 1, whatever size the file states.");
		final Kernel kernel = plan.recipe().resampling().volume();
		if (kernel == Kernel.LINEAR) rules.add("Images were resampled linearly for training.");
		if (kernel == Kernel.NEAREST) rules.add("Images were resampled to the nearest voxel for training.");
		final List<Integer> mirrors = NnUNetFolder.mirrors(plan);
		if (mirrors == null) rules.add("Do not average over mirrored copies: the network was trained without any.");
		else if (mirrors.size() < axes.size()) rules.add("Average over mirrored copies along " + mirrors.stream().map(axes::get)
			.collect(Collectors.joining(", ")) + " only: the network was trained with no others.");
		return rules;
	}

	/** Whether sizes are counted in pixels, as those of photographs. */
	static boolean isOfPixels(final Plan plan) {
		return plan.recipe().inference().axes() == ImageAxes.PIXELS;
	}
}
