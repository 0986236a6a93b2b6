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
package sc.fiji.nnunet.predict;

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;

/**
 * The outcome of predicting several cases.
 *
 * @param written label files that were written, in the order of the cases
 * @param skipped label files that already existed
 * @param failures what went wrong with single cases
 * @param seconds how long it took
 */
public record PredictResult(List<Path> written, List<Path> skipped, List<Failure> failures, double seconds) {

	/**
	 * A case that could not be predicted.
	 *
	 * @param name the case
	 * @param problems what is wrong and how to fix it
	 * @param cause what was thrown
	 */
	public record Failure(String name, List<Problem> problems, Throwable cause) {

		public Failure {
			problems = List.copyOf(problems);
		}
	}

	public PredictResult {
		written = List.copyOf(written);
		skipped = List.copyOf(skipped);
		failures = List.copyOf(failures);
	}

	/** The exit code of a command line: 1 if any case failed. */
	public int exitCode() {
		return failures.isEmpty() ? 0 : 1;
	}
}
