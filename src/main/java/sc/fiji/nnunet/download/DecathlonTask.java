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
package sc.fiji.nnunet.download;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ten tasks of the Medical Segmentation Decathlon (recipe-nvidia.md 2.2). */
public enum DecathlonTask {
		BRAIN_TUMOUR("Task01_BrainTumour"),
		HEART("Task02_Heart"),
		LIVER("Task03_Liver"),
		HIPPOCAMPUS("Task04_Hippocampus"),
		PROSTATE("Task05_Prostate"),
		LUNG("Task06_Lung"),
		PANCREAS("Task07_Pancreas"),
		HEPATIC_VESSEL("Task08_HepaticVessel"),
		SPLEEN("Task09_Spleen"),
		COLON("Task10_Colon");

	private final String folder;

	DecathlonTask(final String folder) {
		this.folder = folder;
	}

	/** The name of the task's folder, and of its archive without the extension. */
	public String folder() {
		return folder;
	}

	/** The task that a text such as 4, 04, Hippocampus or Task04_Hippocampus names; empty if there is none. */
	public static Optional<DecathlonTask> of(final String text) {
		final String wanted = text.trim().toLowerCase(Locale.ROOT);
		return Arrays.stream(values()).filter(task -> {
			final String name = task.folder.toLowerCase(Locale.ROOT);
			return wanted.equals(name) || wanted.equals(name.substring(7)) || wanted.equals(name.substring(4, 6)) || wanted
				.equals(String.valueOf(task.ordinal() + 1));
		}).findFirst();
	}

	/** The names of all tasks, for a message. */
	static String all() {
		return Arrays.stream(values()).map(DecathlonTask::folder).collect(Collectors.joining(", "));
	}
}
