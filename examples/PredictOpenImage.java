import java.nio.file.Path;

import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Segmentation;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.OpenImage;

/**
 * Segments an ImgLib2 image: labels and probabilities are returned as ImgLib2 images.
 * <pre>
 * java -cp 'target/fiji/plugins/*:target/fiji/jars/*:target/fiji/jars/nnunet/engine/*:target/runtime/*' \
 *   examples/PredictOpenImage.java OUT/Task04_Hippocampus/results_3d/fold_0
 * </pre>
 */
public class PredictOpenImage {

	public static void main(final String... args) throws Exception {
		final Img<UnsignedShortType> image = ball();
		final PredictOptions options = PredictOptions.builder().model(Path.of(args[0])).preset("fast").saveProbabilities(
			"float").build();
		try (NnUNet nnunet = new NnUNet();
				Segmentation result = nnunet.predict(options, OpenImage.of(image).axes("XYZ").spacing(500, 500, 1000).unit(
					"micron"), Progress.none()))
		{
			long foreground = 0;
			for (final IntegerType<?> label : result.labels())
				if (label.getInteger() > 0) foreground++;
			final Img<FloatType> probabilities = result.probabilities();
			System.out.println(foreground + " of " + image.size() + " voxels are foreground; " + probabilities.dimension(3) +
				" probabilities for each");
		}
	}

	private static Img<UnsignedShortType> ball() {
		final Img<UnsignedShortType> image = ArrayImgs.unsignedShorts(40, 40, 24);
		final Cursor<UnsignedShortType> cursor = image.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			final double x = cursor.getDoublePosition(0) - 20;
			final double y = cursor.getDoublePosition(1) - 20;
			final double z = 2 * (cursor.getDoublePosition(2) - 12);
			cursor.get().set(x * x + y * y + z * z < 300 ? 400 : 100);
		}
		return image;
	}
}
