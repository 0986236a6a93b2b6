// Prepares labelled images, trains one fold and segments new images. All steps are commands of the nnU-Net menu.
#@ File (label="Dataset folder", style="directory") dataset
#@ File (label="Folder for the results", style="directory") output
#@ File (label="Folder of new images", style="directory") images
#@ Double (label="Minutes of training", value=30, min=0) minutes
#@ Long (label="Steps of training, instead of minutes", value=0, min=0) steps
#@ Integer (label="Features of the finest stage, 0 as planned", value=0, min=0) features
#@ CommandService commands
#@output File labels

import sc.fiji.nnunet.command.Predict
import sc.fiji.nnunet.command.Preprocess
import sc.fiji.nnunet.command.Train

data = new File(output, dataset.name)
labels = new File(output, "predictions")

commands.run(Preprocess.class, true, "dataset", dataset, "output", output).get()
trained = commands.run(Train.class, true, "data", data, "fold", 0, "minutes", steps > 0 ? 0d : minutes, "steps", steps, "features", features, "preset", "cpu", "finalvalidation", false).get()
commands.run(Predict.class, true, "model", trained.getOutput("result"), "input", images, "output", labels, "preset", "fast").get()
println "Labels are in ${labels}"
