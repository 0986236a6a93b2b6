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
package sc.fiji.nnunet.augment;

/**
 * Grows, shrinks, closes or opens labels of a cascade's previous stage by balls, so that the network does not rely on
 * their outlines (recipe-nnunet.md 3 row 12). Voxels that a label gains are taken from the others.
 */
final class ChangedShapes implements Augmentation {

	private final double probability;
	private final double perLabel;
	private final double smallest;
	private final double largest;

	/**
	 * @param probability probability of a change of the sample
	 * @param perLabel probability of a change of each label then
	 * @param smallest smallest radius in voxels
	 * @param largest largest radius in voxels
	 */
	ChangedShapes(final double probability, final double perLabel, final double smallest, final double largest) {
		this.probability = probability;
		this.perLabel = perLabel;
		this.smallest = smallest;
		this.largest = largest;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		for (final int label : RemovedPart.shuffled(sample.previousLabels(), random)) {
			if (!random.chance(perLabel)) continue;
			final BallOperation operation = BallOperation.values()[random.integer(0, BallOperation.values().length - 1)];
			change(sample.previous(), sample.size(), label, operation, random.uniform(smallest, largest));
		}
	}

	/** Changes one label of a map. */
	static void change(final byte[] labels, final int[] size, final int label, final BallOperation operation,
		final double radius)
	{
		final boolean[] before = new boolean[labels.length];
		boolean any = false;
		for (int i = 0; i < labels.length; i++) {
			before[i] = (labels[i] & 0xff) == label;
			any |= before[i];
		}
		if (!any) return;
		final boolean[] after = operation.of(before, size, radius);
		for (int i = 0; i < labels.length; i++)
			if (after[i]) labels[i] = (byte) label;
			else if (before[i]) labels[i] = 0;
	}
}
