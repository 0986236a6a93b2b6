// Checks a dataset, plans a network for it and prepares its images for training.
// Argument (asked for if there is none): dataset folder;output folder
args = split(getArgument(), ";");
if (args.length < 2) args = newArray(getDirectory("Folder of the dataset"), getDirectory("Folder for the results"));
run("nnU-Net Preprocess", "dataset=[" + args[0] + "] output=[" + args[1] + "]");
