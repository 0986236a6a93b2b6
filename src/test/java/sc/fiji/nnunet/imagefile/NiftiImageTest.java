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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.io.FileInfo;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Volume;

/** NIfTI files as ImageJ images: types, time, and the file they come from. */
class NiftiImageTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	/** xyzt_units of millimetres with seconds, and with milliseconds. */
	private static final int SECONDS = 2 + 8, MILLISECONDS = 2 + 16;

	@TempDir
	Path folder;

	/** A NIfTI-1 file of int16 values that count up from -3. */
	private Path file(final String name, final int[] dims, final int units, final float interval) throws IOException {
		int count = 1;
		for (final int dim : dims)
			count *= dim;
		final ByteBuffer bytes = ByteBuffer.allocate(352 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putInt(0, 348).putShort(40, (short) dims.length);
		for (int n = 0; n < 7; n++)
			bytes.putShort(42 + 2 * n, (short) (n < dims.length ? dims[n] : 1));
		bytes.putShort(70, (short) 4).putShort(72, (short) 16);
		for (int n = 0; n < 8; n++)
			bytes.putFloat(76 + 4 * n, n == 4 ? interval : 1);
		bytes.putFloat(108, 352).put(123, (byte) units);
		bytes.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
		for (int n = 0; n < count; n++)
			bytes.putShort(352 + 2 * n, (short) (n - 3));
		return Files.write(folder.resolve(name), bytes.array());
	}

	@Test
	void negativeNumbersOf16BitsStay16BitAndAreWrittenAsTheyWere() throws IOException {
		final ImagePlus image = ImageFile.open(file("signed.nii", new int[] { 2, 2, 3 }, 2, 0));
		assertEquals(16, image.getBitDepth());
		assertTrue(image.getCalibration().isSigned16Bit());
		assertEquals(-3, image.getCalibration().getCValue(image.getStack().getProcessor(1).get(0, 0)), 0);
		final Volume volume = ImagePlusVolume.volume(image);
		assertArrayEquals(new float[] { -3, -2, -1, 0 }, volume.plane(0, 0));
		final Path again = folder.resolve("again.nii");
		ImageFile.write(again, image);
		try (NiftiReader in = NiftiReader.open(again)) {
			assertEquals(NiftiType.INT16, in.header().type());
			assertArrayEquals(new float[] { 5, 6, 7, 8 }, in.read().plane(0, 2));
		}
	}

	@Test
	void aTimeAxisBecomesFramesWithTheirInterval() throws IOException {
		final ImagePlus image = ImageFile.open(file("time.nii", new int[] { 2, 2, 1, 3 }, MILLISECONDS, 250));
		assertArrayEquals(new int[] { 2, 2, 1, 1, 3 }, image.getDimensions());
		assertEquals(0.25, image.getCalibration().frameInterval, 1e-9);
		assertEquals(1, image.getCalibration().getCValue(image.getStack().getProcessor(2).get(0, 0)), 0);
		final Path again = folder.resolve("again.nii.gz");
		ImageFile.write(again, image);
		final ImagePlus back = ImageFile.open(again);
		assertArrayEquals(image.getDimensions(), back.getDimensions());
		assertEquals(0.25, back.getCalibration().frameInterval, 1e-9);
	}

	/** As of probabilities, which take over the units of their image. */
	@Test
	void channelsAreNoTimeWhateverTheUnitsOfTheirGeometry() throws IOException {
		final Volume time = ImageFile.read(file("time.nii", new int[] { 2, 2, 1, 3 }, SECONDS, 1));
		final Path file = folder.resolve("channels.nii.gz");
		ImageFile.write(file, new Volume(time.geometry(), 2));
		assertEquals(List.of(2, 1), List.of(ImageFile.open(file).getNChannels(), ImageFile.open(file).getNFrames()));
	}

	@Test
	void framesAreChannelsForANetworkAsInTheFile() throws IOException {
		final Path file = file("time.nii", new int[] { 2, 2, 1, 3, 2 }, SECONDS, 1);
		final ImagePlus image = ImageFile.open(file);
		assertArrayEquals(new int[] { 2, 2, 2, 1, 3 }, image.getDimensions());
		final Volume open = ImagePlusVolume.volume(image), read = ImageFile.read(file);
		assertEquals(6, open.channels());
		assertEquals(6, TimePoints.of(image, 6).volume(0).channels());
		assertEquals(List.of(3, 2), List.of(TimePoints.of(image, 2).count(), TimePoints.of(image, 2).channels()));
		for (int channel = 0; channel < 6; channel++)
			assertArrayEquals(read.plane(channel, 0), open.plane(channel, 0));
		final Path again = folder.resolve("again.nii");
		ImageFile.write(again, image);
		assertArrayEquals(read.plane(4, 0), ImageFile.read(again).plane(4, 0));
	}

	@Test
	void withoutAUnitOfTimeTheFourthAxisIsChannels() throws IOException {
		assertEquals(3, ImageFile.open(file("channels.nii", new int[] { 2, 2, 1, 3 }, 2, 1)).getNChannels());
		assertEquals(3, ImageFile.open(GOLDEN.resolve("dims_4x5x6x3.nii.gz")).getStackSize() / 6);
	}

	@Test
	void theDisplayRangeOfColoursDoesNotChangeThem() throws IOException {
		final Path file = folder.resolve("rgb.nii");
		try (InputStream in = new GZIPInputStream(Files.newInputStream(GOLDEN.resolve("rgb.nii.gz")))) {
			final ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
			bytes.putFloat(124, 100).putFloat(128, 50); // cal_max and cal_min
			Files.write(file, bytes.array());
		}
		final Volume read = ImageFile.read(file), open = ImagePlusVolume.volume(ImageFile.open(file));
		for (int channel = 0; channel < 3; channel++)
			for (int z = 0; z < 3; z++)
				assertArrayEquals(read.plane(channel, z), open.plane(channel, z));
	}

	@Test
	void theImageKnowsItsFile() throws IOException {
		final Path file = file("here.nii", new int[] { 2, 2, 3 }, 2, 0);
		final FileInfo info = ImageFile.open(file).getOriginalFileInfo();
		assertEquals(file.toString(), info.getFilePath());
		assertEquals(FileInfo.IMAGEIO, info.fileFormat, "Revert opens the file again, and takes no pixels at an offset");
	}

	@Test
	void aDamagedCheckSumIsFoundWhenAnImageIsOpened() throws IOException {
		final byte[] bytes = Files.readAllBytes(GOLDEN.resolve("type_int16.nii.gz"));
		bytes[bytes.length - 8] ^= 1;
		final Path damaged = Files.write(folder.resolve("damaged.nii.gz"), bytes);
		assertThrows(ProblemException.class, () -> ImageFile.open(damaged));
	}
}
