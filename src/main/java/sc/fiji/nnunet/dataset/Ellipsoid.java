package sc.fiji.nnunet.dataset;

/**
 * An ellipsoid in space.
 *
 * @param centre millimetres along x, y, z
 * @param radii millimetres along its own axes
 * @param axes its axes as rows of a rotation, nine numbers
 */
record Ellipsoid(double[] centre, double[] radii, double[] axes) {

	/** Distance from the centre relative to the surface: 0 at the centre, 1 on the surface. */
	double radius(final double x, final double y, final double z) {
		final double dx = x - centre[0];
		final double dy = y - centre[1];
		final double dz = z - centre[2];
		double sum = 0;
		for (int i = 0; i < 3; i++) {
			final double along = (axes[3 * i] * dx + axes[3 * i + 1] * dy + axes[3 * i + 2] * dz) / radii[i];
			sum += along * along;
		}
		return Math.sqrt(sum);
	}

	/**
	 * How much of the ellipsoid there is at a relative radius: 1 inside, 0 outside, a ramp across the surface.
	 *
	 * @param blur the ramp's width in millimetres
	 */
	double share(final double radius, final double blur) {
		final double smallest = Math.min(radii[0], Math.min(radii[1], radii[2]));
		return Math.min(1, Math.max(0, (1 - radius) * smallest / blur + 0.5));
	}
}
