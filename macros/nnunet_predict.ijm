// Segments a folder of images with a trained network; each label file has the grid of its image. Tables list and count the
// objects of all images: objects.csv and counts.csv beside the labels.
// Argument (a dialog asks for it if there is none): folder of the trained fold;folder of the images;folder for the labels
args = split(getArgument(), ";");
if (args.length < 3) args = newArray(getDirectory("Folder of the trained fold (fold_0)"),
	getDirectory("Folder of the images"), getDirectory("Folder for the labels"));
run("nnU-Net Predict", "model=[" + args[0] + "] input=[" + args[1] + "] output=[" + args[2] + "] preset=fast table=true");
