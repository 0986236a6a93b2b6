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
package sc.fiji.nnunet.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.plugin.Duplicator;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Images with several time points that are open in ImageJ. */
class TimePointsTest {

	private static final int WIDTH = 5, HEIGHT = 4;

	/** A movie of which every pixel of every plane has another value. */
	private static ImagePlus movie(final String type, final int channels, final int slices, final int frames) {
		final ImagePlus image = IJ.createHyperStack("movie", WIDTH, HEIGHT, channels, slices, frames, type.equals("RGB") ? 24
			: Integer.parseInt(type));
		for (int n = 1; n <= image.getStackSize(); n++) {
			final ImageProcessor plane = image.getStack().getProcessor(n);
			for (int i = 0; i < WIDTH * HEIGHT; i++)
				if (type.equals("32")) plane.setf(i, n * 20 + i);
				else plane.set(i, type.equals("RGB") ? n << 16 | i << 8 | 7 : n * 20 + i);
		}
		image.getCalibration().setUnit("um");
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().pixelDepth = 2;
		return image;
	}

	@ParameterizedTest
	@CsvSource({ "movie,0,9", "movie,998,999", "movie,7,1000", "a_t001,4,5", "'',0,2" })
	void aNameTellsOfWhatItIsATimePoint(final String stem, final int t, final int count) {
		assertEquals(Optional.of(stem), TimePoints.stem(TimePoints.name(stem, t, count)));
	}

	@ParameterizedTest
	@CsvSource({ "movie", "movie_t01", "movie_t001_0000", "movie_t", "movie_t00x", "movie001" })
	void otherNamesAreOfNoTimePoint(final String name) {
		assertEquals(Optional.empty(), TimePoints.stem(name));
	}

	@ParameterizedTest
	@CsvSource({ "16,1,1,6", "16,2,3,4", "32,3,1,5", "8,1,4,2", "RGB,1,2,3" })
	void eachHasTheValuesThatImageJsDuplicatorFinds(final String type, final int channels, final int slices,
		final int frames) throws ProblemException
	{
		final ImagePlus movie = movie(type, channels, slices, frames);
		final TimePoints points = TimePoints.of(movie);
		assertEquals(frames, points.count());
		for (int t = 0; t < frames; t++) {
			final Volume expected = ImagePlusVolume.volume(new Duplicator().run(movie, 1, channels, 1, slices, t + 1, t + 1));
			final Volume actual = points.volume(t);
			assertEquals(expected.geometry(), actual.geometry());
			assertEquals(points.geometry(), actual.geometry());
			assertEquals(points.channels(), actual.channels());
			assertEquals(expected.channels(), actual.channels());
			for (int c = 0; c < expected.channels(); c++)
				for (int z = 0; z < slices; z++)
					assertArrayEquals(expected.plane(c, z), actual.plane(c, z), "t=" + t + " c=" + c + " z=" + z);
		}
	}

	@Test
	void aSelectionDoesNotCropThem() throws ProblemException {
		final ImagePlus movie = movie("8", 1, 1, 3);
		movie.setRoi(1, 1, 2, 2);
		assertArrayEquals(new int[] { 1, HEIGHT, WIDTH }, TimePoints.of(movie).volume(2).size());
	}

	/** NB: a movie may be longer than memory. */
	@Test
	void onlyThePlanesOfOneAreRead() throws ProblemException {
		final List<Integer> read = new ArrayList<>();
		final ImageStack planes = new VirtualStack(WIDTH, HEIGHT, 12) {

			@Override
			public ImageProcessor getProcessor(final int n) {
				read.add(n);
				final ImageProcessor plane = new ShortProcessor(WIDTH, HEIGHT);
				plane.set(0, 0, n);
				return plane;
			}

			@Override
			public int getBitDepth() {
				return 16;
			}
		};
		final ImagePlus movie = new ImagePlus("movie", planes);
		movie.setDimensions(1, 2, 6);
		movie.getCalibration().setUnit("um");
		final TimePoints points = TimePoints.of(movie);
		read.clear();
		final Volume volume = points.volume(3);
		assertEquals(7, volume.plane(0, 0)[0]);
		assertEquals(8, volume.plane(0, 1)[0]);
		assertTrue(read.containsAll(List.of(7, 8)) && read.stream().allMatch(n -> n == 1 || n == 7 || n == 8), read
			.toString()); // NB: ImageJ reads the shown plane to know its colours
	}

	/** As in a file of NIfTI; and ImageJ's users often take one for the other. */
	@ParameterizedTest
	@CsvSource({ "1,3,1,3", "1,3,3,1", "2,3,2,3", "2,3,6,1", "1,1,3,1" })
	void timePointsAreChannelsForANetworkThatNeedsAsManyOnly(final int channels, final int frames, final int needed,
		final int count) throws ProblemException
	{
		final TimePoints points = TimePoints.of(movie("16", channels, 1, frames), needed);
		assertEquals(count, points.count());
		assertEquals(channels * frames / count, points.channels());
	}

	@Test
	void otherNumbersOfChannelsAreAProblemBeforeAnyTimePointIsRead() {
		assertEquals("movie: has 1 channel(s) at 3 time points, but the network needs 2. Give the channels that the network " +
			"was trained with, in the same order.", assertThrows(ProblemException.class, () -> TimePoints.of(movie("16", 1, 1,
				3), 2)).getMessage());
	}

	@Test
	void valuesAreCalibrated() throws ProblemException {
		final ImagePlus movie = movie("16", 1, 1, 3);
		movie.getCalibration().setSigned16BitCalibration();
		assertEquals(60 - 32768, TimePoints.of(movie).volume(2).plane(0, 0)[0]);
	}

	private static LabelMap labels(final Geometry geometry, final int first) {
		final LabelMap labels = new LabelMap(geometry);
		for (int z = 0; z < labels.size()[0]; z++)
			labels.plane(z)[z] = (short) (first + z);
		return labels;
	}

	@ParameterizedTest
	@CsvSource({ "3,8", "255,16", "-1,32" })
	void labelsOfAllTimePointsHaveOneTypeAndComeBack(final int last, final int bits) throws ProblemException {
		final Geometry geometry = Geometry.of(new long[] { 5, 4, 2 }, 0.1, 0.2, 0.5);
		final List<LabelMap> given = List.of(labels(geometry, 1), labels(geometry, 2), labels(geometry, last));
		final ImagePlus image = TimePoints.labelImage(given, "Labels of movie");
		assertEquals(bits, image.getBitDepth());
		assertEquals(List.of(1, 2, 3), List.of(image.getNChannels(), image.getNSlices(), image.getNFrames()));
		assertEquals(0.2, image.getCalibration().pixelHeight, 1e-12);
		final TimePoints points = TimePoints.of(image);
		assertEquals(3, points.count(), "time points of labels are no channels");
		final List<LabelMap> back = points.labels();
		for (int t = 0; t < 3; t++)
			for (int z = 0; z < 2; z++)
				assertArrayEquals(given.get(t).plane(z), back.get(t).plane(z));
	}
}
