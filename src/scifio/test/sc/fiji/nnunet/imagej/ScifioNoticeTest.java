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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scif.FormatException;
import io.scif.config.SCIFIOConfig;
import io.scif.services.DatasetIOService;
import io.scif.services.FormatService;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.io.location.FileLocation;

import sc.fiji.nnunet.scifio.NiftiFormat;

/** What SCIFIO says where the format was not built. */
class ScifioNoticeTest {

	private static final Path FILE = Path.of("src/test/resources/golden/nifti/type_int16.nii.gz");

	@Test
	void withoutTheFormatThereIsASentenceAndNoNullPointer() throws Exception {
		try (Context context = new Context()) {
			final FormatService formats = context.service(FormatService.class);
			formats.removeFormat(formats.getFormatFromClass(NiftiFormat.class));
			final DatasetIOService service = context.service(DatasetIOService.class);
			assertThrows(NullPointerException.class, () -> service.open(FILE.toString()), "as SCIFIO is");
			ScifioNotice.register(context);
			final IOException failure = assertThrows(IOException.class, () -> service.open(FILE.toString()));
			assertTrue(failure.toString().contains("no NIfTI format for SCIFIO"), failure::toString);
		}
	}

	@Test
	void otherFilesAreLeftToSCIFIO() throws FormatException {
		try (Context context = new Context()) {
			final FormatService formats = context.service(FormatService.class);
			ScifioNotice.register(context);
			final FileLocation other = new FileLocation("picture.png");
			assertTrue(formats.getFormat(other, new SCIFIOConfig(context).checkerSetOpen(false)) != null);
		}
		catch (final ReflectiveOperationException e) {
			throw new AssertionError(e);
		}
	}
}
