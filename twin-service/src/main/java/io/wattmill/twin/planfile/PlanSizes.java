// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;

/** What must hold of sums over a whole plan, so that nothing built on it runs out of bounds. */
final class PlanSizes {
    private static final long MAX_NODES = 100_000;
    private static final long MAX_GPUS = 1_000_000;

    private PlanSizes() {}

    static void check(FacilityPlan plan, Problems problems) {
        long nodes =
                plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .mapToLong(group -> group.count())
                        .sum();
        most("racks", nodes, MAX_NODES, "nodes", problems);
        most("racks", plan.gpus(), MAX_GPUS, "GPUs", problems);
        for (int i = 0; i < plan.models().size(); i++) {
            engine(plan, i, plan.models().get(i), problems);
        }
    }

    private static void most(String path, long count, long most, String what, Problems problems) {
        if (count > most) {
            problems.add(
                    path,
                    String.valueOf(count),
                    what,
                    "is the sum of " + what + " over all racks, more than a plan may have",
                    "plan at most " + most + " " + what);
        }
    }

    private static void engine(
            FacilityPlan plan, int index, ModelDeployment model, Problems problems) {
        long gpus =
                plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .filter(group -> group.type().equals(model.nodeType()))
                        .mapToLong(
                                group -> (long) group.count() * plan.nodeType(group.type()).gpus())
                        .sum();
        var spread = model.parallelism();
        long wanted = (long) spread.tensor() * spread.pipeline() * spread.attentionData();
        if (wanted > gpus) {
            problems.add(
                    "models[" + index + "].tensor-parallel",
                    String.valueOf(wanted),
                    "GPUs",
                    "GPUs of one engine are more than all racks hold of " + model.nodeType(),
                    "plan engines of at most " + gpus + " GPUs, or more nodes");
        }
    }
}
