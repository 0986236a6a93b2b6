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
package sc.fiji.nnunet.phantom;

import java.util.Random;

/**
 * The anatomy of one {@link Phantom} case: a grey body in air, which contains a smooth and a striped structure of
 * equal mean brightness that touch, and is surrounded by an equally bright skull.
 * <p>
 * Coordinates are in millimetres from the centre of the image. Sines are StrictMath's, so that the voxels are the
 * same on every machine.
 * </p>
 */
final class PhantomBody {

	/** Label of the smooth structure. */
	static final int SMOOTH = 1;
	/** Label of the striped structure. */
	static final int STRIPED = 2;

	private static final double AIR = 0.1;
	private static final double TISSUE = 0.35;
	private static final double BRIGHT = 1.0;
	private static final double STRIPES = 0.45;
	private static final double PERIOD = 4;
	private static final double SKULL = 1.5;
	private static final double BLUR = 1;
	private static final double BIAS = 0.15;
	private static final double REACH = 16;

	private final Ellipsoid skull;
	private final Ellipsoid body;
	private final Ellipsoid smooth;
	private final Ellipsoid striped;
	private final double[] wave;
	private final double[] bias = new double[6];

	/** Draws a random anatomy. */
	PhantomBody(final Random random) {
		skull = new Ellipsoid(new double[3], radii(random, 14.5, 0.8), rotation(random, uniform(random, 0.3)));
		body = new Ellipsoid(skull.centre(), new double[] { skull.radii()[0] - SKULL, skull.radii()[1] - SKULL, skull
			.radii()[2] - SKULL }, skull.axes());
		final double[] front = direction(random, new double[] { 0, 1, 0 }, 0.9);
		final double[] shift = { uniform(random, 1.7), uniform(random, 1.7), uniform(random, 1.7) };
		final double share = 0.5 + uniform(random, 0.08);
		final double gap = 9.5;
		smooth = new Ellipsoid(along(shift, front, gap * share), radii(random, 5.3, 0.6), rotation(random, uniform(random,
			0.5)));
		striped = new Ellipsoid(along(shift, front, -gap * (1 - share)), radii(random, 5.3, 0.6), rotation(random, uniform(
			random, 0.5)));
		final double[] normal = direction(random, new double[] { 1, 0, 0 }, 0.4);
		wave = new double[] { normal[0], normal[1], normal[2], random.nextDouble() };
		for (int i = 0; i < bias.length; i++)
			bias[i] = uniform(random, BIAS);
	}

	/** The label at a point in millimetres. */
	int label(final double x, final double y, final double z) {
		final double a = smooth.radius(x, y, z);
		final double b = striped.radius(x, y, z);
		if (a > 1 && b > 1) return 0;
		return a < b ? SMOOTH : STRIPED;
	}

	/** The brightness at a point in millimetres, without noise and bias. */
	double brightness(final double x, final double y, final double z) {
		final double fromCentre = skull.radius(x, y, z);
		double value = mix(AIR, BRIGHT, skull.share(fromCentre, BLUR));
		value = mix(value, TISSUE, body.share(body.radius(x, y, z), BLUR));
		final double a = smooth.radius(x, y, z);
		final double b = striped.radius(x, y, z);
		final double inside = Math.max(smooth.share(a, BLUR), striped.share(b, BLUR));
		return inside == 0 ? value : mix(value, a < b ? BRIGHT : stripes(x, y, z), inside);
	}

	private double stripes(final double x, final double y, final double z) {
		final double periods = (wave[0] * x + wave[1] * y + wave[2] * z) / PERIOD + wave[3];
		return BRIGHT + STRIPES * StrictMath.sin(2 * Math.PI * periods);
	}

	/** The bias field: a smooth factor around 1, as from a scanner's coil. */
	double bias(final double x, final double y, final double z) {
		final double u = x / REACH;
		final double v = y / REACH;
		final double w = z / REACH;
		return Math.max(0.4, 1 + bias[0] * u + bias[1] * v + bias[2] * w + bias[3] * u * u + bias[4] * v * v + bias[5] *
			w * w);
	}

	/** Three rows of a rotation around a random axis (Rodrigues' formula). */
	static double[] rotation(final Random random, final double angle) {
		final double[] axis = direction(random, new double[3], 1);
		final double c = StrictMath.cos(angle);
		final double s = StrictMath.sin(angle);
		final double[] rows = new double[9];
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				rows[3 * i + j] = axis[i] * axis[j] * (1 - c) + (i == j ? c : 0);
		for (int i = 0; i < 3; i++) {
			rows[3 * i + (i + 2) % 3] += axis[(i + 1) % 3] * s;
			rows[3 * i + (i + 1) % 3] -= axis[(i + 2) % 3] * s;
		}
		return rows;
	}

	/** A number between -largest and largest. */
	static double uniform(final Random random, final double largest) {
		return (2 * random.nextDouble() - 1) * largest;
	}

	private static double[] radii(final Random random, final double mean, final double spread) {
		return new double[] { mean + uniform(random, spread), mean + uniform(random, spread), mean + uniform(random,
			spread) };
	}

	/** A random unit vector near the given one. */
	private static double[] direction(final Random random, final double[] around, final double spread) {
		final double[] v = new double[3];
		double square = 0;
		for (int d = 0; d < 3; d++) {
			v[d] = around[d] + spread * random.nextGaussian();
			square += v[d] * v[d];
		}
		for (int d = 0; d < 3; d++)
			v[d] /= Math.sqrt(square);
		return v;
	}

	private static double[] along(final double[] start, final double[] direction, final double distance) {
		return new double[] { start[0] + direction[0] * distance, start[1] + direction[1] * distance, start[2] +
			direction[2] * distance };
	}

	private static double mix(final double outside, final double inside, final double share) {
		return outside + (inside - outside) * share;
	}
}
