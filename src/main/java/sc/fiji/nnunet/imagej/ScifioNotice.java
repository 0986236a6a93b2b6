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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;

import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.event.ContextCreatedEvent;
import org.scijava.event.EventHandler;
import org.scijava.io.location.Location;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;
import org.scijava.thread.ThreadService;

/**
 * Lets SCIFIO say that this build has no format for NIfTI files, where it would fail with a NullPointerException.
 * <p>
 * The format itself is compiled by the Maven profile "scifio" only, as SCIFIO is not on Maven Central; in its place a
 * format is registered that knows the files by their names and refuses to read them. NB: by reflection, for the same
 * reason.
 * </p>
 */
@Plugin(type = Service.class)
public class ScifioNotice extends AbstractService implements SciJavaService {

	static final String FORMAT = "sc.fiji.nnunet.scifio.NiftiFormat";

	private static final String MESSAGE =
		"This build of nnU-Net has no NIfTI format for SCIFIO. Open the file with File > " +
			"Open or IJ.openImage, or build nnU-Net with the Maven profile scifio.";

	@Parameter(required = false)
	private ThreadService threads;

	@EventHandler
	private void onEvent(final ContextCreatedEvent event) {
		if (isThere(FORMAT) || !isThere("io.scif.Format") || threads == null) return;
		// NB: SCIFIO collects its formats in the background, and makes everybody wait who asks for them
		threads.run(() -> {
			register(context());
			return null;
		});
	}

	/** Whether the class of a name can be loaded: the doctor asks for {@link #FORMAT}. */
	public static boolean isThere(final String name) {
		try {
			Class.forName(name, false, ScifioNotice.class.getClassLoader());
			return true;
		}
		catch (final ClassNotFoundException | LinkageError e) {
			return false;
		}
	}

	/** Registers the format that refuses; nothing happens without SCIFIO's service. */
	static void register(final Context context) throws ReflectiveOperationException {
		final Class<? extends Service> type = Class.forName("io.scif.services.FormatService").asSubclass(Service.class);
		final Service formats = context.getService(type);
		if (formats == null) return;
		final Class<?> format = Class.forName("io.scif.Format"), checker = Class.forName("io.scif.Checker");
		final Exception refusal = (Exception) Class.forName("io.scif.FormatException").getConstructor(String.class)
			.newInstance(MESSAGE);
		final Object named = proxy(checker, Map.of(), null, context);
		final Map<String, Object> answers = Map.of("createChecker", named, "getFormatName", "NIfTI (not in this build)",
			"getSuffixes", new String[0], "isEnabled", true, "getPriority", Priority.LOW, "getWriterClass", Class.forName(
				"io.scif.DefaultWriter"));
		type.getMethod("addFormat", format).invoke(formats, proxy(format, answers, refusal, context));
	}

	private static Object proxy(final Class<?> type, final Map<String, Object> answers, final Exception refusal,
		final Context context)
	{
		final InvocationHandler handler = (self, method, arguments) -> {
			final String name = method.getName();
			if (answers.containsKey(name)) return answers.get(name);
			return switch (name) {
				case "createReader", "createParser", "createMetadata", "createWriter" -> throw refusal;
				case "isFormat" -> arguments[0] instanceof Location location && isNamed(location);
				case "compareTo" -> self == arguments[0] ? 0 : 1;
				case "equals" -> self == arguments[0];
				case "hashCode" -> System.identityHashCode(self);
				case "toString" -> MESSAGE;
				case "context", "getContext" -> context;
				default -> nothing(method);
			};
		};
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler);
	}

	private static boolean isNamed(final Location location) {
		final String name = String.valueOf(location.getName()).toLowerCase(Locale.ROOT);
		return name.endsWith(".nii") || name.endsWith(".nii.gz");
	}

	private static Object nothing(final Method method) {
		return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
	}
}
