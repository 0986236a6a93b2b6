// Compares predicted label files with reference label files: Dice and distances, as a table and as summary.json.
// Argument (a dialog asks for it if there is none): folder of the predictions;folder of the references
args = split(getArgument(), ";");
if (args.length < 2) args = newArray(getDirectory("Folder of the predictions"), getDirectory("Folder of the references"));
run("nnU-Net Evaluate", "predictions=[" + args[0] + "] references=[" + args[1] + "] output=[" + args[0] + "]");
