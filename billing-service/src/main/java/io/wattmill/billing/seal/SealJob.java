// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.kit.bootstrap.ServiceContext;

/** Rounds that seal what is finished. */
public final class SealJob {

    private static final Rounds.Names NAMES =
            new Rounds.Names(
                    "sealing", "wattmill_ledger_seal_rounds", "wattmill_ledger_seal_failures");

    private SealJob() {}

    /** A full block is followed at once: there may be more. */
    public static Rounds of(ServiceContext context, Sealer sealer, ChainConfig config) {
        Counter bookings = context.metrics().counter("wattmill_ledger_bookings_sealed");
        return Rounds.every(
                context, NAMES, config.interval(), () -> round(context, sealer, config, bookings));
    }

    private static Future<Boolean> round(
            ServiceContext context, Sealer sealer, ChainConfig config, Counter bookings) {
        return sealer.round(context.clock().nowUs())
                .onSuccess(bookings::increment)
                .map(count -> count >= config.bookingsPerBlock());
    }
}
