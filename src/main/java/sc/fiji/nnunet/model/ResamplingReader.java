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
package sc.fiji.nnunet.model;

import java.util.Set;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * Reads how a configuration of nnU-Net's plans resamples: by which function, with which arguments
 * (recipe-nnunet.md 2.2).
 */
final class ResamplingReader {

	/** nnU-Net's functions: SciPy and scikit-image, or PyTorch's interpolation. */
	private static final String DEFAULT = "resample_data_or_seg_to_shape", TORCH = "resample_torch_fornnunet";
	/** The ratio of spacings from which nnU-Net takes an image as anisotropic. */
	private static final double ANISOTROPY = 3;
	private static final Set<String> DEFAULT_KEYS = Set.of("is_seg", "order", "order_z", "force_separate_z",
		"separate_z_anisotropy_threshold");
	private static final Set<String> TORCH_KEYS = Set.of("is_seg", "num_threads", "device",
		"memefficient_seg_resampling", "force_separate_z", "separate_z_anisotropy_threshold", "mode", "aniso_axis_mode");

	private final Section configuration;

	ResamplingReader(final Section configuration) {
		this.configuration = configuration;
	}

	/** How images are resampled. */
	ResampleRule images() throws ProblemException {
		return rule("resampling_fn_data", true);
	}

	/** How logits are brought back to the grid of the image. */
	ResampleRule logits() throws ProblemException {
		final ResampleRule rule = rule("resampling_fn_probabilities", true);
		if (rule.volume() != Kernel.LINEAR) throw configuration.section("resampling_fn_probabilities_kwargs").unsupported(
			"order", "logits are interpolated linearly here");
		return rule;
	}

	/** Whether logits are rounded to half precision again after they were resampled. */
	boolean roundsLogits() throws ProblemException {
		return configuration.text("resampling_fn_probabilities").equals(DEFAULT);
	}

	/** Refuses what this program would do differently with the segmentation of an earlier stage. */
	void segmentation() throws ProblemException {
		final ResampleRule rule = rule("resampling_fn_seg", false);
		final Section arguments = configuration.section("resampling_fn_seg_kwargs");
		if (rule.volume() != Kernel.LINEAR) throw arguments.unsupported("order",
			"segmentations are interpolated linearly here");
		if (rule.anisotropy() != images().anisotropy()) throw arguments.unsupported("force_separate_z",
			"images and segmentations are resampled by one rule here");
		if (arguments.flag("memefficient_seg_resampling", false)) throw arguments.unsupported(
			"memefficient_seg_resampling", "each voxel gets the label with the largest share here");
	}

	private ResampleRule rule(final String key, final boolean image) throws ProblemException {
		final String function = configuration.text(key);
		final Section arguments = configuration.section(key + "_kwargs");
		final boolean torch = function.equals(TORCH);
		if (!torch && !function.equals(DEFAULT)) throw configuration.unsupported(key, "only " + DEFAULT + " and " + TORCH +
			" can be computed");
		for (final String argument : arguments.members().keySet())
			if (!(torch ? TORCH_KEYS : DEFAULT_KEYS).contains(argument)) throw arguments.unsupported(argument,
				"this argument is not known");
		if (arguments.flag("is_seg", false) == image) throw arguments.unsupported("is_seg", "it must be " + !image);
		final double anisotropy = !arguments.has("force_separate_z") ? arguments.number(
			"separate_z_anisotropy_threshold", ANISOTROPY) : arguments.flag("force_separate_z", false) ? 0
				: Double.POSITIVE_INFINITY;
		if (torch) {
			if (!arguments.text("mode", "linear").equals("linear")) throw arguments.unsupported("mode",
				"only linear can be computed");
			if (!arguments.text("aniso_axis_mode", "nearest-exact").equals("nearest-exact")) throw arguments.unsupported(
				"aniso_axis_mode", "only nearest-exact can be computed");
			return ResampleRule.NNUNET.with(Kernel.LINEAR).withAnisotropy(anisotropy);
		}
		if (anisotropy != Double.POSITIVE_INFINITY && arguments.number("order_z", 0) != 0) throw arguments.unsupported(
			"order_z", "nothing is interpolated across thick slices here");
		return ResampleRule.NNUNET.with(kernel(arguments)).withAnisotropy(anisotropy);
	}

	private static Kernel kernel(final Section arguments) throws ProblemException {
		final int order = arguments.has("order") ? arguments.whole("order") : 3;
		return switch (order) {
			case 0 -> Kernel.NEAREST;
			case 1 -> Kernel.LINEAR;
			case 3 -> Kernel.B_SPLINE;
			default -> throw arguments.unsupported("order", "only 0, 1 and 3 can be computed");
		};
	}
}
