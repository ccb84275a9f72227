// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.reconciling.OpenWindows;
import io.wattmill.billing.reconciling.OpenWindows.Open;
import io.wattmill.billing.reconciling.ReconciliationReport;
import io.wattmill.billing.reconciling.ReconciliationReport.Page;
import io.wattmill.billing.reconciling.ReconciliationReport.Place;
import io.wattmill.billing.reconciling.ReconciliationReport.Window;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /billing/reconciliation?from=T&to=T&scope=S&limit=N&page=P}: windows that started in
 * this span of time (the last day), with what ledger, gateways, engines and meters have of each and
 * why they differ. Admins only.
 */
final class ReconciliationRoute implements Routes {

    private static final Pattern PAGE = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");
    private static final Set<String> KNOWN = Set.of("from", "to", "scope", "limit", "page");
    private static final int MAX_LIMIT = 999;
    private static final long DAY_US = Duration.ofDays(1).toMillis() * 1_000;
    private static final Place BEGINNING = new Place(0, 0);
    private static final Future<List<Open>> NONE_OPEN = Future.succeededFuture(List.of());

    private final ReconciliationReport report;
    private final OpenWindows open;

    ReconciliationRoute(ReconciliationReport report, OpenWindows open) {
        this.report = report;
        this.open = open;
    }

    /**
     * A page of windows.
     *
     * @param open on the first page, windows that wait for something: the oldest one of each engine
     *     and node, those after it wait too; and hours of kWh meters
     * @param nextPage what to ask for as {@code page}; null after the last one
     */
    record Windows(
            String object,
            List<Window> data,
            List<Open> open,
            boolean hasMore,
            @Nullable String nextPage) {}

    @Override
    public void enter(RouteTable table) {
        table.get(Access.ADMIN, "/billing/reconciliation", this::answer);
    }

    private Future<Answer> answer(Asked asked) {
        ListQuestion question = ListQuestion.of(asked, KNOWN);
        long toUs = question.instantUs("to").orElse(asked.nowUs());
        long fromUs = question.instantUs("from").orElse(toUs - DAY_US);
        Set<Scope> scopes = scopes(question);
        Place place = question.page(ReconciliationRoute::place, BEGINNING);
        return report.page(fromUs, toUs, scopes, place, question.limit(MAX_LIMIT))
                .compose(
                        page ->
                                (place.equals(BEGINNING)
                                                ? open.list(fromUs, toUs, scopes, asked.nowUs())
                                                : NONE_OPEN)
                                        .map(waiting -> shown(page, waiting)));
    }

    private static Answer shown(Page page, List<Open> waiting) {
        String next =
                page.next().stream()
                        .map(place -> place.startedUs() + "." + place.id())
                        .findFirst()
                        .orElse(null);
        return Answer.ok(new Windows("page", page.windows(), waiting, next != null, next));
    }

    private static Set<Scope> scopes(ListQuestion question) {
        return question.text("scope")
                .map(
                        text ->
                                Scope.named(text)
                                        .map(Set::of)
                                        .orElseThrow(ReconciliationRoute::noSuchScope))
                .orElseGet(() -> EnumSet.allOf(Scope.class));
    }

    private static Wrong noSuchScope() {
        return new Wrong("scope", "scope is engine, node, node_meter or zone_meter.");
    }

    private static Optional<Place> place(String text) {
        Matcher matcher = PAGE.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Place(
                                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
