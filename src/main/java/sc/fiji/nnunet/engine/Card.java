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
package sc.fiji.nnunet.engine;

import java.util.Locale;

/**
 * A graphics card as NVIDIA's driver describes it.
 *
 * @param index its number in the order of nvidia-smi
 * @param uuid its name for CUDA, such as GPU-1a2b…
 * @param name its model
 * @param driver the driver's version
 * @param total bytes of memory
 * @param used bytes of memory that programs hold
 * @param capability the compute capability, such as 9.0; 0 if the driver does not tell
 */
public record Card(int index, String uuid, String name, String driver, long total, long used, double capability) {

	/** The oldest and newest compute capability for which TensorFlow's library holds finished code. */
	public static final double OLDEST = 5.0, NEWEST = 9.0;

	/** Whether TensorFlow's library has no code that this card understands. */
	public boolean tooOld() {
		return capability > 0 && capability < OLDEST;
	}

	/** Bytes of memory that no program holds. */
	public long free() {
		return total - used;
	}

	/** What to expect of a card that is older or newer than the library; empty if it is neither. */
	public String remark() {
		if (tooOld()) return String.format(Locale.ROOT, "%s has compute capability %.1f, and TensorFlow's library is made" +
			" for %.1f to %.1f, so that it cannot use this card.", name, capability, OLDEST, NEWEST);
		if (capability > NEWEST) return String.format(Locale.ROOT, "%s has compute capability %.1f and is newer than" +
			" TensorFlow's library, which is made for %.1f to %.1f: the driver must translate the library's code at the first" +
				" start, which may take half an hour and is then kept in CUDA_CACHE_PATH (~/.nv/ComputeCache; set" +
				" CUDA_CACHE_MAXSIZE=4294967296), and parts of cuDNN 8.9 may not run.", name, capability, OLDEST, NEWEST);
		return "";
	}
}
