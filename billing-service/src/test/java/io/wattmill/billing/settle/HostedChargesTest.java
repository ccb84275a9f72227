// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;
import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.ProviderPrice;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

/** What a provider charges is cost of the request that it served, from settlement on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostedChargesTest {

    /** 100 x 0.15 + 50 x 0.075 + 20 x 0.60 per Mtok, in nano-dollars. */
    private static final long COST = 15_000 + 3_750 + 12_000;

    private static final long CHARGED = 26_100;
    private static final long WASTE_COST = 7 * 600;

    private final BillingWorld world =
            BillingWorld.start("billing: {chain: {interval: 50ms}, rollup: {interval: 50ms}}");
    private final long startUs = world.clock.nowUs();

    @BeforeAll
    void settle() {
        UsageRecord.Builder left = hosted(2).setWasteTokens(7).setOutcome(Outcome.OUTCOME_ABORTED);
        left.getAttemptsBuilder(0).setWasteTokens(7);
        assertEquals(0, world.settle(batch(hosted(1), left, fallback(3))).getRejectedCount());
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM booking")
                                == world.number(
                                        "SELECT coalesce(sum(bookings), 0) FROM ledger_block"),
                "everything is sealed");
    }

    @AfterAll
    void close() {
        world.verify();
        world.close();
    }

    private UsageRecord.Builder hosted(int n) {
        UsageRecord.Builder record =
                record(n, startUs).setPredicted(PredictedEnergy.getDefaultInstance());
        Attempt.Builder attempt = record.getAttemptsBuilder(0);
        return record.setAttempts(0, onProvider(attempt));
    }

    private static Attempt.Builder onProvider(Attempt.Builder attempt) {
        return attempt.setNodeId("far-api")
                .setEngineId("api")
                .setEngineKind("hosted")
                .setProviderPrice(
                        ProviderPrice.newBuilder()
                                .setInputPerMtok("0.15")
                                .setCacheReadPerMtok("0.075")
                                .setOutputPerMtok("0.60"));
    }

    /** An engine of the site's own failed it first. */
    private UsageRecord.Builder fallback(int n) {
        UsageRecord.Builder record = record(n, startUs);
        TokenVector tokens = record.getAttempts(0).getTokens();
        Attempt.Builder second =
                Records.attempt(2, startUs, startUs + 500_000, startUs + 2_000_000, tokens)
                        .toBuilder();
        record.getAttemptsBuilder(0)
                .setTokens(TokenVector.getDefaultInstance())
                .setOutcome(Outcome.OUTCOME_FAILED)
                .setError("unreachable");
        return record.addAttempts(onProvider(second));
    }

    private long costOf(int n) {
        return world.number(
                "SELECT coalesce(sum(amount), 0) FROM transfer WHERE ledger = 4 AND event_id = '"
                        + Records.id(n)
                        + "'");
    }

    @Test
    void booksWhatTheProviderChargesForEachRequestAndItsWaste() {
        assertEquals(COST, costOf(1));
        assertEquals(COST + WASTE_COST, costOf(2));
        assertEquals(COST, costOf(3));
        assertEquals(
                3 * COST + WASTE_COST,
                world.number(
                        "SELECT sum(credits_posted) FROM account WHERE code = 412 AND owner ="
                                + " 'far-api/api' AND unit = 'USD'"));
        assertEquals(
                3 * COST + WASTE_COST,
                world.number(
                        "SELECT sum(debits_posted) FROM account WHERE code = 400 AND owner ="
                                + " 'p1'"));
        assertEquals(3, world.number("SELECT count(*) FROM provider_charge"));
    }

    @Test
    void chargesTheSiteOnceHoweverOftenARecordComes() {
        world.settle(batch(hosted(1)));
        assertEquals(COST, costOf(1));
    }

    @Test
    void explainsARequestWithoutJoulesAndWithItsMargin() {
        JsonNode view = world.get("/v1/requests/" + Records.id(1), tenant("p1", "key-1")).json();
        assertEquals("unmetered", view.at("/energy/method").textValue());
        assertTrue(view.at("/energy/energy_joules").isNull(), view.toPrettyString());
        assertTrue(view.at("/carbon_grams").isNull());
        assertTrue(view.at("/money/energy_cost").isNull());
        assertSame("0.00003075", view.at("/money/provider_cost"));
        assertSame("0.00003075", view.at("/money/cost"));
        assertSame("-0.00000465", view.at("/money/margin"));
    }

    @Test
    void saysOfARequestThatWasServedElsewhereInTheEndWhatItCostThere() {
        JsonNode view = world.get("/v1/requests/" + Records.id(3), tenant("p1", "key-1")).json();
        assertEquals("predicted", view.at("/energy/method").textValue());
        assertSame("0.00003075", view.at("/money/provider_cost"));
        assertTrue(view.at("/money/cost").isNull(), "the joules of the first attempt are not in");
    }

    private static void assertSame(String expected, JsonNode actual) {
        assertEquals(
                0, new BigDecimal(expected).compareTo(actual.decimalValue()), actual::toString);
    }

    @Test
    void marginIsLessWhatProvidersCharge() {
        JsonNode row =
                world.get("/billing/margin?bucket=all&group_by=node&node=far-api", admin())
                        .json()
                        .get("data")
                        .get(0);
        assertEquals(3 * COST + WASTE_COST, row.at("/cost/provider/amount").longValue());
        assertEquals(3 * COST + WASTE_COST, row.at("/cost/total/amount").longValue());
        assertEquals(3 * CHARGED, row.at("/charged/amount").longValue());
        assertEquals(3 * (CHARGED - COST) - WASTE_COST, row.at("/margin/amount").longValue());
    }

    @Test
    void rollsUpWhatProvidersCharge() {
        Await.until(
                () -> world.number("SELECT cardinality(unrolled_bookings())") == 0,
                "everything is rolled up");
        assertEquals(
                3 * COST + WASTE_COST, world.number("SELECT sum(provider_nano) FROM finance_hour"));
        assertEquals(
                3 * COST + WASTE_COST,
                world.number(
                        "SELECT (sum(provider_cost) * 1000000000)::bigint FROM"
                                + " billing_views.margin_by_hour"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    B-I15 | amount_nano = amount_nano + 1
                    B-I15 | amount_nano = amount_nano - 1
                    B-I15 | output_tokens = output_tokens + 1
                    B-I15 | input_price = input_price * 2
                    B-I15 | number = number + 1
                    B-I14f | amount_nano = amount_nano + 1
                    B-I9 | amount_nano = amount_nano + 1
                    B-I9 | node_id = 'other'
                    """)
    void seesHarm(String invariant, String change) {
        world.execute("CREATE TABLE saved_charge AS SELECT * FROM provider_charge");
        world.corrupt(
                "UPDATE provider_charge SET "
                        + change
                        + " WHERE request_id = '"
                        + Records.id(2)
                        + "'");
        JsonNode verdict = world.get("/billing/verify", admin()).json();
        world.corrupt(
                "DELETE FROM provider_charge; INSERT INTO provider_charge SELECT * FROM"
                        + " saved_charge; DROP TABLE saved_charge");
        assertFalse(passes(verdict, invariant), verdict.toPrettyString());
    }

    private static boolean passes(JsonNode verdict, String invariant) {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("name").textValue().startsWith(invariant + " ")) {
                return check.get("ok").booleanValue();
            }
        }
        throw new AssertionError("no " + invariant + " in " + verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1e999999999", "0.0000000001", "1000001", "NaN"})
    void refusesAPriceThatIsNone(String price) {
        UsageRecord.Builder record = hosted(9);
        record.getAttemptsBuilder(0).getProviderPriceBuilder().setOutputPerMtok(price);
        assertEquals("bad_provider_price", world.settle(batch(record)).getRejected(0).getCode());
        assertEquals(0, costOf(9));
    }
}
