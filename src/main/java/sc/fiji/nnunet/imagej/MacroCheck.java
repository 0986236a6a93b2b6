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

import java.awt.GraphicsEnvironment;

import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.Macro;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads the options of a macro in Fiji for our own commands, before Fiji's own reader does: Fiji ignores keys that it
 * does not know and runs with a default where a value has the wrong type (fiji.md 1.3); here both stop the macro.
 * <p>
 * In a macro with options, in a script that gives an input, and without a display, inputs that were not given have their
 * defaults: no dialog asks for them, and no path of an earlier run slips in.
 * </p>
 */
@Plugin(type = PreprocessorPlugin.class, priority = 3 * Priority.VERY_HIGH)
public class MacroCheck extends QuietPreprocessor {

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof NnUNetCommand command)) return;
		if (!(module.getInfo() instanceof CommandInfo info)) return;
		info.set(MacroRecording.NO_RECORD, "");
		// NB: a script that a macro runs sees the macro's options too, which are meant for the script
		final boolean given = DialogHarvester.isGiven(info, module);
		if (given) command.setScripted();
		final String options = given ? null : Macro.getOptions();
		if (options == null && !given && !GraphicsEnvironment.isHeadless()) return;
		try {
			MacroOptions.values(info, options).forEach(module::setInput);
		}
		catch (final ProblemException e) {
			Failure.exitIfAsked(e);
			Failure.show(e);
			if (Failure.isSeen()) leave();
			else cancel(e.getMessage());
			return;
		}
		for (final ModuleItem<?> item : new Arguments(info).inputs())
			// NB: Fiji gives the active image to an input that has none yet
			if (item.getType() != ImagePlus.class || item.getValue(module) != null) module.resolveInput(item.getName());
	}
}
