// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.kit.bootstrap.ServiceContext;

/** Rounds that resolve leases whose time has passed. */
public final class LeaseJob {

    private static final Rounds.Names NAMES =
            new Rounds.Names("leases", "wattmill_lease_rounds", "wattmill_lease_round_failures");

    private LeaseJob() {}

    /** A full round is followed at once: there may be more. */
    public static Rounds of(ServiceContext context, Janitor janitor, LeaseConfig config) {
        Counter resolved = context.metrics().counter("wattmill_leases_resolved");
        return Rounds.every(
                context, NAMES, config.interval(), () -> round(context, janitor, config, resolved));
    }

    private static Future<Boolean> round(
            ServiceContext context, Janitor janitor, LeaseConfig config, Counter resolved) {
        return janitor.round(context.clock().nowUs())
                .onSuccess(resolved::increment)
                .map(count -> count >= config.resolvedAtOnce());
    }
}
