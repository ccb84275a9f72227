// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.attribution.Attribution;
import io.wattmill.billing.attribution.Settled;
import io.wattmill.billing.attribution.Share;
import io.wattmill.billing.attribution.Window;
import io.wattmill.billing.attribution.WindowBooking;
import io.wattmill.billing.energy.WindowStore.Done;
import io.wattmill.billing.energy.WindowStore.Present;
import io.wattmill.billing.energy.WindowStore.ShareRow;
import io.wattmill.billing.energy.WindowStore.Waiting;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.sql.Transactions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One round of attribution: the windows whose requests have settled, in one transaction. */
public final class Attributor {

    private static final long NS_PER_US = 1_000L;

    private final Pool pool;
    private final EnergyConfig config;
    private final Attribution attribution;
    private final long openedAtUs;

    /** @param openedAtUs when billing began to listen to gateways, epoch microseconds */
    public Attributor(Pool pool, EnergyConfig config, long openedAtUs) {
        this.pool = pool;
        this.config = config;
        this.attribution = new Attribution(config.maxScalePpm());
        this.openedAtUs = openedAtUs;
    }

    /** Attributes what is ready; how many windows that were. None when another service is at it. */
    public Future<Integer> round(long nowUs) {
        return Transactions.run(pool, connection -> {
            WindowStore store = new WindowStore(connection);
            return store.lead().compose(leads -> leads ? attribute(connection, store, nowUs) : Future.succeededFuture(0));
        });
    }

    private Future<Integer> attribute(SqlConnection connection, WindowStore store, long nowUs) {
        return store.gateways().compose(gateways -> {
            long settledUs = Settled.through(gateways, openedAtUs, nowUs, us(config.gatewaySilence()));
            long endedByUs = Math.clamp(settledUs, nowUs - us(config.deadline()), nowUs);
            return store.waiting(endedByUs, config.windowsPerRound())
                    .compose(windows -> Sequence.map(windows, window -> attribute(store, window, settledUs)))
                    .compose(done -> write(connection, store, done));
        });
    }

    private Future<Attributed> attribute(WindowStore store, Waiting waiting, long settledUs) {
        boolean late = waiting.window().endUs() > settledUs;
        return store.present(waiting.window()).map(present -> {
            List<Share> shares = shares(waiting.window(), present);
            Map<UUID, String> projects = present.stream()
                    .collect(Collectors.toMap(
                            p -> p.residency().requestId(), Present::projectId, (first, _) -> first));
            List<Transfer> transfers = WindowBooking.transfers(
                    waiting.id(), waiting.window(), shares, id -> projects.getOrDefault(id, "unknown"));
            return new Attributed(new Done(waiting.id(), late), shares, transfers);
        });
    }

    private List<Share> shares(ClosedWindow window, List<Present> present) {
        if (window.engineId().isEmpty()) {
            return Attribution.unclaimed(window.energyUj());
        }
        Window measured =
                new Window(window.energyUj(), window.startUs(), window.endUs(), window.coefficients());
        return attribution.attribute(
                measured, present.stream().map(Present::residency).toList());
    }

    private static Future<Integer> write(
            SqlConnection connection, WindowStore store, List<Attributed> attributed) {
        if (attributed.isEmpty()) {
            return Future.succeededFuture(0);
        }
        List<Transfer> transfers =
                attributed.stream().flatMap(one -> one.transfers().stream()).toList();
        List<ShareRow> shares = new ArrayList<>();
        attributed.forEach(one -> one.rows().forEach(shares::add));
        return store.write(shares, attributed.stream().map(Attributed::done).toList())
                .compose(_ -> PostgresLedger.post(connection, transfers))
                .map(attributed.size());
    }

    private record Attributed(Done done, List<Share> shares, List<Transfer> transfers) {

        Stream<ShareRow> rows() {
            return IntStream.range(0, shares.size())
                    .mapToObj(i -> new ShareRow(done.windowId(), i, shares.get(i)));
        }
    }

    private static long us(Duration duration) {
        return duration.toNanos() / NS_PER_US;
    }
}
