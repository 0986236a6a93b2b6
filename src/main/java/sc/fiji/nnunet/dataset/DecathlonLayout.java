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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * The layout of the Medical Segmentation Decathlon (recipe-nvidia.md 2.1).
 * <p>
 * dataset.json has <code>modality</code> and <code>labels</code> (number to name),
 * <code>training</code> (pairs of <code>image</code> and <code>label</code>) and
 * <code>test</code> (paths). An image of several channels is one 4D file. nnU-Net
 * v1's variant, whose files are one per channel with _0000, _0001 ... before the
 * ending although the list does not say so, is supported too.
 * </p>
 */
public final class DecathlonLayout implements Layout {

	private static final String LABELS_CURE =
		"Write \"labels\": {\"0\": \"background\", \"1\": \"name\", ...}, counted without gaps.";
	private static final String TRAINING_CURE =
		"Write \"training\": [{\"image\": \"./imagesTr/a.nii.gz\", \"label\": \"./labelsTr/a.nii.gz\"}, ...].";

	@Override
	public boolean recognises(final Path folder) throws ProblemException {
		if (!Files.exists(folder.resolve(DatasetJson.FILE))) return false;
		final DatasetJson json = DatasetJson.read(folder);
		return !json.has("channel_names") && (json.has("modality") || json.has("training"));
	}

	@Override
	public Dataset open(final Path folder) throws ProblemException {
		final DatasetJson json = DatasetJson.read(folder);
		final List<String> channels = json.numbered("modality", "Write \"modality\": {\"0\": \"MRI\"} or \"CT\".");
		final List<String> labels = json.numbered("labels", LABELS_CURE);
		if (labels.size() == 1) json.problem("There is no class besides the background.", LABELS_CURE);
		final boolean instances = NnUNetLabels.instances(json);
		if (instances && labels.size() != 2) json.problem("\"instances\" is true, and \"labels\" are " + labels + ".",
			"Name the background and one kind of objects, or leave \"instances\" out if each number is a class.");
		final List<Case> training = new ArrayList<>();
		for (final JsonElement entry : json.list("training", TRAINING_CURE))
			addTraining(json, entry, channels.size(), training);
		final List<Case> test = new ArrayList<>();
		for (final JsonElement entry : json.list("test", "Write \"test\": [\"./imagesTs/b.nii.gz\", ...]."))
			addTest(json, entry, channels.size(), test);
		if (training.isEmpty() && test.isEmpty()) json.problem("It lists no case.", TRAINING_CURE);
		json.finish();
		final Path first = (training.isEmpty() ? test : training).get(0).images().get(0);
		return new Dataset(Datasets.name(folder), folder, channels, instances ? Labels.ofObjects(labels.get(1))
			: new Labels(labels, List.of(), -1), sorted(training), sorted(test), FileNames.ending(first.getFileName().toString()));
	}

	@Override
	public List<Finding> look(final Dataset dataset) throws ProblemException {
		final DatasetJson json = DatasetJson.read(dataset.folder());
		final FolderLook look = new FolderLook(dataset, DatasetJson.FILE + " does not list it");
		look.count(json, "numTraining", dataset.training().size());
		look.count(json, "numTest", dataset.test().size());
		look.duplicates(dataset.training());
		look.duplicates(dataset.test());
		for (final String subfolder : List.of("imagesTr", "labelsTr", "imagesTs"))
			look.unused(subfolder, file -> "Add it to " + DatasetJson.FILE + " or move it away.");
		return look.findings();
	}

	private static void addTraining(final DatasetJson json, final JsonElement entry, final int channels,
		final List<Case> cases)
	{
		if (!entry.isJsonObject()) {
			json.problem("An entry under \"training\" is not an object: " + entry + ".", TRAINING_CURE);
			return;
		}
		final JsonObject pair = entry.getAsJsonObject();
		final Path image = json.path(pair.get("image"), "training");
		final Path label = json.path(pair.get("label"), "training");
		if (image == null || label == null || FileNames.ignored(image.getFileName().toString())) return;
		cases.add(new Case(FileNames.stem(image), images(image, channels), label));
	}

	private static void addTest(final DatasetJson json, final JsonElement entry, final int channels,
		final List<Case> cases)
	{
		final Path image = json.path(entry.isJsonObject() ? entry.getAsJsonObject().get("image") : entry, "test");
		if (image == null || FileNames.ignored(image.getFileName().toString())) return;
		cases.add(new Case(FileNames.stem(image), images(image, channels), null));
	}

	/** The file itself, or nnU-Net v1's files of single channels if only those are there. */
	private static List<Path> images(final Path image, final int channels) {
		if (Files.exists(image)) return List.of(image);
		final String name = image.getFileName().toString();
		final List<Path> files = NnUNetLayout.channelFiles(image.resolveSibling(FileNames.stem(name)), channels, FileNames
			.ending(name));
		return !files.isEmpty() && Files.exists(files.get(0)) ? files : List.of(image);
	}

	private static List<Case> sorted(final List<Case> cases) {
		cases.sort(Comparator.comparing(Case::name));
		return cases;
	}
}
