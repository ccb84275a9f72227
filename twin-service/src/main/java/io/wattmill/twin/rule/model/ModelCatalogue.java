// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.Verdict;

/** What the engine catalogue knows of a deployment. */
sealed interface ModelCatalogue {

    /** Both are known. */
    record Known(ModelArchitecture model, GpuSpec gpu) implements ModelCatalogue {}

    /** One of them is not. */
    record Unknown(Verdict.CannotSay verdict) implements ModelCatalogue {}

    /** Looks model and GPU of a deployment up. */
    static ModelCatalogue of(FacilityPlan plan, ModelDeployment deployment) {
        var model = deployment.architecture();
        var gpuName = plan.nodeType(deployment.nodeType()).gpu();
        var gpu = Gpus.find(gpuName);
        if (model.isEmpty()) {
            var known = Models.all().stream().map(ModelArchitecture::name).toList();
            return unknown("model " + deployment.model(), known.toString());
        }
        if (gpu.isEmpty()) {
            return unknown(
                    "GPU " + gpuName, Gpus.all().stream().map(GpuSpec::name).toList().toString());
        }
        return new Known(model.get(), gpu.get());
    }

    private static Unknown unknown(String what, String known) {
        return new Unknown(
                new Verdict.CannotSay(what + " is not in the catalogue", "use one of " + known));
    }
}
