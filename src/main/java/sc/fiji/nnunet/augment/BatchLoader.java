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
package sc.fiji.nnunet.augment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;

/**
 * Loads the batches of a training run ahead of time.
 * <p>
 * Up to {@code workers} tasks of the given executor fill a bounded queue, block by block; {@link #next()} returns the
 * batches in order; rather than wait for a free thread, it loads blocks that no task has begun itself. The content of a
 * block does not depend on the thread that loads it. Close the loader when done; the executor stays open.
 * </p>
 *
 * <pre>
 * try (BatchLoader loader = new BatchLoader(cases, spec, sampler, order, augmentations, executor, 2, 4, firstStep)) {
 * 	while (training)
 * 		network.step(loader.next(), rate);
 * }
 * </pre>
 */
public final class BatchLoader implements Feeding.Source {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final List<? extends PatchSource> cases;
	private final SamplingSpec spec;
	private final PatchSampler sampler;
	private final CaseOrder order;
	private final List<Augmentation> augmentations;
	private final Executor executor;
	private final int workers;
	private final int channels;
	private final int previousLabels;
	private final int first;
	private final int blocks;

	private final Deque<Pending> queue = new ArrayDeque<>();
	private final Deque<Block> waiting = new ArrayDeque<>();
	private final Deque<Batch> batches = new ArrayDeque<>();
	private final Deque<Sample> samples = new ArrayDeque<>();
	private Batch handedOut;
	private long nextStep;
	private int pumps;
	private int running;
	private boolean closed;
	private long waited;
	private long spent;

	/** A batch that is being filled. */
	private static final class Pending {

		private final Batch batch;
		private int left;
		private Throwable failure;
		private String failed;

		private Pending(final Batch batch, final int blocks) {
			this.batch = batch;
			left = blocks;
		}
	}

	/** A block that no thread has begun. */
	private record Block(Pending pending, long step, int number, PatchSource source) {
	}

	/**
	 * @param cases the training cases, all with the same number of channels
	 * @param spec the composition of a batch; in 2D with runs of slices that fit into the shallowest case, see
	 *          {@link SamplingSpec#withinDepth}
	 * @param sampler decides where blocks are taken
	 * @param order decides which cases they come from
	 * @param augmentations changes to the blocks, applied in this order
	 * @param executor runs the loading
	 * @param workers the largest number of the executor's threads that load at once; 0 loads in {@link #next()} only
	 * @param ahead the number of batches that are kept ready
	 * @param firstStep the number of training steps before the first batch
	 */
	public BatchLoader(final List<? extends PatchSource> cases, final SamplingSpec spec, final PatchSampler sampler,
		final CaseOrder order, final List<Augmentation> augmentations, final Executor executor, final int workers,
		final int ahead, final long firstStep)
	{
		this(cases, spec, sampler, order, augmentations, executor, workers, ahead, firstStep, 0, spec.blocks());
	}

	/**
	 * A loader of some of the blocks of each batch, with the content that they have in the whole batch.
	 *
	 * @param first the first block
	 * @param end the block after the last one
	 */
	public BatchLoader(final List<? extends PatchSource> cases, final SamplingSpec spec, final PatchSampler sampler,
		final CaseOrder order, final List<Augmentation> augmentations, final Executor executor, final int workers,
		final int ahead, final long firstStep, final int first, final int end)
	{
		if (cases.isEmpty()) throw new IllegalArgumentException("there is no case to train on");
		if (workers < 0 || ahead < 1 || firstStep < 0) throw new IllegalArgumentException(
			"a loader needs at least 0 workers, 1 batch ahead and a first step of at least 0; got " + workers + ", " + ahead +
				", " + firstStep);
		if (first < 0 || end <= first || end > spec.blocks()) throw new IllegalArgumentException("a batch of " + spec
			.blocks() + " blocks has no blocks " + first + " to " + end);
		this.cases = List.copyOf(cases);
		this.spec = spec;
		this.sampler = sampler;
		this.order = order;
		this.augmentations = List.copyOf(augmentations);
		this.executor = executor;
		this.workers = workers;
		channels = cases.get(0).channels();
		previousLabels = cases.get(0).previousLabels();
		this.first = first;
		blocks = end - first;
		nextStep = firstStep;
		synchronized (this) {
			for (int i = 0; i < ahead; i++)
				enqueue();
			startPumps();
		}
	}

	/**
	 * The next batch, waiting for it if it is not ready. Its arrays are valid until the next call.
	 *
	 * @throws ProblemException if one of its blocks could not be read, or memory ran out; the message names the case
	 * @throws IllegalStateException if loading one of its blocks failed because of a bug, which is the cause; the message
	 *          names the case
	 * @throws CancelledException if the waiting thread is interrupted
	 */
	@Override
	public Batch next() throws ProblemException {
		final long begin = System.nanoTime();
		final Pending head;
		synchronized (this) {
			if (closed) throw new IllegalStateException("the loader is closed");
			if (handedOut != null) batches.add(handedOut);
			handedOut = null;
			head = queue.peek();
		}
		Block block = begun(head);
		while (block != null) {
			load(block);
			block = begun(head);
		}
		synchronized (this) {
			await(head);
			if (head.failure != null) throw failure(head);
			queue.remove();
			enqueue();
			startPumps();
			handedOut = head.batch;
			waited += System.nanoTime() - begin;
			return head.batch;
		}
	}

	/** Seconds spent in {@link #next()} so far. */
	@Override
	public synchronized double waitedSeconds() {
		return waited * 1e-9;
	}

	/** Processor seconds spent on loading so far, in all threads. */
	public synchronized double processorSeconds() {
		return spent * 1e-9;
	}

	/** Drops the batches that have not been returned and waits for the blocks that are being loaded. */
	@Override
	public synchronized void close() {
		closed = true;
		waiting.clear();
		boolean interrupted = false;
		while (running > 0)
			try {
				wait();
			}
			catch (final InterruptedException exception) {
				interrupted = true;
			}
		queue.clear();
		if (interrupted) Thread.currentThread().interrupt();
	}

	private void enqueue() {
		final Batch free = batches.poll();
		final Batch batch = free != null ? free : new Batch(spec.samples(blocks), spec.sampleSize(), new float[Math
			.multiplyExact(voxels(), channels + previousLabels)], new byte[voxels()]);
		final Pending pending = new Pending(batch, blocks);
		queue.add(pending);
		for (int i = first; i < first + blocks; i++)
			waiting.add(new Block(pending, nextStep, i, cases.get(order.caseOf(nextStep, i))));
		nextStep++;
	}

	private int voxels() {
		final int[] block = spec.blockZyx();
		return Math.multiplyExact(Math.multiplyExact(block[0], block[1]), Math.multiplyExact(block[2], blocks));
	}

	private void startPumps() {
		for (int i = Math.min(workers - pumps, waiting.size()); i > 0; i--) {
			executor.execute(this::pump);
			pumps++;
		}
	}

	/** Loads blocks until none is waiting. */
	private void pump() {
		Block block = take();
		while (block != null) {
			load(block);
			block = take();
		}
	}

	private synchronized Block take() {
		final Block block = waiting.poll();
		if (block == null) pumps--;
		else running++;
		return block;
	}

	/** Takes a block of a batch that no thread has begun yet, or null. */
	private synchronized Block begun(final Pending pending) {
		final Block block = waiting.peek();
		if (block == null || block.pending != pending) return null;
		running++;
		return waiting.remove();
	}

	private void load(final Block block) {
		final long begin = cpuTime();
		Throwable failure = null;
		try {
			fill(block);
		}
		catch (final Exception | Error exception) {
			failure = exception;
		}
		synchronized (this) {
			if (failure != null && block.pending.failure == null) {
				block.pending.failure = failure;
				block.pending.failed = block.source.name();
			}
			spent += cpuTime() - begin;
			block.pending.left--;
			running--;
			notifyAll();
		}
	}

	private void fill(final Block block) throws IOException {
		final Sample free;
		synchronized (this) {
			free = samples.poll();
		}
		final Sample sample = free != null ? free : new Sample(spec.blockZyx(), channels, previousLabels);
		final Generator random = new Generator(spec.seed(), block.step / spec.stepsPerEpoch(), block.step % spec
			.stepsPerEpoch(), block.number);
		sample.place(block.source, sampler.start(block.source, block.number, random));
		for (final Augmentation augmentation : augmentations)
			augmentation.apply(sample, random);
		sample.copyTo(block.pending.batch.images(), block.pending.batch.labels(), block.number - first);
		synchronized (this) {
			samples.add(sample);
		}
	}

	private void await(final Pending pending) {
		while (pending.left > 0) {
			if (closed) throw new CancelledException();
			try {
				wait();
			}
			catch (final InterruptedException exception) {
				Thread.currentThread().interrupt();
				throw new CancelledException();
			}
		}
	}

	/** The exception for the caller: users can fix problems with data or memory; anything else is a bug. */
	private static ProblemException failure(final Pending pending) {
		final Throwable cause = pending.failure instanceof UncheckedIOException ? pending.failure.getCause()
			: pending.failure;
		final String what = "could not be loaded for training (" + (cause instanceof Exception &&
			!(cause instanceof IOException) || cause.getMessage() == null ? cause : cause.getMessage()) + ").";
		final ProblemException exception;
		if (cause instanceof IOException) exception = new ProblemException(new Problem("case " + pending.failed, what,
			"Preprocess this case again, or leave it out."));
		else if (cause instanceof OutOfMemoryError) exception = new ProblemException(new Problem("case " + pending.failed,
			what, "Give Java more memory, or choose a smaller batch or patch."));
		else throw new IllegalStateException("case " + pending.failed + " " + what, cause);
		exception.initCause(cause);
		return exception;
	}

	private static long cpuTime() {
		return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
	}
}
