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
import java.nio.file.Path;

/** The contract for the core's own reader and writer. */
class NiftiRoundTripTest extends RoundTripContract {

	@Override
	void write(final Path file, final NiftiHeader header, final double[] values) throws IOException {
		try (NiftiWriter out = NiftiWriter.create(file, header)) {
			out.write(values);
			out.commit();
		}
	}

	@Override
	Content read(final Path file) throws IOException {
		try (NiftiReader in = NiftiReader.open(file)) {
			final NiftiHeader header = in.header();
			final int area = (int) (header.size(0) * header.size(1));
			final int samples = header.type().samples();
			final double[] values = new double[area * (int) header.size(2) * in.channels()];
			final double[] plane = new double[area];
			int at = 0;
			for (int frame = 0; frame < header.frames(); frame++)
				for (int z = 0; z < header.size(2); z++, at += area * samples)
					for (int sample = 0; sample < samples; sample++) {
						in.readPlane(frame * samples + sample, z, plane);
						for (int n = 0; n < area; n++)
							values[at + n * samples + sample] = plane[n];
					}
			return new Content(header, values);
		}
	}
}
