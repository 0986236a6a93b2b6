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

import ij.ImagePlus;

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** A NIfTI or Analyze file. */
final class NiftiSource implements ImageSource {

	private final Path file;
	private final NiftiReader in;

	/** @param in the file's reader, which this closes */
	NiftiSource(final Path file, final double[] spacing, final NiftiReader in) throws ProblemException {
		this.file = file;
		this.in = in;
		if (spacing == null) return;
		in.close();
		throw new ProblemException(file, "A spacing was given, but a NIfTI file states its own.",
			"Leave the spacing out; if the file is wrong, fix its header.");
	}

	@Override
	public Geometry geometry() {
		return in.geometry();
	}

	@Override
	public int channels() {
		return in.channels();
	}

	@Override
	public Volume read() throws ProblemException {
		return in.read();
	}

	@Override
	public int frames() {
		return TimeAxis.frames(in.header());
	}

	@Override
	public Volume read(final int t) throws ProblemException {
		final int frames = frames(), samples = in.header().type().samples();
		final Geometry all = in.geometry();
		final Volume volume = new Volume(frames == 1 ? all : new Geometry(all.size(), all.spacing(), all.affine(), TimeAxis
			.without(in.header()).forms()).shownIn(all.unit()), in.channels() / frames);
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < volume.size()[0]; z++)
				in.readPlane((channel / samples * frames + t) * samples + channel % samples, z, volume.plane(channel, z));
		return volume;
	}

	@Override
	public LabelMap readLabels() throws ProblemException {
		return in.readLabels();
	}

	@Override
	public ImagePlus image() throws ProblemException {
		return new NiftiImageReader(in).read(file.getFileName().toString());
	}

	@Override
	public List<String> warnings() {
		return in.warnings();
	}

	@Override
	public void close() throws ProblemException {
		in.close();
	}
}
