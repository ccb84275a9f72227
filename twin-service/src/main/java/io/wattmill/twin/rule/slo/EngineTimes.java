// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.slo;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.serving.Workload.Synthetic;
import io.wattmill.twin.rule.model.ServedModel;

import java.util.List;

/**
 * What the engine model says of one deployment: times of steps without any waiting.
 *
 * @param served the deployment
 * @param engine one of its engines
 */
record EngineTimes(ServedModel served, EngineModel engine) {
    private static final int MOST_CHUNKS = 1_000;

    /** Seconds per token of an answer while so many requests decode, none of them a prompt. */
    double tokenSeconds(double sequences, double contextTokens) {
        double step = engine.seconds(0, 0, sequences, sequences * contextTokens);
        return step / served.deployment().serving().settings().acceptanceLength().value();
    }

    /** Seconds that the prompt of a planned request is computed, with nothing else to do. */
    double promptSeconds(double tokens) {
        double cached = served.deployment().serving().settings().prefixCacheHit().value();
        double todo = Math.max(1, tokens * (1 - cached));
        double chunk =
                Math.max(served.deployment().serving().maxBatchedTokens(), todo / MOST_CHUNKS);
        double seconds = 0;
        for (double done = 0; done < todo; done += chunk) {
            int now = (int) Math.ceil(Math.min(chunk, todo - done));
            seconds += engine.seconds(StepLoad.prefill(now, (long) (tokens - todo + done)));
        }
        return seconds;
    }

    /** Requests that one engine may have in flight. */
    double inFlight() {
        var deployment = served.deployment();
        double byCache = Math.max(1, (double) served.kvTokens() / served.averageRoomTokens());
        double most = Math.min(byCache, deployment.serving().maxRunning());
        return Math.min(most, deployment.concurrency().orElse((int) Math.ceil(most)));
    }

    /** Loads that are stated in requests per second. */
    List<Synthetic> stated(FacilityPlan plan) {
        return asking(plan).stream()
                .map(Workload::source)
                .filter(Synthetic.class::isInstance)
                .map(Synthetic.class::cast)
                .toList();
    }

    /** All loads on this deployment. */
    List<Workload> asking(FacilityPlan plan) {
        return plan.workloads().stream()
                .filter(load -> load.model().equals(served.deployment().id()))
                .toList();
    }
}
