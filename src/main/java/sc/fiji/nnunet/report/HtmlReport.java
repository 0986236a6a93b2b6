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

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import sc.fiji.nnunet.file.WholeFile;

/**
 * A page in a single HTML file, pictures included, that any browser shows offline.
 *
 * <pre>
 * new HtmlReport("Hippocampus").heading("Dice").table(headings, rows).picture(curves, "Loss over steps").write(file);
 * </pre>
 * <p>
 * All text is escaped; parts appear in the order in which they were added.
 * </p>
 */
public final class HtmlReport {

	private static final String STYLE = """
		:root { color-scheme: light; }
		body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; color: #262b33;
		       background: #f4f5f7; margin: 0; }
		main { max-width: 1040px; margin: 24px auto; padding: 24px 36px 36px; background: #fff;
		       border-radius: 10px; box-shadow: 0 1px 4px #0002; }
		h1 { font-size: 26px; margin: 8px 0 4px; }
		h2 { font-size: 19px; margin: 34px 0 8px; padding-top: 14px; border-top: 1px solid #e3e6ea; }
		table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; }
		th, td { padding: 5px 14px; text-align: right; border-bottom: 1px solid #e3e6ea; }
		th { font-weight: 600; color: #6b7280; border-bottom: 2px solid #cfd4da; }
		th:first-child, td:first-child { text-align: left; padding-left: 2px; }
		tr:last-child td { font-weight: 600; }
		table.plain tr:last-child td { font-weight: inherit; }
		figure { margin: 14px 0; }
		figure img { max-width: 100%; border-radius: 6px; display: block; }
		figcaption { color: #6b7280; font-size: 13px; margin-top: 4px; }
		.row { display: flex; flex-wrap: wrap; gap: 12px; }
		pre { background: #f4f5f7; padding: 12px 16px; border-radius: 6px; overflow-x: auto; }
		""";

	private final String title;
	private final StringBuilder body = new StringBuilder();

	/** @param title the page's title */
	public HtmlReport(final String title) {
		this.title = title;
	}

	/** Adds a heading that begins a section. */
	public HtmlReport heading(final String text) {
		body.append("<h2>").append(escape(text)).append("</h2>\n");
		return this;
	}

	/** Adds a paragraph. */
	public HtmlReport paragraph(final String text) {
		body.append("<p>").append(escape(text)).append("</p>\n");
		return this;
	}

	/** Adds preformatted text in a fixed-width font. */
	public HtmlReport listing(final String text) {
		body.append("<pre>").append(escape(text)).append("</pre>\n");
		return this;
	}

	/** Adds a table whose last row is the sum or mean of the others. */
	public HtmlReport table(final List<String> headings, final List<List<String>> rows) {
		return table("", headings, rows);
	}

	/** Adds a table without such a last row. */
	public HtmlReport plainTable(final List<String> headings, final List<List<String>> rows) {
		return table(" class=\"plain\"", headings, rows);
	}

	/** Adds a picture. */
	public HtmlReport picture(final BufferedImage image, final String caption) throws IOException {
		return picture(Theme.png(image), caption);
	}

	/** Adds a picture from a PNG file. */
	public HtmlReport picture(final Path png, final String caption) throws IOException {
		return picture(Files.readAllBytes(png), caption);
	}

	/** Adds pictures side by side, wrapped to the width of the window. */
	public HtmlReport pictures(final List<BufferedImage> images) throws IOException {
		body.append("<div class=\"row\">\n");
		for (final BufferedImage image : images)
			picture(image, "");
		body.append("</div>\n");
		return this;
	}

	/** The page's text. */
	public String html() {
		return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
			"<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escape(title) + "</title>\n<style>\n" +
			STYLE + "</style>\n</head>\n<body>\n<main>\n<h1>" + escape(title) + "</h1>\n" + body +
			"</main>\n</body>\n</html>\n";
	}

	/** Writes the page atomically. */
	public void write(final Path file) throws IOException {
		WholeFile.write(file, html());
	}

	private HtmlReport table(final String attributes, final List<String> headings, final List<List<String>> rows) {
		body.append("<table").append(attributes).append(">\n");
		row("th", headings);
		rows.forEach(row -> row("td", row));
		body.append("</table>\n");
		return this;
	}

	private void row(final String tag, final List<String> cells) {
		body.append("<tr>");
		for (final String cell : cells)
			body.append('<').append(tag).append('>').append(escape(cell)).append("</").append(tag).append('>');
		body.append("</tr>\n");
	}

	private HtmlReport picture(final byte[] png, final String caption) {
		body.append("<figure><img alt=\"").append(escape(caption)).append("\" src=\"data:image/png;base64,").append(Base64
			.getEncoder().encodeToString(png)).append("\">");
		if (!caption.isEmpty()) body.append("<figcaption>").append(escape(caption)).append("</figcaption>");
		body.append("</figure>\n");
		return this;
	}

	/** Escapes all characters that have a meaning in HTML. */
	static String escape(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
			"&#39;");
	}
}
