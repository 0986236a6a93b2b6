#!/usr/bin/env python3
"""Makes src/test/resources/golden/planner/resenc.json with nnU-Net's own planners of residual encoders.

usage: make_resenc_plans.py [rows]     in a Python with nnunetv2 2.8.1; rows: indices into index.json, such as 0,3,5

The fingerprints are those of index.json beside it, and some more of equal cases that are given here; each row of the
result names one of them and holds what the
planners M, L and XL made of it. Networks are built without weights (torch's device meta), since only the number of
values in their feature maps counts.
"""
import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stdout

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'resources', 'golden', 'planner')
temporary = tempfile.mkdtemp()
for variable in ('nnUNet_raw', 'nnUNet_preprocessed', 'nnUNet_results'):
    os.environ[variable] = os.path.join(temporary, variable)

import torch  # noqa: E402
from nnunetv2.experiment_planning.experiment_planners.default_experiment_planner import ExperimentPlanner  # noqa: E402
from nnunetv2.experiment_planning.experiment_planners.residual_unets import residual_encoder_unet_planners as planners  # noqa: E402,E501

NAME = 'Dataset900_Plan'

# more fingerprints: hippocampus, brain tumour, cardiac MRI, liver CT, small and large photographs, an EM stack
EXTRA = (('hippocampus', 3, 260, (1, 1, 1), (36, 50, 35)), ('brain', 4, 484, (1, 1, 1), (138, 169, 138)),
         ('cardiac', 4, 200, (5, 1.5625, 1.5625), (18, 237, 208)), ('liver', 3, 131, (1, 0.7676, 0.7676), (432, 512, 512)),
         ('slices', 2, 30, (999, 1, 1), (1, 512, 512)), ('photographs', 3, 80, (999, 1, 1), (1, 1500, 2000)),
         ('stack', 2, 1, (50, 4, 4), (30, 512, 512)))


def write(folder, name, content):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), 'w') as file:
        json.dump(content, file)


def prepare(row):
    # the planner keeps configurations of an earlier plan of the same name
    shutil.rmtree(os.environ['nnUNet_preprocessed'], ignore_errors=True)
    raw = os.path.join(os.environ['nnUNet_raw'], NAME)
    labels = {'background': 0, **{f'c{i}': i for i in range(1, row['classes'])}}
    cases = {f'case{i}': {'images': [f'case{i}_0000.nii.gz'], 'label': f'case{i}.nii.gz'} for i in range(row['cases'])}
    write(raw, 'dataset.json', {'channel_names': {'0': row['channel']}, 'labels': labels, 'numTraining': row['cases'],
                                'file_ending': '.nii.gz', 'dataset': cases,
                                'overwrite_image_reader_writer': 'SimpleITKIO'})
    write(os.path.join(os.environ['nnUNet_preprocessed'], NAME), 'dataset_fingerprint.json', {
        'spacings': row['spacings'], 'shapes_after_crop': row['shapes_after_crop'],
        'median_relative_size_after_cropping': row['median_relative_size_after_cropping'],
        'foreground_intensity_properties_per_channel': {'0': {
            'mean': 0, 'median': 0, 'std': 1, 'min': 0, 'max': 2, 'percentile_00_5': 0, 'percentile_99_5': 2}}})


def plans(planner):
    with redirect_stdout(io.StringIO()), torch.device('meta'):
        made = planner(900).plan_experiment()
    result = {}
    for name, one in made['configurations'].items():
        if 'inherits_from' in one:
            continue
        kwargs = one['architecture']['arch_kwargs']
        result[name] = {
            'spacing': [float(s) for s in one['spacing']], 'patch': [int(n) for n in one['patch_size']],
            'batch': int(one['batch_size']), 'features': list(kwargs['features_per_stage']),
            'kernels': [list(map(int, k)) for k in kwargs['kernel_sizes']],
            'strides': [list(map(int, s)) for s in kwargs['strides']],
            'encoder_blocks': list(kwargs['n_blocks_per_stage']),
            'decoder_convolutions': list(kwargs['n_conv_per_stage_decoder'])}
    return result


def main():
    with open(os.path.join(GOLDEN, 'index.json')) as file:
        rows = json.load(file)
    for name, classes, cases, spacing, shape in EXTRA:
        rows.append({'name': name, 'classes': classes, 'cases': cases, 'channel': 'MRI', 'spacings': [spacing] * cases,
                     'shapes_after_crop': [shape] * cases, 'median_relative_size_after_cropping': 1})
    chosen = [int(n) for n in sys.argv[1].split(',')] if len(sys.argv) > 1 else range(len(rows))
    result = []
    for number in chosen:
        prepare(rows[number])
        one = rows[number]
        entry = {'row': number}
        if 'name' in one:
            entry.update(name=one['name'], classes=one['classes'], cases=one['cases'], channel=one['channel'],
                         spacing=one['spacings'][0], shape=one['shapes_after_crop'][0])
        for letter, planner in (('m', planners.nnUNetPlannerResEncM), ('l', planners.nnUNetPlannerResEncL),
                                ('xl', planners.nnUNetPlannerResEncXL)):
            entry[letter] = plans(planner)
            print(number, letter, {name: (one['patch'], one['batch']) for name, one in entry[letter].items()},
                  file=sys.stderr, flush=True)
        result.append(entry)
    with open(os.path.join(GOLDEN, 'resenc.json'), 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(entry, separators=(',', ':')) for entry in result) + '\n]\n')


if __name__ == '__main__':
    main()
