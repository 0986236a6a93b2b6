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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import net.imglib2.img.Img;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.fluent.RandomAccessibleIntervalView;

import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.MappedImage;

/**
 * A NumPy array file: its header, and its numbers as mapped ImgLib2 images, so that reading a patch costs no more than
 * the patch. Several threads may read at once.
 */
public final class NpyFile {

	private final Path file;
	private final NpyHeader header;

	private NpyFile(final Path file, final NpyHeader header) {
		this.file = file;
		this.header = header;
	}

	/**
	 * Reads the header of an array of float16, float32, float64, uint8 or int64 numbers in C order, and checks that the
	 * file is complete. NB: nothing is mapped yet; a mapped file cannot be replaced on Windows.
	 *
	 * @throws ProblemException if the file is missing or is not such an array
	 */
	public static NpyFile open(final Path file) throws IOException {
		try (FileChannel channel = channel(file)) {
			final ByteBuffer head = ByteBuffer.allocate((int) Math.min(NpyHeader.longest(), channel.size()));
			while (head.hasRemaining() && channel.read(head) >= 0) {
				// NB: a channel may return less than requested
			}
			head.flip();
			return new NpyFile(file, NpyHeader.parse(file, head, channel.size()));
		}
	}

	private static FileChannel channel(final Path file) throws IOException {
		try {
			return FileChannel.open(file, StandardOpenOption.READ);
		}
		catch (final NoSuchFileException e) {
			throw new ProblemException(file, "does not exist.", "Preprocess the case again.", e);
		}
	}

	/** Sizes of the axes, slowest first. */
	public long[] shape() {
		return header.shape().clone();
	}

	/** The type of an element. */
	NpyHeader.Type type() {
		return header.type();
	}

	/** The number of elements. */
	public long elements() {
		return header.elements();
	}

	/**
	 * The numbers of a floating-point array.
	 *
	 * @param axes sizes, fastest first; adjacent axes may be merged
	 */
	public RandomAccessibleIntervalView<FloatType> floats(final long... axes) throws IOException {
		return switch (header.type()) {
			case FLOAT32 -> map(new FloatType(), axes).view();
			case FLOAT16 -> map(new ShortType(), axes).view().convert(FloatType::new, (half, number) -> number.set(Half
				.toFloat(half.get())));
			case FLOAT64 -> map(new DoubleType(), axes).view().convert(FloatType::new, (wide, number) -> number.set(
				(float) wide.get()));
			default -> throw wrongType("floating-point numbers");
		};
	}

	/** The numbers of a uint8 array. */
	Img<UnsignedByteType> bytes(final long... axes) throws IOException {
		if (header.type() != NpyHeader.Type.UINT8) throw wrongType("bytes");
		return map(new UnsignedByteType(), axes);
	}

	/** The numbers of an int64 array. */
	Img<LongType> longs() throws IOException {
		if (header.type() != NpyHeader.Type.INT64) throw wrongType("64-bit integers");
		return map(new LongType(), elements());
	}

	private <T extends NativeType<T>> Img<T> map(final T type, final long... axes) throws IOException {
		if (Intervals.numElements(axes) != elements()) throw new IllegalArgumentException(Arrays.toString(axes) +
			" is not the shape of " + file);
		try (FileChannel channel = channel(file)) {
			return MappedImage.open(channel, header.dataOffset(), header.order(), type, axes);
		}
	}

	private IllegalStateException wrongType(final String wanted) {
		return new IllegalStateException(file + " does not hold " + wanted);
	}
}
