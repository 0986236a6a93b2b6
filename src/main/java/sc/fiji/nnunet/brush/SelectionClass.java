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
package sc.fiji.nnunet.brush;

import java.awt.Color;
import java.util.regex.Pattern;

import ij.gui.Roi;
import ij.plugin.Colors;

/** What tells the class of a selection. */
enum SelectionClass {

	GROUP("its group") {

		@Override
		String of(final Roi roi) {
			if (roi.getGroup() == 0) return "";
			final String name = Roi.getGroupName(roi.getGroup());
			return name == null || name.isBlank() ? "group " + roi.getGroup() : name;
		}
	},

	NAME("its name, without the number") {

		@Override
		String of(final Roi roi) {
			return roi.getName() == null ? "" : NUMBERS.matcher(roi.getName()).replaceFirst("").strip();
		}
	},

	COLOUR("its colour") {

		@Override
		String of(final Roi roi) {
			final Color colour = roi.getStrokeColor() != null ? roi.getStrokeColor() : roi.getFillColor();
			return colour == null ? "" : Colors.colorToString(colour);
		}
	},

	/** NB: for what ImageJ's ROI Manager interpolates, which has neither group, name nor colour. */
	SAME("the same for all") {

		@Override
		String of(final Roi roi) {
			return "all selections";
		}
	};

	/** What counts the selections of a class: "-001", " 3, slice 12", and ImageJ's own names "0012-0034-0056". */
	private static final Pattern NUMBERS = Pattern.compile("([-_ ,.#]*(slice )?\\d+)+$");

	private final String words;

	SelectionClass(final String words) {
		this.words = words;
	}

	/** What stands for the class of a selection; empty if nothing does. */
	abstract String of(Roi roi);

	@Override
	public String toString() {
		return words;
	}
}
