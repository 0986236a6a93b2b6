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
package sc.fiji.nnunet.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * What one training case contributes to a {@link Fingerprint}.
 * <p>
 * Means and deviations are taken over all foreground voxels; percentiles over all of
 * them, or over a regular subsample where they exceed the case's share of memory. Whether cases or voxels count alike
 * in what they add up to is the recipe's: {@link ChannelRule}.
 * </p>
 */
public final class CaseFingerprint {

	/** The number of foreground voxels per channel, over all cases, that are kept for percentiles. */
	private static final long BUDGET = 1L << 24;

	private static final int AXES = 3;

	private final String name;
	private final double[] spacing;
	private final int[] shape;
	private final double relativeSize;
	private final List<Sample> samples = new ArrayList<>();
	private ObjectSizes objects;

	private CaseFingerprint(final String name, final double[] spacing, final int[] shape, final double relativeSize) {
		this.name = name;
		this.spacing = spacing;
		this.shape = shape;
		this.relativeSize = relativeSize;
	}

	/** Foreground voxels of one channel: exact moments and a subsample of the values. */
	private record Sample(long voxels, double mean, double squares, float min, float max, float[] values) {
	}

	/**
	 * Measures one case.
	 *
	 * @param name name of the case
	 * @param image the case, cropped to its foreground by the recipe's rule
	 * @param original the grid before the crop
	 * @param labels the segmentation on the image's grid, or null if intensities are not needed
	 * @param cases the number of cases that share the memory
	 */
	public static CaseFingerprint of(final String name, final Volume image, final Geometry original,
		final LabelMap labels, final int cases)
	{
		final CaseFingerprint result = new CaseFingerprint(name, original.spacingZyx(), image.size(), (double) image
			.geometry().voxels() / original.voxels());
		if (labels == null) return result;
		for (int channel = 0; channel < image.channels(); channel++)
			result.samples.add(sample(image, channel, labels, (int) Math.max(1000, BUDGET / cases)));
		return result;
	}

	/**
	 * Adds the numbered objects of the case.
	 *
	 * @param insides voxels of the inside of each; 0 of one that the edge of the image may cut
	 * @return this
	 */
	public CaseFingerprint withObjects(final long[] insides) {
		objects = ObjectSizes.of(insides);
		return this;
	}

	private static Sample sample(final Volume image, final int channel, final LabelMap labels, final int share) {
		long voxels = 0;
		double sum = 0;
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (int z = 0; z < image.size()[0]; z++) {
			final float[] plane = image.plane(channel, z);
			final short[] label = labels.plane(z);
			for (int i = 0; i < plane.length; i++) {
				if (label[i] <= 0) continue;
				voxels++;
				sum += plane[i];
				min = Math.min(min, plane[i]);
				max = Math.max(max, plane[i]);
			}
		}
		final double mean = voxels == 0 ? 0 : sum / voxels;
		final long step = Math.max(1, (voxels + share - 1) / share);
		final float[] values = new float[(int) ((voxels + step - 1) / step)];
		double squares = 0;
		long seen = 0;
		for (int z = 0; z < image.size()[0]; z++) {
			final float[] plane = image.plane(channel, z);
			final short[] label = labels.plane(z);
			for (int i = 0; i < plane.length; i++) {
				if (label[i] <= 0) continue;
				if (seen % step == 0) values[(int) (seen / step)] = plane[i];
				seen++;
				squares += (plane[i] - mean) * (plane[i] - mean);
			}
		}
		return new Sample(voxels, mean, squares, min, max, values);
	}

	/** Writes it for another process, to the last bit. */
	public void write(final DataOutput out) throws IOException {
		out.writeUTF(name);
		for (int axis = 0; axis < AXES; axis++) {
			out.writeDouble(spacing[axis]);
			out.writeInt(shape[axis]);
		}
		out.writeDouble(relativeSize);
		out.writeInt(samples.size());
		for (final Sample sample : samples) {
			out.writeLong(sample.voxels);
			out.writeDouble(sample.mean);
			out.writeDouble(sample.squares);
			out.writeFloat(sample.min);
			out.writeFloat(sample.max);
			out.writeInt(sample.values.length);
			for (final float value : sample.values)
				out.writeFloat(value);
		}
		out.writeBoolean(objects != null);
		if (objects != null) objects.write(out);
	}

	/** Reads what {@link #write} wrote. */
	public static CaseFingerprint read(final DataInput in) throws IOException {
		final String name = in.readUTF();
		final double[] spacing = new double[AXES];
		final int[] shape = new int[AXES];
		for (int axis = 0; axis < AXES; axis++) {
			spacing[axis] = in.readDouble();
			shape[axis] = in.readInt();
		}
		final CaseFingerprint result = new CaseFingerprint(name, spacing, shape, in.readDouble());
		final int channels = in.readInt();
		for (int channel = 0; channel < channels; channel++) {
			final long voxels = in.readLong();
			final double mean = in.readDouble(), squares = in.readDouble();
			final float min = in.readFloat(), max = in.readFloat();
			final float[] values = new float[in.readInt()];
			for (int i = 0; i < values.length; i++)
				values[i] = in.readFloat();
			result.samples.add(new Sample(voxels, mean, squares, min, max, values));
		}
		if (in.readBoolean()) result.objects = ObjectSizes.read(in);
		return result;
	}

	/**
	 * Combines the fingerprints of all cases.
	 *
	 * @param key identifies the cases' files and the crop rule
	 * @param rule says whether cases or voxels count alike in the intensities
	 */
	public static Fingerprint combine(final List<CaseFingerprint> cases, final String key, final ChannelRule rule) {
		final int channels = cases.get(0).samples.size();
		final List<Fingerprint.Intensity> intensities = new ArrayList<>();
		for (int channel = 0; channel < channels; channel++) {
			final int c = channel;
			final List<Sample> samples = cases.stream().map(one -> one.samples.get(c)).filter(one -> one.voxels > 0).toList();
			if (samples.isEmpty()) intensities.add(new Fingerprint.Intensity(0, 0, 0, 0, 0, 0, 0, 0));
			else intensities.add(rule.casesCountAlike() ? ofCases(samples) : ofVoxels(samples));
		}
		return new Fingerprint(Fingerprint.FORMAT, key, cases.stream().map(one -> one.name).toList(), cases.stream().map(
			one -> Arrays.stream(one.spacing).boxed().toList()).toList(), cases.stream().map(one -> Arrays.stream(one.shape)
				.boxed().toList()).toList(), Statistics.median(cases.stream().mapToDouble(one -> one.relativeSize).toArray()),
			intensities, smallestObject(cases));
	}

	private static Fingerprint.SmallestObject smallestObject(final List<CaseFingerprint> cases) {
		if (cases.stream().anyMatch(one -> one.objects == null)) return null;
		// NB: files of single slices state any depth, so that all of them get the same one
		final double depth = Statistics.median(cases.stream().mapToDouble(one -> one.spacing[0]).toArray());
		return ObjectSizes.smallest(cases.stream().map(one -> one.objects).toList(), cases.stream().mapToDouble(
			one -> (one.shape[0] == 1 ? depth : one.spacing[0]) * one.spacing[1] * one.spacing[2]).toArray());
	}

	/** The statistics if each case counts alike. */
	private static Fingerprint.Intensity ofCases(final List<Sample> samples) {
		long voxels = 0;
		double mean = 0, squares = 0;
		float min = Float.POSITIVE_INFINITY, max = Float.NEGATIVE_INFINITY;
		final List<float[]> sorted = new ArrayList<>();
		for (final Sample sample : samples) {
			voxels += sample.voxels;
			mean += sample.mean / samples.size();
			min = Math.min(min, sample.min);
			max = Math.max(max, sample.max);
			final float[] values = sample.values.clone();
			Arrays.sort(values);
			sorted.add(values);
		}
		for (final Sample sample : samples)
			squares += (sample.squares / sample.voxels + (sample.mean - mean) * (sample.mean - mean)) / samples.size();
		return new Fingerprint.Intensity(voxels, mean, Math.sqrt(squares), Statistics.percentileOfGroups(sorted, 50), min,
			max, Statistics.percentileOfGroups(sorted, 0.5), Statistics.percentileOfGroups(sorted, 99.5));
	}

	/** The statistics if each voxel counts alike. */
	private static Fingerprint.Intensity ofVoxels(final List<Sample> samples) {
		long voxels = 0;
		double mean = 0;
		double squares = 0;
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		int count = 0;
		for (final Sample sample : samples) {
			count += sample.values.length;
			final double delta = sample.mean - mean;
			final long total = voxels + sample.voxels;
			squares += sample.squares + delta * delta * voxels * sample.voxels / total;
			mean += delta * sample.voxels / total;
			voxels = total;
			min = Math.min(min, sample.min);
			max = Math.max(max, sample.max);
		}
		final float[] values = new float[count];
		int at = 0;
		for (final Sample sample : samples) {
			System.arraycopy(sample.values, 0, values, at, sample.values.length);
			at += sample.values.length;
		}
		Arrays.sort(values);
		return new Fingerprint.Intensity(voxels, mean, Math.sqrt(squares / voxels), Statistics.percentileOfSorted(values,
			50), min, max, Statistics.percentileOfSorted(values, 0.5), Statistics.percentileOfSorted(values, 99.5));
	}
}
