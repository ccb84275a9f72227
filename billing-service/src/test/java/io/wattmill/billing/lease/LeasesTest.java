// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.dump.DumpAudit;
import io.wattmill.contract.ledger.v1.BudgetFrame;
import io.wattmill.contract.ledger.v1.BudgetScope;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeasesTest {

    private static final int BUDGET = 501;
    private static final int SPENT = 503;
    private static final int OVERRUN = 504;

    private static final long DAY_US = 86_400_000_000L;

    private final LeaseWorld world = new LeaseWorld();
    private final BillingWorld billing = world.billing;

    @AfterEach
    void theBooksHold() {
        world.awaitRound();
        billing.verify();
    }

    @AfterAll
    void aDumpOfBooksWithLeasesProvesItself() {
        DumpAudit audit = new DumpAudit(Optional.empty());
        String dump = billing.get("/billing/dump", BillingWorld.admin()).json().textValue();
        dump.lines().forEach(audit::line);
        audit.checks().forEach(check -> assertTrue(check.ok(), check::toString));
        assertTrue(dump.contains("\nlease_use\t"));
        world.close();
    }

    @Test
    void gatewaysTogetherGetNoMoreThanTheBudget() {
        world.budget("b1", "USD", "1", "day", "hard");
        long one = world.begin("b1-one");
        long two = world.begin("b1-two");
        long first = world.wish("b1-one", one, "b1", 600_000_000).getAmount();
        long second = world.wish("b1-two", two, "b1", 600_000_000).getAmount();
        assertEquals(600_000_000, first);
        assertEquals(200_000_000, second, "half of what is left, there are two");
        long lent = first + second;
        for (int i = 0; i < 40; i++) {
            lent += world.wish("b1-one", one, "b1", LeaseWorld.NANO).getAmount();
            lent += world.wish("b1-two", two, "b1", LeaseWorld.NANO).getAmount();
        }
        assertEquals(LeaseWorld.NANO, lent);
        assertFalse(world.wish("b1-one", one, "b1", 1).getRefusedReason().isEmpty());
    }

    @Test
    void settledUsageDebitsTheLeaseAndTheRestReturns() {
        world.budget("b2", "USD", "1", "day", "hard");
        LeaseGrant lease = world.wish("b2-one", world.begin("b2-one"), "b2", 400_000_000);
        world.settle("b2-one", 0, List.of(world.record(lease, 100), world.record(lease, 50)));
        assertEquals(150, world.balance("b2", SPENT));
        billing.clock.advance(Duration.ofSeconds(30));
        world.awaitRound();
        assertEquals(1, world.open("b2"), "its gateway may have more to settle");
        world.settle("b2-one", lease.getExpiresAtUs() + 1_000_000, List.of());
        Await.until(() -> world.open("b2") == 0, "the lease is resolved");
        assertEquals(LeaseWorld.NANO - 150, world.balance("b2", BUDGET));
        assertEquals(
                1,
                billing.number(
                        "SELECT count(*) FROM transfer WHERE kind = 2 AND amount = 150 AND "
                                + of(lease)));
    }

    @Test
    void aLeaseThatIsGivenBackUnspentReturnsWhole() {
        world.budget("b3", "tokens", "1000", "month", "hard");
        long epoch = world.begin("b3-one");
        LeaseGrant lease = world.wish("b3-one", epoch, "b3", 1_000);
        assertEquals("token", lease.getUnit());
        world.ask(
                LeaseRequest.newBuilder()
                        .setGatewayId("b3-one")
                        .setEpoch(epoch)
                        .addReleasedLeaseIds(lease.getLeaseId()));
        world.settle("b3-one", billing.clock.nowUs() + 1_000_000, List.of());
        Await.until(() -> world.open("b3") == 0, "the lease is resolved");
        assertEquals(
                1, billing.number("SELECT count(*) FROM transfer WHERE kind = 3 AND " + of(lease)));
        assertEquals(1_000, world.wish("b3-one", epoch, "b3", 5_000).getAmount());
    }

    @Test
    void usageThatComesTooLateIsBookedAndFlaggedAndTheBudgetMakesUpForIt() {
        world.budget("b4", "USD", "1", "day", "hard");
        long epoch = world.begin("b4-one");
        LeaseGrant lease = world.wish("b4-one", epoch, "b4", 400_000_000);
        billing.clock.advance(Duration.ofSeconds(91));
        Await.until(() -> world.open("b4") == 0, "the lease expires with its grace");
        assertEquals(
                1, billing.number("SELECT count(*) FROM transfer WHERE kind = 4 AND " + of(lease)));
        world.settle("b4-one", 0, List.of(world.record(lease, 300_000_000)));
        assertEquals(300_000_000, world.balance("b4", SPENT));
        assertEquals(-300_000_000, world.balance("b4", OVERRUN));
        assertEquals(300_000_000, world.late("b4"));
        assertEquals(700_000_000, world.wish("b4-one", epoch, "b4", LeaseWorld.NANO).getAmount());
        assertEquals(0, world.balance("b4", OVERRUN));
    }

    @Test
    void whatIsBeyondALeaseIsBookedAsOverrun() {
        world.budget("b5", "joules", "5", "day", "hard");
        LeaseGrant lease = world.wish("b5-one", world.begin("b5-one"), "b5", 2_000_000);
        world.settle("b5-one", 0, List.of(world.record(lease, 2_500_000)));
        assertEquals(500_000, world.late("b5"));
        assertEquals(-500_000, world.balance("b5", 524));
    }

    @Test
    void usageOfALeaseThatNobodyKnowsIsBookedAllTheSame() {
        LeaseGrant forged =
                LeaseGrant.newBuilder()
                        .setBudgetId("b6")
                        .setUnit("token")
                        .setLeaseId("01980000-0000-8000-8000-000000000000")
                        .build();
        world.settle("b6-one", 0, List.of(world.record(forged, 70)));
        assertEquals(70, world.balance("b6", 513));
        assertEquals(70, world.late("b6"));
    }

    @Test
    void whatASoftBudgetIsSpentOfWithoutALeaseCountsInIt() {
        world.budget("b14", "tokens", "100", "day", "soft");
        LeaseGrant none =
                LeaseGrant.newBuilder()
                        .setBudgetId("b14")
                        .setUnit("token")
                        .setLeaseId("00000000-0000-0000-0000-000000000000")
                        .build();
        world.settle("b14-one", 0, List.of(world.record(none, 70)));
        assertEquals(70, listed("b14").get("spent").asLong());
        assertEquals(70, world.late("b14"));
        LeaseGrant next = world.wish("b14-one", world.begin("b14-one"), "b14", 100);
        assertEquals(100, next.getAmount());
        assertEquals(70, next.getSpent());
        assertEquals(0, world.balance("b14", 514), "made up for");
    }

    @Test
    void aLeaseSaysHowItsBudgetStands() {
        world.budget("b15", "USD", "1", "day", "hard");
        long one = world.begin("b15-one");
        long two = world.begin("b15-two");
        LeaseGrant lease = world.wish("b15-one", one, "b15", 300_000_000);
        assertEquals(0, lease.getSpent());
        world.settle("b15-one", 0, List.of(world.record(lease, 100_000_000)));
        LeaseGrant other = world.wish("b15-two", two, "b15", 1);
        assertEquals(100_000_000, other.getSpent());
        assertEquals(200_000_000, other.getElsewhere());
        long nowUs = billing.clock.nowUs();
        assertEquals(nowUs - nowUs % DAY_US + DAY_US, other.getRegainsAtUs());
    }

    @Test
    void gatewaysAreToldOfBudgetsOncePerRevision() {
        world.budget("b16", "joules", "5", "10m", "soft");
        BudgetsReply all = budgets(0);
        BudgetTerms terms =
                all.getBudgetsList().stream()
                        .filter(b -> b.getId().equals("b16"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(BudgetScope.BUDGET_SCOPE_PROJECT, terms.getScope());
        assertEquals("b16", terms.getScopeId());
        assertEquals("uj", terms.getUnit());
        assertEquals(5_000_000, terms.getAmount());
        assertEquals(BudgetFrame.BUDGET_FRAME_ROLLING, terms.getFrame());
        assertEquals(600_000_000, terms.getFrameUs());
        assertFalse(terms.getHard());
        assertTrue(budgets(all.getRevision()).getUnchanged());
        assertEquals(200, billing.delete("/billing/budgets/b16").status());
        BudgetsReply changed = budgets(all.getRevision());
        assertTrue(changed.getRevision() > all.getRevision());
        assertEquals(all.getBudgetsCount() - 1, changed.getBudgetsCount());
    }

    private BudgetsReply budgets(long known) {
        return Await.await(
                billing.service()
                        .ledger()
                        .budgets(BudgetsRequest.newBuilder().setKnownRevision(known).build()));
    }

    @Test
    void aNewIncarnationFencesTheOneBefore() {
        world.budget("b7", "USD", "1", "day", "hard");
        long old = world.begin("b7-one");
        LeaseGrant lease = world.wish("b7-one", old, "b7", 400_000_000);
        long young = world.begin("b7-one");
        assertTrue(young > old);
        LeaseReply told =
                world.ask(
                        LeaseRequest.newBuilder()
                                .setGatewayId("b7-one")
                                .setEpoch(old)
                                .addWishes(LeaseWish.newBuilder().setBudgetId("b7").setAmount(1)));
        assertTrue(told.getFenced());
        assertEquals(0, told.getGrantsCount());
        world.settle("b7-one", 0, List.of(world.record(lease, 100)));
        assertEquals(100, world.balance("b7", SPENT));
        assertEquals(
                1,
                billing.number(
                        "SELECT count(*) FROM lease_use WHERE fenced AND lease_id = '"
                                + lease.getLeaseId()
                                + "'"));
        assertEquals(1, world.wish("b7-one", young, "b7", 1).getAmount());
    }

    @Test
    void aCalendarBudgetBeginsAnewAndNoLeaseOutlivesItsWindow() {
        world.budget("b8", "tokens", "100", "day", "hard");
        long epoch = world.begin("b8-one");
        long intoDayUs = billing.clock.nowUs() % DAY_US;
        billing.clock.advance(Duration.ofSeconds((DAY_US - intoDayUs) / 1_000_000 - 10));
        LeaseGrant lease = world.wish("b8-one", epoch, "b8", 100);
        assertEquals(billing.clock.nowUs() + 10_000_000, lease.getExpiresAtUs());
        assertEquals(0, world.wish("b8-one", epoch, "b8", 100).getAmount());
        billing.clock.advance(Duration.ofSeconds(10));
        assertEquals(100, world.wish("b8-one", epoch, "b8", 100).getAmount());
    }

    @Test
    void aRollingBudgetRegainsWhatWasSpentLongEnoughAgo() {
        world.budget("b9", "tokens", "100", "10m", "hard");
        long epoch = world.begin("b9-one");
        LeaseGrant lease = world.wish("b9-one", epoch, "b9", 100);
        world.settle("b9-one", 0, List.of(world.record(lease, 60)));
        billing.clock.advance(Duration.ofSeconds(30));
        world.settle("b9-one", billing.clock.nowUs() + 1_000_000, List.of());
        Await.until(() -> world.open("b9") == 0, "the lease is resolved");
        assertEquals(40, world.wish("b9-one", epoch, "b9", 100).getAmount());
        billing.clock.advance(Duration.ofMinutes(10));
        world.settle("b9-one", billing.clock.nowUs(), List.of());
        Await.until(() -> world.open("b9") == 0, "the second lease is resolved");
        assertEquals(100, world.wish("b9-one", epoch, "b9", 100).getAmount());
    }

    @Test
    void aSoftBudgetLendsOnAndShowsIt() {
        world.budget("b10", "USD", "0.5", "day", "soft");
        LeaseGrant lease = world.wish("b10-one", world.begin("b10-one"), "b10", LeaseWorld.NANO);
        assertEquals(LeaseWorld.NANO, lease.getAmount());
        world.settle("b10-one", 0, List.of(world.record(lease, 800_000_000)));
        JsonNode view = listed("b10");
        assertEquals(new BigDecimal("0.8"), new BigDecimal(view.get("spent").asText()));
        assertTrue(view.get("left").decimalValue().signum() < 0);
    }

    @Test
    void aLoweredBudgetLendsNoMoreThanItsNewAmount() {
        world.budget("b11", "tokens", "100", "day", "hard");
        long epoch = world.begin("b11-one");
        assertEquals(30, world.wish("b11-one", epoch, "b11", 30).getAmount());
        world.budget("b11", "tokens", "50", "day", "hard");
        assertEquals(20, world.wish("b11-one", epoch, "b11", 90).getAmount());
        world.budget("b11", "tokens", "10", "day", "hard");
        assertEquals(0, world.wish("b11-one", epoch, "b11", 90).getAmount());
        world.budget("b11", "tokens", "60", "day", "hard");
        assertEquals(10, world.wish("b11-one", epoch, "b11", 90).getAmount());
    }

    @Test
    void slicesOfALimitNeverExceedItNotEvenAcrossARestart() {
        world.budget("b12", "requests_per_minute", "100", "", "hard");
        long one = world.begin("b12-one");
        long two = world.begin("b12-two");
        assertEquals(100, world.wish("b12-one", one, "b12", 500).getAmount());
        assertEquals(0, world.wish("b12-two", two, "b12", 500).getAmount());
        billing.restart();
        assertEquals(50, world.wish("b12-one", one, "b12", 500).getAmount());
        assertEquals(50, world.wish("b12-two", two, "b12", 500).getAmount());
        long zombie = world.begin("b12-two");
        assertEquals(0, world.wish("b12-two", zombie, "b12", 500).getAmount(), "still in use");
        billing.clock.advance(Duration.ofSeconds(15));
        assertEquals(100, world.wish("b12-two", zombie, "b12", 50).getAmount(), "alone");
    }

    @Test
    void aConcurrencySliceIsNeverBelowWhatIsInFlight() {
        world.budget("b13", "concurrency", "10", "", "hard");
        long one = world.begin("b13-one");
        long two = world.begin("b13-two");
        assertEquals(10, world.wish("b13-one", one, "b13", 10, 0).getAmount());
        assertEquals(0, world.wish("b13-two", two, "b13", 10, 0).getAmount());
        assertEquals(8, world.wish("b13-one", one, "b13", 10, 8).getAmount());
        assertEquals(2, world.wish("b13-two", two, "b13", 10, 0).getAmount());
    }

    @Test
    void leasingSettlingAndResolvingAtOnceWaitForNobodyForEver() throws InterruptedException {
        world.budget("b20", "tokens", "100000", "month", "hard");
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(n -> Thread.ofVirtual().start(() -> work("b20-" + n)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4 * 12 * 20, world.balance("b20", 513));
    }

    /** Fails where the database ended a deadlock: the wish, or the settlement. */
    private void work(String gateway) {
        long epoch = world.begin(gateway);
        List<LeaseGrant> leases = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            leases.add(world.wish(gateway, epoch, "b20", 1_000));
            UsageRecord newer = world.record(leases.getLast(), 10);
            UsageRecord older = world.record(leases.getFirst(), 10);
            world.settle(gateway, 0, List.of(newer, older));
            var release = LeaseRequest.newBuilder().setGatewayId(gateway).setEpoch(epoch);
            leases.reversed().forEach(l -> release.addReleasedLeaseIds(l.getLeaseId()));
            world.ask(release);
        }
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

    @Test
    void anOwnerHasNoMoreBudgetsThanItMay() {
        String body =
                """
                {"scope": "agent", "scope_id": "a", "unit": "concurrency", "amount": 1}
                """;
        for (int i = 0; i < 16; i++) {
            assertEquals(200, billing.put("/billing/budgets/a" + i, body).status());
        }
        var refused = billing.put("/billing/budgets/a16", body);
        assertEquals(400, refused.status());
        assertTrue(refused.json().at("/error/message").asText().contains("max-per-owner"));
        assertEquals(200, billing.put("/billing/budgets/a3", body).status(), "in its place");
    }

    private static String of(LeaseGrant lease) {
        return "pending_id = '" + lease.getLeaseId() + "'";
    }

    private JsonNode listed(String id) {
        JsonNode page = billing.get("/billing/budgets", BillingWorld.admin()).json();
        for (JsonNode budget : page.get("data")) {
            if (budget.get("id").asText().equals(id)) {
                return budget;
            }
        }
        throw new AssertionError("no budget " + id);
    }
}
