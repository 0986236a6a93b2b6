// Checks a dataset, plans a network for it and preprocesses its images for training.
// Argument (a dialog asks for it if there is none): dataset folder;output folder
args = split(getArgument(), ";");
if (args.length < 2) args = newArray(getDirectory("Folder of the dataset"), getDirectory("Folder for the results"));
run("nnU-Net Preprocess", "dataset=[" + args[0] + "] output=[" + args[1] + "]");
