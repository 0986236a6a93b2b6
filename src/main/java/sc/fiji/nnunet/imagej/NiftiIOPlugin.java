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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.scijava.Priority;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Makes Fiji open NIfTI: File &gt; Open, drag and drop, and {@code open("x.nii.gz")} in a macro.
 * <p>
 * "Eager" puts it in front of ImageJ's own opener (fiji.md 3.2). Through the doors that show an image it shows the
 * image itself, as imagej-legacy does not. Analyze 7.5 pairs are left to the reader that Fiji has for them; "nnU-Net
 * Import NIfTI" opens those too.
 * </p>
 */
@Plugin(type = IOPlugin.class, priority = Priority.NORMAL, attrs = @Attr(name = "eager"))
public class NiftiIOPlugin extends AbstractIOPlugin<Object> {

	/** Tells imagej-legacy that the file was dealt with: else it would try ImageJ's own readers on it. */
	private static final Object DEALT_WITH = Boolean.TRUE;

	@Parameter(required = false)
	private LogService log;

	@Override
	@SuppressWarnings("unchecked")
	public Class<Object> getDataType() {
		// NB: images, but open has another answer too
		return (Class<Object>) (Class<?>) ImagePlus.class;
	}

	@Override
	public boolean supportsOpen(final Location source) {
		final Path file = path(source);
		if (file == null || !Files.isRegularFile(file)) return false;
		if (named(file)) return true; // even a damaged one: it gets a message that says what is wrong
		if (!name(file).matches(".*\\.(hdr|img)(\\.gz)?") || !NiftiReader.accepts(file)) return false;
		try (NiftiReader in = NiftiReader.open(file)) {
			return in.header().version() > 0;
		}
		catch (final ProblemException exc) {
			return false; // another reader may know this kind of .hdr and .img
		}
	}

	@Override
	public boolean supportsSave(final Location destination) {
		final Path file = path(destination);
		return file != null && named(file);
	}

	@Override
	public Object open(final Location source) throws IOException {
		final Path file = local(source);
		final LegacyDoor door = LegacyDoor.current();
		if (door == LegacyDoor.NONE) return image(file);
		try {
			final ImagePlus image = image(file);
			if (door == LegacyDoor.SHOWING) show(image, file);
			return image;
		}
		catch (final IOException e) {
			Failure.show(e);
			return DEALT_WITH;
		}
	}

	private ImagePlus image(final Path file) throws IOException {
		if (log != null) for (final String warning : ImageFile.warnings(file))
			log.warn(file + ": " + warning);
		return ImageFile.open(file);
	}

	private static void show(final ImagePlus image, final Path file) {
		image.show();
		if (IJ.getInstance() != null) Menus.addOpenRecentItem(file.toAbsolutePath().toString());
	}

	@Override
	public void save(final Object image, final Location destination) throws IOException {
		ImageFile.write(local(destination), (ImagePlus) image);
	}

	private static Path path(final Location location) {
		return location instanceof FileLocation file ? file.getFile().toPath() : null;
	}

	private static Path local(final Location location) throws ProblemException {
		final Path file = path(location);
		if (file == null) throw new ProblemException(new Problem(String.valueOf(location), "It is no file of this machine.",
			"Download it first."));
		return file;
	}

	private static String name(final Path file) {
		return file.getFileName().toString().toLowerCase(Locale.ROOT);
	}

	private static boolean named(final Path file) {
		return name(file).endsWith(".nii") || name(file).endsWith(".nii.gz");
	}
}
