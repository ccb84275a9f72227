// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.kit.bootstrap.ServiceContext;

/** Rounds of attribution. */
public final class AttributionJob {

    private static final Rounds.Names NAMES =
            new Rounds.Names(
                    "attribution", "wattmill_energy_rounds", "wattmill_energy_round_failures");

    private final ServiceContext context;
    private final Attributor attributor;
    private final Counter windows;
    private final Counter corrections;

    private AttributionJob(ServiceContext context, Attributor attributor) {
        this.context = context;
        this.attributor = attributor;
        this.windows = context.metrics().counter("wattmill_energy_windows_attributed");
        this.corrections = context.metrics().counter("wattmill_cost_windows_made_again");
    }

    /**
     * Rounds that attribute closed windows and make costs again; a full one is followed at once.
     */
    public static Rounds of(ServiceContext context, Attributor attributor, EnergyConfig config) {
        AttributionJob job = new AttributionJob(context, attributor);
        return Rounds.every(context, NAMES, config.interval(), job::round);
    }

    private Future<Boolean> round() {
        return attributor
                .round(context.clock().nowUs())
                .compose(attributed -> attributor.correct().map(made -> done(attributed, made)));
    }

    private boolean done(Attributor.Round attributed, int corrected) {
        windows.increment(attributed.windows());
        corrections.increment(corrected);
        return attributed.more() || corrected > 0;
    }
}
