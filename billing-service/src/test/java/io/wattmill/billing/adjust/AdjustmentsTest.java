// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import static io.wattmill.billing.BillingWorld.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Months' schedules, through settlement and the job, to the ledger. */
final class AdjustmentsTest {

    private static final String ROUNDS = "wattmill_price_adjustment_rounds";

    /** 20 tokens of output a request; the first 30 of a month are free, the rest costs 2. */
    private static final String YAML =
            """
            billing:
              chain: {interval: 50ms, signing-key: "%s"}
              prices:
                book:
                  lines:
                    - {model: llama-3.1-8b, input: 1, output: 4}
                  monthly:
                    - model: llama-3.1-8b
                      meter: output
                      mode: %s
                      steps: [{per-mtok: 0}, {above-tokens: 30, per-mtok: 2}]
                adjustments: {interval: 20ms, lateness: 48h}
            """;

    private final BillingWorld world = BillingWorld.start(yaml("graduated"));
    private final long t0 = world.clock.nowUs();

    private static String yaml(String mode) {
        return YAML.formatted("07".repeat(32), mode);
    }

    @AfterEach
    void close() {
        world.verify();
        world.close();
    }

    @Test
    void postsWhatAMonthComesToOnceHoweverOftenItLooks() {
        world.settle(Records.batch(Records.record(1, t0)));
        world.awaitRounds(ROUNDS, 3);
        assertEquals(-80_000, posted());
        assertEquals(1, adjustments());
        // Two requests: 40 tokens, of which 10 are not free, charged 160,000 one by one.
        world.settle(Records.batch(Records.record(2, t0 + 1_000_000)));
        world.awaitRounds(ROUNDS, 3);
        assertEquals(20_000 - 160_000, posted());
        assertEquals(2, adjustments());
        assertEquals(2, world.number("SELECT max(revision) FROM price_adjustment"));
        assertEquals(2, world.number("SELECT count(*) FROM booking WHERE kind = 5"));
        // What the project owes is what the month costs: input one by one, output by schedule.
        assertEquals(2 * 150_000 + 20_000, owed());
    }

    @Test
    void theCostsApiHasAdjustmentsAsLinesOfTheirOwn() {
        world.settle(Records.batch(Records.record(1, t0)));
        world.awaitRounds(ROUNDS, 3);
        Map<String, BigDecimal> lines = new HashMap<>();
        for (JsonNode bucket : costs("&group_by=line_item").get("data")) {
            bucket.get("results")
                    .forEach(
                            row ->
                                    lines.put(
                                            row.get("line_item").textValue(),
                                            row.at("/amount/value").decimalValue()));
        }
        assertEquals(4, lines.size());
        assertEquals(
                0,
                new BigDecimal("-0.00008")
                        .compareTo(lines.get("llama-3.1-8b, output, adjustment")));
        assertEquals(owed(), nano(lines.values()));
        assertEquals(
                owed(),
                nano(costs("").findValues("value").stream().map(JsonNode::decimalValue).toList()));
    }

    private JsonNode costs(String more) {
        long startS = t0 / 1_000_000;
        String path = "/v1/organization/costs?limit=31&start_time=%d&end_time=%d%s";
        return world.get(path.formatted(startS, startS + 31 * 86_400, more), admin()).json();
    }

    private static long nano(Collection<BigDecimal> values) {
        return values.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointRight(9)
                .longValueExact();
    }

    @Test
    void postsTheOtherWayWhenTheScheduleChanges() {
        world.settle(Records.batch(Records.record(1, t0), Records.record(2, t0)));
        world.awaitRounds(ROUNDS, 2);
        assertEquals(-140_000, posted());
        world.clock.advance(Duration.ofSeconds(1));
        world.restart(yaml("volume"));
        world.awaitRounds(ROUNDS, 2);
        assertEquals(80_000 - 160_000, posted());
    }

    @Test
    void adjustsThePastMonthForUsageThatCameLate() {
        world.settle(Records.batch(Records.record(1, t0)));
        world.awaitRounds(ROUNDS, 2);
        world.clock.advance(Duration.ofDays(31).plusHours(2));
        world.settle(
                Records.batch(
                        Records.record(2, t0 + 1_000_000), Records.record(3, world.clock.nowUs())));
        world.awaitRounds(ROUNDS, 2);
        assertEquals(2, world.number("SELECT count(DISTINCT month) FROM price_adjustment"));
        assertEquals(-140_000 - 80_000, posted());
    }

    @Test
    void theSecondOpinionSeesAnAdjustmentThatIsNotItsTransfer() {
        world.settle(Records.batch(Records.record(1, t0)));
        world.awaitRounds(ROUNDS, 2);
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM booking")
                                == world.number(
                                        "SELECT coalesce(sum(bookings), 0) FROM ledger_block"),
                "everything is sealed");
        world.corrupt("UPDATE price_adjustment SET posted_nano = posted_nano - 1");
        assertFalse(world.get("/billing/verify", admin()).json().get("ok").booleanValue());
        world.corrupt("UPDATE price_adjustment SET posted_nano = posted_nano + 1");
    }

    private long posted() {
        return world.number("SELECT coalesce(sum(posted_nano), 0)::bigint FROM price_adjustment");
    }

    private long adjustments() {
        return world.number("SELECT count(*) FROM price_adjustment");
    }

    private long owed() {
        return world.number(
                "SELECT sum(debits_posted - credits_posted)::bigint FROM account WHERE code = 100");
    }
}
