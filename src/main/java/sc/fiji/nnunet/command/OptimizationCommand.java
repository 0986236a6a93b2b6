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

/** Base class of training commands with options for optimizer and loss. */
abstract class OptimizationCommand extends NetworkCommand {

	@Parameter(label = "Optimizer", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.OPTIMIZERS), @Attr(name = ADVANCED) },
		description = "Optimizer of the weights. auto: the recipe's.")
	private String optimizer = "auto";

	@Parameter(label = "Learning rate", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Initial learning rate. 0: the recipe's.")
	private double learningrate;

	@Parameter(label = "Momentum", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Momentum of the optimizer sgd.")
	private double momentum = 0.99;

	@Parameter(label = "Scheduler", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.SCHEDULERS), @Attr(name = ADVANCED) },
		description = "Schedule of the learning rate. auto: the recipe's.")
	private String scheduler = "auto";

	@Parameter(label = "End learning rate", persist = false, required = false, min = "-1",
		attrs = @Attr(name = ADVANCED), description = "Final learning rate of the schedulers poly, cosine and " +
			"warm_up_cosine. -1: the recipe's.")
	private double endlearningrate = -1;

	@Parameter(label = "Steps of the first cycle", persist = false, required = false, min = "1",
		attrs = @Attr(name = ADVANCED), description = "Length of the first cycle of the scheduler cosine_annealing, in " +
			"steps.")
	private long cosineannealingfirstcyclesteps = 4096;

	@Parameter(label = "Decay of the peak", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED),
		description = "Factor of the learning rate at each restart of the scheduler cosine_annealing.")
	private double cosineannealingpeakdecay = 1;

	@Parameter(label = "Weight decay", persist = false, required = false, min = "-1", attrs = @Attr(name = ADVANCED),
		description = "Weight decay (L2). -1: the recipe's.")
	private double weightdecay = -1;

	@Parameter(label = "Lookahead", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Uses lookahead: slow weights that follow the fast ones.")
	private boolean lookahead;

	@Parameter(label = "Averaging", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Keeps an average of the weights over the last part of the training, and uses it. auto: the recipe's.")
	private String averaging = "auto";

	@Parameter(label = "Dice of the batch", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Computes the Dice loss over the whole batch. auto: the recipe's.")
	private String lossbatchreduction = "auto";

	@Parameter(label = "Dice of the background", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Includes the background in the Dice loss. auto: the recipe's.")
	private String lossincludebackground = "auto";

	@Override
	TrainOptions.Builder training() throws ProblemException {
		return super.training().optimizer(optimizer).learningRate(learningrate).momentum(momentum).scheduler(scheduler)
			.endLearningRate(endlearningrate).firstCycle(cosineannealingfirstcyclesteps).peakDecay(cosineannealingpeakdecay)
			.weightDecay(weightdecay).lookahead(lookahead).averaging(averaging)
			.lossBatchReduction(lossbatchreduction).lossIncludeBackground(lossincludebackground);
	}
}
