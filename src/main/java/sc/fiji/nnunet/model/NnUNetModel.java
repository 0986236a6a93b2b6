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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.dataset.NnUNetDescription;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A trained model of nnU-Net v2, opened with {@link Models}: what it predicts, by which rules, and where its weights
 * are. Nothing stays open, and weights are read when they are asked for.
 */
public final class NnUNetModel {

	/** The kinds of checkpoints in the order in which they are taken. */
	public static final List<String> KINDS = List.of("final", "best", "latest");
	private static final String PLANS = "plans.json", DATASET = "dataset.json";
	private static final String CURE = "Use another copy of the model.";
	private static final double EPSILON = 1e-5;

	/**
	 * One training.
	 *
	 * @param name its number, or "all"
	 * @param checkpoints the names of its files by kind: final, best, latest
	 */
	public record Fold(String name, Map<String, String> checkpoints) {

		/** The kind that is used: the first of some that there is. */
		public Optional<String> kind(final List<String> wanted) {
			return wanted.stream().filter(checkpoints::containsKey).findFirst();
		}
	}

	private final ModelFiles files;
	private final String root;
	private final List<Fold> folds;
	private final Plan plan;
	private final JsonObject dataset;

	private NnUNetModel(final ModelFiles files, final String root, final List<Fold> folds, final boolean unpacked)
		throws IOException
	{
		this.files = files;
		this.root = root;
		final Fold first = folds.get(0);
		final String kind = first.kind(KINDS).orElse(first.checkpoints().keySet().iterator().next());
		final String file = first.checkpoints().get(kind);
		final Start start = unpacked ? with(file, this::start) : described(Checkpoint.unread(files.shown(file)), files.shown(
			file));
		this.folds = folds.get(0).name().isEmpty() ? List.of(new Fold(start.fold, first.checkpoints())) : List.copyOf(
			folds);
		plan = start.plan;
		dataset = start.dataset;
	}

	/**
	 * Opens a model.
	 *
	 * @param root the name of its folder in the files, with a slash at the end; empty for the whole
	 * @param folds at least one; a nameless one gets the name that its checkpoint gives
	 */
	static NnUNetModel open(final ModelFiles files, final String root, final List<Fold> folds) throws IOException {
		return new NnUNetModel(files, root, folds, true);
	}

	/** What lists show of a model; its checkpoint is looked into only if nothing else says which configuration it is of. */
	static Outline outline(final ModelFiles files, final String root, final List<Fold> folds) throws IOException {
		return Outline.of(new NnUNetModel(files, root, folds, !root.contains("__")));
	}

	/** What the first checkpoint tells. */
	private record Start(String fold, Plan plan, JsonObject dataset) {
	}

	/** Work with an open checkpoint. */
	private interface Use<T> {

		T of(Checkpoint checkpoint, Path shown) throws IOException;
	}

	private <T> T with(final String name, final Use<T> use) throws IOException {
		return files.use(name, file -> {
			try (Checkpoint checkpoint = Checkpoint.open(file, name.endsWith(".safetensors"))) {
				return use.of(checkpoint, files.shown(name));
			}
		});
	}

	private Start start(final Checkpoint checkpoint, final Path shown) throws IOException {
		final Start described = described(checkpoint, shown);
		final Weights weights = new Weights(shown, checkpoint.tensors());
		final NetworkSpec planned = described.plan.network();
		final NetworkSpec network = weights.hasRunningStatistics() ? batchNorm(planned) : planned;
		weights.check(network);
		return new Start(described.fold, described.plan.withNetwork(network), described.dataset);
	}

	/** The same without a look at the weights. */
	private Start described(final Checkpoint checkpoint, final Path shown) throws IOException {
		final Path plansFile = files.names().contains(root + PLANS) ? files.shown(root + PLANS) : shown;
		final NnUNetPlans all = new NnUNetPlans(plansFile, plansFile.equals(shown) ? "init_args.plans" : "", description(
			PLANS, checkpoint.plans(), shown));
		final Path datasetFile = files.names().contains(root + DATASET) ? files.shown(root + DATASET) : shown;
		final JsonObject description = description(DATASET, checkpoint.dataset(), shown);
		final Plan planned = all.plan(configuration(checkpoint, all, shown), NnUNetDescription.of(datasetFile, description),
			checkpoint.mirrors());
		return new Start(checkpoint.fold() == null ? "0" : checkpoint.fold(), planned, description);
	}

	private static NetworkSpec batchNorm(final NetworkSpec spec) {
		return spec.norm() == NetworkSpec.Norm.BATCH ? spec : spec.withNorm(NetworkSpec.Norm.BATCH, EPSILON);
	}

	/** The JSON file beside the folds, or what the checkpoint holds of it. */
	private JsonObject description(final String name, final JsonObject inside, final Path shown) throws IOException {
		if (!files.names().contains(root + name)) {
			if (inside != null) return inside;
			throw new ProblemException(shown, "has no " + name + " beside it or in it.",
				"Give the model's folder, with plans.json and dataset.json.");
		}
		final Path file = files.shown(root + name);
		final JsonElement json = JsonFile.parse(file, files.text(root + name), JsonElement.class, "a description of a model",
			CURE);
		if (json.isJsonObject()) return json.getAsJsonObject();
		throw new ProblemException(file, "does not hold a JSON object.", CURE);
	}

	/** The configuration that the checkpoint names, or the end of the folder's name, or the only one. */
	private String configuration(final Checkpoint checkpoint, final NnUNetPlans all, final Path shown)
		throws ProblemException
	{
		if (checkpoint.configuration() != null) return checkpoint.configuration();
		final String suffix = Models.configuration(folder());
		if (all.names().contains(suffix)) return suffix;
		if (all.names().size() == 1) return all.names().iterator().next();
		throw new ProblemException(shown, "does not say which configuration it is of; the plans have " + String.join(", ",
			all.names()) + ".", "Name the folder above the folds TRAINER__PLANS__CONFIGURATION.");
	}

	/** The folder of the model, above those of its folds; for a zip file within it. */
	public Path folder() {
		return root.isEmpty() ? files.path() : files.shown(root.substring(0, root.length() - 1));
	}

	/** The dataset's name. */
	public String name() {
		return plan.dataset();
	}

	/** The plan, which has the labels, channels, spacing and configuration. */
	public Plan plan() {
		return plan;
	}

	/** The folds by name; "all" is last. */
	public List<Fold> folds() {
		return folds;
	}

	/** The fold of a name. */
	public Fold fold(final String name) {
		return folds.stream().filter(fold -> fold.name().equals(name)).findFirst().orElseThrow();
	}

	/** The folders that hold files of the model; none if it is in a zip file. */
	public List<Path> folders() {
		if (!(files instanceof FolderFiles)) return List.of();
		final List<Path> folders = new ArrayList<>(List.of(folder()));
		for (final Fold fold : folds)
			for (final String file : fold.checkpoints().values())
				if (!folders.contains(files.shown(file).getParent())) folders.add(files.shown(file).getParent());
		return folders;
	}

	/** The licence that dataset.json states; empty if it does not. */
	public String licence() {
		return note("licence", note("license", ""));
	}

	private String note(final String key, final String missing) {
		final JsonElement value = dataset.get(key);
		return value != null && value.isJsonPrimitive() ? value.getAsString() : missing;
	}

	/** The bytes of the checkpoints that are used if all folds predict. */
	public long bytes() throws IOException {
		long bytes = 0;
		for (final Fold fold : folds)
			bytes += files.size(fold.checkpoints().get(fold.kind(KINDS).orElseThrow()));
		return bytes;
	}

	/** Where the checkpoint of a fold lies, for messages and records. */
	public Path shown(final Fold fold, final String kind) {
		return files.shown(fold.checkpoints().get(kind));
	}

	/**
	 * The weights of a fold by our names, as networks take them.
	 *
	 * @param kind of the checkpoint: final, best or latest
	 * @throws ProblemException if they do not fit the plans, or are not finite
	 */
	public Map<String, float[]> weights(final Fold fold, final String kind) throws IOException {
		return with(fold.checkpoints().get(kind), (checkpoint, shown) -> new Weights(shown, checkpoint.tensors()).read(plan
			.network()));
	}

	/**
	 * The model of the earlier stage of a cascade, which lies beside this one.
	 *
	 * @return empty if this is not the second stage of a cascade
	 * @throws ProblemException if it is, and the first is not there
	 */
	public Optional<NnUNetModel> previous() throws IOException {
		if (plan.previous() == null) return Optional.empty();
		final ModelFiles around = root.isEmpty() && files instanceof FolderFiles && files.path().toAbsolutePath()
			.getParent() != null ? FolderFiles.of(files.path().toAbsolutePath().getParent()) : files;
		final String mine = around == files ? root : files.path().toAbsolutePath().getFileName() + "/";
		final Map<String, List<Fold>> all = new TreeMap<>(Models.models(around));
		final String parent = mine.substring(0, mine.lastIndexOf('/', mine.length() - 2) + 1);
		final List<String> fitting = new ArrayList<>();
		for (final String other : all.keySet())
			if (other.startsWith(parent) && other.endsWith("__" + plan.previous() + "/")) fitting.add(other);
		final String expected = mine.substring(0, Math.max(0, mine.length() - plan.configuration().length() - 1)) + plan
			.previous() + "/";
		final String found = fitting.contains(expected) ? expected : fitting.size() == 1 ? fitting.get(0) : null;
		if (found == null) throw new ProblemException(folder(), "is the second stage of a cascade, and beside it there is " +
			(fitting.isEmpty() ? "no model of " : "more than one model of ") + plan.previous() + ".",
			"Give that model, or a folder with its predictions, with previous=FOLDER.");
		return Optional.of(open(around, found, all.get(found)));
	}
}
