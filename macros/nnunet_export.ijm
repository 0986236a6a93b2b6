// Writes a trained network for other programs: a package for bioimage.io, SavedModel, ONNX, TorchScript and nnU-Net's folder.
// Argument (a dialog asks for it if there is none): fold's folder;folder for the exported files
args = split(getArgument(), ";");
if (args.length < 2) args = newArray(getDirectory("Fold's folder"), getDirectory("Folder for the exported files"));
run("nnU-Net Export", "model=[" + args[0] + "] output=[" + args[1] + "]");
