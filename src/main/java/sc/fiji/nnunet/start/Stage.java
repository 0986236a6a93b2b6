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
package sc.fiji.nnunet.start;

import java.util.List;

import sc.fiji.nnunet.file.MacroLine;

/** A stage of the way from labelled images to a segmented one, as the start window shows it. */
enum Stage {

		/** The dataset is checked and planned. */
		LOOK("Look at the data", "Look"),
		/** Its cases are prepared for training. */
		PREPARE("Prepare", "Prepare"),
		/** A network is trained and tested on the held-out cases. */
		TRAIN("Train", "Train"),
		/** The open image is segmented. */
		PREDICT("Segment the open image", "Segment");

	/** How far a stage is. */
	enum Status {
			/** Something has to come first, or is wrong. */
			BLOCKED,
			/** It can start. */
			READY,
			/** Some of its work lies on disk; it can go on. */
			BEGUN,
			/** Its work lies on disk. */
			DONE
	}

	/**
	 * Where a stage stands.
	 *
	 * @param stage which
	 * @param status how far it is
	 * @param sentences what is known, and what to do if it is blocked
	 * @param lines what it runs, one after the other; empty if too little is known to say so
	 */
	record State(Stage stage, Status status, List<String> sentences, List<MacroLine> lines) {

		State {
			sentences = List.copyOf(sentences);
			lines = List.copyOf(lines);
		}

		/** Whether its lines can be run now. */
		boolean isRunnable() {
			return status != Status.BLOCKED && !lines.isEmpty();
		}
	}

	private final String title;
	private final String verb;

	Stage(final String title, final String verb) {
		this.title = title;
		this.verb = verb;
	}

	/** The heading. */
	String title() {
		return title;
	}

	/** The text of the button that runs it. */
	String verb() {
		return verb;
	}
}
