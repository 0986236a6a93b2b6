// Learns from strokes on one image, and segments a folder of others with the result.
// In the labels 0 is what nobody painted, 1 the background, 2 the first class, and so on.
// Argument (a dialog asks for it if there is none): image;labels;folder for the project;folder of the other images
args = split(getArgument(), ";");
if (args.length < 4) args = newArray(File.openDialog("Image"), File.openDialog("Strokes on it, as a label image"),
	getDirectory("Folder for the project"), getDirectory("Folder of the images to segment"));
run("nnU-Net Learn", "image=[" + args[0] + "] labels=[" + args[1] + "] output=[" + args[2] + "] rounds=6");
run("nnU-Net Predict", "model=[" + args[2] + "/paint/model] input=[" + args[3] + "] output=[" + args[2] + "/others]");
