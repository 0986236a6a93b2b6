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

package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.ImgFactory;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.list.ListImgFactory;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.Unsigned12BitType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.MappedImage;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/** However an image is stored, and whatever view of it is given, the result is that of the plain array. */
class OpenImageTest {

	private static final long[] SIZE = { 23, 17, 13 };

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 3, 4, 8, 8, 8);

	@TempDir
	Path folder;

	/** Numbers from 0 to 120 with a border of zeros. */
	private static int value(final long x, final long y, final long z) {
		final boolean border = x < 2 || y == 0 || z == 0 || x == SIZE[0] - 1;
		return border ? 0 : (int) (1 + (x * 7 + y * 11 + z * 13 + x * y * z) % 120);
	}

	private static <T extends RealType<T>> Img<T> filled(final ImgFactory<T> factory) {
		final Img<T> img = factory.create(SIZE);
		fill(img);
		return img;
	}

	/** Fills an image with values by position, counted from its minimum. */
	private static <T extends RealType<T>> void fill(final RandomAccessibleInterval<T> img) {
		final Cursor<T> cursor = img.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.get().setReal(value(cursor.getLongPosition(0) - img.min(0), cursor.getLongPosition(1) - img.min(1), cursor
				.getLongPosition(2) - img.min(2)));
		}
	}

	private Map<String, OpenImage> images() throws IOException {
		final Map<String, OpenImage> images = new LinkedHashMap<>();
		for (final NativeType<?> type : List.of(new FloatType(), new ByteType(), new UnsignedByteType(), new ShortType(),
			new UnsignedShortType(), new IntType(), new UnsignedIntType(), new LongType(), new UnsignedLongType(),
			new DoubleType(), new Unsigned12BitType()))
			stored(images, type);
		images.put("list of doubles", OpenImage.of(filled(new ListImgFactory<>(new DoubleType()))));
		views(images);
		return images;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void stored(final Map<String, OpenImage> images, final NativeType<?> type) {
		final String name = type.getClass().getSimpleName();
		images.put("array of " + name, OpenImage.of((RandomAccessibleInterval) filled(new ArrayImgFactory(type))));
		images.put("planes of " + name, OpenImage.of((RandomAccessibleInterval) filled(new PlanarImgFactory(type))));
		images.put("cells of " + name, OpenImage.of((RandomAccessibleInterval) filled(new CellImgFactory(type, 7, 5, 4))));
	}

	private void views(final Map<String, OpenImage> images) throws IOException {
		final Img<UnsignedShortType> large = ArrayImgs.unsignedShorts(30, 30, 30);
		large.forEach(voxel -> voxel.set(500));
		final RandomAccessibleInterval<UnsignedShortType> crop = large.view().interval(Intervals.createMinSize(3, 4, 5,
			SIZE[0], SIZE[1], SIZE[2]));
		fill(crop);
		images.put("crop", OpenImage.of(crop));
		final RandomAccessibleInterval<FloatType> flipped = ArrayImgs.floats(SIZE).view().invertAxis(0).invertAxis(2);
		fill(flipped);
		images.put("flipped", OpenImage.of(flipped));
		final RandomAccessibleInterval<ByteType> permuted = ArrayImgs.bytes(SIZE[2], SIZE[0], SIZE[1]).view().moveAxis(0,
			2);
		fill(permuted);
		images.put("permuted", OpenImage.of(permuted));
		images.put("moved", OpenImage.of(filled(new ArrayImgFactory<>(new DoubleType())).view().translate(-3, 100, 7)));
		images.put("converted", OpenImage.of(filled(new CellImgFactory<>(new IntType(), 5)).view().convert(DoubleType::new,
			(in, out) -> out.set(3.0 * in.get())).convert(FloatType::new, (in, out) -> out.set((float) (in.get() / 3)))));
		final RandomAccessibleInterval<FloatType> turned = ArrayImgs.floats(SIZE[2], SIZE[1], SIZE[0]).view().permute(0, 2);
		fill(turned);
		images.put("axes ZYX", OpenImage.of(turned.view().permute(0, 2)).axes("zyx"));
		images.put("axes XTYCZ", OpenImage.of(filled(new ArrayImgFactory<>(new FloatType())).view().addDimension(4, 4)
			.moveAxis(3, 1).addDimension(0, 0).moveAxis(4, 3)).axes("XTYCZ"));
		final Img<UnsignedByteType> bytes = mapped(new UnsignedByteType(), false);
		images.put("mapped bytes", OpenImage.of(bytes));
		images.put("mapped floats", OpenImage.of(mapped(new FloatType(), false)));
		images.put("mapped and turned", OpenImage.of(mapped(new FloatType(), true).view().permute(0, 2).invertAxis(1)));
	}

	private <T extends NativeType<T> & RealType<T>> Img<T> mapped(final T type, final boolean turned) throws IOException {
		final long[] size = turned ? new long[] { SIZE[2], SIZE[1], SIZE[0] } : SIZE;
		final ByteBuffer buffer = ByteBuffer.allocate((int) (4 * Intervals.numElements(SIZE))).order(ByteOrder.BIG_ENDIAN);
		for (int i = 0; i < Intervals.numElements(SIZE); i++) {
			final long a = i % size[0];
			final long b = i / size[0] % size[1];
			final long c = i / size[0] / size[1];
			final int value = turned ? value(c, SIZE[1] - 1 - b, a) : value(a, b, c);
			if (type instanceof UnsignedByteType) buffer.put((byte) value);
			else buffer.putFloat(value);
		}
		final Path file = Files.write(folder.resolve("mapped" + type.getClass().getSimpleName() + turned), buffer.array());
		try (FileChannel channel = FileChannel.open(file)) {
			return MappedImage.open(channel, 0, ByteOrder.BIG_ENDIAN, type, size);
		}
	}

	@Test
	void everyKindOfImageIsTheSameVolume() throws Exception {
		for (final Map.Entry<String, OpenImage> one : images().entrySet()) {
			final Volume volume = one.getValue().spacing(1, 1, 2).volume();
			assertArrayEquals(new int[] { 13, 17, 23 }, volume.size(), one.getKey());
			assertArrayEquals(new double[] { 2, 1, 1 }, volume.geometry().spacingZyx(), one.getKey());
			for (final Volume each : List.of(volume, volume.copy(null)))
				for (int z = 0; z < 13; z++)
					for (int i = 0; i < 17 * 23; i++)
						assertEquals(value(i % 23, i / 23, z), each.plane(0, z)[i], one.getKey() + " " + i + " " + z);
			assertEquals(value(5, 6, 7), one.getValue().labels().plane(7)[6 * 23 + 5], one.getKey());
		}
	}

	@Test
	void everyKindOfImageIsPreparedAlike() throws Exception {
		PreparedCase expected = null;
		for (final Map.Entry<String, OpenImage> one : images().entrySet()) {
			final PreparedCase prepared = new Preprocessor(null).prepare(one.getValue().spacing(1.5, 1, 1).volume(), null,
				PLAN);
			if (expected == null) expected = prepared;
			assertEquals(expected.cropBox(), prepared.cropBox(), one.getKey());
			for (int z = 0; z < expected.x().size()[0]; z++)
				assertArrayEquals(expected.x().plane(0, z), prepared.x().plane(0, z), one.getKey());
		}
	}

	@Test
	void everyKindOfImageGivesTheSamePrediction() throws Exception {
		final Predictor predictor = Predictor.open(List.of(ToyNetwork.perVoxel(PLAN, 0.01f, -0.4f)), PLAN, 0.5,
			Blend.GAUSSIAN, false, null);
		byte[] labels = null;
		float[] probabilities = null;
		for (final Map.Entry<String, OpenImage> one : images().entrySet())
			try (Segmentation result = predictor.predict(one.getValue(), true, Progress.none())) {
				final byte[] now = new byte[(int) result.labels().size()];
				final RandomAccess<?> access = result.labels().randomAccess();
				assertTrue(result.labels().getType() instanceof UnsignedByteType);
				assertArrayEquals(SIZE, result.labels().dimensionsAsLongArray(), one.getKey());
				assertArrayEquals(new long[] { SIZE[0], SIZE[1], SIZE[2], 3 }, result.probabilities().dimensionsAsLongArray());
				for (int i = 0; i < now.length; i++) {
					access.setPosition(new long[] { i % SIZE[0], i / SIZE[0] % SIZE[1], i / SIZE[0] / SIZE[1] });
					now[i] = (byte) ((UnsignedByteType) access.get()).get();
				}
				final float[] shares = new float[now.length * 3];
				int at = 0;
				for (final FloatType share : result.probabilities().view().flatIterable())
					shares[at++] = share.get();
				if (labels == null) {
					labels = now;
					probabilities = shares;
				}
				assertArrayEquals(labels, now, one.getKey());
				assertArrayEquals(probabilities, shares, one.getKey());
			}
		boolean several = false;
		for (final byte label : labels)
			several |= label != labels[0];
		assertTrue(several, "the prediction is not flat");
	}

	@Test
	void aSliceHasTwoAxesInAndOut() throws Exception {
		final Predictor predictor = Predictor.open(List.of(ToyNetwork.perVoxel(PLAN, 1, 0)), PLAN, 0.5, Blend.GAUSSIAN,
			false, null);
		final Img<FloatType> slice = ArrayImgs.floats(9, 8);
		slice.forEach(voxel -> voxel.set(3));
		try (Segmentation result = predictor.predict(OpenImage.of(slice), false, Progress.none())) {
			assertArrayEquals(new long[] { 9, 8 }, result.labels().dimensionsAsLongArray());
			assertNull(result.probabilities());
		}
	}

	/** Of two parts along x the larger one is kept, in a view and in a volume. */
	@Test
	void thePostProcessingIsApplied() throws Exception {
		final Path model = folder.resolve("results_3d");
		ToyEngine.fold(model, "0", ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6), "best");
		final Path rules = folder.resolve("postprocessing.json");
		PostProcessing.of(PostProcessing.Rule.foreground()).write(rules);
		final Img<FloatType> slice = ArrayImgs.floats(12, 3);
		int i = 0;
		for (final FloatType voxel : slice) {
			voxel.set((i % 12 < 2 || i % 12 > 4 ? 9 : 1) + 0.1f * (i % 3));
			i++;
		}
		final OpenImage image = OpenImage.of(slice);
		final PredictOptions options = PredictOptions.builder().model(model).postProcessing(rules).build();
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(model), List.of(image.volume().geometry()),
			ToyEngine.threshold(5), null, Progress.none());
				Segmentation result = predictor.predict(image, false, Progress.none()))
		{
			final short[] labels = predictor.predict(image.volume(), Progress.none()).plane(0);
			final RandomAccess<?> access = result.labels().randomAccess();
			for (int x = 0; x < 12; x++) {
				access.setPosition(new long[] { x, 1 });
				assertEquals(x > 4 ? 1 : 0, ((UnsignedByteType) access.get()).get(), "x=" + x);
				assertEquals(x > 4 ? 1 : 0, labels[12 + x], "x=" + x);
			}
		}
	}

	@Test
	void channelsAreTakenFromTheirAxis() throws Exception {
		final Img<UnsignedShortType> img = ArrayImgs.unsignedShorts(4, 3, 2, 5);
		int i = 0;
		for (final UnsignedShortType voxel : img)
			voxel.set(i++);
		final Volume volume = OpenImage.of(img).axes("XYCZ").spacing(200, 200, 1000).unit("nm").volume();
		assertEquals(2, volume.channels());
		assertArrayEquals(new int[] { 5, 3, 4 }, volume.size());
		assertEquals(4 * 3 * (1 + 2 * 4) + 2 * 4 + 1, volume.plane(1, 4)[2 * 4 + 1]);
		assertEquals(1e-3, volume.geometry().spacingZyx()[0], 1e-9);
		assertEquals(LengthUnit.NANOMETRE, volume.geometry().unit());
	}

	@Test
	void invalidImagesAreReported() {
		final Img<FloatType> img = ArrayImgs.floats(4, 3, 2);
		for (final OpenImage wrong : List.of(OpenImage.of(img).axes("XY"), OpenImage.of(img).axes("XYY"), OpenImage.of(img)
			.axes("XZC"), OpenImage.of(img).axes("XYT"), OpenImage.of(img).spacing(1, 1), OpenImage.of(img).spacing(1, 0, 1),
			OpenImage.of(img).spacing(1, 1, Double.NaN), OpenImage.of(img).unit("furlong"), OpenImage.of(ArrayImgs.floats(2,
				2, 2, 2, 2))))
			assertEquals("the image", assertThrows(ProblemException.class, wrong::volume).problems().get(0).where());
		img.forEach(voxel -> voxel.set(0.5f));
		assertThrows(ProblemException.class, () -> OpenImage.of(img).labels());
		assertThrows(ProblemException.class, () -> OpenImage.of(ArrayImgs.floats(4, 3, 2, 2)).labels());
	}
}
