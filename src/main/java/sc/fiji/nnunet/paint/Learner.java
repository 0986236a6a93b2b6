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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Normalize;
import sc.fiji.nnunet.volume.Volume;

/**
 * Learns from the paint of a project: first a forest, within seconds, then a network that the forest teaches. Whoever
 * runs it decides when it looks at the paint, for how many steps it learns, and what it predicts.
 */
final class Learner implements AutoCloseable {

	private final PaintProject project;
	private final List<Volume> images = new ArrayList<>();
	private final PaintForest forest;
	private final PaintNetwork network;
	private final Verdict verdict = new Verdict();
	private List<Division> divisions = List.of();
	private List<Integer> seen = List.of();
	private int accepted;
	private long acceptedAt;
	private final Teacher teacher;
	private double loss = Double.NaN;

	/** @param project whose images stay the same while this learns */
	Learner(final PaintProject project, final Engine engine, final long seed, final ExecutorService executor,
		final Progress progress) throws IOException
	{
		this.project = project;
		for (final String image : project.images()) {
			progress.check();
			images.add(project.image(image));
		}
		network = new PaintNetwork(project, images, engine, seed, executor, progress);
		for (int i = 0; i < images.size(); i++)
			images.set(i, normalized(images.get(i), network.image(i), executor));
		forest = new PaintForest(images, project.classes().size(), seed, executor);
		teacher = new Teacher(forest, images, network.plan().is2d(), executor);
	}

	/**
	 * An image as the forest sees it, which is to see those of several scanners alike: as the network does, or, if the
	 * network's grid is another one, normalised in place.
	 */
	private static Volume normalized(final Volume image, final Volume prepared, final ExecutorService executor) {
		// NB: most images lie on the network's grid, and are then held once
		if (prepared.geometry().equals(image.geometry())) return prepared;
		for (int c = 0; c < image.channels(); c++)
			Normalize.zScore(image, c, Normalize.Mask.ALL, 1e-8, executor);
		return image;
	}

	PaintForest forest() {
		return forest;
	}

	PaintNetwork network() {
		return network;
	}

	Verdict verdict() {
		return verdict;
	}

	/** The images with mean 0 and deviation 1, in the order of the project. */
	List<Volume> images() {
		return images;
	}

	/** The paint as it was seen last, by image. */
	List<Division> divisions() {
		return divisions;
	}

	/** The number of the last line of each image's journal that was looked at. */
	List<Integer> seen() {
		return seen;
	}

	/** The mean loss of the last burst; NaN before. */
	double loss() {
		return loss;
	}

	/**
	 * Looks at the paint.
	 *
	 * @param current the paint of all images
	 * @return whether it has changed since the last look
	 */
	boolean look(final List<ImagePaint> current) {
		final List<Integer> now = current.stream().map(ImagePaint::last).toList();
		if (now.equals(seen)) return false;
		seen = now;
		divisions = Division.of(current, project.classes().size());
		final int slices = divisions.stream().mapToInt(division -> division.accepted().size()).sum();
		if (slices != accepted) {
			if (accepted == 0) acceptedAt = network.steps();
			accepted = slices;
			network.renew();
		}
		return true;
	}

	/** The classes that have no paint to learn from. */
	List<String> missing() {
		final long[] counts = counts();
		final List<String> missing = new ArrayList<>();
		for (int label = 0; label < counts.length; label++)
			if (counts[label] == 0) missing.add(project.classes().get(label).name());
		return missing;
	}

	/** Whether there is paint of two classes. */
	boolean ready() {
		return counts().length - missing().size() >= 2;
	}

	/** The voxels of each class that are learned. */
	long[] counts() {
		final long[] counts = new long[project.classes().size()];
		for (final Division division : divisions) {
			final long[] some = division.counts(counts.length);
			for (int label = 0; label < counts.length; label++)
				counts[label] += some[label];
		}
		return counts;
	}

	/** Grows the forest on the paint as it was seen last. */
	void grow(final Progress progress) {
		forest.grow(divisions, progress);
		teacher.begin(divisions);
	}

	/**
	 * Lets forest and paint label some more voxels for the network.
	 *
	 * @param most the most voxels, of whole slices
	 * @param stop whether to end before; asked after each part of an image
	 */
	void teach(final int most, final BooleanSupplier stop, final Progress progress) {
		teacher.teach(most, stop, progress);
	}

	/** Trains the network on what it was given. */
	void learn(final int steps, final BooleanSupplier stop, final Progress progress) throws IOException {
		loss = network.learn(divisions, teacher.taught(), steps, stop, progress);
	}

	/** Tests forest and network, if that has learned, on the held-back paint, and decides whose result is shown. */
	void test(final Progress progress) throws IOException {
		final HeldBack held = new HeldBack(divisions, project.classes().size());
		final Double byForest = held.dice(forest, progress);
		final Double byNetwork = network.steps() == 0 ? null : held.dice(network, progress);
		verdict.tested(byForest, byNetwork, network.steps(), accepted == 0 ? -1 : network.steps() - acceptedAt);
	}

	/** Whose result is shown. */
	SliceProbabilities shown() {
		return verdict.network() ? network : forest;
	}

	/** Three places that are worth painting, by what is shown now. */
	List<Suggestion> suggest(final Progress progress) throws IOException {
		return new Suggestions(project, images, divisions, counts()).find(shown(), progress);
	}

	@Override
	public void close() {
		network.close();
	}
}
