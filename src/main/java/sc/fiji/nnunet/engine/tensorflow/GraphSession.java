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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfNDArray;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import ai.djl.training.ParameterStore;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;

/**
 * A TensorFlow session that DJL opens on one of our graphs. Each signature of the graph is a DJL block over the same
 * session, so that all share the variables.
 */
final class GraphSession implements AutoCloseable {

	/** Inputs of every step, whose arrays are kept for reuse; the others are rare. */
	private static final Set<String> REUSED = Set.of("images", "labels", "rate", "wanted");

	/** Names and shapes of arrays that are kept; there are few, unless every image has its own. */
	private static final int MOST_KEPT = 8;

	private final Model model;
	private final SavedModelBundle bundle;
	private final Map<String, TfSymbolBlock> blocks = new ConcurrentHashMap<>();
	private final Map<String, Queue<KeptArray>> spare = new ConcurrentHashMap<>();
	private final boolean pins;

	/**
	 * @param graph the graph and its signatures
	 * @param config threads, devices and optimisation switches
	 * @throws IOException if the temporary folder for the graph cannot be written
	 */
	GraphSession(final MetaGraphDef graph, final ConfigProto config) throws IOException {
		this(Model.newInstance("network", ai.djl.Device.cpu(), "TensorFlow"), graph, config);
	}

	/** @param model an empty one, which is closed with this session, or at once if the graph is refused */
	GraphSession(final Model model, final MetaGraphDef graph, final ConfigProto config) throws IOException {
		this.model = model;
		pins = usesGpu(config);
		boolean loaded = false;
		try {
			load(graph, config);
			bundle = ((TfSymbolBlock) model.getBlock()).getSavedModelBundle();
			loaded = true;
		}
		finally {
			if (!loaded) model.close();
		}
	}

	private void load(final MetaGraphDef graph, final ConfigProto config) throws IOException {
		final TemporaryFiles temporary = new TemporaryFiles();
		final Path folder = temporary.folder("nnunet-graph");
		final Path file = folder.resolve("saved_model.pb");
		try {
			write(temporary, file, SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(graph).build()
				.toByteArray());
			final String anySignature = graph.getSignatureDefMap().keySet().iterator().next();
			model.load(folder, null, Map.of("ConfigProto", config, "SignatureDefKey", anySignature));
		}
		catch (final MalformedModelException exc) {
			throw new IllegalStateException("DJL does not accept the graph", exc);
		}
		finally {
			Leftovers.delete(folder);
		}
	}

	/**
	 * A session on a server of TensorFlow in this process. NB: DJL opens sessions without a server only, so this one is
	 * opened through TensorFlow's C interface, and given to DJL.
	 *
	 * @param target the server
	 */
	GraphSession(final MetaGraphDef graph, final ConfigProto config, final String target) {
		model = Model.newInstance("network", ai.djl.Device.cpu(), "TensorFlow");
		pins = usesGpu(config);
		boolean opened = false;
		try {
			bundle = ServerSession.open(graph, config, target);
			opened = true;
		}
		finally {
			if (!opened) model.close();
		}
	}

	private static boolean usesGpu(final ConfigProto config) {
		return config.hasGpuOptions() && config.getGpuOptions().getVisibleDeviceList().length() > 0;
	}

	private static void write(final TemporaryFiles temporary, final Path file, final byte[] bytes) throws IOException {
		try {
			Files.write(file, bytes);
		}
		catch (final IOException exc) {
			throw temporary.unusable(exc);
		}
	}

	/** The inputs of a signature: one value per input name. */
	final class Feed implements AutoCloseable {

		private final NDManager manager = model.getNDManager().newSubManager(ai.djl.Device.cpu());
		private final Map<String, NDArray> values = new HashMap<>();
		private final Map<String, KeptArray> kept = new HashMap<>();
		private final boolean keeps;

		private Feed(final boolean keeps) {
			this.keeps = keeps;
		}

		Feed floats(final String name, final float[] data, final long... shape) {
			return part(name, data, 0, shape);
		}

		/** A part of the data, from an index on. */
		Feed part(final String name, final float[] data, final int from, final long... shape) {
			final Shape size = new Shape(shape);
			memory(name, size, DataType.FLOAT32).asFloatBuffer().put(data, from, (int) size.size());
			return this;
		}

		Feed bytes(final String name, final byte[] data, final long... shape) {
			final Shape size = new Shape(shape);
			memory(name, size, DataType.UINT8).put(data, 0, (int) size.size());
			return this;
		}

		/** A batch as "images" and "labels". */
		Feed batch(final Batch batch, final int channels) {
			return floats("images", batch.images(), shape(batch.samples(), batch.size(), channels)).bytes("labels", batch
				.labels(), shape(batch.samples(), batch.size()));
		}

		/** The memory of an array of that name, which is not shared with any other feed until this one is closed. */
		private ByteBuffer memory(final String name, final Shape shape, final DataType type) {
			final String key = name + shape;
			final boolean reused = keeps && REUSED.contains(name) && (spare.containsKey(key) || spare.size() < MOST_KEPT);
			final Queue<KeptArray> free = reused ? spare.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>()) : null;
			final KeptArray known = reused ? free.poll() : null;
			final KeptArray array = known != null ? known : new KeptArray(reused ? model.getNDManager() : manager, shape, type,
				reused && pins);
			if (reused) kept.put(key, array);
			values.put(name, array.array());
			return array.memory();
		}

		Feed scalar(final String name, final float value) {
			return floats(name, new float[] { value });
		}

		/** Whole numbers; one number without a shape is a scalar. */
		Feed longs(final String name, final long[] data, final long... shape) {
			values.put(name, manager.create(data, new Shape(shape)));
			return this;
		}

		/** An output of another run, which is not copied and must not be closed before this one has run. */
		Feed array(final String name, final NDArray value) {
			values.put(name, value);
			return this;
		}

		Feed text(final String name, final String value) {
			values.put(name, manager.create(new String[] { value }, StandardCharsets.UTF_8, new Shape()));
			return this;
		}

		/** Runs a signature; the values are valid until this feed is closed. */
		Map<String, NDArray> run(final String signature) {
			final TfSymbolBlock block = blocks.computeIfAbsent(signature, key -> new TfSymbolBlock(bundle, key));
			final List<NDArray> inputs = new ArrayList<>();
			for (final String name : block.describeInput().keys()) {
				final NDArray value = values.get(name);
				if (value == null) throw new IllegalArgumentException(signature + " needs a value for " + name);
				inputs.add(value);
			}
			final NDList outputs = block.forward(new ParameterStore(manager, false), new NDList(inputs), false);
			final Map<String, NDArray> result = new LinkedHashMap<>();
			for (final NDArray output : outputs) {
				output.attach(manager); // NB: DJL gives it to the manager of the first input, which may outlive this feed
				result.put(output.getName(), output);
			}
			return result;
		}

		@Override
		public void close() {
			manager.close();
			kept.forEach((key, array) -> spare.get(key).add(array));
			kept.clear();
		}
	}

	Feed feed() {
		return new Feed(true);
	}

	/** Inputs that the device may keep: on a processor it keeps the arrays themselves, without a copy. */
	Feed lasting() {
		return new Feed(false);
	}

	/** Copies a float32 array out. NB: DJL's own method makes a copy on the heap first. */
	static void read(final NDArray array, final float[] target, final int from) {
		try (PointerScope scope = new PointerScope(); TF_Status status = TF_Status.newStatus()) {
			final TF_Tensor tensor = tensorflow.TFE_TensorHandleResolve(((TfNDArray) array).getHandle(), status)
				.withDeallocator();
			status.throwExceptionIfNotOK();
			new FloatPointer(tensorflow.TF_TensorData(tensor)).get(target, from, Math.toIntExact(array.size()));
		}
	}

	/** Copies an array of bytes out. */
	static void read(final NDArray array, final byte[] target) {
		try (PointerScope scope = new PointerScope(); TF_Status status = TF_Status.newStatus()) {
			final TF_Tensor tensor = tensorflow.TFE_TensorHandleResolve(((TfNDArray) array).getHandle(), status)
				.withDeallocator();
			status.throwExceptionIfNotOK();
			new BytePointer(tensorflow.TF_TensorData(tensor)).get(target, 0, Math.toIntExact(array.size()));
		}
	}

	/** A copy of a float32 array. */
	static float[] read(final NDArray array) {
		final float[] target = new float[Math.toIntExact(array.size())];
		read(array, target, 0);
		return target;
	}

	/** Copies of float32 arrays by their names. */
	static Map<String, float[]> copies(final Map<String, NDArray> arrays) {
		final Map<String, float[]> copies = new LinkedHashMap<>();
		arrays.forEach((name, array) -> copies.put(name, read(array)));
		return copies;
	}

	/** The shape of a batch. */
	static long[] shape(final int samples, final int[] size, final int... channels) {
		final long[] shape = new long[1 + size.length + channels.length];
		shape[0] = samples;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + 1] = size[axis];
		for (int i = 0; i < channels.length; i++)
			shape[1 + size.length + i] = channels[i];
		return shape;
	}

	@Override
	public void close() {
		spare.values().forEach(arrays -> arrays.forEach(KeptArray::close));
		spare.clear();
		model.close();
		bundle.close(); // NB: DJL's model closes only the session that it has opened itself; a second time is harmless
	}
}
