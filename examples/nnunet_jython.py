# The complete workflow as a Jython script for Fiji's script editor, or headless:
#   fiji --headless --run examples/nnunet_jython.py 'dataset="RAW/Task04_Hippocampus",output="OUT",minutes=30'
#@ String dataset
#@ String output
#@ long (value=0) steps
#@ double (value=30) minutes
#@ int (value=0) features
#@ CommandService commands
#@output String dice

import os

def run(name, **inputs):
    """Runs a command and waits for it; its errors are raised here."""
    pairs = [item for pair in inputs.items() for item in pair]
    return commands.run("sc.fiji.nnunet.command." + name, True, pairs).get()

name = os.path.basename(dataset.rstrip("/"))
data = os.path.join(output, name)
labels = os.path.join(output, "predictions")

run("Preprocess", dataset=dataset, output=output)
trained = run("Train", data=data, fold=0, steps=steps, minutes=0 if steps else minutes, features=features, preset="cpu", finalvalidation=False)
run("Predict", model=trained.getOutput("result"), input=os.path.join(dataset, "imagesTs"), output=labels, preset="fast")
evaluation = run("Evaluate", predictions=labels, references=os.path.join(dataset, "labelsTs"), output=labels)
dice = str(evaluation.getOutput("dice"))
print("Mean foreground Dice: " + dice)
