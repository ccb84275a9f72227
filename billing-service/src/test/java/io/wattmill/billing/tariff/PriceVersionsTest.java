// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;
import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.BillingWorld.Reply;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.UsageRecord;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Versions of the book from import to rollback, through HTTP, the rate card and settlement. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PriceVersionsTest {

    private static final String OTHER_BOOK =
            "book: {lines: [{model: llama-3.1-8b, input: 11, output: 12}]}";

    /** The clock of a world starts on Thursday 2026-01-01 at 00:00 UTC. */
    private static final String BOOK =
            """
            book:
              lines:
                - {model: llama-3.1-8b, input: 1, cache-read: 0.1, output: 2, reasoning: 3}
                - {model: llama-3.1-8b, tier: batch, input: 0.5, output: 1}
                - {model: llama-3.1-8b, above-input: 1000, input: 10}
                - {model: llama-3.1-8b, days: [thursday], from: "22:00", to: "06:00", output: 4}
                - {model: llama-3.1-8b, project: p7, input: 7}
                - {model: llama-3.1-8b, organization: org, tier: priority, output: 9}
            """;

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs();

    @AfterAll
    void close() {
        world.verify();
        world.close();
    }

    @Test
    void anImportIsADraftUntilItIsActivated() {
        int before = card().getVersion();
        int draft = imported(BOOK);
        assertEquals("draft", state(draft));
        assertEquals(before, card().getVersion());
        assertEquals(draft, activated("/billing/prices/" + draft + "/activate"));
        assertEquals("in_force", state(draft));
        assertEquals("past", state(before));
        assertEquals(draft, card().getVersion());
        assertEquals(10, card().getLinesCount());
    }

    @Test
    void ratesByEveryConditionAndTheSecondOpinionAgrees() {
        int version = activated("/billing/prices/" + imported(BOOK) + "/activate");
        long noon = t0 + 12 * 3_600_000_000L;
        world.settle(
                Records.batch(
                        usage(1, version, t0),
                        usage(2, version, noon),
                        usage(3, version, noon).setWork(tier("batch")),
                        usage(4, version, noon).setWork(tier("priority")),
                        usage(5, version, noon).setWork(tier("own")),
                        usage(6, version, noon).setPrincipal(tenant("p7", "key-7")),
                        usage(7, version, noon)
                                .setTokens(TokenVector.newBuilder().setInputUncached(1_001)),
                        usage(8, version, noon).setModel("nobody's")));
        // 100 uncached, 50 cached, 15 of output and 5 of reasoning apart from it.
        assertEquals(100_000 + 5_000 + 60_000 + 15_000, charged(1));
        assertEquals(100_000 + 5_000 + 30_000 + 15_000, charged(2));
        assertEquals(50_000 + 5_000 + 15_000 + 15_000, charged(3));
        assertEquals(100_000 + 5_000 + 135_000 + 15_000, charged(4));
        assertEquals(charged(2), charged(5));
        assertEquals(700_000 + 5_000 + 30_000 + 15_000, charged(6));
        assertEquals(10_010_000, charged(7));
        assertEquals(0, charged(8));
        assertEquals(1, world.number("SELECT count(*) FROM usage_event WHERE price_tier IS NULL"));
        assertEquals(1, world.counter("wattmill_billing_unpriced"));
    }

    @Test
    void aDryRunSaysWhatTheBookChargesOnceItIsActive() {
        long friday = t0 + 86_400_000_000L;
        world.settle(Records.batch(rehearsed(9, 1, friday), rehearsed(10, 1, friday + 60_000_000)));
        int draft = imported(BOOK);
        JsonNode row = get("/billing/prices/" + draft + "/dry-run?" + friday()).get("data").get(0);
        assertEquals("rehearsed", row.get("project_id").textValue());
        assertEquals(2, row.get("requests").intValue());
        assertEquals("0.0000522", plain(row, "charged"));
        assertEquals("0.0003", plain(row, "would_be"));
        assertEquals("0.0002478", plain(row, "difference"));
        int version = activated("/billing/prices/" + draft + "/activate");
        world.settle(
                Records.batch(
                        rehearsed(11, version, friday),
                        rehearsed(12, version, friday + 60_000_000)));
        assertEquals(300_000, charged(11) + charged(12));
    }

    @Test
    void aRollbackIsANewVersionWithTheOldTerms() {
        int before = card().getVersion();
        int second = activated("/billing/prices/" + imported(OTHER_BOOK) + "/activate");
        int third = activated("/billing/prices/rollback");
        assertEquals(second + 1, third);
        assertEquals(third, card().getVersion());
        JsonNode diff = diff(before, third);
        assertTrue(diff.get("removed").isEmpty() && diff.get("added").isEmpty());
        assertEquals("rollback", version(third).get("origin").textValue());
        assertFalse(diff(before, second).get("added").isEmpty());
    }

    @Test
    void aVersionMayBeginLater() {
        int before = card().getVersion();
        int draft = imported(BOOK);
        String at = instant(world.clock.nowUs() + 60_000_000);
        activated("/billing/prices/" + draft + "/activate?at=" + at);
        assertEquals("scheduled", state(draft));
        assertEquals(before, card().getVersion());
        world.clock.advance(Duration.ofSeconds(60));
        assertEquals(draft, card().getVersion());
        assertEquals("in_force", state(draft));
    }

    @Test
    void tellsWhatAFileHasThatItDidNotUnderstand() {
        Reply reply =
                world.post(
                        "/billing/prices?format=litellm&provider=v",
                        """
                        {"m": {"litellm_provider": "v", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
                               "output_cost_per_image": 0.1}}
                        """,
                        admin());
        assertEquals(200, reply.status(), reply.json().toString());
        assertEquals(
                "no such meter: output_cost_per_image",
                reply.json().get("left_out").get(0).get("what").textValue());
    }

    @Test
    void refusesStrangersAndWhatMakesNoSense() {
        assertEquals(403, world.get("/billing/prices", tenant("p1", "key-1")).status());
        assertEquals(403, world.post("/billing/prices", BOOK, tenant("p1", "key-1")).status());
        assertEquals(400, world.post("/billing/prices", "book: {}", admin()).status());
        assertEquals(400, world.post("/billing/prices?format=csv", BOOK, admin()).status());
        assertEquals(400, world.get("/billing/prices/x", admin()).status());
        assertEquals(400, world.get("/billing/prices/1/dry-run?from=now", admin()).status());
        assertEquals(404, world.get("/billing/prices/99", admin()).status());
        assertEquals(404, world.post("/billing/prices/99/activate", "", admin()).status());
    }

    private int imported(String book) {
        Reply reply = world.post("/billing/prices?note=test", book, admin());
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json().get("version").intValue();
    }

    private int activated(String path) {
        world.clock.advance(Duration.ofSeconds(1));
        Reply reply = world.post(path, "", admin());
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json().get("version").intValue();
    }

    private JsonNode get(String path) {
        Reply reply = world.get(path, admin());
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json();
    }

    private JsonNode version(int number) {
        for (JsonNode version : get("/billing/prices").get("data")) {
            if (version.get("version").intValue() == number) {
                return version;
            }
        }
        throw new AssertionError("no version " + number);
    }

    private String state(int number) {
        return version(number).get("state").textValue();
    }

    private RateCard card() {
        return await(world.service().ledger().rateCard(RateCardRequest.getDefaultInstance()))
                .getCard();
    }

    private JsonNode diff(int from, int to) {
        return get("/billing/prices/diff?from=" + from + "&to=" + to);
    }

    private long charged(int n) {
        return world.number(
                "SELECT charged_nano FROM usage_event WHERE request_id = '%s'"
                        .formatted(Records.id(n)));
    }

    private static String plain(JsonNode row, String field) {
        return row.get(field).decimalValue().stripTrailingZeros().toPlainString();
    }

    private String friday() {
        return "from=" + instant(t0 + 86_400_000_000L) + "&to=" + instant(t0 + 90_000_000_000L);
    }

    private static String instant(long us) {
        return Instant.EPOCH.plus(us, ChronoUnit.MICROS).toString();
    }

    private static UsageRecord.Builder rehearsed(int n, int version, long startUs) {
        return usage(n, version, startUs).setPrincipal(tenant("rehearsed", "key-9"));
    }

    private static WorkContext tier(String tier) {
        return WorkContext.newBuilder().setTier(tier).build();
    }

    private static UsageRecord.Builder usage(int n, int version, long startUs) {
        return Records.record(n, startUs).setPriceVersion(version);
    }
}
