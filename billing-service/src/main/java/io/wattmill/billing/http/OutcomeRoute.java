// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.billing.outcome.OutcomeParser;
import io.wattmill.billing.query.OutcomeStore;
import io.wattmill.billing.query.RequestStore.Scope;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * {@code POST /v1/outcomes}: what came of a settled request. The same report twice is one; a
 * different one is added as the next revision, and the newest counts.
 */
final class OutcomeRoute implements Routes {

    private static final int NANO_DIGITS = 9;
    private static final int RETRY_AFTER_S = 1;

    private final OutcomeStore store;
    private final SettlingRequests settling;
    private final int maxBodyBytes;

    OutcomeRoute(OutcomeStore store, SettlingRequests settling, int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.store = store;
        this.settling = settling;
    }

    /** The report as it counts. */
    record Reported(
            String object,
            String requestId,
            int revision,
            boolean success,
            @Nullable BigDecimal score,
            @Nullable BigDecimal value,
            @Nullable String label,
            long reportedAtUs) {}

    @Override
    public void enter(RouteTable table) {
        BodyLimit limit = new BodyLimit("billing.http.max-body-bytes", maxBodyBytes);
        table.post(Access.TENANT, "/v1/outcomes", limit, this::answer);
    }

    private Future<Answer> answer(Asked asked) {
        return switch (OutcomeParser.parse(asked.body())) {
            case OutcomeParser.Invalid(String parameter, String message) ->
                    Future.succeededFuture(Answer.badParameter(parameter, message));
            case OutcomeParser.Valid valid -> add(asked.caller(), valid, asked.nowUs());
        };
    }

    /** A report right after an answer is of a request that settles at this moment. */
    private Future<Answer> add(Caller caller, OutcomeParser.Valid valid, long nowUs) {
        return settling.settled(caller.newest())
                .compose(
                        settled ->
                                settled || !RequestRoute.isLast(valid.requestId())
                                        ? put(caller, valid, nowUs)
                                        : Future.succeededFuture(RequestRoute.settling(caller)));
    }

    private Future<Answer> put(Caller caller, OutcomeParser.Valid valid, long nowUs) {
        return store.add(
                        RequestRoute.wanted(caller, valid.requestId()),
                        new Scope(caller.confinedTo()),
                        caller.keyId(),
                        valid.report(),
                        nowUs)
                .map(recorded -> answer(valid.requestId(), recorded));
    }

    private static Answer answer(String asked, OutcomeStore.Recorded recorded) {
        return switch (recorded) {
            case OutcomeStore.Counts counts -> Answer.ok(reported(counts.requestId(), counts));
            case OutcomeStore.NoSuchRequest() -> Answer.notSettled(asked, RETRY_AFTER_S);
            case OutcomeStore.TooMany(int limit) ->
                    Answer.conflict(
                            "This request has "
                                    + limit
                                    + " different reports already; the newest of them counts.");
        };
    }

    private static Reported reported(UUID id, OutcomeStore.Counts counts) {
        var report = counts.outcome().report();
        return new Reported(
                "wattmill.outcome",
                id.toString(),
                counts.outcome().revision(),
                report.success(),
                report.score().orElse(null),
                money(report.valueNano()),
                report.label().isEmpty() ? null : report.label(),
                counts.outcome().reportedAtUs());
    }

    private static @Nullable BigDecimal money(OptionalLong nano) {
        return nano.isPresent() ? BigDecimal.valueOf(nano.getAsLong(), NANO_DIGITS) : null;
    }
}
