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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class BaselinesTest {

	@TempDir
	Path folder;

	@Test
	void theBrightnessIntervalFindsABrightStructure() throws IOException {
		// the structure is a bar of brightness 10 in a dark image, at a different place in each case; another bar has 20
		final Case a = barred("a", 2, 6);
		final Case b = barred("b", 4, 0);
		final Baselines baselines = Baselines.of(List.of(a), List.of(b), Labels.of("background", "bar"), Progress.none());
		assertEquals(1, baselines.threshold()[1], 1e-12);
		assertEquals(0, baselines.meanLabel()[1], 1e-12);
	}

	@Test
	void theMeanLabelImageFindsAStructureThatIsAlwaysInOnePlace() throws IOException {
		final Case a = barred("a", 3, 6);
		final Case b = barred("b", 3, 0);
		final Baselines baselines = Baselines.of(List.of(a), List.of(b), Labels.of("background", "bar"), Progress.none());
		assertEquals(1, baselines.meanLabel()[1], 1e-12);
	}

	@Test
	void theMeanLabelImageAlignsCentresInMillimetres() {
		final MeanLabelImage mean = new MeanLabelImage(2);
		final LabelMap small = line(5, 1, 2);
		mean.add(small);
		final LabelMap large = line(9, 1, 4, 5);
		mean.add(large);
		// voxel 0 of the centre counts twice, its neighbour once: limits 1 and 2 give Dice 2*3/(2*2+3) and 2*2/(2+3)
		assertArrayEquals(new short[] { 0, 0, 0, 1, 1, 0, 0 }, mean.predict(Geometry.of(new long[] { 7, 1, 1 }, 1, 1, 1))
			.plane(0));
		// half the spacing: every voxel of the row above becomes two
		assertArrayEquals(new short[] { 0, 0, 0, 0, 1, 1, 1, 1, 0, 0 }, mean.predict(Geometry.of(new long[] { 10, 1, 1 },
			0.5, 1, 1)).plane(0));
	}

	@Test
	void aLabelThatNoCaseHasIsNeverPredicted() {
		final MeanLabelImage mean = new MeanLabelImage(3);
		mean.add(line(5, 1, 2));
		assertArrayEquals(new short[] { 0, 0, 1, 0, 0 }, mean.predict(Geometry.of(new long[] { 5, 1, 1 }, 1, 1, 1)).plane(
			0));
	}

	@Test
	void diceIsDefinedAsInTextbooks() {
		assertEquals(2.0 * 1 / (2 + 1), Baselines.dice(line(5, 1, 1, 2), line(5, 1, 2), 1), 1e-12);
		assertEquals(1, Baselines.dice(line(5, 1), line(5, 1), 1), 1e-12);
		assertEquals(0, Baselines.dice(line(5, 1, 1), line(5, 1, 2), 1), 1e-12);
	}

	/** A case with a labelled bar of brightness 10 at one x and an unlabelled one of brightness 20 at another. */
	private Case barred(final String name, final int bar, final int decoy) throws IOException {
		final Geometry geometry = Geometry.of(new long[] { 7, 4, 3 }, 1, 1, 1);
		final Volume image = new Volume(geometry, 1);
		final LabelMap label = new LabelMap(geometry);
		for (int z = 0; z < 3; z++)
			for (int y = 0; y < 4; y++) {
				image.plane(0, z)[7 * y + bar] = 10;
				image.plane(0, z)[7 * y + decoy] = 20;
				label.plane(z)[7 * y + bar] = 1;
			}
		final Path imageFile = folder.resolve(name + "_image.nii");
		final Path labelFile = folder.resolve(name + "_label.nii");
		ImageFile.write(imageFile, image);
		ImageFile.writeLabels(labelFile, label);
		return new Case(name, List.of(imageFile), labelFile);
	}

	private static LabelMap line(final int size, final double spacing, final int... labelled) {
		final LabelMap map = new LabelMap(Geometry.of(new long[] { size, 1, 1 }, spacing, 1, 1));
		for (final int x : labelled)
			map.plane(0)[x] = 1;
		return map;
	}
}
