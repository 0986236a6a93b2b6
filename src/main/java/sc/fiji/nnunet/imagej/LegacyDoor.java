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
package sc.fiji.nnunet.imagej;

import java.util.Optional;
import java.util.Set;

/**
 * The ways by which Fiji's imagej-legacy asks for a file in place of ImageJ 1.x.
 * <p>
 * It shows a Dataset that a plugin opens, and forgets every other image (fiji.md 3.2); it tells nobody what it was
 * called for. Which of its hooks is at work can only be seen on the stack.
 * </p>
 */
enum LegacyDoor {

	/** Nobody of imagej-legacy asks: SciJava's own IOService, a script, a test. */
	NONE,
	/** File &gt; Open, {@code open()}, Open Recent or drag and drop: the image is to be shown. */
	SHOWING,
	/** {@code IJ.openImage} and whatever is built upon it: the image is to be returned. */
	RETURNING;

	private static final String HOOKS = "net.imagej.legacy.DefaultLegacyHooks";

	private static final Set<String> SHOW = Set.of("interceptOpen", "interceptFileOpen", "interceptOpenRecent",
		"interceptDragAndDropFile");

	/** The door through which the calling thread came. */
	static LegacyDoor current() {
		final Optional<String> hook = StackWalker.getInstance().walk(frames -> frames.filter(frame -> frame.getClassName()
			.equals(HOOKS) && frame.getMethodName().startsWith("intercept")).findFirst().map(
				StackWalker.StackFrame::getMethodName));
		if (hook.isEmpty() || hook.get().equals("interceptRunPlugIn")) return NONE;
		return SHOW.contains(hook.get()) ? SHOWING : RETURNING;
	}
}
