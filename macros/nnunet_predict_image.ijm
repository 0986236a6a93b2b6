// Opens a NIfTI image, segments it with a trained network, and saves the labels.
// Argument (a dialog asks for it if there is none): folder of the trained fold;image;file for the labels
args = split(getArgument(), ";");
if (args.length < 3) args = newArray(getDirectory("Folder of the trained fold (fold_0)"),
	File.openDialog("Image (.nii, .nii.gz)"), getDirectory("Folder for the labels") + "labels.nii.gz");
run("nnU-Net Import NIfTI", "input=[" + args[1] + "]");
run("nnU-Net Predict Image", "model=[" + args[0] + "] preset=fast");
run("nnU-Net Export NIfTI", "output=[" + args[2] + "]");
