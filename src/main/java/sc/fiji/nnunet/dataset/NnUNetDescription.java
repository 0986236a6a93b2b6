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

import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonElement;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * What an nnU-Net v2 dataset.json says about images and labels, as trained models bring it along.
 *
 * @param channels the channels' names
 * @param labels what the label values mean
 * @param fileEnding how the names of the images end; null if it is not said
 */
public record NnUNetDescription(List<String> channels, Labels labels, String fileEnding) {

	public NnUNetDescription {
		channels = List.copyOf(channels);
	}

	/**
	 * Reads a description.
	 *
	 * @param file where it was found, for messages
	 * @throws ProblemException with all that is wrong with it
	 */
	public static NnUNetDescription of(final Path file, final JsonElement root) throws ProblemException {
		final DatasetJson json = DatasetJson.of(file, root);
		// NB: the first version wrote modality
		final List<String> channels = json.numbered(json.has("channel_names") || !json.has("modality") ? "channel_names"
			: "modality", "Write \"channel_names\": {\"0\": \"MRI\"}.");
		final Labels labels = NnUNetLabels.read(json);
		json.finish();
		return new NnUNetDescription(channels, labels, json.text("file_ending"));
	}
}
