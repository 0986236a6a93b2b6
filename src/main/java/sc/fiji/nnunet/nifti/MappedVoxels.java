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

package sc.fiji.nnunet.nifti;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.MappedImage;
import sc.fiji.nnunet.volume.Volume;

/**
 * Maps the voxels of an uncompressed file as an image. NB: this is for parts of large files; whole ones are read faster
 * as a stream.
 */
final class MappedVoxels {

	private MappedVoxels() {
		// static methods only
	}

	/** A view of the voxels, or null if the file is compressed or numbers of its type cannot be mapped. */
	static Volume open(final Path file, final NiftiHeader header, final Geometry geometry, final int channels)
		throws IOException
	{
		if (GzipInput.isGzip(file)) return null;
		final long[] xyz = geometry.size();
		final long[] size = { xyz[0], xyz[1], xyz[2], channels };
		try (FileChannel channel = FileChannel.open(file)) {
			return switch (header.type()) {
				case UINT8 -> volume(channel, header, geometry, new UnsignedByteType(), size);
				case INT8 -> volume(channel, header, geometry, new ByteType(), size);
				case UINT16 -> volume(channel, header, geometry, new UnsignedShortType(), size);
				case INT16 -> volume(channel, header, geometry, new ShortType(), size);
				case UINT32 -> volume(channel, header, geometry, new UnsignedIntType(), size);
				case INT32 -> volume(channel, header, geometry, new IntType(), size);
				case INT64 -> volume(channel, header, geometry, new LongType(), size);
				case FLOAT32 -> volume(channel, header, geometry, new FloatType(), size);
				case FLOAT64 -> volume(channel, header, geometry, new DoubleType(), size);
				default -> null;
			};
		}
	}

	private static <T extends NativeType<T> & RealType<T>> Volume volume(final FileChannel channel,
		final NiftiHeader header, final Geometry geometry, final T type, final long... size) throws IOException
	{
		final Img<T> stored = MappedImage.open(channel, header.offset(), header.order(), type, size);
		if (!header.scaled()) return Volume.of(geometry, stored);
		final double slope = header.slope();
		final double intercept = header.intercept();
		final RandomAccessibleInterval<FloatType> scaled = stored.view().convert(FloatType::new, (in, out) -> out.setReal(in
			.getRealDouble() * slope + intercept));
		return Volume.of(geometry, scaled);
	}
}
