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

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;

import ij.IJ;

import sc.fiji.nnunet.preprocess.ResultsFolder;

/**
 * Windows with the pictures that a training keeps up to date: the learning curve and the newest overlay of a
 * validation case. The files are watched, so that it does not matter in which process the training runs.
 */
public final class LivePictures implements AutoCloseable {

	/** What the titles of the windows begin with. */
	private static final String PREFIX = "nnU-Net ";
	private static final List<String> TITLES = List.of("Learning curve", "Validation");

	private static final int SECONDS = 2;

	private final Path folder;
	private final Map<Path, FileTime> seen = new HashMap<>();
	private final Map<String, PictureWindow> windows = new HashMap<>();
	private Thread watcher;

	/** @param folder a fold's folder, which need not exist yet */
	LivePictures(final Path folder) {
		this.folder = folder;
	}

	/** Shows pictures from now on if there is a display and a person who works with ImageJ. */
	static LivePictures watch(final Path folder) throws IOException {
		final LivePictures pictures = new LivePictures(folder);
		if (folder == null || GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return pictures;
		// NB: what an earlier training left is not news
		pictures.news();
		pictures.watcher = new Thread(pictures::show, "nnU-Net pictures");
		pictures.watcher.setDaemon(true);
		pictures.watcher.start();
		return pictures;
	}

	private void show() {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.sleep(1000L * SECONDS);
				update();
			}
		}
		catch (final InterruptedException e) {
			// NB: the training is over
			Thread.currentThread().interrupt();
		}
		catch (final IOException e) {
			IJ.log("The pictures of the training cannot be shown: " + e.getMessage());
		}
	}

	private void update() throws IOException {
		for (final Path picture : news()) {
			final BufferedImage image = ImageIO.read(picture.toFile());
			// NB: null while the file is being written on systems without atomic renames
			if (image != null) display(TITLES.get(picture.endsWith(ResultsFolder.CURVES) ? 0 : 1), image);
		}
	}

	private void display(final String title, final BufferedImage picture) {
		final PictureWindow window = windows.computeIfAbsent(title, name -> new PictureWindow(PREFIX + name + " (" + name(
			folder) + ")", title.equals(TITLES.get(0))));
		SwingUtilities.invokeLater(() -> window.show(picture));
	}

	/** The dataset and the fold: "Task04_Hippocampus, fold_0". */
	static String name(final Path fold) {
		final Path path = fold.toAbsolutePath();
		final Path results = path.getParent();
		final Path dataset = results == null ? null : results.getParent();
		final String name = path.getFileName().toString();
		return dataset == null || dataset.getFileName() == null ? name : dataset.getFileName() + ", " + name;
	}

	/** The curve if it has changed since the last call, and the newest of the overlays if any has. */
	List<Path> news() throws IOException {
		final List<Path> news = new ArrayList<>();
		final Path curves = folder.resolve(ResultsFolder.CURVES), overlays = folder.resolve(ResultsFolder.OVERLAYS);
		if (isNew(curves)) news.add(curves);
		Path newest = null;
		if (Files.isDirectory(overlays)) try (Stream<Path> files = Files.list(overlays)) {
			for (final Path file : files.filter(one -> one.toString().endsWith(".png")).sorted().toList())
				if (isNew(file) && (newest == null || seen.get(file).compareTo(seen.get(newest)) > 0)) newest = file;
		}
		if (newest != null) news.add(newest);
		return news;
	}

	private boolean isNew(final Path file) throws IOException {
		if (!Files.exists(file)) return false;
		final FileTime time = Files.getLastModifiedTime(file);
		return !time.equals(seen.put(file, time));
	}

	/** Stops watching; windows stay. */
	@Override
	public void close() {
		if (watcher != null) watcher.interrupt();
	}
}
