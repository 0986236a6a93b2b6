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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.crossval.FoldTrainer.Part;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.TeamOptions;

class TeamFoldsTest {

	private static Part part(final TeamOptions.Builder team, final Map<String, String> variables)
		throws ProblemException
	{
		return TeamFolds.part(team.build(), variables);
	}

	@Test
	void theFirstOfSeveralMachinesIsThatOfRankZero() throws ProblemException {
		assertEquals(Part.FIRST, part(TeamOptions.builder().workers("host1,host2", 0), Map.of()));
		assertEquals(Part.OTHER, part(TeamOptions.builder().workers("host1,host2", 1), Map.of()));
		assertEquals(Part.FIRST, part(TeamOptions.builder().workers("auto", 0), Map.of("RANK", "0", "WORLD_SIZE", "2")));
		assertEquals(Part.OTHER, part(TeamOptions.builder().workers("auto", 0), Map.of("RANK", "1", "WORLD_SIZE", "2")));
	}

	@Test
	void oneMachineIsAlone() throws ProblemException {
		assertEquals(Part.ALONE, part(TeamOptions.builder(), Map.of("RANK", "1", "WORLD_SIZE", "2")));
		assertEquals(Part.ALONE, part(TeamOptions.builder().gpus(2), Map.of()));
		assertEquals(Part.ALONE, part(TeamOptions.builder().workers("host1", 0), Map.of()));
		assertEquals(Part.ALONE, part(TeamOptions.builder().workers("auto", 0), Map.of("RANK", "0", "WORLD_SIZE", "1")));
	}

	@Test
	void aPlaceThatCannotBeToldIsAProblem() {
		assertThrows(ProblemException.class, () -> part(TeamOptions.builder().workers("auto", 0), Map.of()));
		assertThrows(ProblemException.class, () -> part(TeamOptions.builder().workers("host1,host2", 2), Map.of()));
	}
}
