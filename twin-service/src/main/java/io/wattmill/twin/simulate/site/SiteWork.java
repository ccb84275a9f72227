// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.simulate.run.RunLimits.Work;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a site run may come to do, before any of it is done: every deployment's load with every
 * seed, again in each round where power or cooling might not carry it, what is tried to find what
 * binds, and the closed loops. High on purpose: what might not be needed counts.
 */
final class SiteWork {
    /** A deployment as it is, longer, six things loosened, and what the site does not carry. */
    private static final int TRIALS = 9;

    /** Ways of doing with less that are tried in each round. */
    private static final int WAYS = 2;

    private final FacilityPlan plan;
    private final SiteOptions options;
    private final List<Planned> planned;
    private final List<Planned> idle;

    /**
     * @param planned deployments with a load
     * @param idle those without
     */
    SiteWork(FacilityPlan plan, SiteOptions options, List<Planned> planned, List<Planned> idle) {
        this.plan = plan;
        this.options = options;
        this.planned = planned;
        this.idle = idle;
    }

    List<Work> all() {
        int rounds = options.trialRequests() > 0 && mayExceed() ? SiteSimulation.MOST_ROUNDS : 0;
        List<Work> all = new ArrayList<>();
        for (Planned one : planned) {
            Work whole = whole(one);
            all.add(whole.times(options.seeds().size() * (1L + rounds)));
            if (options.trialRequests() > 0) {
                long tried = Relief.LONGER * (long) options.trialRequests();
                all.add(whole.first(tried).times(TRIALS + (long) WAYS * rounds));
            }
            if (options.pareto()) {
                all.add(closedLoops(one));
            }
        }
        return all;
    }

    private Work whole(Planned one) {
        Trace trace = one.whole(options);
        List<TraceRequest> requests = trace.requests();
        return new Work(
                requests.size(),
                requests.stream().mapToLong(TraceRequest::inputTokens).sum(),
                requests.stream().mapToLong(TraceRequest::outputTokens).sum(),
                trace.blockTokens(),
                one.fleet().everyEngine().size(),
                1,
                options.threads());
    }

    /** Users double from point to point, so that all points have less than twice the last one's. */
    private Work closedLoops(Planned one) {
        BatchLimits limits = one.fleet().engines().getFirst().limits();
        long each = one.deployment().inputTokens() + one.deployment().outputTokens();
        long users = Math.min(limits.maxRunning(), limits.kvCapacityTokens() / Math.max(1, each));
        long requests = 2 * users * Pareto.REQUESTS_PER_USER;
        return new Work(
                requests,
                requests * one.deployment().inputTokens(),
                requests * one.deployment().outputTokens(),
                0,
                1,
                options.threads());
    }

    /** Whether all GPUs and hosts at their most need more than the plan provides. */
    private boolean mayExceed() {
        double most =
                Stream.concat(planned.stream(), idle.stream()).mapToDouble(SiteWork::watts).sum();
        return Stream.of(SiteProvision.power(plan), SiteProvision.cooling(plan))
                .flatMap(Optional::stream)
                .mapToDouble(Figure::value)
                .anyMatch(provided -> provided < most);
    }

    private static double watts(Planned one) {
        double gpus =
                one.fleet().everyEngine().stream()
                        .mapToDouble(engine -> engine.model().maxPowerMilliwatts() / 1e3)
                        .sum();
        return gpus + one.hostWatts(1);
    }
}
