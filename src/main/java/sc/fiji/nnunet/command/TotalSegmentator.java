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
package sc.fiji.nnunet.command;

import java.io.File;
import java.io.IOException;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.totalsegmentator.BodyOptions;
import sc.fiji.nnunet.totalsegmentator.BodyRegion;
import sc.fiji.nnunet.totalsegmentator.BodyResult;

/** Segments CT images into 117 structures: {@link NnUNet#segmentBody}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net TotalSegmentator", headless = true,
	description = "Segments CT images of the body into 117 structures with the networks of TotalSegmentator v2, " +
		"which are downloaded only on request; writes labels, names, and volume and mean intensity of each structure.")
public class TotalSegmentator extends EngineCommand {

	@Parameter(label = "CT image or folder of images", style = "directory", required = false,
		description = "A CT image in Hounsfield units, or a folder of images.")
	private File input;

	@Parameter(label = "Write labels to the folder", style = "directory", required = false,
		description = "Folder for the label files, labels.csv and statistics.csv.")
	private File output;

	@Parameter(label = "TotalSegmentator's networks", style = "directory", required = false,
		description = "Folder that holds Dataset297_..., Dataset298_... or Dataset291_... to Dataset295_..., as folders or " +
			"zip files.")
	private File weights;

	@Parameter(label = "Resolution", persist = false, required = false, choices = { "3mm", "6mm", "1.5mm" },
		description = "3mm and 6mm: one network. 1.5mm: five networks, and eight times as many voxels as 3mm.")
	private String resolution = "3mm";

	@Parameter(label = "Download missing networks", persist = false, required = false, attrs = @Attr(name = LATE),
		description = "Downloads networks that the folder lacks from TotalSegmentator's releases on GitHub (Apache License " +
			"2.0); size and source are logged first.")
	private boolean download;

	@Parameter(label = "Structures", persist = false, required = false, attrs = @Attr(name = LATE),
		description = "Names separated by commas, such as liver, spleen; empty = all 117. A coarse network finds them " +
			"first, and only that part of the image is segmented.")
	private String structures = "";

	@Parameter(label = "Find structures at 3 mm", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "The coarse network is that of 3 mm instead of 6 mm: slower, and misses less.")
	private boolean robust;

	@Parameter(label = "Cut to the body first", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Finds the body at 6 mm by Dataset300_body_6mm_1559subj, and segments only that part of the image.")
	private boolean body;

	@Parameter(label = "Segment in three pieces", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Segments three pieces along the body one after the other, as TotalSegmentator's force_split does.")
	private boolean split;

	@Parameter(label = "Table of structures", persist = false, required = false, attrs = @Attr(name = LATE),
		description = "Writes volume and mean intensity of each structure to statistics.csv.")
	private boolean statistics = true;

	@Parameter(label = "Overwrite finished images", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Segments images again that are finished, or were segmented in another way.")
	private boolean overwrite;

	@Parameter(type = ItemIO.OUTPUT, label = "Number of label files")
	private int written;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final BodyResult done = nn.segmentBody(options(), progress);
			written = done.written().size();
			if (!done.failures().isEmpty()) throw PredictResult.failed(done.failures(), written + done.skipped()
				.size(), "images");
			progress.message("Wrote " + written + " label files to " + output + "; " + done.skipped().size() +
				" existed already.");
		}
	}

	private BodyOptions options() {
		final BodyRegion region = new BodyRegion(Inputs.texts(structures), robust, body, split);
		return new BodyOptions(Inputs.path(input), Inputs.path(output), Inputs.path(weights), resolution, region,
			statistics, overwrite, download, new Hardware(device, threads, false));
	}
}
