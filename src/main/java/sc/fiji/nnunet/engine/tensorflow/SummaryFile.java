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

import org.tensorflow.EagerSession;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.summary.SummaryWriter;

import sc.fiji.nnunet.engine.EventLog;
import sc.fiji.nnunet.problem.ProblemException;

/** An {@link EventLog} in an {@code events.out.tfevents} file, written by TensorFlow's own summary operations. */
final class SummaryFile implements EventLog {

	private static final int QUEUE = 10;
	private static final int FLUSH_MILLISECONDS = 10_000;

	private final Path folder;
	private final EagerSession session = EagerSession.create();
	private final Ops tf = Ops.create(session);
	private final SummaryWriter writer;

	/** @param folder gets a new file; files of earlier runs stay and continue the same curves */
	SummaryFile(final Path folder) throws IOException {
		this.folder = folder;
		try {
			writer = tf.summary.summaryWriter(SummaryWriter.sharedName(folder.toString()));
			tf.summary.createSummaryFileWriter(writer, tf.constant(folder.toString()), tf.constant(QUEUE), tf.constant(
				FLUSH_MILLISECONDS), tf.constant(""));
		}
		catch (final TensorFlowException exc) {
			session.close();
			throw failure(exc);
		}
	}

	@Override
	public void scalar(final String tag, final long step, final double value) throws IOException {
		if (!Double.isFinite(value)) return;
		try {
			tf.summary.writeScalarSummary(writer, tf.constant(step), tf.constant(tag), tf.constant((float) value));
		}
		catch (final TensorFlowException exc) {
			throw failure(exc);
		}
	}

	private ProblemException failure(final TensorFlowException exc) {
		return new ProblemException(folder, "the events for TensorBoard cannot be written: " + exc.getMessage() + ".",
			"Check that the folder can be written and the disk is not full.", exc);
	}

	@Override
	public void flush() {
		tf.summary.flushSummaryWriter(writer);
	}

	@Override
	public void close() {
		flush();
		tf.summary.closeSummaryWriter(writer);
		session.close();
	}
}
