// Trains the network of one fold for 30 minutes. A training that was stopped resumes where it was.
// Argument (a dialog asks for it if there is none): folder that Preprocess wrote for the dataset;other options
args = split(getArgument(), ";");
if (args.length < 1) args = newArray(getDirectory("Folder that nnU-Net Preprocess wrote"));
options = "fold=0 minutes=30 preset=cpu";
if (args.length > 1) options = args[1];
run("nnU-Net Train", "data=[" + args[0] + "] " + options);
