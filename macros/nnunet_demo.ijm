// nnU-Net on its built-in sample: creates the data, trains for two minutes, predicts, evaluates, writes a report.
// Argument (a dialog asks for it if there is none): the folder for all results; more options may follow after a semicolon.
args = split(getArgument(), ";");
if (args.length < 1) args = newArray(getDirectory("Folder for the demo"));
options = "output=[" + args[0] + "]";
if (args.length > 1) options = options + " " + args[1];
run("nnU-Net Demo", options);
print("Open " + args[0] + "/report.html");
