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
package sc.fiji.nnunet.imagej;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.swing.Timer;

import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;

/**
 * Shows the images that a command of ours has made, and says in one line what else it has made: folders, files and
 * numbers. Fiji itself would warn in its console that it cannot show a folder, and open a table for a single number.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_HIGH)
public class Outcome extends AbstractPostprocessorPlugin {

	/** Milliseconds. */
	private static final int DELAY = 300;

	@Parameter(required = false)
	private LogService log;

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof NnUNetCommand)) return;
		if (!(module.getInfo() instanceof CommandInfo info)) return;
		final List<String> parts = new ArrayList<>();
		for (final ModuleItem<?> item : info.outputs()) {
			if (module.isOutputResolved(item.getName())) continue;
			final Object value = item.getValue(module);
			if (Arguments.isImage(item) && !ResultWindow.isPossible()) continue;
			if (value instanceof ImagePlus image) {
				ResultWindow.show(image, input(info, module));
				module.resolveOutput(item.getName());
				continue;
			}
			if (value != null) parts.add(item.getLabel() + ": " + text(value));
			module.resolveOutput(item.getName());
		}
		if (parts.isEmpty()) return;
		final String line = Commands.label(info) + ": " + String.join("; ", parts);
		if (Failure.isSeen()) {
			IJ.log(line);
			// NB: behind SciJava's own "Command finished"
			final Timer timer = new Timer(DELAY, event -> IJ.showStatus(line));
			timer.setRepeats(false);
			timer.start();
		}
		else if (log != null) log.info(line);
	}

	/** The image that a command works on, or null. */
	static ImagePlus input(final CommandInfo info, final Module module) {
		for (final ModuleItem<?> item : info.inputs())
			if (item.getValue(module) instanceof ImagePlus image) return image;
		return null;
	}

	private static String text(final Object value) {
		if (value instanceof Double number) return number.isNaN() ? "none" : String.format(Locale.ROOT, "%.4f", number);
		return value instanceof File file ? file.getAbsolutePath() : value.toString();
	}
}
