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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.imagefile.ImageFile;

/** Labels of JPEG and BMP images, which are PNG files; in earlier versions they were NIfTI. */
class PicturesTest extends WithObjects {

	/** A picture of background on the left, and of class 1 on the right. */
	private void picture(final String name, final String format) throws IOException {
		final BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
		for (int n = 0; n < 128; n++)
			image.getRaster().setSample(n % 16, n / 16, 0, n % 16 < 8 ? 10 : 150);
		assertTrue(ImageIO.write(image, format, images.resolve(name).toFile()));
	}

	@Test
	void labelsOfPicturesArePng() throws IOException {
		picture("a.jpg", "jpg");
		picture("b.JPEG", "jpg");
		picture("c.bmp", "bmp");
		final List<Path> files = List.of(labels.resolve("a.png"), labels.resolve("b.png"), labels.resolve("c.png"));
		assertEquals(files, run(options().build()).written());
		for (final Path file : files) {
			final short[] plane = ImageFile.readLabels(file).plane(0);
			for (int n = 0; n < plane.length; n++)
				assertEquals(n % 16 < 8 ? 0 : 1, plane[n], file + " " + n);
		}
		assertEquals(files, run(options().build()).skipped());
	}

	/** NB: or each of thousands would be predicted again for a table. */
	@Test
	void thoseOfAnEarlierVersionStayAsTheyAre() throws IOException {
		picture("a.jpg", "jpg");
		picture("b.jpg", "jpg");
		run(options().build());
		final List<Path> nifti = List.of(labels.resolve("a.nii.gz"), labels.resolve("b.nii.gz"));
		for (final String name : List.of("a", "b")) {
			final Path png = labels.resolve(name + ".png");
			ImageFile.writeLabels(labels.resolve(name + ".nii.gz"), ImageFile.readLabels(png));
			Files.delete(png);
		}
		picture("c.jpg", "jpg");
		final PredictResult result = run(tables().build());
		assertEquals(nifti, result.skipped());
		assertEquals(List.of(labels.resolve("c.png")), result.written());
		assertEquals(List.of("a", "b", "c"), counted());
		assertEquals(nifti, run(options().overwrite(true).build()).written().subList(0, 2));
		assertFalse(Files.exists(labels.resolve("a.png")), "never two of one case");
	}

	@Test
	void aFileThatIsNamedMayHaveAnotherForm() throws IOException {
		picture("a.jpg", "jpg");
		final Path output = folder.resolve("a.nii.gz");
		assertEquals(List.of(output), run(options().output(output).build()).written());
	}
}
