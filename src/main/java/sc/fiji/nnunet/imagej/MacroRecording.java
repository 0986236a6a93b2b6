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

import java.util.LinkedHashMap;
import java.util.Map;

import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.NnUNetCommand;

/**
 * Records a command of ours in Fiji with the inputs that differ from their defaults; Fiji's own recorder, which would
 * write all of them, leaves our commands out ({@link MacroCheck}).
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_LOW)
public class MacroRecording extends AbstractPostprocessorPlugin {

	/** Attribute of a command that Fiji's own recorder leaves out. */
	static final String NO_RECORD = "no-record";

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof NnUNetCommand)) return;
		if (!(module.getInfo() instanceof CommandInfo info)) return;
		if (!Recorder.record || IJ.isMacro()) return;
		try {
			final Map<String, String> given = given(info, module);
			if (Recorder.getCommand() == null) Recorder.setCommand(Commands.label(info));
			BridgeDialog.record(given);
			Recorder.saveCommand();
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	/** Names and texts of the inputs that are not at their defaults; the image is the one that is active then. */
	static Map<String, String> given(final CommandInfo info, final Module module) throws ModuleException {
		final Map<String, String> given = new LinkedHashMap<>();
		final Module untouched = info.createModule();
		for (final ModuleItem<?> item : new Arguments(info).inputs()) {
			final Object value = item.getValue(module);
			if (value == null || item.getType() == ImagePlus.class || value.equals(item.getValue(untouched))) continue;
			given.put(item.getName(), value.toString());
		}
		return given;
	}
}
