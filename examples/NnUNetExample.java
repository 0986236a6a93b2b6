import java.nio.file.Path;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/**
 * The complete workflow in Java: preprocess, train, predict, evaluate.
 * <pre>
 * java -cp 'target/fiji/plugins/*:target/fiji/jars/*:target/fiji/jars/nnunet/engine/*:target/runtime/*' \
 *   examples/NnUNetExample.java RAW/Task04_Hippocampus OUT 1000 32
 * </pre>
 */
public class NnUNetExample {

	public static void main(final String... args) throws Exception {
		final Path dataset = Path.of(args[0]);
		final Path output = Path.of(args[1]);
		final long steps = Long.parseLong(args[2]);
		final int features = Integer.parseInt(args[3]);
		final Path labels = output.resolve("predictions");
		try (NnUNet nnunet = new NnUNet()) {
			nnunet.preprocess(PreprocessOptions.builder().dataset(dataset).output(output).build(), Progress.none());
			final TrainResult trained = nnunet.train(TrainOptions.builder().data(output.resolve(dataset.getFileName())).fold(0)
				.steps(steps).features(features).preset("cpu").finalValidation(false).build(), Progress.none());
			nnunet.predict(PredictOptions.builder().model(trained.folder()).input(dataset.resolve("imagesTs")).output(labels)
				.preset("fast").build(), Progress.none());
			final Summary summary = nnunet.evaluate(EvaluateOptions.builder().predictions(labels).references(dataset.resolve(
				"labelsTs")).output(labels).build(), Progress.none());
			System.out.println(new SummaryTable(summary).text());
		}
	}
}
