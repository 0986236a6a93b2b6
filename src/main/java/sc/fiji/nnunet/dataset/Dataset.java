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
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset: images and labels in a folder of any layout.
 *
 * @param name the folder's name, such as Task04_Hippocampus
 * @param folder the folder itself
 * @param channels the channels' names in order, such as MRI or CT
 * @param labels the meaning of the label values
 * @param training the labelled cases, sorted by name
 * @param test the cases without label, sorted by name
 * @param fileEnding the ending of image and label files, such as .nii.gz
 */
public record Dataset(String name, Path folder, List<String> channels, Labels labels, List<Case> training,
	List<Case> test, String fileEnding)
{

	public Dataset {
		channels = List.copyOf(channels);
		training = List.copyOf(training);
		test = List.copyOf(test);
	}

	/** The image and label files of all cases. */
	public List<Path> files() {
		final List<Path> files = new ArrayList<>();
		for (final List<Case> cases : List.of(training, test))
			for (final Case one : cases) {
				files.addAll(one.images());
				if (one.label() != null) files.add(one.label());
			}
		return files;
	}
}
