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
package sc.fiji.nnunet.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.pth.PthFile;
import sc.fiji.nnunet.pth.SafetensorsFile;
import sc.fiji.nnunet.pth.Tensor;

/**
 * A checkpoint of nnU-Net v2, opened: its tensors by nnU-Net's names, and what it says about its training. A safetensors
 * file says nothing.
 */
final class Checkpoint implements Closeable {

	private static final String WEIGHTS = "network_weights";
	/** What wrappers of networks put in front of names: training on several GPUs, compiled networks. */
	private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

	private final Path file;
	private final Closeable source;
	private final Map<?, ?> notes;
	private final Map<String, Tensor> tensors;

	private Checkpoint(final Path file, final Closeable source, final Map<?, ?> notes, final Map<String, Tensor> tensors)
		throws ProblemException
	{
		this.file = file;
		this.source = source;
		this.notes = notes;
		this.tensors = withoutPrefixes(tensors);
	}

	/**
	 * Opens a checkpoint.
	 *
	 * @param safetensors whether it is a safetensors file
	 */
	static Checkpoint open(final Path file, final boolean safetensors) throws IOException {
		final Closeable source = safetensors ? SafetensorsFile.open(file) : PthFile.open(file);
		try {
			if (source instanceof PthFile pth) return new Checkpoint(file, pth, pth.dictionary(), tensors(pth));
			return new Checkpoint(file, source, Map.of(), ((SafetensorsFile) source).tensors());
		}
		catch (final IOException | RuntimeException | Error e) {
			source.close();
			throw e;
		}
	}

	/** A checkpoint that is not looked into, and so says nothing. */
	static Checkpoint unread(final Path file) throws ProblemException {
		return new Checkpoint(file, () -> {}, Map.of(), Map.of());
	}

	private static Map<String, Tensor> tensors(final PthFile pth) throws ProblemException {
		if (!pth.dictionary().containsKey(WEIGHTS) && pth.dictionary().containsKey("state_dict"))
			throw new ProblemException(pth.file(), "has weights under state_dict, as models of nnU-Net version 1 do, which " +
				"are not supported.", "Give a model of nnU-Net version 2.");
		return pth.tensors(WEIGHTS);
	}

	private Map<String, Tensor> withoutPrefixes(final Map<String, Tensor> all) throws ProblemException {
		final Map<String, Tensor> result = new LinkedHashMap<>();
		for (final Map.Entry<String, Tensor> entry : all.entrySet()) {
			String name = entry.getKey();
			for (boolean found = true; found;) {
				found = false;
				for (final String prefix : PREFIXES)
					if (name.startsWith(prefix)) {
						name = name.substring(prefix.length());
						found = true;
					}
			}
			if (result.put(name, entry.getValue()) != null) throw new ProblemException(file, "has two tensors " + name +
				" with different prefixes.", "Use another copy of the model.");
		}
		return result;
	}

	/** The tensors by nnU-Net's names, in the order of the file. */
	Map<String, Tensor> tensors() {
		return tensors;
	}

	/** The configuration that was trained; null if the checkpoint does not say. */
	String configuration() {
		return argument("configuration") instanceof String text ? text : null;
	}

	/** The fold; null if the checkpoint does not say. */
	String fold() {
		final Object fold = argument("fold");
		return fold instanceof Long || fold instanceof String ? fold.toString() : null;
	}

	/** The plans in the checkpoint, or null. */
	JsonObject plans() {
		return object("plans");
	}

	/** The dataset.json in the checkpoint, or null. */
	JsonObject dataset() {
		return object("dataset_json");
	}

	private JsonObject object(final String name) {
		return argument(name) instanceof Map<?, ?> map ? Json.tree(map).getAsJsonObject() : null;
	}

	private Object argument(final String name) {
		return notes.get("init_args") instanceof Map<?, ?> arguments ? arguments.get(name) : null;
	}

	/**
	 * The axes of the patch along which the network was trained with mirror images; none if the checkpoint does not say.
	 */
	List<Integer> mirrors() {
		final List<Integer> axes = new ArrayList<>();
		if (notes.get("inference_allowed_mirroring_axes") instanceof List<?> list) for (final Object axis : list)
			if (axis instanceof Long number && number >= 0 && number < 3) axes.add(number.intValue());
		return axes;
	}

	@Override
	public void close() throws IOException {
		source.close();
	}
}
