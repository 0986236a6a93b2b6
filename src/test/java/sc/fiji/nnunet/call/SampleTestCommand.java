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
package sc.fiji.nnunet.call;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * A command with an input of every type, for tests of hosts. It reports its inputs as a message, or fails on request.
 */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Sample", headless = true,
	description = "Echoes its inputs. For tests.")
public class SampleTestCommand extends NnUNetCommand {

	@Parameter(required = false)
	private File folder;

	@Parameter(required = false, persist = false, min = "0", attrs = @Attr(name = "alias", value = "numworkers jobs"))
	private int threads = 3;

	@Parameter(required = false, persist = false, min = "0", max = "1")
	private double learningrate = 0.25;

	@Parameter(required = false, persist = false, min = "1")
	private long steps = 5_000_000_000L;

	@Parameter(required = false, persist = false)
	private boolean tta;

	@Parameter(required = false, persist = false, choices = { "adam", "sgd" })
	private String optimizer = "adam";

	@Parameter(required = false, persist = false)
	private String fail = "";

	@Parameter(required = false, persist = false, choices = { AUTO, PROCESS, IN_PROCESS })
	private String worker = AUTO;

	@Parameter(required = false, persist = false)
	private boolean background;

	@Parameter(type = ItemIO.OUTPUT)
	private String echo;

	@Parameter(type = ItemIO.OUTPUT)
	private long process;

	@Parameter(type = ItemIO.OUTPUT)
	private long heap;

	@Parameter(type = ItemIO.OUTPUT)
	private long niceness;

	@Parameter(type = ItemIO.OUTPUT)
	private double nan;

	@Parameter(type = ItemIO.OUTPUT)
	private double third;

	@Override
	public String worker() {
		return worker;
	}

	@Override
	public boolean isBackground() {
		return background;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		echo = "folder=" + folder + " threads=" + threads + " learningrate=" + learningrate + " steps=" + steps + " tta=" +
			tta + " optimizer=" + optimizer;
		nan = Double.NaN;
		third = 1.0 / 3;
		heap = Runtime.getRuntime().maxMemory();
		process = ProcessHandle.current().pid();
		niceness = niceness();
		progress.update(0.5, "half way");
		progress.message(echo);
		switch (fail) {
			case "problem" -> throw new ProblemException(new File("case_1.nii.gz").toPath(), "is broken.", "Mend it.");
			case "io" -> throw new IOException("The disk is full.");
			case "runtime" -> throw new IllegalStateException("A bug.");
			case "cancel" -> throw new CancelledException();
			case "die" -> Runtime.getRuntime().halt(137);
			// NB: no JVM allows an array of this length
			case "memory" -> steps = new long[Integer.MAX_VALUE].length;
			case "wait" -> awaitCancel(progress);
			default -> progress.update(1, "done");
		}
	}

	/** The niceness of this process, which counts for its new threads too; 0 where Linux does not tell it. */
	public static long niceness() throws IOException {
		final Path stat = Path.of("/proc/self/stat");
		if (!Files.exists(stat)) return 0;
		// NB: proc(5) counts from 1; the second field, the name in brackets, may hold blanks
		final String fromThird = Files.readString(stat).replaceFirst("(?s)^.*\\) ", "");
		return Long.parseLong(fromThird.split(" ")[19 - 3]);
	}

	private static void awaitCancel(final Progress progress) {
		while (true) {
			progress.check();
			try {
				Thread.sleep(10);
			}
			catch (final InterruptedException e) {
				throw new CancelledException();
			}
		}
	}
}
