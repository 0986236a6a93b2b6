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

import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;

/**
 * A TensorFlow session that DJL opens on one of our graphs. Each signature of the graph is a DJL block over the same
 * session, so that all share the variables.
 */
final class GraphSession implements AutoCloseable {

	/** Inputs of every step, whose buffers are kept for reuse; the others are rare. */
	private static final Set<String> REUSED = Set.of("images", "labels", "rate", "wanted");

	private final Model model;
	private final SavedModelBundle bundle;
	private final Map<String, TfSymbolBlock> blocks = new ConcurrentHashMap<>();
	private final Map<String, Queue<ByteBuffer>> spare = new ConcurrentHashMap<>();

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
		boolean opened = false;
		try {
			bundle = ServerSession.open(graph, config, target);
			opened = true;
		}
		finally {
			if (!opened) model.close();
		}
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
		private final Map<String, ByteBuffer> buffers = new HashMap<>();

		Feed floats(final String name, final float[] data, final long... shape) {
			return part(name, data, 0, shape);
		}

		/** A part of the data, from an index on. */
		Feed part(final String name, final float[] data, final int from, final long... shape) {
			final Shape size = new Shape(shape);
			final ByteBuffer buffer = buffer(name, Math.multiplyExact(size.size(), Float.BYTES));
			buffer.asFloatBuffer().put(data, from, (int) size.size());
			values.put(name, manager.create(buffer, size, DataType.FLOAT32));
			return this;
		}

		Feed bytes(final String name, final byte[] data, final long... shape) {
			final Shape size = new Shape(shape);
			final ByteBuffer buffer = buffer(name, size.size());
			buffer.put(data, 0, (int) size.size()).rewind();
			values.put(name, manager.create(buffer, size, DataType.UINT8));
			return this;
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
			for (final NDArray output : outputs)
				result.put(output.getName(), output);
			return result;
		}

		@Override
		public void close() {
			manager.close();
			buffers.forEach((name, buffer) -> spare.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(buffer));
			buffers.clear();
		}

		/** A buffer that is not shared with any other feed until this one is closed. */
		private ByteBuffer buffer(final String name, final long bytes) {
			final ByteBuffer known = REUSED.contains(name) && spare.containsKey(name) ? spare.get(name).poll() : null;
			final ByteBuffer buffer = known != null && known.capacity() == bytes ? known.rewind() : ByteBuffer.allocateDirect(
				Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
			if (REUSED.contains(name)) buffers.put(name, buffer);
			return buffer;
		}
	}

	Feed feed() {
		return new Feed();
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
		model.close();
		bundle.close(); // NB: DJL's model closes only the session that it has opened itself; a second time is harmless
	}
}
