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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Finds and opens trained models of nnU-Net v2 in the forms in which they are published: the folder of a training
 * (plans.json, dataset.json, fold_0/checkpoint_final.pth), one of its folds, a folder above it, a zip file of any of
 * these, or a single checkpoint that holds its plans.
 *
 * <pre>
 * final NnUNetModel model = Models.open(path);
 * model.plan().labels().names();
 * </pre>
 */
public final class Models {

	private static final String PLANS = "plans.json", DATASET = "dataset.json";

	/** A checkpoint's name below a model's folder, as a regular expression with groups for fold, kind and ending. */
	public static final String CHECKPOINT = "fold_([^/]+)/checkpoint_([a-z]+)\\.(pth|safetensors)";

	private static final Pattern FILE = Pattern.compile("(.*)" + CHECKPOINT);

	private Models() {
		// static methods only
	}

	/**
	 * Opens a model.
	 *
	 * @param path a folder, a zip file, a folder within a zip file (archive.zip/folder), or a checkpoint
	 * @throws ProblemException if there is no model, more than one, or one that cannot be computed exactly
	 */
	public static NnUNetModel open(final Path path) throws IOException {
		return find(path).orElseThrow(() -> new ProblemException(path, "holds no model of nnU-Net version 2.",
			"Give a folder or zip file with plans.json, dataset.json and fold_0/checkpoint_final.pth."));
	}

	/** Whether there is something at a path: a file, a folder, or a name within a zip file. */
	public static boolean exists(final Path path) {
		if (path == null) return false;
		if (Files.exists(path)) return true;
		for (Path zip = path.getParent(); zip != null; zip = zip.getParent())
			if (Files.exists(zip)) return Files.isRegularFile(zip) && isZip(zip);
		return false;
	}

	private static boolean isZip(final Path file) {
		return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip");
	}

	/**
	 * Opens a model if there is one.
	 *
	 * @return empty if nothing there looks like a model of nnU-Net
	 * @throws ProblemException if there is more than one, or one that cannot be computed exactly
	 */
	public static Optional<NnUNetModel> find(final Path path) throws IOException {
		if (Files.isRegularFile(path)) return file(path);
		if (!Files.isDirectory(path)) return inZip(path);
		final Path folder = path.toAbsolutePath().normalize();
		final Optional<String> fold = ResultsFolder.foldName(folder);
		if (fold.isPresent() && Files.exists(folder.resolveSibling(PLANS))) return fold(folder.getParent(), fold
			.get(), null);
		return one(path, FolderFiles.of(path), "", NnUNetModel::open);
	}

	/**
	 * What lists show of a model, if there is one; quick also for zip files.
	 *
	 * @return empty if nothing there looks like a model of nnU-Net
	 * @throws ProblemException if there is more than one, or one of which is known that it cannot be computed exactly
	 */
	public static Optional<Outline> outline(final Path path) throws IOException {
		if (Files.isRegularFile(path) && isZip(path)) return one(path, ZipFiles.of(path), "", NnUNetModel::outline);
		final Optional<NnUNetModel> model = find(path);
		return model.isEmpty() ? Optional.empty() : Optional.of(Outline.of(model.get()));
	}

	private static Optional<NnUNetModel> file(final Path path) throws IOException {
		final String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
		if (isZip(path)) return one(path, ZipFiles.of(path), "", NnUNetModel::open);
		if (!name.endsWith(".pth") && !name.endsWith(".safetensors")) return Optional.empty();
		final Path folder = path.toAbsolutePath().normalize().getParent();
		final Matcher matcher = FILE.matcher(folder.getFileName() + "/" + path.getFileName());
		if (matcher.matches() && Files.exists(folder.resolveSibling(PLANS))) return fold(folder.getParent(), matcher.group(
			2), matcher.group(3));
		final NnUNetModel.Fold alone = new NnUNetModel.Fold("", Map.of(NnUNetModel.KINDS.get(0), path.getFileName()
			.toString()));
		return Optional.of(NnUNetModel.open(new FolderFiles(folder, FolderFiles.beside(folder)), "", List.of(alone)));
	}

	/** A path that goes on behind the name of a zip file. */
	private static Optional<NnUNetModel> inZip(final Path path) throws IOException {
		for (Path zip = path.getParent(); zip != null; zip = zip.getParent()) {
			if (!Files.isRegularFile(zip)) continue;
			if (!isZip(zip)) return Optional.empty();
			return one(path, ZipFiles.of(zip), zip.relativize(path).toString().replace('\\', '/') + "/",
				NnUNetModel::open);
		}
		return Optional.empty();
	}

	/** One fold, and perhaps one checkpoint, of a model. */
	private static Optional<NnUNetModel> fold(final Path folder, final String fold, final String kind)
		throws IOException
	{
		final FolderFiles files = FolderFiles.of(folder);
		for (final NnUNetModel.Fold one : models(files).getOrDefault("", List.of())) {
			if (!one.name().equals(fold)) continue;
			if (kind == null) return Optional.of(NnUNetModel.open(files, "", List.of(one)));
			final String file = one.checkpoints().get(kind);
			// NB: whatever it is called, it is the one that was asked for
			return Optional.of(NnUNetModel.open(files, "", List.of(new NnUNetModel.Fold(fold, Map.of(NnUNetModel.KINDS.get(0),
				file)))));
		}
		return Optional.empty();
	}

	/** Reads a model of which the place in its files is known. */
	private interface Reader<T> {

		T read(ModelFiles files, String root, List<NnUNetModel.Fold> folds) throws IOException;
	}

	/** The only model below a folder; an earlier stage of another one does not count. */
	private static <T> Optional<T> one(final Path path, final ModelFiles files, final String below,
		final Reader<T> reader) throws IOException
	{
		final Map<String, List<NnUNetModel.Fold>> all = models(files);
		all.keySet().removeIf(root -> !root.startsWith(below));
		if (all.isEmpty()) return Optional.empty();
		final List<String> last = new ArrayList<>(all.keySet());
		if (all.size() > 1) for (final String root : all.keySet()) {
			final String previous = previous(files, root);
			if (previous != null) last.removeIf(other -> parent(other).equals(parent(root)) && configuration(Path.of(other))
				.equals(previous));
		}
		if (last.size() > 1) throw new ProblemException(path, "holds several models: " + String.join(", ", last.stream()
			.map(root -> root.isEmpty() ? "./" : root).toList()) + ".", "Give one of them, such as " + path.resolve(last.get(
				0)) + ".");
		return Optional.of(reader.read(files, last.get(0), all.get(last.get(0))));
	}

	private static String previous(final ModelFiles files, final String root) throws IOException {
		final NnUNetPlans plans = new NnUNetPlans(files.shown(root + PLANS), "", JsonFile.parse(files
			.shown(root + PLANS), files.text(root + PLANS), JsonObject.class, "the plans of nnU-Net",
			"Use another copy of the model."));
		final String configuration = configuration(Path.of(root));
		return plans.names().contains(configuration) ? plans.previous(configuration) : null;
	}

	private static String parent(final String root) {
		return root.isEmpty() ? "" : root.substring(0, root.lastIndexOf('/', root.length() - 2) + 1);
	}

	/** The configuration that a folder's name ends with: TRAINER__PLANS__CONFIGURATION; empty if it has no such name. */
	static String configuration(final Path folder) {
		final String name = folder.getFileName() == null ? "" : folder.getFileName().toString();
		return name.contains("__") ? name.substring(name.lastIndexOf("__") + 2) : "";
	}

	/** All models among some files: the folds by the name of the folder above them, which ends with a slash. */
	static Map<String, List<NnUNetModel.Fold>> models(final ModelFiles files) {
		final Map<String, Map<String, Map<String, String>>> found = new TreeMap<>();
		for (final String name : files.names()) {
			final Matcher matcher = FILE.matcher(name);
			if (!matcher.matches() || !files.names().contains(matcher.group(1) + PLANS) || !files.names().contains(matcher
				.group(1) + DATASET)) continue;
			// NB: of a .pth and a safetensors file of one name the former is taken, which comes first
			found.computeIfAbsent(matcher.group(1), root -> new TreeMap<>(Models::byNumber)).computeIfAbsent(matcher.group(2),
				fold -> new LinkedHashMap<>()).putIfAbsent(matcher.group(3), name);
		}
		final Map<String, List<NnUNetModel.Fold>> models = new TreeMap<>();
		found.forEach((root, folds) -> {
			final List<NnUNetModel.Fold> usable = new ArrayList<>();
			folds.forEach((name, checkpoints) -> usable.add(new NnUNetModel.Fold(name, checkpoints)));
			usable.removeIf(fold -> fold.kind(NnUNetModel.KINDS).isEmpty());
			if (!usable.isEmpty()) models.put(root, usable);
		});
		return models;
	}

	/** Numbers by their size, and words behind them. */
	private static int byNumber(final String a, final String b) {
		final boolean numbers = a.matches("\\d{1,9}") && b.matches("\\d{1,9}");
		if (numbers) return Integer.compare(Integer.parseInt(a), Integer.parseInt(b));
		return a.matches("\\d{1,9}") ? -1 : b.matches("\\d{1,9}") ? 1 : a.compareTo(b);
	}
}
