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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

import ai.djl.ndarray.NDArray;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** A {@link Network} that runs in a TensorFlow session of DJL's. */
final class TensorFlowNetwork implements Network {

	private final NetworkSpec spec;
	private final TrainingSpec training;
	private final SessionConfig config;
	private final WorkerServer server;
	private final long most;
	private Parts parts;
	private boolean wide, holding, first = true;
	LogitsInPlanes.Run runs = GraphSession.Feed::run; // NB: of another kind in tests
	private final Queue<Batch> staged = new ConcurrentLinkedQueue<>();
	private NetworkGraph graph;
	private GraphSession session;
	private NetworkValues values;
	private final ReadWriteLock graphs = new ReentrantReadWriteLock();

	TensorFlowNetwork(final NetworkSpec spec, final TrainingSpec training, final SessionConfig config, final long seed)
	{
		this(spec, training, config, seed, Parts.of(spec, training == null ? 1 : Parts.LIKELY_SAMPLES, new int[0], config
			.device().isGpu()), null);
	}

	/**
	 * @param likely how most batches are divided; for others the graph is built anew
	 * @param server through which it is trained together with those of other workers, or null
	 */
	TensorFlowNetwork(final NetworkSpec spec, final TrainingSpec training, final SessionConfig config, final long seed,
		final Parts likely, final WorkerServer server)
	{
		this(spec, training, config, server, likely, fresh -> fresh.start(seed));
	}

	/** A network that only predicts, most often windows of a size, and has no values yet. */
	TensorFlowNetwork(final NetworkSpec spec, final SessionConfig config, final int[] window) {
		this(spec, null, config, null, Parts.of(spec, 1, window, config.device().isGpu()), fresh -> {});
	}

	private TensorFlowNetwork(final NetworkSpec spec, final TrainingSpec training, final SessionConfig config,
		final WorkerServer server, final Parts likely, final Consumer<NetworkValues> filled)
	{
		this.server = server;
		this.spec = spec;
		this.training = training;
		this.config = config;
		most = DeviceMemory.total(config.device());
		wide = training != null || likely.large(); // NB: in a training there is no time to build the graph anew
		open(likely, filled);
	}

	private void open(final Parts cut, final Consumer<NetworkValues> filled) {
		parts = cut;
		first = true;
		graph = new NetworkGraph(spec, training, cut, server == null ? null : server.collectives(), config.windows(), config
			.prediction(), wide);
		try {
			final ConfigProto proto = training == null ? config.predicting() : config.proto(cut, training.precision());
			session = server == null ? new GraphSession(graph.definition(), proto) : new GraphSession(graph.definition(), server
				.joined(proto), server.target());
		}
		catch (final IOException exc) {
			throw new UncheckedIOException("the graph cannot be written to the temporary folder", exc);
		}
		values = new NetworkValues(graph, session);
		try {
			filled.accept(values);
		}
		catch (final RuntimeException | Error exc) {
			session.close();
			throw exc;
		}
	}

	/** Builds the graph anew with the same values. */
	private void reopen(final Parts cut) {
		final Map<String, float[]> weights = values.weights();
		final Map<String, float[]> state = values.state();
		session.close();
		open(cut, fresh -> fresh.set(weights, state));
	}

	/** Makes sure that the graph is one for batches of that size; a new one takes all values over. */
	private void prepare(final Batch batch) {
		final Parts cut = Parts.of(spec, batch.samples(), batch.size(), config.device().isGpu());
		if (!cut.equals(parts)) reopen(cut);
	}

	/** Predicts samples of that size; the graph is rebuilt for the first large one, unless it was built for them. */
	private void predicting(final int[] size, final Runnable prediction) {
		if (!wide && parts.samples() > 0 && Parts.isLarge(size)) locked(graphs.writeLock(), this::widen);
		locked(graphs.readLock(), prediction);
	}

	private void widen() {
		if (wide) return;
		wide = true;
		reopen(parts);
	}

	private static void locked(final Lock lock, final Runnable work) {
		lock.lock();
		try {
			work.run();
		}
		finally {
			lock.unlock();
		}
	}

	/** The values of the graph as it is now, and its session; for tests. */
	NetworkValues values() {
		return values;
	}

	@Override
	public NetworkSpec spec() {
		return spec;
	}

	@Override
	public long parameters() {
		return graph.weights().stream().filter(Variable::trained).mapToLong(weight -> weight.shape().size()).sum();
	}

	@Override
	public StepResult step(final Batch batch, final double learningRate) {
		return step(batch, learningRate, true);
	}

	@Override
	public StepResult trial(final Batch batch) {
		return step(batch, 0, false);
	}

	@Override
	public void rehearse(final Batch batch) {
		prepare(batch);
		values.unchanged(() -> step(batch, 0, true).applied());
	}

	private StepResult step(final Batch batch, final double learningRate, final boolean wanted) {
		requireTraining();
		requireMemory(batch.size(), batch.samples(), true);
		prepare(batch);
		// NB: always by the same way, since every way is compiled for itself
		if (stages() && staged.isEmpty()) stage(batch);
		final boolean ready = staged.peek() == batch && staged.remove(batch);
		final int patient = first ? 1 : 0;
		first = false;
		try (GraphSession.Feed feed = ready ? session.feed() : session.feed().batch(batch, spec.inputChannels())) {
			feed.scalar("rate", (float) learningRate).scalar("wanted", wanted ? 1 : 0).scalar(NetworkGraph.PATIENT, patient);
			return StepOutputs.of(spec.outputs(), run(feed, ready ? "train_staged" : "train", batch.size(), batch.samples()));
		}
	}

	@Override
	public boolean stages() {
		return config.windows() && training != null;
	}

	@Override
	public void stage(final Batch batch) {
		try (GraphSession.Feed feed = config.device().isGpu() ? session.feed() : session.lasting()) {
			feed.batch(batch, spec.inputChannels()).run("stage");
		}
		staged.add(batch);
	}

	@Override
	public StepResult loss(final Batch batch) {
		requireTraining();
		try (GraphSession.Feed feed = session.feed().batch(batch, spec.inputChannels())) {
			return StepOutputs.of(spec.outputs(), run(feed, "loss", batch.size(), batch.samples()));
		}
	}

	@Override
	public void share() {
		if (server == null) return;
		try (GraphSession.Feed feed = session.feed()) {
			run(feed.scalar("mine", server.isFirst() ? 1 : 0), "share", new int[0], 0);
		}
	}

	@Override
	public void predict(final float[] images, final int samples, final int[] size, final float[] logits) {
		final int each = parts.samples() > 0 ? 1 : samples;
		requireMemory(size, each, false);
		final int voxels = Arrays.stream(size).reduce(each, (a, b) -> a * b);
		predicting(size, () -> {
			for (int sample = 0; sample < samples; sample += each)
				try (GraphSession.Feed feed = session.feed()) {
					feed.part("images", images, sample * voxels * spec.inputChannels(), GraphSession.shape(each, size, spec
						.inputChannels()));
					GraphSession.read(run(feed, "predict", size, each).get("logits"), logits, sample * voxels * spec.outputs());
				}
		});
	}

	@Override
	public boolean givesPlanes() {
		return training == null && !config.windows() && LogitsInPlanes.pay(spec);
	}

	@Override
	public void predict(final float[] images, final int from, final int[] size, final Planes planes) {
		requireMemory(size, 1, false);
		if (!givesPlanes()) Network.super.predict(images, from, size, planes);
		else predicting(size, () -> LogitsInPlanes.predict(session, spec, images, from, size, planes, (feed, signature) -> run(
			feed, signature, size, 1)));
	}

	@Override
	public Optional<DeviceSums> deviceSums(final DeviceSums.Sizes sizes, final Supplier<float[]> image,
		final float[] weights)
	{
		final int batch = config.windows() && !holding ? WindowMemory.batch(spec, precision(), sizes, most) : 0;
		if (batch == 0) return Optional.empty();
		final float[] voxels = image.get();
		final int[] window = Arrays.copyOfRange(sizes.window(), 3 - spec.dimensions(), 3);
		holding = true;
		return DeviceWindows.open(session, (feed, signature) -> run(feed, signature, window, batch), sizes, voxels, spec
			.inputChannels(), weights, spec.outputs(), batch, () -> holding = false);
	}

	@Override
	public Runnable forward(final float[] images, final int samples, final int[] size) {
		requireMemory(size, samples, false);
		return config.windows() ? DeviceWindows.forward(session, (feed, signature) -> run(feed, signature, size, samples),
			images, GraphSession.shape(samples, size, spec.inputChannels())) : Network.super.forward(images, samples, size);
	}

	@Override
	public int streams(final int[] size) {
		return training == null ? config.passes(estimate(size, 1, false), most) : config.streams(parts);
	}

	@Override
	public long steps() {
		if (training == null) return 0;
		return (long) state().get("optimizer/step")[0];
	}

	@Override
	public boolean averages() {
		return training != null && training.averaged();
	}

	@Override
	public void exchange() {
		if (!averages()) throw new IllegalStateException("this network keeps no averages of its weights");
		values.run("exchange");
	}

	/** A copy of the optimizer's variables. */
	Map<String, float[]> state() {
		return values.state();
	}

	@Override
	public void save(final Path folder, final Map<String, String> notes) throws IOException {
		values.save(folder, notes);
	}

	@Override
	public Map<String, String> notes(final Path folder) throws IOException {
		return CheckpointFiles.notes(folder);
	}

	@Override
	public void restore(final Path folder, final boolean optimizer) throws IOException {
		if (optimizer) requireTraining();
		values.restore(folder, optimizer, averages());
	}

	@Override
	public Map<String, float[]> weights() {
		return values.weights();
	}

	@Override
	public void assign(final Map<String, float[]> weights) {
		values.assign(weights);
		if (training != null && steps() == 0) values.run("reset");
	}

	@Override
	public void close() {
		session.close();
	}

	private Map<String, NDArray> run(final GraphSession.Feed feed, final String signature, final int[] size,
		final int samples)
	{
		try {
			return runs.of(feed, PredictGraph.signature(signature, parts, wide, size));
		}
		catch (final TFResourceExhaustedException exc) {
			final MemoryEstimate estimate = estimate(size, samples, signature.startsWith("train"));
			final Device device = config.device();
			final long left = device.isGpu() ? most : DeviceMemory.available(device).orElse(most);
			throw estimate.refusal(Math.min(left, estimate.bytes()), exc);
		}
		catch (final TensorFlowException exc) {
			if (server == null) throw exc;
			throw new UncheckedIOException(server.lost(exc));
		}
	}

	/**
	 * Refuses what cannot fit into the machine's memory. NB: this is checked beforehand, because a failed allocation is
	 * not always reported as an error: the system may kill the process, and some of oneDNN's operations crash.
	 */
	private void requireMemory(final int[] size, final int samples, final boolean step) {
		final MemoryEstimate estimate = estimate(size, samples, step);
		if (estimate.bytes() > most) throw estimate.refusal(most, null);
	}

	private MemoryEstimate estimate(final int[] size, final int samples, final boolean step) {
		return new MemoryEstimate(spec, precision(), Arrays.stream(size).boxed().toList(), samples, step);
	}

	private Precision precision() {
		return training == null ? config.prediction() : training.precision();
	}

	private void requireTraining() {
		if (training == null) throw new IllegalStateException("this network was created for prediction only");
	}
}
