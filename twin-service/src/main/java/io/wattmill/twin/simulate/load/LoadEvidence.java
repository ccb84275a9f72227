// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.simulate.site.Evidence;

/** How a made-up load is known: rates and means are asked for, the rest may be a default. */
final class LoadEvidence {
    private LoadEvidence() {}

    static Evidence of(Workload.Synthetic load) {
        Evidence lengths =
                Evidence.asked(load.input().variation(), "variation of lengths")
                        .and(Evidence.asked(load.output().variation(), "variation of lengths"));
        return load.sessions().map(LoadEvidence::of).orElse(Evidence.SURE).and(lengths);
    }

    /** How long tools take is never asked for: somebody says so, or nobody. */
    private static Evidence of(Workload.Sessions sessions) {
        return Evidence.of(sessions.toolWaitSeconds().provenance(), "waits for tools")
                .and(Evidence.asked(sessions.sharedPrefixTokens(), "shared prefix"))
                .and(Evidence.of(Provenance.ASSUMED, "what tools return"));
    }
}
