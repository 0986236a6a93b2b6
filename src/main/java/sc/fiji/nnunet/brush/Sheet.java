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
package sc.fiji.nnunet.brush;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ij.ImagePlus;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.paint.PaintProject;
import sc.fiji.nnunet.volume.Volume;

/**
 * An open image that is painted on. Each of its time points is an image of the project, from the first look at it on.
 */
final class Sheet {

	private static final int LONGEST = 90;

	private final ImagePlus image;
	private final Map<Integer, String> names = new ConcurrentHashMap<>();

	/** @param image an open image */
	Sheet(final ImagePlus image) {
		this.image = image;
	}

	/** An image of a project that was opened from there. */
	Sheet(final ImagePlus image, final String name) {
		this(image);
		names.put(0, name);
	}

	/** The open image. */
	ImagePlus image() {
		return image;
	}

	/**
	 * The name of a time point in a project; it is copied there if it is new.
	 *
	 * @throws IOException if the image cannot be used, or its files cannot be written
	 */
	String name(final PaintProject project, final int t) throws IOException {
		final String known = names.get(t);
		if (known != null) return known;
		final String title = image.getNFrames() == 1 ? image.getTitle() : stem() + "_t" + (t + 1);
		final Volume volume = TimePoints.of(image).volume(t);
		final String there = project.imageLike(title, volume);
		names.put(t, there != null ? there : project.addImage(title, volume));
		return names.get(t);
	}

	/** The time point that has a name in the project; -1 if none has. */
	int time(final String name) {
		for (final Map.Entry<Integer, String> one : names.entrySet())
			if (one.getValue().equals(name)) return one.getKey();
		return -1;
	}

	/** NB: short enough for the project to keep the number behind it, which tells the time points apart. */
	private String stem() {
		final int dot = image.getTitle().lastIndexOf('.');
		final String stem = dot > 0 ? image.getTitle().substring(0, dot) : image.getTitle();
		return stem.substring(0, Math.min(LONGEST, stem.length()));
	}
}
