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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.model.NnUNetModel;
import sc.fiji.nnunet.model.Outline;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Preparation;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A trained model on disk: one of nnU-Net v2, or as our training leaves it, {@code results_<configuration>/fold_<k>/}
 * with the folders {@code checkpoint_best} and {@code checkpoint_last} and the {@code plan.json} of the network that was
 * trained; or a SavedModel that was exported, in a folder or in a package for bioimage.io.
 *
 * @param folder the folder that was opened
 * @param plan the plan that all folds share
 * @param folds the folds, at least one, by name
 */
public record ModelFolder(Path folder, Plan plan, List<Fold> folds) {

	/** The file of a SavedModel, which an export leaves beside a plan. */
	private static final String EXPORTED = "saved_model.pb";

	/** Which checkpoint of a fold is used. */
	public enum Which {
			/** The one that the end of the training selected; before, the best if there is one, otherwise the last. */
			AUTO, BEST, LAST
	}

	/**
	 * One fold.
	 *
	 * @param name its number, or "all"
	 * @param folder its folder
	 * @param nnunet the model of nnU-Net that it belongs to; null if this program trained it
	 */
	public record Fold(String name, Path folder, NnUNetModel nnunet) {

		/** A fold that this program trained. */
		public Fold(final String name, final Path folder) {
			this(name, folder, null);
		}

		/**
		 * The folder of a checkpoint, or the file of one of nnU-Net's.
		 *
		 * @throws ProblemException if there is no such checkpoint
		 */
		public Path checkpoint(final Which which) throws IOException {
			if (nnunet != null) return nnunet.shown(nnunet.fold(name), kind(which));
			if (isPackage()) return folder;
			if (isExported()) return folder.resolve(EXPORTED);
			final boolean last = which == Which.AUTO && Selection.read(folder).map(Selection::isLast).orElse(false);
			final List<Which> usual = last ? List.of(Which.LAST, Which.BEST) : List.of(Which.BEST, Which.LAST);
			for (final Which candidate : which == Which.AUTO ? usual : List.of(which)) {
				final Path checkpoint = folder.resolve(ResultsFolder.CHECKPOINT + Checks.word(candidate));
				if (CheckpointFolder.isIn(checkpoint)) return checkpoint;
			}
			throw new ProblemException(folder, "There is no " + (which == Which.AUTO
				? ResultsFolder.BEST + " or " + ResultsFolder.LAST : ResultsFolder.CHECKPOINT + Checks.word(which)) + ".",
				"Train this fold first, or choose another fold or checkpoint.");
		}

		/** Which of nnU-Net's checkpoints is meant: by default the final one, else the best, else the latest. */
		private String kind(final Which which) throws ProblemException {
			final List<String> wanted = switch (which) {
				case AUTO -> NnUNetModel.KINDS;
				case BEST -> List.of("best");
				case LAST -> List.of("final", "latest");
			};
			return nnunet.fold(name).kind(wanted).orElseThrow(() -> new ProblemException(folder, "There is no checkpoint_" +
				String.join(" or checkpoint_", wanted) + ".", "Choose another checkpoint, such as checkpoint=auto."));
		}

		/** The plan in the folder of a fold that this program trained; of others, that of their model. */
		private Plan plan(final Plan model) throws IOException {
			final Path file = folder.resolve(PlanFile.NAME);
			return nnunet == null && Files.isRegularFile(file) ? PlanFile.read(file) : model;
		}

		/** Whether this is a SavedModel that was exported. */
		private boolean isExported() {
			return nnunet == null && (isPackage() || Files.isRegularFile(folder.resolve(EXPORTED)));
		}

		/** Whether it is in the zip file of an exported package. */
		private boolean isPackage() {
			return nnunet == null && Files.isRegularFile(folder);
		}

		/** The network of an exported one. */
		private Network exported(final Engine engine, final Plan plan) throws IOException {
			if (!isPackage()) return engine.savedModel(folder, plan.network());
			return ExportedPackage.find(folder).orElseThrow(() -> notThere(folder)).network(engine);
		}

		private void load(final Network network, final Which which) throws IOException {
			if (nnunet == null) network.restore(checkpoint(which), false);
			else network.assign(nnunet.weights(nnunet.fold(name), kind(which)));
		}
	}

	public ModelFolder {
		folds = List.copyOf(folds);
	}

	/**
	 * Opens a fold's folder, a results folder with all its folds, or a model of nnU-Net v2 in any form that
	 * {@link Models} knows.
	 *
	 * @throws ProblemException if nothing was trained there
	 */
	public static ModelFolder open(final Path folder) throws IOException {
		final Optional<ExportedPackage> exported = ExportedPackage.find(folder);
		if (exported.isPresent()) return new ModelFolder(folder, exported.get().plan(), List.of(new Fold("", folder)));
		if (!Files.isDirectory(folder)) return Models.find(folder).map(ModelFolder::of).orElseThrow(() -> notThere(folder));
		final Path plan = folder.resolve(PlanFile.NAME);
		if (Files.exists(plan)) return new ModelFolder(folder, PlanFile.read(plan), List.of(new Fold(name(folder),
			folder)));
		final List<Fold> folds = new ArrayList<>();
		for (final Path sub : subfolders(folder))
			if (ResultsFolder.foldName(sub).isPresent() && Files.exists(sub.resolve(PlanFile.NAME))) folds.add(new Fold(name(
				sub), sub));
		if (folds.isEmpty()) {
			final Optional<NnUNetModel> other = Models.find(folder);
			if (other.isEmpty()) throw nothing(folder);
			return of(other.get());
		}
		return new ModelFolder(folder, folds.get(0).plan(null), folds);
	}

	/**
	 * The plan of a model; quick also for one in a zip file, of which no checkpoint is unpacked.
	 *
	 * @throws ProblemException as {@link #open}
	 */
	public static Plan plan(final Path folder) throws IOException {
		final Optional<Outline> file = Files.isDirectory(folder) ? Optional.empty() : Models.outline(folder);
		return file.isPresent() ? file.get().plan() : open(folder).plan();
	}

	private static ProblemException notThere(final Path folder) {
		return new ProblemException(folder, "There is no such folder.",
			"Give a fold's folder, such as OUT/Task04_Hippocampus/results_3d/fold_0.");
	}

	/** A model of nnU-Net. */
	public static ModelFolder of(final NnUNetModel model) {
		final List<Fold> folds = new ArrayList<>();
		for (final NnUNetModel.Fold fold : model.folds())
			folds.add(new Fold(fold.name(), new ResultsFolder(model.folder()).fold(fold.name()), model));
		return new ModelFolder(model.folder(), model.plan(), folds);
	}

	/** Whether this is a SavedModel that was exported, and has no weights to read. */
	public boolean isExported() {
		return folds.get(0).isExported();
	}

	/** The model of nnU-Net; null if this program trained it. */
	public NnUNetModel nnunet() {
		return folds.get(0).nnunet;
	}

	private static ProblemException nothing(final Path folder) throws IOException {
		final List<String> results = ResultsFolder.in(folder).stream().map(one -> one.path().getFileName().toString())
			.toList();
		if (results.isEmpty()) return new ProblemException(folder, "There is no trained fold in it.",
			"Train first, or give a folder such as OUT/Task04_Hippocampus/results_3d/fold_0.");
		return new ProblemException(folder, "holds several results folders: " + String.join(", ", results) + ".",
			"Give one of these folders.");
	}

	private static List<Path> subfolders(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isDirectory).sorted().toList();
		}
	}

	private static String name(final Path folder) {
		final Path whole = folder.toAbsolutePath().normalize();
		return ResultsFolder.foldName(whole).orElse(whole.getFileName().toString());
	}

	/** Whether two plans have the same network and prepare images alike; their patches may differ. */
	private static boolean fits(final Plan a, final Plan b) {
		return a.network().equals(b.network()) && Preparation.isSame(a, b);
	}

	/**
	 * The folders that hold the model's own files: that of the results, and of each fold, its checkpoints and validation.
	 */
	List<Path> folders() throws IOException {
		if (nnunet() != null) return nnunet().folders();
		if (folds.get(0).isPackage()) return List.of();
		final List<Path> folders = new ArrayList<>(List.of(folder));
		for (final Fold fold : folds) {
			folders.add(fold.folder);
			for (final Path sub : subfolders(fold.folder))
				if (sub.getFileName().toString().matches(ResultsFolder.CHECKPOINT + ".*|" + ResultsFolder.VALIDATION + "|" +
					ResultsFolder.OVERLAYS)) folders.add(sub);
			final Path results = fold.folder.toAbsolutePath().normalize().getParent();
			if (ResultsFolder.configuration(results).isPresent()) folders.add(results);
		}
		return folders;
	}

	/**
	 * The same model with some of its folds.
	 *
	 * @param names names separated by commas; empty = all, without a training on all cases beside others
	 * @throws ProblemException if there is no such fold, or the folds were trained with different plans or patches
	 */
	public ModelFolder select(final String names) throws IOException {
		final List<ModelFolder> groups = byPatch(names);
		if (groups.size() == 1) return groups.get(0);
		final ModelFolder other = groups.get(1);
		throw new ProblemException(other.folds.get(0).folder, "was trained with patches of " + other.plan.patch() +
			", and fold " + groups.get(0).folds.get(0).name + " with " + groups.get(0).plan.patch() +
			": here they cannot be one model.", "Choose folds of one patch with folds=..., or leave out what needs one model, as " +
				"uncertainty=true and an export of all folds do; or train this fold again.");
	}

	/**
	 * The same model with some of its folds, a group for each size of patches: folds of preset cpu that had different
	 * times or processors differ in it.
	 *
	 * @param names names separated by commas; empty = all, without a training on all cases beside others
	 * @throws ProblemException if there is no such fold, or the folds were trained with different plans
	 */
	public List<ModelFolder> byPatch(final String names) throws IOException {
		final List<ModelFolder> groups = new ArrayList<>();
		for (final Fold fold : chosen(names)) {
			final Plan own = fold.plan(plan);
			if (!groups.isEmpty() && !fits(groups.get(0).plan, own)) throw new ProblemException(fold.folder.resolve(
				PlanFile.NAME), "differs from the plan of fold " + groups.get(0).folds.get(0).name +
					": the folds cannot be averaged as one model.",
				"Choose folds of one plan with folds=..., or train this fold again.");
			final int like = IntStream.range(0, groups.size()).filter(i -> groups.get(i).plan.patch().equals(own.patch()))
				.findFirst().orElse(-1);
			if (like < 0) groups.add(new ModelFolder(folder, own, List.of(fold)));
			else groups.set(like, groups.get(like).and(fold, own));
		}
		return groups;
	}

	private ModelFolder and(final Fold fold, final Plan own) {
		final List<Fold> more = new ArrayList<>(folds);
		more.add(fold);
		return new ModelFolder(folder, plan.joined(own), more);
	}

	private List<Fold> chosen(final String names) throws ProblemException {
		// NB: a training on all cases is not averaged with the folds, as in nnU-Net: no case has tested them together
		if (names.isBlank()) return folds.size() == 1 ? folds : folds.stream().filter(fold -> !fold.name.equals(
			ResultsFolder.ALL)).toList();
		final List<Fold> selected = new ArrayList<>();
		for (final String name : Arrays.stream(names.split(",")).map(String::trim).distinct().toList()) {
			final Fold fold = folds.stream().filter(f -> f.name.equals(name)).findFirst().orElse(null);
			if (fold == null) throw new ProblemException(folder, "There is no trained fold " + name + ".",
				"There are the folds " + String.join(", ", folds.stream().map(Fold::name).toList()) + ".");
			selected.add(fold);
		}
		return selected;
	}

	/**
	 * Builds one network per fold, in float32 on a CPU, and reads its weights. The caller closes them.
	 *
	 * @throws IOException if a checkpoint is missing, damaged or lacks a weight (recipe-nvidia.md Q6)
	 */
	public List<Network> networks(final Engine engine, final Which checkpoint) throws IOException {
		return networks(engine, checkpoint, Arithmetic.AUTO, true);
	}

	/**
	 * The same in an arithmetic; an exported model keeps its own.
	 *
	 * @param exact whether AUTO is float32 on a CPU
	 * @throws IOException as above, and if the device does not have that arithmetic
	 */
	List<Network> networks(final Engine engine, final Which checkpoint, final Arithmetic arithmetic, final boolean exact)
		throws IOException
	{
		final List<Network> networks = new ArrayList<>();
		try {
			for (final Fold fold : folds)
				networks.add(fold.isExported() ? fold.exported(engine, plan) : loaded(engine, fold, checkpoint, arithmetic.on(engine,
					plan.network(), exact), plan.patch()));
		}
		catch (final IOException | RuntimeException | Error e) {
			networks.forEach(Network::close);
			throw e;
		}
		return networks;
	}

	/**
	 * The weights of each fold by their names.
	 *
	 * @throws IOException if a checkpoint is missing, damaged or lacks a weight
	 */
	public List<Map<String, float[]>> weights(final Engine engine, final Which checkpoint) throws IOException {
		final List<Map<String, float[]>> weights = new ArrayList<>();
		for (final Fold fold : folds)
			try (Network network = loaded(engine, fold, checkpoint, Precision.FP32, List.of())) {
				weights.add(network.weights());
			}
		return weights;
	}

	private Network loaded(final Engine engine, final Fold fold, final Which checkpoint, final Precision precision,
		final List<Integer> window) throws IOException
	{
		final Network network = engine.unloaded(plan.network(), precision, window);
		try {
			fold.load(network, checkpoint);
			return network;
		}
		catch (final IOException | RuntimeException | Error e) {
			network.close();
			throw e;
		}
	}
}
