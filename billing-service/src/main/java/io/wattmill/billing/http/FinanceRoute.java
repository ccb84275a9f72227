// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.query.FinanceStore;
import io.wattmill.billing.query.FinanceStore.Shown;
import io.wattmill.billing.statement.Bucket;
import io.wattmill.billing.statement.Dimension;
import io.wattmill.billing.statement.EnergyLine;
import io.wattmill.billing.statement.FinancePlace;
import io.wattmill.billing.statement.FinanceQuery;
import io.wattmill.billing.statement.MarginLine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /billing/margin} and {@code GET /billing/energy}: sums by the hour, the day or the
 * whole period. A tenant sees its project's.
 */
final class FinanceRoute implements Routes {

    private static final long DEFAULT_SPAN_US = TimeUnit.DAYS.toMicros(7);
    private static final Set<String> PARAMETERS = parameters();

    private final FinanceStore store;
    private final PagesConfig config;

    FinanceRoute(FinanceStore store, PagesConfig config) {
        this.store = store;
        this.config = config;
    }

    private static Set<String> parameters() {
        Set<String> all =
                new HashSet<>(List.of("from", "to", "bucket", "group_by", "limit", "page"));
        all.addAll(Dimension.names());
        return Set.copyOf(all);
    }

    @Override
    public void enter(RouteTable table) {
        table.get(Access.TENANT, "/billing/margin", asked -> page(asked, MarginLine::of))
                .get(Access.TENANT, "/billing/energy", asked -> page(asked, EnergyLine::of));
    }

    private <T> Future<Answer> page(Asked asked, Shown<T> shown) {
        return store.page(query(ListQuestion.of(asked, PARAMETERS), asked.nowUs()), shown)
                .map(Answer::ok);
    }

    private FinanceQuery query(ListQuestion question, long nowUs) {
        long toUs = FinanceQuery.hourAfter(question.instantUs("to").orElse(nowUs + 1));
        long fromUs =
                FinanceQuery.hourOf(
                        question.instantUs("from").orElse(Math.max(0, toUs - DEFAULT_SPAN_US)));
        if (toUs <= fromUs || toUs - fromUs > TimeUnit.DAYS.toMicros(config.maxDays())) {
            throw new Wrong(
                    "to",
                    "to is after from, by at most %d days (billing.http.pages.max-days)."
                            .formatted(config.maxDays()));
        }
        return new FinanceQuery(
                fromUs,
                toUs,
                bucket(question),
                groupBy(question),
                only(question),
                question.page(FinancePlace::of, FinancePlace.START),
                question.limit(config.maxRows()));
    }

    private static Bucket bucket(ListQuestion question) {
        return Bucket.of(question.text("bucket").orElse("day"))
                .orElseThrow(() -> wrong("bucket", "one", Bucket.names()));
    }

    private static Set<Dimension> groupBy(ListQuestion question) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        question.text("group_by").stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .map(FinanceRoute::dimension)
                .forEach(dimensions::add);
        return dimensions;
    }

    private static Dimension dimension(String name) {
        return Dimension.of(name.strip())
                .orElseThrow(() -> wrong("group_by", "any", Dimension.names()));
    }

    private static Wrong wrong(String parameter, String how, List<String> names) {
        return new Wrong(
                parameter, parameter + " is " + how + " of " + String.join(", ", names) + ".");
    }

    private static Map<Dimension, String> only(ListQuestion question) {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        for (Dimension each : Dimension.values()) {
            question.text(each.wire()).ifPresent(value -> only.put(each, value));
        }
        question.project().ifPresent(project -> only.put(Dimension.PROJECT, project));
        return only;
    }
}
