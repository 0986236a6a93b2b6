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
package sc.fiji.nnunet.pth;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a pickle of protocol 2, the form in which PyTorch writes what is not a tensor. A pickle is a small program for
 * a machine with a stack; only the instructions that PyTorch writes are known here. What a class or function of Python
 * stands for is left to {@link Globals}, which knows a few by name.
 */
final class Unpickler {

	/** Instructions of the pickle machine, by their names in Python's pickletools. */
	private static final int PROTO = 0x80, STOP = '.', MARK = '(', NONE = 'N', NEWTRUE = 0x88, NEWFALSE = 0x89;
	private static final int BININT = 'J', BININT1 = 'K', BININT2 = 'M', LONG1 = 0x8a, BINFLOAT = 'G', BINUNICODE = 'X';
	private static final int EMPTY_DICT = '}', EMPTY_LIST = ']', EMPTY_TUPLE = ')';
	private static final int TUPLE = 't', TUPLE1 = 0x85, TUPLE2 = 0x86, TUPLE3 = 0x87;
	private static final int APPEND = 'a', APPENDS = 'e', SETITEM = 's', SETITEMS = 'u';
	private static final int BINPUT = 'q', LONG_BINPUT = 'r', BINGET = 'h', LONG_BINGET = 'j';
	private static final int GLOBAL = 'c', BINPERSID = 'Q', REDUCE = 'R', BUILD = 'b';

	/** More than the log of 8,000 epochs with a hundred labels has. */
	private static final int MOST_VALUES = 8_000_000, MOST_COLLECTIONS = 2_000_000;

	private static final int LONGEST_NAME = 1000;

	private final ByteBuffer in;
	private final Globals globals;
	private final List<Object> stack = new ArrayList<>();
	private final Deque<Integer> marks = new ArrayDeque<>();
	private final Map<Integer, Object> memo = new HashMap<>();
	private int start;
	private int values;
	private int collections;

	Unpickler(final byte[] pickle, final Globals globals) {
		in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
		this.globals = globals;
	}

	/** The value that the pickle describes. */
	Object load() throws FormatException {
		while (true) {
			start = in.position();
			final int opcode = in.get(need(1)) & 0xff;
			in.position(start + 1);
			if (opcode == STOP) return pop();
			if (!value(opcode) && !collection(opcode)) call(opcode);
		}
	}

	/** Instructions for simple values and for the memo. */
	private boolean value(final int opcode) throws FormatException {
		switch (opcode) {
			case PROTO -> protocol(in.get(take(1)));
			case NONE -> push(null);
			case NEWTRUE -> push(true);
			case NEWFALSE -> push(false);
			case BININT -> push((long) in.getInt(take(4)));
			case BININT1 -> push(in.get(take(1)) & 0xffL);
			case BININT2 -> push(in.getShort(take(2)) & 0xffffL);
			case LONG1 -> push(large(in.get(take(1)) & 0xff));
			case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong(take(8)))));
			case BINUNICODE -> push(text(in.getInt(take(4))));
			case BINPUT -> memo.put(in.get(take(1)) & 0xff, top());
			case LONG_BINPUT -> memo.put(in.getInt(take(4)), top());
			case BINGET -> push(remembered(in.get(take(1)) & 0xff));
			case LONG_BINGET -> push(remembered(in.getInt(take(4))));
			default -> {
				return false;
			}
		}
		return true;
	}

	/** Instructions for lists, tuples and dictionaries. */
	private boolean collection(final int opcode) throws FormatException {
		switch (opcode) {
			case MARK -> mark();
			case EMPTY_LIST -> push(counted(new ArrayList<>(0)));
			case EMPTY_DICT -> push(counted(new LinkedHashMap<>(0)));
			case EMPTY_TUPLE -> push(List.of());
			case TUPLE -> push(tuple(popToMark()));
			case TUPLE1, TUPLE2, TUPLE3 -> push(tuple(pop(opcode - TUPLE1 + 1)));
			case APPEND -> append(pop(1));
			case APPENDS -> append(popToMark());
			case SETITEM -> put(pop(2));
			case SETITEMS -> put(popToMark());
			default -> {
				return false;
			}
		}
		return true;
	}

	/** Instructions that concern classes and functions of Python. */
	private void call(final int opcode) throws FormatException {
		switch (opcode) {
			case GLOBAL -> push(globals.named(line(), line()));
			case BINPERSID -> push(globals.storage(pop()));
			case REDUCE -> {
				final Object arguments = pop();
				push(globals.call(pop(), list(arguments)));
			}
			case BUILD -> {
				final Object state = pop();
				globals.build(top(), state);
			}
			default -> throw new FormatException("has instruction 0x" + Integer.toHexString(opcode) + " at byte " +
				start + " of its pickle, which checkpoints of PyTorch do not need.",
				"Save the weights again by torch.save, or as safetensors.");
		}
	}

	private void protocol(final int version) throws FormatException {
		if (version != 2) throw new FormatException("is a pickle of protocol " + version + "; only 2 is read.",
			"Save it again by torch.save with pickle_protocol=2, which is the default.");
	}

	private long large(final int length) throws FormatException {
		if (length > Long.BYTES) throw damaged("a number of " + length + " bytes");
		final int from = take(length);
		long number = 0;
		for (int n = length - 1; n >= 0; n--)
			number = number << 8 | in.get(from + n) & 0xff;
		final int unused = Long.SIZE - 8 * length;
		return length == 0 ? 0 : number << unused >> unused;
	}

	private String text(final int length) throws FormatException {
		final int from = take(length);
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.array(), from, length)).toString();
		}
		catch (final CharacterCodingException e) {
			throw damaged("a text that is not UTF-8");
		}
	}

	/** A name up to the end of the line. */
	private String line() throws FormatException {
		final int from = in.position();
		int end = from;
		while (end < in.limit() && in.get(end) != '\n' && end - from <= LONGEST_NAME)
			end++;
		if (end == in.limit() || end - from > LONGEST_NAME) throw damaged("a name without an end");
		in.position(end + 1);
		return new String(in.array(), from, end - from, StandardCharsets.UTF_8);
	}

	private void mark() throws FormatException {
		if (marks.size() >= MOST_VALUES) throw damaged("too many values");
		marks.push(stack.size());
	}

	private void push(final Object value) throws FormatException {
		if (++values > MOST_VALUES) throw damaged("more than " + MOST_VALUES + " values");
		stack.add(value);
	}

	private <T> T counted(final T collection) throws FormatException {
		if (++collections > MOST_COLLECTIONS) throw damaged("more than " + MOST_COLLECTIONS + " lists");
		return collection;
	}

	private List<Object> tuple(final Object[] items) throws FormatException {
		return counted(Collections.unmodifiableList(Arrays.asList(items)));
	}

	private Object top() throws FormatException {
		if (stack.size() <= bottom()) throw damaged("nothing on the stack");
		return stack.get(stack.size() - 1);
	}

	private Object pop() throws FormatException {
		if (stack.size() <= bottom()) throw damaged("nothing on the stack");
		return stack.remove(stack.size() - 1);
	}

	private Object[] pop(final int count) throws FormatException {
		if (stack.size() - count < bottom()) throw damaged("too little on the stack");
		final List<Object> last = stack.subList(stack.size() - count, stack.size());
		final Object[] items = last.toArray();
		last.clear();
		return items;
	}

	private Object[] popToMark() throws FormatException {
		if (marks.isEmpty()) throw damaged("no mark");
		final Object[] items = pop(stack.size() - bottom());
		marks.pop();
		return items;
	}

	/** The size of the stack below which nothing may be taken. */
	private int bottom() {
		return marks.isEmpty() ? 0 : marks.peek();
	}

	private Object remembered(final int id) throws FormatException {
		if (!memo.containsKey(id)) throw damaged("nothing remembered by number " + (id & 0xffffffffL));
		return memo.get(id);
	}

	private void append(final Object[] items) throws FormatException {
		if (!(top() instanceof ArrayList<?>)) throw damaged("no list to append to");
		@SuppressWarnings("unchecked")
		final List<Object> list = (List<Object>) top();
		list.addAll(Arrays.asList(items));
	}

	private void put(final Object[] items) throws FormatException {
		if (!(top() instanceof LinkedHashMap<?, ?>) || items.length % 2 != 0) throw damaged("no dictionary to fill");
		@SuppressWarnings("unchecked")
		final Map<Object, Object> map = (Map<Object, Object>) top();
		for (int n = 0; n < items.length; n += 2) {
			if (!(items[n] instanceof String || items[n] instanceof Long)) throw damaged(
				"a dictionary with a key that is neither a text nor a whole number");
			map.put(items[n], items[n + 1]);
		}
	}

	@SuppressWarnings("unchecked")
	private List<Object> list(final Object arguments) throws FormatException {
		if (!(arguments instanceof List<?>)) throw damaged("arguments that are no tuple");
		return (List<Object>) arguments;
	}

	/** The position of that many bytes, which are thereby read. */
	private int take(final int count) throws FormatException {
		final int from = need(count);
		in.position(from + count);
		return from;
	}

	private int need(final int count) throws FormatException {
		if (count < 0 || count > in.remaining()) throw new FormatException(
			"has a pickle that is cut off at byte " + start + ".");
		return in.position();
	}

	private FormatException damaged(final String what) {
		return new FormatException(String.format(Locale.ROOT,
			"has a damaged pickle: %s at instruction 0x%02x, byte %d.",
			what, in.get(start) & 0xff, start));
	}
}
