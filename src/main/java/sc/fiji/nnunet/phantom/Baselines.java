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
package sc.fiji.nnunet.phantom;

import java.io.IOException;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Baselines without a network: the Dice that a fixed brightness interval, and the mean label image of the training
 * cases, reach on other cases.
 * <p>
 * Both are optimized for each structure on the training cases. Training a network is worthwhile only if it is well
 * above both.
 * </p>
 *
 * @param labels the label values' names, background first
 * @param threshold mean Dice per label value of the best brightness interval; entry 0 is unused
 * @param meanLabel mean Dice per label value of the mean label image; entry 0 is unused
 */
public record Baselines(List<String> labels, double[] threshold, double[] meanLabel) {

	/**
	 * Computes both baselines.
	 *
	 * @param training labelled cases from which the interval and the mean are computed
	 * @param others labelled cases to test on
	 * @param labels what the label values mean
	 * @throws IOException if an image cannot be read
	 */
	public static Baselines of(final List<Case> training, final List<Case> others, final Labels labels,
		final Progress progress) throws IOException
	{
		final BrightnessInterval[] intervals = new BrightnessInterval[labels.classes()];
		final MeanLabelImage mean = new MeanLabelImage(labels.classes());
		for (int label = 1; label < intervals.length; label++)
			intervals[label] = new BrightnessInterval(label);
		int done = 0;
		final double all = training.size() + others.size();
		for (final Case one : training) {
			progress.check();
			progress.update(done++ / all, "Baselines: " + one.name());
			final Volume image = ImageFile.read(one.images());
			final LabelMap label = labels.toClasses(ImageFile.readLabels(one.label()));
			for (int value = 1; value < intervals.length; value++)
				intervals[value].add(image, label);
			mean.add(label);
		}
		final double[] threshold = new double[labels.classes()];
		final double[] meanLabel = new double[labels.classes()];
		for (final Case one : others) {
			progress.check();
			progress.update(done++ / all, "Baselines: " + one.name());
			final Volume image = ImageFile.read(one.images());
			final LabelMap label = labels.toClasses(ImageFile.readLabels(one.label()));
			final LabelMap guess = mean.predict(label.geometry());
			for (int value = 1; value < intervals.length; value++) {
				threshold[value] += intervals[value].dice(image, label) / others.size();
				meanLabel[value] += dice(guess, label, value) / others.size();
			}
		}
		return new Baselines(List.copyOf(labels.names()), threshold, meanLabel);
	}

	/** Dice of one label value; 1 if neither map has it. */
	static double dice(final LabelMap guess, final LabelMap label, final int value) {
		long both = 0;
		long sum = 0;
		for (int z = 0; z < label.size()[0]; z++) {
			final short[] a = guess.plane(z);
			final short[] b = label.plane(z);
			for (int i = 0; i < a.length; i++) {
				if (a[i] == value) sum++;
				if (b[i] == value) sum++;
				if (a[i] == value && b[i] == value) both++;
			}
		}
		return sum == 0 ? 1 : 2.0 * both / sum;
	}
}
