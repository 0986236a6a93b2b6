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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

import org.tensorflow.TensorFlow;

import sc.fiji.nnunet.engine.Card;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.EventLog;
import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** The {@link Engine} that runs networks in TensorFlow sessions through DJL. */
public final class TensorFlowEngine implements Engine {

	/** The compute capability from which on float16 has units of its own. */
	private static final double TENSOR_CORES = 7.0;

	private final Map<NetworkSpec, Precision> predictions = new ConcurrentHashMap<>();
	private final Device device;
	private final Path natives;
	private final XlaChoice xla;
	private final Workers workers;
	private final String hint;
	private WorkerServer server;

	private TensorFlowEngine(final Device device, final Path natives, final boolean xla, final Workers workers) {
		this.device = device;
		this.natives = natives;
		this.xla = new XlaChoice(xla);
		this.workers = workers;
		hint = workers.count() > 1 ? NcclTrial.hint(workers.exchange().way(), device) : "";
	}

	/** The same engine, whose networks are trained together with those of other workers. */
	public static Engine together(final Engine engine, final Workers workers) {
		final TensorFlowEngine own = (TensorFlowEngine) engine;
		return new TensorFlowEngine(own.device, own.natives, own.xla.now(), workers);
	}

	/**
	 * Opens the engine with the library that comes with this program, or that of TENSORFLOW_LIBRARY_PATH.
	 *
	 * @throws IOException if the library or the device is missing; the message says why and what to do
	 */
	public static Engine open(final Device device) throws IOException {
		return open(device, null, false);
	}

	/**
	 * Opens the engine.
	 *
	 * @param folder the folder of TensorFlow's native library; null as in {@link #open(Device)}
	 * @param xla whether graphs are compiled by XLA; for GPUs only, since XLA's convolutions are slow on CPUs
	 * @throws IOException if the library or the device is missing; the message says why and what to do
	 */
	public static Engine open(final Device device, final Path folder, final boolean xla) throws IOException {
		if (xla && !device.isGpu()) throw new ProblemException(new Problem("xla", "XLA is for GPUs: on a CPU it makes" +
			" a training step several times slower.", "Leave XLA off, or choose a GPU."));
		final Path natives = Natives.prepare(folder);
		if (!device.isGpu()) CardMapping.none(CardMapping.PROCESS);
		else {
			if (GpuCheck.builtForGpu()) choose(device.gpu(), Cards.here(), natives);
			GpuCheck.require(device.gpu(), natives);
		}
		if (xla && !new XlaSettings(CardMapping.PROCESS).complete()) throw new ProblemException(new Problem("xla", XlaSettings
			.MISSING, "Or leave XLA off."));
		return new TensorFlowEngine(device, natives, xla, Workers.alone());
	}

	private static void choose(final int gpu, final Cards cards, final Path natives) throws ProblemException {
		GpuCheck.require(gpu, cards);
		final Card card = gpu < cards.visible().size() ? cards.visible().get(gpu) : null;
		CardMapping.choose(gpu, cards, CardMapping.PROCESS);
		new XlaSettings(CardMapping.PROCESS).prepare(Path.of("/"), kept(card, natives), card == null || card
			.capability() >= TENSOR_CORES);
	}

	/** The folder for what this program keeps of a card; null if there is none. */
	private static Path kept(final Card card, final Path natives) {
		return XlaSettings.cache(card, natives.resolve("libtensorflow_cc.so.2"), System.getProperty("user.home"));
	}

	/**
	 * Opens the engine on the GPU with the most free memory if TensorFlow can use one, else on the CPU;
	 * {@link #description()} says which. A process that uses a GPU already keeps it.
	 *
	 * @param threads CPU threads; 0 = all
	 * @param xla as in {@link #open(Device, Path, boolean)}; an error without a GPU
	 */
	public static Engine openAny(final int threads, final boolean xla) throws IOException {
		return openAny(cards -> CardMapping.chosen(CardMapping.PROCESS, cards), threads, xla);
	}

	/**
	 * Opens the engine for one of several workers on this machine: on a GPU of its own if TensorFlow can use it, else on
	 * the CPU.
	 *
	 * @param worker the worker's number on this machine
	 * @param threads CPU threads; 0 = all
	 * @param xla as in {@link #open(Device, Path, boolean)}; an error without a GPU
	 */
	public static Engine openInTurn(final int worker, final int threads, final boolean xla) throws IOException {
		return openAny(cards -> cards.inTurn(worker), threads, xla);
	}

	/** Opens the engine on a card of one's choice if TensorFlow can use it, else on the CPU. */
	private static Engine openAny(final ToIntFunction<Cards> choice, final int threads, final boolean xla)
		throws IOException
	{
		final Path natives = Natives.prepare(null);
		if (!GpuCheck.builtForGpu()) return open(new Device(-1, threads), null, xla);
		final Cards cards = Cards.here();
		final int gpu = choice.applyAsInt(cards);
		return open(new Device(CardMapping.usable(gpu, number -> choose(number, cards, natives), GpuCheck::gpus), threads),
			null, xla);
	}

	@Override
	public Network network(final NetworkSpec spec, final long seed) {
		return new TensorFlowNetwork(spec, null, new SessionConfig(device, xla.now()), seed);
	}

	@Override
	public Network network(final NetworkSpec spec, final TrainingSpec training, final long seed) {
		return network(spec, training, List.of(), Parts.LIKELY_SAMPLES, seed);
	}

	@Override
	public Network network(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
		final int samples, final long seed)
	{
		if (training.precision() == Precision.FP16 && !device.isGpu()) throw new IllegalArgumentException(
			"float16 is for GPUs; choose bf16 or float32 on the CPU");
		return new TensorFlowNetwork(spec, training, new SessionConfig(device, xla.now()), seed, Parts.of(spec, samples, size(
			patch), device.isGpu()), server());
	}

	/** The server of this worker, started when it is first needed, or null without other workers. */
	private synchronized WorkerServer server() {
		if (server == null && workers.count() > 1) server = new WorkerServer(workers, new SessionConfig(device, xla.now())
			.proto(Parts.ANY, Precision.FP32), hint);
		return server;
	}

	@Override
	public boolean compiles() {
		return xla.now();
	}

	@Override
	public Workers workers() {
		return workers;
	}

	@Override
	public void writeSavedModel(final FrozenNetwork network, final Path folder) throws IOException {
		SavedModelFile.write(network, folder);
	}

	@Override
	public Network savedModel(final Path folder, final NetworkSpec spec) throws IOException {
		return new SavedModelNetwork(folder, spec, new SessionConfig(device, xla.now()));
	}

	@Override
	public EventLog events(final Path folder) throws IOException {
		return new SummaryFile(folder);
	}

	@Override
	public Precision preferredPrecision(final NetworkSpec spec) {
		return PrecisionCheck.choose(new TensorFlowEngine(device, natives, xla.now(), Workers.alone()), spec);
	}

	@Override
	public Precision preferredPrecision(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
		final int samples)
	{
		// NB: several workers must compute alike, and might not choose alike from their times
		if (!device.isGpu() || workers.count() > 1) return preferredPrecision(spec);
		final GpuTrial.Way way = GpuTrial.fastest(GpuTrial.ways(xla.now(), compiler()), tried -> new TensorFlowNetwork(spec,
			training.in(tried.precision()), new SessionConfig(device, tried.xla()), 1), GpuTrial.noise(spec, patch, samples),
			System::nanoTime);
		xla.trained(way.xla());
		return way.precision();
	}

	@Override
	public Precision predictionPrecision(final NetworkSpec spec) {
		if (spec.norm() == NetworkSpec.Norm.NONE) return Precision.FP32;
		if (!device.isGpu()) return predictions.computeIfAbsent(spec, any -> PrecisionCheck.onProcessor(this, any));
		final Card card = card();
		if (card == null || card.capability() < TENSOR_CORES) return Precision.FP32;
		xla.testing();
		final Precision precision = predictions.computeIfAbsent(spec, any -> new KeptPrecision(kept(card, natives)).of(any,
			() -> PrecisionCheck.predicting(this, any, Precision.FP16)));
		xla.predicting(compiler());
		return precision;
	}

	@Override
	public void expect(final double voxels) {
		xla.expect(voxels);
	}

	/** Whether XLA can compile on this device. */
	private boolean compiler() {
		return device.isGpu() && new XlaSettings(CardMapping.PROCESS).complete();
	}

	@Override
	public Network network(final NetworkSpec spec, final Precision precision, final long seed) {
		return new TensorFlowNetwork(spec, null, new SessionConfig(device, xla.now(), device.isGpu(), precision), seed);
	}

	@Override
	public Network unloaded(final NetworkSpec spec, final Precision precision, final List<Integer> window) {
		return new TensorFlowNetwork(spec, new SessionConfig(device, xla.now(), device.isGpu(), precision), size(window));
	}

	private static int[] size(final List<Integer> window) {
		return window.stream().mapToInt(Integer::intValue).toArray();
	}

	@Override
	public OptionalLong availableMemory() {
		return DeviceMemory.available(device);
	}

	@Override
	public OptionalLong usedMemory() {
		final Card card = card();
		return card == null ? Engine.super.usedMemory() : OptionalLong.of(card.used());
	}

	@Override
	public String deviceName() {
		final Card card = card();
		return card == null ? Engine.super.deviceName() : card.name();
	}

	@Override
	public String otherPrograms() {
		final Card card = card();
		return card == null ? "" : Cards.here().others(card, ProcessHandle.current().pid());
	}

	/** The card that this engine runs on; null on a CPU, and if the driver does not tell. */
	private Card card() {
		if (!device.isGpu()) return null;
		final List<Card> visible = Cards.here().visible();
		return device.gpu() < visible.size() ? visible.get(device.gpu()) : null;
	}

	@Override
	public Device device() {
		return device;
	}

	@Override
	public String description() {
		return "TensorFlow " + TensorFlow.version() + " through DJL on " + device + (xla.now() ? " with XLA" : "") +
			", library in " + natives + (device.isGpu() && !compiler() ? "; " + XlaSettings.MISSING : "") + (workers
				.count() > 1 ? "; worker " + workers
				.rank() + " of " + workers.count() + ", gradients summed by " + hint : "");
	}

	@Override
	public void close() {
		// NB: sessions belong to the networks; the library stays loaded as long as the JVM runs
	}
}
