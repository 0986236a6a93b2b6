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

import java.awt.Choice;
import java.awt.TextField;
import java.io.File;
import java.io.IOException;
import java.util.List;

import org.scijava.module.ModuleItem;

import ij.IJ;
import ij.gui.GenericDialog;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.library.LibraryModel;

/** The known models in a dialog: whoever chooses one sees its path in the field below, where any other can be typed. */
final class ModelChoice {

	private static final String NONE = "(the one below)";

	private final List<LibraryModel> models;

	private ModelChoice(final List<LibraryModel> models) {
		this.models = models;
	}

	/** The choice for an input; null if it takes no model, or none is known. */
	static ModelChoice of(final ModuleItem<?> item) {
		if (item.getType() != File.class || item.get(NnUNetCommand.MODELS) == null) return null;
		try {
			final List<LibraryModel> models = KnownFolders.models().models();
			return models.isEmpty() ? null : new ModelChoice(models);
		}
		catch (final IOException e) {
			IJ.log("The known models cannot be listed: " + e.getMessage());
			return null;
		}
	}

	/** Adds the choice and the field for the path. */
	void add(final GenericDialog dialog, final ModuleItem<?> item, final String text, final int columns) {
		final String[] names = ModelNames.of(NONE, models, ModelChoice::words).toArray(String[]::new);
		// NB: the latest comes first, which people most often want
		final String first = text.isBlank() ? models.get(0).path().toString() : text;
		dialog.addChoice(item.getLabel(), names, names[1 + known(first)]);
		dialog.addDirectoryField("Its folder or zip file", first, columns);
		final Choice choice = (Choice) dialog.getChoices().lastElement();
		final TextField field = (TextField) dialog.getStringFields().lastElement();
		choice.addItemListener(event -> {
			if (choice.getSelectedIndex() > 0) field.setText(models.get(choice.getSelectedIndex() - 1).path().toString());
		});
		field.addTextListener(event -> choice.select(1 + known(field.getText())));
	}

	/** The place of the model with a path; -1 if there is none. */
	private int known(final String path) {
		for (int n = 0; n < models.size(); n++)
			if (new File(path).equals(models.get(n).path().toFile())) return n;
		return -1;
	}

	private static String words(final LibraryModel model) {
		return model.name() + (model.dice().isEmpty() ? "" : ", Dice " + model.dice()) + " (" + model.labels() + ")";
	}
}
