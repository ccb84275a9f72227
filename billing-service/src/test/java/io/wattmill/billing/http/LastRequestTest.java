// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.BillingWorld.Reply;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.Principal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/requests/last} while the newest request is on its way to the ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LastRequestTest {

    private static final Principal OWNER = tenant("p1", "key-1");
    private static final long S = 1_000_000L;

    private static final String HASTY = waiting("500ms");
    private final BillingWorld world = BillingWorld.start(HASTY);
    private final long t0 = world.clock.nowUs();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void waitsForTheNewestRequestAndNeverTellsOfTheOneBefore() {
        world.settle(Records.batch(Records.record(1, t0)));
        String second = Records.id(2);

        Reply early = world.getAfter(second, "/v1/requests/last", OWNER);
        assertEquals(503, early.status());
        assertEquals("settling", early.json().at("/error/code").textValue());
        assertEquals(List.of("1"), early.headers().get("retry-after"));

        world.restart(waiting("60s"));
        var waiting =
                List.of("last", second).stream()
                        .map(id -> "/v1/requests/" + id)
                        .map(path -> asked(second, path))
                        .toList();
        world.settle(Records.batch(Records.record(2, t0 + S)));
        waiting.forEach(reply -> assertEquals(second, id(reply.join())));
        world.restart(HASTY);
    }

    private static String waiting(String longest) {
        return "billing: {http: {settling-wait: " + longest + "}}";
    }

    private CompletableFuture<Reply> asked(String newest, String path) {
        return CompletableFuture.supplyAsync(() -> world.getAfter(newest, path, OWNER));
    }

    @Test
    void theNewestIsTheOneThatEndedLastAlsoWhenItBeganFirst() {
        Principal key = tenant("p1", "key-9");
        world.settle(
                Records.batch(
                        Records.record(11, t0 + S).setPrincipal(key).setEndedAtUs(t0 + 9 * S),
                        Records.record(12, t0 + 2 * S).setPrincipal(key)));
        assertEquals(Records.id(11), id(world.getAfter(Records.id(11), "/v1/requests/last", key)));
        // Of what the gateway did not close itself, the newest is the one that was admitted last.
        assertEquals(Records.id(12), id(world.getAfter(Records.id(12), "/v1/requests/last", key)));
    }

    @Test
    void anotherKeysRequestIsNobodysLast() {
        world.settle(
                Records.batch(Records.record(21, t0 + 60 * S).setPrincipal(tenant("p2", "key-2"))));
        Reply reply = world.getAfter(Records.id(21), "/v1/requests/last", OWNER);
        assertFalse(reply.status() == 200 && id(reply).equals(Records.id(21)), reply::toString);
    }

    private static String id(Reply reply) {
        return reply.json().path("id").asText();
    }
}
