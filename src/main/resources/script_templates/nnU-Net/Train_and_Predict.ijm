// Prepares labelled images, trains one fold and segments new images. All steps are commands of the nnU-Net menu.
#@ File (label="Dataset folder", style="directory") dataset
#@ File (label="Folder for the results", style="directory") output
#@ File (label="Folder of new images", style="directory") images
#@ Double (label="Minutes of training", value=30, min=0) minutes

data = output + "/" + File.getName(dataset);
labels = output + "/predictions";

run("nnU-Net Preprocess", "dataset=[" + dataset + "] output=[" + output + "]");
run("nnU-Net Train", "data=[" + data + "] fold=0 minutes=" + minutes + " preset=cpu");
model = data + "/results_3d/fold_0";
// single slices are trained in 2d
if (!File.isDirectory(model)) model = data + "/results_2d/fold_0";
run("nnU-Net Predict", "model=[" + model + "] input=[" + images + "] output=[" + labels + "] preset=fast");
print("Labels are in " + labels);
