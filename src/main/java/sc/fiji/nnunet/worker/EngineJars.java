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
package sc.fiji.nnunet.worker;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apposed.appose.Service;
import org.scijava.Context;
import org.scijava.parsington.ExpressionParser;

import com.google.gson.Gson;
import com.sun.jna.Native;
import com.sun.jna.platform.FileUtils;

import groovy.lang.GroovyObject;
import ij.ImagePlus;
import net.imglib2.img.Img;
import sc.fiji.nnunet.install.EngineFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Determines the class path of the worker process, which contains the engine's jars.
 * <p>
 * In Fiji they are in {@code jars/nnunet/engine}, two levels down and therefore not on Fiji's class path, where they
 * would conflict with TensorFlow 1 (fiji.md 7.3).
 * </p>
 */
public final class EngineJars {

	private static final String ENGINE_CLASS = "ai/djl/tensorflow/engine/TfEngine.class";

	private static final String YAML = "org.yaml.snakeyaml.Yaml", YAML_CLASS = "org/yaml/snakeyaml/Yaml.class";

	private EngineJars() {
		// only static methods
	}

	/** Whether this process can use the engine. */
	public static boolean onClassPath() {
		return EngineJars.class.getClassLoader().getResource(ENGINE_CLASS) != null;
	}

	/**
	 * The class path of a worker process: this program, the libraries it shares with Fiji, and the engine; nothing else
	 * that happens to be in Fiji.
	 */
	static String classPath() throws ProblemException {
		final Set<String> jars = new LinkedHashSet<>();
		for (final Class<?> one : List.of(EngineJars.class, Context.class, ExpressionParser.class, ImagePlus.class,
			Img.class, Gson.class, named("org.jfree.chart.JFreeChart"), named("org.slf4j.LoggerFactory"),
			Service.class, named("groovy.json.JsonSlurper"), GroovyObject.class, Native.class, FileUtils.class))
			jars.add(jar(one).toString());
		// NB: only the export needs it, and not every Fiji has it
		if (EngineJars.class.getClassLoader().getResource(YAML_CLASS) != null) jars.add(jar(named(YAML)).toString());
		if (!isInstalled() && onClassPath()) jars.add(System.getProperty("java.class.path"));
		else for (final Path jar : new EngineFolder().jars())
			jars.add(jar.toString());
		return String.join(File.pathSeparator, jars);
	}

	/** Whether the engine's jars are in a separate folder, as in Fiji. */
	public static boolean isInstalled() {
		return new EngineFolder().find().isPresent();
	}

	/** NB: for libraries that this package does not use itself. */
	private static Class<?> named(final String name) throws ProblemException {
		try {
			return Class.forName(name, false, EngineJars.class.getClassLoader());
		}
		catch (final ClassNotFoundException e) {
			throw new ProblemException(new Problem("jars", "lacks the library with the class " + name +
				", which the engine's process needs.",
				"Update Fiji, which ships it; in a plain ImageJ, unpack nnU-Net's package for it."));
		}
	}

	/**
	 * The jar or folder of a class. NB: from its class file, since ImageJ's classes are rewritten in Fiji and have no
	 * source.
	 */
	private static Path jar(final Class<?> one) {
		final String file = "/" + one.getName().replace('.', '/') + ".class";
		final URL url = one.getResource(file);
		if (url == null) throw new IllegalStateException(one + " has no class file");
		final String text = url.toString();
		final String place = text.substring(text.startsWith("jar:") ? "jar:".length() : 0, text.length() - file.length());
		return Path.of(URI.create(place.endsWith("!") ? place.substring(0, place.length() - 1) : place));
	}
}
