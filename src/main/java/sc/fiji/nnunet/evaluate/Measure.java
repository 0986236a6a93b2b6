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
package sc.fiji.nnunet.evaluate;

/**
 * A number that is measured for each case and class; the first eight are nnU-Net's.
 */
public enum Measure {

	/** Twice the common voxels over the sum of both sizes. */
	DICE("Dice", false),
	/** Common voxels over voxels in either. */
	IOU("IoU", false),
	/** Voxels of the class in both. */
	TP("TP", true),
	/** Voxels of the class in the prediction only. */
	FP("FP", true),
	/** Voxels of the class in the reference only. */
	FN("FN", true),
	/** Voxels of the class in neither. */
	TN("TN", true),
	/** Voxels of the class in the prediction. */
	N_PRED("n_pred", true),
	/** Voxels of the class in the reference. */
	N_REF("n_ref", true),
	/** Volume in the prediction in cubic millimetres. */
	VOLUME_PRED("volume_pred_mm3", false),
	/** Volume in the reference in cubic millimetres. */
	VOLUME_REF("volume_ref_mm3", false),
	/** Hausdorff distance in millimetres: the largest distance from either surface to the other. */
	HD("HD", false),
	/** 95th percentile, both directions pooled, of the distances from either surface to the other, in millimetres. */
	HD95("HD95", false),
	/** Mean of the distances from either surface to the other, in millimetres. */
	ASSD("ASSD", false),
	/** Share of both surfaces that is within the tolerance of the other. */
	SURFACE_DICE("surface_Dice", false),
	/** Objects in the prediction; this and what follows only where label files number objects one by one. */
	OBJECTS_PRED("n_objects_pred", true),
	/** Objects in the reference. */
	OBJECTS_REF("n_objects_ref", true),
	/** Twice the pairs of objects with an IoU above 0.5 over the objects in both. */
	F1_50("F1_50", false),
	/** Pairs of objects with an IoU above 0.5 over pairs and objects without a partner. */
	AP_50("AP_50", false),
	/** Twice the pairs of objects with an IoU above 0.75 over the objects in both. */
	F1_75("F1_75", false),
	/** Panoptic quality: the sum of all IoU above 0.5 of pairs of objects over the mean number of objects. */
	PQ("PQ", false);

	private final String key;
	private final boolean count;

	Measure(final String key, final boolean count) {
		this.key = key;
		this.count = count;
	}

	/** Its name in {@code summary.json} and in tables. */
	public String key() {
		return key;
	}

	/** Whether it is a number of voxels or of objects. */
	public boolean isCount() {
		return count;
	}
}
