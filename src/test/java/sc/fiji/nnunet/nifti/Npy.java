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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Little-endian float64 .npy arrays of the golden folders, in C order whatever the file has. */
record Npy(int[] shape, double[] values) {

	static Npy read(final Path file) throws IOException {
		final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		final int length = in.getShort(8);
		final String header = new String(in.array(), 10, length, StandardCharsets.ISO_8859_1);
		if (!header.contains("'<f8'")) throw new IOException("not float64: " + header);
		final Matcher matcher = Pattern.compile("\\(([^)]*)\\)").matcher(header);
		matcher.find();
		final int[] shape = Arrays.stream(matcher.group(1).split(",")).map(String::trim).filter(s -> !s.isEmpty()).mapToInt(
			Integer::parseInt).toArray();
		in.position(10 + length);
		final double[] values = new double[in.remaining() / 8];
		in.asDoubleBuffer().get(values);
		if (!header.contains("'fortran_order': True")) return new Npy(shape, values);
		final double[] turned = new double[values.length];
		final int[] at = new int[shape.length];
		for (final double value : values) {
			int index = 0;
			for (int d = 0; d < shape.length; d++)
				index = index * shape[d] + at[d];
			turned[index] = value;
			for (int d = 0; d < shape.length && ++at[d] == shape[d]; d++)
				at[d] = 0;
		}
		return new Npy(shape, turned);
	}

	/** The value at an index that may have more or fewer axes than the array; missing and further ones are 0. */
	double get(final int... index) {
		int at = 0;
		for (int d = 0; d < shape.length; d++)
			at = at * shape[d] + (d < index.length ? index[d] : 0);
		return values[at];
	}
}
