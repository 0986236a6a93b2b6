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
package sc.fiji.nnunet.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * Writes and reads JSON texts. Numbers that are not finite are written as in Python, such as {@code NaN}.
 */
public final class Json {

	private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().serializeSpecialFloatingPointValues()
		.create();
	private static final Gson LINE_WITH_NULLS = LINE.newBuilder().serializeNulls().create();
	private static final Gson PAGE = LINE.newBuilder().setPrettyPrinting().create();
	private static final Gson PAGE_WITH_NULLS = PAGE.newBuilder().serializeNulls().create();

	private Json() {
		// static methods only
	}

	/** Data as JSON on one line; null fields are left out. */
	public static String line(final Object data) {
		return LINE.toJson(data);
	}

	/** Data as JSON on one line; null fields are written as null. */
	public static String lineWithNulls(final Object data) {
		return LINE_WITH_NULLS.toJson(data);
	}

	/** Data as JSON on several lines, for people; null fields are left out. */
	public static String page(final Object data) {
		return PAGE.toJson(data);
	}

	/** Data as JSON on several lines, for people; null fields are written as null. */
	public static String pageWithNulls(final Object data) {
		return PAGE_WITH_NULLS.toJson(data);
	}

	/** Data as a tree that can be inspected and extended; null fields stay. */
	public static JsonElement tree(final Object data) {
		return LINE_WITH_NULLS.toJsonTree(data);
	}

	/**
	 * Whether a text in some JSON contains an unpaired surrogate, literally or escaped. No file and no file name can
	 * contain one.
	 */
	public static boolean hasUnpairedSurrogate(final String json) {
		boolean waiting = false;
		for (int at = 0; at < json.length(); at++) {
			char c = json.charAt(at);
			if (c == '\\' && at + 1 < json.length()) {
				at++;
				c = ' ';
				if (json.charAt(at) == 'u' && at + 5 <= json.length() && json.substring(at + 1, at + 5).matches(
					"[0-9a-fA-F]{4}"))
				{
					c = (char) Integer.parseInt(json.substring(at + 1, at + 5), 16);
					at += 4;
				}
			}
			if (waiting != Character.isLowSurrogate(c)) return true;
			waiting = Character.isHighSurrogate(c);
		}
		return waiting;
	}

	/**
	 * The same JSON with the characters {@code < > & = '} escaped. NB: some of our files have always been written so,
	 * and stay the same byte for byte.
	 */
	public static String escaped(final String json) {
		final StringBuilder escaped = new StringBuilder(json.length());
		for (int i = 0; i < json.length(); i++) {
			final char c = json.charAt(i);
			if ("<>&='".indexOf(c) < 0) escaped.append(c);
			else escaped.append("\\u00").append(Integer.toHexString(c));
		}
		return escaped.toString();
	}

	/**
	 * Parses a text.
	 *
	 * @throws JsonParseException with line, column and path, if it is not JSON or lacks what the type needs
	 */
	public static <T> T parse(final String json, final Class<T> type) {
		return LINE.fromJson(json, type);
	}

	/**
	 * Parses a text of any structure; an empty text is {@link JsonNull}.
	 *
	 * @throws JsonParseException with line, column and path, if it is not JSON
	 */
	public static JsonElement parse(final String json) {
		return JsonParser.parseString(json);
	}
}
