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

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.TrainOptions;

/** Base class of training commands with options for the network and its samples. */
abstract class NetworkCommand extends TrainingCommand {

	@Parameter(label = "Batch size", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Samples per step. 0: as planned.")
	private int batchsize;

	@Parameter(label = "Volumes per batch", persist = false, required = false, min = "0",
		attrs = @Attr(name = ADVANCED),
		description = "For 2D and recipe nvidia: number of cases from which the slices of a batch are taken. 0: the " +
			"smallest number from two on that divides the batch.")
	private int nvol;

	@Parameter(label = "Norm", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.NORMS), @Attr(name = ADVANCED) },
		description = "Normalization layers of the network. auto: as planned.")
	private String norm = "auto";

	@Parameter(label = "Negative slope", persist = false, required = false, min = "-1", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Slope of the leaky ReLU below zero. -1: as planned.")
	private double negativeslope = -1;

	@Parameter(label = "Deep supervision", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Computes the loss at coarser levels too. auto: the recipe's.")
	private String deepsupervision = "auto";

	@Parameter(label = "Precision", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.PRECISIONS), @Attr(name = ADVANCED) },
		description = "Arithmetic of the convolutions. auto or true: the fastest one that the processor supports and " +
			"that passes a self-test; false: fp32.")
	private String amp = "auto";

	@Parameter(label = "XLA", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Compiles the graph with XLA, for GPUs.")
	private boolean xla;

	@Parameter(label = "Oversampling", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Share of patches that are placed around foreground.")
	private double oversampling = 0.33;

	@Parameter(label = "Mirror images", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Trains on mirrored images too. auto: the recipe's; in preset cpu not if all files state their " +
			"orientation, as NIfTI files can.")
	private String mirroring = "auto";

	@Parameter(label = "Augmentation", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.AUGMENTATIONS), @Attr(name = ADVANCED) },
		description = "List of augmentations. auto: the recipe's; in preset cpu the stronger, the longer the training.")
	private String augmentation = "auto";

	@Parameter(label = "Share of the patch", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Share of each edge of the planned patch that is used. With 1, preset cpu takes less where a" +
			" training in minutes would have few steps.")
	private double patchshare = 1;

	@Parameter(label = "Fewer stages", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Number of planned stages of the network that are left out, the coarsest ones.")
	private int fewerstages;

	/** NB: NVIDIA's --amp is true or false. */
	private String precision() {
		return switch (amp) {
			case "true" -> "auto";
			case "false" -> "fp32";
			default -> amp;
		};
	}

	@Override
	TrainOptions.Builder training() throws ProblemException {
		return super.training().batchSize(batchsize).volumes(nvol).norm(norm).negativeSlope(negativeslope).deepSupervision(
			deepsupervision).amp(precision()).xla(xla).oversampling(oversampling).mirroring(mirroring).augmentation(
				augmentation).patchShare(patchshare).fewerStages(fewerstages);
	}
}
