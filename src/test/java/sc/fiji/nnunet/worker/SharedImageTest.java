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
package sc.fiji.nnunet.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apposed.appose.NDArray;
import org.apposed.appose.util.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Tests that images are passed through shared memory and Appose's JSON without a change. */
class SharedImageTest {

	private final Random random = new Random(4);
	private final Geometry geometry = new Geometry(new long[] { 5, 4, 3 }, new double[] { 0.5, 1, 2.5 }, new double[] {
		0.5, 0, 0, -10, 0, 0.9, 0.1, 20, 0, -0.2, 2.4, 1e-3 }, null);

	@Test
	void aVolumeIsUnchanged() throws IOException {
		final Volume volume = new Volume(geometry, 2);
		for (int c = 0; c < 2; c++)
			for (int z = 0; z < 3; z++)
				for (int i = 0; i < 20; i++)
					volume.plane(c, z)[i] = random.nextFloat();
		final TimePoints image = TimePoints.of(ImagePlusVolume.image(volume, "a.nii"));
		try (NDArray array = SharedImage.array(image, Progress.none())) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, image)));
			assertEquals("a.nii", SharedImage.title(sent));
			final TimePoints points = TimePoints.of(SharedImage.image(sent));
			assertEquals(1, points.count());
			final Volume received = points.volume(0);
			assertEquals(geometry, received.geometry());
			assertEquals(2, received.channels());
			for (int c = 0; c < 2; c++)
				for (int z = 0; z < 3; z++)
					assertArrayEquals(volume.plane(c, z), received.plane(c, z));
			((NDArray) sent.get("array")).close();
		}
	}

	@Test
	void labelsAreUnchanged() {
		final LabelMap labels = new LabelMap(geometry);
		for (int z = 0; z < 3; z++)
			for (int i = 0; i < 20; i++)
				labels.plane(z)[i] = (short) (random.nextInt(400) - 1);
		try (NDArray array = SharedImage.array(List.of(labels))) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, geometry, 1,
				"Labels of a.nii")));
			assertEquals(1, SharedImage.labels(sent, geometry).size());
			final LabelMap received = SharedImage.labels(sent, geometry).get(0);
			for (int z = 0; z < 3; z++)
				assertArrayEquals(labels.plane(z), received.plane(z));
			((NDArray) sent.get("array")).close();
		}
	}

	/** NB: in Fiji images are passed to the engine's process, and their labels back. */
	@Test
	void timePointsStayTimePoints() throws IOException {
		final Geometry grid = Geometry.of(new long[] { 5, 4, 3 }, 0.5, 0.5, 2);
		final List<Volume> volumes = new ArrayList<>();
		final List<LabelMap> labels = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			volumes.add(new Volume(grid, 2));
			labels.add(new LabelMap(grid));
			for (int z = 0; z < 3; z++)
				for (int i = 0; i < 20; i++) {
					for (int c = 0; c < 2; c++)
						volumes.get(t).plane(c, z)[i] = random.nextFloat();
					labels.get(t).plane(z)[i] = (short) random.nextInt(400);
				}
		}
		final TimePoints movie = TimePoints.of(TimePoints.image(volumes, "movie"));
		final Recorded log = new Recorded();
		try (NDArray array = SharedImage.array(movie, log)) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, movie)));
			final TimePoints received = TimePoints.of(SharedImage.image(sent));
			assertEquals("movie", received.image().getTitle());
			assertEquals(4, received.count());
			assertEquals(movie.geometry(), received.geometry());
			for (int t = 0; t < 4; t++)
				for (int c = 0; c < 2; c++)
					for (int z = 0; z < 3; z++)
						assertArrayEquals(volumes.get(t).plane(c, z), received.volume(t).plane(c, z));
			((NDArray) sent.get("array")).close();
		}
		assertEquals("passing time point 4 of 4 to the engine's process", log.statuses.get(3));
		assertThrows(CancelledException.class, () -> SharedImage.array(movie, Recorded.cancelledAtOnce()));
		final List<LabelMap> predicted = TimePoints.of(TimePoints.labelImage(labels, "labels")).labels();
		try (NDArray array = SharedImage.array(predicted)) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, grid, 4, "labels")));
			final List<LabelMap> received = SharedImage.labels(sent, grid);
			assertEquals(4, received.size());
			for (int t = 0; t < 4; t++)
				for (int z = 0; z < 3; z++)
					assertArrayEquals(labels.get(t).plane(z), received.get(t).plane(z));
			((NDArray) sent.get("array")).close();
		}
	}

	/** NB: ImageJ has other rules for the order of channels and time points than for that of colours. */
	@Test
	void coloursOfTimePointsThatAreChannelsKeepTheirOrder() throws IOException {
		final ImagePlus film = IJ.createHyperStack("film", 5, 4, 2, 3, 2, 24);
		for (int n = 1; n <= film.getStackSize(); n++)
			for (int i = 0; i < 20; i++)
				film.getStack().getProcessor(n).set(i, random.nextInt(1 << 24));
		film.getCalibration().setUnit("um");
		final TimePoints points = TimePoints.of(film);
		try (NDArray array = SharedImage.array(points, Progress.none())) {
			final Map<String, Object> sent = Types.decode(Types.encode(SharedImage.message(array, points)));
			for (final int needed : new int[] { 6, 12 }) {
				final TimePoints here = TimePoints.of(film, needed), there = TimePoints.of(SharedImage.image(sent), needed);
				assertEquals(12 / needed, there.count());
				for (int t = 0; t < here.count(); t++)
					for (int c = 0; c < needed; c++)
						for (int z = 0; z < 3; z++)
							assertArrayEquals(here.volume(t).plane(c, z), there.volume(t).plane(c, z));
			}
			((NDArray) sent.get("array")).close();
		}
	}

	/** NB: no plane is read, of which there are too many for any machine. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void anImageWithoutRoomIsNotPassed() {
		final ImagePlus movie = new ImagePlus("movie", new VirtualStack(2000, 2000, 1 << 20) {

			@Override
			public ImageProcessor getProcessor(final int n) {
				return new ByteProcessor(2000, 2000);
			}
		});
		movie.setDimensions(1, 1, 1 << 20);
		assertTrue(assertThrows(ProblemException.class, () -> SharedImage.array(TimePoints.of(movie), Progress.none()))
			.getMessage().startsWith("/dev/shm: has "));
	}

	/** NB: a container has 64 MB unless it is given more; without this, ImageJ would see a fault of its virtual machine. */
	@Test
	void tooLittleSharedMemoryIsToldBeforeItIsUsed(@TempDir final Path folder) throws IOException {
		SharedImage.requireRoom(folder, 1);
		SharedImage.requireRoom(folder.resolve("none"), Long.MAX_VALUE);
		final Problem problem = assertThrows(ProblemException.class, () -> SharedImage.requireRoom(folder, 1L << 60)).problems()
			.get(0);
		assertEquals(folder.toString(), problem.where());
		assertTrue(problem.what().contains(" MB free, but 1099511627777 MB are needed"), problem.what());
		assertTrue(problem.cure().contains("--shm-size=1073741825g"), problem.cure());
	}
}
