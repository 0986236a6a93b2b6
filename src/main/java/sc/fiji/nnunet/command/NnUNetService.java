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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import org.scijava.Cancelable;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

import ij.ImagePlus;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.IntegerType;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.OpenImage;

/**
 * A service that segments ImgLib2 images from scripts in Fiji, where the engine may need a separate process:
 *
 * <pre>
 * #@ NnUNetService nnunet
 * #@ Dataset image
 * labels = nnunet.predict(model, OpenImage.of(image).axes("XYZ").spacing(1, 1, 2), "preset", "fast")
 * </pre>
 */
@Plugin(type = Service.class)
public final class NnUNetService extends AbstractService implements SciJavaService {

	@Parameter
	private CommandService commands;

	@Parameter
	private ModuleService modules;

	@Parameter
	private PluginService plugins;

	/**
	 * Predicts the labels of an image, which nobody is shown: they belong to the script.
	 *
	 * @param model a fold's folder, or a results folder with several folds
	 * @param image all channels that the network was trained with
	 * @param inputs more inputs of the command {@link PredictImage}: alternating names and values
	 * @return labels as UnsignedByteType or UnsignedShortType, with axes x, y and, if the image has one, z; the
	 *   minimum is 0
	 * @throws IOException if the prediction fails; a {@link sc.fiji.nnunet.problem.ProblemException} if the inputs
	 *   cannot be used
	 * @throws CancellationException if the user cancelled it
	 */
	public Img<? extends IntegerType<?>> predict(final File model, final OpenImage image, final Object... inputs)
		throws IOException
	{
		final Object[] all = new Object[inputs.length + 4];
		System.arraycopy(inputs, 0, all, 4, inputs.length);
		all[0] = "model";
		all[1] = model;
		all[2] = "image";
		all[3] = ImagePlusVolume.image(image.volume(), "image");
		final Module done;
		try {
			// NB: without the postprocessors, which show what a command has made
			done = modules.run(commands.getCommand(PredictImage.class), plugins.createInstancesOfType(
				PreprocessorPlugin.class), List.of(), all).get();
		}
		catch (final ExecutionException e) {
			throw failure(e);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", e);
		}
		if (done instanceof Cancelable module && module.isCanceled()) throw new CancelledException();
		final ImagePlus labels = (ImagePlus) done.getOutput("labels");
		final LabelMap map = ImagePlusVolume.labels(labels);
		return labels.getBitDepth() == 8 ? map.bytes(image.hasZ()) : map.shorts(image.hasZ());
	}

	/** What a command has thrown, out of the exceptions into which SciJava and {@link Failure} put it. */
	static IOException failure(final ExecutionException thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && !(cause instanceof Failure))
			cause = cause.getCause();
		if (cause instanceof Failure) cause = cause.getCause();
		if (cause instanceof CancellationException cancelled) throw cancelled;
		return cause instanceof IOException known ? known : new IOException(Explanation.text(cause), cause);
	}
}
