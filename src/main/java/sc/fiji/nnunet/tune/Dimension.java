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

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * One option of the training that the search varies, with the values that it tries beside the preset's.
 *
 * @param option the option's name in macros and on the command line
 * @param values the values, as words
 * @param applies whether a plan has this option
 * @param set sets a value
 */
record Dimension(String option, List<String> values, Predicate<Plan> applies,
	BiConsumer<TrainOptions.Builder, String> set)
{

	/**
	 * Everything that is searched. The values lie around those of preset cpu, about evenly on a logarithmic scale where
	 * they are numbers.
	 */
	static final List<Dimension> ALL = List.of( //
		always("learningrate", List.of("0.0005", "0.001", "0.003", "0.005"), (builder, word) -> builder.learningRate(Double
			.parseDouble(word))), //
		always("scheduler", List.of("cosine", "poly"), TrainOptions.Builder::scheduler), //
		always("endlearningrate", List.of("0.0001", "0.0004"), (builder, word) -> builder.endLearningRate(Double.parseDouble(
			word))), //
		always("features", List.of("8", "12", "24", "32"), (builder, word) -> builder.features(Integer.parseInt(word))), //
		new Dimension("fewerstages", List.of("1"), plan -> plan.network().stages() > 3, (builder, word) -> builder.fewerStages(
			Integer.parseInt(word))), //
		always("patchshare", List.of("0.75", "0.5"), (builder, word) -> builder.patchShare(Double.parseDouble(word))), //
		always("batchsize", List.of("1", "4", "8"), (builder, word) -> builder.batchSize(Integer.parseInt(word))), //
		always("deepsupervision", List.of("false"), TrainOptions.Builder::deepSupervision), //
		always("lossbatchreduction", List.of("true", "false"), TrainOptions.Builder::lossBatchReduction), //
		always("lossincludebackground", List.of("true"), TrainOptions.Builder::lossIncludeBackground), //
		always("weightdecay", List.of("0", "0.00001", "0.001"), (builder, word) -> builder.weightDecay(Double.parseDouble(
			word))), //
		always("augmentation", List.of("light", "moderate", "nvidia", "nnunet"), TrainOptions.Builder::augmentation), //
		always("mirroring", List.of("true", "false"), TrainOptions.Builder::mirroring), //
		always("oversampling", List.of("0.15", "0.66"), (builder, word) -> builder.oversampling(Double.parseDouble(
			word))));

	private static Dimension always(final String option, final List<String> values,
		final BiConsumer<TrainOptions.Builder, String> set)
	{
		return new Dimension(option, values, plan -> true, set);
	}
}
