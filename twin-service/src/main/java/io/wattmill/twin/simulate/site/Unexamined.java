// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.simulate.fleet.FleetEngine;

import java.util.ArrayList;
import java.util.List;

/** What could bind a deployment and is not looked at, with the reason: silence would be a claim. */
final class Unexamined {
    private static final double BYTES_PER_GIGABYTE = 1e9;

    private Unexamined() {}

    static List<String> of(FacilityPlan plan, Planned planned, boolean chained) {
        List<String> all = new ArrayList<>();
        all.add(storage(plan, planned));
        if (planned.fleet().prefill().isEmpty()) {
            all.add("network: no KV cache travels between engines of this deployment");
        }
        if (!chained) {
            all.add("tools: no request of this load waits for another");
        }
        if (SiteProvision.power(plan).isEmpty()) {
            all.add("power: the plan rates neither feeds nor every rack");
        }
        if (SiteProvision.cooling(plan).isEmpty()) {
            all.add("cooling: the plan has neither heat rejectors nor chillers");
        }
        return all;
    }

    /** Weights are read when engines start, which is before the first request. */
    private static String storage(FacilityPlan plan, Planned planned) {
        double bytes =
                planned.fleet().everyEngine().stream()
                        .map(FleetEngine::model)
                        .mapToDouble(
                                one ->
                                        (double) one.memory().weightBytesPerGpu()
                                                * planned.gpusEach())
                        .sum();
        double rate = plan.building().network().storageGBps().value() * BYTES_PER_GIGABYTE;
        String start =
                rate > 0
                        ? "; all engines start in %s s at %s GB/s"
                                .formatted(
                                        Figures.rate(bytes / rate),
                                        Figures.rate(rate / BYTES_PER_GIGABYTE))
                        : "";
        return "storage: not simulated, weights are in place before the first request" + start;
    }
}
