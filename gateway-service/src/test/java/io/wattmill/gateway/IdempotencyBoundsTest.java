// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is kept is bounded, by project and in memory; beyond the bounds nothing is billed twice. */
class IdempotencyBoundsTest {

    private static final String CHAT = "/v1/chat/completions";

    private static Site site(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put("WATTMILL_GATEWAY_IDEMPOTENCY_" + settings[i], settings[i + 1]);
        }
        return new Site(all);
    }

    private static HttpResponse<String> post(Site site, String key) {
        return site.post(CHAT, Site.chat(false, ""), "idempotency-key", key);
    }

    private static boolean replays(HttpResponse<String> response) {
        return response.headers().firstValue("idempotent-replayed").isPresent();
    }

    @Test
    void aProjectWithoutRoomGetsItsAnswersOnceAndTheOthersKeepTheirs() throws SQLException {
        try (Site site = site("MAX_PROJECT_BYTES", "700", "SWEEP", "100ms")) {
            assertEquals(200, post(site, "first").statusCode());
            assertTrue(replays(post(site, "first")), "there is room for one");
            assertEquals(200, post(site, "second").statusCode());
            HttpResponse<String> again = post(site, "second");
            assertEquals(410, again.statusCode());
            assertTrue(again.body().contains("no room for more kept answers"), again::body);
            assertTrue(replays(post(site, "first")), "what was kept stays");
            assertTrue(metrics(site).contains("idempotency.max-project-bytes"));
            Admin admin = new Admin(site, site.adminKey());
            String other =
                    admin.key(admin.project(admin.organization()), Admin.scopes("inference"))
                            .getString("key");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> theirs =
                        site.send(
                                "POST", CHAT, other, Site.chat(false, ""), "idempotency-key", "x");
                assertEquals(200, theirs.statusCode());
                assertEquals(i == 1, replays(theirs));
            }
            sql(site, "UPDATE gateway.idempotency SET keep_until = now() - interval '1 second'");
            Await.until(() -> replays(twice(site)), "there is room again when keys are old");
        }
    }

    private static int tries;

    private static HttpResponse<String> twice(Site site) {
        String key = "again-" + tries++;
        post(site, key);
        return post(site, key);
    }

    @Test
    void aProjectHasOnlySoManyKeysAndThoseThatItHasStand() {
        try (Site site = site("MAX_PROJECT_KEYS", "2")) {
            assertEquals(200, post(site, "one").statusCode());
            assertEquals(200, post(site, "two").statusCode());
            HttpResponse<String> third = post(site, "three");
            assertEquals(429, third.statusCode());
            assertTrue(third.body().contains("idempotency_keys_exhausted"), third::body);
            assertTrue(third.headers().firstValue("retry-after").isPresent());
            assertTrue(replays(post(site, "two")));
            assertEquals(2, site.one.received().size() + site.two.received().size());
            assertTrue(metrics(site).contains("idempotency.max-project-keys"));
        }
    }

    /** One that PostgreSQL took when nobody waited any more was never counted. */
    @Test
    void aClaimThatComesTooLateMakesRoomForNoOther() throws SQLException {
        try (Site site = site("MAX_PROJECT_KEYS", "1", "TIMEOUT", "1s");
                Connection hanging = TestPostgres.connect(site.postgres);
                Statement lock = hanging.createStatement()) {
            hanging.setAutoCommit(false);
            lock.execute("LOCK TABLE gateway.idempotency IN ACCESS EXCLUSIVE MODE");
            assertEquals(503, post(site, "late").statusCode());
            hanging.rollback();
            Await.until(() -> freed(site) == 1, "it is given up again");
            assertEquals(200, statusInTime(site, "one"));
            assertEquals(429, statusInTime(site, "two"));
        }
    }

    /** PostgreSQL may be late once more, by chance. */
    private static int statusInTime(Site site, String key) {
        AtomicInteger status = new AtomicInteger();
        Await.until(
                () -> {
                    status.set(post(site, key).statusCode());
                    return status.get() != 503;
                },
                "PostgreSQL is in time");
        return status.get();
    }

    private static double freed(Site site) {
        return site.context()
                .metrics()
                .counter("wattmill_idempotency_claims_ended", "how", "freed")
                .count();
    }

    @Test
    void answersBeyondTheGatewaysMemoryAreGivenOnce() {
        try (Site site = site("MAX_HELD_BYTES", "100")) {
            assertEquals(200, post(site, "one").statusCode());
            assertEquals(410, post(site, "one").statusCode());
            assertTrue(metrics(site).contains("idempotency.max-held-bytes"));
            assertTrue(metrics(site).contains("wattmill_idempotency_held_bytes 0.0"));
        }
    }

    @Test
    void aLongBodyIsToldApartByItsLastByte() {
        try (Site site = site("SWEEP", "60s")) {
            String body = Site.chat(false, "").replace("hello", "x".repeat(300_000));
            HttpResponse<String> first = site.post(CHAT, body, "idempotency-key", "long");
            assertEquals(200, first.statusCode());
            assertTrue(replays(site.post(CHAT, body, "idempotency-key", "long")));
            assertEquals(422, site.post(CHAT, body + " ", "idempotency-key", "long").statusCode());
        }
    }

    private static String metrics(Site site) {
        return site.get("/metrics", site.adminKey()).body();
    }

    private static void sql(Site site, String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
