// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.billing.query.RequestStore;
import io.wattmill.kit.telemetry.Limits;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * {@code GET /billing/settled?ids=ID,ID,…}: how often each of these requests is on the ledger, in
 * the order of the question. Admins only; whoever has many ids asks several times.
 */
final class SettledRoute implements Routes {

    /**
     * The answer.
     *
     * @param data one entry for each id that was asked about
     */
    record Settled(List<Entry> data) {}

    /**
     * One request.
     *
     * @param times 0 when it is not on the ledger
     */
    record Entry(String requestId, long times) {}

    private final RequestStore store;
    private final int maxIds;
    private final MeterRegistry metrics;

    SettledRoute(RequestStore store, int maxIds, MeterRegistry metrics) {
        this.store = store;
        this.maxIds = maxIds;
        this.metrics = metrics;
    }

    @Override
    public void enter(RouteTable table) {
        table.get(RouteTable.Access.ADMIN, "/billing/settled", asked -> answer(asked.query()));
    }

    private Future<Answer> answer(MultiMap query) {
        List<String> ids =
                Arrays.asList(Objects.requireNonNullElse(query.get("ids"), "").split(",", -1));
        if (ids.size() > maxIds) {
            Limits.hit(metrics, "billing.http.max-settled-ids");
            return refused("ids are at most " + maxIds + " at a time.");
        }
        return ids.stream().allMatch(RequestRoute::isRequestId)
                ? lookedUp(ids.stream().map(UUID::fromString).toList())
                : refused("ids are request ids, with commas between them.");
    }

    private static Future<Answer> refused(String message) {
        return Future.succeededFuture(Answer.badParameter("ids", message));
    }

    private Future<Answer> lookedUp(List<UUID> ids) {
        return store.settled(ids).map(times -> Answer.ok(settled(ids, times)));
    }

    private static Settled settled(List<UUID> ids, Map<UUID, Long> times) {
        return new Settled(
                ids.stream()
                        .map(id -> new Entry(id.toString(), times.getOrDefault(id, 0L)))
                        .toList());
    }
}
