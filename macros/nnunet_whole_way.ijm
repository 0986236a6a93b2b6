// The complete workflow from labelled images to an evaluated segmentation: preprocess, train, predict the test images,
// and evaluate if they have labels.
// Argument (a dialog asks for it if there is none): dataset folder;output folder;options of the training
args = split(getArgument(), ";");
if (args.length < 2) args = newArray(getDirectory("Folder of the dataset"), getDirectory("Folder for the results"));
training = "fold=0 minutes=30 preset=cpu";
if (args.length > 2) training = args[2];
dataset = args[0];
if (endsWith(dataset, "/")) dataset = substring(dataset, 0, lengthOf(dataset) - 1);
out = args[1] + "/" + File.getName(dataset);
labels = args[1] + "/predictions";

run("nnU-Net Preprocess", "dataset=[" + dataset + "] output=[" + args[1] + "]");
run("nnU-Net Train", "data=[" + out + "] " + training);
model = out + "/results_3d/fold_0";
// single slices are trained in 2d
if (!File.isDirectory(model)) model = out + "/results_2d/fold_0";
run("nnU-Net Predict", "model=[" + model + "] input=[" + dataset + "/imagesTs] output=[" + labels + "] preset=fast");
if (File.isDirectory(dataset + "/labelsTs"))
	run("nnU-Net Evaluate", "predictions=[" + labels + "] references=[" + dataset + "/labelsTs] output=[" + labels + "]");
