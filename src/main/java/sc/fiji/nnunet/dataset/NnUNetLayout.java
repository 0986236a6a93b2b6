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
package sc.fiji.nnunet.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * The raw layout of nnU-Net v2 (recipe-nnunet.md 6.2, 2.4).
 * <p>
 * A folder DatasetNNN_Name with imagesTr, labelsTr and optionally imagesTs. Each channel
 * is a file, CASE_0000.ext, CASE_0001.ext ...; its label is CASE.ext. dataset.json
 * has <code>channel_names</code> (number to name), <code>labels</code> (name to
 * number, or to a list of numbers for a region), <code>file_ending</code>, and with
 * regions <code>regions_class_order</code>. An explicit list <code>dataset</code>
 * (case to <code>images</code> and <code>label</code>) replaces the search in
 * imagesTr.
 * </p>
 */
public final class NnUNetLayout implements Layout {

	private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");

	@Override
	public boolean recognises(final Path folder) throws ProblemException {
		if (!Files.exists(folder.resolve(DatasetJson.FILE))) return false;
		return DatasetJson.read(folder).has("channel_names");
	}

	@Override
	public Dataset open(final Path folder) throws ProblemException {
		return open(DatasetJson.read(folder));
	}

	/** Opens the folder of a description. */
	Dataset open(final DatasetJson json) throws ProblemException {
		final Path folder = json.folder();
		final List<String> channels = json.numbered("channel_names",
			"Write \"channel_names\": {\"0\": \"MRI\"}; the name CT chooses the rules for CT.");
		final Labels labels = NnUNetLabels.read(json);
		final String ending = json.text("file_ending");
		if (ending == null || !ending.startsWith(".")) json.problem("The key \"file_ending\" is " + (ending == null
			? "missing." : "\"" + ending + "\"."), "Write \"file_ending\": \".nii.gz\", or the ending of your files.");
		json.finish();
		final List<Case> training = json.has("dataset") ? listed(json) : found(folder, "imagesTr", "labelsTr", channels
			.size(), ending);
		final List<Case> test = found(folder, "imagesTs", null, channels.size(), ending);
		if (training.isEmpty() && test.isEmpty()) json.problem("There is no image named like CASE_0000" + ending +
			" in imagesTr or imagesTs.", "Name the file of each channel CASE_0000" + ending + ", CASE_0001" + ending +
				" ... and the label CASE" + ending + ".");
		json.finish();
		return new Dataset(Datasets.name(folder), folder, channels, labels, training, test, ending);
	}

	@Override
	public List<Finding> look(final Dataset dataset) throws ProblemException {
		final DatasetJson json = DatasetJson.read(dataset.folder());
		final FolderLook look = new FolderLook(dataset, "it belongs to no case");
		look.count(json, "numTraining", dataset.training().size());
		if (json.has("dataset")) return look.findings();
		for (final String subfolder : List.of("imagesTr", "imagesTs"))
			look.unused(subfolder, file -> imageCure(file, dataset));
		look.unused("labelsTr", file -> "Its image would be " + dataset.folder().resolve("imagesTr").resolve(FileNames
			.stem(file) + "_0000" + dataset.fileEnding()) + ": add that, or move the label away.");
		return look.findings();
	}

	/**
	 * The files of a case's channels.
	 *
	 * @param stem the folder and the case's name
	 */
	static List<Path> channelFiles(final Path stem, final int channels, final String ending) {
		final List<Path> files = new ArrayList<>();
		for (int c = 0; c < channels; c++)
			files.add(stem.resolveSibling(String.format(Locale.ROOT, "%s_%04d%s", stem.getFileName(), c, ending)));
		return files;
	}

	private static String imageCure(final Path file, final Dataset dataset) {
		final String name = file.getFileName().toString();
		if (!name.endsWith(dataset.fileEnding())) return "Files end with " + dataset.fileEnding() + " according to " +
			DatasetJson.FILE + ": convert it or move it away.";
		final Matcher matcher = channelPattern(dataset.fileEnding()).matcher(name);
		if (matcher.matches()) return "There are " + dataset.channels().size() + " channels according to " +
			DatasetJson.FILE + ", counted from 0000: add the channel there or move the file away.";
		return "The name expected is " + FileNames.stem(name) + "_0000" + dataset.fileEnding() + ".";
	}

	private static Pattern channelPattern(final String ending) {
		return Pattern.compile("(.+)_(\\d{4})" + Pattern.quote(ending));
	}

	private static List<Case> found(final Path folder, final String images, final String labels, final int channels,
		final String ending) throws ProblemException
	{
		final Pattern pattern = channelPattern(ending);
		final Set<String> names = new TreeSet<>();
		boolean split = false;
		for (final Path file : FileNames.list(folder.resolve(images))) {
			final Matcher matcher = pattern.matcher(file.getFileName().toString());
			if (!matcher.matches()) continue;
			names.add(matcher.group(1));
			split |= !matcher.group(2).equals("0000");
		}
		// if no case has a second file, each file holds all channels, as colour images do
		final int files = split ? channels : 1;
		final List<Case> cases = new ArrayList<>();
		for (final String name : names)
			cases.add(new Case(name, channelFiles(folder.resolve(images).resolve(name), files, ending), labels == null
				? null : folder.resolve(labels).resolve(name + ending)));
		return cases;
	}

	private static List<Case> listed(final DatasetJson json) throws ProblemException {
		final String cure = "Write \"dataset\": {\"case\": {\"images\": [\"...\"], \"label\": \"...\"}, ...}.";
		final Map<String, Case> cases = new TreeMap<>();
		json.object("dataset", cure).forEach((name, entry) -> {
			final JsonObject parts = entry.isJsonObject() ? entry.getAsJsonObject() : new JsonObject();
			final JsonElement images = parts.get("images");
			if (images == null || !images.isJsonArray() || images.getAsJsonArray().isEmpty()) {
				json.problem("The case " + name + " has no list \"images\".", cure);
				return;
			}
			final List<Path> files = new ArrayList<>();
			for (final JsonElement image : images.getAsJsonArray())
				files.add(json.path(expanded(json, image), "dataset"));
			final Path label = json.path(expanded(json, parts.get("label")), "dataset");
			if (label != null && !files.contains(null)) cases.put(name, new Case(name, files, label));
		});
		json.finish();
		return List.copyOf(cases.values());
	}

	/** nnU-Net lets the explicit list use environment variables, $NAME or ${NAME} (recipe-nnunet.md 6.2). */
	private static JsonElement expanded(final DatasetJson json, final JsonElement element) {
		final String text = DatasetJson.text(element);
		if (text == null || text.indexOf('$') < 0) return element;
		return new JsonPrimitive(VARIABLE.matcher(text).replaceAll(match -> {
			final String variable = match.group(1) != null ? match.group(1) : match.group(2);
			final String value = System.getenv(variable);
			if (value == null) json.problem("The environment variable " + variable + " in " + text + " is not set.",
				"Set it, or write the path.");
			return Matcher.quoteReplacement(value == null ? match.group() : value);
		}));
	}
}
