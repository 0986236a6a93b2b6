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
package sc.fiji.nnunet.plan;

import java.util.List;

/**
 * What NVIDIA's nnU-Net prescribes for one task of the Medical Segmentation Decathlon: recipe-nvidia.md 2.2.
 *
 * @param folder the dataset folder's exact name
 * @param patch3d z, y, x
 * @param patch2d y, x
 * @param spacing millimetres along z, y, x; the last two are those of the 2D network
 * @param ct clipping and statistics if the modality is CT, otherwise null
 */
public record NvidiaTask(String folder, List<Integer> patch3d, List<Integer> patch2d, List<Double> spacing,
	Normalization ct)
{

	/** The ten tasks in their order. */
	public static final List<NvidiaTask> ALL = List.of( //
		new NvidiaTask("Task01_BrainTumour", List.of(128, 128, 128), List.of(192, 160), List.of(1.0, 1.0, 1.0), null), //
		new NvidiaTask("Task02_Heart", List.of(80, 192, 160), List.of(320, 256), List.of(1.37, 1.25, 1.25), null), //
		new NvidiaTask("Task03_Liver", List.of(128, 128, 128), List.of(512, 512), List.of(1.0, 0.7676, 0.7676),
			Normalization.ct(-17, 201, 99.4, 39.36)), //
		new NvidiaTask("Task04_Hippocampus", List.of(40, 56, 40), List.of(56, 40), List.of(1.0, 1.0, 1.0), null), //
		new NvidiaTask("Task05_Prostate", List.of(20, 320, 256), List.of(320, 320), List.of(3.6, 0.62, 0.62), null), //
		new NvidiaTask("Task06_Lung", List.of(80, 192, 160), List.of(512, 512), List.of(1.24, 0.79, 0.79), Normalization.ct(
			-1024, 325, -158.58, 324.7)), //
		new NvidiaTask("Task07_Pancreas", List.of(40, 224, 224), List.of(512, 512), List.of(2.5, 0.8, 0.8), Normalization
			.ct(-96, 215, 77.9, 75.4)), //
		new NvidiaTask("Task08_HepaticVessel", List.of(64, 192, 192), List.of(512, 512), List.of(1.5, 0.8, 0.8),
			Normalization.ct(-3, 243, 104.37, 52.62)), //
		new NvidiaTask("Task09_Spleen", List.of(64, 192, 160), List.of(512, 512), List.of(1.6, 0.79, 0.79),
		Normalization.ct(
			-41, 176, 99.29, 39.47)), //
		new NvidiaTask("Task10_Colon", List.of(56, 192, 160), List.of(512, 512), List.of(3.0, 0.78, 0.78), Normalization.ct(
			-30, 165.82, 62.18, 32.65)));
}
