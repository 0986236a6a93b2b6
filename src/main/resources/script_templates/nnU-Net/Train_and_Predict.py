# Prepares labelled images, trains one fold and segments new images. All steps are commands of the nnU-Net menu.
#@ File (label="Dataset folder", style="directory") dataset
#@ File (label="Folder for the results", style="directory") output
#@ File (label="Folder of new images", style="directory") images
#@ Double (label="Minutes of training", value=30, min=0) minutes
#@ Long (label="Steps of training, instead of minutes", value=0, min=0) steps
#@ Integer (label="Features of the finest stage, 0 as planned", value=0, min=0) features
#@ CommandService commands
#@output String labels

import os

def run(name, **inputs):
    """Runs a command and waits for it; its errors are raised here."""
    pairs = [item for pair in inputs.items() for item in pair]
    return commands.run("sc.fiji.nnunet.command." + name, True, pairs).get()

data = os.path.join(str(output), os.path.basename(str(dataset)))
labels = os.path.join(str(output), "predictions")

run("Preprocess", dataset=dataset, output=output)
trained = run("Train", data=data, fold=0, minutes=0 if steps else minutes, steps=steps, features=features, preset="cpu", finalvalidation=False)
run("Predict", model=trained.getOutput("result"), input=images, output=labels, preset="fast")
print("Labels are in " + labels)
