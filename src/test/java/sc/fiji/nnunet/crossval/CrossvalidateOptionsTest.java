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
package sc.fiji.nnunet.crossval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;

class CrossvalidateOptionsTest {

	@TempDir
	private Path data;

	private List<String> problems(final String share, final TeamOptions.Builder team) {
		final TrainOptions training = TrainOptions.builder().data(data).team(team.build()).build();
		return CrossvalidateOptions.builder().data(data).share(share).build().validate(training).stream().map(Problem::where)
			.toList();
	}

	/** NB: each machine would claim a fold of its own, and wait there for the others until its limit. */
	@Test
	void machinesThatTrainEachFoldTogetherDoNotShareTheFolds() throws IOException {
		Files.writeString(data.resolve("plan_3d.json"), "{}");
		for (final String share : List.of("claims", "2/4")) {
			assertEquals(List.of("share"), problems(share, TeamOptions.builder().workers("host1,host2", 1)));
			assertEquals(List.of("share"), problems(share, TeamOptions.builder().workers(TeamOptions.AUTO, 0)));
			assertEquals(List.of(), problems(share, TeamOptions.builder().gpus(2)));
		}
		assertEquals(List.of(), problems("", TeamOptions.builder().workers("host1,host2", 1)));
		assertEquals(List.of("share"), problems("some", TeamOptions.builder()));
	}

	@Test
	void problemsOfTheTrainingsAreNamed() throws IOException {
		Files.writeString(data.resolve("plan_3d.json"), "{}");
		assertEquals(List.of("rank", "share"), problems("claims", TeamOptions.builder().workers("host1", -1)));
	}
}
