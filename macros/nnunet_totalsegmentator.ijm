// Segments CT images of the body into 117 structures with the networks of TotalSegmentator.
// Argument (a dialog asks for it if there is none): folder of the images;folder for the labels;folder of the networks
args = split(getArgument(), ";");
if (args.length < 3) args = newArray(getDirectory("Folder of the CT images"),
	getDirectory("Folder for the labels"), getDirectory("Folder of TotalSegmentator's networks"));
run("nnU-Net TotalSegmentator", "input=[" + args[0] + "] output=[" + args[1] + "] weights=[" + args[2] + "] resolution=3mm");
