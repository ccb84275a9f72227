// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

final class LeasesTest {

    private static final int BUDGET = 501;
    private static final int SPENT = 503;
    private static final int OVERRUN = 504;

    private final LeaseWorld world = new LeaseWorld();
    private final BillingWorld billing = world.billing;

    @AfterEach
    void theBooksHold() {
        billing.verify();
        world.close();
    }

    @Test
    void gatewaysTogetherGetNoMoreThanTheBudget() {
        world.budget("team", "USD", "1", "day", "hard");
        long one = world.begin("g1");
        long two = world.begin("g2");
        long first = world.wish("g1", one, "team", 600_000_000).getAmount();
        long second = world.wish("g2", two, "team", 600_000_000).getAmount();
        assertEquals(600_000_000, first);
        assertEquals(200_000_000, second, "half of what is left, there are two");
        long lent = first + second;
        for (int i = 0; i < 40; i++) {
            lent += world.wish("g1", one, "team", LeaseWorld.NANO).getAmount();
            lent += world.wish("g2", two, "team", LeaseWorld.NANO).getAmount();
        }
        assertEquals(LeaseWorld.NANO, lent);
        assertFalse(world.wish("g1", one, "team", 1).getRefusedReason().isEmpty());
    }

    @Test
    void settledUsageDebitsTheLeaseAndTheRestReturns() {
        world.budget("team", "USD", "1", "day", "hard");
        LeaseGrant lease = world.wish("g1", world.begin("g1"), "team", 400_000_000);
        world.settle("g1", 0, List.of(world.record(1, lease, 100), world.record(2, lease, 50)));
        assertEquals(150, world.balance(SPENT));
        billing.clock.advance(Duration.ofSeconds(30));
        world.awaitRound();
        assertEquals(1, world.open(), "its gateway may have more to settle");
        world.settle("g1", lease.getExpiresAtUs() + 1_000_000, List.of());
        Await.until(() -> world.open() == 0, "the lease is resolved");
        assertEquals(LeaseWorld.NANO - 150, world.balance(BUDGET));
        assertEquals(
                1, billing.number("SELECT count(*) FROM transfer WHERE kind = 2 AND amount = 150"));
    }

    @Test
    void aLeaseThatIsGivenBackUnspentReturnsWhole() {
        world.budget("team", "tokens", "1000", "month", "hard");
        long epoch = world.begin("g1");
        LeaseGrant lease = world.wish("g1", epoch, "team", 1_000);
        assertEquals("token", lease.getUnit());
        world.ask(
                LeaseRequest.newBuilder()
                        .setGatewayId("g1")
                        .setEpoch(epoch)
                        .addReleasedLeaseIds(lease.getLeaseId()));
        world.settle("g1", billing.clock.nowUs() + 1_000_000, List.of());
        Await.until(() -> world.open() == 0, "the lease is resolved");
        assertEquals(1_000, world.wish("g1", epoch, "team", 5_000).getAmount());
    }

    @Test
    void usageThatComesTooLateIsBookedAndFlaggedAndTheBudgetMakesUpForIt() {
        world.budget("team", "USD", "1", "day", "hard");
        long epoch = world.begin("g1");
        LeaseGrant lease = world.wish("g1", epoch, "team", 400_000_000);
        billing.clock.advance(Duration.ofSeconds(91));
        Await.until(() -> world.open() == 0, "the lease expires with its grace");
        assertEquals(1, billing.number("SELECT count(*) FROM transfer WHERE kind = 4"));
        world.settle("g1", 0, List.of(world.record(1, lease, 300_000_000)));
        assertEquals(300_000_000, world.balance(SPENT));
        assertEquals(-300_000_000, world.balance(OVERRUN));
        assertEquals(300_000_000, billing.number("SELECT late FROM lease_use"));
        assertEquals(700_000_000, world.wish("g1", epoch, "team", LeaseWorld.NANO).getAmount());
        assertEquals(0, world.balance(OVERRUN));
    }

    @Test
    void whatIsBeyondALeaseIsBookedAsOverrun() {
        world.budget("team", "joules", "5", "day", "hard");
        LeaseGrant lease = world.wish("g1", world.begin("g1"), "team", 2_000_000);
        world.settle("g1", 0, List.of(world.record(1, lease, 2_500_000)));
        assertEquals(500_000, billing.number("SELECT late FROM lease_use"));
        assertEquals(-500_000, world.balance(524));
    }

    @Test
    void usageOfALeaseThatNobodyKnowsIsBookedAllTheSame() {
        LeaseGrant forged =
                LeaseGrant.newBuilder()
                        .setBudgetId("gone")
                        .setUnit("token")
                        .setLeaseId("01980000-0000-8000-8000-000000000000")
                        .build();
        world.settle("g1", 0, List.of(world.record(1, forged, 70)));
        assertEquals(70, world.balance(513));
        assertEquals(70, billing.number("SELECT late FROM lease_use"));
    }

    @Test
    void aNewIncarnationFencesTheOneBefore() {
        world.budget("team", "USD", "1", "day", "hard");
        long old = world.begin("g1");
        LeaseGrant lease = world.wish("g1", old, "team", 400_000_000);
        long young = world.begin("g1");
        assertTrue(young > old);
        LeaseReply told =
                world.ask(
                        LeaseRequest.newBuilder()
                                .setGatewayId("g1")
                                .setEpoch(old)
                                .addWishes(
                                        LeaseWish.newBuilder().setBudgetId("team").setAmount(1)));
        assertTrue(told.getFenced());
        assertEquals(0, told.getGrantsCount());
        world.settle("g1", 0, List.of(world.record(1, lease, 100)));
        assertEquals(100, world.balance(SPENT));
        assertEquals(1, billing.number("SELECT count(*) FROM lease_use WHERE fenced"));
        assertEquals(1, world.wish("g1", young, "team", 1).getAmount());
    }

    @Test
    void aCalendarBudgetBeginsAnewAndNoLeaseOutlivesItsWindow() {
        world.budget("team", "tokens", "100", "day", "hard");
        long epoch = world.begin("g1");
        billing.clock.advance(Duration.ofHours(24).minusSeconds(10));
        LeaseGrant lease = world.wish("g1", epoch, "team", 100);
        assertEquals(billing.clock.nowUs() + 10_000_000, lease.getExpiresAtUs());
        assertEquals(0, world.wish("g1", epoch, "team", 100).getAmount());
        billing.clock.advance(Duration.ofSeconds(10));
        assertEquals(100, world.wish("g1", epoch, "team", 100).getAmount());
    }

    @Test
    void aRollingBudgetRegainsWhatWasSpentLongEnoughAgo() {
        world.budget("team", "tokens", "100", "10m", "hard");
        long epoch = world.begin("g1");
        LeaseGrant lease = world.wish("g1", epoch, "team", 100);
        world.settle("g1", 0, List.of(world.record(1, lease, 60)));
        billing.clock.advance(Duration.ofSeconds(30));
        world.settle("g1", billing.clock.nowUs() + 1_000_000, List.of());
        Await.until(() -> world.open() == 0, "the lease is resolved");
        assertEquals(40, world.wish("g1", epoch, "team", 100).getAmount());
        billing.clock.advance(Duration.ofMinutes(10));
        world.settle("g1", billing.clock.nowUs(), List.of());
        Await.until(() -> world.open() == 0, "the second lease is resolved");
        assertEquals(100, world.wish("g1", epoch, "team", 100).getAmount());
    }

    @Test
    void aSoftBudgetLendsOnAndShowsIt() {
        world.budget("team", "USD", "0.5", "day", "soft");
        LeaseGrant lease = world.wish("g1", world.begin("g1"), "team", LeaseWorld.NANO);
        assertEquals(LeaseWorld.NANO, lease.getAmount());
        world.settle("g1", 0, List.of(world.record(1, lease, 800_000_000)));
        JsonNode view = billing.get("/billing/budgets", BillingWorld.admin()).json().get("data");
        assertEquals(new BigDecimal("0.8"), new BigDecimal(view.get(0).get("spent").asText()));
        assertTrue(view.get(0).get("left").decimalValue().signum() < 0);
    }

    @Test
    void aLoweredBudgetLendsNoMoreThanItsNewAmount() {
        world.budget("team", "tokens", "100", "day", "hard");
        long epoch = world.begin("g1");
        assertEquals(30, world.wish("g1", epoch, "team", 30).getAmount());
        world.budget("team", "tokens", "50", "day", "hard");
        assertEquals(20, world.wish("g1", epoch, "team", 90).getAmount());
        world.budget("team", "tokens", "10", "day", "hard");
        assertEquals(0, world.wish("g1", epoch, "team", 90).getAmount());
        world.budget("team", "tokens", "60", "day", "hard");
        assertEquals(10, world.wish("g1", epoch, "team", 90).getAmount());
    }

    @Test
    void slicesOfALimitNeverExceedItNotEvenAcrossARestart() {
        world.budget("rpm", "requests_per_minute", "100", "", "hard");
        long one = world.begin("g1");
        long two = world.begin("g2");
        assertEquals(100, world.wish("g1", one, "rpm", 500).getAmount());
        assertEquals(0, world.wish("g2", two, "rpm", 500).getAmount());
        billing.restart();
        assertEquals(50, world.wish("g1", one, "rpm", 500).getAmount());
        assertEquals(50, world.wish("g2", two, "rpm", 500).getAmount());
        long zombie = world.begin("g2");
        assertEquals(0, world.wish("g2", zombie, "rpm", 500).getAmount(), "still in use");
        billing.clock.advance(Duration.ofSeconds(15));
        assertEquals(100, world.wish("g2", zombie, "rpm", 50).getAmount(), "alone");
    }

    @Test
    void aConcurrencySliceIsNeverBelowWhatIsInFlight() {
        world.budget("slots", "concurrency", "10", "", "hard");
        long one = world.begin("g1");
        long two = world.begin("g2");
        assertEquals(10, world.wish("g1", one, "slots", 10, 0).getAmount());
        assertEquals(0, world.wish("g2", two, "slots", 10, 0).getAmount());
        assertEquals(8, world.wish("g1", one, "slots", 10, 8).getAmount());
        assertEquals(2, world.wish("g2", two, "slots", 10, 0).getAmount());
    }

    @Test
    void aRequestWithoutAGatewayIsRefused() {
        assertThrows(
                RuntimeException.class, () -> world.ask(LeaseRequest.newBuilder().setEpoch(1)));
    }

    @Test
    void aBadBudgetIsToldWhatToMend() {
        String good = "\"scope\": \"key\", \"scope_id\": \"k\", \"unit\": \"USD\"";
        var noWindow = billing.put("/billing/budgets/b", "{" + good + ", \"amount\": 5}");
        assertEquals(400, noWindow.status());
        assertEquals("window", noWindow.json().at("/error/param").asText());
        assertTrue(noWindow.json().at("/error/message").asText().contains("24h"));
        var tooFine =
                billing.put(
                        "/billing/budgets/b",
                        "{" + good + ", \"amount\": 0.0000000001, \"window\": \"day\"}");
        assertEquals("amount", tooFine.json().at("/error/param").asText());
        assertEquals(404, billing.delete("/billing/budgets/b").status());
        assertEquals(403, billing.get("/billing/budgets", BillingWorld.tenant("p1", "k")).status());
        world.budget("b", "USD", "5", "24h", "hard");
        assertEquals(200, billing.delete("/billing/budgets/b").status());
    }
}
