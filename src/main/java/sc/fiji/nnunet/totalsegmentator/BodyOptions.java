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

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of a segmentation of the body by TotalSegmentator's networks.
 *
 * <pre>
 * new BodyOptions(images, labels, weights, "3mm", BodyRegion.WHOLE, true, false, false, new Hardware("auto", 0, false))
 * </pre>
 *
 * @param input a CT image, or a folder of images
 * @param output the folder that gets a label file for each image
 * @param weights the folder that holds TotalSegmentator's networks, as folders or zip files
 * @param resolution 3mm, 6mm or 1.5mm; see {@link BodyModel#names}
 * @param region what of the images is segmented
 * @param statistics whether a table of volumes and mean intensities is written
 * @param overwrite whether finished images are predicted again
 * @param download whether networks that the folder lacks are downloaded into it
 * @param hardware what it runs on
 */
public record BodyOptions(Path input, Path output, Path weights, String resolution, BodyRegion region,
	boolean statistics, boolean overwrite, boolean download, Hardware hardware)
{

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.exists("input", input, "Give a CT image, or a folder of images.");
		checks.outputFolder("output", output, "Give the folder that gets the labels.");
		if (download) checks.outputFolder("weights", weights, "Give the folder that gets TotalSegmentator's networks.");
		else checks.folder("weights", weights,
			"Give the folder with TotalSegmentator's networks, such as .totalsegmentator/nnunet/results in your home folder.");
		checks.oneOf("resolution", resolution, BodyModel.names());
		checks.given("structures", region, "Give the region, such as BodyRegion.WHOLE.");
		if (region != null) region.check(checks);
		hardware.check(checks);
		return checks.problems();
	}
}
