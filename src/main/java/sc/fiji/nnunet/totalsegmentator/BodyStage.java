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
package sc.fiji.nnunet.totalsegmentator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The networks of one model over an image: its axes and its grid, its windows, the labels of each network painted over
 * those of the earlier ones, and back to the image's own grid (recipe-nnunet.md 9).
 *
 * @param model the networks
 * @param parts where they are, as many as the model has
 */
record BodyStage(BodyModel model, List<ModelFolder> parts) {

	/** Images with more voxels than this on the grid of several networks are segmented in pieces. */
	private static final long LARGE = 512L * 512 * 900;
	/** Planes that such an image has more of. */
	private static final int TALL = 200;
	private static final int PIECES = 3;
	/** Planes by which a piece reaches into the next one. */
	private static final int MARGIN = 20;

	BodyStage {
		parts = List.copyOf(parts);
	}

	/**
	 * Segments an image.
	 *
	 * @param split whether it is segmented in pieces even if it is small
	 * @throws ProblemException if it has several channels, or too few planes for pieces
	 */
	LabelMap labels(final Volume image, final boolean split, final BodyNetwork network, final ExecutorService executor,
		final Progress progress) throws IOException
	{
		if (image.channels() != 1) throw new ProblemException(new Problem(Preprocessor.IMAGE, "has " + image.channels() +
			" channels.", "Give CT images, which have one."));
		final Geometry grid = image.geometry();
		final Axes axes = Axes.ras(grid);
		final Volume zoomed = zoomed(image, axes, executor);
		final List<Box> pieces = pieces(zoomed.size(), split);
		final LabelMap painted = new LabelMap(zoomed.geometry());
		for (int p = 0; p < parts.size(); p++) {
			final String name = parts.size() == 1 ? "" : "network " + (p + 1) + " of " + parts.size() + ", ";
			final Predictor predictor = network.of(parts.get(p), model.overlap(), zoomed.geometry());
			for (int i = 0; i < pieces.size(); i++) {
				progress.check();
				final double done = p + (double) i / pieces.size();
				final Progress part = progress.part(done / parts.size(), (done + 1.0 / pieces.size()) / parts.size()).prefixed(
					name + (pieces.size() == 1 ? "" : "piece " + (i + 1) + " of " + pieces.size() + ", "));
				paint(predictor.predict(zoomed.crop(pieces.get(i)).loaded(executor), part), pieces.get(i), model.parts().get(p)
					.before(), painted);
			}
		}
		if (model == BodyModel.BODY) BodyMask.clean(painted);
		return CornerZoom.labels(painted, axes, grid);
	}

	/** NB: TotalSegmentator leaves an image alone that has the resolution already, and cuts off nothing then. */
	private Volume zoomed(final Volume image, final Axes axes, final ExecutorService executor) {
		final double[] target = { model.spacing(), model.spacing(), model.spacing() };
		final Volume turned = image.turn(axes);
		if (Arrays.equals(turned.geometry().spacingZyx(), target)) return turned.copy(executor);
		final boolean planes = Arrays.equals(axes.order(), Axes.stored().order());
		return CornerZoom.image(planes ? turned : turned.copy(executor), BodyForecast.size(image.geometry(), axes, model
			.spacing()), target, executor);
	}

	/** The pieces along z, which reach into each other. */
	private List<Box> pieces(final int[] size, final boolean split) throws ProblemException {
		final boolean large = (long) size[0] * size[1] * size[2] > LARGE && size[0] > TALL && model.isSeveral();
		if (!large && !split) return List.of(Box.whole(size));
		final int third = size[0] / PIECES;
		if (third < MARGIN - 1) throw new ProblemException(new Problem("split", "is set, but the image has only " + size[0] +
			" planes at " + model.resolution() + ".", "Leave it out for images with fewer than " + PIECES * (MARGIN - 1) +
				" planes."));
		final List<Box> pieces = new ArrayList<>();
		for (int i = 0; i < PIECES; i++)
			pieces.add(new Box(new int[] { i == 0 ? 0 : i * third + 1 - MARGIN, 0, 0 }, new int[] { i == PIECES - 1 ? size[0]
				: (i + 1) * third + MARGIN, size[1], size[2] }));
		return pieces;
	}

	/** Paints what belongs to a piece alone: not the planes by which it reaches into its neighbours. */
	private static void paint(final LabelMap labels, final Box piece, final int before, final LabelMap painted) {
		final int first = piece.start()[0] == 0 ? 0 : piece.start()[0] + MARGIN - 1;
		final int end = piece.end()[0] == painted.size()[0] ? piece.end()[0] : piece.end()[0] - MARGIN;
		for (int z = first; z < end; z++) {
			final short[] from = labels.plane(z - piece.start()[0]);
			final short[] to = painted.plane(z);
			for (int i = 0; i < to.length; i++)
				if (from[i] > 0) to[i] = (short) (from[i] + before);
		}
	}
}
