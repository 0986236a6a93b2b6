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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/**
 * Finds places that are worth painting: first one that is taken for background far from all paint, where sparse
 * learning goes wrong most, then the least certain ones, of the classes with least paint first.
 */
final class Suggestions {

	/** The most pixels of a tile along an axis; in small images it is a quarter of an edge. */
	private static final int TILE = 32;

	/** The most slices that are looked at. */
	private static final int MOST = 9;

	private static final int COUNT = 3;

	private final PaintProject project;
	private final List<Volume> images;
	private final List<Division> divisions;
	private final long[] counts;
	private final int edge;

	/**
	 * A tile of a slice.
	 *
	 * @param distance pixels to the nearest paint, or tile that was suggested
	 * @param doubt by class the mean of one minus the highest probability, where that class is the most probable one
	 * @param shares by class the share of pixels for which it is
	 */
	private record Tile(int image, int z, int y, int x, double distance, double[] doubt, double[] shares) {
	}

	Suggestions(final PaintProject project, final List<Volume> images, final List<Division> divisions,
		final long[] counts)
	{
		this.project = project;
		this.images = images;
		this.divisions = divisions;
		this.counts = counts;
		final int[] size = images.get(0).size();
		edge = Math.max(4, Math.min(TILE, Math.min(size[1], size[2]) / 4));
	}

	List<Suggestion> find(final SliceProbabilities learner, final Progress progress) throws IOException {
		final List<Tile> tiles = new ArrayList<>();
		final int each = Math.max(1, MOST / images.size());
		for (int image = 0; image < Math.min(MOST, images.size()); image++) {
			final int depth = images.get(image).size()[0], some = Math.min(each, depth);
			final int[] slices = IntStream.range(0, some).map(n -> (2 * n + 1) * depth / (2 * some)).toArray();
			final List<int[]> paint = places(divisions.get(image).learned(), images.get(image).size(), edge, progress);
			for (final int z : slices)
				if (!divisions.get(image).accepted().contains(z))
					add(tiles, image, z, learner.slices(image, List.of(z), progress).get(z), paint, progress);
		}
		final List<Suggestion> found = new ArrayList<>();
		final List<Tile> taken = new ArrayList<>();
		tiles.stream().filter(tile -> tile.shares[0] > 0.9 && tile.distance > edge)
			.max(Comparator.comparingDouble(Tile::distance))
			.ifPresent(tile -> take(tile, "taken for background, far from all paint", found, taken));
		final List<Integer> classes = IntStream.range(0, counts.length).boxed()
			.sorted(Comparator.comparingLong(label -> counts[label])).toList();
		for (int n = 0; found.size() < COUNT && n < 2 * classes.size(); n++) {
			final int label = classes.get(n % classes.size());
			tiles.stream().filter(tile -> tile.shares[label] > 0 && isApart(tile, taken))
				.max(Comparator.comparingDouble(tile -> tile.doubt[label]))
				.ifPresent(tile -> take(tile, "uncertain " + project.classes().get(label).name(), found, taken));
		}
		return List.copyOf(found);
	}

	private void take(final Tile tile, final String why, final List<Suggestion> found, final List<Tile> taken) {
		taken.add(tile);
		found.add(new Suggestion(project.images().get(tile.image), tile.x, tile.y, tile.z, why));
	}

	private boolean isApart(final Tile tile, final List<Tile> taken) {
		return tile.distance > edge / 2.0 && taken.stream().noneMatch(other -> other.image == tile.image &&
			other.z == tile.z && Math.hypot(other.x - tile.x, other.y - tile.y) < 2 * edge);
	}

	private void add(final List<Tile> tiles, final int image, final int z, final float[][] probabilities,
		final List<int[]> paint, final Progress progress)
	{
		final int[] size = images.get(image).size();
		final double[] spacing = images.get(image).geometry().spacing();
		for (int y = 0; y < size[1]; y += edge) {
			progress.check();
			for (int x = 0; x < size[2]; x += edge) {
				final int bottom = Math.min(size[1], y + edge), right = Math.min(size[2], x + edge);
				final double[] doubt = new double[probabilities.length], shares = new double[probabilities.length];
				for (int row = y; row < bottom; row++)
					for (int pixel = row * size[2] + x; pixel < row * size[2] + right; pixel++) {
						final int label = Overlays.best(probabilities, pixel);
						doubt[label] += 1 - probabilities[label][pixel];
						shares[label]++;
					}
				final double area = (bottom - y) * (right - x);
				for (int label = 0; label < shares.length; label++) {
					doubt[label] /= area;
					shares[label] /= area;
				}
				final int middleY = (y + bottom) / 2, middleX = (x + right) / 2;
				final double distance = distance(paint, z, middleY, middleX, spacing[2] / spacing[0]);
				tiles.add(new Tile(image, z, middleY, middleX, distance, doubt, shares));
			}
		}
	}

	/**
	 * Pixels from a place to the nearest paint.
	 *
	 * @param apart pixels from one slice to the next
	 */
	private static double distance(final List<int[]> paint, final int z, final int y, final int x, final double apart) {
		double nearest = Double.MAX_VALUE;
		for (final int[] voxel : paint) {
			final double dz = (voxel[0] - z) * apart, dy = voxel[1] - y, dx = voxel[2] - x;
			nearest = Math.min(nearest, dz * dz + dy * dy + dx * dx);
		}
		return Math.sqrt(nearest);
	}

	/**
	 * Where there is paint: of each slice and tile one painted voxel, z, y, x.
	 *
	 * @param learned the labels of painted slices
	 * @param size voxels along z, y, x
	 * @param edge pixels of a tile along an axis
	 */
	static List<int[]> places(final Map<Integer, short[]> learned, final int[] size, final int edge,
		final Progress progress)
	{
		final List<int[]> places = new ArrayList<>();
		for (final Map.Entry<Integer, short[]> slice : learned.entrySet()) {
			progress.check();
			for (int y = 0; y < size[1]; y += edge)
				for (int x = 0; x < size[2]; x += edge) {
					final int pixel = middlemost(slice.getValue(), size, y, x, edge);
					if (pixel >= 0) places.add(new int[] { slice.getKey(), pixel / size[2], pixel % size[2] });
				}
		}
		return places;
	}

	/** The painted pixel of a tile that is nearest to its middle; -1 if nothing is painted there. */
	private static int middlemost(final short[] labels, final int[] size, final int y, final int x, final int edge) {
		final int bottom = Math.min(size[1], y + edge), right = Math.min(size[2], x + edge);
		int found = -1, nearest = Integer.MAX_VALUE;
		for (int row = y; row < bottom; row++)
			for (int column = x; column < right; column++) {
				if (labels[row * size[2] + column] < 0) continue;
				final int dy = 2 * row - y - bottom, dx = 2 * column - x - right;
				if (dy * dy + dx * dx >= nearest) continue;
				nearest = dy * dy + dx * dx;
				found = row * size[2] + column;
			}
		return found;
	}
}
