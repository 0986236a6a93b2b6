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

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;

/**
 * The networks that are open: one at a time, however many an image needs, so that they do not add up in memory. On a GPU
 * with much memory each stays open for the next image, since opening it and its first window take a second or two.
 */
final class BodyNetwork implements Closeable {

	/** Free memory of a GPU from which on networks stay open, each of which takes some 130 MB. */
	private static final long ROOM = 16L << 30;

	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;
	private final int images;
	private final boolean stays;
	private final Map<ModelFolder, Predictor> open = new IdentityHashMap<>();
	private boolean unusable;

	/** @param images the number of images that each network will predict */
	BodyNetwork(final Engine engine, final int images, final ExecutorService executor, final Progress progress) {
		this.engine = engine;
		this.images = images;
		this.executor = executor;
		this.progress = progress;
		stays = engine.device().isGpu() && engine.availableMemory().orElse(0) >= ROOM;
	}

	/**
	 * Opens a network, unless it is open, and closes the one before if it does not stay.
	 *
	 * @param image the grid of what it will predict
	 */
	Predictor of(final ModelFolder part, final double overlap, final Geometry image) throws IOException {
		final Predictor found = open.get(part);
		if (found != null) return found;
		if (!stays) close();
		unusable = true;
		final Predictor predictor = Predictor.open(options(part, overlap), part, Collections.nCopies(stays ? images : 1,
			image), engine, executor, progress);
		unusable = false;
		open.put(part, predictor);
		return predictor;
	}

	/** Whether the last network could not be opened, so that no other image can be segmented either. */
	boolean isUnusable() {
		return unusable;
	}

	/** How a network predicts. */
	static PredictOptions options(final ModelFolder part, final double overlap) {
		return PredictOptions.builder().model(part.folder()).folds(part.folds().get(0).name()).overlap(overlap)
			.accumulation("fp16").preset("balanced").build();
	}

	@Override
	public void close() {
		open.values().forEach(Predictor::close);
		open.clear();
	}
}
