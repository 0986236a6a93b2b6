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
package sc.fiji.nnunet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

import sc.fiji.nnunet.benchmark.Benchmark;
import sc.fiji.nnunet.benchmark.BenchmarkOptions;
import sc.fiji.nnunet.benchmark.BenchmarkResult;
import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.Crossvalidation;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.DatasetCheck;
import sc.fiji.nnunet.dataset.DatasetReport;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.download.Download;
import sc.fiji.nnunet.download.DownloadOptions;
import sc.fiji.nnunet.download.DownloadResult;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Evaluator;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.export.ExportOptions;
import sc.fiji.nnunet.export.ExportResult;
import sc.fiji.nnunet.imagefile.ConvertOptions;
import sc.fiji.nnunet.imagefile.ConvertResult;
import sc.fiji.nnunet.imagefile.Converter;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.install.EngineInstaller;
import sc.fiji.nnunet.install.InstallOptions;
import sc.fiji.nnunet.install.InstallResult;
import sc.fiji.nnunet.paint.LearnOptions;
import sc.fiji.nnunet.paint.LearnResult;
import sc.fiji.nnunet.paint.Learning;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.predict.Segmentation;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessResult;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.EvaluationReport;
import sc.fiji.nnunet.totalsegmentator.BodyOptions;
import sc.fiji.nnunet.totalsegmentator.BodyResult;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.train.Trainer;
import sc.fiji.nnunet.tune.InnerTrials;
import sc.fiji.nnunet.tune.TuneOptions;
import sc.fiji.nnunet.tune.TuneResult;
import sc.fiji.nnunet.tune.Tuning;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/**
 * The Java API of nnU-Net: one method per step. Commands, command line and scripts all call this class.
 *
 * <pre>
 * try (NnUNet nn = new NnUNet()) {
 * 	Summary summary = nn.evaluate(EvaluateOptions.builder().predictions(a).references(b).build(), Progress.none());
 * }
 * </pre>
 * <p>
 * Every step throws a {@link ProblemException} that lists all problems if its options or data cannot be used, before
 * any work starts. If its progress is cancelled, every step but two throws a
 * {@link java.util.concurrent.CancellationException}, and finished cases, folds and downloaded bytes are kept;
 * {@link #train} and {@link #learn} save what was learned and return a result that {@linkplain TrainResult#cancelled()
 * says so}. A step that is cancelled at its very end may return as usual.
 * </p>
 */
public final class NnUNet implements AutoCloseable {

	private final ExecutorService executor;
	private final boolean owner;

	/** Creates an API that uses as many threads as the machine has processors, and at least two. */
	public NnUNet() {
		this(Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), Engines::thread), true);
	}

	/** Creates an API that uses the caller's threads; {@link #close()} does not shut them down. */
	public NnUNet(final ExecutorService executor) {
		this(executor, false);
	}

	private NnUNet(final ExecutorService executor, final boolean owner) {
		this.executor = executor;
		this.owner = owner;
	}

	/**
	 * One sentence about the memory and time that a training would need.
	 *
	 * @param processor whether it would run on the processor, whose memory and speed are known
	 * @throws IOException if the plan of the preprocessed data cannot be read
	 */
	public String outlook(final TrainOptions options, final boolean processor) throws IOException {
		return Costs.of(options, processor, executor);
	}

	/**
	 * Checks every case of a dataset.
	 *
	 * @param dataset the dataset's folder, in any layout that is read (docs/datasets.md)
	 * @return all problems and warnings at once
	 * @throws ProblemException if the options or the dataset's description cannot be used
	 * @throws IOException if a file cannot be read
	 */
	public DatasetReport check(final Path dataset, final CheckOptions options, final Progress progress)
		throws IOException
	{
		final Checks checks = new Checks(options.validate());
		checks.given("dataset", dataset, "Give a dataset's folder, such as RAW/Task04_Hippocampus.");
		require(checks.problems());
		return DatasetCheck.check(Datasets.open(dataset), options, progress, executor);
	}

	/** Plans a network for a dataset, and preprocesses its images for training. */
	public PreprocessResult preprocess(final PreprocessOptions options, final Progress progress) throws IOException {
		require(options.validate());
		return new Preprocessor(executor).run(Datasets.open(options.dataset()), options, progress);
	}

	/**
	 * Plans what {@link #preprocess} would do, writes the plans, and reports what they mean and cost to the progress.
	 *
	 * @return the plans by configuration
	 * @throws ProblemException with all problems of the options and the cases
	 */
	public Map<String, Plan> plan(final PreprocessOptions options, final Progress progress) throws IOException {
		require(options.validate());
		final Map<String, Plan> plans = new Preprocessor(executor).plan(Datasets.open(options.dataset()), options,
			progress);
		Costs.report(plans, executor, progress);
		return plans;
	}

	/**
	 * Trains the network of one fold, or resumes its training.
	 *
	 * @throws ProblemException if the options or the preprocessed data cannot be used
	 * @throws IOException if the engine cannot be started, or a file cannot be read or written
	 */
	public TrainResult train(final TrainOptions given, final Progress progress) throws IOException {
		require(given.validate());
		final TrainOptions options = given.likeFolds();
		if (options.team().several()) return new TogetherTraining(options, executor, progress).run();
		try (Engine engine = Engines.open(options.presetHardware())) {
			return new Trainer(options, engine, executor, progress).run();
		}
	}

	/**
	 * Predicts label files for image files. A case that fails is reported in the result, and the others are predicted.
	 *
	 * @throws ProblemException if the options, the model or the list of images cannot be used
	 * @throws IOException if the engine cannot be started
	 */
	public PredictResult predict(final PredictOptions options, final Progress progress) throws IOException {
		require(options.validate());
		final ModelFolder model = ModelFolder.open(options.model());
		try (Engine engine = Engines.open(options.hardware())) {
			return Predictor.run(options, model, engine, executor, progress);
		}
	}

	/**
	 * Predicts the labels of an image in memory.
	 *
	 * @param options the model, how to predict, and the post-processing; what concerns files is not used
	 * @param image all channels that the network was trained with, in the same order
	 * @return labels on the image's grid
	 * @throws ProblemException if the options, the model or the image cannot be used, or a map of uncertainty is wanted
	 */
	public LabelMap predict(final PredictOptions options, final Volume image, final Progress progress)
		throws IOException
	{
		return ImagePrediction.run(options, image, one -> List.of(one.geometry()), executor, progress, predictor -> predictor
			.predict(image, progress));
	}

	/**
	 * Predicts the labels of each time point of an image that is open in ImageJ; the model is opened once.
	 *
	 * @return labels on the image's grid, in the order of time
	 * @throws TimeLapseCancelledException with the labels of what is done, if it is cancelled after the first of them
	 */
	public List<LabelMap> predict(final PredictOptions options, final TimePoints image, final Progress progress)
		throws IOException
	{
		return ImagePrediction.run(options, image, one -> Collections.nCopies(one.count(), one.geometry()), executor,
			progress, predictor -> new TimeLapse(image, predictor::predict, progress).predict());
	}

	/**
	 * Predicts the labels of any ImgLib2 image, such as an open Dataset of Fiji:
	 *
	 * <pre>
	 * Segmentation result = nn.predict(options, OpenImage.of(dataset).axes("XYCZ").spacing(0.2, 0.2, 1).unit("micron"),
	 * 	Progress.none());
	 * </pre>
	 *
	 * @param options the model, how to predict, and the post-processing; input and output are not used, and probabilities
	 *          (before the post-processing) are returned unless {@code saveProbabilities} is none
	 * @throws ProblemException if the options, the model or the image cannot be used, or a map of uncertainty is wanted
	 */
	public Segmentation predict(final PredictOptions options, final OpenImage image, final Progress progress)
		throws IOException
	{
		return ImagePrediction.run(options, image, one -> List.of(one.volume().geometry()), executor, progress, predictor -> predictor
			.predict(image, options.saveProbabilities() != PredictOptions.Saved.NONE, progress));
	}

	/**
	 * Predicts the labels of an image with axes x, y, z, channel, or the first two or three of them.
	 *
	 * @param spacing voxel size along x, y, z in millimetres
	 * @throws ProblemException if the options, the model or the image cannot be used, or a map of uncertainty is wanted
	 */
	public Segmentation predict(final PredictOptions options,
		final RandomAccessibleInterval<? extends RealType<?>> image, final Progress progress, final double... spacing)
		throws IOException
	{
		return predict(options, OpenImage.of(image).spacing(spacing), progress);
	}

	/**
	 * Writes a trained model in the formats of other programs, and evaluates the result if the options name a dataset.
	 *
	 * @throws ProblemException if the options or the model cannot be used, or a format cannot hold the model
	 */
	public ExportResult export(final ExportOptions options, final Progress progress) throws IOException {
		require(options.validate());
		return new ExportRun(this, options, progress).run();
	}

	/** Learns from strokes: a forest, and a network that it teaches, from a painting project or sparse label images. */
	public LearnResult learn(final LearnOptions options, final Progress progress) throws IOException {
		require(options.validate());
		try (Engine engine = Engines.open(options.hardware())) {
			return new Learning(options, engine, executor, progress).run();
		}
	}

	/**
	 * Segments CT images of the body into 117 structures with the networks of TotalSegmentator.
	 *
	 * @return look at its {@code failures()}: an image that cannot be segmented is named there, and not thrown
	 */
	public BodyResult segmentBody(final BodyOptions options, final Progress progress) throws IOException {
		return BodyRun.run(options, executor, progress);
	}

	/** Compares predicted label files with reference label files, and writes summary and report as the options say. */
	public Summary evaluate(final EvaluateOptions options, final Progress progress) throws IOException {
		final Summary summary = Evaluator.run(options, executor, progress);
		EvaluationReport.write(options, summary);
		return summary;
	}

	/**
	 * Tests a trained fold on its held-out cases: predicts and evaluates them, and no other cases in the same folder.
	 *
	 * @param held options that predict the held-out cases of the dataset
	 * @param evaluation options that compare these predictions with the references
	 * @throws IOException if a case cannot be predicted
	 */
	public Summary test(final PredictOptions held, final EvaluateOptions evaluation, final Progress progress)
		throws IOException
	{
		return TestRun.run(this, held, evaluation, executor, progress);
	}

	/**
	 * Trains all missing folds, chooses the best configuration or pair, and determines its post-processing.
	 *
	 * @param options which configurations are compared, and how
	 * @param training how missing folds are trained; its configuration and fold are not used
	 * @throws ProblemException if the options or the preprocessed data cannot be used
	 */
	public CrossvalidationResult crossValidate(final CrossvalidateOptions options, final TrainOptions training,
		final Progress progress) throws IOException
	{
		require(options.validate(training));
		return new Crossvalidation(options, TeamFolds.of(this, training), new FoldEnsemble(training, executor), executor,
			progress).run();
	}

	/** Searches for the options with which a training of a given length learns most; see {@link Tuning}. */
	public TuneResult tune(final TuneOptions options, final Progress progress) throws IOException {
		require(options.validate());
		try (Engine engine = Engines.open(options.hardware())) {
			return new Tuning(options, new InnerTrials(options, engine, executor), progress).run();
		}
	}

	/** Measures the speed of training steps or forward passes. */
	public BenchmarkResult benchmark(final BenchmarkOptions options, final Progress progress) throws IOException {
		require(options.validate());
		try (Engine engine = Engines.open(options.hardware())) {
			return new Benchmark(options, engine, executor, progress).run();
		}
	}

	/** Runs the whole workflow on the built-in sample: creates it, preprocesses, trains, predicts, evaluates, reports. */
	public DemoResult demo(final DemoOptions options, final Progress progress) throws IOException {
		return new Demo(this, options, progress).run();
	}

	/** Downloads a task of the Medical Segmentation Decathlon and unpacks it. */
	public DownloadResult download(final DownloadOptions options, final Progress progress) throws IOException {
		require(options.validate());
		return new Download(options, executor).run(progress);
	}

	/** Downloads the engine's jars for this computer, or uses a folder that contains them. */
	public InstallResult installEngine(final InstallOptions options, final Progress progress) throws IOException {
		require(options.validate());
		return new EngineInstaller(options, executor).run(progress);
	}

	/** Converts an image to another format; the result lists what that format cannot store. */
	public ConvertResult convert(final ConvertOptions options, final Progress progress) throws IOException {
		return Converter.convert(options, progress);
	}

	private static void require(final List<Problem> problems) throws ProblemException {
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/** Stops the threads, unless they are the caller's. */
	@Override
	public void close() {
		if (owner) executor.shutdownNow();
	}
}
