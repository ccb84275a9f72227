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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
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
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int DEFAULT_LIMIT = 100;
    private static final long DAY_US = Duration.ofDays(1).toMillis() * 1_000;
    private static final Place BEGINNING = new Place(0, 0);

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
        long toUs = instant(asked, "to", asked.nowUs());
        long fromUs = instant(asked, "from", toUs - DAY_US);
        return report.page(fromUs, toUs, scopes(asked), place(asked), limit(asked))
                .compose(page -> open(asked, fromUs, toUs).map(waiting -> shown(page, waiting)));
    }

    private Future<List<Open>> open(Asked asked, long fromUs, long toUs) {
        return asked.query().contains("page")
                ? Future.succeededFuture(List.of())
                : open.list(fromUs, toUs, scopes(asked), asked.nowUs());
    }

    private static Answer shown(Page page, List<Open> waiting) {
        String next =
                page.next().stream()
                        .map(place -> place.startedUs() + "." + place.id())
                        .findFirst()
                        .orElse(null);
        return Answer.ok(new Windows("page", page.windows(), waiting, next != null, next));
    }

    private static long instant(Asked asked, String name, long absent) {
        String text = asked.query().get(name);
        if (text == null) {
            return absent;
        }
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
        } catch (DateTimeParseException | ArithmeticException _) {
            throw new Wrong(name, name + " is an instant in UTC, as in 2026-11-21T17:00:00Z.");
        }
    }

    private static Set<Scope> scopes(Asked asked) {
        String text = asked.query().get("scope");
        if (text == null) {
            return EnumSet.allOf(Scope.class);
        }
        return Scope.named(text)
                .map(Set::of)
                .orElseThrow(
                        () ->
                                new Wrong(
                                        "scope",
                                        "scope is engine, node, node_meter or zone_meter."));
    }

    private static int limit(Asked asked) {
        String text = asked.query().get("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!LIMIT.matcher(text).matches()) {
            throw new Wrong("limit", "limit is from 1 to 999.");
        }
        return Integer.parseInt(text);
    }

    private static Place place(Asked asked) {
        String text = asked.query().get("page");
        if (text == null) {
            return BEGINNING;
        }
        Matcher matcher = PAGE.matcher(text);
        if (!matcher.matches()) {
            throw new Wrong("page", "page is what the page before gave as next_page.");
        }
        return new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
