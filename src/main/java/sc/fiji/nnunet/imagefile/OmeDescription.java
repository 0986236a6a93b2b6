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
package sc.fiji.nnunet.imagefile;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * The description in the XML of an OME-TIFF: sizes, and which page holds which channel, slice and time point.
 *
 * @param channels pages per slice; a page of an RGB image counts once
 * @param slices the number of slices
 * @param frames the number of time points
 * @param pages the page of each plane: channel + channels · (slice + slices · time point)
 * @param spacing the size of a voxel
 * @param time the time between two time points
 */
record OmeDescription(int channels, int slices, int frames, int[] pages, StatedSpacing spacing, TimeAxis time) {

	private static final int LONGEST = 1 << 24;

	private static final String CURE = "Open it in Fiji with Bio-Formats and save it with File > Save As > Tiff....";

	/** Whether a TIFF's description is OME's. */
	static boolean is(final String text) {
		return text.contains("<OME") || text.contains("<ome:OME");
	}

	/**
	 * @param samples planes per page, 3 for RGB
	 * @param pages the number of pages of the file
	 */
	static OmeDescription parse(final Path file, final String text, final int samples, final int pages)
		throws ProblemException
	{
		if (text.length() > LONGEST) throw new ProblemException(file, "Its OME-XML has " + text.length() + " characters.",
			CURE);
		try {
			final DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			factory.setNamespaceAware(true);
			final DocumentBuilder builder = factory.newDocumentBuilder();
			builder.setErrorHandler(null);
			final Document document = builder.parse(new InputSource(new StringReader(text)));
			final NodeList images = document.getElementsByTagNameNS("*", "Pixels");
			if (images.getLength() != 1) throw new ProblemException(file, "It is an OME-TIFF of " + images.getLength() +
				" images.", CURE);
			return of(file, (Element) images.item(0), samples, pages);
		}
		catch (final SAXException | NumberFormatException exc) {
			throw new ProblemException(file, "Its OME-XML is damaged (" + exc.getMessage() + ").", CURE, exc);
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final ParserConfigurationException | IOException exc) {
			throw new IllegalStateException(exc);
		}
	}

	private static OmeDescription of(final Path file, final Element pixels, final int samples, final int count)
		throws ProblemException
	{
		final int channels = number(pixels, "SizeC", 1) / samples, slices = number(pixels, "SizeZ", 1),
			frames = number(pixels, "SizeT", 1);
		// NB: the product of all three may not fit into a long
		final long planes = (long) channels * slices;
		if (channels < 1 || slices < 1 || frames < 1 || planes > count || planes * frames > count)
			throw new ProblemException(file, "Its OME-XML states " + channels + " channels, " + slices + " slices and " +
				frames + " time points, but it has " + count + " pages.", "Put all files of a data set of several files " +
					"together and convert them with Bio-Formats; if it is one file, it is damaged.");
		final int[] pages = new int[channels * slices * frames];
		Arrays.fill(pages, -1);
		final String order = pixels.getAttribute("DimensionOrder");
		final int[] sizes = { slices, channels, frames };
		final NodeList data = pixels.getElementsByTagNameNS("*", "TiffData");
		final Set<String> files = new HashSet<>();
		if (data.getLength() == 0) fill(pages, order, sizes, new int[3], 0, pages.length);
		for (int n = 0; n < data.getLength(); n++) {
			final Element part = (Element) data.item(n);
			final NodeList names = part.getElementsByTagNameNS("*", "UUID");
			if (names.getLength() > 0) files.add(((Element) names.item(0)).getAttribute("FileName"));
			final int[] first = { number(part, "FirstZ", 0), number(part, "FirstC", 0) / samples, number(part, "FirstT", 0) };
			fill(pages, order, sizes, first, number(part, "IFD", 0), number(part, "PlaneCount", part.hasAttribute("IFD") ? 1
				: pages.length));
		}
		if (files.size() > 1) throw new ProblemException(file, "It is one of " + files.size() +
			" files of an OME-TIFF data set.", CURE);
		for (final int page : pages)
			if (page < 0 || page >= count) throw new ProblemException(file, "Its OME-XML does not say where all planes are.",
				CURE);
		return new OmeDescription(channels, slices, frames, pages, spacing(pixels, slices), time(pixels));
	}

	/** Assigns consecutive pages to planes from a first one on, in an order such as XYZCT, fastest axis first. */
	private static void fill(final int[] pages, final String order, final int[] sizes, final int[] first, final int page,
		final int planes)
	{
		final int[] at = first.clone();
		for (int n = 0; n < Math.min(planes, pages.length); n++) {
			for (int axis = 0; axis < 3; axis++)
				if (at[axis] < 0 || at[axis] >= sizes[axis]) return;
			pages[at[1] + sizes[1] * (at[0] + sizes[0] * at[2])] = page + n;
			int position = 2;
			for (; position < 5; position++) {
				final int axis = "ZCT".indexOf(position < order.length() ? order.charAt(position) : "ZCT".charAt(position - 2));
				if (axis < 0 || ++at[axis] < sizes[axis]) break;
				at[axis] = 0;
			}
			if (position == 5) return; // NB: there is no plane after the last one
		}
	}

	private static StatedSpacing spacing(final Element pixels, final int slices) {
		final double[] sizes = new double[3];
		final String[] units = new String[3];
		final boolean stated = pixels.hasAttribute("PhysicalSizeX");
		if (!stated) return StatedSpacing.NONE;
		for (int axis = 0; axis < 3; axis++) {
			final String name = "PhysicalSize" + "XYZ".charAt(axis);
			sizes[axis] = pixels.hasAttribute(name) ? Double.parseDouble(pixels.getAttribute(name)) : axis == 2 &&
				slices == 1 ? 1
				: Double.NaN;
			final String unit = pixels.hasAttribute(name + "Unit") ? pixels.getAttribute(name + "Unit") : "\u00b5m";
			units[axis] = unit.equals("reference frame") ? "pixel" : unit;
		}
		return new StatedSpacing(sizes, units);
	}

	private static TimeAxis time(final Element pixels) {
		if (!pixels.hasAttribute("TimeIncrement")) return TimeAxis.UNKNOWN;
		final String unit = pixels.getAttribute("TimeIncrementUnit");
		try {
			return TimeAxis.of(Double.parseDouble(pixels.getAttribute("TimeIncrement")), unit.isEmpty() ? "s" : unit);
		}
		catch (final NumberFormatException exc) {
			return TimeAxis.UNKNOWN; // NB: no network looks at it
		}
	}

	private static int number(final Element element, final String name, final int otherwise) {
		return element.hasAttribute(name) ? Integer.parseInt(element.getAttribute(name).trim()) : otherwise;
	}
}
