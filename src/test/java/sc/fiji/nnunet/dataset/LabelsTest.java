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
package sc.fiji.nnunet.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.gson.Gson;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class LabelsTest {

	private static final Labels MASKS = new Labels(List.of("background", "vessel", "cell"), List.of(), -1, List.of(0, 7,
		255));

	private static LabelMap map(final int... values) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, values.length }, new double[] { 1, 1, 1 }));
		for (int i = 0; i < values.length; i++)
			map.plane(0)[i] = (short) values[i];
		return map;
	}

	@Test
	void fileNumbersBecomeClassesAndBack() {
		final LabelMap map = map(255, 0, 7, -1, 255);
		assertSame(map, MASKS.toClasses(map));
		assertArrayEquals(new short[] { 2, 0, 1, -1, 2 }, map.plane(0));
		assertArrayEquals(new short[] { 255, 0, 7, -1, 255 }, MASKS.toValues(map).plane(0));
		final String message = assertThrows(IllegalArgumentException.class, () -> MASKS.toClasses(map(3))).getMessage();
		assertTrue(message.contains("holds 3"), message);
	}

	@Test
	void labelsThatAreClassesAreNotChanged() {
		final Labels counted = new Labels(List.of("background", "a"), List.of(), 2, List.of(0, 1));
		assertEquals(List.of(), counted.values());
		final LabelMap map = map(0, 1, 2);
		assertArrayEquals(new short[] { 0, 1, 2 }, counted.toValues(counted.toClasses(map)).plane(0));
		assertTrue(counted.knows(2));
		assertFalse(counted.knows(3));
		assertEquals("0 to 1", counted.allowed());
	}

	@Test
	void numbersHaveNames() {
		assertEquals("cell", MASKS.name(255));
		assertEquals("label 2", MASKS.name(2));
		assertFalse(MASKS.knows(2));
		assertEquals(7, MASKS.value(1));
		assertEquals(Labels.of("background", "vessel", "cell"), MASKS.counted());
	}

	@Test
	void valuesNeedOneNumberPerClass() {
		assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("background", "a"), List.of(), -1, List.of(0,
			1, 9)));
		assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("background", "a"), List.of(), 9, List.of(0,
			5)));
	}

	/** Each number is an object of one class, and its voxels near another object are another class. */
	@Test
	void numberedObjectsBecomeInsideAndBorderAndBack() {
		final Labels cells = Labels.ofObjects("cell");
		assertEquals(List.of("background", "cell", "border"), cells.names());
		assertEquals(3, cells.outputs());
		assertTrue(cells.knows(0) && cells.knows(1) && cells.knows(30000));
		assertFalse(cells.knows(-1));
		assertFalse(cells.knows(32768));
		assertEquals("cell", cells.name(77));
		assertEquals("background", cells.name(0));
		final LabelMap map = map(9, 9, 9, 9, 9, 9, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 8, 8);
		assertSame(map, cells.toClasses(map));
		assertArrayEquals(new short[] { 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0, 0, 1, 1 }, map.plane(0));
		assertSame(map, cells.toValues(map));
		assertArrayEquals(new short[] { 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 3, 3 }, map.plane(0));
		assertEquals(new Labels(List.of("background", "cell", "border"), List.of(), -1), cells.counted());
	}

	@Test
	void numberedObjectsAreOfOneKind() {
		assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("background", "a"), List.of(), -1, List.of(),
			true));
		assertThrows(IllegalArgumentException.class, () -> new Labels(List.of("background", "a", "border"), List.of(), 3,
			List.of(), true));
	}

	/** Plans of earlier versions have no values. */
	@Test
	void earlierFilesAreRead() {
		final Labels read = new Gson().fromJson("{\"names\": [\"background\", \"a\"], \"regions\": [], \"ignore\": -1}",
			Labels.class);
		assertEquals(Labels.of("background", "a"), read);
		assertFalse(read.instances());
		final Labels cells = Labels.ofObjects("cell");
		assertTrue(new Gson().toJson(cells).contains("\"numbered\":true"));
		assertEquals(cells, new Gson().fromJson(new Gson().toJson(cells), Labels.class));
		assertFalse(new Gson().toJson(read).contains("numbered"), "as earlier versions wrote it");
	}
}
