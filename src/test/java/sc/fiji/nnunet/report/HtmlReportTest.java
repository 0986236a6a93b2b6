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
package sc.fiji.nnunet.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.Coverage;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Metrics;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.Target;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

class HtmlReportTest {

	@TempDir
	Path folder;

	@Test
	void textCannotBecomeMarkup() throws Exception {
		final String evil = "<script>alert('1')</script> & \"x\"";
		final HtmlReport page = new HtmlReport(evil).heading(evil).paragraph(evil).listing(evil).table(List.of(evil), List
			.of(List.of(evil))).picture(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), evil);
		assertFalse(page.html().contains("<script"));
		final Document document = parse(page.html());
		assertEquals(evil, document.getElementsByTagName("h1").item(0).getTextContent());
		assertEquals(evil, document.getElementsByTagName("td").item(0).getTextContent());
		assertEquals(evil, document.getElementsByTagName("img").item(0).getAttributes().getNamedItem("alt").getNodeValue());
	}

	@Test
	void picturesAreEmbeddedInThePage() throws IOException {
		final BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
		image.setRGB(2, 1, 0x123456);
		final Path file = folder.resolve("deeper/report.html");
		new HtmlReport("x").picture(image, "").write(file);
		final String html = Files.readString(file);
		assertFalse(html.contains("http") || html.contains("src=\"file"));
		final Matcher png = Pattern.compile("base64,([^\"]+)\"").matcher(html);
		assertTrue(png.find());
		final BufferedImage back = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.group(1))));
		assertEquals(0x123456, back.getRGB(2, 1) & 0xffffff);
	}

	@Test
	void theEvaluationShowsMeansAndCasesAndPicturesOfTheWorst() throws Exception {
		final Geometry geometry = Geometry.ofZyx(new int[] { 12, 12, 12 }, new double[] { 1, 1, 1 });
		final Path image = folder.resolve("image.nii.gz");
		ImageFile.write(image, new Volume(geometry, 1));
		final Path labels = folder.resolve("labels.nii.gz");
		ImageFile.writeLabels(labels, new LabelMap(geometry));
		final Summary summary = new Summary(List.of(metrics("good", 0.9, labels), metrics("bad", 0.25, labels), metrics(
			"none", Double.NaN, labels)), List.of(Target.of(1, "head")), EmptyRule.NAN, 1, List.of("x has no reference."));
		final HtmlReport page = new HtmlReport("x");
		final EvaluationReport report = new EvaluationReport(summary);
		report.addMeans(page);
		report.addCases(page);
		report.addWorst(page, 2, Labels.of("background", "head"), name -> name.equals("good") ? List.of() : List.of(image));
		final Document document = parse(page.html());
		// one box plot and the bad case; the good one has no image, the undefined one is not ranked
		assertEquals(2, document.getElementsByTagName("img").getLength());
		assertTrue(document.getElementsByTagName("figcaption").item(0).getTextContent().startsWith(
			"bad, mean Dice 0.2500"));
		final String cells = document.getElementsByTagName("table").item(1).getTextContent();
		assertTrue(cells.indexOf("bad") < cells.indexOf("good") && cells.contains("0.9000"), cells);
		assertTrue(page.html().contains("x has no reference."));
	}

	@Test
	void thePageIsInTheUnitOfTheImages() throws IOException {
		final Metrics metrics = new Metrics(Map.of(Measure.DICE, 0.5, Measure.HD, 2e-3, Measure.HD95, 1.5e-3,
			Measure.SURFACE_DICE, 1.0));
		final HtmlReport page = new HtmlReport("x");
		new EvaluationReport(new Summary(List.of(new CaseMetrics("a", "r", "p", Map.of("1", metrics))), List.of(Target.of(1,
			"cell")), EmptyRule.NAN, 1, List.of(), Coverage.WHOLE, LengthUnit.MICROMETRE)).addMeans(page);
		final String html = page.html();
		assertTrue(html.contains("HD95 µm") && html.contains("1.50") && html.contains("2.00"), html);
		assertTrue(html.contains("No surface Dice: its tolerance, 1 mm, ") && !html.contains("sDice"), html);
	}

	@Test
	void aPageIsWrittenNextToTheSummaryOnRequest() throws Exception {
		final Path data = folder.resolve("data");
		for (final String sub : List.of("imagesTr", "labelsTr"))
			Files.createDirectories(data.resolve(sub));
		final Geometry geometry = Geometry.ofZyx(new int[] { 12, 12, 12 }, new double[] { 1, 1, 1 });
		final LabelMap labels = new LabelMap(geometry);
		labels.plane(5)[70] = 1;
		ImageFile.write(data.resolve("imagesTr/a_0000.nii.gz"), new Volume(geometry, 1));
		ImageFile.writeLabels(data.resolve("labelsTr/a.nii.gz"), labels);
		Files.writeString(data.resolve("dataset.json"), "{\"channel_names\": {\"0\": \"MRI\"}, \"labels\": " +
			"{\"background\": 0, \"head\": 1}, \"numTraining\": 1, \"file_ending\": \".nii.gz\"}");
		final Summary summary = new Summary(List.of(metrics("a", 0.9, data.resolve("labelsTr/a.nii.gz"))), List.of(Target
			.of(1, "head")), EmptyRule.NAN, 1, List.of());
		final EvaluateOptions.Builder options = EvaluateOptions.builder().predictions(data.resolve("labelsTr")).references(
			data.resolve("labelsTr")).output(folder.resolve("out"));
		EvaluationReport.write(options.build(), summary);
		assertFalse(Files.exists(folder.resolve("out/summary.html")));
		EvaluationReport.write(options.report(true).build(), summary);
		final Document page = parse(Files.readString(folder.resolve("out/summary.html")));
		// a box plot and the case
		assertEquals(2, page.getElementsByTagName("img").getLength());
		Files.writeString(data.resolve("dataset.json"), "{\"labels\": {\"background\": 0, \"head\": 1}}");
		EvaluationReport.write(options.build(), summary);
		assertTrue(Files.readString(folder.resolve("out/summary.html")).contains("No pictures of the lowest cases: "));
		Files.writeString(data.resolve("dataset.json"), "{\"instances\": true}");
		Files.move(data.resolve("imagesTr/a_0000.nii.gz"), folder.resolve("a_0000.nii.gz"));
		EvaluationReport.write(options.build(), summary);
		assertTrue(Files.readString(folder.resolve("out/summary.html")).contains("No pictures"), "images are missing");
		final Path alone = Files.createDirectory(folder.resolve("alone"));
		Files.writeString(alone.resolve("dataset.json"), "{\"instances\": true}");
		EvaluationReport.write(options.dataset(alone).build(), summary);
		assertFalse(Files.readString(folder.resolve("out/summary.html")).contains("No pictures"),
			"who describes labels only expects none");
		EvaluationReport.write(options.output(null).build(), summary);
	}

	/** NB: the summary is written by then, so nothing may fail any more. */
	@Test
	void aPictureThatCannotBeMadeIsASentence() throws Exception {
		final Geometry geometry = Geometry.ofZyx(new int[] { 12, 12, 12 }, new double[] { 1, 1, 1 });
		final Path image = folder.resolve("image.nii.gz");
		ImageFile.write(image, new Volume(geometry, 1));
		final Path npy = folder.resolve("npy.npy");
		Files.writeString(npy, "NUMPY, an array of probabilities");
		final List<CaseMetrics> cases = List.of(metrics("right", 0.1, labels("right", geometry, 255)), metrics("stray", 0.2,
			labels("stray", geometry, 7)), metrics("grid", 0.3, labels("grid", Geometry.ofZyx(new int[] { 6, 6, 6 },
				new double[] { 2, 2, 2 }), 255)), metrics("npy", 0.4, npy), metrics("gone", 0.5, folder.resolve("gone.nii.gz")));
		final HtmlReport page = new HtmlReport("x");
		new EvaluationReport(new Summary(cases, List.of(Target.of(255, "head")), EmptyRule.NAN, 1, List.of())).addWorst(page,
			5, new Labels(List.of("background", "head"), List.of(), -1, List.of(0, 255)), name -> List.of(image));
		final Document document = parse(page.html());
		assertEquals(1, document.getElementsByTagName("img").getLength());
		for (final String name : List.of("stray, mean Dice 0.2000", "grid, mean Dice 0.3000", "npy, mean Dice 0.4000",
			"gone, mean Dice 0.5000"))
			assertTrue(page.html().contains(name + ": no picture. "), page.html());
		assertTrue(page.html().contains("holds label 7"), page.html());
	}

	/** NB: not as inside and border, which are classes for the network, and not in a colour for each of many numbers. */
	@Test
	void numberedObjectsAreDrawnAsForeground() throws Exception {
		final Geometry geometry = Geometry.ofZyx(new int[] { 1, 30, 30 }, new double[] { 1, 1, 1 });
		final Path image = folder.resolve("image.nii.gz");
		ImageFile.write(image, new Volume(geometry, 1));
		final LabelMap objects = new LabelMap(geometry);
		for (int y = 5; y < 25; y++)
			for (int x = 5; x < 25; x++)
				objects.plane(0)[30 * y + x] = (short) (x < 15 ? 5 : 9);
		final Path file = folder.resolve("objects.nii.gz");
		ImageFile.writeLabels(file, objects);
		final EvaluationReport report = new EvaluationReport(new Summary(List.of(counted("a", 0.9, 0.5, file)), List.of(Target
			.of(1, "nucleus")), EmptyRule.NAN, 1, List.of()));
		final HtmlReport page = new HtmlReport("x");
		report.addMeans(page);
		report.addWorst(page, 1, Labels.ofObjects("nucleus"), name -> List.of(image));
		assertTrue(page.html().contains("a, mean PQ 0.5000"), page.html());
		final List<BufferedImage> pictures = new ArrayList<>();
		final Matcher png = Pattern.compile("base64,([^\"]+)\"").matcher(page.html());
		while (png.find())
			pictures.add(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png.group(1)))));
		// box plots of Dice and of F1, and the case
		assertEquals(3, pictures.size());
		assertTrue(count(pictures.get(2), 1) > 600);
		for (final int label : new int[] { 2, 5, 9 })
			assertEquals(0, count(pictures.get(2), label), "label " + label);
	}

	/** The case with the better foreground has the worse objects; what describes only the labels has no images. */
	@Test
	void casesOfNumberedObjectsAreRankedAndListedByTheirObjects() throws Exception {
		final Path references = Files.createDirectories(folder.resolve("data/labels"));
		Files.writeString(folder.resolve("data/dataset.json"), "{\"instances\": true}");
		final Path file = references.resolve("x.png");
		final Summary summary = new Summary(List.of(counted("split", 0.9, 0.25, file), counted("thin", 0.75, 0.5, file),
			counted("none", Double.NaN, Double.NaN, file)), List.of(Target.of(1, "nucleus")), EmptyRule.NAN, 1, List.of());
		EvaluationReport.write(EvaluateOptions.builder().predictions(references).references(references).output(folder
			.resolve("out")).report(true).build(), summary);
		final String html = Files.readString(folder.resolve("out/summary.html"));
		assertTrue(html.contains("Mean foreground PQ 0.3750."), html);
		assertTrue(html.contains("Each number in the label files is an object;"), html);
		assertFalse(html.contains("Lowest cases"), html);
		final String cells = parse(html).getElementsByTagName("table").item(1).getTextContent().replaceAll("\\s+", " ");
		assertTrue(cells.contains("casePQF1_50pred objectsref objectsDice"), cells);
		assertTrue(cells.contains("split0.25000.2500730.9000"), cells);
		assertTrue(cells.indexOf("split") < cells.indexOf("thin") && cells.indexOf("thin") < cells.indexOf("none"), cells);
	}

	/** A case with three objects, in whose place seven were predicted. */
	private static CaseMetrics counted(final String name, final double dice, final double quality, final Path labels) {
		return new CaseMetrics(name, labels.toString(), labels.toString(), Map.of("1", new Metrics(Map.of(Measure.DICE, dice,
			Measure.F1_50, quality, Measure.PQ, quality, Measure.OBJECTS_PRED, 7.0, Measure.OBJECTS_REF, 3.0))));
	}

	/** The number of pixels in the colour of a label. */
	private static long count(final BufferedImage picture, final int label) {
		final int width = picture.getWidth();
		return Arrays.stream(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width)).filter(
			pixel -> (pixel & 0xffffff) == LabelColours.rgb(label)).count();
	}

	private Path labels(final String name, final Geometry geometry, final int label) throws IOException {
		final LabelMap map = new LabelMap(geometry);
		map.plane(3)[3] = (short) label;
		final Path file = folder.resolve(name + "_labels.nii.gz");
		ImageFile.writeLabels(file, map);
		return file;
	}

	@Test
	void testCasesHavePicturesAndCasesWithoutDiceAreListed() throws Exception {
		final Path data = folder.resolve("data");
		final Geometry geometry = Geometry.ofZyx(new int[] { 12, 12, 12 }, new double[] { 1, 1, 1 });
		for (final String part : List.of("Tr", "Ts")) {
			Files.createDirectories(data.resolve("images" + part));
			Files.createDirectories(data.resolve("labels" + part));
			ImageFile.write(data.resolve("images" + part + "/case" + part + "_0000.nii.gz"), new Volume(geometry, 1));
			ImageFile.writeLabels(data.resolve("labels" + part + "/case" + part + ".nii.gz"), new LabelMap(geometry));
		}
		Files.writeString(data.resolve("dataset.json"), "{\"channel_names\": {\"0\": \"MRI\"}, \"labels\": " +
			"{\"background\": 0, \"head\": 1}, \"numTraining\": 1, \"file_ending\": \".nii.gz\"}");
		final Path references = data.resolve("labelsTs");
		final Path labels = references.resolve("caseTs.nii.gz");
		final Summary summary = new Summary(List.of(metrics("caseTs", 0.9, labels), metrics("absent", Double.NaN, labels)),
			List.of(Target.of(1, "head")), EmptyRule.NAN, 1, List.of());
		EvaluationReport.write(EvaluateOptions.builder().predictions(references).references(references).output(folder
			.resolve("out")).report(true).build(), summary);
		final Document page = parse(Files.readString(folder.resolve("out/summary.html")));
		assertTrue(page.getElementsByTagName("figcaption").item(0).getTextContent().startsWith("caseTs, mean Dice 0.9000"));
		final String cells = page.getElementsByTagName("table").item(1).getTextContent();
		assertTrue(cells.contains("caseTs") && cells.indexOf("caseTs") < cells.indexOf("absent"), cells);
	}

	private static CaseMetrics metrics(final String name, final double dice, final Path labels) {
		return new CaseMetrics(name, labels.toString(), labels.toString(), Map.of("1", new Metrics(new EnumMap<>(Map.of(
			Measure.DICE, dice)))));
	}

	private static Document parse(final String html) throws Exception {
		// NB: void elements are closed for the XML parser only
		final String xml = html.replace("<!DOCTYPE html>\n", "").replaceAll("<(meta|img)([^>]*)>", "<$1$2/>");
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
	}
}
