// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.cost.Bearer;
import io.wattmill.billing.cost.CostBasis;
import io.wattmill.billing.cost.GpuRates;
import io.wattmill.billing.cost.Portion;
import io.wattmill.billing.cost.WindowCost;
import io.wattmill.billing.energy.CostStore.SharedRow;
import io.wattmill.billing.energy.CostedWindow.Before;
import io.wattmill.billing.energy.CostedWindow.Span;
import io.wattmill.billing.energy.CostedWindow.Terms;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.series.FacilityHours;
import io.wattmill.billing.tariff.Tariff;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the cost of attributed windows: the first time with their shares, and again when an hour
 * that they lie in was imported. Made again, everything but the hours stays as it was.
 */
final class Costing {

    private static final Future<Void> NOTHING = Future.succeededFuture();

    private final Tariff tariff;
    private final CostConfig config;
    private final GpuRates rates;

    Costing(Tariff tariff, CostConfig config) {
        this.tariff = tariff;
        this.config = config;
        this.rates = config.rates();
    }

    /** Books the cost of these windows and takes them from the queue. */
    Future<Void> book(SqlConnection connection, long bookingId, Long[] ids) {
        CostStore store = new CostStore(connection);
        return store.windows(ids)
                .compose(windows -> makings(store, ids, windows))
                .compose(makings -> write(store, bookingId, makings))
                .compose(_ -> store.done(ids));
    }

    private Future<List<CostMaking>> makings(
            CostStore store, Long[] ids, List<CostedWindow> windows) {
        if (windows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Set<String> zones = windows.stream().map(this::zone).collect(Collectors.toSet());
        return store.hours(zones, span(windows))
                .compose(hours -> store.shared(ids).map(shared -> makings(windows, hours, shared)));
    }

    private static Span span(List<CostedWindow> windows) {
        return new Span(
                windows.stream().mapToLong(window -> window.span().startUs()).min().orElseThrow(),
                windows.stream().mapToLong(window -> window.span().endUs()).max().orElseThrow());
    }

    private List<CostMaking> makings(
            List<CostedWindow> windows, FacilityHours hours, Map<Long, List<SharedRow>> shared) {
        return windows.stream()
                .map(window -> making(window, hours, shared.getOrDefault(window.id(), List.of())))
                .filter(CostMaking::isNews)
                .toList();
    }

    private CostMaking making(CostedWindow window, FacilityHours hours, List<SharedRow> shared) {
        Terms terms = window.before().map(Costing::again).orElseGet(() -> first(window));
        FacilityFactors factors =
                hours.over(
                        terms.zone(),
                        window.span().startUs(),
                        window.span().endUs(),
                        card(window, terms).terms().facility());
        CostBasis basis =
                new CostBasis(
                        window.deviceUj(),
                        window.hostUj(),
                        GpuRates.nano(terms.gpuNanoPerHour(), window.span().us()),
                        factors);
        return new CostMaking(
                window, terms, factors, WindowCost.of(basis, portions(window, shared)));
    }

    private static Terms again(Before before) {
        Terms last = before.terms();
        return new Terms(
                last.revision() + 1,
                last.zone(),
                last.priceVersion(),
                last.currency(),
                last.gpuNanoPerHour());
    }

    private Terms first(CostedWindow window) {
        RateCardVersion card = tariff.book().at(window.span().startUs());
        return new Terms(
                1,
                zone(window),
                card.version(),
                card.terms().currency(),
                rates.nanoPerHour(window.gpuTypes()));
    }

    private String zone(CostedWindow window) {
        String ofNode = window.zone().isEmpty() ? config.zone() : window.zone();
        return window.before().map(before -> before.terms().zone()).orElse(ofNode);
    }

    private RateCardVersion card(CostedWindow window, Terms terms) {
        return tariff.book()
                .version(terms.priceVersion())
                .orElseGet(() -> tariff.book().at(window.span().startUs()));
    }

    private List<Portion> portions(CostedWindow window, List<SharedRow> shared) {
        return shared.stream()
                .map(
                        row ->
                                new Portion(
                                        row.ordinal(),
                                        row.deviceUj(),
                                        row.presentUs(),
                                        bearer(window, row, shared)))
                .toList();
    }

    /** A row without a request is alone in its window when the window was empty. */
    private Bearer bearer(CostedWindow window, SharedRow row, List<SharedRow> shared) {
        boolean empty = shared.size() == 1 && !window.engineId().isEmpty();
        Bearer overhead = empty ? empty(window) : new Bearer.Unattributed(window.engineOwner());
        return row.project().<Bearer>map(Bearer.Project::new).orElse(overhead);
    }

    private Bearer empty(CostedWindow window) {
        String keptFor = config.reserved().getOrDefault(window.nodeId(), "");
        return keptFor.isEmpty()
                ? new Bearer.Empty(window.engineOwner())
                : new Bearer.Reserved(keptFor);
    }

    private static Future<Void> write(CostStore store, long bookingId, List<CostMaking> makings) {
        if (makings.isEmpty()) {
            return NOTHING;
        }
        List<Transfer> transfers =
                makings.stream().flatMap(making -> making.transfers().stream()).toList();
        return store.write(bookingId, makings)
                .compose(_ -> PostgresLedger.post(store.connection(), bookingId, transfers));
    }
}
