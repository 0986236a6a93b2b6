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

import javax.swing.table.AbstractTableModel;

import sc.fiji.nnunet.library.LibraryModel;

/** The known models as rows. */
final class ModelTable extends AbstractTableModel {

	private static final long serialVersionUID = 1L;

	private static final List<String> COLUMNS = List.of("Network", "Labels", "Dice", "Voxels", "Weights", "Origin",
		"Licence");

	/** The widths of the columns in proportion. */
	static final List<Integer> WIDTHS = List.of(260, 140, 45, 145, 75, 90, 70);

	private transient List<LibraryModel> models = List.of();

	/** Shows other models. */
	void show(final List<LibraryModel> found) {
		models = found;
		fireTableDataChanged();
	}

	/** The model in a row. */
	LibraryModel model(final int row) {
		return models.get(row);
	}

	@Override
	public int getRowCount() {
		return models.size();
	}

	@Override
	public int getColumnCount() {
		return COLUMNS.size();
	}

	@Override
	public String getColumnName(final int column) {
		return COLUMNS.get(column);
	}

	@Override
	public Object getValueAt(final int row, final int column) {
		final LibraryModel model = models.get(row);
		return switch (column) {
			case 0 -> model.name();
			case 1 -> model.labels();
			case 2 -> model.dice();
			case 3 -> model.spacing();
			case 4 -> model.size();
			case 5 -> model.kind().words();
			default -> model.licence();
		};
	}
}
