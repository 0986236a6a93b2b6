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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Images and their paint in a folder that is an nnU-Net dataset: {@code imagesTr}, {@code labelsTr} and {@code
 * dataset.json} with an ignore label for what nobody painted, and {@code paint} with a journal per image. The journal
 * is what counts; the label files are made from it.
 *
 * <pre>
 * try (PaintProject project = PaintProject.create(folder, classes)) {
 * 	String image = project.addImage("cells.tif", volume);
 * 	project.stroke(image, 1, 0, pixels);
 * }
 * </pre>
 * <p>
 * One process paints; others may {@linkplain #read read} the project at the same time. Not for several threads at once.
 * </p>
 */
public final class PaintProject implements Closeable {

	private static final String NIFTI = ".nii.gz";
	private static final String TIFF = ".tif";

	private final Path folder;
	private final FolderLock lock;
	private final Map<String, ImagePaint> paint = new HashMap<>();
	private final Map<String, Journal> journals = new HashMap<>();
	private final Map<String, Integer> saved = new HashMap<>();
	private final Map<String, Long> lengths = new HashMap<>();
	private ProjectFile file;

	private PaintProject(final Path folder, final ProjectFile file, final FolderLock lock) {
		this.folder = folder;
		this.file = file;
		this.lock = lock;
	}

	/**
	 * Starts a project.
	 *
	 * @param folder is created; must not hold a project or another dataset
	 * @param classes at least two, background first
	 */
	public static PaintProject create(final Path folder, final List<PaintClass> classes) throws IOException {
		ProjectFile.requireClasses(classes);
		if (ProjectFile.isIn(folder)) throw new ProblemException(folder, "holds a painting project already.",
			"Open that project, or give another folder.");
		if (Files.exists(folder.resolve("dataset.json")) || Files.exists(folder.resolve("imagesTr")))
			throw new ProblemException(folder, "holds another dataset.", "Give an empty folder.");
		final FolderLock lock = lock(folder);
		try {
			final ProjectFile file = new ProjectFile(ProjectFile.FORMAT, classes, 0, TIFF, List.of());
			JsonFile.write(ProjectFile.of(folder), file);
			return new PaintProject(folder, file, lock);
		}
		catch (final IOException | RuntimeException exc) {
			lock.close();
			throw exc;
		}
	}

	/**
	 * Opens a project to paint.
	 *
	 * @throws ProblemException if there is none, or another process paints in it
	 */
	public static PaintProject open(final Path folder) throws IOException {
		ProjectFile.read(folder);
		final FolderLock lock = lock(folder);
		try {
			return new PaintProject(folder, ProjectFile.read(folder), lock);
		}
		catch (final IOException | RuntimeException exc) {
			lock.close();
			throw exc;
		}
	}

	/** Opens a project as it is now, which nobody can paint by this object; it may be painted elsewhere. */
	public static PaintProject read(final Path folder) throws IOException {
		return new PaintProject(folder, ProjectFile.read(folder), null);
	}

	/** Whether a folder holds a project. */
	public static boolean isIn(final Path folder) {
		return ProjectFile.isIn(folder);
	}

	private static FolderLock lock(final Path folder) throws IOException {
		return FolderLock.take(folder.resolve("paint"), "is being painted by another process.",
			"Close the project there first.");
	}

	/** The project's folder. */
	public Path folder() {
		return folder;
	}

	/** The classes, background first; a class's label value is its place. */
	public List<PaintClass> classes() {
		return file.classes();
	}

	/** The label value of voxels that nobody painted. */
	public int ignore() {
		return file.classes().size();
	}

	/**
	 * Renames or recolours classes, or adds some at the end; any others before the first image.
	 *
	 * @throws ProblemException if there are fewer classes than before
	 */
	public void classes(final List<PaintClass> classes) throws IOException {
		requireLock();
		ProjectFile.requireClasses(classes);
		if (!images().isEmpty() && classes.size() < file.classes().size()) throw new ProblemException(new Problem("classes",
			"were " + file.classes().size() + " and would be " + classes.size() + ".",
			"Rename a class that is not needed, and leave it unpainted."));
		if (classes.size() > file.classes().size()) saved.clear();
		file = file.with(classes);
		file.write(folder);
		if (saved.isEmpty()) save();
	}

	/** The names of the images, in the order in which they came. */
	public List<String> images() {
		return file.images();
	}

	/** The image that was added under a title and has the voxels of an image of that title now; null if there is none. */
	public String imageLike(final String title, final Volume image) throws IOException {
		final String stem = ProjectFile.stem(title);
		for (final String name : images())
			if (name.matches("\\Q" + stem + "\\E(-\\d+)?") && holds(name, image)) return name;
		return null;
	}

	/** Whether an image of the project has the same voxels. NB: many programs name their images all alike. */
	private boolean holds(final String name, final Volume image) throws IOException {
		final long[] size = ImageFile.geometry(imageFiles(name).get(0)).size();
		if (image.channels() != channels() || !Arrays.equals(size, image.geometry().size())) return false;
		final Volume there = image(name);
		for (int c = 0; c < image.channels(); c++)
			for (int z = 0; z < size[2]; z++)
				if (!Arrays.equals(there.plane(c, z), image.plane(c, z))) return false;
		return true;
	}

	/** The number of channels of each image; 0 before the first one. */
	public int channels() {
		return file.channels();
	}

	/**
	 * Copies an image into the project.
	 *
	 * @param title what it is called
	 * @return its name in the project
	 * @throws ProblemException if it has another number of channels than the others
	 */
	public String addImage(final String title, final Volume image) throws IOException {
		requireLock();
		if (!images().isEmpty() && image.channels() != channels()) throw new ProblemException(new Problem(title,
			"has " + image.channels() + " channels, the other images of the project " + channels() + ".",
			"Give all images the same channels, or start another project."));
		final ProjectFile more = file.with(file.freeName(title), image.channels(), image.geometry().forms() == null
			? TIFF : NIFTI);
		final String name = more.images().get(images().size());
		WholeFile.createFolder(folder.resolve("imagesTr"));
		WholeFile.createFolder(folder.resolve("labelsTr"));
		final List<Path> files = more.imageFiles(folder, name);
		for (int c = 0; c < files.size(); c++) {
			final float[][] planes = new float[image.size()[0]][];
			for (int z = 0; z < planes.length; z++)
				planes[z] = image.plane(c, z);
			ImageFile.write(files.get(c), Volume.of(image.geometry(), planes));
		}
		// NB: the journal of an image that was never listed, if a process ended here, is not this image's
		Files.deleteIfExists(journal(name));
		if (more.ending().equals(TIFF)) for (final String sub : List.of("imagesTr", "labelsTr"))
			JsonFile.write(folder.resolve(sub).resolve(name + ".json"), Map.of("spacing",
				image.geometry().spacingZyx()));
		writeLabels(more, name, new ImagePaint(image.geometry(), List.of()));
		more.write(folder);
		file = more;
		return name;
	}

	/** An image with all its channels. */
	public Volume image(final String name) throws IOException {
		return ImageFile.read(file.imageFiles(folder, known(name)));
	}

	/** The files of an image, one per channel. */
	public List<Path> imageFiles(final String name) {
		return file.imageFiles(folder, known(name));
	}

	/** The label file of an image, as {@link #save} writes it. */
	public Path labelFile(final String name) {
		return file.labelFile(folder, known(name));
	}

	/** The folder of the network that learns from the paint: a model for prediction, if it has learned. */
	public Path model() {
		return PaintNetwork.model(folder);
	}

	/**
	 * Takes in what another process has painted since.
	 *
	 * @return whether images or classes are not the same as before
	 */
	boolean refresh() throws IOException {
		final ProjectFile now = ProjectFile.read(folder);
		final boolean others = !now.images().equals(file.images()) || now.classes().size() != file.classes().size();
		file = now;
		for (final String image : now.images()) {
			final long length = Files.exists(journal(image)) ? Files.size(journal(image)) : 0;
			final Long before = lengths.put(image, length);
			if (before == null || before != length) paint.remove(image);
		}
		return others;
	}

	/** The paint of all images, in their order. */
	List<ImagePaint> paint() throws IOException {
		final List<ImagePaint> all = new ArrayList<>();
		for (final String image : images())
			all.add(paint(image));
		return all;
	}

	/** The paint of an image, which follows what this object adds to it; not to be changed. */
	public ImagePaint paint(final String name) throws IOException {
		final ImagePaint there = paint.get(known(name));
		if (there != null) return there;
		final Geometry geometry = ImageFile.geometry(file.imageFiles(folder, name).get(0));
		final List<Mark> marks = Journal.read(journal(name)).marks();
		final int[] size = geometry.sizeZyx();
		for (final Mark mark : marks)
			if (!mark.fits(size, file.classes().size())) throw new ProblemException(journal(name),
				"has a line that does not " +
				"fit the image or the classes: the one with id " + mark.id() + ".",
					"Remove that line in a text editor.");
		final ImagePaint read = new ImagePaint(geometry, marks);
		paint.put(name, read);
		return read;
	}

	/**
	 * Adds a stroke, which is on the disk afterwards.
	 *
	 * @param label the class, or {@link Mark#ERASER}
	 * @param z the slice, from 0
	 * @return its number
	 */
	public int stroke(final String image, final int label, final int z, final Runs pixels) throws IOException {
		return add(image, Mark.stroke(paint(image).last() + 1, label, z, pixels));
	}

	/**
	 * Accepts the labels of a whole slice, which is on the disk afterwards. Strokes stay above it.
	 *
	 * @param labels a class for each pixel, rows one after the other
	 * @return its number
	 */
	public int accept(final String image, final int z, final short[] labels) throws IOException {
		return add(image, Mark.slice(paint(image).last() + 1, z, labels));
	}

	/**
	 * Takes the latest stroke or accepted slice of an image back.
	 *
	 * @return what was taken back; null if there is nothing
	 */
	public Mark undo(final String image) throws IOException {
		final List<Mark> marks = paint(image).marks();
		if (marks.isEmpty()) return null;
		final Mark latest = marks.get(marks.size() - 1);
		add(image, Mark.undo(paint(image).last() + 1, latest));
		return latest;
	}

	private int add(final String image, final Mark mark) throws IOException {
		requireLock();
		final ImagePaint there = paint(image);
		if (!mark.fits(there.geometry().sizeZyx(), classes().size())) throw new IllegalArgumentException("a " +
			mark.kind() + " of class " + mark.label() + " on slice " + mark.z() + " does not fit " + there.geometry());
		Journal journal = journals.get(image);
		if (journal == null) journals.put(image, journal = Journal.open(journal(image)));
		journal.append(mark);
		there.add(mark);
		return mark.id();
	}

	/** Writes the label files of the images whose paint has changed. */
	public void save() throws IOException {
		for (final String image : images()) {
			final ImagePaint there = paint(image);
			final Integer before = saved.get(image);
			if (before == null || before != there.last()) writeLabels(file, image, there);
			saved.put(image, there.last());
		}
	}

	private void writeLabels(final ProjectFile of, final String image, final ImagePaint there) throws IOException {
		final LabelMap labels = there.labels(of.classes().size());
		ImageFile.writeLabels(of.labelFile(folder, image), labels);
	}

	private Path journal(final String image) {
		return folder.resolve("paint").resolve(image + ".jsonl");
	}

	private String known(final String image) {
		if (!images().contains(image)) throw new IllegalArgumentException(folder + " has no image " + image);
		return image;
	}

	private void requireLock() {
		if (lock == null) throw new IllegalStateException(folder + " was opened for reading only");
	}

	/** Writes the label files and ends the painting. */
	@Override
	public void close() throws IOException {
		if (lock == null) return;
		try {
			save();
		}
		finally {
			for (final Journal journal : journals.values())
				journal.close();
			lock.close();
		}
	}
}
