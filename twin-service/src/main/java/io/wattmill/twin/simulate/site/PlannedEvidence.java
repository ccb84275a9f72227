// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.plan.serving.Serving.Settings;

/** How the figures of a deployment are known: by engine model, plan and load. */
final class PlannedEvidence {
    private PlannedEvidence() {}

    /** Of latencies, rates and the use of GPUs, under the deployment's load. */
    static Evidence time(Planned planned) {
        return engineTime(planned).and(planned.load().evidence());
    }

    /** The same under a load that the plan is not asked for: prompts and answers of its lengths. */
    static Evidence engineTime(Planned planned) {
        EngineModel engine = planned.build().engine();
        Settings settings = planned.deployment().serving().settings();
        Evidence time =
                Evidence.of(engine.timeProvenance(), "step times")
                        .and(Evidence.asked(settings.backend(), "backend"));
        Evidence drafts =
                settings.acceptanceLength().value() > 1
                        ? Evidence.of(
                                settings.acceptanceLength().provenance(), "acceptance of drafts")
                        : Evidence.SURE;
        Evidence links =
                planned.fleet().prefill().isPresent()
                        ? Evidence.of(
                                planned.nodeType().links().nicGbps().provenance(),
                                "links between prefill and decode")
                        : Evidence.SURE;
        return time.and(drafts).and(links);
    }

    /** Of the GPUs' watts and joules beside what time is known by: those of idle ones, too. */
    static Evidence power(Planned planned) {
        EngineModel engine = planned.build().engine();
        return Evidence.of(engine.powerProvenance(), "the GPUs' power curve")
                .and(Evidence.of(engine.idleProvenance(), "the GPUs' watts while idle"));
    }

    /** Of the hosts' watts. */
    static Evidence host(Planned planned) {
        var host = planned.nodeType().host();
        return Evidence.of(host.idleWatts().provenance(), "the hosts' idle watts")
                .and(Evidence.of(host.maxWatts().provenance(), "the hosts' watts"));
    }

    /** Of whether requests are good. */
    static Evidence objectives(Planned planned) {
        return planned.deployment().objectives().stream()
                .map(PlannedEvidence::limits)
                .reduce(Evidence.SURE, Evidence::and);
    }

    private static Evidence limits(Objective objective) {
        return Evidence.asked(objective.percentile(), "percentile of the objective")
                .and(Evidence.asked(objective.ttftMs(), "limit of TTFT"))
                .and(Evidence.asked(objective.tpotMs(), "limit of TPOT"));
    }
}
