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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.model.WeightNames;
import sc.fiji.nnunet.plan.ImageAxes;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.pth.NewTensor;
import sc.fiji.nnunet.pth.PthWriter;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * Writes a trained model as a model of nnU-Net v2: a folder with {@code plans.json}, {@code dataset.json} and a
 * {@code fold_k/checkpoint_final.pth} for each fold, numbered from 0. nnU-Net predicts with it, and trains further from
 * it ({@code -pretrained_weights}). Only recipe {@code nnunet} has nnU-Net's network and preparation.
 */
final class NnUNetFolder {

	private static final String TRAINER = "nnUNetTrainer";

	private NnUNetFolder() {
		// only static methods
	}

	/** Where nnU-Net has such a model among others: DATASET/TRAINER__PLANS__CONFIGURATION. */
	static Path in(final Path output, final Plan plan) {
		return output.resolve(ExportNames.folder(plan)).resolve(name(plan));
	}

	/** The name that nnU-Net gives to the folder of such a model: TRAINER__PLANS__CONFIGURATION. */
	static String name(final Plan plan) {
		return trainer(plan) + "__" + NnUNetFolderPlans.NAME + "__" + NnUNetFolderPlans.configuration(
			plan.configuration());
	}

	/**
	 * Writes the folder, each file whole or not at all, in place of an earlier export.
	 *
	 * @throws ProblemException if nnU-Net cannot have such a model, the folder holds something else than an export of the
	 *           same dataset, or a file cannot be written
	 * @throws CancelledException if the user wants the job to end
	 */
	static void write(final TrainedModel model, final Path folder, final Progress progress) throws IOException {
		check(model.plan());
		final EarlierExport earlier = new EarlierExport(folder);
		earlier.requireOf(model.plan());
		earlier.remove();
		final Map<String, Object> plans = NnUNetFolderPlans.of(model.plan());
		final Map<String, Object> dataset = NnUNetFolderDataset.of(model.plan());
		WholeFile.write(folder.resolve(EarlierExport.DATASET), Json.pageWithNulls(dataset) + "\n");
		final int folds = model.folds().size();
		for (int fold = 0; fold < folds; fold++) {
			final Map<String, Object> arguments = new LinkedHashMap<>();
			arguments.put("plans", plans);
			arguments.put("configuration", NnUNetFolderPlans.configuration(model.plan().configuration()));
			arguments.put("fold", fold);
			arguments.put("dataset_json", dataset);
			final Map<String, Object> checkpoint = new LinkedHashMap<>();
			checkpoint.put("network_weights", tensors(model.network(), model.folds().get(fold)));
			checkpoint.put("optimizer_state", Map.of());
			checkpoint.put("grad_scaler_state", null);
			checkpoint.put("logging", Map.of());
			checkpoint.put("_best_ema", null);
			checkpoint.put("current_epoch", 0);
			checkpoint.put("init_args", arguments);
			checkpoint.put("trainer_name", trainer(model.plan()));
			checkpoint.put("inference_allowed_mirroring_axes", mirrors(model.plan()));
			PthWriter.write(new ResultsFolder(folder).fold(fold).resolve(EarlierExport.CHECKPOINT), checkpoint, progress.part(
				(double) fold / folds, (fold + 1.0) / folds));
		}
		// NB: without its plans the folder is no model
		WholeFile.write(folder.resolve(EarlierExport.PLANS), Json.pageWithNulls(plans) + "\n");
	}

	/**
	 * Throws a problem unless nnU-Net has the plan's network and prepares images alike.
	 *
	 * @throws ProblemException with the first reason
	 */
	static void check(final Plan plan) throws ProblemException {
		final NetworkSpec.Blocks blocks = plan.network().blocks();
		final Recipe recipe = plan.recipe();
		if (!recipe.name().equals(Recipe.NNUNET.name()) || !blocks.convolutionBias() || !blocks.symmetricPadding() ||
			blocks.decoderKernels() != NetworkSpec.DecoderKernels.SKIP) throw refused(
				"was trained by recipe " + recipe.name() +
				", whose network is not one of nnU-Net v2.", "Train with recipe=nnunet, or choose another format.");
		if (plan.network().norm() == NetworkSpec.Norm.GROUP) throw refused("has group norms, which nnU-Net v2 has not.",
			"Train with another norm, or choose another format.");
		if (plan.network().norm() == NetworkSpec.Norm.NONE && blocks.residual()) throw refused(
			"has residual blocks without norms, which nnU-Net v2 cannot build.",
			"Train with another norm, or choose another format.");
		if (!recipe.resampling().equals(Recipe.NNUNET.resampling()) || !linear(recipe).equals(linear(Recipe.NNUNET)) ||
			recipe.inference().axes() != ImageAxes.STORED || !recipe.inference().roundsRestored()) throw refused(
				"resamples or turns images in a way of its own, since it comes from nnU-Net itself.",
				"Use the folder that it was opened from.");
		if (!plan.labels().regions().isEmpty() && plan.labels().regions().stream().allMatch(region -> region.labels()
			.size() == 1)) throw refused("has regions of one label each, which nnU-Net takes for ordinary classes.",
				"Choose another format.");
	}

	/** How logits are resampled, which is always linearly. */
	private static ResampleRule linear(final Recipe recipe) {
		return recipe.inference().restoring().with(Kernel.LINEAR);
	}

	private static ProblemException refused(final String what, final String cure) {
		return new ProblemException(new Problem("nnunet", "The model " + what, cure));
	}

	private static String trainer(final Plan plan) {
		return mirrors(plan) == null ? TRAINER + "NoMirroring" : TRAINER;
	}

	/** The axes of the patch along which windows may be mirrored; null for none. */
	static List<Integer> mirrors(final Plan plan) {
		final int flat = 3 - plan.network().dimensions();
		final List<Integer> axes = plan.recipe().inference().mirrors().stream().map(axis -> axis - flat).filter(
			axis -> axis >= 0).toList();
		return plan.oneSided() || axes.isEmpty() ? null : axes;
	}

	/**
	 * The weights by nnU-Net's names. NB: nnU-Net's modules know each other under several names, and it insists on all
	 * of them: a layer's parts are also in its list of all modules, and the decoder knows the encoder.
	 */
	static Map<String, NewTensor> tensors(final NetworkSpec spec, final Map<String, float[]> weights) {
		final Map<String, NewTensor> tensors = new LinkedHashMap<>();
		for (final WeightNames.Weight name : WeightNames.of(spec)) {
			put(tensors, name.theirs(), tensor(name, weights.get(name.ours())));
			// NB: a number that batch norms count their steps by, and never use
			if (name.theirs().endsWith(".running_var")) put(tensors, name.theirs().replace("running_var",
				"num_batches_tracked"), new NewTensor(new long[0], () -> new float[1]));
		}
		final Map<String, NewTensor> encoder = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> {
			if (name.startsWith("encoder.")) encoder.put("decoder." + name, tensor);
		});
		tensors.putAll(encoder);
		return tensors;
	}

	private static void put(final Map<String, NewTensor> tensors, final String name, final NewTensor tensor) {
		tensors.put(name, tensor);
		tensors.put(name.replace(".conv.", ".all_modules.0.").replace(".norm.", ".all_modules.1."), tensor);
	}

	/** NB: heads that were not trained are zeros; nnU-Net has one at each stage, but predicts with the finest only. */
	private static NewTensor tensor(final WeightNames.Weight name, final float[] values) {
		final long[] shape = name.shape().stream().mapToLong(Long::longValue).toArray();
		if (values != null) return new NewTensor(shape, () -> new Weight(name.ours(), ours(shape), values)
			.channelsFirst().values());
		if (!name.ours().startsWith("head")) throw new IllegalArgumentException("the model has no " + name.ours());
		final int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
		return new NewTensor(shape, () -> new float[size]);
	}

	/** The shape in our order of axes: channels last, and exchanged. */
	private static int[] ours(final long[] theirs) {
		if (theirs.length == 1) return new int[] { (int) theirs[0] };
		final int[] shape = new int[theirs.length];
		for (int axis = 0; axis < shape.length - 2; axis++)
			shape[axis] = (int) theirs[axis + 2];
		shape[shape.length - 2] = (int) theirs[1];
		shape[shape.length - 1] = (int) theirs[0];
		return shape;
	}
}
