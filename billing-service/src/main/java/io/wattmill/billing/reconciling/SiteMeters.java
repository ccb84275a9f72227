// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Boundary;
import io.wattmill.billing.reconcile.Line;
import io.wattmill.billing.reconcile.MeteredHour;
import io.wattmill.billing.reconcile.MeteredHour.Assumed;
import io.wattmill.billing.reconcile.Range;
import io.wattmill.billing.reconcile.Reconciled;
import io.wattmill.billing.reconciling.SiteMeterStore.DueHour;
import io.wattmill.billing.reconciling.SiteMeterStore.Figures;
import io.wattmill.billing.reconciling.SiteMeterStore.Written;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.series.HourValue;
import io.wattmill.billing.sql.Sequence;

import java.util.List;
import java.util.OptionalLong;

/**
 * Reconciles imported hours of kWh meters once they are over, the nodes that stand behind the meter
 * have windows past the end (or were waited for long enough), and every window in it has its cost.
 * An hour that was imported again, or whose cost was made again, is a new revision when anything
 * came out otherwise.
 */
final class SiteMeters {

    /**
     * What is known of nodes.
     *
     * @param zone of nodes that name none
     * @param deviceWatts most that one device can draw
     */
    record Site(String zone, long deviceWatts) {}

    private final ReconciliationStore store;
    private final SiteMeterStore meters;
    private final ReconciliationConfig config;
    private final Site site;
    private final long nowUs;

    /** For one transaction. */
    SiteMeters(SqlConnection connection, ReconciliationConfig config, Site site, long nowUs) {
        this.store = new ReconciliationStore(connection);
        this.meters = new SiteMeterStore(connection);
        this.config = config;
        this.site = site;
        this.nowUs = nowUs;
    }

    /** How many hours it reconciled. */
    Future<Integer> run() {
        return meters.queueRecosted()
                .compose(_ -> meters.due(nowUs, config.windowsPerRound()))
                .compose(due -> Sequence.map(due, this::whenRead))
                .map(each -> (int) each.stream().filter(Boolean::booleanValue).count());
    }

    private Future<Boolean> whenRead(DueHour due) {
        long patientUntilUs = due.hourUs() + HourValue.HOUR_US + config.meterPatienceUs();
        Future<Long> awaited =
                nowUs >= patientUntilUs
                        ? Future.succeededFuture(0L)
                        : meters.awaited(due, site.zone(), config.meterPatienceUs());
        return awaited.compose(nodes -> nodes > 0 ? later(due) : whenCosted(due));
    }

    private Future<Boolean> whenCosted(DueHour due) {
        return meters.figures(due, site.zone(), config.meterPatienceUs())
                .compose(
                        figures -> figures.uncosted() > 0 ? later(due) : unlessAlike(due, figures));
    }

    private Future<Boolean> later(DueHour due) {
        return meters.tried(due, nowUs).map(false);
    }

    private Future<Boolean> unlessAlike(DueHour due, Figures figures) {
        Range ledger = bounds(due.boundary(), figures);
        Line line = hour(due, figures, ledger).line();
        Written now =
                new Written(
                        due.id(),
                        figures.device().uj(),
                        figures.host().uj(),
                        figures.facility().uj(),
                        ledger.low(),
                        ledger.high(),
                        line.sourceSide());
        return meters.written(due)
                .compose(before -> before.contains(now) ? NOTHING_NEW : write(due, line, now))
                .compose(news -> meters.done(due).map(news));
    }

    private static final Future<Boolean> NOTHING_NEW = Future.succeededFuture(false);

    private Future<Boolean> write(DueHour due, Line line, Written now) {
        long endUs = due.hourUs() + HourValue.HOUR_US;
        WindowKey window =
                new WindowKey(
                        due.scope(),
                        EngineName.whole(due.name()),
                        due.hourUs(),
                        endUs,
                        due.hourUs(),
                        endUs,
                        due.revision());
        return store.write(window, new Reconciled(List.of(line), false), nowUs)
                .compose(id -> meters.write(id, now))
                .map(true);
    }

    private MeteredHour hour(DueHour due, Figures figures, Range ledger) {
        boolean facility = due.boundary() == Boundary.FACILITY;
        long it = figures.device().uj() + figures.host().uj();
        return new MeteredHour(
                MeteredHour.microjoules(due.kwh()),
                due.tolerancePpm(),
                facility ? it + figures.facility().uj() : it,
                ledger,
                new Assumed(
                        figures.hostAssumedUj(),
                        facility ? figures.facilityAssumedUj() : 0,
                        config.assumedPpm()),
                unreadUj(figures));
    }

    /** A watt for a microsecond is a microjoule. */
    private OptionalLong unreadUj(Figures figures) {
        return figures.devices() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.multiplyExact(figures.unreadUs(), site.deviceWatts()));
    }

    private static Range bounds(Boundary boundary, Figures figures) {
        Range it =
                new Range(
                        figures.device().lowUj() + figures.host().lowUj(),
                        figures.device().highUj() + figures.host().highUj());
        return switch (boundary) {
            case IT -> it;
            case FACILITY ->
                    it.plus(new Range(figures.facility().lowUj(), figures.facility().highUj()));
        };
    }
}
