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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds the signatures of a prediction that stays on the device:
 * <ul>
 * <li>{@code windows_open}: keeps an image (voxels × channels), the weights of a window's voxels, and sums of zero;</li>
 * <li>{@code windows_add}: gathers windows from the image, runs the network, and adds weighted logits and weights to the
 * sums, for any mixture of mirrored axes by the order of the voxels alone;</li>
 * <li>{@code windows_take}: the logits of the first cells, which are then moved out;</li>
 * <li>{@code windows_take_classes}: instead of the logits the first of the highest ones, and for each plane whether one of
 * its logits is not a finite number;</li>
 * <li>{@code windows_close}: gives the memory back;</li>
 * <li>{@code forward_put}, {@code forward}: a batch that stays, and a pass over it of which one number returns.</li>
 * </ul>
 * NB: indices are 64-bit numbers, because TensorFlow computes with 32-bit ones in the processor's memory. Only the
 * network is compiled by XLA, since all else has the sizes of the image, and every size would be compiled for itself.
 *
 * @param <T> the type of the activations
 */
final class WindowGraph<T extends TNumber> {

	/** Takes a signature. */
	interface Signatures {

		void add(String name, Map<String, ? extends Operand<?>> inputs, Map<String, ? extends Operand<?>> outputs);
	}

	private final Ops tf;
	private final Ops compiled;
	private final Variables weights;
	private final NetworkSpec spec;
	private final Class<T> type;
	private final Signatures signatures;
	private final VarHandleOp image;
	private final VarHandleOp map;
	private final VarHandleOp sums;

	/**
	 * @param weights the network's
	 * @param type of the activations
	 */
	WindowGraph(final Ops tf, final Variables weights, final NetworkSpec spec, final Class<T> type,
		final Signatures signatures)
	{
		this.tf = tf.withSubScope(Uncompiled.WINDOWS);
		compiled = tf;
		this.weights = weights;
		this.spec = spec;
		this.type = type;
		this.signatures = signatures;
		image = variable("windows.image", -1, spec.inputChannels());
		map = variable("windows.map", -1);
		sums = variable("windows.sums", -1, spec.outputs() + 1);
	}

	private VarHandleOp variable(final String name, final long... shape) {
		return tf.withName(name).varHandleOp(TFloat32.class, Shape.of(shape), VarHandleOp.sharedName(name));
	}

	/** Builds all of them. */
	void build() {
		final Placeholder<TFloat32> rows = floats("windows.rows", -1, spec.inputChannels());
		final Placeholder<TFloat32> voxels = floats("windows.voxels", -1);
		final Placeholder<TInt64> cells = longs("windows.cells");
		signatures.add("windows_open", Map.of("rows", rows, "voxels", voxels, "cells", cells), done(List.of(tf
			.assignVariableOp(image, rows), tf.assignVariableOp(map, voxels), tf.assignVariableOp(sums, zeros(cells)))));
		add();
		take();
		final Placeholder<TFloat32> nothing = floats("windows.closing");
		// NB: an assignment of other sizes would leave a variable whose size XLA takes as fixed
		final List<Op> removed = new ArrayList<>();
		for (final VarHandleOp variable : List.of(image, map, sums))
			removed.add(tf.destroyResourceOp(variable));
		signatures.add("windows_close", Map.of(NetworkGraph.NOTHING, nothing), Map.of("done", tf.withControlDependencies(
			removed).identity(nothing)));
		forward();
	}

	/** Where the voxels of the windows are in the image, and which voxels of a window they are. */
	private record Places(Operand<TInt64> cells, Operand<TInt64> voxels) {
	}

	private void add() {
		final Placeholder<TInt64> starts = longs("windows.starts", -1, 3);
		final Placeholder<TInt64> mirrored = longs("windows.mirrored", -1, 3);
		final Placeholder<TInt64> window = longs("windows.window", 3);
		final Placeholder<TInt64> extent = longs("windows.extent", 3);
		final Placeholder<TInt64> first = longs("windows.first");
		final Placeholder<TFloat32> factors = floats("windows.factors", -1);
		final Places places = places(starts, mirrored, window, extent);
		final Operand<TInt64> axis = tf.constant(0L);
		final Operand<TFloat32> images = tf.gather(tf.readVariableOp(image, TFloat32.class), places.cells, axis);
		final Operand<TFloat32> logits = new UNetGraph<>(compiled, weights, spec, type, images, false, Parts.ON_GPU).logits().get(0);
		final Operand<TFloat32> each = tf.math.mul(tf.gather(tf.readVariableOp(map, TFloat32.class), places.voxels, axis),
			tf.reshape(factors, tf.constant(column())));
		final Operand<TFloat32> weight = tf.expandDims(each, tf.constant(-1));
		final Operand<TFloat32> values = tf.concat(List.of(tf.math.mul(logits, weight), weight), tf.constant(-1));
		final Operand<TInt64> before = tf.math.mul(first, tf.math.mul(at(extent, 1), at(extent, 2)));
		signatures.add("windows_add", Map.of("starts", starts, "mirrored", mirrored, "window", window, "extent", extent,
			"first", first, "factors", factors), done(List.of(tf.resourceScatterAdd(sums, tf.math.sub(places.cells, before),
				values))));
	}

	/** NB: a mirrored axis counts its voxels from the window's end; results return by the same way. */
	private Places places(final Operand<TInt64> starts, final Operand<TInt64> mirrored, final Operand<TInt64> window,
		final Operand<TInt64> extent)
	{
		Operand<TInt64> cells = null;
		Operand<TInt64> voxels = null;
		for (int axis = 3 - spec.dimensions(); axis < 3; axis++) {
			final Operand<TInt64> size = at(window, axis);
			final Operand<TInt64> steps = tf.expandDims(tf.range(tf.constant(0L), size, tf.constant(1L)), tf.constant(0));
			final Operand<TInt64> back = tf.math.sub(tf.math.sub(size, tf.constant(1L)), tf.math.mul(steps, tf.constant(2L)));
			final Operand<TInt64> own = tf.math.add(steps, tf.math.mul(column(mirrored, axis), back));
			final Operand<TInt64> place = along(tf.math.add(own, column(starts, axis)), axis);
			cells = cells == null ? plane(starts, axis, place, extent) : tf.math.add(tf.math.mul(cells, at(extent, axis)),
				place);
			voxels = voxels == null ? along(own, axis) : tf.math.add(tf.math.mul(voxels, size), along(own, axis));
		}
		return new Places(cells, voxels);
	}

	/** The rows of the first axis, which in 2D lie in the plane of the window's slice. */
	private Operand<TInt64> plane(final Operand<TInt64> starts, final int axis, final Operand<TInt64> place,
		final Operand<TInt64> extent)
	{
		return axis == 0 ? place : tf.math.add(tf.math.mul(along(column(starts, 0), 1), at(extent, 1)), place);
	}

	/** Windows × voxels of an axis, with axes of size one for the others. */
	private Operand<TInt64> along(final Operand<TInt64> places, final int axis) {
		final long[] shape = new long[spec.dimensions() + 1];
		Arrays.fill(shape, 1);
		final Operand<TInt64> windows = tf.slice(tf.shape(places, TInt64.class), tf.constant(new long[] { 0 }), tf.constant(
			new long[] { 1 }));
		final int at = axis - (3 - spec.dimensions()) + 1;
		shape[at] = -1;
		final long[] behind = Arrays.copyOfRange(shape, 1, shape.length);
		return tf.reshape(places, tf.concat(List.of(windows, tf.constant(behind)), tf.constant(0)));
	}

	private int[] column() {
		final int[] shape = new int[spec.dimensions() + 1];
		Arrays.fill(shape, 1);
		shape[0] = -1;
		return shape;
	}

	/** One axis of numbers per window: windows × 1. */
	private Operand<TInt64> column(final Operand<TInt64> numbers, final int axis) {
		return tf.slice(numbers, tf.constant(new long[] { 0, axis }), tf.constant(new long[] { -1, 1 }));
	}

	private Operand<TInt64> at(final Operand<TInt64> vector, final int index) {
		return tf.reshape(tf.slice(vector, tf.constant(new long[] { index }), tf.constant(new long[] { 1 })), tf.constant(
			new int[0]));
	}

	private void take() {
		final Placeholder<TInt64> cells = longs("windows.taken");
		final Placeholder<TFloat32> fill = floats("windows.fill", spec.outputs());
		final Operand<TFloat32> all = tf.readVariableOp(sums, TFloat32.class);
		final Operand<TInt64> begin = tf.constant(new long[] { 0, 0 });
		final Operand<TFloat32> taken = tf.slice(all, begin, dimensions(cells, spec.outputs() + 1));
		final Operand<TFloat32> values = tf.slice(taken, begin, tf.constant(new long[] { -1, spec.outputs() }));
		final Operand<TFloat32> weight = tf.slice(taken, tf.constant(new long[] { 0, spec.outputs() }), tf.constant(
			new long[] { -1, 1 }));
		final Operand<TFloat32> logits = tf.select(tf.math.greater(weight, tf.constant(0f)), tf.math.div(values, weight),
			fill);
		final Operand<TFloat32> rest = tf.slice(all, dimensions(cells, 0), tf.constant(new long[] { -1, -1 }));
		final Operand<TFloat32> moved = tf.concat(List.of(rest, zeros(cells)), tf.constant(0));
		final Ops after = tf.withControlDependencies(List.of(tf.withControlDependencies(logits).assignVariableOp(sums,
			moved)));
		signatures.add("windows_take", Map.of("cells", cells, "fill", fill), Map.of("logits", after.identity(logits)));
		final Operand<TUint8> classes = tf.dtypes.cast(tf.math.argMax(logits, tf.constant(1)), TUint8.class);
		// NB: not the highest of all cells, since TensorFlow looks for the place of a single maximum with one thread of a GPU
		final Placeholder<TInt64> planes = longs("windows.planes");
		final Operand<TFloat32> odd = tf.dtypes.cast(tf.math.logicalNot(tf.reduceAll(tf.reshape(tf.math.isFinite(logits),
			dimensions(planes, -1)), tf.constant(1))), TFloat32.class);
		final Ops then = tf.withControlDependencies(List.of(tf.withControlDependencies(classes, odd).assignVariableOp(sums,
			moved)));
		signatures.add("windows_take_classes", Map.of("cells", cells, "planes", planes, "fill", fill), Map.of("classes",
			then.identity(classes), "odd", then.identity(odd)));
	}

	private void forward() {
		final long[] shape = new long[spec.dimensions() + 2];
		Arrays.fill(shape, -1);
		shape[shape.length - 1] = spec.inputChannels();
		final VarHandleOp batch = variable("windows.batch", shape);
		final Placeholder<TFloat32> images = floats("windows.images", shape);
		signatures.add("forward_put", Map.of("images", images), done(List.of(tf.assignVariableOp(batch, images))));
		final Operand<TFloat32> kept = tf.ensureShape(tf.readVariableOp(batch, TFloat32.class), Shape.of(shape));
		final Operand<TFloat32> logits = new UNetGraph<>(compiled, weights, spec, type, kept, false, Parts.ON_GPU).logits().get(0);
		final int[] axes = new int[shape.length];
		for (int axis = 0; axis < axes.length; axis++)
			axes[axis] = axis;
		final Placeholder<TFloat32> nothing = floats("windows.nothing");
		signatures.add("forward", Map.of("nothing", nothing), Map.of("largest", tf.math.add(nothing, tf.reduceMax(logits, tf
			.constant(axes), ReduceMax.keepDims(false)))));
	}

	private Operand<TFloat32> zeros(final Operand<TInt64> cells) {
		return tf.fill(dimensions(cells, spec.outputs() + 1), tf.constant(0f));
	}

	private Operand<TInt64> dimensions(final Operand<TInt64> rows, final int columns) {
		return tf.stack(List.of(rows, tf.constant((long) columns)));
	}

	private Map<String, Operand<?>> done(final List<Op> operations) {
		return Map.of("done", tf.withControlDependencies(operations).identity(tf.constant(1f)));
	}

	private Placeholder<TFloat32> floats(final String name, final long... shape) {
		return placeholder(name, TFloat32.class, shape);
	}

	private Placeholder<TInt64> longs(final String name, final long... shape) {
		return placeholder(name, TInt64.class, shape);
	}

	private <U extends TType> Placeholder<U> placeholder(final String name, final Class<U> kind, final long... shape) {
		return tf.withName(name).placeholder(kind, Placeholder.shape(Shape.of(shape)));
	}
}
