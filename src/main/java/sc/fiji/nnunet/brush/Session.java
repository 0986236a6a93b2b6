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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.paint.ImagePaint;
import sc.fiji.nnunet.paint.LiveFolder;
import sc.fiji.nnunet.paint.LivePlane;
import sc.fiji.nnunet.paint.LiveRequest;
import sc.fiji.nnunet.paint.LiveState;
import sc.fiji.nnunet.paint.Mark;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.PaintProject;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * A project in which someone paints: what the window does on disk. All methods wait for the disk, and are called by
 * one thread, which is not that of the windows.
 */
final class Session implements Closeable {

	private final PaintProject project;
	private final LiveFolder live;
	private int counted;
	private LiveRequest.Wish wish = LiveRequest.Wish.NONE;
	private long number;

	private Session(final PaintProject project) {
		this.project = project;
		live = new LiveFolder(project.folder());
	}

	/**
	 * Opens a project, or starts it.
	 *
	 * @param classes of a project without images, background first
	 */
	static Session open(final Path folder, final List<PaintClass> classes) throws IOException {
		final Session session = new Session(PaintProject.isIn(folder) ? PaintProject.open(folder) : PaintProject.create(
			folder, classes));
		try {
			// NB: a project without images is one whose first image was refused, and its classes were never shown
			if (session.images().isEmpty() && !session.classes().equals(classes)) session.classes(classes);
			session.number = session.live.state().map(LiveState::answered).orElse(0L);
			return session;
		}
		catch (final IOException | RuntimeException e) {
			session.close();
			throw e;
		}
	}

	/** The project's folder. */
	Path folder() {
		return project.folder();
	}

	/** The classes, background first. */
	List<PaintClass> classes() {
		return project.classes();
	}

	/** Renames, recolours or adds classes. */
	void classes(final List<PaintClass> classes) throws IOException {
		project.classes(classes);
	}

	/** The images that the project holds. */
	List<String> images() {
		return project.images();
	}

	/** Shows an image of the project. */
	Sheet sheet(final String name) throws IOException {
		return new Sheet(ImagePlusVolume.image(project.image(name), name), name);
	}

	/** The name of a slice's image. */
	String name(final Sheet sheet, final Place place) throws IOException {
		return sheet.name(project, place.t());
	}

	/** Adds a stroke, which is on the disk afterwards. */
	void stroke(final Sheet sheet, final Place place, final int label, final Runs pixels) throws IOException {
		if (!pixels.isEmpty()) project.stroke(name(sheet, place), label, place.z(), pixels);
	}

	/** Notes that all strokes up to a number have been dealt with, those that failed included. */
	void counted(final int upTo) {
		counted = upTo;
	}

	/**
	 * Adds what was found elsewhere.
	 *
	 * @param labels the class of each name; what has none is left out
	 */
	void add(final Sheet sheet, final List<FoundPaint> found, final Map<String, Integer> labels) throws IOException {
		for (final FoundPaint one : found) {
			final Integer label = labels.get(one.name());
			if (label != null) project.stroke(name(sheet, one.place()), label, one.place().z(), one.pixels());
		}
	}

	/**
	 * Accepts what is shown of a slice: what is predicted, or what was accepted before with the strokes over it. False if
	 * there is nothing.
	 */
	boolean accept(final Sheet sheet, final Place place) throws IOException {
		final String name = name(sheet, place);
		final ImagePaint paint = project.paint(name);
		// NB: there may be a newer prediction, but it is not shown
		if (paint.accepted().contains(place.z())) {
			project.accept(name, place.z(), paint.slice(place.z()));
			return true;
		}
		final Optional<LivePlane> plane = live.plane(name, place.z());
		if (plane.isEmpty()) return false;
		final short[] labels = new short[plane.get().labels().length];
		copy(plane.get().labels(), labels);
		project.accept(name, place.z(), labels);
		return true;
	}

	/** Takes back the latest stroke or accepted slice of the visible image; null if there is none. */
	Mark undo(final Sheet sheet, final Place place) throws IOException {
		return project.undo(name(sheet, place));
	}

	/** What is painted and predicted in a slice. An accepted slice counts as its result, with the strokes over it. */
	SliceView view(final Sheet sheet, final Place place) throws IOException {
		final String name = name(sheet, place);
		final ImagePaint paint = project.paint(name);
		final boolean accepted = paint.accepted().contains(place.z());
		final byte[] result = accepted ? bytes(paint.slice(place.z()))
			: live.plane(name, place.z()).map(LivePlane::labels).orElse(null);
		return new SliceView(sheet, place, counted, paint.strokes(place.z()), result, accepted);
	}

	private static byte[] bytes(final short[] labels) {
		final byte[] bytes = new byte[labels.length];
		for (int n = 0; n < bytes.length; n++)
			bytes[n] = (byte) labels[n];
		return bytes;
	}

	/** The classes that no image has paint of. */
	List<String> unpainted() throws IOException {
		final BitSet painted = new BitSet();
		for (final String image : images())
			for (final Mark mark : project.paint(image).marks())
				if (mark.kind() == Mark.Kind.SLICE) for (int n = 0; n < mark.runs().length; n += 2)
					painted.set(mark.runs()[n]);
				else if (mark.label() != Mark.ERASER) painted.set(mark.label());
		final List<String> names = new ArrayList<>();
		for (int label = 0; label < classes().size(); label++)
			if (!painted.get(label)) names.add(classes().get(label).name());
		return names;
	}

	/** Wants something of the learner from now on; {@link #request} tells it. */
	void wish(final LiveRequest.Wish wanted) {
		wish = wanted;
		number++;
	}

	/** Tells the learner what is visible and wanted. NB: a wish is repeated until it is answered. */
	void request(final Sheet sheet, final Place place) throws IOException {
		live.request(new LiveRequest(number, name(sheet, place), place.z(), wish, System.currentTimeMillis()));
	}

	/** How far the learner is; null if it has not said anything. */
	LiveState state() throws IOException {
		return live.state().orElse(null);
	}

	/** The wish that a state grants, which is none from now on; {@code NONE} if there was no wish, or not yet. */
	LiveRequest.Wish granted(final LiveState state) {
		if (state == null || state.answered() < number) return LiveRequest.Wish.NONE;
		final LiveRequest.Wish was = wish;
		wish = LiveRequest.Wish.NONE;
		return was;
	}

	/** All predicted slices of an image, 0 where nothing is predicted. */
	LabelMap result(final Sheet sheet, final Place place) throws IOException {
		final String name = name(sheet, place);
		final LabelMap labels = new LabelMap(project.paint(name).geometry());
		for (final int z : live.planes(name)) {
			copy(live.plane(name, z).orElseThrow().labels(), labels.plane(z));
		}
		return labels;
	}

	private static void copy(final byte[] from, final short[] into) {
		for (int n = 0; n < into.length; n++)
			into[n] = (short) (from[n] & 255);
	}

	/** Writes the paint of an image for Labkit. */
	void export(final Sheet sheet, final Place place, final Path file) throws IOException {
		final ImagePaint paint = project.paint(name(sheet, place));
		LabkitLabeling.write(file, paint.labels(ImagePaint.UNPAINTED), classes());
	}

	/** The folder of the network that is trained in the project. */
	Path model() {
		return project.model();
	}

	/** Writes the label files. */
	void save() throws IOException {
		project.save();
	}

	@Override
	public void close() throws IOException {
		project.close();
	}
}
