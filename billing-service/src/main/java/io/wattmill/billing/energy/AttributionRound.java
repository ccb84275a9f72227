// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.attribution.Attribution;
import io.wattmill.billing.attribution.Share;
import io.wattmill.billing.attribution.Taken;
import io.wattmill.billing.attribution.Window;
import io.wattmill.billing.attribution.WindowBooking;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.energy.WindowStore.Done;
import io.wattmill.billing.energy.WindowStore.Present;
import io.wattmill.billing.energy.WindowStore.ShareRow;
import io.wattmill.billing.energy.WindowStore.Waiting;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.meter.ClosedWindow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One round of attribution, in the transaction of its connection.
 *
 * @param settledUs up to where usage has settled, epoch microseconds; later windows are there
 *     because their deadline passed
 * @param mostShares after so many no further window is begun
 */
record AttributionRound(
        SqlConnection connection,
        WindowStore store,
        Attribution attribution,
        Costing costing,
        long settledUs,
        int mostShares) {

    /** A window with its shares and what they move on the ledger. */
    private record Attributed(Done done, List<Share> shares, List<Transfer> transfers) {

        Stream<ShareRow> rows(long bookingId) {
            List<Taken> taken = Taken.of(shares);
            return IntStream.range(0, taken.size())
                    .mapToObj(i -> new ShareRow(bookingId, done.windowId(), i, taken.get(i)));
        }
    }

    /** Attributes the first of these windows; how many they were. */
    Future<Integer> attribute(List<Waiting> windows) {
        return windows.isEmpty()
                ? Future.succeededFuture(0)
                : taken(windows.iterator(), new ArrayList<>())
                        .compose(taken -> write(taken).map(taken.size()));
    }

    private Future<List<Attributed>> taken(Iterator<Waiting> windows, List<Attributed> taken) {
        return windows.hasNext() && shares(taken) < mostShares
                ? attribute(windows.next()).compose(one -> taken(windows, with(one, taken)))
                : Future.succeededFuture(taken);
    }

    private static int shares(List<Attributed> taken) {
        return taken.stream().mapToInt(one -> one.shares().size()).sum();
    }

    private static List<Attributed> with(Attributed one, List<Attributed> taken) {
        taken.add(one);
        return taken;
    }

    private Future<Attributed> attribute(Waiting waiting) {
        return store.present(waiting.window()).map(present -> attributed(waiting, present));
    }

    private Attributed attributed(Waiting waiting, List<Present> present) {
        ClosedWindow window = waiting.window();
        List<Share> shares = shares(window, present);
        Map<UUID, String> projects = projects(present);
        List<Transfer> transfers =
                WindowBooking.transfers(
                        waiting.id(), window, shares, id -> projects.getOrDefault(id, "unknown"));
        return new Attributed(
                new Done(waiting.id(), window.endUs() > settledUs), shares, transfers);
    }

    private List<Share> shares(ClosedWindow window, List<Present> present) {
        return window.engineId().isEmpty()
                ? Attribution.unclaimed(window.energyUj())
                : attribution.attribute(
                        new Window(
                                window.energyUj(),
                                window.startUs(),
                                window.endUs(),
                                window.coefficients()),
                        present.stream().map(Present::residency).toList());
    }

    private static Map<UUID, String> projects(List<Present> present) {
        return present.stream()
                .collect(
                        Collectors.toMap(
                                one -> one.residency().requestId(),
                                Present::projectId,
                                (first, _) -> first));
    }

    private Future<Void> write(List<Attributed> attributed) {
        return Bookings.open(connection, Bookings.Kind.ATTRIBUTION, "attribution")
                .compose(bookingId -> write(attributed, bookingId));
    }

    private static Long[] ids(List<Done> done) {
        return done.stream().map(Done::windowId).toArray(Long[]::new);
    }

    private Future<Void> write(List<Attributed> attributed, long bookingId) {
        List<ShareRow> shares = attributed.stream().flatMap(one -> one.rows(bookingId)).toList();
        List<Done> done = attributed.stream().map(Attributed::done).toList();
        List<Transfer> transfers =
                attributed.stream().flatMap(one -> one.transfers().stream()).toList();
        return store.write(shares, done)
                .onSuccess(_ -> CrashPoint.IN_ATTRIBUTION.pass())
                .compose(_ -> PostgresLedger.post(connection, bookingId, transfers))
                .compose(_ -> costing.book(connection, bookingId, ids(done)));
    }
}
