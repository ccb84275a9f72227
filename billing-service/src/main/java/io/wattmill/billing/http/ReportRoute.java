// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.query.ReportStore;
import io.wattmill.billing.query.ReportStore.TooManyRows;
import io.wattmill.billing.report.ReportKind;
import io.wattmill.billing.report.ReportParser;
import io.wattmill.billing.report.ReportQuery;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code GET /v1/organization/usage/*} and {@code GET /v1/organization/costs}. */
final class ReportRoute implements Routes {

    private static final long US_PER_S = 1_000_000L;

    private final ReportStore store;

    ReportRoute(ReportStore store) {
        this.store = store;
    }

    @Override
    public void enter(RouteTable table) {
        for (ReportKind kind : ReportKind.values()) {
            table.get(
                    Access.TENANT, "/v1/organization/" + kind.path(), asked -> answer(kind, asked));
        }
    }

    private Future<Answer> answer(ReportKind kind, Asked asked) {
        MultiMap parameters = asked.query();
        var lists =
                parameters.names().stream()
                        .collect(Collectors.toMap(Function.identity(), parameters::getAll));
        return switch (ReportParser.parse(kind, lists, asked.nowUs() / US_PER_S)) {
            case ReportParser.Invalid invalid ->
                    Future.succeededFuture(
                            Answer.badParameter(invalid.parameter(), invalid.message()));
            case ReportParser.Valid valid -> within(asked.caller(), valid.query());
        };
    }

    private Future<Answer> within(Caller caller, ReportQuery query) {
        if (caller.isAdmin()) {
            return page(query);
        }
        List<String> asked = query.filter().projectIds();
        return asked.isEmpty() || asked.equals(List.of(caller.projectId()))
                ? page(query.within(caller.projectId()))
                : Future.succeededFuture(
                        Answer.forbidden(
                                "This key sees project '"
                                        + caller.projectId()
                                        + "' only; other projects need an admin key."));
    }

    private Future<Answer> page(ReportQuery query) {
        return store.page(query).map(Answer::ok).recover(ReportRoute::tooMany);
    }

    private static Future<Answer> tooMany(Throwable cause) {
        return cause instanceof TooManyRows tooMany
                ? Future.succeededFuture(Answer.badParameter("limit", tooMany.advice()))
                : Future.failedFuture(cause);
    }
}
