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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * A network with all its operations as one graph with signatures:
 * <ul>
 * <li>{@code predict} and others of {@link PredictGraph}: images to logits;</li>
 * <li>{@code train}: images, labels, rate and wanted to loss, norm, applied and statistics, with an update unless
 * wanted is 0;</li>
 * <li>{@code stage}, where a device is apart from memory: brings a batch there, and {@code train_staged} takes it;</li>
 * <li>{@code loss}: the same without an update;</li>
 * <li>{@code weights}, {@code state}: all values; {@code assign_weights}, {@code assign_state} set them; {@code reset}:
 * resets the optimizer;</li>
 * <li>{@code share}, with several workers: sets all values to those of the first;</li>
 * <li>{@code exchange}: exchanges weights and their averages;</li>
 * <li>{@code save}, {@code restore}, {@code restore_weights}: TensorFlow checkpoints; {@code restore_averages} reads the
 * averages as weights, {@code restore_earlier} a checkpoint without averages, which then start from the weights, and
 * {@code restore_uncounted} one with averages that do not know their voxels, which then take all steps for alike;
 * where the loss is scaled, {@code restore}, {@code restore_earlier} and {@code restore_uncounted} also with
 * {@link #UNSCALED}, for one of a precision in which it is not.</li>
 * </ul>
 */
final class NetworkGraph {

	/** The input of signatures that need none, since DJL requires at least one. */
	static final String NOTHING = "nothing";

	/** With several workers, an input that is above 0 if they may still be starting. */
	static final String PATIENT = "patient";

	/** What the names of signatures end with that take the scale of the loss anew. */
	static final String UNSCALED = "_unscaled";

	private final Map<String, SignatureDef> signatures = new TreeMap<>();
	private final List<Variable> weights;
	private final List<Variable> state;
	private final MetaGraphDef definition;

	/**
	 * @param training null for a network that only predicts
	 * @param parts how a batch is divided in training; {@code predict} takes one sample at a time if the number of
	 *          samples is fixed
	 */
	NetworkGraph(final NetworkSpec spec, final TrainingSpec training, final Parts parts) {
		this(spec, training, parts, null);
	}

	/** The same for one of several workers that train together; null if there are no others. */
	NetworkGraph(final NetworkSpec spec, final TrainingSpec training, final Parts parts, final Collectives collectives) {
		this(spec, training, parts, collectives, false, Precision.FP32, training != null);
	}

	/**
	 * @param windows whether predictions stay on the device, with the signatures of {@link WindowGraph}
	 * @param prediction arithmetic of the convolutions without training
	 * @param wide whether large samples are predicted, too
	 */
	NetworkGraph(final NetworkSpec spec, final TrainingSpec training, final Parts parts, final Collectives collectives,
		final boolean windows, final Precision prediction, final boolean wide)
	{
		final Class<? extends TNumber> type = type(training == null ? prediction : training.precision());
		try (Graph graph = new Graph()) {
			final Ops tf = Ops.create(graph);
			final Variables variables = new Variables(tf);
			final Variables optimizer = new Variables(tf);
			if (training != null) train(tf, spec, training, parts, variables, optimizer, collectives, windows);
			if (training != null) loss(tf, spec, training, variables, parts.any());
			new PredictGraph(tf, variables, spec, type, this::sign).build(parts, training == null, wide);
			if (windows) new WindowGraph<>(tf, variables, spec, type, this::sign).build();
			weights = List.copyOf(variables.all());
			state = List.copyOf(optimizer.all());
			values(tf.withSubScope(Uncompiled.VALUES));
			if (collectives != null) share(tf, collectives);
			files(tf.withSubScope(Uncompiled.FILES));
			definition = MetaGraphDef.newBuilder().setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
				.setGraphDef(windows ? Uncompiled.marked(graph.toGraphDef()) : graph.toGraphDef()).putAllSignatureDef(signatures).build();
		}
	}

	MetaGraphDef definition() {
		return definition;
	}

	/** Trained weights and running statistics. */
	List<Variable> weights() {
		return weights;
	}

	/** The optimizer's variables; empty without training. */
	List<Variable> state() {
		return state;
	}

	private void train(final Ops tf, final NetworkSpec spec, final TrainingSpec training, final Parts parts,
		final Variables variables, final Variables optimizer, final Collectives collectives, final boolean staged)
	{
		final Placeholder<TFloat32> x = placeholder(tf, "images", TFloat32.class, parts.samples(), spec, spec
			.inputChannels());
		final Placeholder<TUint8> y = placeholder(tf, "labels", TUint8.class, parts.samples(), spec);
		final Map<String, Operand<?>> batch = new TreeMap<>(Map.of("images", x, "labels", y));
		final StagedBatch ahead = staged ? new StagedBatch(tf, x, y) : null;
		if (staged) {
			sign("stage", batch, done(tf, List.of(ahead.stage())));
			batch.putAll(Map.of("images", ahead.images(), "labels", ahead.labels()));
		}
		final Placeholder<TFloat32> rate = tf.withName("rate").placeholder(TFloat32.class, Placeholder.shape(Shape
			.scalar()));
		final Placeholder<TFloat32> wanted = tf.withName("wanted").placeholder(TFloat32.class, Placeholder.shape(Shape
			.scalar()));
		final Map<String, Operand<?>> inputs = new TreeMap<>();
		OverWorkers others = null;
		if (collectives != null) {
			final Placeholder<TFloat32> patient = tf.withName(PATIENT).placeholder(TFloat32.class, Placeholder.shape(Shape
				.scalar()));
			inputs.put(PATIENT, patient);
			others = new OverWorkers(tf, collectives, patient);
		}
		final TrainGraph<?> graph = new TrainGraph<>(tf, type(training.precision()), spec, training, parts, variables,
			optimizer, staged ? ahead.shapedImages() : x, staged ? ahead.shapedLabels() : y, wanted, rate, others);
		final Map<String, Operand<?>> step = graph.step();
		inputs.putAll(Map.of("wanted", wanted, "rate", rate));
		if (staged) sign("train_staged", inputs, step);
		inputs.putAll(batch);
		sign("train", inputs, step);
	}

	/** The type of the activations. */
	private static Class<? extends TNumber> type(final Precision precision) {
		return switch (precision) {
			case FP32 -> TFloat32.class;
			case BF16 -> TBfloat16.class;
			case FP16 -> TFloat16.class;
		};
	}

	/** Adds the loss of any number of samples. */
	private void loss(final Ops tf, final NetworkSpec spec, final TrainingSpec training, final Variables variables,
		final Parts parts)
	{
		final Placeholder<TFloat32> x = placeholder(tf, "lossImages", TFloat32.class, 0, spec, spec.inputChannels());
		final Placeholder<TUint8> y = placeholder(tf, "lossLabels", TUint8.class, 0, spec);
		final UNetGraph<?> network = new UNetGraph<>(tf, variables, spec, type(training.precision()), x, true, parts);
		final LossGraph loss = new LossGraph(tf, spec, training.loss(), network.logits(), y, null);
		sign("loss", Map.of("images", x, "labels", y), Map.of("loss", loss.total(), "statistics", loss.statistics()));
	}

	/** Samples × (z ×) y × x × channels; the number of samples is open if it is not above 0. */
	static <T extends TType> Placeholder<T> placeholder(final Ops tf, final String name, final Class<T> type,
		final int samples, final NetworkSpec spec, final int... channels)
	{
		final long[] shape = new long[1 + spec.dimensions() + channels.length];
		Arrays.fill(shape, -1);
		if (samples > 0) shape[0] = samples;
		if (channels.length > 0) shape[shape.length - 1] = channels[0];
		return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(shape)));
	}

	/** The optimizer's variables that all its checkpoints have, whatever is averaged and in which precision it computes. */
	List<Variable> commonState() {
		return state.stream().filter(variable -> !CheckpointFiles.mayLack(variable.name())).toList();
	}

	/** Whether the loss is scaled, as in float16. */
	boolean isScaled() {
		return state.stream().anyMatch(variable -> OptimizerGraph.scales(variable.name()));
	}

	/** Weights, then the optimizer's variables. */
	List<Variable> variables() {
		final List<Variable> all = new ArrayList<>(weights);
		all.addAll(state);
		return all;
	}

	private void values(final Ops tf) {
		final Operand<TFloat32> nothing = tf.withName(NOTHING).placeholder(TFloat32.class, Placeholder.shape(Shape
			.scalar()));
		final Map<String, Operand<?>> all = new LinkedHashMap<>();
		for (final Variable weight : weights)
			all.put(weight.name(), weight.value());
		sign("weights", Map.of(NOTHING, nothing), all);
		assign(tf, "assign_weights", weights);
		if (state.isEmpty()) return;
		final Map<String, Operand<?>> kept = new LinkedHashMap<>();
		final List<Op> resets = new ArrayList<>();
		for (final Variable variable : state) {
			kept.put(variable.name(), variable.value());
			resets.add(tf.assignVariableOp(variable.handle(), start(tf, variable)));
		}
		sign("state", Map.of(NOTHING, nothing), kept);
		sign("reset", Map.of(NOTHING, nothing), done(tf, resets));
		assign(tf, "assign_state", state);
		final Map<Variable, Variable> averages = AverageGraph.of(weights, state);
		if (!averages.isEmpty()) sign("exchange", Map.of(NOTHING, nothing), done(tf, List.of(AverageGraph.exchange(tf,
			averages))));
	}

	/** Sets all variables to the values of the worker whose input is 1, if that of the others is 0. */
	private void share(final Ops tf, final Collectives collectives) {
		final Operand<TFloat32> mine = tf.withName("mine").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
		final List<Variable> all = variables();
		final List<Operand<TFloat32>> own = new ArrayList<>();
		for (final Variable variable : all)
			own.add(variable.value());
		final List<Operand<TFloat32>> first = FusedVector.mapped(tf, own, vector -> collectives.sum(tf,
			Collectives.Kind.VARIABLES, tf.select(tf.math.greater(mine, tf.constant(0f)), vector, tf.zerosLike(vector))));
		final List<Op> assignments = new ArrayList<>();
		for (int i = 0; i < first.size(); i++)
			assignments.add(tf.assignVariableOp(all.get(i).handle(), first.get(i)));
		sign("share", Map.of("mine", mine), done(tf, assignments));
	}

	private void assign(final Ops tf, final String signature, final List<Variable> variables) {
		final Map<String, Operand<?>> values = new LinkedHashMap<>();
		final List<Op> assignments = new ArrayList<>();
		for (final Variable variable : variables) {
			final Operand<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
			values.put(variable.name(), value);
			assignments.add(tf.assignVariableOp(variable.handle(), value));
		}
		sign(signature, values, done(tf, assignments));
	}

	private Operand<TFloat32> start(final Ops tf, final Variable variable) {
		for (final Variable weight : weights)
			if (variable.name().equals("optimizer/slow/" + weight.name()) || variable.name().equals(AverageGraph.PREFIX +
				weight.name())) return weight.value();
		return tf.fill(tf.constant(variable.shape().asArray()), tf.constant((float) variable.scale()));
	}

	private void files(final Ops tf) {
		final Operand<TString> prefix = tf.withName("prefix").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
		final List<Variable> all = variables();
		final String[] names = all.stream().map(Variable::name).toArray(String[]::new);
		final String[] slices = new String[names.length];
		Arrays.fill(slices, "");
		final List<Operand<?>> values = new ArrayList<>();
		for (final Variable variable : all)
			values.add(variable.value());
		sign("save", Map.of("prefix", prefix), done(tf, List.of(tf.train.save(prefix, tf.constant(StandardCharsets.UTF_8,
			names), tf.constant(StandardCharsets.UTF_8, slices), values))));
		restored(tf, prefix, "restore", name -> false);
		sign("restore_weights", Map.of("prefix", prefix), done(tf, restore(tf, prefix, "", weights)));
		sign("restore_averages", Map.of("prefix", prefix), done(tf, restore(tf, prefix, AverageGraph.PREFIX, weights)));
		if (AverageGraph.of(weights, state).isEmpty()) return;
		restored(tf, prefix, "restore_earlier", AverageGraph::holds);
		restored(tf, prefix, "restore_uncounted", AverageGraph.VOXELS::equals);
	}

	/** @param missing whether a checkpoint lacks the variable of a name: an average or the count of its voxels */
	private void restored(final Ops tf, final Operand<TString> prefix, final String signature,
		final Predicate<String> missing)
	{
		sign(signature, Map.of("prefix", prefix), done(tf, others(tf, prefix, missing)));
		if (isScaled()) sign(signature + UNSCALED, Map.of("prefix", prefix), done(tf, others(tf, prefix, missing.or(
			OptimizerGraph::scales))));
	}

	/** Reads all variables but those that are missing: averages start from the weights, others as they do at first. */
	private List<Op> others(final Ops tf, final Operand<TString> prefix, final Predicate<String> missing) {
		final List<Op> assignments = restore(tf, prefix, "", variables().stream().filter(variable -> !missing.test(variable
			.name())).toList());
		final Ops then = tf.withControlDependencies(assignments);
		final List<Op> all = new ArrayList<>(assignments);
		final Map<Variable, Variable> averages = AverageGraph.of(weights, state);
		averages.forEach((weight, average) -> {
			if (missing.test(average.name())) all.add(then.assignVariableOp(average.handle(), then.readVariableOp(weight
				.handle(), TFloat32.class)));
		});
		for (final Variable variable : state)
			if (missing.test(variable.name()) && !averages.containsValue(variable)) all.add(then.assignVariableOp(variable
				.handle(), start(then, variable)));
		return all;
	}

	/** @param before what the names in the file begin with */
	private List<Op> restore(final Ops tf, final Operand<TString> prefix, final String before,
		final List<Variable> variables)
	{
		final String[] names = variables.stream().map(variable -> before + variable.name()).toArray(String[]::new);
		final String[] slices = new String[names.length];
		Arrays.fill(slices, "");
		final List<Class<? extends TType>> types = new ArrayList<>();
		for (int i = 0; i < names.length; i++)
			types.add(TFloat32.class);
		final Restore restored = tf.train.restore(prefix, tf.constant(StandardCharsets.UTF_8, names), tf.constant(
			StandardCharsets.UTF_8, slices), types);
		final List<Op> assignments = new ArrayList<>();
		for (int i = 0; i < names.length; i++)
			assignments.add(tf.assignVariableOp(variables.get(i).handle(), restored.tensors().get(i)));
		return assignments;
	}

	private Map<String, Operand<?>> done(final Ops tf, final List<Op> operations) {
		return Map.of("done", tf.withControlDependencies(operations).identity(tf.constant(1f)));
	}

	private void sign(final String name, final Map<String, ? extends Operand<?>> inputs,
		final Map<String, ? extends Operand<?>> outputs)
	{
		final SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
		inputs.forEach((key, value) -> signature.putInputs(key, info(value.asOutput())));
		outputs.forEach((key, value) -> signature.putOutputs(key, info(value.asOutput())));
		signatures.put(name, signature.build());
	}

	private static TensorInfo info(final Output<?> output) {
		return info(output, output.shape());
	}

	/** Describes a value of a graph, as signatures do. */
	static TensorInfo info(final Output<?> output, final Shape size) {
		final TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
		if (size.isUnknown()) shape.setUnknownRank(true);
		else for (final long n : size.asArray())
			shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(n));
		return TensorInfo.newBuilder().setName(output.op().name() + ":" + output.index()).setDtype(output.dataType())
			.setTensorShape(shape).build();
	}
}
