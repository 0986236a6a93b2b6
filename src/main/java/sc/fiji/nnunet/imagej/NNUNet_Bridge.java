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
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Prefs;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Runs the SciJava commands in plain ImageJ 1.x: {@code plugins.config} names this class once per command, with
 * the command's label as argument. In Fiji the SciJava command of the same label runs instead (fiji.md 1.7).
 * <p>
 * The inputs come from the macro's options, or from a dialog. {@link #call} is the door for plain ImageJ on a
 * machine without a display, where {@code run("…")} cannot work (fiji.md 2.2).
 * </p>
 */
public final class NNUNet_Bridge implements PlugIn {

	/** What {@link #call} returns when the command has done its work. */
	public static final String OK = "ok";

	@Override
	public void run(final String label) {
		try {
			final CommandInfo info = Commands.find(label);
			final String options = Macro.getOptions();
			if (options != null || GraphicsEnvironment.isHeadless()) execute(info, MacroOptions.values(info, options));
			else {
				final Map<String, Object> values = answers(info);
				if (values != null) execute(info, values);
			}
		}
		catch (final CancellationException e) {
			IJ.showStatus(e.getMessage());
			Failure.endMacro(e.getMessage());
		}
		catch (final IOException | ModuleException | RuntimeException | Error e) {
			Failure.exitIfAsked(e);
			Failure.show(e);
		}
	}

	/** What the user answers, recorded; null if the user left. Paths of the last time are shown first. */
	private static Map<String, Object> answers(final CommandInfo info) throws ProblemException, ModuleException {
		final BridgeDialog dialog = new BridgeDialog(info);
		final List<ModuleItem<?>> paths = new Arguments(info).inputs();
		paths.removeIf(item -> item.getType() != File.class || !item.isPersisted());
		for (final ModuleItem<?> item : paths)
			dialog.show(item.getName(), Prefs.get(key(info, item), ""));
		final Map<String, String> given = dialog.ask();
		if (given == null) {
			Recorder.disableCommandRecording();
			return null;
		}
		final Map<String, Object> values = dialog.values(given);
		BridgeDialog.record(given);
		for (final ModuleItem<?> item : paths)
			Prefs.set(key(info, item), given.getOrDefault(item.getName(), ""));
		return values;
	}

	private static String key(final CommandInfo info, final ModuleItem<?> path) {
		return "nnunet." + Commands.name(info) + "." + path.getName();
	}

	/**
	 * Runs a command from a macro: {@code r = call("sc.fiji.nnunet.imagej.NNUNet_Bridge.call", "nnU-Net Train",
	 * "data=/data/out fold=0"); if (r != "ok") exit(r);}
	 *
	 * @param label the command's label, "nnU-Net Train"
	 * @param options as in {@code run}
	 * @return {@link #OK}, or what went wrong; an exception would not stop the macro
	 */
	public static String call(final String label, final String options) {
		try {
			final CommandInfo info = Commands.find(label);
			if (info == null) return "There is no command '" + label + "'. Commands: " + String.join(", ", Commands.all()
				.stream().map(Commands::label).toList());
			execute(info, MacroOptions.values(info, options));
			return OK;
		}
		catch (final IOException | ModuleException | RuntimeException | Error e) {
			return Explanation.text(e);
		}
	}

	/**
	 * Runs a macro's line for a window, which shows itself what went wrong; the trace of a bug is shown here.
	 *
	 * @return what went wrong; empty if nothing did
	 * @throws CancellationException if it was cancelled
	 */
	public static String attempt(final MacroLine line, final Progress progress) {
		try {
			final CommandInfo info = Commands.find(line.label());
			execute(info, MacroOptions.values(info, line.options()), progress);
			return "";
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (final IOException | ModuleException | RuntimeException | Error e) {
			if (Explanation.isBug(e)) IJ.handleException(e);
			return Explanation.text(e);
		}
	}

	private static void execute(final CommandInfo info, final Map<String, Object> values) throws IOException,
		ModuleException
	{
		try (ImageJProgress progress = new ImageJProgress()) {
			execute(info, values, progress);
		}
	}

	/** Runs a command and shows its images; an image that is not given is the active one. */
	public static void execute(final CommandInfo info, final Map<String, Object> values, final Progress progress)
		throws IOException, ModuleException
	{
		final Module module = info.createModule();
		final Map<String, Object> inputs = new LinkedHashMap<>(values);
		for (final ModuleItem<?> item : new Arguments(info).inputs())
			if (item.getType() == ImagePlus.class) inputs.putIfAbsent(item.getName(), WindowManager.getCurrentImage());
		inputs.forEach(module::setInput);
		new ImageJExecution().execute((NnUNetCommand) module.getDelegateObject(), progress);
		for (final ModuleItem<?> item : info.outputs())
			if (item.getValue(module) instanceof ImagePlus image) ResultWindow.show(image, Outcome.input(info, module));
	}
}
