// Searches for the options with which a training of five minutes learns most; takes nine times as long.
// Argument (a dialog asks for it if there is none): folder that Preprocess wrote for the dataset;other options
args = split(getArgument(), ";");
if (args.length < 1) args = newArray(getDirectory("Folder that nnU-Net Preprocess wrote"));
options = "minutes=5 trials=27";
if (args.length > 1) options = args[1];
run("nnU-Net Tune", "data=[" + args[0] + "] " + options);
