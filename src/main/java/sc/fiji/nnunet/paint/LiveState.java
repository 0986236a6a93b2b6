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
package sc.fiji.nnunet.paint;

import java.util.List;

/**
 * How far a learner is.
 *
 * @param round rises with each prediction of the visible slice
 * @param source what the overlay comes from: "forest", "network" or "" before the first one
 * @param forestDice mean Dice of the forest on held-back strokes (optimistic); null if nothing is held back yet
 * @param networkDice the same of the network
 * @param steps training steps of the network so far
 * @param change share of the visible slice's pixels that changed in the last round; null before the second one
 * @param seconds since the learner started
 * @param message what it is doing, or what the user should do, in a sentence
 * @param answered the number of the last request whose wish was granted
 * @param suggestions the latest three places worth painting; empty unless asked for
 * @param missing the classes that have no stroke yet; nothing is learned before there are two with strokes
 * @param running false once the learner has ended
 * @param problem why it ended, if by a problem; null otherwise
 * @param time when this was written, in milliseconds since 1970
 */
public record LiveState(int round, String source, Double forestDice, Double networkDice, long steps, Double change,
	double seconds, String message, long answered, List<Suggestion> suggestions, List<String> missing, boolean running,
	String problem, long time)
{

	public LiveState {
		suggestions = suggestions == null ? List.of() : List.copyOf(suggestions);
		missing = missing == null ? List.of() : List.copyOf(missing);
	}
}
