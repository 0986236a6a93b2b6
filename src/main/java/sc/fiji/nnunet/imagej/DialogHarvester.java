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

import java.util.Map;
import java.util.Set;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Asks for the inputs of our commands in Fiji with the dialog of plain ImageJ, just before Fiji's own would: that one
 * has all questions on one page, taller than a screen, and checks them after OK only.
 * <p>
 * A script or macro that gives any input is not asked for the others, which have their defaults then.
 * </p>
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 1)
public class DialogHarvester extends QuietPreprocessor {

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof NnUNetCommand)) return;
		if (!(module.getInfo() instanceof CommandInfo info)) return;
		try {
			if (isGiven(info, module)) {
				resolve(info, module, Map.of());
				return;
			}
			if (!Failure.isSeen()) return;
			final BridgeDialog dialog = new BridgeDialog(info, module, Set.of());
			final Map<String, String> given = dialog.ask();
			if (given == null) {
				Recorder.disableCommandRecording();
				leave();
				return;
			}
			resolve(info, module, dialog.values(given));
		}
		catch (final ProblemException | ModuleException e) {
			Failure.show(e);
			leave();
		}
	}

	/**
	 * Whether somebody has given an input, as a script or a macro does. NB: the active image is given by Fiji itself, to
	 * every command that wants one.
	 */
	static boolean isGiven(final CommandInfo info, final Module module) {
		for (final ModuleItem<?> item : new Arguments(info).inputs())
			if (item.getType() != ImagePlus.class && module.isInputResolved(item.getName())) return true;
		return false;
	}

	/** Sets the answers; what was left at its default is reset to it, whatever an earlier run left. */
	private static void resolve(final CommandInfo info, final Module module, final Map<String, Object> values)
		throws ModuleException
	{
		final Module untouched = info.createModule();
		for (final ModuleItem<?> item : info.inputs()) {
			final String name = item.getName();
			if (module.isInputResolved(name)) continue;
			if (item.getType() == ImagePlus.class && item.getValue(module) == null) continue;
			if (item.getType() != ImagePlus.class && item.getVisibility() != ItemVisibility.MESSAGE) module.setInput(name,
				values.getOrDefault(name, item.getValue(untouched)));
			module.resolveInput(name);
		}
	}
}
